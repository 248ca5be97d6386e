//! When a sending goes, waits, or is given up.

use crate::rules::{Means, Span, Urgent, goes_at};
use kernel::Moment;

/// What is older than this is no news: the inbox still has it.
pub const NEWS: i64 = 3 * Moment::DAY;
/// How long after a failure it is tried again, in minutes; after the last it has failed.
pub const AGAIN: [i64; 5] = [1, 5, 30, 120, 360];
/// How long the outcome of a sending is waited for. After that whoever sent it is taken for dead.
pub const LEASE: i64 = 10 * Moment::MINUTE;

/// What is known of a sending when its time has come.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub means: Means,
    pub at: Moment,
    pub urgent: Option<Urgent>,
    /// The means by which such a message would go now.
    pub now_by: Means,
    pub quiet: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Goes,
    Waits(Moment),
    /// Given up, with the reason.
    Dropped(&'static str),
}

/// What becomes of it: a choice that changed since is obeyed, old news is not sent, and only what is urgent goes at any hour.
pub fn judge(due: &Due, now: Moment) -> Verdict {
    if due.means != due.now_by {
        return Verdict::Dropped("chosen-otherwise");
    }
    if due.at <= now.plus(-NEWS) {
        return Verdict::Dropped("old");
    }
    let open = goes_at(now, due.quiet);
    if open > now && due.urgent.is_none() { Verdict::Waits(open) } else { Verdict::Goes }
}

/// When a failed sending is tried again; `None` when it has failed for good.
pub fn again(tries: i32, now: Moment) -> Option<Moment> {
    let wait = usize::try_from(tries - 1).ok().and_then(|n| AGAIN.get(n))?;
    Some(now.plus_minutes(*wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }
    fn due(urgent: Option<Urgent>) -> Due {
        Due { means: Means::Sms, at: at("2026-11-26T22:00"), urgent, now_by: Means::Sms, quiet: None }
    }

    #[test]
    fn by_night_only_danger_goes() {
        let night = at("2026-11-26T22:30");
        assert_eq!(judge(&due(None), night), Verdict::Waits(at("2026-11-27T08:00")));
        assert_eq!(judge(&due(Some(Urgent::Life)), night), Verdict::Goes);
        let quiet = Due { quiet: Span::read("19:00", "09:00").expect("a span"), ..due(Some(Urgent::Utility)) };
        assert_eq!(judge(&quiet, night), Verdict::Goes);
    }

    #[test]
    fn another_choice_and_old_news_are_not_sent() {
        let other = Due { now_by: Means::App, ..due(None) };
        assert_eq!(judge(&other, at("2026-11-27T10:00")), Verdict::Dropped("chosen-otherwise"));
        assert_eq!(judge(&due(None), at("2026-11-29T22:00")), Verdict::Dropped("old"));
        assert_eq!(judge(&due(None), at("2026-11-29T20:00")), Verdict::Goes);
    }

    #[test]
    fn it_is_tried_for_a_working_day_and_then_given_up() {
        assert_eq!(again(1, Moment(0)), Some(Moment(0).plus_minutes(1)));
        assert_eq!(again(5, Moment(0)), Some(Moment(0).plus_minutes(360)));
        assert_eq!(again(6, Moment(0)), None);
    }
}
