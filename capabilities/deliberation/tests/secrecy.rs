//! A secret ballot keeps its secret: every table, log and event is dumped, and elector and content are tried to be joined.

use crate::common::ballots::*;
use crate::common::*;
use db::{FromRow, FromValue, Reader, Row, Value};
use serde_json::json;
use std::collections::BTreeSet;
use testkit::Site;

/// A cell of any kind, as text.
struct Cell(String);
impl FromValue for Cell {
    fn from_value(value: Value) -> Result<Self, Value> {
        Ok(Self(match value {
            Value::Null => String::new(),
            Value::Bool(b) => b.to_string(),
            Value::Int(n) => n.to_string(),
            Value::Real(f) => f.to_string(),
            Value::Text(t) => t,
            Value::Blob(b) => hex::encode(b),
        }))
    }
}
struct Line(Vec<String>);
impl FromRow for Line {
    fn from_row(row: &mut Row) -> db::Result<Self> {
        let mut cells = vec![];
        while let Some(Cell(text)) = row.more()? {
            cells.push(text);
        }
        Ok(Self(cells))
    }
}

fn dump(r: &mut Reader<'_>, table: &str) -> db::Result<Vec<Vec<String>>> {
    let lines: Vec<Line> = r.all(&format!("select * from {table}"), &[])?;
    Ok(lines.into_iter().map(|l| l.0).collect())
}

fn tables(site: &Site) -> Vec<String> {
    let sql = match site.engine {
        "postgres" => "select table_name::text from information_schema.tables where table_schema = current_schema()",
        _ => "select name from sqlite_master where type = 'table'",
    };
    let all: Vec<String> = site.read(move |r| r.all(sql, &[]));
    all.into_iter().filter(|t| !t.starts_with("search_") && !t.starts_with("sqlite_")).collect()
}

/// Everything the database holds, by table.
fn everything(site: &Site) -> Vec<(String, Vec<Vec<String>>)> {
    tables(site).into_iter().map(|table| {
        let name = table.clone();
        (table, site.read(move |r| dump(r, &name)))
    }).collect()
}

fn rows<'a>(all: &'a [(String, Vec<Vec<String>>)], table: &str) -> &'a [Vec<String>] {
    all.iter().find(|(name, _)| name == table).map_or(&[], |(_, rows)| rows)
}

const APART: [&str; 3] = ["ballot_box", "ballot_slips", "ballot_receipts"];

#[test]
fn nothing_joins_an_elector_to_a_vote() {
    testkit::on_both(|site| {
        let many = 40;
        let (ballot, _, _) = opened(site, json!({ "method": "yes_no" }), &[("划线停车", 1_000)], (many, 4));
        let before = everything(site);
        // In the order of the roll, the first half for and the second against: an order that would tell.
        let people = residents(site, 4);
        let choice = |n: usize| if n <= many / 2 { "for" } else { "against" };
        let mut receipts: Vec<String> = people.iter().zip(1..).map(|(who, n)| votes(site, who, &ballot, &[choice(n)])).collect();
        receipts.extend((5..=many).map(|n| at_desk(site, &ballot, n, &[choice(n)])));
        let open = everything(site);
        // While it is open: no event, no answer kept under a key, and in the box nothing to tell one vote from another.
        for table in ["events", "idempotency", "deliveries"] {
            let (had, has) = (rows(&before, table), rows(&open, table));
            let fresh: Vec<_> = has.iter().filter(|row| !had.contains(row)).filter(|row| row.iter().any(|c| c.contains("vote"))).collect();
            assert_eq!(fresh, Vec::<&Vec<String>>::new(), "{table}");
        }
        let held = rows(&open, "ballot_box");
        assert_eq!((held.len(), held.iter().map(|row| row[3].len()).collect::<BTreeSet<_>>().len()), (many, 1), "sealed to one length");
        assert!(held.iter().all(|row| !row.iter().any(|c| c == "for" || c == "against")));
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &format!("{ballot}/closure"), json!({}));
        done(site, CONVENOR, &format!("{ballot}/count"), json!({}));
        let all = everything(site);
        assert_eq!(rows(&all, "ballot_box").len(), 0, "the box is empty");
        assert_eq!((rows(&all, "ballot_slips").len(), rows(&all, "ballot_receipts").len()), (many, many));
        no_common_value(&all, &ballot);
        no_time_and_no_order(site, &all);
        // A receipt's mark stands nowhere beside a content or an elector.
        let id = ballot.trim_start_matches("/ballots/").parse().expect("an id");
        for code in &receipts {
            let mark = deliberation::rules::receipt_hash(id, code);
            for (table, rows) in &all {
                let holding = rows.iter().any(|row| row.iter().any(|c| c.contains(code.as_str()) || c.contains(&mark)));
                assert!(!holding || table == "ballot_receipts", "{table} holds a receipt");
            }
        }
    });
}

/// By ids: no value of a slip or a mark stands in any other row, but for the street's and the ballot's own ids and the
/// words of the contents; and no value of an elector's line stands among slips and marks.
fn no_common_value(all: &[(String, Vec<Vec<String>>)], ballot: &str) {
    let known: BTreeSet<String> = {
        let street = rows(all, "ballot_slips")[0][0].clone();
        [street, ballot.trim_start_matches("/ballots/").replace('-', ""), "for".to_owned(), "against".to_owned(), "abstain".to_owned()].into()
    };
    let apart: BTreeSet<&String> = APART.iter().flat_map(|t| rows(all, t)).flatten().filter(|c| !known.contains(*c)).collect();
    assert!(!apart.is_empty());
    for (table, lines) in all.iter().filter(|(t, _)| !APART.contains(&t.as_str())) {
        for cell in lines.iter().flatten().filter(|c| c.len() >= 8) {
            assert!(!apart.iter().any(|a| a.len() >= 8 && (cell.contains(a.as_str()) || a.contains(cell.as_str()))), "{table}: {cell}");
        }
    }
    let slips: BTreeSet<&String> = rows(all, "ballot_slips").iter().map(|row| &row[1]).collect();
    assert!(rows(all, "ballot_receipts").iter().flatten().all(|c| !slips.contains(c)), "slips and marks share nothing");
}

/// By times, order and transactions: slips and marks have none of an elector's.
fn no_time_and_no_order(site: &Site, all: &[(String, Vec<Vec<String>>)]) {
    for row in APART.iter().flat_map(|t| rows(all, t)) {
        assert!(row.iter().all(|c| c.parse::<i64>().is_err()), "a number, so perhaps a time: {row:?}");
    }
    let version = |id: &String| id.as_bytes()[12];
    assert!(rows(all, "ballot_slips").iter().all(|row| version(&row[1]) == b'4'), "ids drawn by luck, not by the clock");
    let physical = if site.engine == "postgres" { "ctid" } else { "rowid" };
    let ordered = |table: &str, by: &str| -> Vec<String> {
        let sql = format!("select {} from {table} order by {by}", if table == "ballot_slips" { "id" } else { "mark" });
        let cells: Vec<Line> = site.read(move |r| r.all(&sql, &[]));
        cells.into_iter().map(|l| l.0.concat()).collect()
    };
    assert_eq!(ordered("ballot_slips", physical), ordered("ballot_slips", "id"), "laid down in the order of their luck");
    assert_eq!(ordered("ballot_receipts", physical), ordered("ballot_receipts", "mark"));
    let sql = format!("select content from ballot_slips order by {physical}");
    let contents: Vec<String> = site.read(move |r| r.all(&sql, &[]));
    let turns = contents.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(turns > 1, "not in the order of casting: {contents:?}");
    if site.engine == "postgres" {
        let marks = |table: &str| -> BTreeSet<String> {
            let sql = format!("select distinct xmin::text from {table}");
            let all: Vec<String> = site.read(move |r| r.all(&sql, &[]));
            all.into_iter().collect()
        };
        let closing = marks("ballot_slips");
        assert_eq!(closing.len(), 1);
        assert_eq!(marks("ballot_electors"), closing, "one transaction wrote every line and every slip");
        assert_eq!(marks("ballot_receipts"), closing);
    }
}

/// Scene 16, invariant 35: two runs with the same electors and other contents look the same to everybody until the close.
#[test]
fn an_open_ballot_shows_nothing_of_its_contents() {
    fn run(site: &Site, swapped: bool) -> Vec<String> {
        let (ballot, matter, _) = opened(site, json!({ "method": "yes_no", "change": "with_receipt" }), &[("划线停车", 1_000)], (36, 3));
        let people = residents(site, 3);
        let choice = |n: usize| if n.is_multiple_of(2) == swapped { "for" } else { "against" };
        people.iter().zip(1..).for_each(|(who, n)| drop(votes(site, who, &ballot, &[choice(n)])));
        (4..=34).for_each(|n| drop(at_desk(site, &ballot, n, &[choice(n)])));
        let mut told = vec![];
        for path in [ballot.clone(), format!("{ballot}/roll"), format!("{ballot}/proof.json"), format!("{ballot}/votes.csv"), matter.clone(), format!("{matter}/ballots"), "/ballots".into(), "/matters".into()] {
            for who in ["lin", "resident-2", "nobody-listed", "clerk", "officer", "auditor", "sysadmin", CONVENOR, TAKER] {
                for face in [testkit::Face::Json, testkit::Face::Page] {
                    let answer = site.get(&path).by(&crate::common::who(who)).face(face).send();
                    told.push(masked(&format!("{} {}", answer.status, answer.text())));
                }
            }
        }
        let events: Vec<(String, String)> = site.read(|r| r.all("select name, body from events order by id", &[]));
        told.extend(events.into_iter().map(|(name, body)| masked(&format!("{name} {body}"))));
        told
    }
    testkit::on_both(|site| {
        let other = testkit::Site::new(&db::testing::in_memory());
        let (first, second) = (run(site, false), run(&other, true));
        assert_eq!(first.len(), second.len());
        for (a, b) in first.iter().zip(&second) {
            let at = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
            let around = |text: &str| text.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
            assert!(a == b, "{} / {}", around(a), around(b));
        }
    });
}

/// Without what luck and the clock of the machine make: ids, hashes, nonces, receipts.
fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    let keep = |run: &mut String, out: &mut String| {
        let lucky = run.len() >= 20 || (run.len() >= 13 && run.chars().any(|c| c.is_ascii_digit()));
        out.push_str(if lucky { "*" } else { run });
        run.clear();
    };
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '=') {
            run.push(c);
        } else {
            keep(&mut run, &mut out);
            out.push(c);
        }
    }
    keep(&mut run, &mut out);
    out
}
