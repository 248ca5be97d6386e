//! Bars and quorums: exact fractions of people, and expressions over who is there. No floats.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// A share to reach: `2/3` or `>=2/3` is at least, `>1/2` is more than.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub num: i64,
    pub den: i64,
    pub strict: bool,
}

impl Bar {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (strict, share) = match text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
            Some(rest) => (false, rest),
            None => text.strip_prefix('>').map_or((false, text), |rest| (true, rest)),
        };
        let (num, den) = share.split_once('/')?;
        let (num, den): (i64, i64) = (num.trim().parse().ok()?, den.trim().parse().ok()?);
        (num >= 0 && den > 0 && num <= den && den <= 1_000_000).then_some(Self { num, den, strict })
    }
    /// `yes·den > num·base`, or `≥` where the bar is not strict; compared in integers.
    pub fn reached(self, yes: i64, base: i64) -> bool {
        let (have, want) = (i128::from(yes) * i128::from(self.den), i128::from(self.num) * i128::from(base));
        if self.strict { have > want } else { have >= want }
    }
    /// The least number that reaches the bar on this base.
    pub fn least(self, base: i64) -> i64 {
        let want = i128::from(self.num) * i128::from(base);
        let den = i128::from(self.den);
        let least = if self.strict { want / den + 1 } else { (want + den - 1) / den };
        i64::try_from(least).unwrap_or(i64::MAX)
    }
}

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}/{}", if self.strict { ">" } else { ">=" }, self.num, self.den)
    }
}
impl Serialize for Bar {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Bar {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is no share such as \"2/3\" or \">1/2\"")))
    }
}

super::codes! {
    /// What a share is taken of: seats that have a holder that day, or all seats of the charter.
    Of { Filled "filled", Seated "seated" }
}

/// How many have to be there: an expression. As data `{ share = "2/3", of = "filled" }`, `{ count = 5 }`,
/// `{ category = "resident", count = 3 }`, `{ places = 2 }`, `{ all = [ … ] }`, `{ any = [ … ] }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Quorum {
    Share { share: Bar, of: Of },
    Count(i64),
    Category { category: String, count: i64 },
    Places(i64),
    All(Vec<Quorum>),
    Any(Vec<Quorum>),
}

/// A quorum as it is written down.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    share: Option<Bar>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Of>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    places: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Quorum>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Quorum>>,
}

impl TryFrom<Written> for Quorum {
    type Error = String;
    fn try_from(w: Written) -> Result<Self, String> {
        match (w.share, w.of, w.category, w.count, w.places, w.all, w.any) {
            (Some(share), of, None, None, None, None, None) => Ok(Self::Share { share, of: of.unwrap_or(Of::Filled) }),
            (None, None, None, Some(count), None, None, None) if count > 0 => Ok(Self::Count(count)),
            (None, None, Some(category), Some(count), None, None, None) if count > 0 => Ok(Self::Category { category, count }),
            (None, None, None, None, Some(places), None, None) if places > 0 => Ok(Self::Places(places)),
            (None, None, None, None, None, Some(all), None) if !all.is_empty() => Ok(Self::All(all)),
            (None, None, None, None, None, None, Some(any)) if !any.is_empty() => Ok(Self::Any(any)),
            _ => Err("a quorum is one of share, count, category with count, places, all, any".into()),
        }
    }
}
impl From<Quorum> for Written {
    fn from(q: Quorum) -> Self {
        match q {
            Quorum::Share { share, of } => Self { share: Some(share), of: Some(of), ..Self::default() },
            Quorum::Count(count) => Self { count: Some(count), ..Self::default() },
            Quorum::Category { category, count } => Self { category: Some(category), count: Some(count), ..Self::default() },
            Quorum::Places(places) => Self { places: Some(places), ..Self::default() },
            Quorum::All(all) => Self { all: Some(all), ..Self::default() },
            Quorum::Any(any) => Self { any: Some(any), ..Self::default() },
        }
    }
}

/// Who is entitled and there, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// Seats of the charter, less those recused for the item.
    pub seated: i64,
    /// Seats with a holder that day, less those recused.
    pub filled: i64,
    /// Entitled people who are there.
    pub present: i64,
    pub by_category: BTreeMap<String, i64>,
    /// Places from which somebody entitled is there.
    pub places: i64,
}

/// One leg of a quorum, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Leg {
    /// `present`, `places`, or the code of a category.
    pub what: String,
    pub have: i64,
    pub need: i64,
    pub met: bool,
}

/// A quorum, judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Judged {
    pub met: bool,
    /// Entitled people who are there, and how many the legs that count heads ask for.
    pub present: i64,
    pub needed: i64,
    pub legs: Vec<Leg>,
}

impl Quorum {
    pub fn judge(&self, p: &Presence) -> Judged {
        let mut legs = vec![];
        let met = self.met(p, &mut legs);
        let heads = legs.iter().filter(|l| l.what == "present").map(|l| l.need);
        Judged { met, present: p.present, needed: heads.max().unwrap_or(0), legs }
    }

    fn met(&self, p: &Presence, legs: &mut Vec<Leg>) -> bool {
        let mut leg = |what: &str, have: i64, need: i64| {
            legs.push(Leg { what: what.to_owned(), have, need, met: have >= need });
            have >= need
        };
        match self {
            // Nobody seated is nobody to decide: a share of nothing is not reached.
            Self::Share { share, of } => {
                let base = if *of == Of::Filled { p.filled } else { p.seated };
                leg("present", p.present, share.least(base).max(1))
            }
            Self::Count(count) => leg("present", p.present, *count),
            Self::Category { category, count } => leg(category, p.by_category.get(category).copied().unwrap_or(0), *count),
            Self::Places(places) => leg("places", p.places, *places),
            // Each part is judged, so that each is told.
            Self::All(all) => !all.iter().map(|q| q.met(p, legs)).collect::<Vec<_>>().contains(&false),
            Self::Any(any) => any.iter().map(|q| q.met(p, legs)).collect::<Vec<_>>().contains(&true),
        }
    }

    /// Every category the expression names.
    pub fn categories(&self) -> Vec<&str> {
        match self {
            Self::Category { category, .. } => vec![category],
            Self::All(list) | Self::Any(list) => list.iter().flat_map(Self::categories).collect(),
            _ => vec![],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scene 5: bars are exact, and strict means more than.
    #[test]
    fn exact_bars() {
        let bar = |t: &str| Bar::parse(t).expect("a bar");
        assert!(bar(">1/2").reached(61, 120) && !bar(">1/2").reached(60, 120));
        assert!(bar(">=1/2").reached(60, 120) && bar("1/2").reached(60, 120));
        assert!(!bar(">=2/3").reached(61, 101));
        assert_eq!((bar("2/3").least(13), bar(">1/2").least(12), bar("1/2").least(13)), (9, 7, 7));
        for wrong in ["3/2", "1/0", "-1/2", "half", ">", ""] {
            assert_eq!(Bar::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_expression_says_which_leg_is_missing() {
        let q: Quorum = toml::from_str("all = [ { share = \"2/3\", of = \"filled\" }, { category = \"resident\", count = 3 } ]").expect("a quorum");
        let mut p = Presence { seated: 15, filled: 13, present: 9, ..Presence::default() };
        p.by_category.insert("resident".into(), 2);
        let judged = q.judge(&p);
        assert_eq!((judged.met, judged.needed), (false, 9));
        assert_eq!(judged.legs.iter().map(|l| l.met).collect::<Vec<_>>(), [true, false]);
        p.by_category.insert("resident".into(), 3);
        assert!(q.judge(&p).met);
        assert!(toml::from_str::<Quorum>("share = \"2/3\"\ncount = 3").is_err());
    }
}
