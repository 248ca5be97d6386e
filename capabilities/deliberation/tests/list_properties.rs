//! 50: lists of proposals, matters and what was flagged, for each reader against what the rule lets that reader open and do.

use crate::common::*;
use crate::figure_properties::proposal;
use crate::house_properties::{drawn, listed};
use db::args;
use kernel::{Day, uuid::Uuid};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::{As, Site};

/// Proposals at drawn places, some of them flagged; the ids of all, and of those that are flagged.
fn scattered(site: &Site, course: &[(usize, bool, bool)]) -> (BTreeSet<String>, BTreeSet<String>) {
    let spots = [("ZA", Some("ZA-1")), ("ZA", None), ("ZB", Some("ZB-1")), ("ZB", None)]
        .map(|(community, grid)| (site.place(community), grid.map(|g| site.place(g))));
    let course = course.to_vec();
    site.by_system(move |tx| {
        let (mut all, mut flagged) = (BTreeSet::new(), BTreeSet::new());
        for (n, (spot, young, flag)) in course.iter().enumerate() {
            let at = Day::of(2026, 10, 1).plus(i64::try_from(n).unwrap_or(0)).start();
            let id = proposal(tx, spots[*spot].into(), format!("P{n}"), at, *young)?;
            all.insert(id.to_string());
            if *flag {
                flagged.insert(id.to_string());
                let street = tx.street();
                tx.exec(
                    "insert into content_flags (street_id, kind, text_id, proposal_id, account_id, ground, at) values ($1, 'proposal', $2, $2, $3, 'insult', $4)",
                    args![street, id, Uuid::now_v7(), at],
                )?;
            }
        }
        Ok((all, flagged))
    })
}

/// 50: over drawn proposals and every kind of reader, the public list is what opens; the list of flags is what that reader may
/// moderate, no more and no less.
#[test]
fn lists_of_proposals_and_flags_are_what_a_reader_may() {
    let course = drawn((0_usize..4, any::<bool>(), any::<bool>()), 16);
    testkit::on_both(|site| {
        site.at("2026-10-20T09:00");
        let (all, flagged) = scattered(site, &course);
        let readers = [As::Visitor, who("lin"), who("clerk"), who("grid-worker"), who("secretary-a"), who("secretary-b"), who("officer"), who("auditor")];
        let mut seen_by: Vec<usize> = vec![];
        for (n, reader) in readers.iter().enumerate() {
            let list = listed(&site.get("/proposals").by(reader).send().json(), &["proposals"]);
            let opens: BTreeSet<String> = all.iter().filter(|id| site.get(&format!("/proposals/{id}")).by(reader).send().status == 200).cloned().collect();
            assert_eq!((&list, &opens), (&all, &all), "reader {n}");
            let flags = listed(&site.get("/moderation").by(reader).send().json(), &["flagged"]);
            // Whoever may is told what is missing; whoever may not is told that.
            let may = |id: &&String| site.post(&format!("/proposals/{id}/moderation")).by(reader).json(&json!({})).send().status == 422;
            let moderates: BTreeSet<String> = flagged.iter().filter(may).cloned().collect();
            assert_eq!(flags, moderates, "reader {n}");
            seen_by.push(flags.len());
        }
        assert!(seen_by[4] > 0 && seen_by[5] > 0 && seen_by[4] + seen_by[5] == flagged.len() && seen_by[6] == flagged.len(), "{seen_by:?}");
    });
}

/// 50: what lies elsewhere takes no room in a list: one flag of one's own place is seen beside however many of another.
#[test]
fn flags_elsewhere_push_nobody_out_of_a_list() {
    testkit::on_both(|site| {
        site.at("2026-10-20T09:00");
        let course: Vec<(usize, bool, bool)> = (0..130).map(|n| (if n == 0 { 2 } else { 0 }, false, true)).collect();
        scattered(site, &course);
        let flags = |who: &str| listed(&seen(site, who, "/moderation"), &["flagged"]).len();
        assert_eq!((flags("secretary-b"), flags("lin"), flags("auditor")), (1, 0, 0));
        assert!(flags("secretary-a") >= 100 && flags("officer") >= 100, "the longest list is cut, and the shortest is not");
    });
}

/// 50: over drawn matters and every kind of reader, the lists of flagged texts and of first arguments that wait are what that reader may
/// moderate, no more and no less; a moderator's post reaches its place and no other.
#[test]
fn lists_of_texts_are_what_a_reader_may_moderate() {
    let course = drawn((0_usize..4, any::<bool>()), 10);
    testkit::on_both(|site| {
        site.at("2026-10-20T09:00");
        let words = json!({ "name": "竹二社区协商议事会", "kind": "community", "place_name": "ZB", "purpose": "小区的事一起商量", "opened_on": "2026-01-05", "charter": COUNCIL });
        let own = council(site);
        let bodies = done(site, "officer", "/bodies", words);
        let other = bodies["bodies"].as_array().expect("bodies").iter().map(|b| format!("/bodies/{}", text(&b["id"]))).find(|b| *b != own).expect("the other");
        let mut paths: Vec<(String, String, bool)> = vec![];
        for (n, (spot, held)) in course.iter().enumerate() {
            let (by, body) = if *spot < 2 { ("secretary-a", &own) } else { ("secretary-b", &other) };
            let place = ["ZA-1", "ZA", "ZB-1", "ZB"][*spot];
            let words = json!({ "question": format!("第{n}件？"), "topic": "停车", "place_name": place, "source": "body", "source_title": "动议" });
            done(site, by, &format!("{body}/matters"), words);
            let matter = text(&site.get("/matters").send().json()["matters"][0]["id"]);
            let (id, part, held) = (matter.parse::<deliberation::rules::MatterId>().expect("an id"), Uuid::now_v7(), *held);
            site.by_system(move |tx| {
                let (street, now) = (tx.street(), tx.now());
                let since = held.then_some(now);
                tx.exec(
                    "insert into matter_arguments (street_id, id, matter_id, side, text, person_id, at, held_at) values ($1, $2, $3, 'for', '该修', $4, $5, $6)",
                    args![street, part, id, Uuid::now_v7(), now, since],
                )?;
                tx.exec(
                    "insert into content_flags (street_id, kind, text_id, matter_id, account_id, ground, at) values ($1, 'argument', $2, $3, $4, 'insult', $5)",
                    args![street, part, id, Uuid::now_v7(), now],
                )
            });
            paths.push((part.to_string(), format!("/matters/{matter}/texts/argument/{part}/moderation"), held));
        }
        site.account("qian");
        crate::texts::appointed(site, "qian", "ZA");
        let mut seen_by: Vec<usize> = vec![];
        for reader in ["lin", "clerk", "grid-worker", "secretary-a", "secretary-b", "qian", "officer", "auditor"] {
            let view = seen(site, reader, "/moderation");
            let may = |path: &str| says(site, reader, path, json!({})).status == 422;
            let moderates: BTreeSet<&str> = paths.iter().filter(|p| may(&p.1)).map(|p| p.0.as_str()).collect();
            let waiting: BTreeSet<&str> = paths.iter().filter(|p| p.2 && moderates.contains(p.0.as_str())).map(|p| p.0.as_str()).collect();
            let list = |name: &str| listed(&view, &[name]);
            let ids = |set: &BTreeSet<&str>| set.iter().map(|s| (*s).to_owned()).collect::<BTreeSet<String>>();
            assert_eq!((list("flagged"), list("held")), (ids(&moderates), ids(&waiting)), "{reader}");
            seen_by.push(moderates.len());
        }
        assert!(seen_by[..3] == [0, 0, 0] && seen_by[3] > 0 && seen_by[4] > 0 && seen_by[3] == seen_by[5] && seen_by[6] == course.len(), "{seen_by:?}");
    });
}
