//! A share that must be passed, or at least reached, compared without rounding.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// `strict`: more than num/den; otherwise at least num/den. Written `>1/2` and `>=2/3` (also `≥2/3`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub num: u32,
    pub den: u32,
    pub strict: bool,
}

impl Bar {
    pub fn more_than(num: u32, den: u32) -> Bar {
        Bar { num, den, strict: true }
    }

    pub fn at_least(num: u32, den: u32) -> Bar {
        Bar { num, den, strict: false }
    }

    /// Whether `part` of `base` passes. Of nothing, nothing passes: a question nobody answered is not adopted.
    pub fn holds(self, part: u64, base: u64) -> bool {
        let (have, need) = self.sides(part, base);
        base > 0 && if self.strict { have > need } else { have >= need }
    }

    /// Whether `part` lies on the bar itself, where strict and at least part ways.
    pub fn is_met_exactly(self, part: u64, base: u64) -> bool {
        let (have, need) = self.sides(part, base);
        have == need
    }

    /// The least part of `base` that passes.
    pub fn least(self, base: u64) -> u64 {
        let (whole, den) = (u128::from(self.num) * u128::from(base), u128::from(self.den).max(1));
        let least = if self.strict { whole / den + 1 } else { whole.div_ceil(den) };
        u64::try_from(least).unwrap_or(u64::MAX)
    }

    fn sides(self, part: u64, base: u64) -> (u128, u128) {
        (u128::from(part) * u128::from(self.den), u128::from(self.num) * u128::from(base))
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}/{}", if self.strict { ">" } else { "≥" }, self.num, self.den)
    }
}

impl FromStr for Bar {
    type Err = String;

    fn from_str(text: &str) -> Result<Bar, String> {
        let wrong = || {
            format!("`{text}` is no bar: write `>1/2` for more than half, `>=2/3` for at least two thirds")
        };
        let text = text.trim();
        let (strict, share) = if let Some(rest) = text.strip_prefix(">=").or(text.strip_prefix('≥')) {
            (false, rest)
        } else {
            (true, text.strip_prefix('>').ok_or_else(wrong)?)
        };
        let (num, den) = share.split_once('/').ok_or_else(wrong)?;
        let (num, den) = (num.trim().parse().map_err(|_| wrong())?, den.trim().parse().map_err(|_| wrong())?);
        if den == 0 || num > den { Err(wrong()) } else { Ok(Bar { num, den, strict }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_120_is_60_and_more_than_half_is_61() {
        let (over, at) = (">1/2".parse::<Bar>().unwrap(), "≥ 1/2".parse::<Bar>().unwrap());
        assert_eq!([over.least(120), at.least(120)], [61, 60]);
        assert!(!over.holds(60, 120) && at.holds(60, 120) && over.holds(61, 120));
        assert!(over.is_met_exactly(60, 120));
        assert!(!at.holds(0, 0), "of nothing, nothing passes");
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["1/2", ">1/0", ">3/2", ">", ">=half", "> -1/2"] {
            assert!(text.parse::<Bar>().is_err(), "{text}");
        }
    }
}
