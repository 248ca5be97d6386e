//! 47: no published table of who was there lets a group of fewer than five be computed: not by subtraction, not across two
//! dates, not over dimensions or twelve months, and not by knowing the rules.
//!
//! The attacker knows every rule and reads every table at every date. What they cannot tell apart from another course of things
//! they cannot compute: for each small cell the test shows such a course, with another number in that cell and every table equal.

use deliberation::rules::*;
use kernel::{Day, Moment};
use proptest::prelude::*;
use std::collections::BTreeMap;

const DIMS: [Dim; 3] = [Dim::Origin, Dim::Age, Dim::Tenure];

/// Cells of one dimension, those who did not say last.
type Row = Vec<u64>;
/// One meeting: a row for each dimension, all of the same sum.
type Evening = Vec<Row>;

fn live(dim: Dim) -> Vec<(String, u64)> {
    groups(dim).iter().zip([240, 760, 400, 100]).map(|(code, n)| ((*code).to_owned(), n)).collect()
}

fn held(n: usize) -> Moment {
    Day::of(2026, 1, 1).plus(20 * i64::try_from(n).unwrap_or(0)).start()
}

fn kept(course: &[Evening]) -> Vec<Headcount> {
    let cells = |dim: &Dim, row: &Row| groups(*dim).iter().zip(row).map(|(code, n)| ((*code).to_owned(), *n)).collect::<BTreeMap<_, _>>();
    let one = |(n, evening): (usize, &Evening)| Headcount {
        meeting: MeetingId::named(&format!("evening {n}")),
        no: i32::try_from(n).unwrap_or(0),
        held: held(n),
        came: evening[0].iter().sum(),
        groups: DIMS.iter().zip(evening).map(|(dim, row)| (*dim, cells(dim, row))).collect(),
    };
    course.iter().enumerate().map(one).collect()
}

/// Everything anybody can read of a dimension, from the first seal to the last: each meeting, every span of the body, and which
/// meetings are said to be mixed.
fn published(course: &[Evening], dim: Dim) -> Vec<(Vec<Option<Comparison>>, Vec<Comparison>, Vec<Option<bool>>)> {
    let all = kept(course);
    let shown = |cells: &BTreeMap<String, u64>, unknown| compare(dim, &beside(cells, &live(dim)), unknown);
    (1..=all.len()).map(|sealed| {
        let so_far = &all[..sealed];
        let told = tables(so_far);
        let meetings = so_far.iter().map(|c| c.stands_alone().then(|| shown(&c.of(dim), c.cells(dim).1)));
        let spans = (0..sealed).flat_map(|from| (from + 1..=sealed).map(move |to| held(from)..held(to)));
        let years = spans.map(|span| {
            let (cells, unknown) = summed(&told, dim, &span);
            shown(&cells, unknown)
        });
        (meetings.collect(), years.collect(), so_far.iter().map(Headcount::was_mixed).collect())
    }).collect()
}

/// Another course in which evening `at` has another number in `cell`: people moved from one group to another, there alone, or
/// back again at another evening.
fn others(course: &[Evening], at: usize, dim: usize, cell: usize) -> impl Iterator<Item = Vec<Evening>> {
    let moved = move |row: &Row, from: usize, to: usize, many: u64| {
        (row[from] >= many).then(|| {
            let mut row = row.clone();
            row[from] -= many;
            row[to] += many;
            row
        })
    };
    let with = move |rows: &[(usize, Row)]| {
        let mut other = course.to_vec();
        rows.iter().for_each(|(n, row)| other[*n][dim] = row.clone());
        other
    };
    let own = &course[at][dim];
    let came: u64 = own.iter().sum();
    // Nobody said anything: so it may always have been where nothing is shown.
    let mut silent = vec![0; own.len()];
    silent[own.len() - 1] = came;
    let silent = (silent[cell] != own[cell]).then(|| with(&[(at, silent)]));
    let moves = (1..=came).flat_map(move |many| (0..own.len()).filter(move |o| *o != cell).flat_map(move |o| [(cell, o, many), (o, cell, many)]));
    let elsewhere = move |n: usize, from, to, many| if n == at { Some(None) } else { moved(&course[n][dim], to, from, many).map(|row| Some((n, row))) };
    silent.into_iter().chain(moves.flat_map(move |(from, to, many)| {
        let here = moved(own, from, to, many);
        let there = (0..course.len()).filter_map(move |n| elsewhere(n, from, to, many));
        here.into_iter().flat_map(move |row| there.clone().map(move |other| with(&other.into_iter().chain([(at, row.clone())]).collect::<Vec<_>>())))
    }))
}

fn row(groups: usize, came: u64) -> impl Strategy<Value = Row> {
    let shares = prop::collection::vec(prop_oneof![2 => Just(0_u64), 3 => 1_u64..5, 2 => 5_u64..20], groups + 1);
    shares.prop_map(move |shares| {
        // Filled in turn until nobody is left; whoever is left says nothing, or is of the first group.
        let mut left = came;
        let mut row: Row = shares[..groups].iter().map(|n| { let n = (*n).min(left); left -= n; n }).collect();
        let silent = shares[groups].min(left);
        row[0] += left - silent;
        row.push(silent);
        row
    })
}

fn evening() -> impl Strategy<Value = Evening> {
    let came = prop_oneof![1 => 1_u64..5, 3 => 5_u64..15, 4 => 15_u64..24, 2 => 24_u64..45];
    came.prop_flat_map(|came| DIMS.map(|dim| row(groups(dim).len(), came).boxed()).to_vec())
}

/// Evenings of a year that grows.
fn course() -> impl Strategy<Value = Vec<Evening>> {
    prop::collection::vec(evening(), 1..6)
}

/// What is in no table cannot be read from one: a cell of fewer than five is shown nowhere.
fn shows_no_small_cell(c: &Comparison) -> bool {
    c.groups.iter().map(|g| g.came).chain([c.unknown]).flatten().all(|n| n == 0 || n >= FEWEST_SHOWN)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn invariant_47_no_small_group_can_be_computed(course in course()) {
        for (d, dim) in DIMS.into_iter().enumerate() {
            let seen = published(&course, dim);
            prop_assert!(seen.iter().flat_map(|(meetings, years, _)| meetings.iter().flatten().chain(years)).all(shows_no_small_cell));
            for (at, evening) in course.iter().enumerate() {
                let small = |cell: &usize| (1..FEWEST_SHOWN).contains(&evening[d][*cell]);
                for cell in (0..evening[d].len()).filter(small) {
                    // What tells them apart at the evening itself is looked at first.
                    let told = |course: &[Evening]| kept(&course[at..=at]).iter().filter(|c| c.stands_alone()).map(|c| compare(dim, &beside(&c.of(dim), &live(dim)), c.cells(dim).1)).collect::<Vec<_>>();
                    let own = told(&course);
                    let another = others(&course, at, d, cell).find(|other| told(other) == own && published(other, dim) == seen);
                    prop_assert!(another.is_some(), "{dim:?}: {} of evening {at} in {course:?} can be computed", evening[d][cell]);
                }
            }
        }
    }

    /// A seal adds; what was read before it is read after it.
    #[test]
    fn a_later_seal_changes_no_table(course in course()) {
        let all = kept(&course);
        for sealed in 1..all.len() {
            let (before, after) = (tables(&all[..sealed]), tables(&all));
            prop_assert!(before.iter().all(|t| after.contains(t)));
        }
    }
}

/// The rule against an attacker with a list of all rooms there are: whatever is told, each covered cell has two values at least.
#[test]
fn among_all_rooms_of_a_size_none_is_known_by_what_is_told_of_it() {
    for came in 15..=32_u64 {
        let mut rooms: BTreeMap<Option<Vec<Option<u64>>>, Vec<Row>> = BTreeMap::new();
        for native in 0..=came {
            for new in 0..=came - native {
                let unknown = came - native - new;
                rooms.entry(told_cells(&[native, new], unknown).ok()).or_default().push(vec![native, new, unknown]);
            }
        }
        assert!(rooms.keys().flatten().any(|told| told.iter().all(Option::is_some)), "{came}: something is told");
        for (told, rooms) in rooms {
            for cell in 0..3 {
                let fixed = rooms.iter().all(|room| room[cell] == rooms[0][cell]);
                assert!(!(fixed && (1..FEWEST_SHOWN).contains(&rooms[0][cell])), "{came}: {told:?} tells {:?}", rooms[0]);
            }
        }
    }
}
