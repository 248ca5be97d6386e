//! Who was heard in the needs step, by what they said of themselves: counted once, when the step is over, small groups covered.
//! While it runs two looks would tell the group of whoever came between them.

use super::headcounts::told_cells;
use super::representativeness::{Dim, Hidden, groups};
use kernel::PersonId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What people are told apart by in the needs step.
pub const REACH_DIMS: [Dim; 2] = [Dim::Origin, Dim::Age];

/// People heard in a round: of each dimension its groups, and under the empty word those who did not say.
pub type Reach = BTreeMap<Dim, BTreeMap<String, u64>>;

/// Counts everybody who was heard; `said` holds the last word of each in each dimension.
pub fn reach(people: &BTreeSet<PersonId>, said: &BTreeMap<(PersonId, Dim), String>) -> Reach {
    let of = |dim: Dim| {
        let mut cells: BTreeMap<String, u64> = groups(dim).iter().chain(&[""]).map(|code| ((*code).to_owned(), 0)).collect();
        for person in people {
            let group = said.get(&(*person, dim)).filter(|g| cells.contains_key(*g)).cloned().unwrap_or_default();
            *cells.entry(group).or_default() += 1;
        }
        cells
    };
    REACH_DIMS.map(|dim| (dim, of(dim))).into()
}

/// One group of those who were heard; none where it is covered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachedGroup {
    pub code: String,
    pub people: Option<u64>,
}

/// One dimension of those who were heard, as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReachShown {
    pub dim: Dim,
    pub hidden: Option<Hidden>,
    pub groups: Vec<ReachedGroup>,
    /// Those who did not say; none where it is covered or nothing is shown.
    pub unsaid: Option<u64>,
}

/// The counts as they are told: none where too few have said anything, small cells and others with them covered.
pub fn reach_shown(of: &Reach) -> Vec<ReachShown> {
    let one = |(dim, cells): (&Dim, &BTreeMap<String, u64>)| {
        let codes = groups(*dim);
        let counts: Vec<u64> = codes.iter().map(|code| cells.get(*code).copied().unwrap_or(0)).collect();
        match told_cells(&counts, cells.get("").copied().unwrap_or(0)) {
            Err(why) => ReachShown { dim: *dim, hidden: Some(why), groups: vec![], unsaid: None },
            Ok(told) => ReachShown {
                dim: *dim,
                hidden: None,
                groups: codes.iter().zip(&told).map(|(code, people)| ReachedGroup { code: (*code).to_owned(), people: *people }).collect(),
                unsaid: told.last().copied().flatten(),
            },
        }
    };
    of.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn heard(natives: u64, news: u64, unsaid: u64) -> ReachShown {
        let cells = [("native", natives), ("new", news), ("", unsaid)].map(|(code, n)| (code.to_owned(), n));
        reach_shown(&BTreeMap::from([(Dim::Origin, BTreeMap::from(cells))])).remove(0)
    }

    #[test]
    fn those_who_did_not_say_stand_beside_the_groups() {
        let shown = heard(12, 8, 6);
        assert_eq!((shown.groups.iter().map(|g| g.people).collect::<Vec<_>>(), shown.unsaid), (vec![Some(12), Some(8)], Some(6)));
        assert_eq!(heard(6, 6, 0).hidden, Some(Hidden::Few));
        assert_eq!(heard(12, 8, 15).hidden, Some(Hidden::Few));
    }

    #[test]
    fn everybody_is_in_one_group_of_each_dimension() {
        let people: BTreeSet<_> = (0..3).map(|n| PersonId::named(&format!("p{n}"))).collect();
        let said = BTreeMap::from([((PersonId::named("p0"), Dim::Origin), "new".to_owned()), ((PersonId::named("p7"), Dim::Origin), "new".to_owned())]);
        let counted = reach(&people, &said);
        assert_eq!((counted[&Dim::Origin]["new"], counted[&Dim::Origin][""], counted[&Dim::Age][""]), (1, 2, 3));
        assert!(counted.values().all(|cells| cells.values().sum::<u64>() == 3));
    }

    proptest! {
        /// No small group is open, nor left alone behind a sum.
        #[test]
        fn no_small_group_is_open(natives in 0_u64..30, news in 0_u64..30, unsaid in 0_u64..12) {
            let shown = heard(natives, news, unsaid);
            let cells: Vec<_> = shown.groups.iter().map(|g| g.people).chain((!shown.groups.is_empty()).then_some(shown.unsaid)).collect();
            prop_assert!(cells.iter().flatten().all(|n| *n == 0 || *n >= 5));
            prop_assert!(cells.iter().filter(|n| n.is_none()).count() != 1);
        }
    }
}
