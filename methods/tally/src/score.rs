//! Marks from 0 to a most; the highest mean wins, then the median.

use crate::{Lot, Tie, approval::seated};
use serde::{Deserialize, Serialize, Serializer};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One elector's marks by option; blank is `None`.
pub type Marks = Vec<Option<u32>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub seats: usize,
    /// The highest mark; a vote with a higher one is spoiled.
    pub most: u32,
    /// Blank counts as zero; otherwise it is left out of the mean.
    pub blank_is_zero: bool,
    /// An option with fewer marks cannot win.
    pub fewest: u64,
}

/// One option's marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub option: usize,
    pub sum: u64,
    pub marks: u64,
    /// The middle mark; of an even number of marks the mean of the two middle ones, so it is kept doubled.
    #[serde(rename = "median", serialize_with = "halved")]
    pub doubled_median: u64,
}

fn halved<S: Serializer>(doubled: &u64, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(&format_args!("{}{}", doubled / 2, if doubled % 2 == 1 { ".5" } else { "" }))
}

impl Standing {
    /// Mean as an exact fraction, then median.
    fn against(&self, other: &Standing) -> Ordering {
        let cross = |a: &Standing, b: &Standing| u128::from(a.sum) * u128::from(b.marks.max(1));
        cross(self, other).cmp(&cross(other, self)).then(self.doubled_median.cmp(&other.doubled_median))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub valid: u64,
    pub spoiled: u64,
    /// From the highest mean.
    pub order: Vec<Standing>,
    /// Options with too few marks.
    pub too_few: Vec<usize>,
    pub elected: Vec<usize>,
    pub tie: Option<Tie>,
}

/// Counts marks with their multiplicity; each vote has one entry per option.
///
/// # Panics
/// Where a vote is longer than `options`.
pub fn count(rule: &Rule, options: usize, votes: &BTreeMap<Marks, u64>, by: Option<&Lot>) -> Count {
    let mut given: Vec<BTreeMap<u32, u64>> = vec![BTreeMap::new(); options];
    let (mut valid, mut spoiled) = (0, 0);
    for (marks, times) in votes {
        if marks.iter().flatten().any(|mark| *mark > rule.most) {
            spoiled += times;
            continue;
        }
        valid += times;
        for (option, mark) in marks.iter().enumerate() {
            if let Some(mark) = mark.or(rule.blank_is_zero.then_some(0)) {
                *given[option].entry(mark).or_default() += times;
            }
        }
    }
    let start: Vec<usize> = (0..options).collect();
    let start = by.map_or_else(|| start.clone(), |lot| lot.order(&start));
    let mut order: Vec<Standing> = start.iter().map(|option| standing(*option, &given[*option])).collect();
    order.sort_by(|a, b| b.against(a));
    let too_few: Vec<usize> =
        order.iter().filter(|s| s.marks < rule.fewest.max(1)).map(|s| s.option).collect();
    let able: Vec<usize> =
        order.iter().map(|s| s.option).filter(|option| !too_few.contains(option)).collect();
    let of = |option| *order.iter().find(|s| s.option == option).expect("every option has a standing");
    let (elected, tie) = seated(&able, rule.seats, |option| Rank(of(option)), by);
    Count { valid, spoiled, order, too_few, elected, tie }
}

struct Rank(Standing);

impl PartialEq for Rank {
    fn eq(&self, other: &Rank) -> bool {
        self.0.against(&other.0) == Ordering::Equal
    }
}

fn standing(option: usize, given: &BTreeMap<u32, u64>) -> Standing {
    let marks = given.values().sum::<u64>();
    let at = |place: u64| {
        let mut passed = 0;
        given.iter().find_map(|(mark, times)| {
            passed += times;
            (passed > place).then_some(u64::from(*mark))
        })
    };
    let doubled_median =
        if marks == 0 { 0 } else { at((marks - 1) / 2).unwrap_or(0) + at(marks / 2).unwrap_or(0) };
    Standing {
        option,
        sum: given.iter().map(|(mark, times)| u64::from(*mark) * times).sum(),
        marks,
        doubled_median,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn votes(marks: &[(&[Option<u32>], u64)]) -> BTreeMap<Marks, u64> {
        marks.iter().map(|(marks, times)| (marks.to_vec(), *times)).collect()
    }

    #[test]
    fn equal_means_are_settled_by_the_median() {
        let rule = Rule { seats: 1, most: 10, blank_is_zero: false, fewest: 1 };
        // Means 5 and 5; medians 9 and 5.
        let cast = votes(&[(&[Some(0), Some(5)], 2), (&[Some(9), Some(5)], 1), (&[Some(8), Some(5)], 2)]);
        let result = count(&rule, 2, &cast, None);
        assert_eq!(result.elected, [0]);
        assert_eq!(
            result.order.iter().map(|s| (s.sum, s.marks, s.doubled_median)).collect::<Vec<_>>(),
            [(25, 5, 16), (25, 5, 10)]
        );
    }

    #[test]
    fn blank_is_left_out_or_zero_as_stated() {
        let cast = votes(&[(&[Some(4), None], 5), (&[None, Some(5)], 1), (&[Some(11), Some(0)], 1)]);
        let rule = Rule { seats: 1, most: 5, blank_is_zero: false, fewest: 1 };
        assert_eq!(count(&rule, 2, &cast, None).elected, [1]);
        assert_eq!(count(&Rule { fewest: 2, ..rule }, 2, &cast, None).elected, [0]);
        let zero = count(&Rule { blank_is_zero: true, ..rule }, 2, &cast, None);
        assert_eq!((zero.elected, zero.spoiled, zero.valid), (vec![0], 1, 6));
    }
}
