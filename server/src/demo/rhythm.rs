//! When people speak, and when offices work: hours, weekdays, months and seasons of `rhythm.toml`.

use super::luck::Luck;
use db::{Fault, Result};
use kernel::{Day, Moment};
use serde::Deserialize;
use std::collections::BTreeMap;
use worktime::Calendar;

#[derive(Deserialize)]
pub struct Rhythm {
    month: [f64; 12],
    channel: BTreeMap<String, Beat>,
    season: BTreeMap<String, [f64; 12]>,
}

#[derive(Deserialize)]
struct Beat {
    weight: f64,
    hour: [f64; 24],
    weekday: [f64; 7],
}

/// A way in, as residents know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Hotline,
    Web,
    Mini,
    Mailbox,
    Visit,
}

impl Door {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "hotline" => Self::Hotline,
            "web" => Self::Web,
            "mini" => Self::Mini,
            "mailbox" => Self::Mailbox,
            "visit" => Self::Visit,
            _ => return None,
        })
    }
}

/// The days before `end` with how much is said on each: what a year of draws is made from.
pub struct Year<'r> {
    rhythm: &'r Rhythm,
    end: Moment,
    doors: Vec<(Door, &'r Beat)>,
    days: Vec<Day>,
    /// By door, then by day.
    weights: Vec<Vec<f64>>,
}

impl Rhythm {
    pub fn read() -> Result<Self> {
        toml::from_str(include_str!("../../../demo/rhythm.toml")).map_err(Fault::other)
    }

    pub fn year(&self, end: Moment, days: i64) -> Year<'_> {
        let today = end.day();
        let days: Vec<Day> = (0..days).map(|back| today.plus(-back)).collect();
        let doors: Vec<_> = self.channel.iter().filter_map(|(code, beat)| Some((Door::from_code(code)?, beat))).collect();
        let weight = |beat: &Beat, day: &Day| {
            self.month[month(*day)] * beat.weekday[usize::from(day.weekday().unsigned_abs()) - 1]
        };
        let weights = doors.iter().map(|(_, beat)| days.iter().map(|d| weight(beat, d)).collect()).collect();
        Year { rhythm: self, end, doors, days, weights }
    }
}

impl Year<'_> {
    /// Through which door and when one voice came.
    pub fn draw(&self, luck: &mut Luck) -> (Door, Moment) {
        let shares: Vec<f64> = self.doors.iter().map(|(_, beat)| beat.weight).collect();
        loop {
            let door = luck.weighed(&shares);
            let day = self.days[luck.weighed(&self.weights[door])];
            let hour = luck.weighed(&self.doors[door].1.hour) as i64;
            let at = day.start().plus(hour * Moment::HOUR + luck.between(0, Moment::HOUR - 1));
            if at < self.end {
                return (self.doors[door].0, at);
            }
        }
    }

    /// How much more or less a category is spoken of in the month of a day.
    pub fn season(&self, category: &str, day: Day) -> f64 {
        self.rhythm.season.get(category).map_or(1.0, |s| s[month(day)])
    }
}

fn month(day: Day) -> usize {
    usize::try_from(day.0 / 100 % 100 - 1).unwrap_or(0).min(11)
}

/// The instant `minutes` of work after `from`; the next opening hour for 0.
pub fn at_work(calendar: &Calendar, from: Moment, minutes: f64) -> Moment {
    let mut left = (minutes * Moment::MINUTE as f64) as i64;
    let mut day = from.day();
    // Two months without a working hour would be another calendar.
    for _ in 0..60 {
        for span in calendar.spans_on(day) {
            let (opens, shuts) = (day.start().plus_minutes(span.from.into()), day.start().plus_minutes(span.to.into()));
            let begins = opens.max(from);
            let there = shuts.since(begins);
            if there > left {
                return begins.plus(left);
            }
            left -= there.max(0);
        }
        day = day.plus(1);
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }

    #[test]
    fn work_waits_for_the_morning_and_for_monday() {
        let calendar = Calendar::state_council();
        assert_eq!(at_work(&calendar, at("2026-03-09T20:00"), 0.0), at("2026-03-10T09:00"));
        assert_eq!(at_work(&calendar, at("2026-03-13T17:00"), 60.0), at("2026-03-16T09:30"));
        assert_eq!(at_work(&calendar, at("2026-03-09T11:30"), 45.0), at("2026-03-09T13:45"));
    }

    #[test]
    fn a_year_lies_before_its_end_and_summer_brings_water() {
        let rhythm = Rhythm::read().expect("rhythm.toml");
        let end = at("2026-11-27T14:00");
        let year = rhythm.year(end, 365);
        let mut luck = Luck::of_one(1, 1);
        let drawn: Vec<_> = (0..2_000).map(|_| year.draw(&mut luck)).collect();
        assert!(drawn.iter().all(|(_, at)| *at < end && end.since(*at) < 366 * Moment::DAY));
        assert!(year.season("roads-drain", Day::of(2026, 7, 1)) > 4.0 * year.season("roads-drain", Day::of(2026, 1, 1)));
        let by_day = drawn.iter().filter(|(_, at)| (8..18).contains(&at.civil().hour())).count();
        assert!(by_day > 1_000, "{by_day}");
    }
}
