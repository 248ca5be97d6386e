//! From likeness to a hint: what stands near counts more, what is old counts less, and two thresholds say how sure.

use crate::Weighed;

/// What the caller knows of a candidate beside its words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Near {
    pub place: Place,
    /// The same category, as far as both have one.
    pub category: bool,
    /// Days between the two, never below 0.
    pub age: f64,
}

/// The smallest place that two appeals share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Apart,
    Grid,
    Building,
}

/// What a deployment may tune. A score is `likeness · (1 + place + category) · ½^(age / half_life)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// From this score on a candidate is worth showing.
    pub suggest: f64,
    /// From this score on it is very likely the same; a person still confirms.
    pub surely: f64,
    /// Added to 1 for the same grid.
    pub grid: f64,
    /// Added to 1 for the same building, in place of `grid`.
    pub building: f64,
    /// Added to 1 for the same category.
    pub category: f64,
    /// Days after which a likeness counts half.
    pub half_life: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { suggest: 0.4, surely: 1.2, grid: 0.2, building: 0.4, category: 0.2, half_life: 180.0 }
    }
}

/// How sure a hint is. A person decides in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Suggest,
    Surely,
    /// The same normalised text.
    Duplicate,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hint<I> {
    pub id: I,
    /// From 0 for nothing in common; 2 is the same words without a boost.
    pub score: f64,
    pub verdict: Verdict,
}

/// The candidates worth showing, likest first, the older id first among equals; at most `most`.
pub fn rank<'a, I: Copy + Ord>(
    query: &Weighed, candidates: impl IntoIterator<Item = (I, Weighed<'a>, Near)>, settings: &Settings, most: usize,
) -> Vec<Hint<I>> {
    let judged = candidates.into_iter().filter_map(|(id, candidate, near)| {
        judge(id, query.likeness(&candidate), query.document.same(candidate.document), &near, settings)
    });
    best(judged.collect(), most)
}

/// A duplicate is one at any age and at any threshold: time does not make the same words less alike.
pub(crate) fn judge<I>(id: I, likeness: f64, same: bool, near: &Near, settings: &Settings) -> Option<Hint<I>> {
    let place = match near.place {
        Place::Apart => 0.0,
        Place::Grid => settings.grid,
        Place::Building => settings.building,
    };
    let category = if near.category { settings.category } else { 0.0 };
    let fresh = same || near.age <= 0.0;
    let age = if fresh { 1.0 } else { (-near.age / settings.half_life).exp2() };
    // Nine decimals: the last digits of a machine's logarithm put nothing in order.
    let score = (likeness * (1.0 + place + category) * age * 1e9 + 0.5) as u64 as f64 / 1e9;
    let verdict = match score {
        _ if same => Verdict::Duplicate,
        _ if likeness <= 0.0 => return None,
        s if s >= settings.surely => Verdict::Surely,
        s if s >= settings.suggest => Verdict::Suggest,
        _ => return None,
    };
    Some(Hint { id, score, verdict })
}

pub(crate) fn best<I: Copy + Ord>(mut hints: Vec<Hint<I>>, most: usize) -> Vec<Hint<I>> {
    let order = |a: &Hint<I>, b: &Hint<I>| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id));
    if hints.len() > most && most > 0 {
        hints.select_nth_unstable_by(most - 1, order);
    }
    hints.truncate(most);
    hints.sort_unstable_by(order);
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(likeness: f64, same: bool, near: Near) -> Option<(f64, Verdict)> {
        judge(1, likeness, same, &near, &Settings::default()).map(|hint| (hint.score, hint.verdict))
    }

    #[test]
    fn nearness_lifts_and_age_lowers() {
        let here = Near { place: Place::Building, category: true, age: 0.0 };
        assert_eq!(judged(0.3, false, Near::default()), None);
        assert_eq!(judged(0.3, false, here), Some((0.48, Verdict::Suggest)));
        assert_eq!(judged(0.9, false, here), Some((1.44, Verdict::Surely)));
        assert_eq!(judged(0.9, false, Near { age: 180.0, ..here }), Some((0.72, Verdict::Suggest)));
        assert_eq!(judged(0.0, false, here), None, "a place alone is no likeness");
    }

    #[test]
    fn the_same_words_are_a_duplicate_at_any_age() {
        assert_eq!(judged(2.0, true, Near { age: 3_000.0, ..Near::default() }), Some((2.0, Verdict::Duplicate)));
    }

    #[test]
    fn the_older_of_two_equals_comes_first() {
        let hint = |id, score| Hint { id, score, verdict: Verdict::Suggest };
        let ids = |hints: Vec<Hint<i32>>| hints.iter().map(|h| h.id).collect::<Vec<_>>();
        assert_eq!(ids(best(vec![hint(3, 1.0), hint(1, 0.5), hint(2, 1.0)], 2)), [2, 3]);
        assert!(best(vec![hint(3, 1.0)], 0).is_empty());
    }
}
