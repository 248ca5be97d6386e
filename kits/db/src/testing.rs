//! Fresh databases for tests: a SQLite file, and a schema of their own on PostgreSQL.
//!
//! `LINQIAO_TEST_POSTGRES` names the server (`postgres://user@host:port/database`); the test command starts one.
//! `LINQIAO_TEST_ENGINES=sqlite` says plainly that PostgreSQL is left out.

use crate::{Db, KeyFile, Options};

/// A database that is gone when this is dropped.
pub struct Fresh {
    pub db: Db,
    pub engine: &'static str,
    folder: tempfile::TempDir,
}

impl Fresh {
    /// Where its key file lies, as `key`.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl std::ops::Deref for Fresh {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

pub fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("street.db").display());
    open("sqlite", url, folder)
}

/// As [`sqlite`], in memory where the machine has a folder for that: for thousands of short histories.
pub fn in_memory() -> Fresh {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let folder = folder.expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("street.db").display());
    open("sqlite", url, folder)
}

/// `None` only where the environment says that PostgreSQL is left out.
pub fn postgres() -> Option<Fresh> {
    let Ok(server) = std::env::var("LINQIAO_TEST_POSTGRES") else {
        let left_out = std::env::var("LINQIAO_TEST_ENGINES").is_ok_and(|e| e == "sqlite");
        assert!(left_out, "set LINQIAO_TEST_POSTGRES, or say LINQIAO_TEST_ENGINES=sqlite; `make test` does the first");
        return None;
    };
    // A server that outlives many runs meets the same process id again.
    let schema = format!("t{}", uuid::Uuid::new_v4().simple());
    let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("the test server");
    client.batch_execute(&format!("create schema {schema}")).expect("a schema");
    let join = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{join}options=-csearch_path%3D{schema}");
    Some(open("postgres", url, tempfile::tempdir().expect("a temporary folder")))
}

/// Runs a scene on each engine.
pub fn each_engine(scene: impl Fn(&Fresh)) {
    scene(&sqlite());
    if let Some(fresh) = postgres() {
        scene(&fresh);
    }
}

fn open(engine: &'static str, url: String, folder: tempfile::TempDir) -> Fresh {
    let mut options = Options::new(url, KeyFile(folder.path().join("key")));
    options.readers = 2;
    options.statement_timeout_ms = 60_000;
    Fresh { db: Db::open(options).expect("a fresh database"), engine, folder }
}
