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
