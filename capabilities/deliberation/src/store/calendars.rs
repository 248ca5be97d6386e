//! What feeds read: meetings with their notices, whose they are, and the links of people's own calendars.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Day, Moment, StreetId};

/// Meetings of a span of time with a notice: how many went out, and when the last did.
pub fn notices_between(r: &mut Reader<'_>, street: StreetId, from: Moment, to: Moment) -> Result<Vec<(MeetingId, i64, Moment)>> {
    r.all(
        "select n.meeting_id, count(*), max(n.issued_at) from meeting_notices n
         join meetings m on m.street_id = n.street_id and m.id = n.meeting_id
         where n.street_id = $1 and m.from_at >= $2 and m.from_at < $3
         group by n.meeting_id",
        args![street, from, to],
    )
}

/// Bodies in which an account holds a seat or an office on a day.
pub fn bodies_of(r: &mut Reader<'_>, street: StreetId, account: AccountId, day: Day) -> Result<Vec<BodyId>> {
    r.all(
        "select body_id from body_memberships
         where street_id = $1 and account_id = $2 and from_day <= $3 and to_day > $3 and (ended_on is null or ended_on > $3)
         union
         select body_id from body_offices
         where street_id = $1 and account_id = $2 and from_day <= $3 and (until_day is null or until_day > $3)",
        args![street, account, day],
    )
}

pub fn calendar_link(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Option<Moment>> {
    r.opt("select made_at from calendar_links where street_id = $1 and account_id = $2", args![street, account])
}

pub fn calendar_of(r: &mut Reader<'_>, street: StreetId, token_hash: Vec<u8>) -> Result<Option<AccountId>> {
    r.opt("select account_id from calendar_links where street_id = $1 and token_hash = $2", args![street, token_hash])
}

/// A new link; the one before is nobody's any more.
pub fn put_calendar_link(tx: &mut Tx<'_>, account: AccountId, token_hash: Vec<u8>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into calendar_links (street_id, account_id, token_hash, made_at) values ($1, $2, $3, $4)
         on conflict (street_id, account_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at",
        args![street, account, token_hash, now],
    )?;
    Ok(())
}
