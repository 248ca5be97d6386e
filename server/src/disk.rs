//! How much room is left, who may look in, and what is swept out.

use kernel::Moment;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The share of the disk under `path` that is free to us, 0 to 1.
pub fn free(path: &Path) -> std::io::Result<f64> {
    let disk = rustix::fs::statvfs(path)?;
    Ok(disk.f_bavail as f64 / disk.f_blocks.max(1) as f64)
}

/// The rights of a file or folder as `chmod` writes them.
pub fn rights(path: &Path) -> std::io::Result<u32> {
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o777)
}

/// Makes a folder that only its owner looks into; one that is there stays as it is.
pub fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Removes what was last written before `before`, files first and then folders left empty. No folder: nothing to do.
pub fn drop_older(folder: &Path, before: Moment) -> std::io::Result<()> {
    let before = UNIX_EPOCH + Duration::from_micros(before.0.max(0).unsigned_abs());
    if folder.is_dir() { sweep(folder, before) } else { Ok(()) }
}

fn sweep(folder: &Path, before: SystemTime) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        let old = about.modified()? < before;
        if about.is_dir() {
            sweep(&entry.path(), before)?;
        }
        match (old, about.is_dir()) {
            // A folder that something has just come into is not empty, and stays.
            (true, true) => drop(std::fs::remove_dir(entry.path())),
            (true, false) => std::fs::remove_file(entry.path())?,
            (false, _) => {}
        }
    }
    Ok(())
}
