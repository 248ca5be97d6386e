//! Who may know whom: the drawing in ARCHITECTURE.md, read against every Cargo.toml.

use crate::tidy::Source;

/// Each room of the house with those it may depend on; libraries from outside are not named here.
const KITS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("worktime", &["kernel"]),
    ("sheets", &[]),
    ("documents", &[]),
    ("auth", &["kernel"]),
    ("db", &["kernel", "auth"]),
    ("figures", &["kernel", "auth", "db"]),
    ("outside", &["kernel"]),
    ("ui", &["kernel"]),
    ("journal", &["kernel", "auth", "db"]),
    ("jobs", &["kernel", "auth", "db"]),
    ("edge", &["kernel", "auth", "db", "ui", "outside"]),
    // The one kit that stands on the whole house: only tests depend on it.
    ("testkit", &["kernel", "auth", "db", "edge", "ui", "outside", "identity", "places", "appeals", "server"]),
];
const CAPABILITIES: &[(&str, &[&str])] = &[
    ("identity", &[]),
    ("places", &["identity"]),
    ("messages", &["identity"]),
    ("appeals", &["deliberation", "identity", "messages", "places"]),
    ("boxes", &["appeals", "identity", "places"]),
    ("deliberation", &["identity", "messages", "places"]),
    ("hotline", &["appeals", "identity"]),
    ("open311", &["appeals", "identity", "places"]),
    ("papers", &["appeals"]),
    ("reports", &["appeals", "deliberation", "identity", "places"]),
    ("webhooks", &[]),
    ("upper_tier", &["appeals", "identity", "places"]),
];
/// Algorithms that stand alone: they know nobody of the house, and no kit needs them.
const METHODS: &[&str] = &["similar_text", "suppression", "tally", "equal_shares", "sortition"];

pub fn check(sources: &[Source], breaches: &mut Vec<String>) {
    for source in sources.iter().filter(|s| s.path.ends_with("Cargo.toml")) {
        let Ok(table) = source.text.parse::<toml::Table>() else {
            breaches.push(format!("{}: not readable as TOML", source.path));
            continue;
        };
        let Some(dependencies) = table.get("dependencies").and_then(|d| d.as_table()) else { continue };
        let crate_name = source.path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or("");
        for other in dependencies.keys().filter(|name| is_ours(name)) {
            if !allowed(&source.path, crate_name, other) {
                breaches.push(format!("{}: `{crate_name}` may not know `{other}`", source.path));
            }
        }
    }
}

fn is_ours(name: &str) -> bool {
    name == "server" || METHODS.contains(&name) || KITS.iter().chain(CAPABILITIES).any(|(room, _)| *room == name)
}

fn allowed(path: &str, name: &str, other: &str) -> bool {
    let listed = |rooms: &[(&str, &[&str])]| rooms.iter().any(|(room, knows)| *room == name && knows.contains(&other));
    let is_kit = KITS.iter().any(|(room, _)| *room == other);
    let is_method = METHODS.contains(&other);
    match path.split('/').next().unwrap_or("") {
        "kits" => listed(KITS),
        "methods" => false,
        "capabilities" => (is_kit && other != "testkit") || is_method || listed(CAPABILITIES),
        "server" => other != "testkit",
        _ => true,
    }
}
