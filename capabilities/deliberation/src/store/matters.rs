//! Matters, their walk, and what was said, priced, decided, done and rated.

use super::{changed, code, code_opt, text, whole};
use crate::rules::*;
use auth::{Act, Denied, Held, PlacePath, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, PlaceId, StreetId, uuid::Uuid};

const MATTER: &str = "id, code, body_id, community_id, grid_id, building_id, question, topic, track, owner, state, step, round,
  ended_why, frozen_at, statement, opened_at, merged_into, rev";

impl FromRow for Matter {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            code: r.next()?,
            body: r.next()?,
            place: PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? },
            question: r.next()?,
            topic: r.next()?,
            track: code(r, Track::from_code)?,
            owner: r.next()?,
            state: code(r, MatterState::from_code)?,
            step: code(r, MatterStep::from_code)?,
            round: r.next()?,
            ended_why: r.next()?,
            frozen_at: r.next()?,
            statement: r.next()?,
            opened_at: r.next()?,
            merged_into: r.next()?,
            rev: r.next()?,
        })
    }
}
impl FromRow for Source {
    fn from_row(r: &mut Row) -> Result<Self> {
        let kind = code(r, SourceKind::from_code)?;
        Ok(Self { kind, link_kind: r.next()?, link_id: r.next()?, title: r.next()?, path: r.next()?, people: r.next()? })
    }
}
impl FromRow for Stretch {
    fn from_row(r: &mut Row) -> Result<Self> {
        let no = r.next()?;
        let step = code(r, MatterStep::from_code)?;
        let (round, from, to, due) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let how = code_opt(r, Passing::from_code)?;
        Ok(Self { no, step, round, from, to, due, how, reason: r.next()?, gate: whole(r)?, asked_by: r.next()? })
    }
}
impl FromRow for Choice {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, letter, title, said) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let state = code(r, OptionState::from_code)?;
        let pricing = r.next::<Option<String>>()?.map(|t| serde_json::from_str(&t)).transpose()?;
        Ok(Self { id, letter, title, text: said, state, pricing, dropped_why: r.next()?, hash: r.next()? })
    }
}
impl FromRow for Argument {
    fn from_row(r: &mut Row) -> Result<Self> {
        let id = r.next()?;
        let side = code(r, Side::from_code)?;
        Ok(Self { id, side, text: r.next()?, answer: r.next()?, person: r.next()?, answered_by: r.next()?, held_at: r.next()? })
    }
}
impl FromRow for Resolution {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, matter, number, round, said, option) = (r.next()?, r.next()?, r.next()?, r.next()?, r.next()?, r.next()?);
        let (room, ballot): (Option<Uuid>, Option<BallotId>) = (r.next()?, r.next()?);
        let ground = ballot.map(Ground::Ballot).or(room.map(Ground::Room)).ok_or_else(|| db::Fault::other("a resolution on no ground"))?;
        let force = code(r, Force::from_code)?;
        Ok(Self { id, matter, code: number, round, text: said, option, ground, force, basis_text: r.next()?, at: r.next()? })
    }
}
impl FromRow for Task {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            matter: r.next()?,
            resolution: r.next()?,
            title: r.next()?,
            to_be_seen: r.next()?,
            owner_name: r.next()?,
            owner: r.next()?,
            due: r.next()?,
            state: code(r, TaskState::from_code)?,
            evidence: r.next()?,
            reason: r.next()?,
            verified_by: r.next()?,
            witness: r.next()?,
            verified_at: r.next()?,
            asked_at: r.next()?,
            accepted_at: r.next()?,
            done_by: r.next()?,
            done_at: r.next()?,
            done_evidence: r.next()?,
            blocked_at: r.next()?,
            blocked_why: r.next()?,
            urged_at: r.next()?,
        })
    }
}
db::row!(Concern { id, text, taken_up, why_not, under, joined });

pub fn matter(r: &mut Reader<'_>, street: StreetId, id: MatterId) -> Result<Option<Matter>> {
    r.opt(&format!("select {MATTER} from matters where street_id = $1 and id = $2"), args![street, id])
}

pub fn matter_by_code(r: &mut Reader<'_>, street: StreetId, code: &str) -> Result<Option<Matter>> {
    r.opt(&format!("select {MATTER} from matters where street_id = $1 and code = $2"), args![street, code])
}

/// A matter for an act: not there and not visible are one answer.
pub fn find_matter<A: Act<Matter>>(r: &mut Reader<'_>, viewer: &Viewer, id: MatterId, now: Moment) -> Result<Held<Matter, A>> {
    let found = matter(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    Ok(Held::take(viewer, found, now)?)
}

/// Matters, the newest first: of one body or of all, after an id.
pub fn matters(r: &mut Reader<'_>, street: StreetId, of: Option<BodyId>, before: Option<MatterId>, limit: i64) -> Result<Vec<Matter>> {
    let mut sql = db::Sql::new(&format!("select {MATTER} from matters t where t.street_id = "));
    sql.bind(street);
    sql.and("t.body_id =", of);
    sql.and("t.id <", before);
    sql.push(" order by t.id desc limit ").bind(limit);
    r.list(&sql)
}

pub fn insert_matter(tx: &mut Tx<'_>, m: &Matter) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matters (street_id, id, code, body_id, community_id, grid_id, building_id, question, topic, track, owner, state,
           step, round, opened_at, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        args![
            street, m.id, &m.code, m.body, m.place.community, m.place.grid, m.place.building, &m.question, &m.topic, m.track.code(), m.owner,
            m.state.code(), m.step.code(), m.round, m.opened_at, m.rev
        ],
    )?;
    Ok(())
}

/// The matter as it now stands, if nobody changed it meanwhile.
pub fn save_matter(tx: &mut Tx<'_>, was: &Matter, m: &Matter) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update matters set state = $3, step = $4, round = $5, ended_why = $6, frozen_at = $7, statement = $8, rev = $9, merged_into = $11
         where street_id = $1 and id = $2 and rev = $10",
        args![street, m.id, m.state.code(), m.step.code(), m.round, m.ended_why.clone(), m.frozen_at, m.statement.clone(), m.rev, was.rev, m.merged_into],
    )?)
}

pub fn sources_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Source>> {
    r.all("select kind, link_kind, link_id, title, path, people from matter_sources where street_id = $1 and matter_id = $2 order by no", args![street, of])
}

pub fn insert_source(tx: &mut Tx<'_>, of: MatterId, no: i32, s: &Source) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_sources (street_id, matter_id, no, kind, link_kind, link_id, title, path, people) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, of, no, s.kind.code(), &s.link_kind, s.link_id, &s.title, &s.path, s.people],
    )?;
    Ok(())
}

/// The number of the next source: after the last, for some may have gone back.
pub fn next_source(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<i32> {
    let last: Option<i32> = r.one("select max(no) from matter_sources where street_id = $1 and matter_id = $2", args![street, of])?;
    Ok(last.unwrap_or(0) + 1)
}

/// The walk of a matter, from its first step on.
pub fn walk_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Stretch>> {
    r.all(
        "select no, step, round, from_at, to_at, due_at, how, reason, gate, asked_by from matter_steps
         where street_id = $1 and matter_id = $2 order by no",
        args![street, of],
    )
}

pub fn insert_stretch(tx: &mut Tx<'_>, of: MatterId, s: &Stretch, proof: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_steps (street_id, matter_id, no, step, round, from_at, due_at, proof, gate) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, of, s.no, s.step.code(), s.round, s.from, s.due, proof, text(&s.gate)?],
    )?;
    Ok(())
}

/// The open stretch ends.
pub fn end_stretch(tx: &mut Tx<'_>, of: MatterId, at: Moment, how: Passing, reason: Option<&str>, gate: &[Condition], by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update matter_steps set to_at = $3, how = $4, reason = $5, gate = $6, by_account = $7
         where street_id = $1 and matter_id = $2 and to_at is null",
        args![street, of, at, how.code(), reason, text(&gate)?, by],
    )?)
}

pub fn ask_passage(tx: &mut Tx<'_>, of: MatterId, by: AccountId) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update matter_steps set asked_by = $3 where street_id = $1 and matter_id = $2 and to_at is null", args![street, of, by])?)
}

/// Whether somebody was heard in this round already.
pub fn was_heard(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32, person: PersonId) -> Result<bool> {
    let found: Option<Uuid> = r.opt(
        "select id from matter_responses where street_id = $1 and matter_id = $2 and round = $3 and person_id = $4",
        args![street, of, round, person],
    )?;
    Ok(found.is_some())
}

pub fn insert_response(tx: &mut Tx<'_>, of: &Matter, p: &Response) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into matter_responses (street_id, id, matter_id, round, person_id, door, grid_id, text, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, p.id, of.id, of.round, p.person, p.way.code(), p.grid, &p.text, now],
    )?;
    Ok(())
}

/// Ways and grids of those heard in a round, in their words or by the survey, each once: way, grid, how many.
pub fn heard(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<(String, Option<PlaceId>, i64)>> {
    r.all(
        "select door, grid_id, count(*) from (
           select door, grid_id from matter_responses where street_id = $1 and matter_id = $2 and round = $3
           union all
           select a.door, a.grid_id from matter_survey_answers a where a.street_id = $1 and a.matter_id = $2 and a.round = $3
             and not exists (select 1 from matter_responses p where p.street_id = a.street_id and p.matter_id = a.matter_id and p.round = a.round and p.person_id = a.person_id)
         ) said group by door, grid_id",
        args![street, of, round],
    )
}

/// Concerns with the number of people behind each, its first included; the most shared first.
pub fn concerns_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Concern>> {
    r.all(
        "select c.id, c.text, coalesce(h.taken_up, c.taken_up), coalesce(h.why_not, c.why_not), g.under_id,
           (select count(distinct j.person_id) from matter_joinings j where j.street_id = c.street_id and (j.concern_id = c.id or j.concern_id in (
              select u.concern_id from matter_concern_groupings u where u.street_id = c.street_id and u.under_id = c.id))) as joined
         from matter_concerns c
         left join matter_concern_groupings g on g.street_id = c.street_id and g.concern_id = c.id
         left join matter_concerns h on h.street_id = g.street_id and h.id = g.under_id
         where c.street_id = $1 and c.matter_id = $2 order by joined desc, c.id",
        args![street, of],
    )
}

/// One concern stands under another from now on, or under none.
pub fn put_grouping(tx: &mut Tx<'_>, concern: Uuid, under: Option<Uuid>, by: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("delete from matter_concern_groupings where street_id = $1 and concern_id = $2", args![street, concern])?;
    if let Some(under) = under {
        tx.exec(
            "insert into matter_concern_groupings (street_id, concern_id, under_id, by_account, at) values ($1, $2, $3, $4, $5)",
            args![street, concern, under, by, now],
        )?;
    }
    Ok(())
}

pub fn insert_concern(tx: &mut Tx<'_>, of: MatterId, id: Uuid, said: &str, person: PersonId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into matter_concerns (street_id, id, matter_id, text, person_id, at) values ($1, $2, $3, $4, $5, $6)",
        args![street, id, of, said, person, now],
    )?;
    Ok(())
}

pub fn has_joined(r: &mut Reader<'_>, street: StreetId, concern: Uuid, person: PersonId) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from matter_joinings where street_id = $1 and concern_id = $2 and person_id = $3",
        args![street, concern, person],
    )?;
    Ok(found.is_some())
}

pub fn insert_joining(tx: &mut Tx<'_>, concern: Uuid, person: PersonId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("insert into matter_joinings (street_id, concern_id, person_id, at) values ($1, $2, $3, $4)", args![street, concern, person, now])?;
    Ok(())
}

pub fn judge_concern(tx: &mut Tx<'_>, of: MatterId, id: Uuid, taken_up: bool, why_not: Option<&str>) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update matter_concerns set taken_up = $4, why_not = $5 where street_id = $1 and matter_id = $2 and id = $3",
        args![street, of, id, taken_up, why_not],
    )?)
}

pub fn choices_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Choice>> {
    r.all(
        "select id, letter, title, text, state, pricing, dropped_why, hash from matter_options where street_id = $1 and matter_id = $2 order by letter",
        args![street, of],
    )
}

pub fn insert_choice(tx: &mut Tx<'_>, of: MatterId, c: &Choice, by: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into matter_options (street_id, id, matter_id, letter, title, text, by_account, state, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, c.id, of, &c.letter, &c.title, &c.text, by, c.state.code(), now],
    )?;
    Ok(())
}

/// An option as it now stands; a frozen one never changes.
pub fn save_choice(tx: &mut Tx<'_>, c: &Choice) -> Result<()> {
    let street = tx.street();
    let pricing = c.pricing.as_ref().map(text).transpose()?;
    changed(tx.exec(
        "update matter_options set state = $3, pricing = $4, dropped_why = $5, hash = $6 where street_id = $1 and id = $2 and state <> 'frozen'",
        args![street, c.id, c.state.code(), pricing, c.dropped_why.clone(), c.hash.clone()],
    )?)
}

pub fn arguments_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Argument>> {
    r.all("select id, side, text, answer, person_id, answered_by, held_at from matter_arguments where street_id = $1 and matter_id = $2 order by id limit 500", args![street, of])
}

/// How many arguments somebody made since a moment.
pub fn arguments_since(r: &mut Reader<'_>, street: StreetId, of: MatterId, person: PersonId, since: Moment) -> Result<i64> {
    r.one(
        "select count(*) from matter_arguments where street_id = $1 and matter_id = $2 and person_id = $3 and at >= $4",
        args![street, of, person, since],
    )
}

pub fn insert_argument(tx: &mut Tx<'_>, of: MatterId, a: &Argument) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into matter_arguments (street_id, id, matter_id, side, text, person_id, at, held_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, a.id, of, a.side.code(), &a.text, a.person, now, a.held_at],
    )?;
    Ok(())
}

pub fn answer_question(tx: &mut Tx<'_>, of: MatterId, id: Uuid, (answer, by): (&str, AccountId)) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update matter_arguments set answer = $4, answered_by = $5 where street_id = $1 and matter_id = $2 and id = $3 and side = 'question'",
        args![street, of, id, answer, by],
    )?)
}

pub fn resolutions_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Resolution>> {
    r.all(
        "select id, matter_id, code, round, text, option_id, result_id, ballot_id, force, basis_text, at from matter_resolutions
         where street_id = $1 and matter_id = $2 order by round",
        args![street, of],
    )
}

pub fn insert_resolution(tx: &mut Tx<'_>, v: &Resolution) -> Result<()> {
    let street = tx.street();
    let (room, ballot) = match v.ground {
        Ground::Room(id) => (Some(id), None),
        Ground::Ballot(id) => (None, Some(id)),
    };
    tx.exec(
        "insert into matter_resolutions (street_id, id, matter_id, code, round, text, option_id, result_id, ballot_id, force, basis_text, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![street, v.id, v.matter, &v.code, v.round, &v.text, v.option, room, ballot, v.force.code(), &v.basis_text, v.at],
    )?;
    Ok(())
}

const TASK: &str = "id, matter_id, resolution_id, title, to_be_seen, owner_name, owner_account, due_day, state, evidence, reason,
  verified_by, witness, verified_at, asked_at, accepted_at, done_by, done_at, done_evidence, blocked_at, blocked_why, urged_at";

pub fn tasks_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Task>> {
    r.all(&format!("select {TASK} from matter_tasks where street_id = $1 and matter_id = $2 order by due_day, id"), args![street, of])
}

pub fn insert_task(tx: &mut Tx<'_>, t: &Task) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_tasks (street_id, id, matter_id, resolution_id, title, to_be_seen, owner_name, owner_account, due_day, state, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![street, t.id, t.matter, t.resolution, &t.title, &t.to_be_seen, &t.owner_name, t.owner, t.due, t.state.code(), t.asked_at],
    )?;
    Ok(())
}

pub fn save_task(tx: &mut Tx<'_>, was: &Task, t: &Task) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update matter_tasks set state = $3, evidence = $4, reason = $5, verified_by = $6, witness = $7, verified_at = $8,
           owner_name = $9, owner_account = $10, asked_at = $11, accepted_at = $12, due_day = $14, done_by = $15, done_at = $16,
           done_evidence = $17, blocked_at = $18, blocked_why = $19, urged_at = $20
         where street_id = $1 and id = $2 and state = $13",
        args![
            street, t.id, t.state.code(), t.evidence.clone(), t.reason.clone(), t.verified_by, t.witness.clone(), t.verified_at, &t.owner_name,
            t.owner, t.asked_at, t.accepted_at, was.state.code(), t.due, t.done_by, t.done_at, t.done_evidence.clone(), t.blocked_at,
            t.blocked_why.clone(), t.urged_at
        ],
    )?)
}

/// Ratings of a round: solved, way, how many, satisfaction summed.
pub fn ratings(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<(String, String, i64, i64)>> {
    r.all(
        "select solved, door, count(*), cast(sum(satisfied) as bigint) from matter_ratings
         where street_id = $1 and matter_id = $2 and round = $3 group by solved, door",
        args![street, of, round],
    )
}

pub fn has_rated(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32, person: PersonId) -> Result<bool> {
    let found: Option<Uuid> = r.opt(
        "select id from matter_ratings where street_id = $1 and matter_id = $2 and round = $3 and person_id = $4",
        args![street, of, round, person],
    )?;
    Ok(found.is_some())
}

pub fn insert_rating(tx: &mut Tx<'_>, of: &Matter, person: PersonId, way: Way, w: &RatingWords) -> Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into matter_ratings (street_id, id, matter_id, round, person_id, done, solved, satisfied, door, text, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            street, id, of.id, of.round, person, w.done, w.solved.map(Solved::code), w.satisfied, way.code(), w.text.trim(), now
        ],
    )?;
    Ok(id)
}
