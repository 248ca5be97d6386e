//! When something may ring: the street's waking hours, and within them nobody's own quiet time.

use kernel::Moment;

/// A part of every day in minutes, the last excluded. From the later to the earlier it goes over midnight; from a minute to
/// itself it is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: i32,
    pub until: i32,
}

/// 08:00 to 20:30: outside of it nothing is sent that can wait.
pub const WAKING: Span = Span { from: 8 * 60, until: 20 * 60 + 30 };
/// When a day's messages go out together: 18:00.
pub const DIGEST_AT: i32 = 18 * 60;
/// Minutes of the waking hours that must stay open.
pub const LEAST_OPEN: usize = 60;

impl Span {
    pub fn holds(self, minute: i32) -> bool {
        if self.from <= self.until { (self.from..self.until).contains(&minute) } else { minute >= self.from || minute < self.until }
    }
    /// `21:00` and `08:00` as a form sends them: no span where both are empty or the same, `None` where they are no times.
    pub fn read(from: &str, until: &str) -> Option<Option<Self>> {
        match (from.trim(), until.trim()) {
            ("", "") => Some(None),
            (from, until) => {
                let span = Self { from: minute_of(from)?, until: minute_of(until)? };
                Some(Some(span).filter(|s| s.from != s.until))
            }
        }
    }
}

fn minute_of(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let (hour, minute): (i32, i32) = (digits(hour).then_some(hour)?.parse().ok()?, digits(minute).then_some(minute)?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// `21:05` for a minute of the day.
pub fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The first moment from `at` on that is neither outside the waking hours nor in the quiet time; `at` itself where it is open.
/// A quiet time that [`leaves_open`] too little is not obeyed for ever: after three days it goes in waking hours.
pub fn goes_at(at: Moment, quiet: Option<Span>) -> Moment {
    let mut t = at;
    for _ in 0..6 {
        let minute = minute(t);
        if !WAKING.holds(minute) {
            t = next(t, WAKING.from);
        } else if let Some(span) = quiet.filter(|q| q.holds(minute)) {
            t = next(t, span.until);
        } else {
            return t;
        }
    }
    if WAKING.holds(minute(t)) { t } else { next(t, WAKING.from) }
}

/// The next time a day's messages go out together.
pub fn digest_after(at: Moment) -> Moment {
    next(at, DIGEST_AT)
}

/// Whether enough of the waking hours stays open.
pub fn leaves_open(quiet: Option<Span>) -> bool {
    let open = |minute: &i32| !quiet.is_some_and(|q| q.holds(*minute));
    (WAKING.from..WAKING.until).filter(open).count() >= LEAST_OPEN
}

fn minute(at: Moment) -> i32 {
    let time = at.civil().time();
    i32::from(time.hour()) * 60 + i32::from(time.minute())
}

/// The next moment at which the clock shows this minute.
fn next(after: Moment, minute: i32) -> Moment {
    let today = after.day().start().plus_minutes(minute.into());
    if today > after { today } else { after.day().plus(1).start().plus_minutes(minute.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }
    fn span(from: &str, until: &str) -> Option<Span> {
        Span::read(from, until).expect("a span")
    }

    #[test]
    fn nobody_is_woken() {
        let goes = |text| goes_at(at(text), None);
        for open in ["2026-11-27T08:00", "2026-11-27T12:34", "2026-11-27T20:29"] {
            assert_eq!(goes(open), at(open));
        }
        assert_eq!(goes("2026-11-27T07:59"), at("2026-11-27T08:00"));
        assert_eq!(goes("2026-11-27T20:30"), at("2026-11-28T08:00"));
        assert_eq!(goes("2026-11-27T00:10"), at("2026-11-27T08:00"));
    }

    #[test]
    fn a_quiet_time_over_midnight_keeps_evening_and_morning() {
        let quiet = span("19:00", "09:30");
        assert_eq!(goes_at(at("2026-11-27T18:59"), quiet), at("2026-11-27T18:59"));
        assert_eq!(goes_at(at("2026-11-27T19:00"), quiet), at("2026-11-28T09:30"));
        assert_eq!(goes_at(at("2026-11-28T08:30"), quiet), at("2026-11-28T09:30"));
        assert_eq!(goes_at(at("2026-11-28T03:00"), quiet), at("2026-11-28T09:30"));
    }

    #[test]
    fn a_quiet_noon_is_kept_and_its_end_is_open() {
        let quiet = span("12:00", "14:00");
        assert_eq!(goes_at(at("2026-11-27T12:00"), quiet), at("2026-11-27T14:00"));
        assert_eq!(goes_at(at("2026-11-27T14:00"), quiet), at("2026-11-27T14:00"));
        // Its end lies outside the waking hours: the morning after.
        assert_eq!(goes_at(at("2026-11-27T15:00"), span("13:00", "22:00")), at("2026-11-28T08:00"));
    }

    #[test]
    fn a_time_that_leaves_nothing_open_is_known_and_ends_all_the_same() {
        assert!(!leaves_open(span("07:00", "20:00")) && leaves_open(span("07:00", "19:30")) && leaves_open(None));
        let late = goes_at(at("2026-11-27T12:00"), span("00:01", "00:00"));
        assert!(WAKING.holds(minute(late)) && late > at("2026-11-27T12:00"));
    }

    #[test]
    fn what_a_form_sends_is_read_or_refused() {
        assert_eq!(span("21:00", "08:05"), Some(Span { from: 1260, until: 485 }));
        assert_eq!((span("", ""), span("08:00", "08:00")), (None, None));
        for (from, until) in [("21:00", ""), ("24:00", "08:00"), ("9:00", "10:00"), ("ab:cd", "10:00"), ("+1:00", "10:00")] {
            assert!(Span::read(from, until).is_none(), "{from} {until}");
        }
        assert_eq!(clock(485), "08:05");
    }

    #[test]
    fn a_days_messages_go_at_six() {
        assert_eq!(digest_after(at("2026-11-27T17:59")), at("2026-11-27T18:00"));
        assert_eq!(digest_after(at("2026-11-27T18:00")), at("2026-11-28T18:00"));
    }
}
