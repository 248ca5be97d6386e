//! Figures equal a plain recount by another program, over random histories: the rows are made from a model here, and the
//! model is counted by loops that know nothing of the rooms' queries.

use auth::PlacePath;
use db::{Db, Tx, args};
use figures::{Ask, Atlas, Counted, Memo, Source, Span, Where};
use kernel::{Day, Moment, PersonId, PlaceId, StreetId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    bodies: Vec<Council>,
    meetings: Vec<Sat>,
    seats: Vec<Seat>,
    span: (i64, i64),
    /// The month and the quarter that are kept, beside the year.
    kept: (i16, i16),
}

/// Community and kind of a body; the grid it is of, where it is a grid's.
#[derive(Clone, Copy, Debug)]
struct Council {
    community: usize,
    kind: usize,
    grid: usize,
}

impl Council {
    fn grid(self) -> Option<PlaceId> {
        (KINDS[self.kind] == "grid").then(|| grid(self.community, self.grid))
    }
    fn lies(self, at: Where) -> bool {
        match at {
            Where::Street => true,
            Where::Community(id) => community(self.community) == id,
            Where::Grid(id) => self.grid() == Some(id),
        }
    }
}

const KINDS: [&str; 3] = ["community", "grid", "youth"];
const STATES: [&str; 5] = ["sealed", "closed", "convened", "cancelled", "inquorate"];
const COMMUNITIES: usize = 3;
const GRIDS: usize = 2;

fn town() -> impl Strategy<Value = Town> {
    let council = (0..COMMUNITIES, 0..KINDS.len(), 0..GRIDS).prop_map(|(community, kind, grid)| Council { community, kind, grid });
    let bodies = proptest::collection::vec(council, 1..6);
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
        let kept = (1i16..=12, 0i16..4);
        (Just(bodies), proptest::collection::vec(sat, 0..20), proptest::collection::vec(seat, 0..20), span, kept)
            .prop_map(|(bodies, meetings, seats, span, kept)| Town { bodies, meetings, seats, span, kept })
    })
}

pub fn day(n: i64) -> Day {
    Day::of(2025, 1, 1).plus(n)
}
pub fn community(n: usize) -> PlaceId {
    PlaceId::named(&format!("community {n}"))
}
pub fn grid(of: usize, n: usize) -> PlaceId {
    PlaceId::named(&format!("grid {of}-{n}"))
}
fn person(n: u8) -> PersonId {
    PersonId::named(&format!("person {n}"))
}

fn write(tx: &mut Tx<'_>, town: &Town) -> db::Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let mut ids = vec![];
    write_places(tx)?;
    for (n, of) in town.bodies.iter().enumerate() {
        let id = Uuid::now_v7();
        tx.exec(
            "insert into bodies (street_id, id, community_id, grid_id, name, kind, purpose, opened_on, made_at, rev)
             values ($1, $2, $3, $4, $5, $6, '', $7, $8, 1)",
            args![street, id, community(of.community), of.grid(), format!("body {n}"), KINDS[of.kind], Day::of(2024, 1, 1), now],
        )?;
        ids.push(id);
    }
    for (n, m) in town.meetings.iter().enumerate() {
        let (id, at) = (Uuid::now_v7(), day(m.day).start().plus_minutes(19 * 60));
        let held = matches!(STATES[m.state], "sealed" | "closed");
        tx.exec(
            "insert into meetings (street_id, id, code, body_id, community_id, grid_id, covered, mode, venue, joining_note, from_at, to_at, state,
               call_no, openness, added, opened_at, closed_at, quorate, why, rev)
             values ($1, $2, $3, $4, $5, $6, '[]', 'room', '', '', $7, $8, $9, 1, 'public', '[]', $10, $11, $12, $13, 1)",
            args![
                street, id, format!("M{n}"), ids[m.body], community(town.bodies[m.body].community), town.bodies[m.body].grid(), at,
                at.plus_minutes(60), STATES[m.state], held.then_some(at), held.then_some(at.plus_minutes(60)), m.quorate, (STATES[m.state] == "cancelled").then_some("rain")
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

/// A street, its communities and their grids.
fn write_places(tx: &mut Tx<'_>) -> db::Result<()> {
    let street = tx.street();
    let root = PlaceId::named("street");
    let communities = (0..COMMUNITIES).map(|c| (community(c), Some(root), "community", Some(community(c)), None));
    let grids = (0..COMMUNITIES).flat_map(|c| (0..GRIDS).map(move |g| (grid(c, g), Some(community(c)), "grid", Some(community(c)), Some(grid(c, g)))));
    for (n, (id, parent, level, community, grid)) in std::iter::once((root, None, "street", None, None)).chain(communities).chain(grids).enumerate() {
        tx.exec(
            "insert into places (street_id, id, parent_id, level, name, short_name, aliases, code, grid_kind, community_id, grid_id, from_day)
             values ($1, $2, $3, $4, $5, $5, '[]', $6, $7, $8, $9, $10)",
            args![street, id, parent, level, format!("place {n}"), format!("P{n}"), (level == "grid").then_some("base"), community, grid, Day::of(2024, 1, 1)],
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

pub fn places() -> Vec<Where> {
    let grids = (0..COMMUNITIES).flat_map(|c| (0..GRIDS).map(move |g| Where::Grid(grid(c, g))));
    kept_places().into_iter().chain(grids).collect()
}

/// Figures are kept of the street and its communities.
fn kept_places() -> Vec<Where> {
    std::iter::once(Where::Street).chain((0..COMMUNITIES).map(|n| Where::Community(community(n)))).collect()
}

pub fn asked(db: &Db, street: StreetId, code: &'static str, span: Span) -> Vec<Counted> {
    let indicator = reports::rules::indicator(code).expect("in the catalogue");
    let Source::Computed { count, .. } = indicator.source else { panic!("{code} is counted") };
    db.read_now(move |r| {
        let (places, now) = (places(), Moment::parse("2027-12-31T12:00").expect("a moment"));
        count(r, &Ask { street, places: &places, span, now, atlas: &Flat, memo: &Memo::default() })
    })
    .expect("counted")
}

/// The same by loops over the model: value, held, participations, people.
fn meetings_by_hand(town: &Town, at: Where, kind: Option<usize>) -> [i64; 4] {
    let (mut good, mut held, mut times, mut people) = (0, 0, 0, BTreeSet::new());
    for m in &town.meetings {
        let of = town.bodies[m.body];
        if m.day < town.span.0 || m.day >= town.span.1 || !of.lies(at) || kind.is_some_and(|k| k != of.kind) {
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

fn seats_by_hand(town: &Town, at: Where) -> (i64, i64) {
    let last = town.span.1 - 1;
    let held = |s: &&Seat| {
        let of = town.bodies[s.body];
        of.kind == 0 && of.lies(at) && s.from <= last && s.to > last && s.ended.is_none_or(|e| e > last)
    };
    let seats: Vec<&Seat> = town.seats.iter().filter(held).collect();
    let people: BTreeSet<u8> = seats.iter().map(|s| s.person).collect();
    (people.len() as i64, seats.len() as i64)
}

const OF_MEETINGS: [(&str, Option<usize>); 3] = [("deliberation.meetings.good", None), ("deliberation.meetings.grid", Some(1)), ("deliberation.youth.meetings", Some(2))];

fn agrees(db: &Db, town: &Town) {
    let street = StreetId::fresh();
    let written = town.clone();
    db.write_now(db::By::system(street, "test", Moment(0)), move |tx| write(tx, &written)).expect("written");
    let span = Span { from: day(town.span.0), to: day(town.span.1) };
    for (code, kind) in OF_MEETINGS {
        let counted = asked(db, street, code, span);
        let indicator = reports::rules::indicator(code).expect("in the catalogue");
        for (at, c) in places().into_iter().zip(&counted) {
            let found = [c.value.kept(), c.near("held"), c.near("participations"), c.near("people")].map(Option::unwrap_or_default);
            assert_eq!(found, meetings_by_hand(town, at, kind), "{code} at {at:?} in {town:?}");
            let said: Vec<&str> = c.near.iter().map(|n| n.0).collect();
            assert_eq!(said, indicator.beside.iter().map(|b| b.code).collect::<Vec<_>>(), "{code}: nothing stands beside it that the catalogue does not name");
        }
        // What adds up over places does so.
        assert_eq!(counted[0].value.kept(), counted[1..=COMMUNITIES].iter().map(|c| c.value.kept()).sum::<Option<i64>>(), "{code}");
    }
    for (at, c) in places().into_iter().zip(asked(db, street, "deliberation.roster.people", span)) {
        assert_eq!((c.value.kept().unwrap_or_default(), c.near("seats").unwrap_or_default()), seats_by_hand(town, at), "at {at:?} in {town:?}");
    }
    kept_equal_a_recount(db, street, town);
    let active = town.bodies.iter().filter(|b| b.kind == 0).count() as i64;
    assert_eq!(asked(db, street, "deliberation.bodies.active", span)[0].value.kept(), Some(active));
}

/// The first days of two months, so many after each other, of a year that is over: `check` counts again as of today.
fn months(first: i16, long: i16) -> Span {
    let day = |month: i16| Day::of(2025 + (month - 1) / 12, ((month - 1) % 12 + 1) as i8, 1);
    Span { from: day(first), to: day(first + long) }
}

/// A month, a quarter and the year are kept as they are counted by hand, of the street and each community; then seals are
/// declared void, and just the figures they are of no longer agree.
fn kept_equal_a_recount(db: &Db, street: StreetId, town: &Town) {
    let by = || db::By::system(street, "test", Moment::parse("2027-12-31T12:00").expect("a moment"));
    let mut expected: BTreeMap<(String, Span), usize> = BTreeMap::new();
    for span in [months(town.kept.0, 1), months(town.kept.1 * 3 + 1, 3), months(1, 12)] {
        let days = |d: Day| d.since(Day::of(2025, 1, 1));
        let of = Town { span: (days(span.from), days(span.to)), ..town.clone() };
        db.write_now(by(), move |tx| reports::actions::keep(tx, span)).expect("kept");
        for (code, kind) in OF_MEETINGS {
            for at in kept_places() {
                let place = at.place().unwrap_or(PlaceId::named("street"));
                let value: Option<i64> = db
                    .read_now(move |r| {
                        r.one(
                            "select value from kept_figures where street_id = $1 and indicator = $2 and from_day = $3 and to_day = $4 and place_id = $5",
                            args![street, code, span.from, span.to, place],
                        )
                    })
                    .expect("read");
                let good = meetings_by_hand(&of, at, kind)[0];
                assert_eq!(value, Some(good), "{code} of {span:?} at {at:?} in {town:?}");
                *expected.entry((code.to_owned(), span)).or_default() += usize::from(good > 0);
            }
        }
    }
    let broken = move || db.read_now(move |r| reports::actions::broken_figures(r, street)).expect("asked");
    assert_eq!(broken(), Vec::<String>::new(), "{town:?}");
    db.write_now(by(), move |tx| tx.exec("update meetings set voided_at = closed_at where street_id = $1 and state = 'sealed'", args![street])).expect("void");
    let moved = broken();
    for ((code, span), places) in expected {
        let line = format!("{code} {}–{}", span.from, span.to);
        assert_eq!(moved.iter().filter(|l| **l == line).count(), places, "{line} in {town:?}");
    }
    db.write_now(by(), move |tx| tx.exec("update meetings set voided_at = null where street_id = $1", args![street])).expect("good again");
    assert_eq!(broken(), Vec::<String>::new(), "{town:?}");
}

#[test]
fn figures_equal_a_plain_recount_over_random_histories() {
    let engines = [Some(db::testing::in_memory()), db::testing::postgres()];
    for fresh in engines.into_iter().flatten() {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() });
        let run = runner.run(&town(), |town| {
            agrees(&fresh, &town);
            Ok(())
        });
        run.expect("every history agrees");
    }
}
