//! What was counted.

use kernel::{Day, codes, uuid::Uuid};
use sha2::{Digest, Sha256};

codes! {
    /// How exactly a number is meant: as it stands, so many or more (余, 多), about so many (近, 左右).
    Bound { Exact "exact", AtLeast "at_least", About "about" }
}

/// A number or a share. Fractions are exact inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Number(i64),
    /// `over` in thousandths, since some count less than whole.
    Share { over: i64, under: i64 },
    /// Nothing is known: no row, no number. Never zero.
    Unknown,
}

impl Value {
    /// So many of so many.
    pub fn share(over: i64, under: i64) -> Self {
        Self::Share { over: over * 1_000, under }
    }
    /// As it is kept: the number, or ten-thousandths, half up. A share of nothing is undefined.
    pub fn kept(self) -> Option<i64> {
        match self {
            Self::Number(n) => Some(n),
            Self::Share { under: 0, .. } | Self::Unknown => None,
            Self::Share { over, under } => Some((over * 20 + under).div_euclid(2 * under)),
        }
    }
}

/// One figure of one place, with what is easily taken for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub value: Value,
    pub bound: Bound,
    /// By the code of [`Beside`](crate::Beside).
    pub near: Vec<(&'static str, i64)>,
    /// The parts it is made of, such as topics.
    pub groups: Vec<Group>,
    /// The day the number itself is of, where that is not T.
    pub on: Option<Day>,
}

/// One part of a figure, named in the words of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub value: i64,
}

impl Counted {
    pub fn number(n: i64) -> Self {
        Self::of(Value::Number(n))
    }
    pub fn of(value: Value) -> Self {
        Self { value, bound: Bound::Exact, near: vec![], groups: vec![], on: None }
    }
    pub fn beside(mut self, code: &'static str, n: i64) -> Self {
        self.near.push((code, n));
        self
    }
    pub fn near(&self, code: &str) -> Option<i64> {
        self.near.iter().find(|n| n.0 == code).map(|n| n.1)
    }
}

/// One row behind a figure, for those who may open the list. It names no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: Uuid,
    /// A number, a question, a title.
    pub label: String,
    /// Its page; empty where there is none.
    pub path: String,
    pub day: Option<Day>,
}

/// SHA-256 over the sorted ids behind a figure: whether the rows are still the same ones.
pub fn ids_hash(ids: impl IntoIterator<Item = Uuid>) -> String {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut hash = Sha256::new();
    for id in ids {
        hash.update(id.as_bytes());
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_half_up_and_of_nothing_it_is_undefined() {
        assert_eq!(Value::share(1, 3).kept(), Some(3_333));
        assert_eq!(Value::share(2, 3).kept(), Some(6_667));
        assert_eq!(Value::share(1, 8).kept(), Some(1_250));
        assert_eq!(Value::Share { over: 900, under: 1 }.kept(), Some(9_000));
        assert_eq!((Value::share(0, 0).kept(), Value::Unknown.kept(), Value::share(0, 4).kept()), (None, None, Some(0)));
    }

    proptest::proptest! {
        /// The order in which rows are read says nothing, another row says something.
        #[test]
        fn a_hash_is_of_the_set(mut ids in proptest::collection::vec(0u128..1_000, 0..40)) {
            let uuids = |ids: &[u128]| ids.iter().map(|n| Uuid::from_u128(*n)).collect::<Vec<_>>();
            let before = ids_hash(uuids(&ids));
            ids.reverse();
            proptest::prop_assert_eq!(&before, &ids_hash(uuids(&ids)));
            ids.push(5_000);
            proptest::prop_assert_ne!(&before, &ids_hash(uuids(&ids)));
        }
    }
}
