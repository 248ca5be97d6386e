//! Authors who pause.

use super::texts::target;
use super::{changed, code};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, Sealed, StreetId, uuid::Uuid};

const PAUSE: &str = "id, kind, text_id, matter_id, person_id, account_id, ground, reason, by_account, by_role, at, until_at, objected_at, decide_by, decided_at,
  decided_by, upheld, answer, lifted_at, lifted_by, lifted_why";

impl FromRow for Pause {
    fn from_row(r: &mut Row) -> Result<Self> {
        let id = r.next()?;
        let of = target(r)?;
        let (person, account) = (r.next()?, r.next()?);
        let ground = code(r, Wrong::from_code)?;
        let (reason, by, by_role, at, until, objected_at, decide_by) = (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        let (decided_at, decided_by) = (r.next::<Option<Moment>>()?, r.next::<Option<AccountId>>()?);
        let (upheld, answer) = (r.next::<Option<bool>>()?, r.next::<Option<String>>()?);
        let decided = decided_at.zip(decided_by).zip(upheld.zip(answer)).map(|((at, by), (upheld, reason))| Decision { at, by, upheld, reason });
        let lifted = (r.next::<Option<Moment>>()?, r.next::<Option<AccountId>>()?, r.next::<Option<String>>()?);
        let lifted = lifted.0.zip(lifted.1).zip(lifted.2).map(|((at, by), why)| (at, by, why));
        Ok(Self { id, of, person, account, ground, reason, by, by_role, at, until, objected_at, decide_by, decided, lifted })
    }
}

pub fn pause_by_id(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Pause>> {
    r.opt(&format!("select {PAUSE} from author_pauses where street_id = $1 and id = $2"), args![street, id])
}

/// Pauses of a person whose days are not over, undone ones too.
pub fn pauses_of(r: &mut Reader<'_>, street: StreetId, person: PersonId, now: Moment) -> Result<Vec<Pause>> {
    r.all(&format!("select {PAUSE} from author_pauses where street_id = $1 and person_id = $2 and until_at > $3 order by id"), args![street, person, now])
}

/// The log since a moment, the newest first.
pub fn pauses_since(r: &mut Reader<'_>, street: StreetId, since: Moment, limit: i64) -> Result<Vec<Pause>> {
    r.all(&format!("select {PAUSE} from author_pauses where street_id = $1 and at >= $2 order by id desc limit $3"), args![street, since, limit])
}

/// Who the first author of a proposal is.
pub fn author_person(r: &mut Reader<'_>, street: StreetId, of: ProposalId, account: AccountId) -> Result<Option<PersonId>> {
    let found: Option<Option<PersonId>> =
        r.opt("select person_id from proposal_authors where street_id = $1 and proposal_id = $2 and account_id = $3", args![street, of, account])?;
    Ok(found.flatten())
}

pub fn insert_pause(tx: &mut Tx<'_>, p: &Pause) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into author_pauses (street_id, id, kind, text_id, proposal_id, matter_id, person_id, account_id, ground, reason, by_account, by_role, at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![street, p.id, p.of.kind(), p.of.id(), p.of.proposal(), p.of.matter(), p.person, p.account, p.ground.code(), &p.reason, p.by, &p.by_role, p.at, p.until],
    )?;
    Ok(())
}

pub fn save_pause_objection(tx: &mut Tx<'_>, p: &Pause, text: &Sealed) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update author_pauses set objected_at = $3, objection = $4, decide_by = $5 where street_id = $1 and id = $2 and objected_at is null",
        args![street, p.id, p.objected_at, text, p.decide_by],
    )?)
}

pub fn pause_objection(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Sealed>> {
    let found: Option<Option<Sealed>> = r.opt("select objection from author_pauses where street_id = $1 and id = $2", args![street, id])?;
    Ok(found.flatten())
}

pub fn save_pause_decision(tx: &mut Tx<'_>, p: &Pause, d: &Decision) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update author_pauses set decided_at = $3, decided_by = $4, upheld = $5, answer = $6 where street_id = $1 and id = $2 and decided_at is null",
        args![street, p.id, d.at, d.by, d.upheld, &d.reason],
    )?)
}

pub fn save_lifting(tx: &mut Tx<'_>, p: &Pause, (at, by, why): &(Moment, AccountId, String)) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update author_pauses set lifted_at = $3, lifted_by = $4, lifted_why = $5 where street_id = $1 and id = $2 and lifted_at is null",
        args![street, p.id, *at, *by, why],
    )?)
}
