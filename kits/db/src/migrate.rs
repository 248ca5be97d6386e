//! One ordered history of the schema, written once for both engines.
//!
//! Type words `bytes moment day money bool json` become each engine's own; a block between `-- sqlite:` or
//! `-- postgres:` and `-- end` is for that engine alone. A landed migration is never edited: its digest is kept.

use crate::conn::{Conn, Engine};
use crate::{Fault, Result, args};
use kernel::Moment;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../migrations"]
struct Files;

/// One file of the history.
pub(crate) struct Migration {
    pub no: i64,
    pub name: String,
    pub text: String,
}

pub(crate) fn history() -> Vec<Migration> {
    let mut history: Vec<_> = Files::iter()
        .filter_map(|path| {
            let (no, name) = path.strip_suffix(".sql")?.split_once('_')?;
            let text = String::from_utf8(Files::get(&path)?.data.into_owned()).ok()?;
            Some(Migration { no: no.parse().ok()?, name: name.to_owned(), text })
        })
        .collect();
    history.sort_by_key(|m| m.no);
    history
}

/// Brings the schema up to date; each file in one transaction. Harmless to repeat.
pub(crate) fn migrate(conn: &mut Conn) -> Result<Vec<String>> {
    conn.batch(
        "create table if not exists migrations (no bigint primary key, name text not null, digest text not null,
           at bigint not null)",
    )?;
    let mut done = vec![];
    for m in history() {
        conn.batch(if conn.engine() == Engine::Sqlite { "begin immediate" } else {
            // A table made anew takes as long as it is large, and a second process starting waits for the first.
            "begin; set local statement_timeout = 0; set local lock_timeout = '60s'; lock table migrations"
        })?;
        let result = apply(conn, &m);
        conn.batch(if result.is_ok() { "commit" } else { "rollback" })?;
        if result? {
            done.push(format!("{:04}_{}", m.no, m.name));
        }
    }
    Ok(done)
}

fn apply(conn: &mut Conn, m: &Migration) -> Result<bool> {
    let digest = hex::encode(Sha256::digest(&m.text));
    let landed: Vec<String> = conn.query("select digest from migrations where no = $1", args![m.no])?;
    match landed.first() {
        Some(d) if *d == digest => return Ok(false),
        Some(_) => return Err(Fault::Other(format!("migration {:04}_{} was edited after it landed", m.no, m.name))),
        None => {}
    }
    conn.batch(&translate(&m.text, conn.engine()))
        .map_err(|e| Fault::Other(format!("migration {:04}_{}: {e}", m.no, m.name)))?;
    conn.exec(
        "insert into migrations (no, name, digest, at) values ($1, $2, $3, $4)",
        args![m.no, &m.name, digest, Moment::now()],
    )?;
    Ok(true)
}

/// The schema as it is now, from the history alone: tables and their indexes by name, as SQLite keeps them.
pub fn schema_text() -> Result<String> {
    let mut conn = Conn::Sqlite(rusqlite::Connection::open_in_memory()?);
    migrate(&mut conn)?;
    let parts: Vec<String> = conn.query(
        "select sql from sqlite_master
         where sql is not null and name not like 'sqlite\\_%' escape '\\' and name not like 'search_words\\__%' escape '\\'
         order by tbl_name, type desc, name",
        &[],
    )?;
    Ok(parts.iter().map(|sql| format!("{};\n", sql.trim())).collect())
}

/// The tables of the history that hold rows of streets, in order of making; without those it dropped again.
pub(crate) fn tables() -> Vec<String> {
    let mut tables: Vec<String> = vec![];
    for m in history() {
        for line in m.text.lines().map(str::trim) {
            let named = |lead: &str| Some(line.strip_prefix(lead)?.split([' ', '(', ';']).next().unwrap_or("").to_owned());
            if let Some(name) = named("create table ").filter(|name| !tables.contains(name)) {
                tables.push(name);
            }
            if let Some(gone) = named("drop table ") {
                tables.retain(|t| *t != gone);
            }
        }
    }
    tables
}

/// The text of one engine.
pub(crate) fn translate(text: &str, engine: Engine) -> String {
    let (mine, other) = match engine {
        Engine::Sqlite => ("-- sqlite:", "-- postgres:"),
        Engine::Postgres => ("-- postgres:", "-- sqlite:"),
    };
    let mut out = String::with_capacity(text.len());
    let (mut skipping, mut verbatim) = (false, false);
    for line in text.lines() {
        match line.trim() {
            l if l == mine => verbatim = true,
            l if l == other => skipping = true,
            "-- end" => (skipping, verbatim) = (false, false),
            _ if skipping => {}
            _ if verbatim => out.push_str(line),
            _ => out.push_str(&column(line, engine)),
        }
        out.push('\n');
    }
    out
}

/// A column's line with its type word replaced: the word after the column's name.
fn column(line: &str, engine: Engine) -> String {
    let at = line.find(" add column ").map_or(0, |i| i + " add column ".len());
    let (head, rest) = line.split_at(at);
    let indent = rest.len() - rest.trim_start().len();
    let mut words = rest.trim_start().splitn(3, ' ');
    let (Some(name), Some(kind)) = (words.next(), words.next()) else { return line.to_owned() };
    let tail = words.next();
    let bare = kind.trim_end_matches([',', ';']);
    let own = match (bare, engine) {
        ("bytes", Engine::Sqlite) => "blob",
        ("bytes", Engine::Postgres) => "bytea",
        ("moment" | "money", _) => "bigint",
        ("day", _) => "integer",
        ("bool", Engine::Sqlite) => "integer",
        ("bool", Engine::Postgres) => "boolean",
        ("json", _) => "text",
        _ => return line.to_owned(),
    };
    let comma = &kind[bare.len()..];
    let tail = tail.map(|t| format!(" {t}")).unwrap_or_default();
    format!("{head}{}{name} {own}{comma}{tail}", &rest[..indent])
}

/// SQLite names the columns of a broken UNIQUE; the migrations know what it is called.
pub(crate) fn unique_name(columns: &str) -> Option<String> {
    static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        history().iter().flat_map(|m| uniques(&m.text)).map(|(name, columns)| (columns, name)).collect()
    });
    NAMES.get(columns).cloned()
}

/// `(name, "table.a, table.b")` of each named unique constraint, primary key and unique index.
fn uniques(text: &str) -> Vec<(String, String)> {
    let mut found = vec![];
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("create table ") {
            table = rest.split([' ', '(']).next().unwrap_or("").to_owned();
        }
        let named = line.strip_prefix("constraint ").and_then(|rest| {
            let (name, rest) = rest.split_once(' ')?;
            let columns = rest.strip_prefix("unique (").or_else(|| rest.strip_prefix("primary key ("))?;
            Some((name.to_owned(), table.clone(), columns.split(')').next()?.to_owned()))
        });
        let indexed = line.strip_prefix("create unique index ").and_then(|rest| {
            let (name, rest) = rest.split_once(" on ")?;
            let (table, columns) = rest.split_once(" (")?;
            Some((name.to_owned(), table.to_owned(), columns.split(')').next()?.to_owned()))
        });
        if let Some((name, table, columns)) = named.or(indexed) {
            let columns: Vec<_> = columns.split(',').map(|c| format!("{table}.{}", c.trim())).collect();
            found.push((name, columns.join(", ")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_words_become_each_engines_own_and_names_stay() {
        let text = "create table d (\n  street_id bytes not null,\n  day day not null,\n  ok bool,\n  n json\n);\n\
                    alter table d add column at moment;\n-- postgres:\nonly here\n-- end\n";
        let sqlite = translate(text, Engine::Sqlite);
        assert!(sqlite.contains("street_id blob not null,") && sqlite.contains("day integer not null,"));
        assert!(sqlite.contains("ok integer,") && sqlite.contains("n text"));
        assert!(sqlite.contains("add column at bigint;"));
        assert!(!sqlite.contains("only here"));
        let postgres = translate(text, Engine::Postgres);
        assert!(postgres.contains("street_id bytea") && postgres.contains("ok boolean") && postgres.contains("only here"));
    }

    #[test]
    fn a_broken_unique_has_its_name() {
        assert_eq!(unique_name("idempotency.street_id, idempotency.account, idempotency.key").as_deref(), Some("idempotency_pk"));
    }

    #[test]
    fn the_history_has_no_gap() {
        let numbers: Vec<_> = history().iter().map(|m| m.no).collect();
        assert!(numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
    }
}
