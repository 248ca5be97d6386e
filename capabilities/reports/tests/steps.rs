//! The six steps equal a plain recount over random walks: rows made from a model, the model counted by loops.

use crate::recount::{asked, community, day, grid, places};
use db::{Tx, args};
use figures::{Span, Where};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};
use proptest::prelude::*;
use std::collections::BTreeSet;

const STEPS: [&str; 6] = ["needs", "options", "deliberation", "decision", "delivery", "evaluation"];

/// One stay: the step, the first day, the day it was left and how.
type Stay = (usize, i64, Option<(i64, &'static str)>);

/// A matter of one grid, with its stays one after the other; the last may still run.
#[derive(Clone, Debug)]
struct Walk {
    community: usize,
    grid: usize,
    stays: Vec<Stay>,
}

fn walk() -> impl Strategy<Value = Walk> {
    let long = proptest::collection::vec((1i64..60, 0usize..9), 1..9);
    (0usize..3, 0usize..2, 0i64..250, long, any::<bool>()).prop_map(|(community, grid, start, long, runs)| {
        let (mut stays, mut step, mut at) = (vec![], 0, start);
        let last = long.len() - 1;
        for (n, (days, how)) in long.into_iter().enumerate() {
            let (how, next) = match how {
                0 => ("turned", Some(step.min(1))),
                1 => ("overridden", (step < 5).then_some(step + 1)),
                2 => ("ended", None),
                _ => ("passed", (step < 5).then_some(step + 1)),
            };
            if n == last && runs {
                stays.push((step, at, None));
                break;
            }
            stays.push((step, at, Some((at + days, how))));
            at += days;
            match next {
                Some(next) => step = next,
                None => break,
            }
        }
        Walk { community, grid, stays }
    })
}

fn write(tx: &mut Tx<'_>, walks: &[Walk]) -> db::Result<()> {
    let (street, now, body) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into bodies (street_id, id, name, kind, purpose, opened_on, made_at, rev) values ($1, $2, 'body', 'community', '', $3, $4, 1)",
        args![street, body, day(-300), now],
    )?;
    for (n, w) in walks.iter().enumerate() {
        let id = Uuid::now_v7();
        tx.exec(
            "insert into matters (street_id, id, code, body_id, community_id, grid_id, question, topic, track, owner, state, step, round, opened_at, rev)
             values ($1, $2, $3, $4, $5, $6, '?', 'parking', 'ordinary', $7, 'walking', 'needs', 1, $8, 1)",
            args![street, id, format!("Q{n}"), body, community(w.community), grid(w.community, w.grid), AccountId::named("owner"), day(w.stays[0].1).start()],
        )?;
        for (no, (step, from, left)) in (1i32..).zip(&w.stays) {
            tx.exec(
                "insert into matter_steps (street_id, matter_id, no, step, round, from_at, to_at, proof, how, reason, gate)
                 values ($1, $2, $3, $4, 1, $5, $6, '{}', $7, $8, '[]')",
                args![
                    street, id, no, STEPS[*step], day(*from).start(), left.map(|l| day(l.0).start()), left.map(|l| l.1),
                    left.filter(|l| l.1 != "passed").map(|_| "why")
                ],
            )?;
        }
    }
    Ok(())
}

/// All that walked; then of each step those that stood in it and those that passed it.
fn by_hand(walks: &[Walk], at: Where, (from, to): (i64, i64)) -> Vec<i64> {
    let here = |w: &Walk| match at {
        Where::Street => true,
        Where::Community(id) => community(w.community) == id,
        Where::Grid(id) => grid(w.community, w.grid) == id,
    };
    let (mut all, mut sets) = (BTreeSet::new(), vec![BTreeSet::new(); 12]);
    for (n, w) in walks.iter().enumerate().filter(|(_, w)| here(w)) {
        for (step, began, left) in &w.stays {
            if *began >= to || left.is_some_and(|l| l.0 < from) {
                continue;
            }
            all.insert(n);
            sets[2 * step].insert(n);
            if left.is_some_and(|l| l.0 < to && matches!(l.1, "passed" | "overridden")) {
                sets[2 * step + 1].insert(n);
            }
        }
    }
    std::iter::once(all.len()).chain(sets.iter().map(BTreeSet::len)).map(|n| n as i64).collect()
}

#[test]
fn steps_equal_a_plain_recount_over_random_walks() {
    let engines = [Some(db::testing::in_memory()), db::testing::postgres()];
    for fresh in engines.into_iter().flatten() {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() });
        let history = (proptest::collection::vec(walk(), 0..8), 0i64..300, 1i64..200);
        let run = runner.run(&history, |(walks, from, long)| {
            let (street, written) = (StreetId::fresh(), walks.clone());
            fresh.write_now(db::By::system(street, "test", Moment(0)), move |tx| write(tx, &written)).expect("written");
            let span = Span { from: day(from), to: day(from + long) };
            for (at, c) in places().into_iter().zip(asked(&fresh, street, "deliberation.steps", span)) {
                let found: Vec<i64> = c.value.kept().into_iter().chain(c.near.iter().map(|n| n.1)).collect();
                prop_assert_eq!(found, by_hand(&walks, at, (from, from + long)), "at {:?} of {:?}", at, walks);
            }
            Ok(())
        });
        run.expect("every walk agrees");
    }
}
