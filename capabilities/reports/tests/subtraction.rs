//! Small numbers stay hidden whatever is subtracted: over places, months and parts of a number, and between a signed report
//! and the months it speaks of. The attacker knows every number that is given out and solves for the rest.

use proptest::prelude::*;
use figures::{Indicator, Value};
use reports::rules::{SeenShare, Share, citable, indicator, part_shown, released, released_shares};
use std::collections::BTreeMap;

/// What was told in one month: each community, what has no place, a part of the whole; and of a share, late ones and all
/// that were due by community, with those of no place last.
#[derive(Clone, Debug)]
struct Month {
    parts: Vec<i64>,
    rest: i64,
    part: i64,
    late: Vec<(i64, i64)>,
}

impl Month {
    fn total(&self) -> i64 {
        self.parts.iter().sum::<i64>() + self.rest
    }
}

/// What an attacker does not know from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unknown {
    Community(usize, usize),
    Rest(usize),
    /// The part of the month's number, and what is left of it.
    Part(usize),
    Left(usize),
    /// Late ones of a community. What was due is known from elsewhere, so those in time follow from them.
    Late(usize, usize),
}

/// A number that was given out, as a sum of unknowns.
type Known = Vec<Unknown>;

fn on_time() -> &'static Indicator {
    indicator("appeals.on_time").expect("in the catalogue")
}

/// The shares of a month as they are released, the street's last; with the street's late ones and all that were due.
fn shares(month: &Month) -> (Vec<SeenShare>, (i64, i64)) {
    let share = |(late, due): (i64, i64)| (due > 0).then(|| Share { value: Value::share(due - late, due).kept().expect("defined"), under: due });
    let whole = month.late.iter().fold((0, 0), |all, n| (all.0 + n.0, all.1 + n.1));
    let (_, communities) = month.late.split_last().expect("what has no place");
    let parts: Vec<_> = communities.iter().map(|n| share(*n)).collect();
    (released_shares(on_time(), &parts, share(whole)), whole)
}

/// As the street gives it out: each month's table and part, and a report of each run of months.
fn given(months: &[Month], reports: &[(usize, usize)]) -> Vec<Known> {
    let voices = indicator("appeals.voices").expect("in the catalogue");
    let mut known: Vec<Known> = vec![];
    let (mut totals, mut parts) = (vec![], vec![]);
    for (m, month) in months.iter().enumerate() {
        let whole: Known = (0..month.parts.len()).map(|c| Unknown::Community(m, c)).chain([Unknown::Rest(m)]).collect();
        let seen = released(voices, &month.parts, month.rest);
        for (c, shown) in seen[..month.parts.len()].iter().enumerate() {
            known.extend(shown.map(|_| vec![Unknown::Community(m, c)]));
        }
        let total = seen[month.parts.len()];
        let part = total.filter(|n| part_shown(voices, month.part, Some(*n))).map(|_| month.part);
        if total.is_some() {
            known.push(whole);
            // The same number told as its two parts.
            known.push(vec![Unknown::Part(m), Unknown::Left(m)]);
        }
        known.extend(part.map(|_| vec![Unknown::Part(m)]));
        totals.push(total);
        parts.push(part);
        let (seen, whole) = shares(month);
        known.extend(seen[..seen.len() - 1].iter().enumerate().filter(|(_, s)| matches!(s, SeenShare::Exact(_))).map(|(c, _)| vec![Unknown::Late(m, c)]));
        known.extend(month.late.iter().enumerate().filter(|(_, n)| n.1 == 0).map(|(c, _)| vec![Unknown::Late(m, c)]));
        let all: Known = (0..month.late.len()).map(|c| Unknown::Late(m, c)).collect();
        known.extend(matches!(seen.last(), Some(SeenShare::Exact(_))).then(|| all.clone()));
        // Beside the street's share, where it is told: how many were due and how many of them late.
        let told = !matches!(seen.last(), Some(SeenShare::Covered));
        known.extend((told && part_shown(on_time(), whole.0, Some(whole.1))).then_some(all));
    }
    for (from, to) in reports {
        if citable(&totals[*from..*to]) {
            known.push((*from..*to).flat_map(|m| [Unknown::Part(m), Unknown::Left(m)]).collect());
        }
        if citable(&parts[*from..*to]) {
            known.push((*from..*to).map(Unknown::Part).collect());
        }
    }
    known
}

/// The unknowns whose value follows from the equations alone: those that a combination of them singles out.
fn solved(known: &[Known]) -> Vec<Unknown> {
    let mut columns: BTreeMap<Unknown, usize> = BTreeMap::new();
    known.iter().flatten().for_each(|u| {
        let next = columns.len();
        columns.entry(*u).or_insert(next);
    });
    let prime = 1_000_003_i64;
    let mut rows: Vec<Vec<i64>> = known.iter().map(|k| {
        let mut row = vec![0; columns.len()];
        k.iter().for_each(|u| row[columns[u]] += 1);
        row
    }).collect();
    let inverse = |n: i64| (0..20).rev().fold(1, |all, bit| { let all = all * all % prime; if (prime - 2) >> bit & 1 == 1 { all * n % prime } else { all } });
    let mut pivots = 0;
    for column in 0..columns.len() {
        let Some(found) = (pivots..rows.len()).find(|r| rows[*r][column] != 0) else { continue };
        rows.swap(pivots, found);
        let scale = inverse(rows[pivots][column]);
        rows[pivots].iter_mut().for_each(|n| *n = *n * scale % prime);
        let pivot = rows[pivots].clone();
        for (r, row) in rows.iter_mut().enumerate().filter(|(r, row)| *r != pivots && row[column] != 0) {
            let times = row[column];
            assert_ne!(r, pivots);
            row.iter_mut().zip(&pivot).for_each(|(n, p)| *n = (*n - times * p).rem_euclid(prime));
        }
        pivots += 1;
    }
    let alone = |row: &Vec<i64>| { let mut there = row.iter().enumerate().filter(|(_, n)| **n != 0); there.next().filter(|_| there.next().is_none()).map(|(c, _)| c) };
    let single: Vec<usize> = rows.iter().filter_map(alone).collect();
    columns.into_iter().filter(|(_, c)| single.contains(c)).map(|(u, _)| u).collect()
}

fn small(months: &[Month], of: Unknown) -> bool {
    let value = match of {
        Unknown::Community(m, c) => months[m].parts[c],
        // What has no place is shown nowhere; a rest of zero tells of nobody.
        Unknown::Rest(m) => months[m].rest,
        Unknown::Part(m) => months[m].part,
        Unknown::Left(m) => months[m].total() - months[m].part,
        Unknown::Late(m, c) => {
            let (late, due) = months[m].late[c];
            return (1..5).contains(&late) || (1..5).contains(&(due - late));
        }
    };
    (1..5).contains(&value)
}

fn month() -> impl Strategy<Value = Month> {
    let parts = proptest::collection::vec(prop_oneof![3 => 0i64..9, 2 => 0i64..60], 2..7);
    let late = |due: std::ops::Range<i64>| (prop_oneof![4 => 0i64..9, 1 => 0i64..200], due).prop_map(|(late, due)| (late.min(due), due));
    let late = (proptest::collection::vec(late(0..200), 1..7), prop_oneof![Just((0i64, 0i64)), late(0..9)]);
    (parts, prop_oneof![4 => Just(0i64), 1 => 0i64..7], 0.0f64..=1.0, late).prop_map(|(parts, rest, share, (mut late, nowhere))| {
        let total = parts.iter().sum::<i64>() + rest;
        late.push(nowhere);
        Month { parts, rest, part: (total as f64 * share).round() as i64, late }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_small_follows_from_what_is_given_out(
        months in proptest::collection::vec(month(), 1..6),
        reports in proptest::collection::vec((0usize..6, 1usize..6), 0..5),
    ) {
        let reports: Vec<_> = reports.into_iter().map(|(from, long)| (from, from + long)).filter(|(_, to)| *to <= months.len()).collect();
        let open: Vec<_> = solved(&given(&months, &reports)).into_iter().filter(|u| small(&months, *u)).collect();
        prop_assert!(open.is_empty(), "{open:?} of {months:?} with reports of {reports:?}");
    }
}

/// The control: a report that sums a covered month with an open one gives the covered one away.
#[test]
fn a_report_over_a_covered_month_would_give_it_away() {
    let open = vec![Unknown::Part(0)];
    let both = vec![Unknown::Part(0), Unknown::Part(1)];
    assert_eq!(solved(&[open.clone(), both]), [Unknown::Part(0), Unknown::Part(1)]);
    assert!(!citable(&[Some(40), None]) && citable(&[Some(40), Some(12)]) && !citable(&[]));
}

/// The control of the attacker: it finds what is hidden alone in its table.
#[test]
fn the_attacker_solves_a_table_with_one_hidden_cell() {
    let whole = vec![Unknown::Community(0, 0), Unknown::Community(0, 1), Unknown::Community(0, 2)];
    let shown = [vec![Unknown::Community(0, 1)], vec![Unknown::Community(0, 2)], whole];
    assert!(solved(&shown).contains(&Unknown::Community(0, 0)));
}

/// The control: shares told as they are give the late ones of every community away, and a community alone among the covered
/// follows from the street's.
#[test]
fn shares_told_as_they_are_would_give_the_late_ones_away() {
    let all: Known = (0..3).map(|c| Unknown::Late(0, c)).collect();
    let naive = [all, vec![Unknown::Late(0, 0)], vec![Unknown::Late(0, 2)]];
    assert!(solved(&naive).contains(&Unknown::Late(0, 1)));
    let month = Month { parts: vec![], rest: 0, part: 0, late: vec![(2, 60), (9, 80), (20, 100), (0, 0)] };
    assert_eq!(shares(&month).0, [SeenShare::Covered, SeenShare::Covered, SeenShare::Exact(8_000), SeenShare::Exact(8_708)]);
}
