//! Memberships: seats held for terms.

use super::{changed, code};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Day, StreetId};

const MEMBERSHIP: &str = "id, body_id, person_id, account_id, category, seat, profession, organisation, taken_how, from_day, to_day,
  ended_on, ended_why, shown_name, interests, made_at";

impl FromRow for Membership {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            body: r.next()?,
            person: r.next()?,
            account: r.next()?,
            category: r.next()?,
            seat: r.next()?,
            profession: r.next()?,
            organisation: r.next()?,
            taken_how: code(r, FilledBy::from_code)?,
            from: r.next()?,
            to: r.next()?,
            ended_on: r.next()?,
            ended_why: r.next()?,
            shown_name: r.next()?,
            interests: r.next()?,
            made_at: r.next()?,
        })
    }
}

/// Every term of a body's seats, past ones too.
pub fn memberships_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<Membership>> {
    r.all(
        &format!("select {MEMBERSHIP} from body_memberships where street_id = $1 and body_id = $2 order by category, seat, from_day"),
        args![street, of],
    )
}

pub fn membership(r: &mut Reader<'_>, street: StreetId, id: MembershipId) -> Result<Option<Membership>> {
    r.opt(&format!("select {MEMBERSHIP} from body_memberships where street_id = $1 and id = $2"), args![street, id])
}

/// How many seats of each body have a holder on a day.
pub fn filled_on(r: &mut Reader<'_>, street: StreetId, day: Day) -> Result<Vec<(BodyId, i64)>> {
    r.all(
        "select body_id, count(*) from body_memberships
         where street_id = $1 and from_day <= $2 and to_day > $2 and (ended_on is null or ended_on > $2)
         group by body_id",
        args![street, day],
    )
}

pub fn insert_membership(tx: &mut Tx<'_>, m: &Membership) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into body_memberships (street_id, id, body_id, person_id, account_id, category, seat, profession, organisation,
           taken_how, from_day, to_day, shown_name, interests, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            street, m.id, m.body, m.person, m.account, &m.category, m.seat, &m.profession, &m.organisation, m.taken_how.code(),
            m.from, m.to, &m.shown_name, &m.interests, m.made_at
        ],
    )?;
    Ok(())
}

pub fn end_membership(tx: &mut Tx<'_>, m: &Membership) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update body_memberships set ended_on = $3, ended_why = $4 where street_id = $1 and id = $2 and ended_on is null",
        args![street, m.id, m.ended_on, m.ended_why.clone()],
    )?)
}
