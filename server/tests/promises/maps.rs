//! The committed truths in `maps/`: what the house offers, tells and keeps, and who may do what. They change only
//! when somebody asks for it (`make bless`) and reads the difference.

use auth::{By, Given, May, Reach, Strength};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a root").to_owned()
}

/// Compares with what is committed, or writes it where `BLESS` says so.
fn committed(name: &str, text: &str) {
    let path = root().join("maps").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, text).expect("written");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept == text {
        return;
    }
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (kept.lines().collect(), text.lines().collect());
    let gone = old.difference(&new).map(|l| format!("- {l}\n"));
    let fresh = new.difference(&old).map(|l| format!("+ {l}\n"));
    let shown: String = gone.chain(fresh).take(60).collect();
    panic!("maps/{name} is not what stands; read the difference, then `make bless`:\n{shown}");
}

#[test]
fn routes_are_those_of_the_map() {
    let mut lines: Vec<_> = server::house::rooms()
        .iter()
        .flat_map(|room| room.list().to_vec())
        .map(|r| format!("{:<6} {:<40} {:<22} {}\n", r.verb.code().to_uppercase(), r.path, r.act, r.capability))
        .collect();
    lines.sort_by_key(|l| l.split_whitespace().nth(1).map(str::to_owned));
    committed("routes.txt", &lines.concat());
}

#[test]
fn the_interface_is_that_of_the_map() {
    let document = edge::openapi(&server::house::rooms());
    committed("openapi.json", &(serde_json::to_string_pretty(&document).expect("JSON") + "\n"));
}

#[test]
fn the_schema_is_that_of_the_map() {
    committed("schema.sql", &db::schema_text().expect("a schema"));
}

/// Names of events, as the sources declare them.
#[test]
fn events_are_those_of_the_map() {
    let mut names = BTreeSet::new();
    for room in ["capabilities", "kits"] {
        sources(&root().join(room), &mut |text| {
            let declared = text.lines().filter(|l| l.contains("const NAME: &'static str = \"") || is_declared(l));
            names.extend(declared.filter_map(|l| l.split('"').nth(1)).filter(|n| n.contains('.')).map(str::to_owned));
        });
    }
    let lines: String = names.iter().map(|n| format!("{n}\n")).collect();
    committed("events.txt", &lines);
}

/// `    CaseSigned "appeals.case_signed" …` of a table of events.
fn is_declared(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let name = words.next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_uppercase()) && w.chars().all(char::is_alphanumeric));
    let code = words.next().is_some_and(|w| w.starts_with('"') && w.trim_end_matches(',').ends_with('"') && w.contains('.'));
    name && code
}

fn sources(folder: &Path, each: &mut impl FnMut(&str)) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("tests") && !path.ends_with("target") {
            sources(&path, each);
        } else if path.extension().is_some_and(|e| e == "rs") {
            each(&std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

pub fn tables() -> [(&'static str, &'static [May]); 12] {
    [
        ("appeals", appeals::rules::WHO_MAY),
        ("boxes", boxes::WHO_MAY),
        ("deliberation", deliberation::WHO_MAY),
        ("hotline", hotline::WHO_MAY),
        ("identity", identity::rules::WHO_MAY),
        ("messages", messages::WHO_MAY),
        ("open311", open311::WHO_MAY),
        ("papers", papers::WHO_MAY),
        ("places", places::WHO_MAY),
        ("reports", reports::WHO_MAY),
        ("upper_tier", upper_tier::WHO_MAY),
        ("webhooks", webhooks::WHO_MAY),
    ]
}

/// One line a row: act, who, reach, conditions.
#[test]
fn who_may_what_is_that_of_the_map() {
    for (capability, table) in tables() {
        let mut lines: Vec<_> = table.iter().map(line).collect();
        lines.sort_unstable();
        committed(&format!("who_may/{capability}.txt"), &lines.concat());
    }
}

fn line(row: &May) -> String {
    let who = match row.by {
        By::Anyone => "anyone",
        By::SignedIn => "signed-in",
        By::System => "system",
        By::Client => "client",
        By::Post(role) => role.code(),
    };
    let reach = match row.within {
        Reach::Street => "street",
        Reach::Scope => "scope",
        Reach::OwnUnit => "own-unit",
        Reach::AssistUnit => "assist-unit",
        Reach::Own => "own",
        Reach::Bearer => "bearer",
    };
    let condition = |g: &Given| match g {
        Given::Published => "published".to_owned(),
        Given::State(states) => format!("state:{}", states.join(",")),
        Given::Contested => "contested".to_owned(),
        Given::Accused => "accused".to_owned(),
        Given::EverHeld => "ever-held".to_owned(),
    };
    let given: String = row.given.iter().map(|g| format!(" given {}", condition(g))).collect();
    let unless: String = row.unless.iter().map(|g| format!(" unless {}", condition(g))).collect();
    let strong = match row.at {
        Strength::Strong => " strong",
        Strength::Known => " in-person",
        Strength::Keyed | Strength::Unknown => "",
    };
    format!("{:<20} {who:<24} {reach}{given}{unless}{strong}\n", row.act)
}

#[test]
fn every_route_has_its_row() {
    let rooms = server::house::rooms();
    let bare: Vec<_> = rooms
        .iter()
        .flat_map(|room| room.list())
        .filter(|route| route.act != "public")
        .filter(|route| {
            let table = tables().into_iter().find(|(capability, _)| *capability == route.capability);
            !table.is_some_and(|(_, rows)| rows.iter().any(|row| row.act == route.act))
        })
        .map(|route| format!("{} {} checks `{}`", route.verb.code(), route.path, route.act))
        .collect();
    assert!(bare.is_empty(), "no row in the table of its capability: {bare:#?}");
}
