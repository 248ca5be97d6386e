//! What the engine says about itself: for the operator's look, for backups, for stopping.

use crate::pool::sqlite_path;
use crate::{Db, Result};
use kernel::{Moment, StreetId};

/// One setting of the engine, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: &'static str,
    pub value: String,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// It works, and something is at risk that need not be.
    Weak,
    /// An acknowledged write may be lost.
    Bad,
}

/// Name, the values that are right, and what another value is.
const SQLITE: [(&str, &[&str], Verdict); 3] = [
    ("journal_mode", &["wal"], Verdict::Bad),
    ("synchronous", &["2", "3"], Verdict::Bad),
    ("foreign_keys", &["1"], Verdict::Bad),
];
const POSTGRES: [(&str, &[&str], Verdict); 6] = [
    ("fsync", &["on"], Verdict::Bad),
    ("full_page_writes", &["on"], Verdict::Bad),
    ("synchronous_commit", &["on", "remote_write", "remote_apply"], Verdict::Bad),
    ("data_checksums", &["on"], Verdict::Weak),
    ("wal_level", &["replica", "logical"], Verdict::Weak),
    ("archive_mode", &["on", "always"], Verdict::Weak),
];

impl Db {
    /// The settings durability hangs on, as the writing connection sees them.
    pub fn settings(&self) -> Result<Vec<Setting>> {
        let sqlite = self.is_sqlite();
        let wanted = if sqlite { &SQLITE[..] } else { &POSTGRES[..] };
        self.write_now(crate::By::system(StreetId(uuid::Uuid::nil()), "doctor", Moment::now()), move |tx| {
            wanted
                .iter()
                .map(|(name, right, otherwise)| {
                    let value = if sqlite {
                        tx.one::<String>(&format!("select cast({name} as text) from pragma_{name}"), &[])?
                    } else {
                        tx.one::<String>(&format!("select current_setting('{name}')"), &[])?
                    };
                    let verdict = if right.contains(&value.as_str()) { Verdict::Good } else { *otherwise };
                    Ok(Setting { name, value, verdict })
                })
                .collect()
        })
    }

    /// Every table of the history with its number of rows.
    pub fn row_counts(&self) -> Result<Vec<(String, i64)>> {
        self.read_now(|r| {
            crate::migrate::tables()
                .into_iter()
                .map(|table| {
                    let n = r.one::<i64>(&format!("select count(*) from {table}"), &[])?;
                    Ok((table, n))
                })
                .collect()
        })
    }

    /// Moves what stands in the write-ahead log into the file: the last act before stopping. PostgreSQL does so itself.
    pub fn settle(&self) -> Result<()> {
        let Some(path) = sqlite_path(self.url()) else { return Ok(()) };
        rusqlite::Connection::open(path)?.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }
}
