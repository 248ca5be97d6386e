//! What the pages of matters show.

use super::{matters::records, merging::matter_refs, shown::place_name};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result};
use kernel::{Day, Moment, StreetId, uuid::Uuid};
use std::collections::{BTreeMap, HashMap};

/// Matters of one page of the list.
const TOGETHER: i64 = 30;

pub fn matters_view(r: &mut Reader<'_>, street: StreetId, of: Option<BodyId>, before: Option<MatterId>) -> Result<MattersView> {
    let names: HashMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let mut found = store::matters(r, street, of, before, TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let next = found.last().filter(|_| more).map(|m| m.id);
    let matters = found.into_iter().map(|m| line(m, &names)).collect();
    Ok(MattersView { matters, next })
}

fn line(m: Matter, names: &HashMap<BodyId, String>) -> MatterLine {
    let body = names.get(&m.body).cloned().unwrap_or_default();
    MatterLine { id: m.id, code: m.code, question: m.question, topic: m.topic, body, state: m.state, step: m.step, opened_at: m.opened_at }
}

/// One matter: everybody sees all of it but who said what.
pub fn matter_view(r: &mut Reader<'_>, viewer: &Viewer, id: MatterId, now: Moment) -> Result<MatterView> {
    let street = viewer.street;
    let m = store::find_matter::<SeeMatter>(r, viewer, id, now)?.into_inner();
    let body = store::body(r, street, m.body)?.ok_or(Denied::Hidden)?;
    let tree = places::tree(r, street)?;
    let walk = store::walk_of(r, street, id)?;
    let records = records(r, street, &m, now)?;
    let chairs = holders(&store::offices_of(r, street, m.body)?, &[Office::Chair], now.day());
    let members = super::concerns::member_accounts(r, street, m.body, now)?;
    let walking = m.state == MatterState::Walking;
    let may = MatterMay {
        take_part: walking && viewer.account().is_some(),
        help: walking && viewer.helping.is_none() && auth::may::<_, TakePartFor>(viewer, &m, now),
        keep: walking && auth::may::<_, KeepMatter>(viewer, &m, now),
        extend: walking && viewer.account() != Some(m.owner) && auth::may::<_, ExtendStep>(viewer, &InHand { thing: m.clone(), hands: chairs.clone() }, now),
        group: walking && auth::may::<_, GroupConcerns>(viewer, &InHand { thing: m.clone(), hands: members }, now),
        split: m.state == MatterState::Merged && auth::may::<_, PassMatter>(viewer, &InHand { thing: m.clone(), hands: chairs.clone() }, now),
        pass: auth::may::<_, PassMatter>(viewer, &InHand { thing: m.clone(), hands: chairs }, now),
        override_gate: walking && auth::may::<_, OverrideGate>(viewer, &m, now),
    };
    let sources = store::sources_of(r, street, id)?;
    let taken_up = store::matters_into(r, street, id)?;
    let merged_from = matter_refs(r, street, &taken_up)?;
    let extensions = store::extensions_of(r, street, id)?;
    let extended = |no: i32| extensions.iter().find(|x| x.no == no).map(|x| ExtensionView { days: x.days, reason: x.reason.clone(), was_due: x.was_due, at: x.at });
    let choices = store::choices_of(r, street, id)?;
    let mut resolutions = vec![];
    let results = store::results_about(r, street, id.uuid())?;
    for v in store::resolutions_of(r, street, id)? {
        resolutions.push(ResolutionView {
            option: v.option.and_then(|o| choices.iter().find(|c| c.id == o)).map(|c| c.title.clone()),
            meeting: results.iter().find(|x| v.ground == Ground::Room(x.id)).map(|x| x.meeting),
            ballot: match v.ground {
                Ground::Ballot(id) => Some(id),
                Ground::Room(_) => None,
            },
            code: v.code,
            round: v.round,
            text: v.text,
            force: v.force,
            at: v.at,
        });
    }
    let ratings = ratings_view(r, street, &m, m.round, may.keep || may.pass)?;
    let rated_before = if m.round > 1 { Some(ratings_view(r, street, &m, m.round - 1, true)?).filter(|v| v.all > 0) } else { None };
    let reach = match store::last_reach(r, street, id)? {
        Some(round) => Some(ReachView { round, groups: reach_shown(&store::reach_of(r, street, id, round)?) }),
        None => None,
    };
    let (today, concerns) = (now.day(), concerns_shown(r, street, &m)?);
    let acts = store::moderations_in(r, street, id)?;
    let curb = |kind: PartKind, part: Uuid| {
        let of = Target::Part { matter: id, kind, part };
        acts.iter().rfind(|a| a.of == of && a.stands()).map(|a| CurbView { id: a.id, act: a.act, ground: a.ground })
    };
    let said = store::arguments_of(r, street, id)?;
    let moderates = said.iter().any(|a| a.held_at.is_some()) && auth::may::<_, ModerateMatter>(viewer, &m, now);
    let own: Vec<_> = viewer.account().map(|a| identity::find_account(r, street, a)).transpose()?.flatten().map(|a| a.person).into_iter().collect();
    Ok(MatterView {
        id,
        body: m.body,
        body_name: body.name,
        place: place_name(&tree, m.place),
        marks: marks(&m, &walk),
        due: walk.last().filter(|s| s.to.is_none()).and_then(|s| s.due),
        extended: walk.last().filter(|s| s.to.is_none()).and_then(|s| extended(s.no)),
        gate: if walking { gate_shown(&m, &records, may) } else { vec![] },
        heard: records.heard,
        heard_by: way_counts(&records.heard_by),
        reach,
        behind: super::merging::behind(r, street, &sources)?,
        sources,
        merged_into: matter_refs(r, street, &m.merged_into.into_iter().collect::<Vec<_>>())?.pop(),
        merged_from,
        splits: super::merging::splits(r, street, id)?,
        survey: super::surveys::survey_view(r, viewer, &m, now)?,
        after: super::afterwards::after_view(r, viewer, (&m, &walk), now)?,
        reopenings: store::reopenings_of(r, street, id)?.into_iter().map(|x| ReopeningView { round: x.round, at: x.at, why: x.why, reason: x.reason }).collect(),
        concerns,
        options: choices.into_iter().map(|c| ChoiceView { curbed: curb(PartKind::Option, c.id), id: c.id, letter: c.letter, title: c.title, text: c.text, state: c.state, pricing: c.pricing, dropped_why: c.dropped_why, hash: c.hash }).collect(),
        arguments: said.into_iter().filter(|a| a.held_at.is_none() || moderates || own.contains(&a.person)).map(|a| ArgumentView {
            curbed: curb(PartKind::Argument, a.id), answer_curbed: curb(PartKind::Answer, a.id), held: a.held_at.is_some(),
            id: a.id, side: a.side, text: a.text, answer: a.answer,
        }).collect(),
        resolutions,
        tasks: tasks(r, viewer, &m, may.pass, today)?,
        doers: super::doers_behind(r, street, id)?.into_iter().map(|d| DoerView { key: d.key, name: d.name, offers: d.offers }).collect(),
        ratings,
        rated_before,
        rated: m.step == MatterStep::Evaluation && viewer.account().is_some() && {
            let (person, _) = super::helping::shown_to(r, viewer, now)?;
            store::has_rated(r, street, id, m.round, person)?
        },
        walk: walk.into_iter().filter_map(|s| Some(StretchView { extended: extended(s.no), step: s.step, round: s.round, from: s.from, to: s.to?, how: s.how?, reason: s.reason, gate: s.gate })).collect(),
        code: m.code,
        question: m.question,
        topic: m.topic,
        track: m.track,
        state: m.state,
        step: m.step,
        round: m.round,
        ended_why: m.ended_why,
        statement: m.statement,
        may,
        sent: Sent::default(),
        problems: vec![],
    })
}

/// The gate of the open step. Which concerns were answered is for those who keep or pass the matter while ratings come in.
fn gate_shown(m: &Matter, records: &Records, may: MatterMay) -> Vec<Condition> {
    let all = gate(m.track, m.step, records).into_iter();
    all.filter(|c| c.condition != EASED || may.keep || may.pass || may.override_gate).collect()
}

fn way_counts(by: &BTreeMap<Way, i64>) -> Vec<WayCount> {
    by.iter().map(|(way, people)| WayCount { way: *way, people: *people }).collect()
}

/// Ratings of a round: what they say only once no more come in, or for those who keep it.
fn ratings_view(r: &mut Reader<'_>, street: StreetId, m: &Matter, round: i32, keeps: bool) -> Result<RatingsView> {
    let (mut said, mut by_way) = (SolvedCounts::default(), BTreeMap::<Way, i64>::new());
    let mut all = 0;
    for (solved, way, n, satisfied) in store::ratings(r, street, m.id, round)? {
        all += n;
        said.satisfied_sum += satisfied;
        match Solved::from_code(&solved) {
            Some(Solved::Yes) => said.yes += n,
            Some(Solved::Partly) => said.partly += n,
            _ => said.no += n,
        }
        if let Some(way) = Way::from_code(&way) {
            *by_way.entry(way).or_default() += n;
        }
    }
    let open = round == m.round && m.state == MatterState::Walking && m.step == MatterStep::Evaluation;
    Ok(RatingsView { round, all, by_way: way_counts(&by_way), said: (!open || keeps).then_some(said) })
}

/// Six marks: those behind, the one it stands in, those to come.
fn marks(m: &Matter, walk: &[Stretch]) -> Vec<MarkView> {
    let marks = MatterStep::ALL.iter().map(|step| {
        let stay = walk.iter().rev().find(|s| s.step == *step);
        let now = m.state == MatterState::Walking && m.step == *step;
        MarkView {
            step: *step,
            done: m.state == MatterState::Settled || *step < m.step,
            now,
            from: stay.filter(|_| *step <= m.step).map(|s| s.from),
            due: stay.filter(|_| now).and_then(|s| s.due),
        }
    });
    marks.collect()
}

fn tasks(r: &mut Reader<'_>, viewer: &Viewer, m: &Matter, judges: bool, today: Day) -> Result<Vec<TaskView>> {
    let (street, account) = (viewer.street, viewer.account());
    let running = m.state == MatterState::Walking && m.step == MatterStep::Delivery;
    let mut all = vec![];
    for t in store::tasks_of(r, street, m.id)? {
        let extensions = store::task_extensions(r, street, t.id)?;
        let waits = extensions.iter().find(|x| x.granted.is_none());
        let at_work = running && t.at_work();
        all.push(TaskView {
            asked: t.state == TaskState::Open && t.owner.is_some(),
            mine: t.state == TaskState::Open && t.owner.is_some() && t.owner == account,
            late: t.due < today && !matches!(t.state, TaskState::Verified | TaskState::Cancelled),
            may_report: at_work && account.is_some() && account == Some(t.owner.unwrap_or(m.owner)),
            may_verify: running && judges && t.state == TaskState::Done && account.is_some() && t.owner != account && t.done_by != account,
            may_judge_time: at_work && judges && waits.is_some_and(|x| Some(x.asked_by) != account) && t.owner != account,
            extensions: extensions.into_iter().map(|x| MoreTimeView { was_due: x.was_due, new_due: x.new_due, reason: x.reason, granted: x.granted, said: x.said }).collect(),
            id: t.id, title: t.title, to_be_seen: t.to_be_seen, owner: t.owner_name, due: t.due, state: t.state, evidence: t.evidence, witness: t.witness, reason: t.reason,
            done_evidence: t.done_evidence, blocked_why: t.blocked_why,
        });
    }
    Ok(all)
}

/// Concerns with what people said of each in the last evaluation that is over.
fn concerns_shown(r: &mut Reader<'_>, street: StreetId, m: &Matter) -> Result<Vec<ConcernView>> {
    let concerns = store::concerns_of(r, street, m.id)?;
    let round = if m.step == MatterStep::Evaluation && m.state != MatterState::Walking { m.round } else { m.round - 1 };
    let ids: Vec<_> = asked(&concerns).map(|c| c.id).collect();
    let said = store::eased_of(r, street, m.id, round)?;
    let ratings = store::ratings(r, street, m.id, round)?.iter().map(|x| u64::try_from(x.2).unwrap_or(0)).sum();
    let counts = if said.is_empty() { vec![] } else { eased_counts(&ids, &said, ratings) };
    let of = |c: &Concern| ids.iter().position(|id| *id == c.id).and_then(|at| counts.get(at).cloned());
    Ok(concerns.into_iter().map(|c| ConcernView { eased: of(&c), id: c.id, text: c.text, joined: c.joined, taken_up: c.taken_up, why_not: c.why_not, under: c.under }).collect())
}
