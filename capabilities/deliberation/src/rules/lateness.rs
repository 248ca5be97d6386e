//! Steps of matters that are late: nothing passes by itself, whoever keeps the matter is urged, and again.

use super::{BodyId, MatterId};
use kernel::{AccountId, Moment};

/// An open step whose last day has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateStep {
    pub matter: MatterId,
    pub code: String,
    pub question: String,
    pub body: BodyId,
    pub owner: AccountId,
    /// Which stay of the matter's walk.
    pub no: i32,
    pub due: Moment,
}

/// Urged when the step is late, and again every so many days.
const URGED_EVERY_DAYS: i64 = 7;

impl LateStep {
    /// Whole days since the last one, at least one.
    pub fn days_late(&self, now: Moment) -> i64 {
        now.day().since(self.due.day()).max(1)
    }
    /// Which urging is due by now, from 1.
    pub fn urging(&self, now: Moment) -> i64 {
        1 + (now.since(self.due) / Moment::DAY) / URGED_EVERY_DAYS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urged_at_once_and_every_week() {
        let due = Moment::parse("2026-11-10T18:00").expect("a time");
        let late = LateStep { matter: MatterId::named("m"), code: "M1".into(), question: "停车".into(), body: BodyId::named("b"), owner: AccountId::named("o"), no: 1, due };
        let urging = |days: i64| late.urging(due.plus_days(days));
        assert_eq!([0, 6, 7, 13, 14].map(urging), [1, 1, 2, 2, 3]);
        assert_eq!(late.days_late(due.plus_minutes(1)), 1);
    }
}
