//! Fractions of whole numbers of any size.

use dashu_int::UBig;
use dashu_int::ops::{BitTest, Gcd};
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// Not negative, in lowest terms. Written `7/3`, and `7` where it is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    num: UBig,
    den: UBig,
}

impl Fraction {
    /// # Panics
    /// Where `den` is zero.
    pub fn of(num: UBig, den: UBig) -> Fraction {
        assert!(den != UBig::ZERO, "a share of something");
        if num == UBig::ZERO {
            return Fraction { num, den: UBig::ONE };
        }
        let common = (&num).gcd(&den);
        Fraction { num: num / &common, den: den / common }
    }

    pub fn whole(number: u64) -> Fraction {
        Fraction { num: number.into(), den: UBig::ONE }
    }

    pub(crate) fn parts(&self) -> (&UBig, &UBig) {
        (&self.num, &self.den)
    }

    pub fn times(&self, number: u64) -> Fraction {
        Fraction::of(&self.num * UBig::from(number), self.den.clone())
    }

    /// # Panics
    /// Where `number` is zero.
    pub fn divided(&self, number: u64) -> Fraction {
        Fraction::of(self.num.clone(), &self.den * UBig::from(number))
    }

    pub fn plus(&self, other: &Fraction) -> Fraction {
        Fraction::of(&self.num * &other.den + &other.num * &self.den, &self.den * &other.den)
    }

    /// What is left of it, nothing where `other` is more.
    pub fn minus(&self, other: &Fraction) -> Fraction {
        if *self <= *other {
            return Fraction::whole(0);
        }
        Fraction::of(&self.num * &other.den - &other.num * &self.den, &self.den * &other.den)
    }

    /// For display and for a first look; never for a decision.
    pub fn about(&self) -> f64 {
        let shift = self.num.bit_len().max(self.den.bit_len()).saturating_sub(900);
        let float = |n: &UBig| (n >> shift).to_f64().value();
        float(&self.num) / float(&self.den)
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        (&self.num * &other.den).cmp(&(&other.num * &self.den))
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.den == UBig::ONE { write!(f, "{}", self.num) } else { write!(f, "{}/{}", self.num, self.den) }
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
