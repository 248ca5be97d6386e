//! What a file may not name, by the room it is in: the third column of ARCHITECTURE.md.

use crate::tidy::Source;

const PURE: &[&str] = &["db::", "axum", "tokio", "Moment::now", "rand::", "async fn"];
/// A method may not even read a file: it takes plain data and gives the same answer on every machine.
const ALONE: &[&str] =
    &["db::", "axum", "tokio", "rand::", "async fn", "std::fs", "std::net", "std::env", "SystemTime", "Instant"];
const NO_FACE: &[&str] = &["axum", "maud"];
const NO_DATA: &[&str] = &["db::"];
const STATEMENTS: &[&str] = &["select ", "insert into ", "update ", "delete from "];

/// Package hosts are a matter of the machine that builds, never of the tree.
const HOSTS: &[&str] = &["index.crates.io", "static.crates.io", "registry.npmjs.org", "registry.npmmirror.com"];

pub fn check(source: &Source, breaches: &mut Vec<String>) {
    let path = &source.path;
    let first = source.text.trim_start_matches('\u{feff}').lines().next().unwrap_or("");
    if path.ends_with(".rs") && !first.starts_with("//!") {
        breaches.push(format!("{path}:1: open the file with a `//!` line saying what it is for"));
    }
    if path.ends_with(".ts") && !first.starts_with("//") && !first.starts_with("/*") {
        breaches.push(format!("{path}:1: open the file with a comment saying what it is for"));
    }
    if !path.starts_with("xtask/") && HOSTS.iter().any(|h| source.text.contains(h)) {
        breaches.push(format!("{path}: name no package host"));
    }
    if !path.ends_with(".rs") || path.contains("/tests/") || path.starts_with("xtask/") {
        return;
    }
    let forbidden = match path.split('/').next().unwrap_or("") {
        "capabilities" => match room(path) {
            "rules" => PURE,
            "actions" | "store" | "figures" => NO_FACE,
            "views" | "pages" => NO_DATA,
            _ => &[],
        },
        "methods" => ALONE,
        _ => &[],
    };
    let speaks_sql = path.starts_with("kits/db/") || path.starts_with("bench/") || matches!(room(path), "store" | "figures");
    let guards_sql = path.starts_with("capabilities/") || path.starts_with("server/");
    for (number, line) in code(&source.text) {
        for word in forbidden.iter().filter(|w| names(line, w)) {
            breaches.push(format!("{path}:{number}: `{word}` has no place in this room"));
        }
        if guards_sql && !speaks_sql && line.split('"').skip(1).step_by(2).any(is_statement) {
            breaches.push(format!("{path}:{number}: SQL belongs in store.rs"));
        }
        let low = line.to_lowercase();
        if low.contains("update events ") || low.contains("delete from events") {
            breaches.push(format!("{path}:{number}: an event is never changed or removed"));
        }
    }
}

/// `rules` of `capabilities/teas/src/rules/pour.rs`.
fn room(path: &str) -> &str {
    let inside = path.split_once("/src/").map_or("", |(_, rest)| rest);
    inside.split('/').next().unwrap_or("").trim_end_matches(".rs")
}

/// The lines up to the file's own tests, without comments, counted from 1.
pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().take_while(|(_, l)| !l.starts_with("#[cfg(test)]"));
    lines.filter(|(_, l)| !l.trim_start().starts_with("//")).map(|(i, l)| (i + 1, l))
}

fn names(line: &str, word: &str) -> bool {
    let whole = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| whole(at))
}

fn is_statement(text: &str) -> bool {
    let low = text.trim_start().to_lowercase();
    STATEMENTS.iter().any(|s| low.starts_with(s)) && (low.contains(" from ") || low.contains(" set ") || low.contains("insert into "))
        || low.starts_with("delete from ")
}
