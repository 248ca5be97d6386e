//! Flags, the public log, the words that are sealed away, and marks of supports.

use super::{changed, code};
use crate::rules::*;
use auth::{Viewer, visible};
use db::{FromRow, Keyset, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId};

const MODERATION: &str = "id, proposal_id, act, ground, by_account, by_role, at, objected_at, decide_by, decided_at, decided_by, upheld, reason";

impl FromRow for Moderation {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, proposal) = (r.next()?, r.next()?);
        let (act, ground) = (code(r, Curb::from_code)?, code(r, Wrong::from_code)?);
        let (by, by_role, at, objected_at, decide_by) = (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        let (decided_at, decided_by) = (r.next::<Option<Moment>>()?, r.next::<Option<AccountId>>()?);
        let (upheld, reason) = (r.next::<Option<bool>>()?, r.next::<Option<String>>()?);
        let decided = decided_at.zip(decided_by).zip(upheld.zip(reason)).map(|((at, by), (upheld, reason))| Decision { at, by, upheld, reason });
        Ok(Self { id, proposal, act, ground, by, by_role, at, objected_at, decide_by, decided })
    }
}

/// Grounds with how many flagged a proposal for each.
pub fn flags_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<(String, i64)>> {
    r.all("select ground, count(*) from content_flags where street_id = $1 and proposal_id = $2 group by ground order by ground", args![street, of])
}

pub fn has_flagged(r: &mut Reader<'_>, street: StreetId, of: ProposalId, account: AccountId) -> Result<bool> {
    let found: Option<i64> = r.opt("select 1 from content_flags where street_id = $1 and proposal_id = $2 and account_id = $3", args![street, of, account])?;
    Ok(found.is_some())
}

pub fn insert_flag(tx: &mut Tx<'_>, of: ProposalId, account: AccountId, ground: Wrong) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("insert into content_flags (street_id, proposal_id, account_id, ground, at) values ($1, $2, $3, $4, $5)", args![street, of, account, ground.code(), now])?;
    Ok(())
}

/// A reader's alarm that nothing was done about since.
const OPEN_FLAG: &str = "from content_flags f where f.street_id = t.street_id and f.proposal_id = t.id and not exists (
           select 1 from moderations m where m.street_id = f.street_id and m.proposal_id = f.proposal_id and m.at >= f.at)";

/// Proposals that somebody flagged, nothing was done about and this reader may moderate, the most flagged first.
pub fn flagged(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64) -> Result<Vec<(ProposalId, i64)>> {
    let visible = visible(WHO_MAY, MODERATE, viewer, now, &PROPOSAL_COLUMNS);
    let columns = format!("t.id, (select count(*) {OPEN_FLAG}) as flags");
    let mut found: Vec<(ProposalId, i64)> = r.list(&Sql::visible(&columns, "proposals", viewer.street, &visible, Keyset { before: None, limit }, |sql| {
        sql.push(" and exists (select 1 ").push(OPEN_FLAG).push(")");
    }))?;
    found.sort_by_key(|(_, flags)| std::cmp::Reverse(*flags));
    Ok(found)
}

pub fn moderation(r: &mut Reader<'_>, street: StreetId, id: ModerationId) -> Result<Option<Moderation>> {
    r.opt(&format!("select {MODERATION} from moderations where street_id = $1 and id = $2"), args![street, id])
}

/// Acts on a proposal, the first first.
pub fn moderations_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<Moderation>> {
    r.all(&format!("select {MODERATION} from moderations where street_id = $1 and proposal_id = $2 order by id"), args![street, of])
}

/// The log, the newest first, after an id.
pub fn moderations(r: &mut Reader<'_>, street: StreetId, before: Option<ModerationId>, limit: i64) -> Result<Vec<Moderation>> {
    let mut sql = db::Sql::new(&format!("select {MODERATION} from moderations t where t.street_id = "));
    sql.bind(street);
    sql.and("t.id <", before);
    sql.push(" order by t.id desc limit ").bind(limit);
    r.list(&sql)
}

/// Objections to what was done about proposals that this reader may moderate, undecided yet, the oldest first.
pub fn objections(r: &mut Reader<'_>, viewer: &Viewer, now: Moment, limit: i64) -> Result<Vec<Moderation>> {
    let visible = visible(WHO_MAY, MODERATE, viewer, now, &PROPOSAL_COLUMNS);
    let of: Vec<ProposalId> = r.list(&Sql::visible("t.id", "proposals", viewer.street, &visible, Keyset { before: None, limit }, |sql| {
        sql.push(" and exists (select 1 from moderations m where m.street_id = t.street_id and m.proposal_id = t.id and m.objected_at is not null and m.decided_at is null)");
    }))?;
    let mut waiting = vec![];
    for id in of {
        waiting.extend(moderations_of(r, viewer.street, id)?.into_iter().filter(Moderation::waits));
    }
    waiting.sort_by_key(|m| (m.objected_at, m.id));
    Ok(waiting)
}

pub fn insert_moderation(tx: &mut Tx<'_>, m: &Moderation, words: Option<&Sealed>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into moderations (street_id, id, proposal_id, act, ground, by_account, by_role, at, words) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, m.id, m.proposal, m.act.code(), m.ground.code(), m.by, &m.by_role, m.at, words],
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

/// Every place where the words of a proposal stand gets other words: blank ones, or those that stood there.
pub fn put_words(tx: &mut Tx<'_>, of: ProposalId, w: &HiddenWords) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update proposals set title = $3, text = $4, offer = $5, rev = rev + 1 where street_id = $1 and id = $2",
        args![street, of, &w.title, &w.text, &w.offer],
    )?)?;
    for (no, title, text, offer) in &w.versions {
        tx.exec(
            "update proposal_versions set title = $4, text = $5, offer = $6 where street_id = $1 and proposal_id = $2 and no = $3",
            args![street, of, *no, title, text, offer],
        )?;
    }
    tx.exec("update matter_sources set title = $3 where street_id = $1 and link_kind = 'proposal' and link_id = $2", args![street, of.uuid(), &w.title])?;
    Ok(())
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
