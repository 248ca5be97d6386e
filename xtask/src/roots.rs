//! Tests that are one program: a file its `tests/all.rs` does not name would never run.

use crate::tidy::Source;

/// Each `tests/*.rs` beside an `all.rs` stands in it as `mod NAME;`.
pub fn check(sources: &[Source], breaches: &mut Vec<String>) {
    for root in sources.iter().filter(|s| s.path.ends_with("/tests/all.rs")) {
        let folder = root.path.strip_suffix("all.rs").unwrap_or_default();
        let files = sources.iter().filter_map(|s| s.path.strip_prefix(folder)?.strip_suffix(".rs"));
        for name in files.filter(|name| !name.contains('/') && *name != "all") {
            if !root.text.lines().any(|line| line.strip_prefix("mod ").and_then(|l| l.strip_suffix(';')) == Some(name)) {
                breaches.push(format!("{folder}{name}.rs:1: tests that never run; name it in {}", root.path));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_nobody_names_is_found() {
        let source = |path: &str, text: &str| Source { path: path.into(), text: text.into() };
        let sources = [source("a/tests/all.rs", "mod known;\nmod deep;\n"), source("a/tests/known.rs", ""), source("a/tests/lost.rs", ""),
            source("a/tests/deep/mod.rs", ""), source("b/tests/free.rs", "")];
        let mut breaches = vec![];
        check(&sources, &mut breaches);
        assert_eq!(breaches, ["a/tests/lost.rs:1: tests that never run; name it in a/tests/all.rs"]);
    }
}
