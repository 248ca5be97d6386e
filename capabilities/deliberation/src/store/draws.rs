//! Draws and the lines of their pools.

use super::{changed, code, text, whole};
use crate::rules::*;
use auth::{Act, Denied, Held, PlacePath, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId, uuid::Uuid};
use serde::de::DeserializeOwned;

const DRAW: &str = "id, code, body_id, community_id, grid_id, building_id, category, stage, rules, pool_rule, seed_source, seed_from,
  answer_days, state, announced_at, again_of, again_why, frozen_at, pool_hash, pool_size, seed, seed_at, seed_told, witnesses,
  drawn_at, result, infeasible, fairness, void_at, void_why, rev";
const LINE: &str = "id, draw_id, account_id, pool_no, strata, state, invited_at, answered_at, calls_after, membership_id";
/// Where a pool's sealed texts stand.
pub const LINE_NAME: &str = "draw_lines.name";
pub const LINE_CONTACT: &str = "draw_lines.contact";

fn perhaps<T: DeserializeOwned>(row: &mut Row) -> Result<Option<T>> {
    Ok(row.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?)
}

fn number(row: &mut Row) -> Result<Option<u64>> {
    Ok(row.next::<Option<i64>>()?.and_then(|n| u64::try_from(n).ok()))
}

fn stored(no: Option<u64>) -> Option<i64> {
    no.and_then(|n| i64::try_from(n).ok())
}

impl FromRow for Draw {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, of_code, body) = (r.next()?, r.next()?, r.next()?);
        let place = PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? };
        let (category, stage, rules) = (r.next()?, code(r, DrawStage::from_code)?, whole(r)?);
        let (pool_rule, seed_source, seed_from, answer_days) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let (state, announced_at, again_of, again_why) = (code(r, DrawState::from_code)?, r.next()?, r.next()?, r.next()?);
        let (at, hash, size) = (r.next()?, r.next::<Option<String>>()?, r.next::<Option<i64>>()?);
        let pool = match (at, hash, size) {
            (Some(at), Some(hash), Some(size)) => Some(FrozenPool { at, hash, size }),
            _ => None,
        };
        let (seed, seed_at, told, witnesses) = (r.next::<Option<String>>()?, r.next()?, r.next::<Option<String>>()?, r.next::<Option<String>>()?);
        let seed = match (seed, seed_at) {
            (Some(text), Some(at)) => Some(DrawSeed { text, at, told: told.unwrap_or_default(), witnesses: witnesses.unwrap_or_default() }),
            _ => None,
        };
        let (drawn_at, result, infeasible, fairness) = (r.next()?, perhaps(r)?, perhaps(r)?.unwrap_or_default(), perhaps(r)?);
        let void: (Option<Moment>, Option<String>) = (r.next()?, r.next()?);
        Ok(Self {
            id, code: of_code, body, place, category, stage, rules, pool_rule, seed_source, seed_from, answer_days, state, announced_at,
            again_of, again_why, pool, seed, drawn_at, result, infeasible, fairness, void: void.0.zip(void.1), rev: r.next()?,
        })
    }
}

impl FromRow for DrawLine {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            draw: r.next()?,
            account: r.next()?,
            pool_no: number(r)?,
            strata: whole(r)?,
            state: code(r, LineState::from_code)?,
            invited_at: r.next()?,
            answered_at: r.next()?,
            calls_after: number(r)?,
            membership: r.next()?,
        })
    }
}

pub fn draw(r: &mut Reader<'_>, street: StreetId, id: DrawId) -> Result<Option<Draw>> {
    r.opt(&format!("select {DRAW} from draws where street_id = $1 and id = $2"), args![street, id])
}

/// A draw for an act of a post: not there and not visible are one answer.
pub fn find_draw<A: Act<Draw>>(r: &mut Reader<'_>, viewer: &Viewer, id: DrawId, now: Moment) -> Result<Held<Draw, A>> {
    let found = draw(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// A draw with the account behind one number.
pub fn find_draw_in_hand<A: Act<InHand<Draw>>>(r: &mut Reader<'_>, viewer: &Viewer, id: DrawId, line: &DrawLine, now: Moment) -> Result<Held<InHand<Draw>, A>> {
    let thing = draw(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, InHand { thing, hands: line.account.into_iter().collect() }, now)?)
}

/// Draws, the newest first; those before one, for the next page.
pub fn draws(r: &mut Reader<'_>, street: StreetId, of: Option<BodyId>, before: Option<DrawId>, limit: i64) -> Result<Vec<Draw>> {
    let mut sql = db::Sql::new(&format!("select {DRAW} from draws where street_id = "));
    sql.bind(street).and("body_id =", of).and("id <", before).push(" order by id desc limit ").bind(limit);
    r.list(&sql)
}

pub fn insert_draw(tx: &mut Tx<'_>, d: &Draw) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into draws (street_id, id, code, body_id, community_id, grid_id, building_id, category, stage, rules, pool_rule,
           seed_source, seed_from, answer_days, state, announced_at, again_of, again_why, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            street, d.id, &d.code, d.body, d.place.community, d.place.grid, d.place.building, &d.category, d.stage.code(), text(&d.rules)?,
            &d.pool_rule, &d.seed_source, d.seed_from, d.answer_days, d.state.code(), d.announced_at, d.again_of, d.again_why.clone(), d.rev
        ],
    )?;
    Ok(())
}

/// The draw as it now stands, if nobody changed it meanwhile. What was announced, the pool and the seed are written once.
pub fn save_draw(tx: &mut Tx<'_>, was: &Draw, d: &Draw) -> Result<()> {
    let street = tx.street();
    let (pool, seed) = (d.pool.as_ref(), d.seed.as_ref());
    let infeasible = if d.infeasible.is_empty() { None } else { Some(text(&d.infeasible)?) };
    changed(tx.exec(
        "update draws set state = $3, frozen_at = coalesce(frozen_at, $4), pool_hash = coalesce(pool_hash, $5),
           pool_size = coalesce(pool_size, $6), seed = coalesce(seed, $7), seed_at = coalesce(seed_at, $8),
           seed_told = coalesce(seed_told, $9), witnesses = coalesce(witnesses, $10), drawn_at = $11, result = $12,
           infeasible = $13, fairness = $14, void_at = $15, void_why = $16, rev = $17
         where street_id = $1 and id = $2 and rev = $18",
        args![
            street, d.id, d.state.code(), pool.map(|p| p.at), pool.map(|p| p.hash.clone()), pool.map(|p| p.size),
            seed.map(|s| s.text.clone()), seed.map(|s| s.at), seed.map(|s| s.told.clone()), seed.map(|s| s.witnesses.clone()), d.drawn_at,
            d.result.as_ref().map(text).transpose()?, infeasible, d.fairness.as_ref().map(text).transpose()?,
            d.void.as_ref().map(|v| v.0), d.void.as_ref().map(|v| v.1.clone()), d.rev, was.rev
        ],
    )?)
}

/// Everybody in a pool, by number, then as they came.
pub fn draw_lines(r: &mut Reader<'_>, street: StreetId, of: DrawId) -> Result<Vec<DrawLine>> {
    r.all(&format!("select {LINE} from draw_lines where street_id = $1 and draw_id = $2 order by pool_no, id"), args![street, of])
}

pub fn draw_line(r: &mut Reader<'_>, street: StreetId, of: DrawId, no: u64) -> Result<Option<DrawLine>> {
    r.opt(&format!("select {LINE} from draw_lines where street_id = $1 and draw_id = $2 and pool_no = $3"), args![street, of, stored(Some(no))])
}

pub fn draw_line_of(r: &mut Reader<'_>, street: StreetId, of: DrawId, account: AccountId) -> Result<Option<DrawLine>> {
    r.opt(&format!("select {LINE} from draw_lines where street_id = $1 and account_id = $2 and draw_id = $3"), args![street, account, of])
}

/// The sealed name and contact of a line.
pub fn line_seals(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<(Sealed, Sealed)>> {
    let found: Option<(Vec<u8>, Vec<u8>)> = r.opt("select name, contact from draw_lines where street_id = $1 and id = $2", args![street, id])?;
    Ok(found.map(|(name, contact)| (Sealed::from_stored(name), Sealed::from_stored(contact))))
}

/// Keys under which somebody, or their household, is in the pool already.
pub fn pool_keys(r: &mut Reader<'_>, street: StreetId, of: DrawId) -> Result<Vec<(Vec<u8>, Option<Vec<u8>>)>> {
    r.all("select person_key, household_key from draw_lines where street_id = $1 and draw_id = $2", args![street, of])
}

/// A line as it goes into the pool.
pub struct NewLine {
    pub id: Uuid,
    pub person_key: Vec<u8>,
    pub household_key: Option<Vec<u8>>,
    pub account: Option<AccountId>,
    pub strata: Vec<String>,
    pub name: Sealed,
    pub contact: Sealed,
}

pub fn insert_lines(tx: &mut Tx<'_>, of: DrawId, lines: Vec<NewLine>) -> Result<()> {
    let street = tx.street();
    let rows = lines.into_iter().map(|l| {
        Ok(args![
            street, l.id, of, l.person_key, l.household_key, l.account, text(&l.strata)?, l.name.stored().to_vec(), l.contact.stored().to_vec(),
            LineState::Pooled.code()
        ]
        .to_vec())
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    tx.insert_many("draw_lines (street_id, id, draw_id, person_key, household_key, account_id, strata, name, contact, state)", rows)
}

pub fn save_line(tx: &mut Tx<'_>, l: &DrawLine) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update draw_lines set pool_no = $3, state = $4, invited_at = $5, answered_at = $6, calls_after = $7, membership_id = $8
         where street_id = $1 and id = $2",
        args![street, l.id, stored(l.pool_no), l.state.code(), l.invited_at, l.answered_at, stored(l.calls_after), l.membership],
    )?)
}

/// Draws in which somebody was asked so long ago, and has not answered.
pub fn draws_with_silence(r: &mut Reader<'_>, street: StreetId, before: Moment) -> Result<Vec<DrawId>> {
    r.all(
        "select distinct draw_id from draw_lines where street_id = $1 and state = 'invited' and invited_at <= $2",
        args![street, before],
    )
}

/// Draws with a list, whose chances were not simulated yet.
pub fn draws_without_chances(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<DrawId>> {
    r.all("select id from draws where street_id = $1 and state = 'drawn' and fairness is null order by id limit 20", args![street])
}
