//! What the monthly duty reads: months in which nothing was owed, and the meetings of a year.

use super::{STANDING, whole};
use crate::rules::{BodyId, BodyKind, MeetingState, Sitting};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, StreetId};
use std::collections::BTreeMap;

/// Excuses of a year: body, month, reason.
pub fn excuses(r: &mut Reader<'_>, street: StreetId, year: i32) -> Result<Vec<(BodyId, i32, String)>> {
    r.all(
        "select body_id, month, reason from duty_excuses where street_id = $1 and month between $2 and $3 order by month",
        args![street, year * 100 + 1, year * 100 + 12],
    )
}

pub fn insert_excuse(tx: &mut Tx<'_>, of: BodyId, month: i32, reason: &str, by: AccountId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into duty_excuses (street_id, body_id, month, reason, by_account, at) values ($1, $2, $3, $4, $5, $6)",
        args![street, of, month, reason, by, at],
    )?;
    Ok(())
}

/// A meeting as the duty sees it, but for where people came from.
impl FromRow for Sitting {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (meeting, body, kind, community, grid) = (r.next()?, r.next()?, db::code(r, BodyKind::from_code)?, r.next()?, r.next()?);
        let (covered, opened, from): (_, Option<Moment>, Moment) = (whole(r)?, r.next()?, r.next()?);
        Ok(Self {
            meeting, body, community, grid, covered,
            day: opened.unwrap_or(from).day(),
            state: db::code(r, MeetingState::from_code)?,
            quorate: r.next()?,
            open_to_grid: kind == BodyKind::Grid,
            came_from: BTreeMap::new(),
        })
    }
}

/// Meetings that begin in a span of time and were neither cancelled nor without quorum, in their order. Of a street's year
/// they are read whole for one figure: no more of them than it needs.
pub fn sittings_between(r: &mut Reader<'_>, street: StreetId, from: Moment, to: Moment) -> Result<Vec<Sitting>> {
    r.all(
        &format!(
            "select m.id, m.body_id, b.kind, m.community_id, m.grid_id, m.covered, m.opened_at, m.from_at, {STANDING}, m.quorate
             from meetings m join bodies b on b.street_id = m.street_id and b.id = m.body_id
             where m.street_id = $1 and m.from_at >= $2 and m.from_at < $3 and m.state not in ('cancelled', 'inquorate')
             order by m.from_at, m.id limit 5000"
        ),
        args![street, from, to],
    )
}
