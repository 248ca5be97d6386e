//! Flags, the public log, the words that are sealed away, and marks of supports.

use super::texts::target;
use super::{changed, code, code_opt};
use crate::rules::*;
use auth::{Viewer, visible};
use db::{FromRow, Keyset, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId};

const MODERATION: &str = "id, kind, text_id, matter_id, act, ground, by_account, by_role, at, was_side, objected_at, decide_by, decided_at, decided_by,
  upheld, reason";

impl FromRow for Moderation {
    fn from_row(r: &mut Row) -> Result<Self> {
        let id = r.next()?;
        let of = target(r)?;
        let (act, ground) = (code(r, Curb::from_code)?, code(r, Wrong::from_code)?);
        let (by, by_role, at) = (r.next()?, r.next()?, r.next()?);
        let was_side = code_opt(r, Side::from_code)?;
        let (objected_at, decide_by) = (r.next()?, r.next()?);
        let (decided_at, decided_by) = (r.next::<Option<Moment>>()?, r.next::<Option<AccountId>>()?);
        let (upheld, reason) = (r.next::<Option<bool>>()?, r.next::<Option<String>>()?);
        let decided = decided_at.zip(decided_by).zip(upheld.zip(reason)).map(|((at, by), (upheld, reason))| Decision { at, by, upheld, reason });
        Ok(Self { id, of, act, ground, by, by_role, at, was_side, objected_at, decide_by, decided })
    }
}

/// Grounds with how many flagged a text for each.
pub fn flags_of(r: &mut Reader<'_>, street: StreetId, of: Target) -> Result<Vec<(String, i64)>> {
    r.all("select ground, count(*) from content_flags where street_id = $1 and kind = $2 and text_id = $3 group by ground order by ground", args![street, of.kind(), of.id()])
}

pub fn has_flagged(r: &mut Reader<'_>, street: StreetId, of: Target, account: AccountId) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from content_flags where street_id = $1 and kind = $2 and text_id = $3 and account_id = $4",
        args![street, of.kind(), of.id(), account],
    )?;
    Ok(found.is_some())
}

pub fn insert_flag(tx: &mut Tx<'_>, of: Target, account: AccountId, ground: Wrong) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into content_flags (street_id, kind, text_id, proposal_id, matter_id, account_id, ground, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, of.kind(), of.id(), of.proposal(), of.matter(), account, ground.code(), now],
    )?;
    Ok(())
}

/// A reader's alarm that nothing was done about since.
const OPEN: &str = "not exists (select 1 from moderations m where m.street_id = f.street_id and m.kind = f.kind and m.text_id = f.text_id and m.at >= f.at)";

/// Texts that somebody flagged, nothing was done about and this reader may moderate, the most flagged first.
pub fn flagged(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64) -> Result<Vec<(Target, i64)>> {
    let proposals = visible(WHO_MAY, MODERATE, viewer, now, &PROPOSAL_COLUMNS);
    let from = format!("from content_flags f where f.street_id = t.street_id and f.proposal_id = t.id and {OPEN}");
    let found: Vec<(ProposalId, i64)> = r.list(&Sql::visible(&format!("t.id, (select count(*) {from}) as flags"), "proposals", viewer.street, &proposals, Keyset { before: None, limit }, |sql| {
        sql.push(" and exists (select 1 ").push(&from).push(")");
    }))?;
    let mut all: Vec<(Target, i64)> = found.into_iter().map(|(proposal, flags)| (Target::Proposal { proposal }, flags)).collect();
    for matter in matters_where(r, viewer, now, limit, &format!("exists (select 1 from content_flags f where f.street_id = t.street_id and f.matter_id = t.id and {OPEN})"))? {
        let of: Vec<(Target, i64)> = r.all::<Counted>(
            &format!("select f.kind, f.text_id, f.matter_id, count(*) from content_flags f where f.street_id = $1 and f.matter_id = $2 and {OPEN} group by f.kind, f.text_id, f.matter_id"),
            args![viewer.street, matter],
        )?.into_iter().map(|c| (c.of, c.n)).collect();
        all.extend(of);
    }
    all.sort_by_key(|(_, flags)| std::cmp::Reverse(*flags));
    Ok(all)
}

/// Matters where this reader moderates and something holds, the newest first.
fn matters_where(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64, holds: &str) -> Result<Vec<MatterId>> {
    let matters = visible(WHO_MAY, MODERATE, viewer, now, &MATTER_COLUMNS);
    r.list(&Sql::visible("t.id", "matters", viewer.street, &matters, Keyset { before: None, limit }, |sql| {
        sql.push(" and ").push(holds);
    }))
}

struct Counted {
    of: Target,
    n: i64,
}
impl FromRow for Counted {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { of: target(r)?, n: r.next()? })
    }
}

/// First arguments that wait to be read where this reader moderates, the oldest first.
pub fn held(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64) -> Result<Vec<(Target, Moment)>> {
    let mut all = vec![];
    for matter in matters_where(r, viewer, now, limit, "exists (select 1 from matter_arguments a where a.street_id = t.street_id and a.matter_id = t.id and a.held_at is not null)")? {
        let of: Vec<(kernel::uuid::Uuid, Moment)> = r.all("select id, held_at from matter_arguments where street_id = $1 and matter_id = $2 and held_at is not null", args![viewer.street, matter])?;
        all.extend(of.into_iter().map(|(part, at)| (Target::Part { matter, kind: PartKind::Argument, part }, at)));
    }
    all.sort_by_key(|(of, at)| (*at, of.id()));
    Ok(all)
}

pub fn moderation(r: &mut Reader<'_>, street: StreetId, id: ModerationId) -> Result<Option<Moderation>> {
    r.opt(&format!("select {MODERATION} from moderations where street_id = $1 and id = $2"), args![street, id])
}

/// Acts on a text, the first first.
pub fn moderations_of(r: &mut Reader<'_>, street: StreetId, of: Target) -> Result<Vec<Moderation>> {
    r.all(&format!("select {MODERATION} from moderations where street_id = $1 and kind = $2 and text_id = $3 order by id"), args![street, of.kind(), of.id()])
}

/// Acts on what stands in a matter, the first first.
pub fn moderations_in(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Moderation>> {
    r.all(&format!("select {MODERATION} from moderations where street_id = $1 and matter_id = $2 order by id"), args![street, of])
}

/// The log, the newest first, after an id.
pub fn moderations(r: &mut Reader<'_>, street: StreetId, before: Option<ModerationId>, limit: i64) -> Result<Vec<Moderation>> {
    let mut sql = db::Sql::new(&format!("select {MODERATION} from moderations t where t.street_id = "));
    sql.bind(street);
    sql.and("t.id <", before);
    sql.push(" order by t.id desc limit ").bind(limit);
    r.list(&sql)
}

const WAITS: &str = "m.street_id = t.street_id and m.objected_at is not null and m.decided_at is null";

/// Objections to what was done about texts that this reader may moderate, undecided yet, the oldest first.
pub fn objections(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64) -> Result<Vec<Moderation>> {
    let proposals = visible(WHO_MAY, MODERATE, viewer, now, &PROPOSAL_COLUMNS);
    let of: Vec<ProposalId> = r.list(&Sql::visible("t.id", "proposals", viewer.street, &proposals, Keyset { before: None, limit }, |sql| {
        sql.push(" and exists (select 1 from moderations m where m.proposal_id = t.id and ").push(WAITS).push(")");
    }))?;
    let mut waiting = vec![];
    for proposal in of {
        waiting.extend(moderations_of(r, viewer.street, Target::Proposal { proposal })?.into_iter().filter(Moderation::waits));
    }
    for matter in matters_where(r, viewer, now, limit, &format!("exists (select 1 from moderations m where m.matter_id = t.id and {WAITS})"))? {
        waiting.extend(moderations_in(r, viewer.street, matter)?.into_iter().filter(Moderation::waits));
    }
    waiting.sort_by_key(|m| (m.objected_at, m.id));
    Ok(waiting)
}

pub fn insert_moderation(tx: &mut Tx<'_>, m: &Moderation, words: Option<&Sealed>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into moderations (street_id, id, kind, text_id, proposal_id, matter_id, act, ground, by_account, by_role, at, words, was_side)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        args![street, m.id, m.of.kind(), m.of.id(), m.of.proposal(), m.of.matter(), m.act.code(), m.ground.code(), m.by, &m.by_role, m.at, words, m.was_side.map(Side::code)],
    )?;
    Ok(())
}

pub fn save_objection(tx: &mut Tx<'_>, m: &Moderation, text: &Sealed) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update moderations set objected_at = $3, objection = $4, decide_by = $5 where street_id = $1 and id = $2 and objected_at is null",
        args![street, m.id, m.objected_at, text, m.decide_by],
    )?)
}

/// Decided once; what is not hidden any more is not kept sealed either.
pub fn save_decision(tx: &mut Tx<'_>, m: &Moderation, d: &Decision) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update moderations set decided_at = $3, decided_by = $4, upheld = $5, reason = $6 where street_id = $1 and id = $2 and decided_at is null",
        args![street, m.id, d.at, d.by, d.upheld, &d.reason],
    )?)?;
    if !d.upheld {
        tx.exec("update moderations set words = null where street_id = $1 and id = $2", args![street, m.id])?;
    }
    Ok(())
}

/// The words sealed away, and what the author objects.
pub fn sealed_of(r: &mut Reader<'_>, street: StreetId, id: ModerationId) -> Result<(Option<Sealed>, Option<Sealed>)> {
    let found: Option<(Option<Sealed>, Option<Sealed>)> = r.opt("select words, objection from moderations where street_id = $1 and id = $2", args![street, id])?;
    Ok(found.unwrap_or_default())
}

/// From where a support on the web came: blind, of one day.
pub fn mark_support(tx: &mut Tx<'_>, of: ProposalId, account: AccountId, mark: Vec<u8>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update proposal_supports set from_mark = $4 where street_id = $1 and proposal_id = $2 and account_id = $3 and door = 'web'",
        args![street, of, account, mark],
    )?;
    Ok(())
}

/// Marks of the supports given since a moment, by proposal.
pub fn marks_since(r: &mut Reader<'_>, street: StreetId, since: Moment, limit: i64) -> Result<Vec<(ProposalId, Vec<u8>, Moment)>> {
    r.all(
        "select proposal_id, from_mark, at from proposal_supports where street_id = $1 and at >= $2 and from_mark is not null order by at desc, proposal_id limit $3",
        args![street, since, limit],
    )
}
