//! How much room is left, and who may look in.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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
