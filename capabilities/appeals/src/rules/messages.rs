//! When a speaker may be told by SMS.

use crate::rules::Urgency;
use kernel::Moment;

/// What is older than this is no news: the receipt still shows it.
pub const NEWS: i64 = 3 * Moment::DAY;

/// These tell their speakers at any hour.
pub const ANY_HOUR: [Urgency; 2] = [Urgency::Life, Urgency::Utility];

/// 08:00 to 20:30, every day.
pub fn is_waking_hour(now: Moment) -> bool {
    let time = now.civil().time();
    let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
    (8 * 60..20 * 60 + 30).contains(&minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_woken() {
        let at = |text| is_waking_hour(Moment::parse(text).expect("a time"));
        assert!(at("2026-11-27T08:00") && at("2026-11-27T20:29"));
        assert!(!at("2026-11-27T07:59") && !at("2026-11-27T20:30") && !at("2026-11-27T03:00"));
    }
}
