//! Many new rows at once. PostgreSQL takes them a hundred in a statement; for SQLite a statement costs next to
//! nothing, and finding the places of many arguments costs more than it saves.

use crate::conn::Engine;
use crate::search::words;
use crate::{Result, Tx, Value, args};
use uuid::Uuid;

const TOGETHER: usize = 100;

impl Tx<'_> {
    /// Inserts rows of equal length; `into` is the table with its columns in brackets.
    pub fn insert_many(&mut self, into: &str, rows: Vec<Vec<Value>>) -> Result<()> {
        let together = if self.engine() == Engine::Postgres { TOGETHER } else { 1 };
        for part in rows.chunks(together) {
            let mut next = 0;
            let brackets: Vec<_> = part.iter().map(|row| bracket(row.len(), &mut next, |n| format!("${n}"))).collect();
            let sql = format!("insert into {into} values {}", brackets.join(", "));
            self.exec(&sql, &part.concat())?;
        }
        Ok(())
    }

    /// Makes new things findable; none of them may be known already.
    pub fn index_many(&mut self, kind: &str, things: &[(Uuid, String)]) -> Result<()> {
        let street = self.street();
        if self.engine() == Engine::Postgres {
            for part in things.chunks(TOGETHER) {
                let mut next = 0;
                let shown = |n: usize| if n.is_multiple_of(4) { format!("to_tsvector('simple', ${n})") } else { format!("${n}") };
                let brackets: Vec<_> = part.iter().map(|_| bracket(4, &mut next, shown)).collect();
                let values: Vec<Value> =
                    part.iter().flat_map(|(id, text)| [street.into(), kind.into(), (*id).into(), words(text).into()]).collect();
                let sql = format!("insert into search_rows (street_id, kind, id, words) values {}", brackets.join(", "));
                self.exec(&sql, &values)?;
            }
            return Ok(());
        }
        for (id, text) in things {
            self.exec("insert into search_rows (street_id, kind, id) values ($1, $2, $3)", args![street, kind, *id])?;
            let row: i64 = self.one("select last_insert_rowid()", &[])?;
            self.exec("insert into search_words (rowid, words) values ($1, $2)", args![row, words(text)])?;
        }
        Ok(())
    }
}

fn bracket(length: usize, next: &mut usize, shown: impl Fn(usize) -> String) -> String {
    let from = *next + 1;
    *next += length;
    format!("({})", (from..=*next).map(shown).collect::<Vec<_>>().join(", "))
}
