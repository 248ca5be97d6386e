//! The three rates: response, solution, satisfaction; with their intervals and the rule for small numbers.
//!
//! Source of the interval: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.

use crate::rules::counting::{Counts, Measure};
use serde::Serialize;

/// Answers counted over valid voices in a window; each question has its own denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub valid: i64,
    pub contacted_yes: i64,
    pub contacted: i64,
    pub solved_yes: i64,
    pub solved: i64,
    /// very satisfied and satisfied
    pub satisfied: i64,
    pub basically: i64,
    pub rated: i64,
}

/// Weights, as thousandths: score weights of the three rates, and what `basically` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    pub response: i64,
    pub solution: i64,
    pub satisfaction: i64,
    pub basically: i64,
}

/// The seed: 10 / 50 / 40, `basically` 0.9.
pub const WEIGHTS: Weights = Weights { response: 100, solution: 500, satisfaction: 400, basically: 900 };
/// No rank, colour or prize below this many.
pub const MIN_N: i64 = 30;

/// A share with its denominator and its 95 % interval. Stored half-up to four decimals; shown with two.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Rate {
    /// Ten-thousandths.
    pub value: i64,
    pub numerator: f64,
    pub denominator: i64,
    /// Ten-thousandths.
    pub low: i64,
    pub high: i64,
    pub too_few: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Rates {
    pub valid: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solution: Option<Rate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Rate>,
    /// Hundredths of a point, 0 to 10,000; absent if any rate is undefined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
}

impl Tally {
    pub fn of(c: &Counts) -> Self {
        Self {
            valid: c.get(Measure::Valid),
            contacted_yes: c.get(Measure::ContactYes),
            contacted: c.get(Measure::ContactSaid),
            solved_yes: c.get(Measure::SolveYes),
            solved: c.get(Measure::SolveSaid),
            satisfied: c.get(Measure::Satisfied),
            basically: c.get(Measure::Basically),
            rated: c.get(Measure::Rated),
        }
    }

    pub fn rates(&self, w: Weights) -> Rates {
        let thousandths = |n: i64| n * 1_000;
        let response = rate(thousandths(self.contacted_yes), self.contacted);
        let solution = rate(thousandths(self.solved_yes), self.solved);
        let satisfaction = rate(thousandths(self.satisfied) + w.basically * self.basically, self.rated);
        let score = self.score(w);
        Rates { valid: self.valid, response, solution, satisfaction, score }
    }

    /// Exact: all over one denominator, rounded once at the end, multiplied by 100 once.
    fn score(&self, w: Weights) -> Option<i64> {
        let (c, s, r) = (i128::from(self.contacted), i128::from(self.solved), i128::from(self.rated));
        if c == 0 || s == 0 || r == 0 {
            return None;
        }
        let satisfied = i128::from(self.satisfied) * 1_000 + i128::from(w.basically) * i128::from(self.basically);
        let sum = i128::from(w.response) * i128::from(self.contacted_yes) * 1_000 * s * r
            + i128::from(w.solution) * i128::from(self.solved_yes) * 1_000 * c * r
            + i128::from(w.satisfaction) * satisfied * c * s;
        let total = i128::from(w.response + w.solution + w.satisfaction) * 1_000 * c * s * r;
        i64::try_from(half_up(sum * 10_000, total)).ok()
    }
}

fn half_up(n: i128, d: i128) -> i128 {
    (2 * n + d) / (2 * d)
}

/// A share; `numerator` in thousandths of a unit. Nothing counted is undefined, not zero.
pub fn rate(numerator: i64, denominator: i64) -> Option<Rate> {
    if denominator == 0 {
        return None;
    }
    let value = half_up(i128::from(numerator) * 10, i128::from(denominator));
    let p = numerator as f64 / 1_000.0 / denominator as f64;
    let (low, high) = wilson(p, denominator as f64);
    let share = |x: f64| (x * 10_000.0).round() as i64;
    Some(Rate {
        value: i64::try_from(value).unwrap_or(0),
        numerator: numerator as f64 / 1_000.0,
        denominator,
        low: share(low),
        high: share(high),
        too_few: denominator < MIN_N,
    })
}

/// Wilson's interval at z = 1.96; safe for a weighted mean in 0…1.
pub fn wilson(p: f64, n: f64) -> (f64, f64) {
    const Z: f64 = 1.96;
    let square = Z * Z / n;
    let centre = (p + square / 2.0) / (1.0 + square);
    let half = Z * (p * (1.0 - p) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// Places in a row of rates, best first: 1 for the first group. Two rows whose intervals overlap are never in
/// different groups; with one group there is no order at all, and what has too few has no place.
pub fn places(rates: &[Option<Rate>]) -> Vec<Option<usize>> {
    let enough = |n: &usize| rates[*n].is_some_and(|r| !r.too_few);
    let mut order: Vec<usize> = (0..rates.len()).filter(enough).collect();
    order.sort_by_key(|n| rates[*n].map(|r| std::cmp::Reverse((r.value, r.low))));
    let low = |n: &usize| rates[*n].map_or(0, |r| r.low);
    let high = |n: &usize| rates[*n].map_or(0, |r| r.high);
    let parted = |at: usize| order[..at].iter().map(low).min() > order[at..].iter().map(high).max();
    let cuts: Vec<usize> = (1..order.len()).filter(|at| parted(*at)).collect();
    let mut found = vec![None; rates.len()];
    for (place, n) in order.iter().enumerate().filter(|_| !cuts.is_empty()) {
        found[*n] = Some(1 + cuts.iter().filter(|cut| **cut <= place).count());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scene 10 of the handbook: 200 valid, all questions answered.
    #[test]
    fn the_three_rates_of_two_hundred() {
        let raw = Tally {
            valid: 200, contacted_yes: 190, contacted: 200, solved_yes: 160, solved: 200, satisfied: 100, basically: 60, rated: 200,
        };
        let rates = raw.rates(WEIGHTS);
        let value = |r: Option<Rate>| r.map(|r| r.value);
        assert_eq!(value(rates.response), Some(9_500));
        assert_eq!(value(rates.solution), Some(8_000));
        assert_eq!(value(rates.satisfaction), Some(7_700));
        assert_eq!(rates.score, Some(8_030));
        let other = Weights { response: 300, solution: 350, satisfaction: 350, basically: 900 };
        assert_eq!(raw.rates(other).score, Some(8_345));
        let adjusted = Tally {
            valid: 190, contacted_yes: 182, contacted: 190, solved_yes: 160, solved: 190, satisfied: 100, basically: 60, rated: 190,
        };
        let rates = adjusted.rates(WEIGHTS);
        assert_eq!(value(rates.response), Some(9_579));
        assert_eq!(value(rates.solution), Some(8_421));
        assert_eq!(value(rates.satisfaction), Some(8_105));
        assert_eq!(rates.score, Some(8_411));
    }

    /// Scene 11: small numbers are shown, with their interval, and never ranked.
    #[test]
    fn nineteen_of_twenty_is_too_few() {
        let solution = |yes: i64, n: i64| rate(yes * 1_000, n).expect("a rate");
        let few = solution(19, 20);
        assert_eq!((few.value, few.low, few.high, few.too_few), (9_500, 7_639, 9_911, true));
        let many = solution(186, 200);
        assert_eq!((many.low, many.high, many.too_few), (8_859, 9_578, false));
    }

    #[test]
    fn nothing_counted_is_undefined_not_zero() {
        let rates = Tally::default().rates(WEIGHTS);
        assert_eq!((rates.response, rates.score), (None, None));
    }

    #[test]
    fn overlapping_neighbours_are_not_ordered() {
        let of = |yes: i64, n: i64| rate(yes * 1_000, n);
        let places = |rates: &[Option<Rate>]| super::places(rates);
        assert_eq!(places(&[of(186, 200), of(180, 200), of(100, 200)]), [Some(1), Some(1), Some(2)]);
        assert_eq!(places(&[of(186, 200), of(180, 200)]), [None, None], "one group is no order");
        assert_eq!(places(&[of(186, 200), of(19, 20), of(40, 200), None]), [Some(1), None, Some(2), None]);
    }

    proptest::proptest! {
        /// Whoever stands before another does so beyond both intervals.
        #[test]
        fn a_place_before_another_is_beyond_doubt(rows in proptest::collection::vec((0i64..400, 0i64..400), 0..8)) {
            let rates: Vec<_> = rows.iter().map(|(yes, n)| rate(yes.min(n) * 1_000, *n)).collect();
            let found = places(&rates);
            for (a, b) in (0..rates.len()).flat_map(|a| (0..rates.len()).map(move |b| (a, b))) {
                let (Some(ra), Some(rb)) = (rates[a], rates[b]) else { continue };
                if let (Some(pa), Some(pb)) = (found[a], found[b]) && pa < pb {
                    proptest::prop_assert!(ra.low > rb.high);
                }
                proptest::prop_assert!(found[a].is_none() || !ra.too_few);
            }
        }

        /// I16: no division by zero, score in 0…100, and a better answer never lowers it.
        #[test]
        fn a_better_answer_never_lowers_the_score(
            c in 0i64..50, cy in 0i64..50, s in 0i64..50, sy in 0i64..50, a in 0i64..30, b in 0i64..30, x in 0i64..30,
        ) {
            let t = Tally {
                valid: 50, contacted: c, contacted_yes: cy.min(c), solved: s, solved_yes: sy.min(s),
                satisfied: a, basically: b, rated: a + b + x,
            };
            let score = t.rates(WEIGHTS).score;
            proptest::prop_assert!(score.is_none_or(|n| (0..=10_000).contains(&n)));
            if b > 0 {
                let better = Tally { satisfied: a + 1, basically: b - 1, ..t };
                proptest::prop_assert!(better.rates(WEIGHTS).score >= score);
            }
            if x > 0 {
                let better = Tally { basically: b + 1, ..t };
                proptest::prop_assert!(better.rates(WEIGHTS).score >= score);
            }
        }
    }
}
