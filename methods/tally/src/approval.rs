//! Sets of options approved; the most approvals win.

use crate::{Bar, Lot, Tie, lot};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub seats: usize,
    /// A vote with more approvals is spoiled.
    pub at_most: Option<usize>,
    /// What each winner must reach of the votes cast.
    pub bar: Option<Bar>,
    /// Whether a vote that approves nothing stands in that base.
    pub blank_counts: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The base of the bar, in electors.
    pub cast: u64,
    pub blank: u64,
    pub spoiled: u64,
    /// By option; ticks, not electors.
    pub approvals: Vec<u64>,
    /// From the most approvals; equal ones in the order of the lot, or of the ballot where there is none.
    pub order: Vec<usize>,
    pub elected: Vec<usize>,
    /// Who would have won a seat but for the bar.
    pub below_bar: Vec<usize>,
    pub tie: Option<Tie>,
}

/// Counts votes, each a set of options with its multiplicity. A tie for the last seats stays open without a lot, and
/// those seats stay empty.
///
/// # Panics
/// Where a vote names an option beyond `options`.
pub fn count(rule: &Rule, options: usize, votes: &BTreeMap<BTreeSet<usize>, u64>, by: Option<&Lot>) -> Count {
    let mut result = Count {
        cast: 0,
        blank: 0,
        spoiled: 0,
        approvals: vec![0; options],
        order: vec![],
        elected: vec![],
        below_bar: vec![],
        tie: None,
    };
    for (set, times) in votes {
        if rule.at_most.is_some_and(|most| set.len() > most) {
            result.spoiled += times;
            continue;
        }
        if set.is_empty() {
            result.blank += times;
        }
        if !set.is_empty() || rule.blank_counts {
            result.cast += times;
        }
        set.iter().for_each(|option| result.approvals[*option] += times);
    }
    result.order =
        by.map_or_else(|| (0..options).collect(), |lot| lot.order(&(0..options).collect::<Vec<_>>()));
    result.order.sort_by_key(|option| std::cmp::Reverse(result.approvals[*option]));
    let passes =
        |option: &usize| rule.bar.is_none_or(|bar| bar.holds(result.approvals[*option], result.cast));
    let wanted: Vec<usize> =
        result.order.iter().copied().filter(|option| result.approvals[*option] > 0).collect();
    let (able, below): (Vec<usize>, Vec<usize>) = wanted.into_iter().partition(passes);
    let free = rule.seats.saturating_sub(able.len());
    result.below_bar = below.into_iter().take(free).collect();
    (result.elected, result.tie) = seated(&able, rule.seats, |option| result.approvals[option], by);
    result
}

/// The first `seats` of a falling order; who is equal across the last seat is a tie.
pub(crate) fn seated<V: PartialEq>(
    order: &[usize],
    seats: usize,
    value: impl Fn(usize) -> V,
    by: Option<&Lot>,
) -> (Vec<usize>, Option<Tie>) {
    if seats == 0 || order.len() <= seats || value(order[seats - 1]) != value(order[seats]) {
        return (order.iter().copied().take(seats).collect(), None);
    }
    let last = value(order[seats]);
    let between: Vec<usize> = order.iter().copied().filter(|option| value(*option) == last).collect();
    let (_, tie) = lot::settle(&between, &[], true, by);
    let sure = order.iter().copied().take_while(|option| value(*option) != last);
    let elected = if by.is_some() { order.iter().copied().take(seats).collect() } else { sure.collect() };
    (elected, Some(tie))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(sets: &[(&[usize], u64)]) -> BTreeMap<BTreeSet<usize>, u64> {
        sets.iter().map(|(set, times)| (set.iter().copied().collect(), *times)).collect()
    }

    #[test]
    fn winners_pass_the_bar_and_ticks_are_not_electors() {
        let rule = Rule { seats: 2, at_most: Some(2), bar: Some(Bar::at_least(1, 2)), blank_counts: true };
        let result =
            count(&rule, 3, &votes(&[(&[0, 1], 6), (&[1], 2), (&[], 2), (&[0, 1, 2], 1), (&[2], 2)]), None);
        assert_eq!((result.cast, result.blank, result.spoiled), (12, 2, 1));
        assert_eq!(result.approvals, [6, 8, 2]);
        assert_eq!(result.elected, [1, 0]);
        let higher = Rule { bar: Some(Bar::more_than(1, 2)), ..rule };
        let result = count(&higher, 3, &votes(&[(&[0, 1], 6), (&[1], 2), (&[], 2), (&[2], 2)]), None);
        assert_eq!((result.elected, result.below_bar), (vec![1], vec![0]));
    }

    #[test]
    fn a_tie_for_the_last_seat_stays_open_without_a_lot() {
        let rule = Rule { seats: 2, at_most: None, bar: None, blank_counts: false };
        let cast = votes(&[(&[0, 1, 2], 3), (&[0], 1)]);
        let open = count(&rule, 3, &cast, None);
        assert_eq!(open.elected, [0]);
        assert_eq!(open.tie.unwrap().between, [1, 2]);
        let drawn = count(&rule, 3, &cast, Some(&Lot::of(b"dice", &[0; 32])));
        assert_eq!(drawn.elected.len(), 2);
        assert!(
            matches!(drawn.tie.unwrap().settled, crate::Settled::Lot(order) if order[0] == drawn.elected[1])
        );
    }
}
