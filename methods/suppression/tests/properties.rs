//! What a reader who adds and subtracts can work out, tried by an independent way: the equations themselves, solved.

use proptest::prelude::*;
use suppression::cover;

fn tables() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (1usize..6, 1usize..6).prop_flat_map(|(rows, columns)| {
        let cell = prop_oneof![3 => Just(0u64), 3 => 1u64..5, 3 => 5u64..12, 1 => 12u64..400];
        prop::collection::vec(prop::collection::vec(cell, columns), rows)
    })
}

/// Cells by row and column with totals, worked out from the counts by this test itself.
fn whole(counts: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let mut all: Vec<Vec<u64>> = counts.iter().map(|row| [row.clone(), vec![row.iter().sum()]].concat()).collect();
    all.push((0..all[0].len()).map(|c| all.iter().map(|row| row[c]).sum()).collect());
    all
}

/// Gauss over the fractions modulo a large prime: the covered cells that the equations fix.
fn fixed(covered: &[(usize, usize)], rows: usize, columns: usize) -> Vec<(usize, usize)> {
    const P: i128 = 2_147_483_647;
    let inverse = |a: i128| {
        let (mut base, mut power, mut left) = (a.rem_euclid(P), 1i128, P - 2);
        while left > 0 {
            if left % 2 == 1 {
                power = power * base % P;
            }
            base = base * base % P;
            left /= 2;
        }
        power
    };
    let line = |is_in: &dyn Fn(usize, usize) -> i128| covered.iter().map(|&(r, c)| is_in(r, c)).collect::<Vec<_>>();
    let mut equations: Vec<Vec<i128>> = (0..rows)
        .map(|row| line(&|r, c| if r != row { 0 } else if c + 1 == columns { -1 } else { 1 }))
        .chain((0..columns).map(|column| line(&|r, c| if c != column { 0 } else if r + 1 == rows { -1 } else { 1 })))
        .collect();
    let mut done = 0;
    for at in 0..covered.len() {
        let Some(found) = (done..equations.len()).find(|e| equations[*e][at].rem_euclid(P) != 0) else { continue };
        equations.swap(done, found);
        let by = inverse(equations[done][at]);
        equations[done].iter_mut().for_each(|x| *x = (*x * by).rem_euclid(P));
        let pivot = equations[done].clone();
        for (_, other) in equations.iter_mut().enumerate().filter(|(e, _)| *e != done) {
            let factor = other[at];
            other.iter_mut().zip(&pivot).for_each(|(x, p)| *x = (*x - factor * p).rem_euclid(P));
        }
        done += 1;
    }
    let alone = |e: &Vec<i128>| (e.iter().filter(|x| **x != 0).count() == 1).then(|| e.iter().position(|x| *x != 0)).flatten();
    equations.iter().filter_map(alone).map(|at| covered[at]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn nothing_covered_can_be_worked_out_and_nothing_shown_is_false(counts in tables(), fewest in 2u64..8) {
        let (all, seen) = (whole(&counts), cover(&counts, fewest));
        let mut covered = vec![];
        for (r, row) in all.iter().enumerate() {
            for (c, n) in row.iter().enumerate() {
                match seen[r][c] {
                    Some(shown) => {
                        prop_assert_eq!(shown, *n);
                        prop_assert!(!(1..fewest).contains(n), "a small count is shown at {}, {}", r, c);
                    }
                    None => {
                        prop_assert!(*n > 0, "a zero is covered at {}, {}", r, c);
                        covered.push((r, c));
                    }
                }
            }
        }
        prop_assert_eq!(fixed(&covered, all.len(), all[0].len()), vec![]);
        prop_assert_eq!(covered.is_empty(), all.iter().flatten().all(|n| !(1..fewest).contains(n)), "no more than needed");
    }
}

/// The judge itself: a lone covered cell is found out.
#[test]
fn the_judge_finds_a_cell_that_stands_alone() {
    assert_eq!(fixed(&[(0, 0)], 3, 3), [(0, 0)]);
    assert_eq!(fixed(&[(0, 0), (0, 1)], 3, 3).len(), 2);
    assert_eq!(fixed(&[(0, 0), (0, 1), (1, 0), (1, 1)], 3, 3), []);
}
