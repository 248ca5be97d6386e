//! The only SQL of deliberation.
mod absences;
mod afterwards;
mod attendances;
mod backings;
mod ballots;
mod bodies;
mod calendars;
mod draws;
mod duties;
mod lateness;
mod easing;
mod elections;
mod further_votes;
mod headcounts;
mod matters;
mod meetings;
mod mergers;
mod merging;
mod member_cards;
mod minutes;
mod moderation;
mod pauses;
mod representativeness;
mod requisitions;
mod plans;
mod proposals;
mod recounts;
mod retention;
mod room_votes;
mod rosters;
mod step_clocks;
mod substitutes;
mod surveys;
mod tasks;
mod texts;
mod turnouts;
mod unions;
mod supports;

pub use absences::*;
pub use afterwards::*;
pub use attendances::*;
pub use backings::*;
pub use ballots::*;
pub use bodies::*;
pub use calendars::*;
pub use draws::*;
pub use duties::*;
pub use lateness::*;
pub use easing::*;
pub use elections::*;
pub use further_votes::*;
pub use headcounts::*;
pub use matters::*;
pub use meetings::*;
pub use mergers::*;
pub use merging::*;
pub use member_cards::*;
pub use minutes::*;
pub use moderation::*;
pub use pauses::*;
pub use representativeness::*;
pub use requisitions::*;
pub use plans::*;
pub use proposals::*;
pub use recounts::*;
pub use retention::*;
pub use room_votes::*;
pub use rosters::*;
pub use step_clocks::*;
pub use substitutes::*;
pub use surveys::*;
pub use tasks::*;
pub use texts::*;
pub use turnouts::*;
pub use unions::*;
pub use supports::*;

use crate::rules::*;
use db::{Fault, Result, Row, Tx, args, code, code_opt};
use kernel::Day;
use serde::{Serialize, de::DeserializeOwned};

db::stored_id!(BallotId, BodyId, DrawId, MembershipId, MeetingId, AttendanceId, MatterId, ModerationId, ProposalId, RequisitionId);

/// A value that is kept whole in one column.
fn whole<T: DeserializeOwned>(row: &mut Row) -> Result<T> {
    Ok(serde_json::from_str(&row.next::<String>()?)?)
}

fn text(value: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// One changed row, or somebody else was faster.
fn changed(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Fault::Busy) }
}

/// The next number of a kind in the year of a day, from 1.
pub fn next_number(tx: &mut Tx<'_>, kind: char, day: Day) -> Result<i64> {
    let (street, year) = (tx.street(), day.0 / 10_000);
    let last: Option<i64> = tx.opt(
        "select last from deliberation_numbers where street_id = $1 and kind = $2 and year = $3",
        args![street, kind.to_string(), year],
    )?;
    let next = last.unwrap_or(0) + 1;
    if last.is_none() {
        tx.exec(
            "insert into deliberation_numbers (street_id, kind, year, last) values ($1, $2, $3, $4)",
            args![street, kind.to_string(), year, next],
        )?;
    } else {
        changed(tx.exec(
            "update deliberation_numbers set last = $4 where street_id = $1 and kind = $2 and year = $3 and last = $5",
            args![street, kind.to_string(), year, next, next - 1],
        )?)?;
    }
    Ok(next)
}
