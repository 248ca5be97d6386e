//! Times of day and the spans of work between them.

use kernel::{Day, Moment};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Minutes after midnight in the street, 0 to 1440; JSON shows `17:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    pub const fn hm(hour: u16, minute: u16) -> Self {
        Self(hour * 60 + minute)
    }
    /// `09:00`; `24:00` is the end of the day.
    pub fn parse(s: &str) -> Option<Self> {
        let (h, m) = s.split_once(':')?;
        let two_digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
        if !two_digits(h) || !two_digits(m) {
            return None;
        }
        let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
        (m < 60 && h * 60 + m <= 1440).then_some(Self(h * 60 + m))
    }
    pub fn minutes(self) -> i64 {
        i64::from(self.0)
    }
    /// The instant at which this time falls on `day`.
    pub fn on(self, day: Day) -> Moment {
        day.start().plus_minutes(self.minutes())
    }
}
impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Self::parse(&s).ok_or_else(|| serde::de::Error::custom(format!("`{s}` is not a time of day such as 17:30")))
    }
}

/// A half-open stretch of work within one date; JSON shows `09:00-12:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

impl Span {
    pub const fn new(from: TimeOfDay, to: TimeOfDay) -> Self {
        Self { from, to }
    }
    pub fn minutes(self) -> i64 {
        self.to.minutes() - self.from.minutes()
    }
    /// The two instants this span has on `day`.
    pub fn on(self, day: Day) -> (Moment, Moment) {
        (self.from.on(day), self.to.on(day))
    }
    /// Whether every span is non-empty, in order and apart from the next.
    pub(crate) fn in_order(spans: &[Span]) -> bool {
        spans.iter().all(|s| s.from < s.to) && spans.windows(2).all(|w| w[0].to <= w[1].from)
    }
}
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("{}-{}", self.from, self.to))
    }
}
impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        s.split_once('-')
            .and_then(|(a, b)| Some(Self::new(TimeOfDay::parse(a)?, TimeOfDay::parse(b)?)))
            .ok_or_else(|| serde::de::Error::custom(format!("`{s}` is not a span such as 09:00-12:00")))
    }
}
