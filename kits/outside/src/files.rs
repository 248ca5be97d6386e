//! Files by key: a directory that survives a power cut, or memory.

use crate::OutsideError;
use parking_lot::Mutex;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// Keeps bytes under a key such as `photos/0193/ab.jpg`: lower-case letters, digits, `-`, `_`, `.` and `/`.
pub trait Files: Send + Sync {
    /// Keeps `bytes`, in place of what was there; when it returns they survive a power cut.
    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), OutsideError>;
    /// Keeps what stands in a file, which is gone from where it was: for what is too large to hold in memory.
    fn take(&self, key: &str, from: &Path) -> Result<(), OutsideError>;
    /// `None`: there is nothing under this key.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, OutsideError>;
    /// Removes it; nothing there is also done.
    fn remove(&self, key: &str) -> Result<(), OutsideError>;
}

/// A directory. A file is written beside its place, synced, then renamed into it.
#[derive(Debug)]
pub struct DirFiles {
    root: PathBuf,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

impl DirFiles {
    /// Makes the directory if it is not there.
    pub fn new(root: impl Into<PathBuf>) -> Result<Self, OutsideError> {
        let root = root.into();
        fs::create_dir_all(&root)?;
        Ok(Self { root })
    }

    fn path(&self, key: &str) -> Result<PathBuf, OutsideError> {
        valid(key)?;
        Ok(self.root.join(key))
    }
}

impl Files for DirFiles {
    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), OutsideError> {
        let path = self.path(key)?;
        let dir = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(dir)?;
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        // A leading dot is no valid key: a half-written file can never be read as a whole one.
        let draft = dir.join(format!(".{}-{n}.draft", std::process::id()));
        let written = (|| {
            let mut file = File::create(&draft)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            sync_up(dir, &self.root)
        })();
        if written.is_err() {
            // The draft is worthless; that it could not be removed changes nothing for the caller.
            let _ = fs::remove_file(&draft);
        }
        Ok(written?)
    }

    fn take(&self, key: &str, from: &Path) -> Result<(), OutsideError> {
        let path = self.path(key)?;
        let dir = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(dir)?;
        let draft = dir.join(format!(".{}-{}.draft", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        // It may lie on another disk: copied beside its place first, then renamed as a whole.
        let taken = (|| {
            fs::copy(from, &draft)?;
            File::open(&draft)?.sync_all()?;
            fs::rename(&draft, &path)?;
            sync_up(dir, &self.root)?;
            fs::remove_file(from)
        })();
        if taken.is_err() {
            let _ = fs::remove_file(&draft);
        }
        Ok(taken?)
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, OutsideError> {
        match fs::read(self.path(key)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    fn remove(&self, key: &str) -> Result<(), OutsideError> {
        match fs::remove_file(self.path(key)?) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }
}

/// A renamed file is durable when its directory is; a new directory when the one above is.
fn sync_up(dir: &std::path::Path, root: &std::path::Path) -> std::io::Result<()> {
    for d in dir.ancestors() {
        File::open(d)?.sync_all()?;
        if d == root {
            break;
        }
    }
    Ok(())
}

/// Memory, for tests.
#[derive(Debug, Default)]
pub struct MemoryFiles(Mutex<BTreeMap<String, Vec<u8>>>);

impl MemoryFiles {
    pub fn keys(&self) -> Vec<String> {
        self.0.lock().keys().cloned().collect()
    }
}

impl Files for MemoryFiles {
    fn put(&self, key: &str, bytes: &[u8]) -> Result<(), OutsideError> {
        valid(key)?;
        self.0.lock().insert(key.to_owned(), bytes.to_vec());
        Ok(())
    }
    fn take(&self, key: &str, from: &Path) -> Result<(), OutsideError> {
        let bytes = fs::read(from)?;
        self.put(key, &bytes)?;
        Ok(fs::remove_file(from)?)
    }
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, OutsideError> {
        valid(key)?;
        Ok(self.0.lock().get(key).cloned())
    }
    fn remove(&self, key: &str) -> Result<(), OutsideError> {
        valid(key)?;
        self.0.lock().remove(key);
        Ok(())
    }
}

fn valid(key: &str) -> Result<(), OutsideError> {
    let part_ok = |p: &str| {
        !p.is_empty()
            && !p.starts_with('.')
            && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
    };
    if key.len() <= 200 && key.split('/').all(part_ok) {
        return Ok(());
    }
    Err(OutsideError::Malformed("a file key has lower-case letters, digits, - _ . and /".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeps(files: &dyn Files) {
        files.put("photos/ab/1.jpg", b"one").expect("kept");
        files.put("photos/ab/1.jpg", b"two").expect("kept again");
        assert_eq!(files.get("photos/ab/1.jpg").expect("read").as_deref(), Some(&b"two"[..]));
        files.remove("photos/ab/1.jpg").expect("removed");
        files.remove("photos/ab/1.jpg").expect("removing nothing is done");
        assert_eq!(files.get("photos/ab/1.jpg").expect("read"), None);
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/.x", "A", "a\\b", "a b", "甲"] {
            assert!(matches!(files.put(bad, b""), Err(OutsideError::Malformed(_))), "{bad}");
            assert!(matches!(files.get(bad), Err(OutsideError::Malformed(_))), "{bad}");
        }
    }

    #[test]
    fn memory_keeps() {
        keeps(&MemoryFiles::default());
    }

    #[test]
    fn a_directory_keeps_and_leaves_no_drafts() {
        let root = tempfile::tempdir().expect("a directory");
        keeps(&DirFiles::new(root.path()).expect("made"));
        let left: Vec<_> = fs::read_dir(root.path().join("photos/ab")).expect("read").collect();
        assert!(left.is_empty());
    }
}
