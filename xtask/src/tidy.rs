//! Reads the tree once, asks every check, and prints what is out of place with the gauges.

use crate::{edges, roots, tables, walls};
use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// One source file; `path` is relative to the root, with forward slashes.
pub struct Source {
    pub path: String,
    pub text: String,
}

pub struct Report {
    /// `path:line: what is wrong and what to do`.
    pub breaches: Vec<String>,
    /// Lengths in lines of the `.rs` files, ascending.
    lengths: Vec<usize>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for breach in &self.breaches {
            writeln!(f, "{breach}")?;
        }
        let at = |tenths: usize| self.lengths.get(self.lengths.len() * tenths / 10).copied().unwrap_or(0);
        let count = self.lengths.len();
        writeln!(f, "{count} files of Rust: median {} lines, p90 {}, longest {}", at(5), at(9), self.lengths.last().unwrap_or(&0))?;
        writeln!(f, "{} out of place", self.breaches.len())
    }
}

/// Every check over the tree at `root`. An error is a file that could not be read.
pub fn run(root: &Path) -> io::Result<Report> {
    let mut paths = vec![];
    for room in ["kits", "methods", "capabilities", "server", "xtask", "bench", "frontend/src", "migrations"] {
        walk(&root.join(room), &mut paths)?;
    }
    paths.sort();
    let mut sources = vec![];
    for path in paths {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        sources.push(Source { text: fs::read_to_string(&path)?, path: name });
    }
    let mut breaches = vec![];
    for source in &sources {
        walls::check(source, &mut breaches);
    }
    edges::check(&sources, &mut breaches);
    tables::check(&sources, &mut breaches);
    roots::check(&sources, &mut breaches);
    let rust = sources.iter().filter(|s| s.path.ends_with(".rs"));
    let mut lengths: Vec<usize> = rust.map(|s| s.text.lines().count()).collect();
    lengths.sort_unstable();
    Ok(Report { breaches, lengths })
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            let name = path.file_name().unwrap_or_default();
            if name != "node_modules" && name != "target" && name != "dist" {
                walk(&path, found)?;
            }
        } else if path.extension().is_some_and(|e| e == "rs" || e == "ts" || e == "sql" || e == "toml") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(files: &[(&str, &str)]) -> Vec<String> {
        let room = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = room.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        run(room.path()).expect("read").breaches
    }

    #[test]
    fn the_house_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a root");
        let report = run(root).expect("read");
        assert!(report.breaches.is_empty(), "{report}");
    }

    #[test]
    fn a_tidy_room_passes() {
        let files = [
            ("migrations/0001_teas.sql", "create table cups (id bytes);"),
            ("capabilities/teas/src/rules.rs", "//! Pure.\nuse kernel::Moment;\n"),
            ("capabilities/teas/src/store.rs", "//! The only SQL.\nconst ALL: &str = \"select id from cups\";\n"),
            ("capabilities/teas/Cargo.toml", "[package]\nname = \"teas\"\n[dependencies]\ndb.workspace = true\n"),
        ];
        assert_eq!(judged(&files), Vec::<String>::new());
    }

    #[test]
    fn each_wall_is_felt() {
        let bad = [
            ("capabilities/teas/src/rules/pour.rs", "//! x\nuse db::Tx;\n"),
            ("capabilities/teas/src/rules.rs", "//! x\nfn f() { Moment::now(); }\n"),
            ("capabilities/teas/src/actions.rs", "//! x\nuse axum::Json;\n"),
            ("capabilities/teas/src/store.rs", "//! x\nuse maud::html;\n"),
            ("capabilities/teas/src/views.rs", "//! x\nuse db::Row;\n"),
            ("capabilities/teas/src/web.rs", "//! x\nconst A: &str = \"select id from cups\";\n"),
            ("capabilities/teas/src/lib.rs", "pub mod rules;\n"),
            ("frontend/src/app.ts", "let a = 1;\n"),
            ("kits/journal/src/lib.rs", "//! x\nconst A: &str = \"update events set name = $1\";\n"),
            ("kits/db/src/lib.rs", "//! x\nconst A: &str = \"delete from events\";\n"),
            ("kits/auth/Cargo.toml", "[package]\nname = \"auth\"\n[dependencies]\ndb.workspace = true\n"),
            ("capabilities/teas/Cargo.toml", "[package]\nname = \"teas\"\n[dependencies]\nappeals.workspace = true\n"),
            ("kits/ui/Cargo.toml", "[package]\nname = \"ui\"\n[dependencies]\nsimilar_text.workspace = true\n"),
            ("methods/brewing/Cargo.toml", "[package]\nname = \"brewing\"\n[dependencies]\nkernel.workspace = true\n"),
            ("methods/brewing/src/lib.rs", "//! x\nfn f() { let _ = std::fs::read(\"leaves\"); }\n"),
            ("kits/ui/src/lib.rs", "//! See registry.npmjs.org\n"),
        ];
        for one in bad {
            assert!(!judged(&[one]).is_empty(), "{one:?} passed");
        }
    }

    #[test]
    fn another_rooms_table_is_out_of_reach() {
        let files = [
            ("migrations/0001_core.sql", "create table events (id bytes);"),
            ("migrations/0002_cakes.sql", "create table plates (id bytes);"),
            ("capabilities/teas/src/store.rs", "//! x\nconst A: &str = \"select id from plates\";\n"),
        ];
        assert_eq!(judged(&files).len(), 1);
    }
}
