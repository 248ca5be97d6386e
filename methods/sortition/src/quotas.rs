//! `quotas-1`: the first order of the pool in which everybody who is taken fits.

use crate::draw::{Bound, Change, Infeasible};
use crate::pool::{Person, Pool, Rules};
use std::cmp::Reverse;

/// Attempt, panel in the order of taking, and the others in the order of that attempt.
type Found = (u32, Vec<u64>, Vec<u64>);

/// Tries one order after the other; `ranks` gives the order of an attempt.
pub(crate) fn draw<K: Ord, R: Fn(u64) -> K>(
    pool: &Pool,
    rules: &Rules,
    ranks: impl Fn(u32) -> R,
) -> Result<Found, Infeasible> {
    let mut missed: Vec<Vec<(u32, u32)>> =
        rules.dims.iter().map(|dim| vec![(0, 0); dim.categories.len()]).collect();
    for attempt in 0..rules.attempts {
        let rank = ranks(attempt);
        let mut order: Vec<&Person> = pool.people.iter().collect();
        order.sort_by_cached_key(|p| (rank(p.pool_no), p.pool_no));
        let mut taking = Taking::of(rules);
        let (mut panel, mut others) = (vec![], vec![]);
        for person in order {
            let list = if taking.takes(&person.strata) { &mut panel } else { &mut others };
            list.push(person.pool_no);
        }
        if panel.len() == rules.size {
            others.truncate(rules.alternates);
            return Ok((attempt, panel, others));
        }
        for (missed, (dim, counts)) in missed.iter_mut().zip(rules.dims.iter().zip(&taking.counts)) {
            for (missed, (c, many)) in missed.iter_mut().zip(dim.categories.iter().zip(counts)) {
                missed.0 += u32::from(*many < c.at_least);
                missed.1 += u32::from(*many == c.at_most);
            }
        }
    }
    Err(Infeasible::Attempts { attempts: rules.attempts, often_missed: most(rules, &missed) })
}

/// The bound that stood in the way most often.
fn most(rules: &Rules, missed: &[Vec<(u32, u32)>]) -> Change {
    let mut all = vec![];
    for (dim, missed) in rules.dims.iter().zip(missed) {
        for (c, (below, full)) in dim.categories.iter().zip(missed) {
            let change = |bound, from| Change {
                dimension: dim.name.clone(),
                code: c.code.clone(),
                bound,
                from,
                to: from,
            };
            all.push((*below, change(Bound::AtLeast, c.at_least)));
            all.push((*full, change(Bound::AtMost, c.at_most)));
        }
    }
    all.sort_by_key(|(times, _)| Reverse(*times));
    let nothing =
        Change { dimension: String::new(), code: String::new(), bound: Bound::AtLeast, from: 0, to: 0 };
    all.into_iter().next().map_or(nothing, |(_, change)| change)
}

struct Taking<'a> {
    rules: &'a Rules,
    counts: Vec<Vec<usize>>,
    taken: usize,
}

impl<'a> Taking<'a> {
    fn of(rules: &'a Rules) -> Taking<'a> {
        Taking {
            rules,
            counts: rules.dims.iter().map(|dim| vec![0; dim.categories.len()]).collect(),
            taken: 0,
        }
    }

    /// Takes somebody unless some `at_most` would be passed, or the places left could no longer hold all unmet
    /// `at_least` of some dimension.
    fn takes(&mut self, strata: &[usize]) -> bool {
        if self.taken == self.rules.size {
            return false;
        }
        let left = self.rules.size - self.taken - 1;
        let fits = self.rules.dims.iter().zip(&self.counts).zip(strata).all(|((dim, counts), at)| {
            let with = |other: usize| counts[other] + usize::from(other == *at);
            let unmet: usize =
                dim.categories.iter().enumerate().map(|(o, c)| c.at_least.saturating_sub(with(o))).sum();
            with(*at) <= dim.categories[*at].at_most && unmet <= left
        });
        if fits {
            self.taken += 1;
            self.counts.iter_mut().zip(strata).for_each(|(counts, at)| counts[*at] += 1);
        }
        fits
    }
}
