//! Figures over drawn histories: each is the number of its records and the sum of its places; a chain never rises.

use crate::common::*;
use crate::house_properties::drawn;
use db::{Tx, args};
use kernel::{Day, Moment, PersonId, PlaceId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::BTreeMap;
use testkit::Site;

const PERIOD: &str = "from=2026-02-01&until=2026-06-30";
/// Which number each list opens: the figure itself, or what stands beside it.
const LISTED: [(&str, &str); 16] = [
    ("deliberation.bodies.active", ""), ("deliberation.roster.people", "seats"), ("deliberation.meetings.good", ""),
    ("deliberation.meetings.grid", ""), ("deliberation.duty.rate", "met"), ("deliberation.matters.settled", ""),
    ("deliberation.six_steps", "settled"), ("deliberation.chain", ""), ("deliberation.steps", ""), ("deliberation.proposals.made", ""),
    ("deliberation.youth.meetings", ""), ("deliberation.youth.proposals", ""),
    ("deliberation.meetings.planned", "good"), ("deliberation.fusion.meetings", "mixed"),
    ("deliberation.fusion.proposals", "bridging"), ("deliberation.fusion.matters", ""),
];
const LINKS: [&str; 4] = ["matter", "resolution", "delivered", "satisfied"];

fn first() -> Day {
    Day::of(2026, 1, 1)
}

/// What happened once: where, of which body, on which day of the year, how far it went.
type Happened = (usize, usize, i64, usize, bool);

#[derive(Clone, Copy)]
pub struct Spot {
    community: PlaceId,
    grid: Option<PlaceId>,
}

impl From<(PlaceId, Option<PlaceId>)> for Spot {
    fn from((community, grid): (PlaceId, Option<PlaceId>)) -> Self {
        Self { community, grid }
    }
}

fn body(tx: &mut Tx<'_>, at: Spot, kind: &str) -> db::Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into bodies (street_id, id, community_id, grid_id, name, kind, purpose, opened_on, made_at, rev) values ($1, $2, $3, $4, $5, $6, '', $7, $8, 1)",
        args![street, id, at.community, at.grid, format!("{kind}议事会"), kind, first(), now],
    )?;
    Ok(id)
}

fn seat(tx: &mut Tx<'_>, of: Uuid, n: usize, person: usize) -> db::Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into body_memberships (street_id, id, body_id, person_id, category, seat, profession, organisation, taken_how, from_day, to_day,
           shown_name, interests, made_at)
         values ($1, $2, $3, $4, 'resident', $5, '', '', 'elected', $6, $7, '', '', $8)",
        args![street, Uuid::now_v7(), of, PersonId::named(&format!("seated {person}")), i32::try_from(n).unwrap_or(0), first(), Day::of(2029, 1, 1), now],
    )?;
    Ok(())
}

fn meeting(tx: &mut Tx<'_>, (of, spot): (Uuid, Spot), code: String, day: i64, how: (usize, bool)) -> db::Result<()> {
    let (street, id, at) = (tx.street(), Uuid::now_v7(), first().plus(day).start().plus_minutes(19 * 60));
    let state = ["sealed", "closed", "cancelled", "inquorate"][how.0 % 4];
    let held = (how.0 % 4 != 2).then_some(at);
    let why = (state == "cancelled").then_some("下雨");
    tx.exec(
        "insert into meetings (street_id, id, code, body_id, community_id, grid_id, covered, mode, venue, joining_note, from_at, to_at, state, call_no,
           openness, added, opened_at, closed_at, quorate, why, rev)
         values ($1, $2, $3, $4, $5, $6, '[]', 'room', '', '', $7, $8, $9, 1, 'public', '[]', $10, $10, $11, $12, 1)",
        args![street, id, code, of, spot.community, spot.grid, at, at.plus_minutes(60), state, held, state != "inquorate" && held.is_some(), why],
    )?;
    if how.1 {
        tx.exec(
            "insert into meeting_notices (street_id, meeting_id, no, issued_at, items, from_at, venue) values ($1, $2, 1, $3, '[]', $4, '')",
            args![street, id, at.plus_days(-4), at],
        )?;
    }
    Ok(())
}

/// Every other body plans its year, some of them twice.
fn planned(tx: &mut Tx<'_>, of: Uuid, n: usize) -> db::Result<()> {
    let (street, at) = (tx.street(), first().start());
    for meetings in [n.is_multiple_of(2).then_some(24), n.is_multiple_of(4).then_some(12)].into_iter().flatten() {
        tx.exec(
            "insert into meeting_plans (street_id, id, body_id, year, meetings, reason, by_account, at) values ($1, $2, $3, 2026, $4, '', $5, $6)",
            args![street, Uuid::now_v7(), of, meetings, Uuid::now_v7(), at.plus_minutes(24 - meetings)],
        )?;
    }
    Ok(())
}

/// A sealed meeting with its counts: thirty came, so many of them native.
fn counted(tx: &mut Tx<'_>, of: Uuid, code: &str, n: usize) -> db::Result<()> {
    let street = tx.street();
    let native = [0_i64, 3, 6, 15, 24, 30][n % 6];
    tx.exec(
        "insert into meeting_headcounts (street_id, meeting_id, body_id, no, held_at, came)
         select street_id, id, body_id, $3, from_at, 30 from meetings where street_id = $1 and code = $2 and state = 'sealed' and body_id = $4",
        args![street, code, i32::try_from(n).unwrap_or(0), of],
    )?;
    for (category, came) in [("native", native), ("new", 30 - native)] {
        tx.exec(
            "insert into meeting_group_counts (street_id, meeting_id, dim, category, came)
             select street_id, id, 'origin', $3, $4 from meetings where street_id = $1 and code = $2 and state = 'sealed' and body_id = $5",
            args![street, code, category, came, of],
        )?;
    }
    Ok(())
}

/// What was told of a proposal's backers when it was answered: thirty came, so many of them native.
fn backed(tx: &mut Tx<'_>, proposal: Uuid, at: Moment, n: usize) -> db::Result<()> {
    let street = tx.street();
    let native = [15_i32, 0, 3, 6, 24, 30][n % 6];
    tx.exec(
        "insert into proposal_backings (street_id, proposal_id, at, came, natives, newcomers) values ($1, $2, $3, 30, $4, $5)",
        args![street, proposal, at, native, 30 - native],
    )?;
    tx.exec(
        "update proposals set state = 'answered', verdict = 'matter', reason = '议一议', answered_at = $3, answered_by = $4,
           matter_id = (select m.matter_id from matter_sources m where m.street_id = $1 and m.link_id = $2)
         where street_id = $1 and id = $2",
        args![street, proposal, at, Uuid::now_v7()],
    )?;
    Ok(())
}

pub fn proposal(tx: &mut Tx<'_>, spot: Spot, code: String, at: Moment, young: bool) -> db::Result<Uuid> {
    let (street, id) = (tx.street(), Uuid::now_v7());
    tx.exec(
        "insert into proposals (street_id, id, code, community_id, grid_id, title, text, offer, origin, version_no, author, threshold, inside, outside,
           state, opened_at, rev)
         values ($1, $2, $3, $4, $5, '加灯', '太暗', '', $6, 1, $7, 5, 0, 0, 'gathering', $8, 1)",
        args![street, id, code, spot.community, spot.grid, if young { "youth_council" } else { "plain" }, Uuid::now_v7(), at],
    )?;
    Ok(id)
}

/// What a meeting without a notice decided: it was held, and is none of the good ones.
fn decided(tx: &mut Tx<'_>, (of, spot): (Uuid, Spot), code: String, day: i64) -> db::Result<Uuid> {
    meeting(tx, (of, spot), code.clone(), day, (1, false))?;
    let (street, id, now) = (tx.street(), Uuid::now_v7(), tx.now());
    tx.exec(
        "insert into meeting_results (street_id, id, meeting_id, no, how, rule_name, rule, votes_for, votes_against, votes_abstain, objections,
           present, needed, roll, verdict, at)
         select street_id, $2, id, 1, 'no_objection', 'ordinary', '{}', 0, 0, 0, 0, 11, 10, 15, 'adopted', $4 from meetings
         where street_id = $1 and code = $3",
        args![street, id, code, now],
    )?;
    Ok(id)
}

/// A matter behind which a proposal stands or a motion, and that went through so many links of the chain.
fn matter(tx: &mut Tx<'_>, (of, spot): (Uuid, Spot), code: String, day: i64, links: usize, behind: Option<Uuid>) -> db::Result<()> {
    let (street, id, at) = (tx.street(), Uuid::now_v7(), first().plus(day).start());
    let (state, step) = match links {
        1 => ("walking", "needs"),
        2 => ("walking", "delivery"),
        3 => ("walking", "evaluation"),
        _ => ("settled", "evaluation"),
    };
    tx.exec(
        "insert into matters (street_id, id, code, body_id, community_id, grid_id, question, topic, track, owner, state, step, round, opened_at, rev)
         values ($1, $2, $3, $4, $5, $6, '怎么办？', '停车', 'ordinary', $7, $8, $9, 1, $10, 1)",
        args![street, id, code.clone(), of, spot.community, spot.grid, Uuid::now_v7(), state, step, at],
    )?;
    let (kind, link) = if behind.is_some() { ("proposal", "proposal") } else { ("body", "") };
    tx.exec(
        "insert into matter_sources (street_id, matter_id, no, kind, link_kind, link_id, title, path, people) values ($1, $2, 1, $3, $4, $5, '', '', 1)",
        args![street, id, kind, link, behind],
    )?;
    let ended = (links >= 4).then(|| at.plus_days(6));
    tx.exec(
        "insert into matter_steps (street_id, matter_id, no, step, round, from_at, to_at, proof, how, gate)
         values ($1, $2, 1, $3, 1, $4, $5, '{}', $6, '[]')",
        args![street, id, step, at.plus_days(4), ended, ended.map(|_| "passed")],
    )?;
    if links >= 2 {
        let result = decided(tx, (of, spot), format!("R{code}"), day + 2)?;
        tx.exec(
            "insert into matter_resolutions (street_id, id, matter_id, code, round, text, result_id, force, basis_text, at)
             values ($1, $2, $3, $4, 1, '装灯', $5, 'advice', '', $6)",
            args![street, Uuid::now_v7(), id, format!("B{code}"), result, at.plus_days(2)],
        )?;
    }
    Ok(())
}

/// Bodies of three kinds in two communities and two grids, and whatever the course says that happened.
fn history(site: &Site, course: &[Happened]) {
    let spots = [("ZA", Some("ZA-1")), ("ZA", None), ("ZB", None)]
        .map(|(community, grid)| Spot { community: site.place(community), grid: grid.map(|g| site.place(g)) });
    let course = course.to_vec();
    site.by_system(move |tx| {
        let mut bodies = vec![];
        for spot in spots {
            for kind in ["community", "youth", "grid"] {
                let of = body(tx, spot, kind)?;
                planned(tx, of, bodies.len())?;
                bodies.push((of, spot, kind));
            }
        }
        for (n, (spot, of, day, links, extra)) in course.iter().enumerate() {
            let (id, place, kind) = bodies[(spot * 3 + of) % bodies.len()];
            seat(tx, id, n, links + of)?;
            meeting(tx, (id, place), format!("X{n}"), *day, (*links, *extra))?;
            counted(tx, id, &format!("X{n}"), n)?;
            let made = proposal(tx, place, format!("P{n}"), first().plus(*day).start(), kind == "youth")?;
            if *links > 0 {
                matter(tx, (id, place), format!("Y{n}"), *day, *links, extra.then_some(made))?;
            }
            if *links > 0 && *extra {
                backed(tx, made, first().plus(*day).start(), n)?;
            }
        }
        Ok(())
    });
}

/// A figure and what stands beside it, with how many records it opens to.
fn figure(site: &Site, code: &str, place: &str) -> (BTreeMap<String, i64>, i64) {
    let view = seen(site, "officer", &format!("/figures/{code}?{PERIOD}{place}"));
    let beside = view["shown"]["beside"].as_array().cloned().unwrap_or_default();
    let mut all: BTreeMap<String, i64> = beside.iter().filter_map(|b| Some((text(&b[0]), b[1].as_i64()?))).collect();
    all.insert(String::new(), view["shown"]["value"].as_i64().unwrap_or(-1));
    (all, view["records_all"].as_i64().unwrap_or(-1))
}

fn course() -> Vec<Happened> {
    drawn((0_usize..3, 0_usize..3, 0_i64..200, 0_usize..5, any::<bool>()), 120)
}

fn in_period(day: i64) -> bool {
    (Day::of(2026, 2, 1)..=Day::of(2026, 6, 30)).contains(&first().plus(day))
}

/// 45: over a drawn history, every figure of the room is the number of the records it lists; what adds up is the sum of its
/// places, all that stands beside it too; and a meeting of the young is counted once in the street.
#[test]
fn each_figure_is_its_records_and_the_sum_of_its_places() {
    let course = course();
    testkit::on_both(|site| {
        history(site, &course);
        site.at("2026-08-03T10:00");
        let codes: Vec<&str> = deliberation::figures::INDICATORS.iter().map(|i| i.code).filter(|c| !c.ends_with("author_became_doer")).collect();
        assert!(codes.iter().all(|c| LISTED.iter().any(|(l, _)| l == c)), "a figure of the room that nobody looks at: {codes:?}");
        for (code, which) in LISTED {
            let (all, records) = figure(site, code, "");
            let indicator = deliberation::figures::INDICATORS.iter().find(|i| i.code == code).expect("a figure");
            // Two good meetings meet one month; a matter walks several steps.
            let met = if matches!(code, "deliberation.duty.rate" | "deliberation.steps") { all[which] <= records } else { all[which] == records };
            assert!(met, "{code}: {} in {records} records", all[which]);
            let (a, b) = (site.place("ZA"), site.place("ZB"));
            let [a, b] = [a, b].map(|id| figure(site, code, &format!("&community={id}")));
            assert_eq!(a.1 + b.1, records, "{code}: each record lies in one community");
            if indicator.adds_up {
                for (name, value) in all.iter().filter(|(name, _)| *name != "people") {
                    assert_eq!(a.0[name] + b.0[name], *value, "{code} {name}");
                }
            }
        }
        // What the course says, without asking the rows.
        let good = course.iter().filter(|(_, _, day, how, noticed)| in_period(*day) && how % 4 == 0 && *noticed);
        let (of_young, all): (Vec<_>, Vec<_>) = (good.clone().filter(|x| x.1 == 1).collect(), good.collect());
        let (counted, _) = figure(site, "deliberation.meetings.good", "");
        assert_eq!((counted[""], counted["youth"]), (all.len() as i64, of_young.len() as i64));
        assert_eq!(figure(site, "deliberation.youth.meetings", "").0[""], of_young.len() as i64);
        assert!(!of_young.is_empty() && all.len() > of_young.len(), "the course has both");
    });
}

/// 46: of what was raised in a period never more went further than came so far, in the street and in each place, and each number
/// is what the course says.
#[test]
fn a_chain_never_rises() {
    let course = course();
    testkit::on_both(|site| {
        history(site, &course);
        site.at("2026-08-03T10:00");
        let (a, b) = (site.place("ZA"), site.place("ZB"));
        for (place, spots) in [(String::new(), 0..3), (format!("&community={a}"), 0..2), (format!("&community={b}"), 2..3)] {
            let (counted, records) = figure(site, "deliberation.chain", &place);
            let chain: Vec<i64> = [""].iter().chain(&LINKS).map(|name| counted[*name]).collect();
            assert!(chain.is_sorted_by(|more, fewer| more >= fewer), "{chain:?}");
            let here = || course.iter().filter(|(spot, _, day, ..)| in_period(*day) && spots.contains(spot));
            // Each time a proposal; beside it a motion, unless the proposal itself became the matter.
            let raised = here().count() + here().filter(|x| x.3 > 0 && !x.4).count();
            // A link comes two days after the one before; after the period it is not known yet.
            let known = |x: &Happened, n: usize| x.3 >= n && in_period(x.2 + 2 * (n as i64 - 1));
            let reached = (1..=4).map(|n| here().filter(|x| known(x, n)).count() as i64);
            let expected: Vec<i64> = std::iter::once(raised as i64).chain(reached).collect();
            assert_eq!((chain, records), (expected, raised as i64), "{place}");
        }
        let shown = seen(site, "officer", &format!("/figures/deliberation.chain?{PERIOD}"));
        let proposals: Vec<String> = shown["records"].as_array().expect("records").iter().map(|x| text(&x["path"])).collect();
        assert!(proposals.iter().all(|path| path.starts_with("/proposals/") || path.starts_with("/matters/")) && !proposals.is_empty());
    });
}
