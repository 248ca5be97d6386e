//! How long a roll and its votes are kept: two years after the count. What everybody may check stays for good.

use super::*;
use kernel::{Event, Moment, Subject};
use serde::Serialize;
use std::collections::BTreeMap;

/// Days after the count, or after the close of a ballot that was never counted.
pub const ROLL_KEPT_DAYS: i64 = 730;

/// Over, and long enough.
pub fn may_be_forgotten(of: &Ballot, now: Moment) -> bool {
    let over = matches!(of.state, BallotState::Sealed | BallotState::Void);
    over && of.forgotten_at.is_none() && of.counted_at.unwrap_or(of.closes).plus_days(ROLL_KEPT_DAYS) <= now
}

/// Without its roll and votes: how many came by which door is all that is left of them.
pub fn forget_roll(of: &Ballot, doors: BTreeMap<Way, i64>, lines: usize, now: Moment) -> (Ballot, RollForgotten) {
    let event = RollForgotten { ballot: of.id, lines };
    (Ballot { forgotten_at: Some(now), kept_doors: Some(doors), rev: of.rev + 1, ..of.clone() }, event)
}

super::events::events! {
    RollForgotten "deliberation.roll_forgotten" "ballot" ballot: BallotId, lines: usize;
}
