//! What bodies plan for a year, with what they planned before.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::StreetId;

db::row!(MeetingPlan { id, body, year, meetings, reason, by, at });

/// Every plan of a year, the oldest first.
pub fn plans_of_year(r: &mut Reader<'_>, street: StreetId, year: i32) -> Result<Vec<MeetingPlan>> {
    r.all(
        "select id, body_id, year, meetings, reason, by_account, at from meeting_plans where street_id = $1 and year = $2 order by at, id",
        args![street, year],
    )
}

pub fn plans_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<MeetingPlan>> {
    r.all(
        "select id, body_id, year, meetings, reason, by_account, at from meeting_plans where street_id = $1 and body_id = $2 order by at, id",
        args![street, of],
    )
}

pub fn insert_plan(tx: &mut Tx<'_>, p: &MeetingPlan) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_plans (street_id, id, body_id, year, meetings, reason, by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, p.id, p.body, p.year, p.meetings, p.reason.as_str(), p.by, p.at],
    )?;
    Ok(())
}
