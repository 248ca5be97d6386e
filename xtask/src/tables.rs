//! A capability's SQL names its own tables only; the owner is in the migration's file name.

use crate::tidy::Source;
use crate::walls::code;
use std::collections::{BTreeMap, BTreeSet};

pub fn check(sources: &[Source], breaches: &mut Vec<String>) {
    let mut owner = BTreeMap::new();
    let capabilities: BTreeSet<_> =
        sources.iter().filter(|s| s.path.starts_with("capabilities/")).filter_map(|s| s.path.split('/').nth(1)).collect();
    let mut history: Vec<_> = sources.iter().filter(|s| s.path.starts_with("migrations/") && s.path.ends_with(".sql")).collect();
    history.sort_by_key(|s| &s.path);
    for source in history {
        for line in source.text.lines() {
            let Some(rest) = line.trim().strip_prefix("create table ") else { continue };
            let table = word(rest.trim_start_matches("if not exists "));
            // Made anew by another's migration, it stays whose it was.
            owner.entry(table).or_insert_with(|| owner_of(&source.path, &capabilities));
        }
    }
    for source in sources.iter().filter(|s| s.path.starts_with("capabilities/") && (s.path.contains("/src/store") || s.path.contains("/src/figures"))) {
        let capability = source.path.split('/').nth(1).unwrap_or("");
        for (number, line) in code(&source.text) {
            for table in named(line) {
                let foreign = owner.get(table).is_some_and(|o| *o != capability && *o != "core");
                if foreign {
                    breaches.push(format!("{}:{number}: `{table}` belongs to {}", source.path, owner[table]));
                }
            }
        }
    }
}

/// `appeals` of `migrations/0004_appeals_photos.sql`; a capability whose name has two words is meant where it stands.
fn owner_of<'a>(path: &'a str, capabilities: &BTreeSet<&'a str>) -> &'a str {
    let file = path.rsplit('/').next().unwrap_or("").trim_end_matches(".sql");
    let name = file.split_once('_').map_or("", |(_, name)| name);
    let first = name.split('_').next().unwrap_or("");
    let named = |c: &&&str| name == **c || name.strip_prefix(**c).is_some_and(|rest| rest.starts_with('_'));
    capabilities.iter().filter(named).max_by_key(|c| c.len()).copied().unwrap_or(first)
}

fn named(line: &str) -> impl Iterator<Item = &str> {
    let after = ["from ", "join ", "insert into ", "update "];
    after.into_iter().flat_map(|lead| line.match_indices(lead).map(|(at, lead)| word(&line[at + lead.len()..])))
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")
}
