//! What the public sees of a share. A share with the number under it tells how many are over it and how many are not: where
//! either count is small, the share would give it away.

use super::covering::covered;
use figures::{Indicator, Public};

/// A share is shown where enough stand under it: below thirty it says nothing.
pub const LEAST_UNDER: i64 = 30;

/// One place's share: ten-thousandths, and how many stand under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub value: i64,
    pub under: i64,
}

/// As readers get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenShare {
    Exact(i64),
    /// So much or more: the same whatever the small count that is left, so that none is told.
    AtLeast(i64),
    Covered,
}

impl Share {
    /// How many are over the line, in whole ones. Anything above nothing counts as one: a share of a single neighbour's
    /// nine tenths is about a neighbour.
    fn over(self) -> u64 {
        whole(self.value, self.under)
    }
    /// How many are not.
    fn left(self) -> u64 {
        whole(10_000 - self.value, self.under)
    }
}

fn whole(share: i64, of: i64) -> u64 {
    let n = (share * of + 5_000).div_euclid(10_000);
    u64::try_from(if share > 0 { n.max(1) } else { 0 }).unwrap_or(0)
}

/// One time's shares of the communities in order, as readers get them; the street's own last. The attacker is taken to know
/// how many stand under each, so the counts over the line and those that are left are two tables, each covered as a whole.
/// The street's share is told as "at least" where few are left; with few over the line it is covered.
pub fn released_shares(indicator: &Indicator, parts: &[Option<Share>], street: Option<Share>) -> Vec<SeenShare> {
    let all = || parts.iter().copied().chain([street]);
    let Public::AtLeast(fewest) = indicator.public else {
        return all().map(|s| s.map_or(SeenShare::Covered, |s| SeenShare::Exact(s.value))).collect();
    };
    let table = |count: fn(Share) -> u64| {
        let counts: Vec<u64> = parts.iter().map(|s| s.map_or(0, count)).collect();
        let rest = street.map_or(0, count).saturating_sub(counts.iter().sum());
        covered(&[counts, vec![rest]].concat(), fewest)
    };
    let (over, left) = (table(Share::over), table(Share::left));
    let seen = |n: usize, s: Option<Share>| match s.filter(|s| s.under >= LEAST_UNDER) {
        Some(s) if over[n].is_some() && left[n].is_some() && !is_small(s.over(), fewest) && !is_small(s.left(), fewest) => SeenShare::Exact(s.value),
        _ => SeenShare::Covered,
    };
    let mut shown: Vec<SeenShare> = all().enumerate().map(|(n, s)| seen(n, s)).collect();
    let few_left = street.filter(|s| s.under >= LEAST_UNDER && !is_small(s.over(), fewest) && is_small(s.left(), fewest));
    if let (Some(s), Some(last)) = (few_left, shown.last_mut()) {
        *last = SeenShare::AtLeast((s.under - fewest as i64) * 10_000 / s.under);
    }
    shown
}

fn is_small(n: u64, fewest: u64) -> bool {
    n > 0 && n < fewest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::indicator;

    fn on_time() -> &'static Indicator {
        indicator("appeals.on_time").expect("in the catalogue")
    }
    fn share(late: i64, due: i64) -> Option<Share> {
        Some(Share { value: ((due - late) * 20_000 + due) / (2 * due), under: due })
    }

    #[test]
    fn few_late_ones_are_told_as_at_least_whatever_they_are() {
        for late in 1..5 {
            assert_eq!(released_shares(on_time(), &[], share(late, 500)), [SeenShare::AtLeast(9_900)], "{late}");
        }
        assert_eq!(released_shares(on_time(), &[], share(5, 500)), [SeenShare::Exact(9_900)]);
        assert_eq!(released_shares(on_time(), &[], share(0, 500)), [SeenShare::Exact(10_000)]);
        assert_eq!(released_shares(on_time(), &[], share(497, 500)), [SeenShare::Covered], "three in time are three neighbours");
        assert_eq!(released_shares(on_time(), &[], share(6, 29)), [SeenShare::Covered]);
    }

    #[test]
    fn one_community_with_few_late_ones_takes_another_with_it() {
        let seen = released_shares(on_time(), &[share(2, 60), share(9, 80), share(20, 100)], share(31, 240));
        assert_eq!(seen, [SeenShare::Covered, SeenShare::Covered, SeenShare::Exact(8_000), SeenShare::Exact(8_708)]);
    }

    proptest::proptest! {
        /// "At least" is true, and says the same of every small count.
        #[test]
        fn at_least_is_true(late in 0i64..200, due in 30i64..100_000) {
            let late = late.min(due);
            let exact = share(late, due).expect("a share").value;
            match released_shares(on_time(), &[], share(late, due))[0] {
                SeenShare::Exact(value) => proptest::prop_assert_eq!(value, exact),
                SeenShare::AtLeast(value) => proptest::prop_assert!(value <= exact && late > 0),
                SeenShare::Covered => proptest::prop_assert!(due - late < 5),
            }
        }
    }
}
