//! Wrong receipt codes: ten in ten minutes from one address, then an hour's rest.

use kernel::Moment;

/// Wrong codes from one address since the window began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    pub since: Moment,
    pub wrong: i32,
    pub locked_until: Option<Moment>,
}

const MOST_WRONG: i32 = 10;
const WINDOW: i64 = 10 * Moment::MINUTE;

/// Until when no code is looked at; none if one may be tried.
pub fn locked(tries: Option<Tries>, now: Moment) -> Option<Moment> {
    tries.and_then(|t| t.locked_until).filter(|until| *until > now)
}

/// One more wrong code.
pub fn after_wrong(tries: Option<Tries>, now: Moment) -> Tries {
    let running = tries.filter(|t| t.locked_until.is_none() && now.since(t.since) < WINDOW);
    let fresh = Tries { since: now, wrong: 0, locked_until: None };
    let t = running.unwrap_or(fresh);
    let wrong = t.wrong + 1;
    Tries { wrong, locked_until: (wrong >= MOST_WRONG).then(|| now.plus_minutes(60)), ..t }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_wrong_ones_rest_for_an_hour_and_slow_ones_never_do() {
        let start = Moment::parse("2026-11-23T09:00").expect("a moment");
        let mut tries = None;
        for n in 0..10 {
            assert_eq!(locked(tries, start), None, "{n}");
            tries = Some(after_wrong(tries, start));
        }
        assert_eq!(locked(tries, start), Some(start.plus_minutes(60)));
        assert_eq!(locked(tries, start.plus_minutes(61)), None);
        assert_eq!(after_wrong(tries, start.plus_minutes(61)).wrong, 1);
        let mut slow = None;
        for n in 0..40 {
            slow = Some(after_wrong(slow, start.plus_minutes(n * 5)));
            assert_eq!(locked(slow, start.plus_minutes(n * 5)), None);
        }
    }
}
