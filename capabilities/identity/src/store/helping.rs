//! Acting for a resident, bound to the session it was begun in.

use crate::helping::{Deed, Helping};
use crate::rules::{HelpEnd, HelpWay};
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, Tx, args, code};
use kernel::{AccountId, Moment, PersonId, StreetId, uuid::Uuid};

impl FromRow for Helping {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            helper: r.next()?,
            person: r.next()?,
            account: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            way: code(r, HelpWay::from_code)?,
            began_at: r.next()?,
            until: r.next()?,
            ended_at: r.next()?,
            masked_name: r.next()?,
        })
    }
}
db::row!(Deed { verb, path, at });

const COLUMNS: &str = "h.id, h.helper_id, h.person_id, h.account_id, h.community_id, h.grid_id, h.building_id, h.way, h.began_at, h.until_at,
  h.ended_at, p.masked_name";

/// What runs in a session now: not ended, not over, and the session itself in force for the one who began it.
pub fn helping_in(r: &mut Reader<'_>, street: StreetId, hash: &[u8], helper: AccountId, now: Moment) -> Result<Option<Helping>> {
    r.opt(
        &format!(
            "select {COLUMNS}
             from helping_sessions h
             join sessions s on s.street_id = h.street_id and s.token_hash = h.token_hash
             join people p on p.street_id = h.street_id and p.id = h.person_id
             where h.street_id = $1 and h.token_hash = $2 and h.helper_id = $3 and s.account_id = $3
               and h.ended_at is null and h.until_at > $4 and s.revoked_at is null and s.idle_until > $4 and s.absolute_until > $4"
        ),
        args![street, hash, helper, now],
    )
}

/// The same by its id, wherever it was begun.
pub fn helping_now(r: &mut Reader<'_>, street: StreetId, id: Uuid, helper: AccountId, now: Moment) -> Result<Option<Helping>> {
    let hash: Option<Vec<u8>> = r.opt("select token_hash from helping_sessions where street_id = $1 and id = $2", args![street, id])?;
    let Some(hash) = hash else { return Ok(None) };
    Ok(helping_in(r, street, &hash, helper, now)?.filter(|h| h.id == id))
}

/// One that the reader began, over or not.
pub fn helping(r: &mut Reader<'_>, street: StreetId, id: Uuid, helper: AccountId) -> Result<Option<Helping>> {
    r.opt(
        &format!(
            "select {COLUMNS}
             from helping_sessions h join people p on p.street_id = h.street_id and p.id = h.person_id
             where h.street_id = $1 and h.id = $2 and h.helper_id = $3"
        ),
        args![street, id, helper],
    )
}

/// Those the reader began since a moment, newest first.
pub fn helpings_since(r: &mut Reader<'_>, street: StreetId, helper: AccountId, since: Moment, most: i64) -> Result<Vec<Helping>> {
    r.all(
        &format!(
            "select {COLUMNS}
             from helping_sessions h join people p on p.street_id = h.street_id and p.id = h.person_id
             where h.street_id = $1 and h.helper_id = $2 and h.began_at >= $3
             order by h.id desc
             limit $4"
        ),
        args![street, helper, since, most],
    )
}

pub fn begin_helping(tx: &mut Tx<'_>, hash: &[u8], h: &Helping) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into helping_sessions (street_id, id, token_hash, helper_id, person_id, account_id, community_id, grid_id, building_id, way,
           began_at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![street, h.id, hash, h.helper, h.person, h.account, h.place.community, h.place.grid, h.place.building, h.way.code(), h.began_at, h.until],
    )?;
    Ok(())
}

/// Ends what was begun in a session; the ids that were open and not yet over.
pub fn end_helping(tx: &mut Tx<'_>, hash: &[u8], how: HelpEnd) -> Result<Vec<Uuid>> {
    let (street, now) = (tx.street(), tx.now());
    let open: Vec<(Uuid, Moment)> =
        tx.all("select id, until_at from helping_sessions where street_id = $1 and token_hash = $2 and ended_at is null", args![street, hash])?;
    close(tx, open, (how, now))
}

/// Ends all that an account began, in whichever session.
pub fn end_helping_of(tx: &mut Tx<'_>, helper: AccountId, how: HelpEnd) -> Result<Vec<Uuid>> {
    let (street, now) = (tx.street(), tx.now());
    let open: Vec<(Uuid, Moment)> =
        tx.all("select id, until_at from helping_sessions where street_id = $1 and helper_id = $2 and ended_at is null", args![street, helper])?;
    close(tx, open, (how, now))
}

/// What was over by itself ended then, and not by what closes it now.
fn close(tx: &mut Tx<'_>, open: Vec<(Uuid, Moment)>, (how, now): (HelpEnd, Moment)) -> Result<Vec<Uuid>> {
    let street = tx.street();
    let mut ended = vec![];
    for (id, until) in open {
        let (at, how) = if until <= now { (until, HelpEnd::Time) } else { (now, how) };
        tx.exec(
            "update helping_sessions set ended_at = $3, ended_how = $4 where street_id = $1 and id = $2",
            args![street, id, at, how.code()],
        )?;
        if until > now {
            ended.push(id);
        }
    }
    Ok(ended)
}

pub fn deeds(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Vec<Deed>> {
    r.all("select verb, path, at from helping_acts where street_id = $1 and helping_id = $2 order by no", args![street, id])
}

/// Whoever is being helped is known under another row now.
pub fn move_helping(tx: &mut Tx<'_>, from: PersonId, (person, account): (PersonId, AccountId)) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update helping_sessions set person_id = $3, account_id = $4 where street_id = $1 and person_id = $2",
        args![street, from, person, account],
    )?;
    Ok(())
}

/// One more, and its number.
pub fn add_deed(tx: &mut Tx<'_>, id: Uuid, verb: &str, path: &str) -> Result<i64> {
    let (street, now) = (tx.street(), tx.now());
    let had: i64 = tx.one("select count(*) from helping_acts where street_id = $1 and helping_id = $2", args![street, id])?;
    tx.exec(
        "insert into helping_acts (street_id, helping_id, no, verb, path, at) values ($1, $2, $3, $4, $5, $6)",
        args![street, id, had + 1, verb, path, now],
    )?;
    Ok(had + 1)
}

/// Until when a session lasts at the longest.
pub fn session_end(r: &mut Reader<'_>, street: StreetId, hash: &[u8]) -> Result<Option<Moment>> {
    r.opt("select absolute_until from sessions where street_id = $1 and token_hash = $2 and revoked_at is null", args![street, hash])
}

/// Minutes that the street has set, if it has.
pub fn helping_minutes(r: &mut Reader<'_>, street: StreetId) -> Result<Option<i64>> {
    let kept: Option<String> = r.opt("select value from settings where street_id = $1 and key = 'helping.minutes'", args![street])?;
    Ok(kept.and_then(|v| v.trim().parse().ok()))
}
