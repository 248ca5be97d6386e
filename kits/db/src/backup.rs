//! Copies of the whole database, taken while it runs and checked before they count; and the way back.

use crate::pool::sqlite_path;
use crate::{Db, Fault, Result};
use kernel::Moment;
use std::path::{Path, PathBuf};
use std::process::Command;

impl Db {
    /// A checked copy in `folder`, named by `now`; returns its path. The key file is not part of it.
    pub fn backup(&self, folder: &Path, now: Moment) -> Result<PathBuf> {
        std::fs::create_dir_all(folder)?;
        let kind = if self.is_sqlite() { "db" } else { "dump" };
        let file = folder.join(format!("linqiao-{}.{kind}", now.civil().strftime("%Y%m%d-%H%M%S")));
        let part = file.with_extension("part");
        // A copy that was interrupted is worth nothing.
        if part.exists() {
            std::fs::remove_file(&part)?;
        }
        self.copy_to(&part)?;
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(&part, &file)?;
        std::fs::File::open(folder)?.sync_all()?;
        Ok(file)
    }

    /// A copy in `file`, which must not exist: `VACUUM INTO` or `pg_dump`, read back before this returns.
    pub fn copy_to(&self, file: &Path) -> Result<()> {
        let url = self.url();
        let Some(path) = sqlite_path(url) else {
            run(Command::new("pg_dump").args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(file).arg(url))?;
            return run(Command::new("pg_restore").arg("--list").arg(file));
        };
        let conn = rusqlite::Connection::open(path)?;
        conn.execute("vacuum into ?1", [file.to_string_lossy()])?;
        sound(file)
    }
}

/// Puts a copy back as the new, empty place `to` (`sqlite:path` or `postgres://…`); nothing there is overwritten.
pub fn restore(from: &Path, to: &str) -> Result<()> {
    let Some(path) = sqlite_path(to) else {
        return run(Command::new("pg_restore")
            .args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname"])
            .arg(to)
            .arg(from));
    };
    let path = Path::new(path);
    let beside = |end: &str| PathBuf::from(format!("{}{end}", path.display()));
    if [path.to_owned(), beside("-wal"), beside("-shm")].iter().any(|p| p.exists()) {
        return Err(Fault::Other(format!("{} is already there; restore to a new path", path.display())));
    }
    sound(from)?;
    std::fs::copy(from, path)?;
    std::fs::File::open(path)?.sync_all()?;
    sound(path)
}

/// SQLite's own verdict over a file.
fn sound(file: &Path) -> Result<()> {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = rusqlite::Connection::open_with_flags(file, flags)?;
    let verdict: String = copy.query_row("pragma integrity_check", [], |r| r.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Fault::Other(format!("{} is damaged: {verdict}", file.display()))) }
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            Fault::Other(format!("{program} is not installed: it comes with PostgreSQL's client programs"))
        }
        _ => Fault::Other(format!("{program}: {e}")),
    })?;
    if output.status.success() {
        return Ok(());
    }
    Err(Fault::Other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}
