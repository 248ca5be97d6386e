//! One SQL text on two engines, through plain closures that answer after the commit.
//!
//! [`Db::read`] and [`Db::write`] hand a closure to a database thread. SQLite has several readers and one writer that
//! groups commits: every action waiting runs in its own savepoint inside one transaction, and all are answered after
//! the one fsync. PostgreSQL runs the same closures on pooled connections, one serializable transaction each.
mod backup;
mod conn;
mod engine;
mod events;
mod fault;
mod health;
mod many;
mod migrate;
mod pool;
mod repeat;
mod row;
mod search;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;
mod vault;
mod visible;

pub use backup::restore;
pub use engine::{Setting, Verdict};
pub use events::EventRow;
pub use fault::{Fault, Result};
pub use health::Health;
pub use migrate::schema_text;
pub use pool::{Db, Options, Sync};
pub use repeat::Repeat;
pub use row::{FromRow, Row, code, code_opt};
pub use search::{query_words, words};
pub use sql::Sql;
pub use tx::{By, Noted, Reader, Tx};
pub use value::{FromValue, Value};
pub use vault::{KeyFile, Vault};
pub use visible::Keyset;
