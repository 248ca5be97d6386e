//! Who was there, against who lives there. Pure and in whole numbers: shares as exact fractions.

use super::events::events;
use super::headcounts::told_cells;
use super::{AttendanceId, MeetingId};
use kernel::{Event, Problem, Subject, codes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// What people are told apart by. Grids are known from where somebody comes from; the others are their own word.
    Dim { Origin "origin", Registration "registration", Age "age", Gender "gender", Tenure "tenure", Grid "grid" }
}
codes! {
    /// Why a comparison is not shown. That too few are known has one reason: which one it was would tell how many did not say.
    Hidden { Few "few", NoNumbers "no_numbers", Small "small" }
}

/// Groups somebody may say they belong to; grids are not said but known.
pub fn groups(dim: Dim) -> &'static [&'static str] {
    match dim {
        Dim::Origin => &["native", "new"],
        Dim::Registration => &["local", "elsewhere"],
        Dim::Age => &["14-17", "18-35", "36-59", "60+"],
        Dim::Gender => &["female", "male"],
        Dim::Tenure => &["owner", "tenant", "resettled", "affordable"],
        Dim::Grid => &[],
    }
}

/// Known values from which a comparison begins to say something.
pub const FEWEST_KNOWN: u64 = 15;
/// Cells below this are covered, and others with them, so that none can be worked out.
pub const FEWEST_SHOWN: u64 = 5;
/// Of a hundred people this many may be unknown; beyond, what is known is not shown.
pub(super) const MOST_UNKNOWN: u64 = 30;
/// Below this index, in hundredths, a group is said to be missing.
const MISSING: u64 = 50;

/// One group: how many of those who were there, and how many live there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub code: String,
    pub came: u64,
    pub live: u64,
}

/// One group as readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupShown {
    pub code: String,
    /// None where it is covered.
    pub came: Option<u64>,
    /// Of a hundred people who live there.
    pub population: u64,
    /// Share among those who came over share in the population, in hundredths: 53 is "half as many as expected".
    pub index: Option<u64>,
}

/// One dimension compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Comparison {
    pub dim: Dim,
    pub hidden: Option<Hidden>,
    pub groups: Vec<GroupShown>,
    /// Always said where anything is; none where it is covered.
    pub unknown: Option<u64>,
    /// Of a hundred who came, so many would have to be others for the room to be as the population is.
    pub distance: Option<u64>,
    /// The same for a room of this size filled by chance alone, on average.
    pub by_chance: Option<u64>,
}

/// Compares those who came with those who live there. `unknown` came and did not say.
pub fn compare(dim: Dim, groups: &[Group], unknown: u64) -> Comparison {
    let (known, live) = (groups.iter().map(|g| g.came).sum::<u64>(), groups.iter().map(|g| g.live).sum::<u64>());
    let nothing = |hidden| Comparison { dim, hidden: Some(hidden), groups: vec![], unknown: None, distance: None, by_chance: None };
    if live == 0 || groups.iter().any(|g| g.live == 0) {
        return nothing(Hidden::NoNumbers);
    }
    let came: Vec<u64> = groups.iter().map(|g| g.came).collect();
    let covered = match told_cells(&came, unknown) {
        Err(why) => return nothing(why),
        Ok(covered) => covered,
    };
    // An index says how many are known, and with that how many did not say: where this is covered, there is none.
    let known_is_told = covered[groups.len()].is_some();
    let shown = groups.iter().zip(&covered).map(|(g, came)| GroupShown {
        code: g.code.clone(),
        came: *came,
        population: rounded(g.live * 100, live),
        index: came.filter(|_| known_is_told).map(|came| rounded(came * live * 100, known * g.live)),
    });
    // With a covered cell the distance is not said either: one could work the cell out from it.
    let open = covered.iter().all(Option::is_some);
    let weights: Vec<u64> = groups.iter().map(|g| g.live).collect();
    Comparison {
        dim,
        hidden: (!open).then_some(Hidden::Small),
        groups: shown.collect(),
        unknown: covered[groups.len()],
        distance: open.then(|| hundredths(distance(&came, &weights), known, live)),
        by_chance: open.then(|| by_chance(known, &weights)),
    }
}

/// Groups that came half as often as expected or less.
pub fn missing(of: &Comparison) -> Vec<&str> {
    of.groups.iter().filter(|g| g.index.is_some_and(|i| i <= MISSING)).map(|g| g.code.as_str()).collect()
}

/// ½ Σ|aᵢ − pᵢ| over the common denominator `2 · came · live`, whose factor 2 is left out here and in [`hundredths`].
fn distance(came: &[u64], live: &[u64]) -> u128 {
    let (all, whole) = (came.iter().sum::<u64>(), live.iter().sum::<u64>());
    came.iter().zip(live).map(|(a, p)| (u128::from(*a) * u128::from(whole)).abs_diff(u128::from(*p) * u128::from(all))).sum()
}

/// A distance as people of a hundred, rounded.
fn hundredths(distance: u128, came: u64, live: u64) -> u64 {
    let whole = 2 * u128::from(came) * u128::from(live);
    u64::try_from((distance * 100 + whole / 2) / whole).unwrap_or(100)
}

/// The mean distance of rooms of `size` that chance alone fills from the population. It needs no drawing of lots: how far a
/// binomial count lies from its mean, on average, is 2·k·C(n,k)·pᵏ·qⁿ⁻ᵏ⁺¹ with k = ⌊np⌋ + 1 (de Moivre; see Diaconis and
/// Zabell, Closed form summation for classical distributions, Statistical Science 6, 1991), so it is the same for everybody.
fn by_chance(size: u64, live: &[u64]) -> u64 {
    let (n, whole) = (size as f64, live.iter().sum::<u64>() as f64);
    let strays = |group: &u64| {
        let p = *group as f64 / whole;
        let k = (n * p).floor() + 1.0;
        if k > n {
            return 0.0; // everybody lives in it
        }
        let ways: f64 = (1..=k as u64).map(|i| ((n - k + i as f64) / i as f64).ln()).sum();
        2.0 * k * (ways + k * p.ln() + (n - k + 1.0) * (1.0 - p).ln()).exp()
    };
    (live.iter().map(strays).sum::<f64>() / (2.0 * n) * 100.0).round() as u64
}

fn rounded(over: u64, under: u64) -> u64 {
    (over + under / 2).checked_div(under).unwrap_or(0)
}

/// Whether a room had both origins in earnest: a quarter of each among those known.
pub fn mixed(natives: u64, news: u64) -> bool {
    let known = natives + news;
    known > 0 && natives * 4 >= known && news * 4 >= known
}

/// What somebody says of themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StrataWords {
    /// Whose attendance; one's own where nobody is named.
    #[schema(value_type = Option<String>)]
    pub attendance: Option<AttendanceId>,
    pub origin: String,
    pub registration: String,
    pub age: String,
    pub gender: String,
    pub tenure: String,
    /// They agree that it is kept to count groups, and nothing else.
    pub consent: bool,
}

/// Each dimension with the group that was said; an empty word says nothing and takes nothing back.
pub fn told(words: &StrataWords) -> Result<Vec<(Dim, String)>, Vec<Problem>> {
    let said = [
        (Dim::Origin, "origin", &words.origin), (Dim::Registration, "registration", &words.registration), (Dim::Age, "age", &words.age),
        (Dim::Gender, "gender", &words.gender), (Dim::Tenure, "tenure", &words.tenure),
    ];
    let given: Vec<_> = said.into_iter().filter(|(_, _, word)| !word.trim().is_empty()).collect();
    let mut problems: Vec<Problem> = given.iter()
        .filter(|(dim, _, word)| !groups(*dim).contains(&word.trim()))
        .map(|(_, field, _)| Problem::at(field, "group-unknown"))
        .collect();
    if !words.consent {
        problems.push(Problem::at("consent", "consent-missing"));
    }
    if given.is_empty() && problems.is_empty() {
        problems.push(Problem::new("nothing-said"));
    }
    if problems.is_empty() { Ok(given.into_iter().map(|(dim, _, word)| (dim, word.trim().to_owned())).collect()) } else { Err(problems) }
}

events! {
    StrataTold "deliberation.strata_told" "meeting" meeting: MeetingId, attendance: AttendanceId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(code: &str, came: u64, live: u64) -> Group {
        Group { code: code.into(), came, live }
    }

    /// Scene 14: 24% native, 30 came, 18 of them native.
    #[test]
    fn eighteen_natives_of_thirty() {
        let c = compare(Dim::Origin, &[group("native", 18, 2_400), group("new", 12, 7_600)], 0);
        assert_eq!(c.groups.iter().map(|g| g.index).collect::<Vec<_>>(), [Some(250), Some(53)]);
        assert_eq!((c.distance, c.by_chance, c.hidden), (Some(36), Some(6), None));
        assert_eq!(missing(&c), Vec::<&str>::new());
    }

    #[test]
    fn few_or_unknown_or_small_is_said_and_not_shown() {
        let hidden = |native, new, unknown| compare(Dim::Origin, &[group("native", native, 24), group("new", new, 76)], unknown).hidden;
        assert_eq!(hidden(7, 7, 0), Some(Hidden::Few));
        assert_eq!(hidden(10, 10, 9), Some(Hidden::Few));
        assert_eq!(hidden(7, 8, 0), None);
        let small = compare(Dim::Origin, &[group("native", 28, 24), group("new", 2, 76)], 0);
        assert_eq!((small.hidden, small.distance), (Some(Hidden::Small), None));
        assert!(small.groups.iter().all(|g| g.came.is_none() && g.index.is_none()), "the other cell would give it away");
        assert_eq!(compare(Dim::Age, &[group("18-35", 20, 0)], 0).hidden, Some(Hidden::NoNumbers));
    }

    #[test]
    fn a_quarter_of_each_is_mixed() {
        assert!(mixed(5, 15) && mixed(15, 5) && !mixed(4, 15) && !mixed(0, 0));
    }

    #[test]
    fn only_groups_of_the_list_are_kept_and_only_with_consent() {
        let words = StrataWords { origin: "new".into(), consent: true, ..StrataWords::default() };
        assert_eq!(told(&words).expect("kept"), [(Dim::Origin, "new".to_owned())]);
        let codes = |words: &StrataWords| told(words).expect_err("refused").iter().map(|p| p.code).collect::<Vec<_>>();
        assert_eq!(codes(&StrataWords { consent: false, ..words.clone() }), ["consent-missing"]);
        assert_eq!(codes(&StrataWords { age: "young".into(), ..words }), ["group-unknown"]);
        assert_eq!(codes(&StrataWords { consent: true, ..StrataWords::default() }), ["nothing-said"]);
    }

    /// The closed form, beside the plain mean over every room there could be.
    #[test]
    fn chance_is_the_mean_over_all_rooms() {
        let plain = |size: u64, live: &[u64]| -> f64 {
            let whole = live.iter().sum::<u64>() as f64;
            let stray = |group: &u64| {
                let p = *group as f64 / whole;
                let mut chance = (1.0 - p).powf(size as f64); // of nobody; each next one by the ratio of neighbours
                let mut sum = 0.0;
                for i in 0..=size {
                    sum += (i as f64 - size as f64 * p).abs() * chance;
                    chance *= (size - i) as f64 / (i + 1) as f64 * p / (1.0 - p);
                }
                sum
            };
            live.iter().map(stray).sum::<f64>() / (2 * size) as f64 * 100.0
        };
        for (size, live) in [(30, vec![2_400, 7_600]), (15, vec![1, 1]), (40, vec![1, 99, 50, 50]), (200, vec![7, 30, 3])] {
            let off = (by_chance(size, &live) as f64 - plain(size, &live)).abs();
            assert!(off <= 0.5 + 1e-9, "{size} of {live:?}: {off}");
        }
        assert_eq!(by_chance(20, &[5]), 0, "nobody strays where there is one group");
    }

    proptest! {
        /// A room like the population is at no distance; nothing is farther than everybody.
        #[test]
        fn distance_lies_between_none_and_all(live in prop::collection::vec(1_u64..50_000, 2..6), times in 1_u64..4) {
            prop_assert_eq!(distance(&live.iter().map(|n| n * times).collect::<Vec<_>>(), &live), 0);
            let groups: Vec<_> = live.iter().enumerate().map(|(i, n)| group(&i.to_string(), if i == 0 { 40 } else { 0 }, *n)).collect();
            let c = compare(Dim::Grid, &groups, 0);
            prop_assert!(c.distance.is_some_and(|d| d <= 100));
            prop_assert!(c.by_chance.is_some_and(|d| d <= 100));
        }

        /// No cell below five is shown, nor left alone behind a sum.
        #[test]
        fn no_small_cell_is_open(came in prop::collection::vec(0_u64..20, 2..6), unknown in 0_u64..8) {
            let groups: Vec<_> = came.iter().enumerate().map(|(i, n)| group(&i.to_string(), *n, 100)).collect();
            let c = compare(Dim::Age, &groups, unknown);
            let cells: Vec<_> = c.groups.iter().map(|g| g.came).chain((!c.groups.is_empty()).then_some(c.unknown)).collect();
            prop_assert!(cells.iter().flatten().all(|n| *n == 0 || *n >= FEWEST_SHOWN));
            prop_assert!(cells.iter().filter(|n| n.is_none()).count() != 1);
            prop_assert!(c.groups.iter().all(|g| g.index.is_none() || g.came.is_some()));
            prop_assert!(c.unknown.is_some() || c.groups.iter().all(|g| g.index.is_none()), "an index would tell the unknown");
        }
    }
}
