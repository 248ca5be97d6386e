//! Figures equal a plain recount by another program, over random histories: the rows are made from a model here, and the
//! model is counted by loops that know nothing of the rooms' queries.

use auth::PlacePath;
use db::{Db, Tx, args};
use figures::{Ask, Atlas, Counted, Memo, Source, Span, Where};
use kernel::{Day, Moment, PersonId, PlaceId, StreetId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A meeting of the model: body, day of the year, state, quorum, notice, attendees.
#[derive(Clone, Debug)]
struct Sat {
    body: usize,
    day: i64,
    state: usize,
    quorate: bool,
    noticed: bool,
    people: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Seat {
    body: usize,
    person: u8,
    from: i64,
    to: i64,
    ended: Option<i64>,
}

#[derive(Clone, Debug)]
struct Town {
    /// Community and kind of each body.
    bodies: Vec<(usize, usize)>,
    meetings: Vec<Sat>,
    seats: Vec<Seat>,
    span: (i64, i64),
}

const KINDS: [&str; 3] = ["community", "grid", "youth"];
const STATES: [&str; 5] = ["sealed", "closed", "convened", "cancelled", "inquorate"];
const COMMUNITIES: usize = 3;

fn town() -> impl Strategy<Value = Town> {
    let bodies = proptest::collection::vec((0..COMMUNITIES, 0..KINDS.len()), 1..6);
    bodies.prop_flat_map(|bodies| {
        let n = bodies.len();
        let sat = (0..n, 0i64..365, 0..STATES.len(), any::<bool>(), proptest::bool::weighted(0.8), proptest::collection::vec(0u8..12, 0..6));
        let sat = sat.prop_map(|(body, day, state, quorate, noticed, mut people)| {
            people.sort_unstable();
            people.dedup();
            Sat { body, day, state, quorate, noticed, people }
        });
        let seat = (0..n, 0u8..20, 0i64..300, 1i64..300, proptest::option::of(0i64..365));
        let seat = seat.prop_map(|(body, person, from, long, ended)| Seat { body, person, from, to: from + long, ended });
        let span = (0i64..300, 1i64..200).prop_map(|(from, long)| (from, from + long));
        (Just(bodies), proptest::collection::vec(sat, 0..20), proptest::collection::vec(seat, 0..20), span)
            .prop_map(|(bodies, meetings, seats, span)| Town { bodies, meetings, seats, span })
    })
}

fn day(n: i64) -> Day {
    Day::of(2026, 1, 1).plus(n)
}
fn community(n: usize) -> PlaceId {
    PlaceId::named(&format!("community {n}"))
}
fn person(n: u8) -> PersonId {
    PersonId::named(&format!("person {n}"))
}

fn write(tx: &mut Tx<'_>, town: &Town) -> db::Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let mut ids = vec![];
    for (n, (at, kind)) in town.bodies.iter().enumerate() {
        let id = Uuid::now_v7();
        tx.exec(
            "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev) values ($1, $2, $3, $4, $5, '', $6, $7, 1)",
            args![street, id, community(*at), format!("body {n}"), KINDS[*kind], Day::of(2025, 1, 1), now],
        )?;
        ids.push(id);
    }
    for (n, m) in town.meetings.iter().enumerate() {
        let (id, at) = (Uuid::now_v7(), day(m.day).start().plus_minutes(19 * 60));
        let held = matches!(STATES[m.state], "sealed" | "closed");
        tx.exec(
            "insert into meetings (street_id, id, code, body_id, community_id, covered, mode, venue, joining_note, from_at, to_at, state, call_no,
               openness, added, opened_at, closed_at, quorate, why, rev)
             values ($1, $2, $3, $4, $5, '[]', 'room', '', '', $6, $7, $8, 1, 'public', '[]', $9, $10, $11, $12, 1)",
            args![
                street, id, format!("M{n}"), ids[m.body], community(town.bodies[m.body].0), at, at.plus_minutes(60), STATES[m.state],
                held.then_some(at), held.then_some(at.plus_minutes(60)), m.quorate, (STATES[m.state] == "cancelled").then_some("rain")
            ],
        )?;
        if m.noticed {
            tx.exec(
                "insert into meeting_notices (street_id, meeting_id, no, issued_at, items, from_at, venue) values ($1, $2, 1, $3, '[]', $4, '')",
                args![street, id, at.plus_days(-4), at],
            )?;
        }
        for p in &m.people {
            tx.exec(
                "insert into meeting_attendances (street_id, id, meeting_id, person_id, category, capacity, door, stays) values ($1, $2, $3, $4, '', 'resident', 'desk', '[]')",
                args![street, Uuid::now_v7(), id, person(*p)],
            )?;
        }
    }
    for (n, s) in town.seats.iter().enumerate() {
        tx.exec(
            "insert into body_memberships (street_id, id, body_id, person_id, category, seat, profession, organisation, taken_how, from_day, to_day,
               ended_on, ended_why, shown_name, interests, made_at)
             values ($1, $2, $3, $4, 'resident', $5, '', '', 'elected', $6, $7, $8, $9, '', '', $10)",
            args![street, Uuid::now_v7(), ids[s.body], person(s.person), n as i32, day(s.from), day(s.to), s.ended.map(day), s.ended.map(|_| "moved"), now],
        )?;
    }
    Ok(())
}

struct Flat;
impl Atlas for Flat {
    fn path(&self, place: PlaceId) -> PlacePath {
        PlacePath { community: Some(place), grid: None, building: None }
    }
    fn buildings(&self, _: Where) -> i64 {
        0
    }
    fn root(&self) -> Option<PlaceId> {
        None
    }
}

fn places() -> Vec<Where> {
    std::iter::once(Where::Street).chain((0..COMMUNITIES).map(|n| Where::Community(community(n)))).collect()
}

fn asked(db: &Db, street: StreetId, code: &'static str, span: Span) -> Vec<Counted> {
    let indicator = reports::rules::indicator(code).expect("in the catalogue");
    let Source::Computed { count, .. } = indicator.source else { panic!("{code} is counted") };
    db.read_now(move |r| {
        let (places, now) = (places(), Moment::parse("2027-12-31T12:00").expect("a moment"));
        count(r, &Ask { street, places: &places, span, now, atlas: &Flat, memo: &Memo::default() })
    })
    .expect("counted")
}

/// The same by loops over the model: value, held, participations, people.
fn meetings_by_hand(town: &Town, at: Option<usize>, kind: Option<usize>) -> [i64; 4] {
    let (mut good, mut held, mut times, mut people) = (0, 0, 0, BTreeSet::new());
    for m in &town.meetings {
        let (place, of) = town.bodies[m.body];
        if m.day < town.span.0 || m.day >= town.span.1 || at.is_some_and(|a| a != place) || kind.is_some_and(|k| k != of) {
            continue;
        }
        if m.quorate && m.state <= 1 {
            held += 1;
        }
        if m.state == 0 && m.quorate && m.noticed {
            good += 1;
            times += m.people.len() as i64;
            people.extend(m.people.iter().copied());
        }
    }
    [good, held, times, people.len() as i64]
}

fn seats_by_hand(town: &Town, at: Option<usize>) -> (i64, i64) {
    let last = town.span.1 - 1;
    let held = |s: &&Seat| {
        let (place, kind) = town.bodies[s.body];
        kind == 0 && at.is_none_or(|a| a == place) && s.from <= last && s.to > last && s.ended.is_none_or(|e| e > last)
    };
    let seats: Vec<&Seat> = town.seats.iter().filter(held).collect();
    let people: BTreeSet<u8> = seats.iter().map(|s| s.person).collect();
    (people.len() as i64, seats.len() as i64)
}

fn agrees(db: &Db, town: &Town) {
    let street = StreetId::fresh();
    let written = town.clone();
    db.write_now(db::By::system(street, "test", Moment(0)), move |tx| write(tx, &written)).expect("written");
    let span = Span { from: day(town.span.0), to: day(town.span.1) };
    for (code, kind) in [("deliberation.meetings.good", None), ("deliberation.meetings.grid", Some(1)), ("deliberation.youth.meetings", Some(2))] {
        let counted = asked(db, street, code, span);
        for (n, c) in counted.iter().enumerate() {
            let found = [c.value.kept(), c.near("held"), c.near("participations"), c.near("people")].map(Option::unwrap_or_default);
            assert_eq!(found, meetings_by_hand(town, n.checked_sub(1), kind), "{code} at {n} in {town:?}");
        }
        // What adds up over places does so.
        assert_eq!(counted[0].value.kept(), counted[1..].iter().map(|c| c.value.kept()).sum::<Option<i64>>(), "{code}");
    }
    for (n, c) in asked(db, street, "deliberation.roster.people", span).iter().enumerate() {
        assert_eq!((c.value.kept().unwrap_or_default(), c.near("seats").unwrap_or_default()), seats_by_hand(town, n.checked_sub(1)), "at {n} in {town:?}");
    }
    kept_equal_a_recount(db, street, town);
    let active = town.bodies.iter().filter(|b| b.1 == 0).count() as i64;
    assert_eq!(asked(db, street, "deliberation.bodies.active", span)[0].value.kept(), Some(active));
}

/// Each month is kept as it is counted by hand; then minutes are unsealed, and just the months they are of no longer agree.
fn kept_equal_a_recount(db: &Db, street: StreetId, town: &Town) {
    let by = || db::By::system(street, "test", Moment::parse("2027-12-31T12:00").expect("a moment"));
    let mut kept = 0;
    for month in [1, 3, 6].map(|m| Span { from: Day::of(2026, m, 1), to: Day::of(2026, m + 1, 1) }) {
        let days = |d: Day| d.since(Day::of(2026, 1, 1));
        let of = Town { span: (days(month.from), days(month.to)), ..town.clone() };
        db.write_now(by(), move |tx| reports::actions::keep(tx, month)).expect("kept");
        for (code, kind) in [("deliberation.meetings.good", None), ("deliberation.meetings.grid", Some(1)), ("deliberation.youth.meetings", Some(2))] {
            let value: Option<i64> = db
                .read_now(move |r| r.one("select value from kept_figures where street_id = $1 and indicator = $2 and from_day = $3", args![street, code, month.from]))
                .expect("read");
            assert_eq!(value, Some(meetings_by_hand(&of, None, kind)[0]), "{code} of {month:?} in {town:?}");
        }
        kept += meetings_by_hand(&of, None, None)[0];
    }
    let broken = move || db.read_now(move |r| reports::actions::broken_figures(r, street)).expect("asked");
    assert_eq!(broken(), Vec::<String>::new(), "{town:?}");
    db.write_now(by(), move |tx| tx.exec("update meetings set state = 'circulated' where street_id = $1 and state = 'sealed'", args![street])).expect("unsealed");
    let moved = broken().iter().any(|line| line.starts_with("deliberation.meetings.good"));
    assert_eq!(moved, kept > 0, "{town:?}");
    db.write_now(by(), move |tx| tx.exec("update meetings set state = 'sealed' where street_id = $1 and state = 'circulated'", args![street])).expect("sealed again");
    assert_eq!(broken(), Vec::<String>::new(), "{town:?}");
}

#[test]
fn figures_equal_a_plain_recount_over_random_histories() {
    let engines = [Some(db::testing::in_memory()), db::testing::postgres()];
    for fresh in engines.into_iter().flatten() {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
        let run = runner.run(&town(), |town| {
            agrees(&fresh, &town);
            Ok(())
        });
        run.expect("every history agrees");
    }
}
