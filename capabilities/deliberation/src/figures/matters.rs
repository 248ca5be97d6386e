//! Matters, as far as they have walked.

use super::{BODIES, path};
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Change, Counted, Counts, Group, Indicator, Record, Said, Source, Unit, Value};
use kernel::{Day, Moment};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Since when a matter that walks again no longer leaves the figures of the time it was settled in.
pub(super) const ONCE_SETTLED: &[Change] = &[Change {
    version: 2,
    day: Day(20_261_129),
    what: Said {
        zh: "办结后又再议的，仍算在第一次办结的那一天；原来会从那段时间里去掉。",
        en: "A matter that walks again stays counted on the day it was first settled; before, it left that period.",
    },
}];

pub(super) const SETTLED: Indicator = Indicator {
    code: "deliberation.matters.settled",
    version: 2,
    name: Said { zh: "办结议题", en: "Matters settled" },
    definition: Said {
        zh: "时段内第一次走完第六步的议题，一个议题不管议了几轮只算一次；后来再议的，办结的那一天不变。",
        en: "Matters that came through the sixth step for the first time in the period, each once whatever rounds it took; one that walks again later keeps its day.",
    },
    changes: ONCE_SETTLED,
    records: Said { zh: "一个议题", en: "a matter" },
    unit: Unit::Matters,
    counts: Counts::Period,
    beside: &[
        Beside::new("opened", "时段内立的议题", "opened in the period", Unit::Matters),
        Beside::new("decided", "时段内定了方案的", "decided in the period", Unit::Matters),
        Beside::new("delivered", "办完了还在评效果的", "delivered, not settled yet", Unit::Matters),
        Beside::new("declined", "没有采纳的", "declined", Unit::Matters),
        Beside::new("again", "议过不止一轮的", "of more than one round", Unit::Matters),
    ],
    source: Source::Computed { count: settled, behind: Behind::Records(settled_rows) },
    ..BODIES
};

pub(super) const SIX_STEPS: Indicator = Indicator {
    code: "deliberation.six_steps",
    version: 2,
    name: Said { zh: "六步走全率", en: "All six steps" },
    definition: Said {
        zh: "时段内办结的议题里，六步都是条件齐了才过、没有越过哪一步的占比。",
        en: "Of the matters settled in the period, those that passed all six steps without an override.",
    },
    unit: Unit::Share,
    adds_up: false,
    beside: &[
        Beside::new("settled", "办结议题", "matters settled", Unit::Matters),
        Beside::new("overridden", "越过某一步的", "with a step overridden", Unit::Matters),
        Beside::new("joined", "小事快办或急事先办的", "on the small or urgent track", Unit::Matters),
    ],
    source: Source::Computed { count: six_steps, behind: Behind::Records(settled_rows) },
    ..SETTLED
};

struct Walked {
    id: MatterId,
    code: String,
    question: String,
    topic: String,
    place: PlacePath,
    track: Track,
    state: MatterState,
    step: MatterStep,
    /// In which it was first settled; where it stands while it never was.
    round: i32,
    opened: Moment,
    /// The last step it stood in was left then.
    ended: Option<Moment>,
    /// It first came through the sixth step then, with so many steps overridden by then.
    settled: Option<Moment>,
    overridden: i64,
    decided: Option<Moment>,
}

impl FromRow for Walked {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            code: r.next()?,
            question: r.next()?,
            topic: r.next()?,
            place: path(r.next()?, r.next()?),
            track: db::code(r, Track::from_code)?,
            state: db::code(r, MatterState::from_code)?,
            step: db::code(r, MatterStep::from_code)?,
            round: r.next()?,
            opened: r.next()?,
            ended: r.next()?,
            settled: r.next()?,
            overridden: r.next()?,
            decided: r.next()?,
        })
    }
}

fn walked(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Rc<Vec<Walked>>> {
    ask.once("deliberation.walked", || read_walked(r, ask))
}

fn read_walked(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Walked>> {
    r.all(
        "select m.id, m.code, m.question, m.topic, m.community_id, m.grid_id, m.track, m.state, m.step, coalesce(e.round, m.round), m.opened_at,
           (select max(s.to_at) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id),
           e.to_at,
           (select count(*) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id and s.how = 'overridden'
             and (e.no is null or s.no <= e.no)),
           (select min(v.at) from matter_resolutions v where v.street_id = m.street_id and v.matter_id = m.id)
         from matters m
         left join matter_steps e on e.street_id = m.street_id and e.matter_id = m.id and e.no = (
           select min(s.no) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id and s.step = 'evaluation' and s.how = 'passed')
         where m.street_id = $1 and m.opened_at < $2
         order by m.id",
        args![ask.street, ask.span.to.start()],
    )
}

impl Walked {
    /// Settled for the first time in the span.
    fn settled_in(&self, ask: &Ask<'_>) -> bool {
        self.settled.is_some_and(|at| ask.span.has(at))
    }
    fn ended_as(&self, state: MatterState, ask: &Ask<'_>) -> bool {
        self.state == state && self.ended.is_some_and(|at| ask.span.has(at))
    }
}

fn settled(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = walked(r, ask)?;
    Ok(ask.fold(&all, |m| m.place, |here| {
        let count = |test: &dyn Fn(&Walked) -> bool| here.iter().filter(|m| test(m)).count() as i64;
        let done: Vec<&&Walked> = here.iter().filter(|m| m.settled_in(ask)).collect();
        let mut topics: BTreeMap<&str, i64> = BTreeMap::new();
        done.iter().for_each(|m| *topics.entry(m.topic.as_str()).or_default() += 1);
        let mut groups: Vec<Group> = topics.into_iter().map(|(name, value)| Group { name: name.to_owned(), value }).collect();
        groups.sort_by(|a, b| b.value.cmp(&a.value).then(a.name.cmp(&b.name)));
        let counted = Counted::number(done.len() as i64).beside("opened", count(&|m| ask.span.has(m.opened)));
        let counted = counted.beside("decided", count(&|m| m.decided.is_some_and(|at| ask.span.has(at))));
        let counted = counted.beside("delivered", count(&|m| m.state == MatterState::Walking && m.step == MatterStep::Evaluation));
        let counted = counted.beside("declined", count(&|m| m.ended_as(MatterState::Declined, ask)));
        Counted { groups, ..counted.beside("again", done.iter().filter(|m| m.round > 1).count() as i64) }
    }))
}

fn six_steps(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = walked(r, ask)?;
    Ok(ask.fold(&all, |m| m.place, |here| {
        let done: Vec<&&Walked> = here.iter().filter(|m| m.settled_in(ask)).collect();
        let over = done.iter().filter(|m| m.overridden > 0).count() as i64;
        let joined = done.iter().filter(|m| matches!(m.track, Track::Small | Track::Urgent)).count() as i64;
        let n = done.len() as i64;
        Counted::of(Value::share(n - over, n)).beside("settled", n).beside("overridden", over).beside("joined", joined)
    }))
}

fn settled_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = walked(r, ask)?;
    let done = all.iter().filter(|m| m.settled_in(ask));
    let record = |m: &Walked| Record {
        id: m.id.uuid(), label: format!("{} {}", m.code, m.question), path: format!("/matters/{}", m.id), day: m.settled.map(Moment::day),
    };
    Ok(ask.listed(done, |m| m.place, record))
}
