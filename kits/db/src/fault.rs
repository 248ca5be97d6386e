//! What can go wrong in the database, as far as a caller may care.

use auth::Denied;

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Debug)]
pub enum Fault {
    /// A named constraint said no: `voices_client_key`. The same name on both engines.
    Constraint(String),
    /// No such thing for this viewer, or not allowed; carried through the closure to the edge.
    Denied(Denied),
    /// The queue is full, or the engine kept refusing to serialise.
    Busy,
    /// The disk takes no writes.
    ReadOnly,
    /// Another transaction came between; run again. Never leaves this kit.
    Conflict(String),
    Other(String),
}

impl Fault {
    pub fn other(why: impl std::fmt::Display) -> Self {
        Self::Other(why.to_string())
    }
    /// Whether this is the refusal of the constraint named so.
    pub fn is_constraint(&self, name: &str) -> bool {
        matches!(self, Self::Constraint(n) if n == name)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Constraint(name) => write!(f, "constraint {name}"),
            Self::Denied(d) => write!(f, "denied: {d:?}"),
            Self::Busy => f.write_str("the database is busy"),
            Self::ReadOnly => f.write_str("the database takes no writes"),
            Self::Conflict(why) => write!(f, "conflict: {why}"),
            Self::Other(why) => f.write_str(why),
        }
    }
}
impl std::error::Error for Fault {}

impl From<Denied> for Fault {
    fn from(d: Denied) -> Self {
        Self::Denied(d)
    }
}
impl From<serde_json::Error> for Fault {
    fn from(e: serde_json::Error) -> Self {
        Self::other(e)
    }
}
impl From<std::io::Error> for Fault {
    fn from(e: std::io::Error) -> Self {
        Self::other(e)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_BUSY, SQLITE_CONSTRAINT, SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY};
        if let rusqlite::Error::SqliteFailure(code, message) = &e {
            let text = message.clone().unwrap_or_default();
            match code.extended_code & 0xff {
                SQLITE_CONSTRAINT => return Self::Constraint(sqlite_constraint(&text)),
                SQLITE_BUSY => return Self::Busy,
                SQLITE_FULL | SQLITE_IOERR | SQLITE_READONLY => return Self::ReadOnly,
                _ => {}
            }
        }
        Self::other(e)
    }
}

/// The name inside SQLite's words. A CHECK is named; a UNIQUE names its columns, which migrations map to the name.
fn sqlite_constraint(text: &str) -> String {
    let (kind, rest) = text.split_once(" constraint failed: ").unwrap_or(("", text));
    match kind {
        "UNIQUE" => crate::migrate::unique_name(rest).unwrap_or_else(|| rest.to_owned()),
        _ => rest.to_owned(),
    }
}

impl From<postgres::Error> for Fault {
    fn from(e: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = e.as_db_error() else { return Self::other(e) };
        let code = db.code();
        // A lock that was not had in time is somebody else's work going on, as the other two are: tried again, then later.
        let again = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::LOCK_NOT_AVAILABLE];
        if again.contains(code) {
            return Self::Conflict(db.message().to_owned());
        }
        if *code == SqlState::DISK_FULL || *code == SqlState::READ_ONLY_SQL_TRANSACTION {
            return Self::ReadOnly;
        }
        match db.constraint() {
            Some(name) => Self::Constraint(name.to_owned()),
            None => Self::Other(format!("{}: {}", code.code(), db.message())),
        }
    }
}
