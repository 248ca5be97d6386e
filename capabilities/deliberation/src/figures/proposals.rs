//! Proposals, and authors who became doers.

use super::{BODIES, path};
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Indicator, Record, Said, Source, Unit};
use kernel::{Moment, PersonId, uuid::Uuid};
use std::collections::BTreeSet;
use std::rc::Rc;

pub(super) const PROPOSALS: Indicator = Indicator {
    code: "deliberation.proposals.made",
    version: 1,
    name: Said { zh: "居民提案", en: "Proposals" },
    definition: Said {
        zh: "时段内提出的提案；并到别的提案里的不再单算。",
        en: "Proposals put forward in the period; one that was merged into another does not count by itself.",
    },
    records: Said { zh: "一件提案", en: "a proposal" },
    unit: Unit::Proposals,
    counts: Counts::Period,
    beside: &[
        Beside::new("reached", "附议够数的", "reached their threshold", Unit::Proposals),
        Beside::new("answered", "已答复的", "answered", Unit::Proposals),
        Beside::new("matters", "立为议题的", "became matters", Unit::Proposals),
        Beside::new("declined", "说明理由没有采纳的", "declined with a reason", Unit::Proposals),
        Beside::new("merged", "并到别的提案里的", "merged into others", Unit::Proposals),
    ],
    source: Source::Computed { count: |r, ask| proposals(r, ask, |_| true), behind: Behind::Records(|r, ask| proposal_rows(r, ask, |_| true)) },
    ..BODIES
};

pub(super) const YOUTH_PROPOSALS: Indicator = Indicator {
    code: "deliberation.youth.proposals",
    name: Said { zh: "青年议案", en: "Youth motions" },
    definition: Said {
        zh: "时段内从青年议事会提出的提案，合并之后算件数。",
        en: "Proposals of the period that came from a youth council, counted after merging.",
    },
    source: Source::Computed { count: |r, ask| proposals(r, ask, from_the_young), behind: Behind::Records(|r, ask| proposal_rows(r, ask, from_the_young)) },
    ..PROPOSALS
};

pub(super) const DOERS: Indicator = Indicator {
    code: "deliberation.proposals.author_became_doer",
    version: 1,
    name: Said { zh: "从提出到动手的人", en: "From asking to doing" },
    definition: Said {
        zh: "到统计日为止，提案立成议题、自己又在这个议题里领了任务的人，按人计。志愿时长的部分等那里有了记录再算。",
        en: "Distinct authors of proposals that became matters who took on a task of that matter, up to the day. Hours of volunteering count once they are on record.",
    },
    records: Said { zh: "提案人领的一个任务", en: "a task taken on by an author" },
    unit: Unit::People,
    adds_up: false,
    beside: &[
        Beside::new("tasks", "他们领的任务", "their tasks", Unit::Times),
        Beside::new("authors", "提案立成议题的提案人", "authors whose proposals became matters", Unit::People),
    ],
    source: Source::Computed { count: doers, behind: Behind::Records(doer_rows) },
    ..BODIES
};

struct Put {
    id: ProposalId,
    code: String,
    title: String,
    place: PlacePath,
    origin: String,
    state: ProposalState,
    at: Moment,
    reached: bool,
    verdict: Option<AnswerVerdict>,
}

impl FromRow for Put {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            code: r.next()?,
            title: r.next()?,
            place: path(r.next()?, r.next()?),
            origin: r.next()?,
            state: db::code(r, ProposalState::from_code)?,
            at: r.next()?,
            reached: r.next::<Option<Moment>>()?.is_some(),
            verdict: db::code_opt(r, AnswerVerdict::from_code)?,
        })
    }
}

fn from_the_young(p: &Put) -> bool {
    p.origin == "youth_council"
}

fn put(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Rc<Vec<Put>>> {
    ask.once("deliberation.put", || read_put(r, ask))
}

fn read_put(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Put>> {
    r.all(
        "select id, code, title, community_id, grid_id, origin, state, opened_at, reached_at, verdict from proposals
         where street_id = $1 and opened_at >= $2 and opened_at < $3
         order by id",
        args![ask.street, ask.span.from.start(), ask.span.to.start()],
    )
}

fn proposals(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Put) -> bool) -> Result<Vec<Counted>> {
    let all = put(r, ask)?;
    let all: Vec<&Put> = all.iter().filter(|p| which(p)).collect();
    Ok(ask.fold(&all, |p| p.place, |here| {
        let count = |test: &dyn Fn(&Put) -> bool| here.iter().filter(|p| p.state != ProposalState::Merged && test(p)).count() as i64;
        let merged = here.iter().filter(|p| p.state == ProposalState::Merged).count() as i64;
        let verdict = |v| count(&|p| p.verdict == Some(v));
        let counted = Counted::number(count(&|_| true)).beside("reached", count(&|p| p.reached));
        let counted = counted.beside("answered", count(&|p| p.verdict.is_some())).beside("matters", verdict(AnswerVerdict::Matter));
        counted.beside("declined", verdict(AnswerVerdict::Declined)).beside("merged", merged)
    }))
}

fn proposal_rows(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Put) -> bool) -> Result<Vec<Record>> {
    let all = put(r, ask)?;
    let all = all.iter().filter(|p| which(p) && p.state != ProposalState::Merged);
    let record = |p: &Put| Record {
        id: p.id.uuid(), label: format!("{} {}", p.code, p.title), path: format!("/proposals/{}", p.id), day: Some(p.at.day()),
    };
    Ok(ask.listed(all, |p| p.place, record))
}

/// An author of a proposal that became a matter, and a task of that matter they took on.
struct Doing {
    person: PersonId,
    matter: MatterId,
    code: String,
    place: PlacePath,
    task: Option<(Uuid, String)>,
}

impl FromRow for Doing {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (person, matter, code, place) = (r.next()?, r.next()?, r.next()?, path(r.next()?, r.next()?));
        let task = r.next::<Option<Uuid>>()?.zip(r.next::<Option<String>>()?);
        Ok(Self { person, matter, code, place, task })
    }
}

fn doing(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Doing>> {
    r.all(
        "select a.person_id, m.id, m.code, m.community_id, m.grid_id, t.id, t.title from proposals p
         join proposal_authors a on a.street_id = p.street_id and a.proposal_id = p.id
         join matter_sources s on s.street_id = p.street_id and s.link_kind = 'proposal' and s.link_id = p.id
         join matters m on m.street_id = s.street_id and m.id = s.matter_id
         left join matter_tasks t on t.street_id = m.street_id and t.matter_id = m.id and t.owner_account = a.account_id
           and t.state <> 'cancelled'
         where p.street_id = $1 and p.verdict = 'matter' and p.answered_at < $2 and a.person_id is not null
         order by m.id, t.id",
        args![ask.street, ask.until()],
    )
}

fn doers(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = doing(r, ask)?;
    Ok(ask.fold(&all, |d| d.place, |here| {
        let people: BTreeSet<PersonId> = here.iter().filter(|d| d.task.is_some()).map(|d| d.person).collect();
        let tasks: BTreeSet<Uuid> = here.iter().filter_map(|d| d.task.as_ref().map(|t| t.0)).collect();
        let authors: BTreeSet<PersonId> = here.iter().map(|d| d.person).collect();
        Counted::number(people.len() as i64).beside("tasks", tasks.len() as i64).beside("authors", authors.len() as i64)
    }))
}

fn doer_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let taken = doing(r, ask)?.into_iter().filter(|d| d.task.is_some());
    let record = |d: Doing| {
        let (id, title) = d.task.unwrap_or_default();
        Record { id, label: format!("{} {title}", d.code), path: format!("/matters/{}", d.matter), day: None }
    };
    Ok(ask.listed(taken, |d| d.place, record))
}
