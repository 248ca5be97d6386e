//! A seal declared void, and good again. Sealed minutes never change: what is said of their seal later is an addendum, sealed
//! into the same chain with its reason, and for as long as it stands the meeting counts as held and not as good.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Moment, Problem};

codes! {
    /// What an addendum says of the seal: that it is void, or good again. One that says nothing of it has no kind.
    SealSaying { Void "void", Good "good" }
}

pub const MOST_REASON: usize = 500;

/// The seal no longer stands: two signed what was not so, or the meeting was none.
pub fn void_seal(of: &Meeting, reason: &str) -> Result<(Meeting, String), Vec<Problem>> {
    if of.state != MeetingState::Sealed {
        return Err(vec![Problem::new("seal-not-standing")]);
    }
    let reason = said("reason", reason, MOST_REASON).map_err(|p| vec![p])?;
    Ok((Meeting { state: MeetingState::Voided, ..touched(of) }, reason))
}

/// It stands again as it was sealed, by another hand than declared it void.
pub fn restore_seal(of: &Meeting, voided_by: Option<AccountId>, by: AccountId, reason: &str) -> Result<(Meeting, String), Vec<Problem>> {
    if of.state != MeetingState::Voided {
        return Err(vec![Problem::new("seal-not-void")]);
    }
    if voided_by == Some(by) {
        return Err(vec![Problem::new("restored-by-another")]);
    }
    let reason = said("reason", reason, MOST_REASON).map_err(|p| vec![p])?;
    Ok((Meeting { state: MeetingState::Sealed, ..touched(of) }, reason))
}

/// The canonical form of what is said of a seal.
pub fn canonical_saying(meeting: MeetingId, saying: SealSaying, reason: &str, at: Moment, previous: &str) -> String {
    written(&serde_json::json!({
        "v": 1, "addendum_to": meeting.to_string(), "seal": saying.code(), "text": reason, "at": at.0, "previous": previous,
    }))
}

/// Whether a meeting's state fits what its chain says last of its seal.
pub fn state_fits(state: MeetingState, of_meeting: &[&Seal]) -> bool {
    let saying = |s: &&Seal| serde_json::from_str::<serde_json::Value>(&s.canonical).ok()?["seal"].as_str().and_then(SealSaying::from_code);
    match of_meeting.iter().rev().find_map(saying) {
        Some(SealSaying::Void) => state == MeetingState::Voided,
        Some(SealSaying::Good) | None => state == MeetingState::Sealed,
    }
}
