//! Requisitions and the names behind them.

use super::changed;
use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Day, PersonId, StreetId};

db::row!(Requisition { id, body, topic, made_at, lapses_at, reached_at, due_on, meeting, answered_at, urged_at });

const COLUMNS: &str = "id, body_id, topic, made_at, lapses_at, reached_at, due_on, meeting_id, answered_at, urged_at";

pub fn requisition(r: &mut Reader<'_>, street: StreetId, id: RequisitionId) -> Result<Option<Requisition>> {
    r.opt(&format!("select {COLUMNS} from requisitions where street_id = $1 and id = $2"), args![street, id])
}

/// Those of a body, the newest first.
pub fn requisitions_of(r: &mut Reader<'_>, street: StreetId, of: BodyId, limit: i64) -> Result<Vec<Requisition>> {
    r.all(
        &format!("select {COLUMNS} from requisitions where street_id = $1 and body_id = $2 order by made_at desc, id desc limit $3"),
        args![street, of, limit],
    )
}

/// Those with enough names and no meeting whose last day is before this one.
pub fn requisitions_owed(r: &mut Reader<'_>, street: StreetId, before: Day, limit: i64) -> Result<Vec<Requisition>> {
    r.all(
        &format!(
            "select {COLUMNS} from requisitions where street_id = $1 and due_on < $2 and reached_at is not null and meeting_id is null
             order by due_on, id limit $3"
        ),
        args![street, before, limit],
    )
}

pub fn insert_requisition(tx: &mut Tx<'_>, x: &Requisition) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into requisitions (street_id, id, body_id, topic, made_at, lapses_at) values ($1, $2, $3, $4, $5, $6)",
        args![street, x.id, x.body, x.topic.as_str(), x.made_at, x.lapses_at],
    )?;
    Ok(())
}

pub fn save_requisition(tx: &mut Tx<'_>, was: &Requisition, x: &Requisition) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update requisitions set reached_at = $3, due_on = $4, meeting_id = $5, answered_at = $6, urged_at = $7
         where street_id = $1 and id = $2 and (meeting_id is null or meeting_id = $8)",
        args![street, x.id, x.reached_at, x.due_on, x.meeting, x.answered_at, x.urged_at, was.meeting],
    )?)
}

/// A name behind it, the same person once; whether they belong to the place and hold a seat is kept as it was then.
pub fn insert_signature(tx: &mut Tx<'_>, of: RequisitionId, person: PersonId, who: Signing, (way, by): (Way, Option<AccountId>)) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into requisition_signatures (street_id, requisition_id, person_id, belongs, member, door, taken_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, of, person, who.belongs, who.member, way.code(), by, now],
    )?;
    Ok(())
}

pub fn behind_requisition(r: &mut Reader<'_>, street: StreetId, of: RequisitionId) -> Result<Behind> {
    let names = "select count(*) from requisition_signatures where street_id = $1 and requisition_id = $2";
    let residents = r.one(&format!("{names} and belongs = $3"), args![street, of, true])?;
    let members = r.one(&format!("{names} and member = $3"), args![street, of, true])?;
    Ok(Behind { residents, members })
}

pub fn has_signed(r: &mut Reader<'_>, street: StreetId, of: RequisitionId, person: PersonId) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from requisition_signatures where street_id = $1 and requisition_id = $2 and person_id = $3",
        args![street, of, person],
    )?;
    Ok(n > 0)
}

/// Everybody behind it.
pub fn signatories(r: &mut Reader<'_>, street: StreetId, of: RequisitionId) -> Result<Vec<PersonId>> {
    r.all("select person_id from requisition_signatures where street_id = $1 and requisition_id = $2 order by person_id", args![street, of])
}
