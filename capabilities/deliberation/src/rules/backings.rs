//! Whether old and new neighbours stand behind one proposal: counted once, when it is answered, and told where nobody can be
//! worked out of it.

use super::headcounts::told_cells;
use super::representativeness::{Dim, StrataWords, mixed, told};
use kernel::{PersonId, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// People of the place behind a proposal by origin, as it was when it was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backing {
    /// Everybody, those of no known origin too.
    pub came: u64,
    pub natives: u64,
    pub newcomers: u64,
}

impl Backing {
    /// Whether each origin is a quarter of those known; nothing where the two counts could not be told in full.
    pub fn is_bridging(&self) -> Option<bool> {
        let unknown = self.came.saturating_sub(self.natives + self.newcomers);
        let open = told_cells(&[self.natives, self.newcomers], unknown).is_ok_and(|cells| cells.iter().all(Option::is_some));
        open.then(|| mixed(self.natives, self.newcomers))
    }
}

/// Counts people by the origin they said, each once.
pub fn backing(people: &BTreeSet<PersonId>, origins: &BTreeMap<PersonId, String>) -> Backing {
    let of = |origin: &str| people.iter().filter(|p| origins.get(p).is_some_and(|o| o == origin)).count() as u64;
    Backing { came: people.len() as u64, natives: of("native"), newcomers: of("new") }
}

/// What somebody says of themselves beside what they do; nothing said is nothing kept. Choosing a group is the consent: the
/// form says that it is kept to count people and for nothing else.
pub fn groups_said(origin: &str, age: &str) -> Result<Vec<(Dim, String)>, Vec<Problem>> {
    if origin.trim().is_empty() && age.trim().is_empty() {
        return Ok(vec![]);
    }
    told(&StrataWords { origin: origin.to_owned(), age: age.to_owned(), consent: true, ..StrataWords::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(natives: u64, newcomers: u64, unknown: u64) -> Option<bool> {
        Backing { came: natives + newcomers + unknown, natives, newcomers }.is_bridging()
    }

    #[test]
    fn a_quarter_of_each_bridges_and_what_is_small_or_unsaid_is_not_told() {
        assert_eq!((of(5, 15, 0), of(15, 5, 0), of(20, 0, 0)), (Some(true), Some(true), Some(false)));
        assert_eq!((of(50, 6, 0), of(50, 6, 24)), (Some(false), Some(false)));
        assert_eq!((of(16, 4, 0), of(7, 7, 0), of(10, 10, 9), of(10, 10, 2)), (None, None, None, None));
    }

    #[test]
    fn each_is_counted_once_by_the_last_word() {
        let people: BTreeSet<_> = (0..4).map(|n| PersonId::named(&format!("p{n}"))).collect();
        let origins = [("p0", "native"), ("p1", "new"), ("p9", "new")].map(|(who, said)| (PersonId::named(who), said.to_owned()));
        assert_eq!(backing(&people, &origins.into()), Backing { came: 4, natives: 1, newcomers: 1 });
        assert_eq!(groups_said(" ", ""), Ok(vec![]));
        assert_eq!(groups_said("new", "").map(|all| all.len()), Ok(1));
        assert_eq!(groups_said("new", "young").map_err(|p| p[0].code), Err("group-unknown"));
    }

    proptest! {
        /// Whatever is told, no side of it is small.
        #[test]
        fn nothing_is_told_of_a_small_side(natives in 0_u64..40, newcomers in 0_u64..40, unknown in 0_u64..20) {
            if of(natives, newcomers, unknown).is_some() {
                prop_assert!([natives, newcomers, unknown].iter().all(|n| *n == 0 || *n >= 5));
            }
        }
    }
}
