//! One record changes: exactly the figures it should, on every page, in the next edition, and in no signed one.

use crate::common::*;
use db::args;
use kernel::{Day, Moment, uuid::Uuid};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Face, Site, on_both};

/// A council of a community whose one meeting of October is sealed.
fn council(site: &Site) {
    let community = site.place("ZA");
    site.by_system(move |tx| {
        let (street, now) = (tx.street(), tx.now());
        let (body, meeting) = (Uuid::from_u128(7), Uuid::from_u128(8));
        let at = Moment::parse("2026-10-12T19:00").ok_or_else(|| db::Fault::other("no moment"))?;
        tx.exec(
            "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev) values ($1, $2, $3, '竹一议事会', 'community', '', $4, $5, 1)",
            args![street, body, community, Day::of(2026, 9, 1), now],
        )?;
        tx.exec(
            "insert into meetings (street_id, id, code, body_id, community_id, covered, mode, venue, joining_note, from_at, to_at, state, call_no,
               openness, added, opened_at, closed_at, quorate, rev)
             values ($1, $2, 'M1', $3, $4, '[]', 'room', '', '', $5, $6, 'sealed', 1, 'public', '[]', $5, $6, $7, 1)",
            args![street, meeting, body, community, at, at.plus_minutes(60), true],
        )?;
        tx.exec(
            "insert into meeting_notices (street_id, meeting_id, no, issued_at, items, from_at, venue) values ($1, $2, 1, $3, '[]', $4, '')",
            args![street, meeting, at.plus_days(-4), at],
        )
    });
}

fn codes(before: &[(String, Value)], after: &[(String, Value)]) -> BTreeSet<String> {
    assert_eq!(before.len(), after.len());
    before.iter().zip(after).filter(|(b, a)| b != a).map(|(b, _)| b.0.clone()).collect()
}

/// Number and near-misses of every indicator on its own page.
fn pages(site: &Site) -> Vec<(String, Value)> {
    let all = counted(site).into_iter().map(|f| f.0);
    all.map(|code| {
        let page = seen(site, "officer", &format!("/figures/{code}"));
        (code, json!([page["shown"]["value"], page["shown"]["beside"], page["records_all"]]))
    }).collect()
}

/// Running numbers as everybody reads them.
fn read_by_all(site: &Site) -> Vec<(String, Value)> {
    let view = public(site, "/figures");
    let lists = [&view["year"], &view["now"]];
    let rows = lists.into_iter().flat_map(|list| list.as_array().cloned().unwrap_or_default());
    rows.filter(|s| s["from"] == json!("2026-01-01")).map(|s| (text(&s["code"]), json!([s["value"], s["beside"]]))).collect()
}

fn wall(site: &Site) -> Vec<(String, Value)> {
    let rows = seen(site, "officer", "/desk/indicators/wall?period=year")["rows"].as_array().cloned().unwrap_or_default();
    rows.into_iter().map(|row| (text(&row["shown"]["code"]), json!([row["shown"]["value"], row["shown"]["beside"]]))).collect()
}

fn edition(site: &Site, template: &str) -> Value {
    done(site, "officer", &format!("/desk/reports/templates/{template}/editions"), json!({ "from": "2026-01-01", "until": "2026-11-24" }))
}

fn cited(edition: &Value) -> Vec<(String, Value)> {
    let all = edition["figures"].as_array().cloned().unwrap_or_default();
    all.into_iter().map(|f| (format!("{}:{}", text(&f["code"]), f["near"].as_str().unwrap_or("")), json!([f["value"], f["ids_hash"]]))).collect()
}

/// What a signed edition says, to the byte.
fn faces(site: &Site, path: &str) -> Vec<Vec<u8>> {
    let files = ["docx", "md", "json"].map(|kind| site.get(&format!("{path}/files/{kind}")).send().body.to_vec());
    let page = serde_json::to_vec(&public(site, path)["document"]).expect("a document");
    files.into_iter().chain([page]).collect()
}

/// Every paragraph of an edition's file, cells of tables among them, as a reader of Word sees it.
fn on_paper(site: &Site, edition: &Value) -> Vec<String> {
    use std::io::Read as _;
    let file = site.get(&format!("/reports/{}/files/docx", text(&edition["id"]))).by(&who("officer")).send().body;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).expect("a file of Word");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("its text").read_to_string(&mut xml).expect("read");
    let told = |paragraph: &str| {
        let runs = paragraph.split("<w:t").skip(1).filter(|run| run.starts_with(['>', ' ']));
        runs.filter_map(|run| Some(run.split_once('>')?.1.split_once("</w:t>")?.0)).collect::<String>()
    };
    xml.split("</w:p>").map(told).filter(|line| !line.is_empty()).collect()
}

/// Paragraphs of an edition as data in which a number stands that opens its figure.
fn in_data(edition: &Value) -> Vec<String> {
    let blocks = edition["document"]["blocks"].as_array().cloned().unwrap_or_default();
    let lines = blocks.iter().filter_map(|b| b["spans"].as_array());
    let of_figures = lines.filter(|spans| spans.iter().any(|s| text(&s["path"]).starts_with("/figures/")));
    let told = |s: &Value| if s["missing"] == json!(true) { format!("【{}】", text(&s["text"])) } else { text(&s["text"]) };
    of_figures.map(|spans| spans.iter().map(told).collect()).collect()
}

/// What `a` says and `b` does not.
fn only_in(a: &[String], b: &[String]) -> BTreeSet<String> {
    a.iter().filter(|line| !b.contains(line)).cloned().collect()
}

fn moves(site: &Site, act: impl Fn(&Site), expected: &[&str], by_all: &[&str]) {
    let template = text(&done(site, "officer", "/desk/reports/templates", json!({ "name": "全文", "text": reports::rules::SHIPPED }))["id"]);
    let first = edition(site, &template);
    let path = format!("/reports/{}", text(&first["id"]));
    done(site, "supervisor", &format!("{path}/review"), json!({}));
    done(site, "leader", &format!("{path}/signature"), json!({}));
    let before = (counted(site), pages(site), read_by_all(site), wall(site), faces(site, &path));
    act(site);
    let expected: BTreeSet<String> = expected.iter().map(|c| (*c).to_owned()).collect();
    assert_eq!(codes(&before.0, &counted(site)), expected, "overview");
    assert_eq!(codes(&before.1, &pages(site)), expected, "figure pages");
    assert_eq!(codes(&before.3, &wall(site)), expected, "wall");
    assert_eq!(codes(&before.2, &read_by_all(site)), by_all.iter().map(|c| (*c).to_owned()).collect(), "how we are doing");
    let second = edition(site, &template);
    let next: BTreeSet<String> = codes(&cited(&first), &cited(&second)).iter().filter_map(|c| Some(c.split_once(':')?.0.to_owned())).collect();
    assert_eq!(next, expected, "the next edition");
    assert!(faces(site, &path) == before.4, "the signed edition does not stand as it was");
    let (data, papers) = ([&first, &second].map(in_data), [&first, &second].map(|e| on_paper(site, e)));
    for (data, paper) in data.iter().zip(&papers) {
        assert!(!data.is_empty() && only_in(data, paper).is_empty(), "the file says another number: {:?}", only_in(data, paper));
    }
    let (moved, numbers) = (only_in(&data[1], &data[0]), only_in(&papers[1], &papers[0]));
    assert!(!moved.is_empty() && moved.is_subset(&numbers), "{moved:?} in data, {numbers:?} on paper");
    let page = site.get("/figures").face(Face::Page).send().text();
    assert!(page.contains("<h1"), "the page is still there");
}

/// The street declares the seal of the one meeting void.
fn void(site: &Site) {
    let meeting = format!("/meetings/{}", Uuid::from_u128(8));
    done(site, "officer", &format!("{meeting}/minutes/voiding"), json!({ "reason": "记录员那天不在场" }));
}

/// The post of the building head ends by the hand that ends posts.
fn end_building_head(site: &Site) {
    let view = seen(site, "secadmin", "/admin/posts");
    let post = view["grants"].as_array().into_iter().flatten().find(|g| g["role"] == json!("building_head") && g["state"] == json!("in_force")).map(|g| text(&g["id"]));
    done(site, "secadmin", &format!("/admin/posts/{}/end", post.expect("a building head")), json!({}));
}

#[test]
fn a_seal_that_is_void_changes_meetings_and_the_duty_they_met() {
    on_both(|site| {
        council(site);
        let moved = ["deliberation.duty.rate", "deliberation.meetings.good"];
        moves(site, void, &moved, &moved);
    });
}

#[test]
fn a_post_that_ends_changes_building_heads_alone() {
    on_both(|site| {
        council(site);
        let moved = ["identity.building_heads"];
        moves(site, end_building_head, &moved, &moved);
    });
}

/// What was kept of a month is marked, that month and those figures alone, and stays as it was until somebody says why.
#[test]
fn kept_months_tell_which_figures_moved() {
    on_both(|site| {
        council(site);
        assert!(site.by_system(reports::actions::keep_months) > 0);
        void(site);
        let street = site.street;
        let broken: BTreeSet<String> = site.read(move |r| reports::actions::broken_figures(r, street)).into_iter().collect();
        let month = "2026-10-01–2026-11-01";
        assert_eq!(broken, ["deliberation.duty.rate", "deliberation.meetings.good"].map(|code| format!("{code} {month}")).into());
        let rows = public(site, "/open-data/figures.json");
        let kept = rows.as_array().expect("rows").iter().find(|f| f["code"] == json!("deliberation.meetings.good") && f["place_code"] == json!("Z")).cloned();
        assert_eq!(kept.map(|f| f["value"].clone()), Some(json!(1)), "what was released stands");
    });
}
