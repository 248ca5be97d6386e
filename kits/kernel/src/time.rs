//! Instants, days and money. The street's zone is UTC+8, without daylight saving.

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The street's offset from UTC in seconds.
pub const STREET_OFFSET_SECONDS: i32 = 8 * 3600;

/// An instant: microseconds since 1970 UTC. JSON shows RFC 3339 with the street's offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    pub const MINUTE: i64 = 60_000_000;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    /// The system clock. Only the edge and the worker call this; rules get a `Moment` handed in.
    pub fn now() -> Self {
        Self(jiff::Timestamp::now().as_microsecond())
    }
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
    pub fn plus_minutes(self, n: i64) -> Self {
        self.plus(n.saturating_mul(Self::MINUTE))
    }
    pub fn plus_days(self, n: i64) -> Self {
        self.plus(n.saturating_mul(Self::DAY))
    }
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
    pub fn day(self) -> Day {
        Day::from_civil(self.civil().date())
    }
    /// Local date and time in the street.
    pub fn civil(self) -> civil::DateTime {
        zone().to_datetime(jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }
    pub fn from_civil(t: civil::DateTime) -> Self {
        zone().to_timestamp(t).map_or(Self(0), |t| Self(t.as_microsecond()))
    }
    /// `2026-09-29T16:00`, `2026-09-29T16:00:05` (street time) or full RFC 3339.
    pub fn parse(s: &str) -> Option<Self> {
        if let Ok(t) = s.parse::<jiff::Timestamp>() {
            return Some(Self(t.as_microsecond()));
        }
        s.parse::<civil::DateTime>().ok().map(Self::from_civil)
    }
    /// `2026-09-29T16:00:00+08:00`.
    pub fn rfc3339(self) -> String {
        let t = self.civil();
        format!("{}+08:00", t.strftime("%Y-%m-%dT%H:%M:%S"))
    }
    /// Hours and minutes in the street: `16:00`.
    pub fn hm(self) -> String {
        self.civil().strftime("%H:%M").to_string()
    }
}
impl std::fmt::Debug for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.rfc3339())
    }
}
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.rfc3339())
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Self::parse(&s).ok_or_else(|| serde::de::Error::custom("not a date and time"))
    }
}

/// A date in the street: `20260929`. JSON shows `2026-09-29`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    pub fn of(year: i16, month: i8, day: i8) -> Self {
        Self(i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day))
    }
    pub fn civil(self) -> civil::Date {
        civil::Date::new((self.0 / 10_000) as i16, (self.0 / 100 % 100) as i8, (self.0 % 100) as i8)
            .unwrap_or(civil::Date::constant(1970, 1, 1))
    }
    pub fn from_civil(d: civil::Date) -> Self {
        Self::of(d.year(), d.month(), d.day())
    }
    /// `2026-09-29`; refuses dates that do not exist.
    pub fn parse(s: &str) -> Option<Self> {
        s.parse::<civil::Date>().ok().map(Self::from_civil)
    }
    pub fn plus(self, days: i64) -> Self {
        self.civil()
            .checked_add(jiff::Span::new().days(days))
            .map_or(self, Self::from_civil)
    }
    /// Whole days from `earlier` to this one; negative if this one comes first.
    pub fn since(self, earlier: Self) -> i64 {
        (self.start().0 - earlier.start().0) / Moment::DAY
    }
    /// The first day of its month.
    pub fn first_of_month(self) -> Self {
        Self(self.0 / 100 * 100 + 1)
    }
    /// Midnight at its beginning.
    pub fn start(self) -> Moment {
        Moment::from_civil(self.civil().to_datetime(civil::Time::midnight()))
    }
    /// Monday is 1, Sunday is 7.
    pub fn weekday(self) -> i8 {
        self.civil().weekday().to_monday_one_offset()
    }
}
impl std::fmt::Debug for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.civil())
    }
}
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.civil())
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Self::parse(&s).ok_or_else(|| serde::de::Error::custom("not a date"))
    }
}

/// Money: whole fen, never a float.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::Offset::constant(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_street_time() {
        let m = Moment::parse("2026-09-29T16:00").expect("a time");
        assert_eq!(m.rfc3339(), "2026-09-29T16:00:00+08:00");
        assert_eq!(Moment::parse(&m.rfc3339()), Some(m));
        assert_eq!(m.day(), Day(20_260_929));
        assert_eq!(m.day().weekday(), 2);
        assert_eq!(Day::of(2026, 10, 8).since(m.day()), 9);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert_eq!(Day::parse("2026-02-30"), None);
    }
}
