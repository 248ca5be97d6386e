//! "Is it this one?": how like a published case is to what somebody is about to say. A hint never acts.

use crate::rules::{Case, metres};
use auth::PlacePath;
use std::collections::HashSet;

/// What is known before sending.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    pub text: String,
    pub category: Option<String>,
    pub place: PlacePath,
    pub point: Option<(f64, f64)>,
}

/// Within this, the same category is very likely the same thing.
const SAME_M: f64 = 50.0;
const NEARBY_M: f64 = 250.0;
/// Below this a case is no hint.
const ENOUGH: i32 = 4;
pub const MOST_HINTS: usize = 3;

/// The likest cases, likest first; `named` gives each case's title and the words of its category.
pub fn likest<'a>(telling: &Telling, siblings: &[String], cases: &'a [Case], named: impl Fn(&Case) -> String) -> Vec<&'a Case> {
    let mut scored: Vec<(i32, &Case)> = cases
        .iter()
        .map(|case| (score(telling, siblings, case, &named(case)), case))
        .filter(|(score, _)| *score >= ENOUGH)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    scored.truncate(MOST_HINTS);
    scored.into_iter().map(|(_, case)| case).collect()
}

fn score(telling: &Telling, siblings: &[String], case: &Case, name: &str) -> i32 {
    let kind = match &telling.category {
        Some(category) if *category == case.category => 3,
        Some(_) if siblings.contains(&case.category) => 1,
        Some(_) => -2,
        None => 0,
    };
    let same = |a: Option<kernel::PlaceId>, b: Option<kernel::PlaceId>| a.is_some() && a == b;
    let place = match telling.point.zip(case.point).map(|(a, b)| metres(a, b)) {
        _ if same(telling.place.building, case.place.building) => 4,
        Some(m) if m <= SAME_M => 4,
        Some(m) if m <= NEARBY_M => 2,
        Some(_) => 0,
        None if same(telling.place.grid, case.place.grid) => 2,
        None if same(telling.place.community, case.place.community) => 1,
        None => 0,
    };
    let words = (likeness(name, &telling.text) * 4.0).round() as i32;
    // A place alone is no likeness: something of the matter must fit as well.
    if kind <= 0 && words == 0 { 0 } else { kind + place + words }
}

/// How much of a short text's pairs of characters stand in a long one, 0 to 1. Needs no dictionary.
pub fn likeness(short: &str, long: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<(char, char)> {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|w| (w[0], w[1])).collect()
    };
    let (short, long) = (pairs(short), pairs(long));
    if short.is_empty() {
        return 0.0;
    }
    short.intersection(&long).count() as f64 / short.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_words_are_like_in_any_order() {
        assert!(likeness("电梯停运", "三号楼的电梯停了") > 0.3);
        assert!(likeness("电梯停运", "路灯不亮") < 0.01);
        assert!((likeness("", "路灯") - 0.0).abs() < 1e-9);
    }
}
