//! What the public sees of small numbers: nothing that is small, and nothing by which it could be worked out.
//!
//! What is released of an indicator with small numbers is, for each month that is over, one table of its communities with
//! their total, covered as a whole. Months are tables of their own: no sum over months by place is released, and a month
//! is released once, so that no two releases can be subtracted. What a signed report says of several months is the sum of
//! numbers that are released already, or it is not said.

use figures::{Indicator, Public};

/// One month's numbers of the communities in order, as readers get them; the street's own last. `rest` is what lies in no
/// community. Nothing is covered where the records are public themselves.
pub fn released(indicator: &Indicator, parts: &[i64], rest: i64) -> Vec<Option<i64>> {
    let whole = |n: &i64| u64::try_from(*n).unwrap_or(0);
    let counts: Vec<u64> = parts.iter().chain([&rest]).map(whole).collect();
    let total: u64 = counts.iter().sum();
    match indicator.public {
        Public::Openly => parts.iter().copied().map(Some).chain([Some(total as i64)]).collect(),
        Public::AtLeast(fewest) => covered(&counts, fewest),
    }
}

/// A line with its total. The last of `counts` is what has no place: it is never shown by itself.
pub(super) fn covered(counts: &[u64], fewest: u64) -> Vec<Option<i64>> {
    let table: Vec<Vec<u64>> = counts.iter().map(|n| vec![*n]).collect();
    let mut seen: Vec<Option<i64>> = suppression::cover(&table, fewest).into_iter().map(|row| row[0].map(|n| n as i64)).collect();
    seen.remove(counts.len() - 1);
    seen
}

/// A part of a number that is released: only where neither the part nor what is left of it is small.
pub fn part_shown(indicator: &Indicator, part: i64, of: Option<i64>) -> bool {
    let Public::AtLeast(fewest) = indicator.public else { return true };
    let large = |n: i64| n == 0 || n >= fewest as i64;
    large(part) && of.is_some_and(|of| large((of - part).abs()))
}

/// Whether a number that may be small may stand in a report of several months that everybody reads: only where each of its
/// months is released and none is covered, so that the report says nothing that its months do not say already.
pub fn citable(months: &[Option<i64>]) -> bool {
    !months.is_empty() && months.iter().all(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::indicator;

    fn voices() -> &'static Indicator {
        indicator("appeals.voices").expect("in the catalogue")
    }

    #[test]
    fn one_small_community_takes_another_with_it() {
        let seen = released(voices(), &[3, 20, 41, 12], 0);
        assert_eq!(seen.iter().filter(|n| n.is_none()).count(), 2, "{seen:?}");
        assert_eq!((seen[0], seen[4]), (None, Some(76)));
    }

    #[test]
    fn what_is_public_by_itself_stays_open() {
        let bodies = indicator("deliberation.bodies.active").expect("in the catalogue");
        assert_eq!(released(bodies, &[1, 1, 0], 0), [Some(1), Some(1), Some(0), Some(2)]);
    }

    #[test]
    fn a_part_that_leaves_a_small_rest_is_not_shown() {
        assert!(part_shown(voices(), 30, Some(40)) && part_shown(voices(), 40, Some(40)) && part_shown(voices(), 0, Some(40)));
        assert!(!part_shown(voices(), 38, Some(40)) && !part_shown(voices(), 3, Some(40)) && !part_shown(voices(), 9, None));
    }

    /// Whatever an attacker adds and subtracts over places and months: for each small cell two different values fit all
    /// that was released.
    fn open_cells(parts: &[i64], rest: i64, seen: &[Option<i64>]) -> Vec<usize> {
        let hidden: Vec<usize> = (0..parts.len()).filter(|i| seen[*i].is_none()).collect();
        let total_known = seen[parts.len()].is_some();
        let small = hidden.iter().copied().filter(|i| (1..5).contains(&parts[*i]));
        // With its total known, a covered cell moves only against another cell nobody sees: one covered with it, or what
        // lies in no community.
        small.filter(|i| total_known && rest == 0 && hidden.iter().all(|j| j == i || parts[*j] == 0)).collect()
    }

    proptest::proptest! {
        #[test]
        fn no_small_number_is_worked_out(months in proptest::collection::vec((proptest::collection::vec(0i64..40, 2..14), 0i64..3), 1..6)) {
            for (parts, rest) in &months {
                let seen = released(voices(), parts, *rest);
                proptest::prop_assert_eq!(seen.len(), parts.len() + 1);
                for (i, n) in parts.iter().enumerate() {
                    proptest::prop_assert!(!(1..5).contains(n) || seen[i].is_none(), "small and shown");
                    proptest::prop_assert!(seen[i].is_none_or(|s| s == *n), "another number");
                }
                proptest::prop_assert!(open_cells(parts, *rest, &seen).is_empty(), "{parts:?} {rest} {seen:?}");
                if let Some(total) = seen[parts.len()] {
                    proptest::prop_assert_eq!(total, parts.iter().sum::<i64>() + rest);
                }
            }
        }
    }

    /// The control: covering the small ones alone would be worked out.
    #[test]
    fn covering_only_what_is_small_would_not_do() {
        let naive = [None, Some(20), Some(41), Some(12), Some(76)];
        assert_eq!(open_cells(&[3, 20, 41, 12], 0, &naive), [0]);
    }
}
