//! Copies of the whole street, and the way back from one: restored to a new place and looked through before it counts.

use crate::config::Config;
use crate::{check, disk, house};
use db::{By, Db, Fault, KeyFile, Options, Result};
use kernel::Moment;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a copy held when it was made; lies beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    version: String,
    made_at: String,
    rows: Vec<(String, i64)>,
}

/// Backups are kept so many days: one that was made while a secret ballot ran is not around for longer.
const KEPT_DAYS: i64 = 30;

/// A copy of the database, read back, with the photos beside it. Gives its path. Keys are not part of it.
pub fn make(config: &Config, db: &Db, folder: &Path, now: Moment) -> Result<PathBuf> {
    disk::private_folder(folder)?;
    // Photos first: a photo without its row is harmless, a row without its photo is not.
    let photos = config.data.join("files");
    if photos.is_dir() {
        copy_missing(&photos, &folder.join("files"))?;
    }
    let rows = db.row_counts()?;
    let file = db.backup(folder, now)?;
    if photos.is_dir() {
        copy_missing(&photos, &folder.join("files"))?;
    }
    let manifest = Manifest { version: env!("CARGO_PKG_VERSION").into(), made_at: now.rfc3339(), rows };
    std::fs::write(beside(&file), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(file)
}

/// Removes copies that are past their days; never the newest.
pub fn drop_old(folder: &Path, now: Moment) -> Result<()> {
    let oldest = now.plus_days(-KEPT_DAYS).civil().strftime("linqiao-%Y%m%d-%H%M%S").to_string();
    let copies = copies(folder)?;
    for copy in copies.iter().rev().skip(1) {
        if copy.file_stem().is_some_and(|name| name.to_string_lossy().as_ref() < oldest.as_str()) {
            std::fs::remove_file(copy)?;
            let _ = std::fs::remove_file(beside(copy));
        }
    }
    Ok(())
}

/// When the newest copy was made.
pub fn newest(folder: &Path) -> Option<std::time::SystemTime> {
    copies(folder).ok()?.last()?.metadata().ok()?.modified().ok()
}

/// The copies in a folder, oldest first: their names say when they were made.
fn copies(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_copy = |p: &PathBuf| {
        let name = p.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("linqiao-") && (name.ends_with(".db") || name.ends_with(".dump"))
    };
    let mut found: Vec<_> = std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).filter(is_copy).collect();
    found.sort();
    Ok(found)
}

fn beside(copy: &Path) -> PathBuf {
    copy.with_extension("json")
}

/// Puts `from` into the new folder `to` (or a new, empty `postgres://…` database) and looks through it: soundness,
/// row counts, every line of `check`, and a sealed value of each kind opened with the key file in force.
pub fn restore(config: &Config, from: &Path, to: &str) -> Result<Vec<check::Line>> {
    if !config.key_file.exists() {
        return Err(Fault::Other(format!("{} is not there: without the key nothing sealed opens", config.key_file.display())));
    }
    let url = if to.starts_with("postgres") { to.to_owned() } else { emptied(from, Path::new(to))? };
    db::restore(from, &url)?;
    let db = Db::open(Options::new(&url, KeyFile(config.key_file.clone())))?;
    let street = house::street(config);
    let mut lines = vec![rows(&db, from)?];
    let opened = db.write_now(By::system(street, "restore", Moment::now()), |tx| {
        let opened = identity::actions::open_samples(tx)? + appeals::actions::open_samples(tx)?;
        // A look is not part of the street's story: the copy stays as it was.
        tx.undo();
        Ok(opened)
    });
    let (holds, text) = match opened {
        Ok(n) => (true, format!("{n} samples open with this key")),
        Err(fault) => (false, fault.to_string()),
    };
    lines.push(check::Line { name: "sealed", holds, text });
    lines.extend(check::lines(&db, street, check::public(config)?, vec![])?);
    Ok(lines)
}

/// The database's address in the folder `to`, which holds nothing yet; the photos beside the copy are put there.
fn emptied(from: &Path, to: &Path) -> Result<String> {
    if to.exists() && std::fs::read_dir(to)?.next().is_some() {
        return Err(Fault::Other(format!("{} is not empty; restore to a new folder", to.display())));
    }
    disk::private_folder(to)?;
    let photos = from.parent().unwrap_or(Path::new(".")).join("files");
    if photos.is_dir() {
        copy_missing(&photos, &to.join("files"))?;
    }
    Ok(format!("sqlite:{}", to.join("linqiao.db").display()))
}

fn rows(db: &Db, from: &Path) -> Result<check::Line> {
    let counted = db.row_counts()?;
    let total: i64 = counted.iter().map(|(_, n)| n).sum();
    let Ok(text) = std::fs::read_to_string(beside(from)) else {
        return Ok(check::Line { name: "rows", holds: true, text: format!("{total}; no list beside the copy to compare with") });
    };
    let manifest: Manifest = serde_json::from_str(&text)?;
    // Rows written while the copy was made may be in it; none that were counted before may be missing.
    let fewer = manifest.rows.iter().find(|(table, n)| counted.iter().any(|(t, m)| t == table && m < n));
    let text = match fewer {
        None => format!("{total} in {} tables, none missing since {}", counted.len(), manifest.made_at),
        Some((table, n)) => format!("{table} had {n} rows and has fewer"),
    };
    Ok(check::Line { name: "rows", holds: fewer.is_none(), text })
}

/// Copies what is not there yet; a kept file never changes under its name.
fn copy_missing(from: &Path, to: &Path) -> Result<()> {
    disk::private_folder(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let is_draft = entry.file_name().to_string_lossy().starts_with('.');
        // Photos on their way are nobody's yet: their phones still have them.
        if entry.file_name() == edge::photos::ARRIVING {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_missing(&entry.path(), &target)?;
        } else if !is_draft && !target.exists() {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}
