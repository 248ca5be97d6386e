//! Minutes, confirmations, amendments, addenda, the chain of seals and the name cards.

use super::{changed, code_opt, text, whole};
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

impl FromRow for Minutes {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (meeting, items) = (r.next()?, whole(r)?);
        Ok(Self {
            meeting,
            items,
            written_by: r.next()?,
            drafted_at: r.next()?,
            circulated_at: r.next()?,
            amend_until: r.next()?,
            chair: r.next()?,
            taker: r.next()?,
            sealed_at: r.next()?,
            rev: r.next()?,
        })
    }
}

impl FromRow for Amendment {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            meeting: r.next()?,
            account: r.next()?,
            shown_name: r.next()?,
            no: r.next()?,
            text: r.next()?,
            at: r.next()?,
            verdict: code_opt(r, AmendmentVerdict::from_code)?,
            reason: r.next()?,
        })
    }
}

db::row!(Seal { body, no, meeting, addendum, canonical, hash, previous, at });
db::row!(NameCard { meeting, token, person, salt, shown_name });

pub fn minutes_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Option<Minutes>> {
    r.opt(
        "select meeting_id, items, written_by, drafted_at, circulated_at, amend_until, chair, taker, sealed_at, rev
         from meeting_minutes where street_id = $1 and meeting_id = $2",
        args![street, of],
    )
}

pub fn insert_minutes(tx: &mut Tx<'_>, m: &Minutes) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_minutes (street_id, meeting_id, items, written_by, drafted_at, rev) values ($1, $2, $3, $4, $5, $6)",
        args![street, m.meeting, text(&m.items)?, m.written_by, m.drafted_at, m.rev],
    )?;
    Ok(())
}

/// The minutes as they now stand, if nobody changed them meanwhile. Sealed ones are never written again.
pub fn save_minutes(tx: &mut Tx<'_>, was: &Minutes, m: &Minutes) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update meeting_minutes set items = $3, circulated_at = $4, amend_until = $5, chair = $6, taker = $7, sealed_at = $8, rev = $9
         where street_id = $1 and meeting_id = $2 and rev = $10 and sealed_at is null",
        args![
            street, m.meeting, text(&m.items)?, m.circulated_at, m.amend_until, m.chair, m.taker, m.sealed_at, m.rev, was.rev
        ],
    )?)
}

/// Accounts that said "so it was".
pub fn confirmations_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<AccountId>> {
    r.all("select account_id from meeting_confirmations where street_id = $1 and meeting_id = $2 order by account_id", args![street, of])
}

pub fn insert_confirmation(tx: &mut Tx<'_>, of: MeetingId, by: AccountId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_confirmations (street_id, meeting_id, account_id, at) values ($1, $2, $3, $4)",
        args![street, of, by, at],
    )?;
    Ok(())
}

pub fn amendments_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<Amendment>> {
    r.all(
        "select id, meeting_id, account_id, shown_name, no, text, at, verdict, reason
         from meeting_amendments where street_id = $1 and meeting_id = $2 order by id",
        args![street, of],
    )
}

pub fn insert_amendment(tx: &mut Tx<'_>, a: &Amendment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_amendments (street_id, id, meeting_id, account_id, shown_name, no, text, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, a.id, a.meeting, a.account, &a.shown_name, a.no, &a.text, a.at],
    )?;
    Ok(())
}

pub fn judge_amendment(tx: &mut Tx<'_>, a: &Amendment) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update meeting_amendments set verdict = $3, reason = $4 where street_id = $1 and id = $2 and verdict is null",
        args![street, a.id, a.verdict.map(AmendmentVerdict::code), a.reason.clone()],
    )?)
}

/// Later notes to sealed minutes: text, moment, and what they say of the seal.
pub fn addenda_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<(String, Moment, Option<String>)>> {
    r.all("select text, at, kind from meeting_addenda where street_id = $1 and meeting_id = $2 order by id", args![street, of])
}

/// A later note; `saying` where it says something of the seal itself.
pub fn insert_addendum(tx: &mut Tx<'_>, id: Uuid, of: MeetingId, said: &str, saying: Option<SealSaying>, (at, by): (Moment, AccountId)) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_addenda (street_id, id, meeting_id, text, at, by_account, kind) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, id, of, said, at, by, saying.map(SealSaying::code)],
    )?;
    Ok(())
}

/// What was said of the seal last, and by whom.
pub fn last_saying(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Option<(String, AccountId)>> {
    r.opt(
        "select kind, by_account from meeting_addenda
         where street_id = $1 and meeting_id = $2 and kind is not null
         order by id desc limit 1",
        args![street, of],
    )
}

/// The chain of a body, from its first seal on.
pub fn chain_of(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<Vec<Seal>> {
    r.all(
        "select body_id, no, meeting_id, addendum_id, canonical, hash, previous, at from meeting_seals
         where street_id = $1 and body_id = $2 order by no",
        args![street, body],
    )
}

/// The last link of a body's chain: its number and hash.
pub fn last_seal(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<Option<(i32, String)>> {
    r.opt("select no, hash from meeting_seals where street_id = $1 and body_id = $2 order by no desc limit 1", args![street, body])
}

pub fn seal_of(r: &mut Reader<'_>, street: StreetId, meeting: MeetingId) -> Result<Option<Seal>> {
    r.opt(
        "select body_id, no, meeting_id, addendum_id, canonical, hash, previous, at from meeting_seals
         where street_id = $1 and meeting_id = $2 and addendum_id is null",
        args![street, meeting],
    )
}

pub fn insert_seal(tx: &mut Tx<'_>, s: &Seal) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_seals (street_id, body_id, no, meeting_id, addendum_id, canonical, hash, previous, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, s.body, s.no, s.meeting, s.addendum, &s.canonical, &s.hash, &s.previous, s.at],
    )?;
    Ok(())
}

pub fn name_cards_of(r: &mut Reader<'_>, street: StreetId, of: MeetingId) -> Result<Vec<NameCard>> {
    r.all(
        "select meeting_id, token, person_id, salt, shown_name from meeting_name_cards where street_id = $1 and meeting_id = $2 order by token",
        args![street, of],
    )
}

pub fn insert_name_card(tx: &mut Tx<'_>, c: &NameCard) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into meeting_name_cards (street_id, meeting_id, token, person_id, salt, shown_name) values ($1, $2, $3, $4, $5, $6)",
        args![street, c.meeting, &c.token, c.person, c.salt.clone(), c.shown_name.clone()],
    )?;
    Ok(())
}

/// Name and salt go; the token and its hash in the seal stay.
pub fn forget_name(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    let street = tx.street();
    tx.exec(
        "update meeting_name_cards set salt = null, shown_name = null
         where street_id = $1 and person_id in (
           select person_id from meeting_attendances where street_id = $1 and account_id = $2 and person_id is not null)",
        args![street, account],
    )
}
