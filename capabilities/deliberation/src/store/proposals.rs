//! Proposals, their texts and their authors.

use super::{changed, code, code_opt, text};
use crate::rules::*;
use auth::{Act, Held, PlacePath, Viewer, Denied};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, StreetId};

const PROPOSAL: &str = "id, code, community_id, grid_id, building_id, body_id, title, text, offer, origin, version_no, author, threshold, inside,
  outside, state, opened_at, material_until, proof, first_word, first_word_at, verdict, reason, would_change, matter_id, link, answered_at,
  answered_by, warned_at, urged_at, supervised_at, leaving_since, merged_into, ended_why, rev";

impl FromRow for Proposal {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, number) = (r.next()?, r.next()?);
        let place = PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? };
        let (body, title, said, offer) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let origin = code(r, Origin::from_code)?;
        let (version, author, threshold, inside, outside) = (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        let state = code(r, ProposalState::from_code)?;
        let (opened_at, material_until) = (r.next()?, r.next()?);
        let clock = r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?;
        let first_word = r.next::<Option<String>>()?.zip(r.next::<Option<Moment>>()?);
        let answer = answer_of(r)?;
        Ok(Self {
            id, code: number, place, body, title, text: said, offer, origin, version, author, threshold, inside, outside, state, opened_at,
            material_until, clock, first_word, answer,
            warned_at: r.next()?,
            urged_at: r.next()?,
            supervised_at: r.next()?,
            leaving_since: r.next()?,
            merged_into: r.next()?,
            ended_why: r.next()?,
            rev: r.next()?,
        })
    }
}

fn answer_of(r: &mut Row) -> Result<Option<ProposalAnswer>> {
    let verdict = code_opt(r, AnswerVerdict::from_code)?;
    let (reason, would_change, matter, link) = (r.next::<Option<String>>()?, r.next()?, r.next()?, r.next()?);
    let (at, by) = (r.next::<Option<Moment>>()?, r.next::<Option<AccountId>>()?);
    let known = verdict.zip(reason).zip(at.zip(by));
    Ok(known.map(|((verdict, reason), (at, by))| ProposalAnswer { verdict, reason, would_change, matter, link, at, by }))
}

impl FromRow for Version {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { no: r.next()?, title: r.next()?, text: r.next()?, offer: r.next()?, material: r.next()?, at: r.next()?, place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? } })
    }
}

impl FromRow for Author {
    fn from_row(r: &mut Row) -> Result<Self> {
        let no = r.next()?;
        let kind = code(r, AuthorKind::from_code)?;
        Ok(Self { no, kind, shown_name: r.next()?, account: r.next()?, invitation: r.next()?, consented_at: r.next()?, leaving_at: r.next()? })
    }
}

pub fn proposal(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Option<Proposal>> {
    r.opt(&format!("select {PROPOSAL} from proposals where street_id = $1 and id = $2"), args![street, id])
}

pub fn proposal_by_code(r: &mut Reader<'_>, street: StreetId, code: &str) -> Result<Option<Proposal>> {
    r.opt(&format!("select {PROPOSAL} from proposals where street_id = $1 and code = $2"), args![street, code])
}

/// A proposal for an act: not there and not visible are one answer.
pub fn find_proposal<A: Act<Proposal>>(r: &mut Reader<'_>, viewer: &Viewer, id: ProposalId, now: Moment) -> Result<Held<Proposal, A>> {
    let found = proposal(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// Proposals, the newest first: in one state or of one body, after an id.
pub fn proposals(r: &mut Reader<'_>, street: StreetId, (state, of): (Option<ProposalState>, Option<BodyId>), before: Option<ProposalId>, limit: i64) -> Result<Vec<Proposal>> {
    let mut sql = db::Sql::new(&format!("select {PROPOSAL} from proposals t where t.street_id = "));
    sql.bind(street);
    sql.and("t.state =", state.map(ProposalState::code));
    sql.and("t.body_id =", of);
    sql.and("t.id <", before);
    sql.push(" order by t.id desc limit ").bind(limit);
    r.list(&sql)
}

/// Owed and late at a moment: the answer, or the first word. The latest first.
pub fn late_proposals(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<Proposal>> {
    r.all(
        &format!(
            "select {PROPOSAL} from proposals where street_id = $1 and state = 'reached' and (answer_due < $2 or (first_due < $2 and first_word_at is null))
             order by answer_due, id limit $3"
        ),
        args![street, now, limit],
    )
}

/// Proposals to which time does something: opened before the two days of warning and lapse, owed before now, left before.
pub fn elapsing(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<Proposal>> {
    let before = |name: &str| now.plus_days(-proposal_days(name));
    r.all(
        &format!(
            "select {PROPOSAL} from proposals where street_id = $1 and (
               (state = 'gathering' and (opened_at <= $3 or (opened_at <= $4 and warned_at is null)))
               or (state = 'reached' and ((answer_due < $2 and urged_at is null) or (supervised_from < $2 and supervised_at is null)))
               or (state in ('gathering', 'reached') and leaving_since <= $5))
             order by id limit $6"
        ),
        args![street, now, before("lapse"), before("warned"), before("adoption"), limit],
    )
}

pub fn insert_proposal(tx: &mut Tx<'_>, p: &Proposal) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into proposals (street_id, id, code, community_id, grid_id, building_id, body_id, title, text, offer, origin, version_no,
           author, threshold, inside, outside, state, opened_at, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            street, p.id, &p.code, p.place.community, p.place.grid, p.place.building, p.body, &p.title, &p.text, &p.offer, p.origin.code(),
            p.version, p.author, p.threshold, p.inside, p.outside, p.state.code(), p.opened_at, p.rev
        ],
    )?;
    Ok(())
}

/// The proposal as it now stands, if nobody changed it meanwhile. The threshold never changes.
pub fn save_proposal(tx: &mut Tx<'_>, was: &Proposal, p: &Proposal) -> Result<()> {
    let street = tx.street();
    let clock = p.clock.as_ref();
    let answer = p.answer.as_ref();
    let proof = clock.map(text).transpose()?;
    changed(tx.exec(
        "update proposals set title = $3, text = $4, offer = $5, version_no = $6, author = $7, inside = $8, outside = $9, state = $10,
           material_until = $11, reached_at = $12, first_due = $13, answer_due = $14, supervised_from = $15, proof = $16, first_word = $17,
           first_word_at = $18, verdict = $19, reason = $20, would_change = $21, matter_id = $22, link = $23, answered_at = $24,
           answered_by = $25, warned_at = $26, urged_at = $27, supervised_at = $28, leaving_since = $29, merged_into = $30, ended_why = $31,
           rev = $32, community_id = $34, grid_id = $35, building_id = $36, body_id = $37
         where street_id = $1 and id = $2 and rev = $33",
        args![
            street, p.id, &p.title, &p.text, &p.offer, p.version, p.author, p.inside, p.outside, p.state.code(), p.material_until,
            clock.map(|c| c.reached_at), clock.map(|c| c.first_due), clock.map(|c| c.answer_due), clock.map(|c| c.supervised_from), proof,
            p.first_word.as_ref().map(|w| w.0.clone()), p.first_word.as_ref().map(|w| w.1), answer.map(|a| a.verdict.code()),
            answer.map(|a| a.reason.clone()), answer.and_then(|a| a.would_change.clone()), answer.and_then(|a| a.matter),
            answer.and_then(|a| a.link.clone()), answer.map(|a| a.at), answer.map(|a| a.by), p.warned_at, p.urged_at, p.supervised_at,
            p.leaving_since, p.merged_into, p.ended_why.clone(), p.rev, was.rev,
            p.place.community, p.place.grid, p.place.building, p.body
        ],
    )?)
}

/// Texts of a proposal, the first first.
pub fn versions_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<Version>> {
    r.all(
        "select no, title, text, offer, material, at, community_id, grid_id, building_id from proposal_versions where street_id = $1 and proposal_id = $2 order by no",
        args![street, of],
    )
}

/// A text, in place of the one of the same number.
pub fn put_version(tx: &mut Tx<'_>, of: ProposalId, v: &Version) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from proposal_versions where street_id = $1 and proposal_id = $2 and no = $3", args![street, of, v.no])?;
    tx.exec(
        "insert into proposal_versions (street_id, proposal_id, no, title, text, offer, material, at, community_id, grid_id, building_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![street, of, v.no, &v.title, &v.text, &v.offer, v.material, v.at, v.place.community, v.place.grid, v.place.building],
    )?;
    Ok(())
}

/// Authors of a proposal with those invited, the first author first.
pub fn authors_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<Author>> {
    r.all(
        "select no, kind, shown_name, account_id, invitation, consented_at, leaving_at from proposal_authors
         where street_id = $1 and proposal_id = $2 order by no",
        args![street, of],
    )
}

pub fn insert_author(tx: &mut Tx<'_>, of: ProposalId, a: &Author, person: Option<PersonId>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into proposal_authors (street_id, proposal_id, no, kind, shown_name, person_id, account_id, invitation, consented_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, of, a.no, a.kind.code(), &a.shown_name, person, a.account, a.invitation.clone(), a.consented_at],
    )?;
    Ok(())
}

/// Whoever was invited consents by their own hand.
pub fn consent(tx: &mut Tx<'_>, of: ProposalId, no: i32, (person, account): (PersonId, AccountId)) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    changed(tx.exec(
        "update proposal_authors set person_id = $4, account_id = $5, consented_at = $6, invitation = null
         where street_id = $1 and proposal_id = $2 and no = $3 and consented_at is null",
        args![street, of, no, person, account, now],
    )?)
}

/// An author agrees that it ends; none, and all of it is forgotten.
pub fn agree_to_end(tx: &mut Tx<'_>, of: ProposalId, account: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    match account {
        Some(account) => tx.exec("update proposal_authors set leaving_at = $4 where street_id = $1 and proposal_id = $2 and account_id = $3", args![street, of, account, now])?,
        None => tx.exec("update proposal_authors set leaving_at = null where street_id = $1 and proposal_id = $2", args![street, of])?,
    };
    Ok(())
}
