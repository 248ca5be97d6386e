//! Indicators of bodies, meetings, matters and proposals, counted from their rows.

use crate::actions::sittings;
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Change, Counted, Counts, Group, Indicator, Public, Record, Said, Source, Unit, Value};
use kernel::{Day, Moment, PersonId, uuid::Uuid};
use std::collections::{BTreeMap, BTreeSet};

/// What this room counts.
pub const INDICATORS: &[Indicator] = &[
    BODIES, ROSTER, MEETINGS, GRID_MEETINGS, DUTY, SETTLED, SIX_STEPS, PROPOSALS, YOUTH_MEETINGS, YOUTH_PROPOSALS, DOERS,
];

const FIRST: &[Change] = &[Change { version: 1, day: Day(20_261_128), what: Said { zh: "首次发布", en: "first published" } }];

const fn beside(code: &'static str, zh: &'static str, en: &'static str, unit: Unit) -> Beside {
    Beside { code, name: Said { zh, en }, unit }
}

const BODIES: Indicator = Indicator {
    code: "deliberation.bodies.active",
    version: 1,
    name: Said { zh: "村（居）协商议事组织", en: "Community councils" },
    definition: Said {
        zh: "统计日当天在册的村（居）协商议事会；网格、青年、联盟等别的议事会印在旁边，不加进来。",
        en: "Councils of communities standing at the end of the day. Councils of grids, of the young and of alliances stand beside and are not added.",
    },
    records: Said { zh: "一个议事组织", en: "a body" },
    unit: Unit::Bodies,
    counts: Counts::Day,
    public: Public::Openly,
    adds_up: true,
    beside: &[
        beside("met", "九十天内开过会的", "met within ninety days", Unit::Bodies),
        beside("grid", "网格议事会", "grid councils", Unit::Bodies),
        beside("youth", "青年议事会", "youth councils", Unit::Bodies),
        beside("alliance", "联盟议事会", "alliance councils", Unit::Bodies),
        beside("party_mass", "党群议事会", "party-and-mass councils", Unit::Bodies),
    ],
    changes: FIRST,
    source: Source::Computed { count: bodies, behind: Behind::Records(body_rows) },
};

const ROSTER: Indicator = Indicator {
    code: "deliberation.roster.people",
    version: 1,
    name: Said { zh: "议事代表", en: "People seated" },
    definition: Said {
        zh: "统计日当天在村（居）协商议事会里有席位的人，一个人坐两个席位算一个人。",
        en: "Distinct people holding a seat in a community council at the end of the day; somebody with two seats counts once.",
    },
    records: Said { zh: "一个有人的席位", en: "a seat that is held" },
    unit: Unit::People,
    adds_up: false,
    beside: &[
        beside("seats", "有人的席位", "seats held", Unit::Posts),
        beside("vacant", "空着的席位", "seats vacant", Unit::Posts),
        beside("professions", "行业", "professions", Unit::Posts),
    ],
    source: Source::Computed { count: roster, behind: Behind::Records(seat_rows) },
    ..BODIES
};

const MEETINGS: Indicator = Indicator {
    code: "deliberation.meetings.good",
    version: 1,
    name: Said { zh: "开好的议事会", en: "Good meetings" },
    definition: Said {
        zh: "时段内召开、发过通知、到会够数、纪要已经双签封存的议事会，按开会那天算。开了还没封存的印在旁边。",
        en: "Meetings of the period that were convened by notice, had a quorum and whose minutes are sealed, by the day they were held. Those held and not sealed stand beside.",
    },
    records: Said { zh: "一场议事会", en: "a meeting" },
    unit: Unit::Meetings,
    counts: Counts::Period,
    beside: &[
        beside("held", "开过的议事会", "meetings held", Unit::Meetings),
        beside("youth", "其中青年议事会", "of them of youth councils", Unit::Meetings),
        beside("planned", "计划和已通知的", "planned and convened", Unit::Meetings),
        beside("inquorate", "不够数没开成的", "without quorum", Unit::Meetings),
        beside("cancelled", "取消的", "cancelled", Unit::Meetings),
        beside("participations", "参与人次", "participations", Unit::Times),
        beside("people", "参与的人", "distinct people", Unit::People),
    ],
    source: Source::Computed { count: |r, ask| meetings(r, ask, |_| true), behind: Behind::Records(|r, ask| meeting_rows(r, ask, |_| true)) },
    ..BODIES
};

const GRID_MEETINGS: Indicator = Indicator {
    code: "deliberation.meetings.grid",
    name: Said { zh: "网格协商议事会", en: "Grid meetings" },
    definition: Said {
        zh: "时段内网格议事会开好的场次：发过通知、到会够数、纪要封存。说全年就从一月一日算起。",
        en: "Good meetings of grid councils in the period: convened, quorate, sealed. A year is counted from the first of January.",
    },
    source: Source::Computed { count: |r, ask| meetings(r, ask, of_grids), behind: Behind::Records(|r, ask| meeting_rows(r, ask, of_grids)) },
    ..MEETINGS
};

const YOUTH_MEETINGS: Indicator = Indicator {
    code: "deliberation.youth.meetings",
    name: Said { zh: "青年议事会", en: "Youth council meetings" },
    definition: Said {
        zh: "时段内青年议事会开好的场次。数的是会，不是议事会这个组织。",
        en: "Good meetings of youth councils in the period. Meetings are counted, not the councils.",
    },
    source: Source::Computed { count: |r, ask| meetings(r, ask, of_the_young), behind: Behind::Records(|r, ask| meeting_rows(r, ask, of_the_young)) },
    ..MEETINGS
};

const DUTY: Indicator = Indicator {
    code: "deliberation.duty.rate",
    version: 1,
    name: Said { zh: "每月议事达成率", en: "Monthly duty met" },
    definition: Said {
        zh: "村（居）议事会每月至少开好一场：开好的月数 ÷（应开月数 − 经说明免开的月数）。按组织和月份数。",
        en: "A community council owes one good meeting a month: months met ÷ (months owed − months excused), by body and month.",
    },
    records: Said { zh: "一场让这个月达成的议事会", en: "a meeting by which a month is met" },
    unit: Unit::Share,
    counts: Counts::Period,
    adds_up: false,
    beside: &[
        beside("owed", "应开月数", "months owed", Unit::Times),
        beside("met", "开好月数", "months met", Unit::Times),
        beside("excused", "免开月数", "months excused", Unit::Times),
        beside("missed", "缺开月数", "months missed", Unit::Times),
        beside("held", "开了还没封存的月数", "months held and not sealed", Unit::Times),
    ],
    source: Source::Computed { count: duty, behind: Behind::Records(duty_rows) },
    ..BODIES
};

const SETTLED: Indicator = Indicator {
    code: "deliberation.matters.settled",
    version: 1,
    name: Said { zh: "办结议题", en: "Matters settled" },
    definition: Said {
        zh: "时段内走完第六步的议题，一个议题不管议了几轮只算一次。",
        en: "Matters that came through the sixth step in the period, each once whatever rounds it took.",
    },
    records: Said { zh: "一个议题", en: "a matter" },
    unit: Unit::Matters,
    counts: Counts::Period,
    beside: &[
        beside("opened", "时段内立的议题", "opened in the period", Unit::Matters),
        beside("decided", "时段内定了方案的", "decided in the period", Unit::Matters),
        beside("delivered", "办完了还在评效果的", "delivered, not settled yet", Unit::Matters),
        beside("declined", "没有采纳的", "declined", Unit::Matters),
        beside("again", "议过不止一轮的", "of more than one round", Unit::Matters),
    ],
    source: Source::Computed { count: settled, behind: Behind::Records(settled_rows) },
    ..BODIES
};

const SIX_STEPS: Indicator = Indicator {
    code: "deliberation.six_steps",
    version: 1,
    name: Said { zh: "六步走全率", en: "All six steps" },
    definition: Said {
        zh: "时段内办结的议题里，六步都是条件齐了才过、没有越过哪一步的占比。",
        en: "Of the matters settled in the period, those that passed all six steps without an override.",
    },
    unit: Unit::Share,
    adds_up: false,
    beside: &[
        beside("settled", "办结议题", "matters settled", Unit::Matters),
        beside("overridden", "越过某一步的", "with a step overridden", Unit::Matters),
        beside("joined", "小事快办或急事先办的", "on the small or urgent track", Unit::Matters),
    ],
    source: Source::Computed { count: six_steps, behind: Behind::Records(settled_rows) },
    ..SETTLED
};

const PROPOSALS: Indicator = Indicator {
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
        beside("reached", "附议够数的", "reached their threshold", Unit::Proposals),
        beside("answered", "已答复的", "answered", Unit::Proposals),
        beside("matters", "立为议题的", "became matters", Unit::Proposals),
        beside("declined", "说明理由没有采纳的", "declined with a reason", Unit::Proposals),
        beside("merged", "并到别的提案里的", "merged into others", Unit::Proposals),
    ],
    source: Source::Computed { count: |r, ask| proposals(r, ask, |_| true), behind: Behind::Records(|r, ask| proposal_rows(r, ask, |_| true)) },
    ..BODIES
};

const YOUTH_PROPOSALS: Indicator = Indicator {
    code: "deliberation.youth.proposals",
    name: Said { zh: "青年议案", en: "Youth motions" },
    definition: Said {
        zh: "时段内从青年议事会提出的提案，合并之后算件数。",
        en: "Proposals of the period that came from a youth council, counted after merging.",
    },
    source: Source::Computed { count: |r, ask| proposals(r, ask, from_the_young), behind: Behind::Records(|r, ask| proposal_rows(r, ask, from_the_young)) },
    ..PROPOSALS
};

const DOERS: Indicator = Indicator {
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
        beside("tasks", "他们领的任务", "their tasks", Unit::Times),
        beside("authors", "提案立成议题的提案人", "authors whose proposals became matters", Unit::People),
    ],
    source: Source::Computed { count: doers, behind: Behind::Records(doer_rows) },
    ..BODIES
};

fn path(community: Option<kernel::PlaceId>, grid: Option<kernel::PlaceId>) -> PlacePath {
    PlacePath { community, grid, building: None }
}

/// The first row behind each figure in the words of the records.
fn listed<T>(ask: &Ask<'_>, things: Vec<T>, at: impl Fn(&T) -> PlacePath, record: impl Fn(T) -> Record) -> Vec<Record> {
    things.into_iter().filter(|t| ask.places.iter().any(|w| w.holds(at(t)))).map(record).collect()
}

// Bodies and seats.

fn standing(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Body>> {
    let day = ask.span.last();
    let bodies = crate::store::bodies(r, ask.street)?;
    Ok(bodies.into_iter().filter(|b| b.opened_on <= day && b.closed_on.is_none_or(|c| day < c)).collect())
}

fn bodies(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = standing(r, ask)?;
    let met: BTreeSet<BodyId> = r
        .all::<BodyId>(
            "select distinct body_id from meetings
             where street_id = $1 and from_at >= $2 and from_at < $3 and closed_at is not null and quorate",
            args![ask.street, ask.until().plus_days(-90), ask.until()],
        )?
        .into_iter()
        .collect();
    Ok(ask.fold(&all, |b| b.place, |here| {
        let of = |kind| here.iter().filter(|b| b.kind == kind).count() as i64;
        let active = here.iter().filter(|b| b.kind == BodyKind::Community && met.contains(&b.id)).count() as i64;
        let counted = Counted::number(of(BodyKind::Community)).beside("met", active).beside("grid", of(BodyKind::Grid));
        let counted = counted.beside("youth", of(BodyKind::Youth)).beside("alliance", of(BodyKind::Alliance));
        counted.beside("party_mass", of(BodyKind::PartyMass))
    }))
}

fn body_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let councils = standing(r, ask)?.into_iter().filter(|b| b.kind == BodyKind::Community).collect();
    let record = |b: Body| Record { id: b.id.uuid(), label: b.name, path: format!("/bodies/{}", b.id), day: Some(b.opened_on) };
    Ok(listed(ask, councils, |b| b.place, record))
}

struct Seat {
    id: MembershipId,
    body: BodyId,
    person: PersonId,
    category: String,
    profession: String,
    from: Day,
    place: PlacePath,
}

fn seats(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Seat>> {
    let day = ask.span.last();
    let councils: BTreeMap<BodyId, PlacePath> =
        standing(r, ask)?.into_iter().filter(|b| b.kind == BodyKind::Community).map(|b| (b.id, b.place)).collect();
    let rows: Vec<(MembershipId, BodyId, PersonId, String, String, Day)> = r.all(
        "select id, body_id, person_id, category, profession, from_day from body_memberships
         where street_id = $1 and from_day <= $2 and to_day > $2 and (ended_on is null or ended_on > $2)
         order by id",
        args![ask.street, day],
    )?;
    let seat = |(id, body, person, category, profession, from): (MembershipId, BodyId, PersonId, String, String, Day)| {
        Some(Seat { id, body, person, category, profession, from, place: *councils.get(&body)? })
    };
    Ok(rows.into_iter().filter_map(seat).collect())
}

fn roster(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let (day, held) = (ask.span.last(), seats(r, ask)?);
    let councils: Vec<Body> = standing(r, ask)?.into_iter().filter(|b| b.kind == BodyKind::Community).collect();
    let charters: Vec<(BodyId, String)> = r.all(
        "select body_id, rules from body_charters
         where street_id = $1 and from_day <= $2 and (to_day is null or to_day > $2)",
        args![ask.street, day],
    )?;
    let mut all: BTreeMap<BodyId, i64> = BTreeMap::new();
    for (body, rules) in charters {
        let rules: Rules = serde_json::from_str(&rules)?;
        all.insert(body, rules.seats.iter().map(|s| i64::from(s.seats)).sum());
    }
    let counted = ask.places.iter().map(|place| {
        let here: Vec<&Seat> = held.iter().filter(|s| place.holds(s.place)).collect();
        let people: BTreeSet<PersonId> = here.iter().map(|s| s.person).collect();
        let seats: i64 = councils.iter().filter(|b| place.holds(b.place)).filter_map(|b| all.get(&b.id)).sum();
        let professions: BTreeSet<&str> = here.iter().map(|s| s.profession.as_str()).filter(|p| !p.is_empty()).collect();
        let counted = Counted::number(people.len() as i64).beside("seats", here.len() as i64);
        counted.beside("vacant", (seats - here.len() as i64).max(0)).beside("professions", professions.len() as i64)
    });
    Ok(counted.collect())
}

fn seat_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let record = |s: Seat| {
        let label = if s.profession.is_empty() { s.category } else { format!("{} · {}", s.category, s.profession) };
        Record { id: s.id.uuid(), label, path: format!("/bodies/{}", s.body), day: Some(s.from) }
    };
    Ok(listed(ask, seats(r, ask)?, |s| s.place, record))
}

// Meetings.

struct Sat {
    id: MeetingId,
    code: String,
    kind: BodyKind,
    body: String,
    place: PlacePath,
    at: Moment,
    state: MeetingState,
    quorate: bool,
    closed: bool,
    noticed: bool,
}

impl FromRow for Sat {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, code, kind, body) = (r.next()?, r.next()?, db::code(r, BodyKind::from_code)?, r.next()?);
        let place = path(r.next()?, r.next()?);
        let (opened, from): (Option<Moment>, Moment) = (r.next()?, r.next()?);
        Ok(Self {
            id, code, kind, body, place,
            at: opened.unwrap_or(from),
            state: db::code(r, MeetingState::from_code)?,
            quorate: r.next()?,
            closed: r.next::<Option<Moment>>()?.is_some(),
            noticed: r.next::<i64>()? > 0,
        })
    }
}

impl Sat {
    fn good(&self) -> bool {
        self.state == MeetingState::Sealed && self.quorate && self.noticed
    }
    fn held(&self) -> bool {
        self.closed && self.quorate
    }
}

fn of_grids(s: &Sat) -> bool {
    s.kind == BodyKind::Grid
}
fn of_the_young(s: &Sat) -> bool {
    s.kind == BodyKind::Youth
}

fn sat(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Sat>> {
    // Planned for the last evening, it may open in the first minutes of the next day.
    let (from, to) = (ask.span.from.plus(-1).start(), ask.span.to.plus(1).start());
    let all: Vec<Sat> = r.all(
        "select m.id, m.code, b.kind, b.name, m.community_id, m.grid_id, m.opened_at, m.from_at, m.state, m.quorate, m.closed_at,
           (select count(*) from meeting_notices n where n.street_id = m.street_id and n.meeting_id = m.id)
         from meetings m
         join bodies b on b.street_id = m.street_id and b.id = m.body_id
         where m.street_id = $1 and m.from_at >= $2 and m.from_at < $3
         order by m.from_at, m.id",
        args![ask.street, from, to],
    )?;
    Ok(all.into_iter().filter(|m| ask.span.has(m.at)).collect())
}

fn meetings(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Sat) -> bool) -> Result<Vec<Counted>> {
    let all: Vec<Sat> = sat(r, ask)?.into_iter().filter(which).collect();
    let (from, to) = (ask.span.from.plus(-1).start(), ask.span.to.plus(1).start());
    let mut came: BTreeMap<MeetingId, Vec<Option<PersonId>>> = BTreeMap::new();
    for (meeting, person) in r.all::<(MeetingId, Option<PersonId>)>(
        "select a.meeting_id, a.person_id from meeting_attendances a
         join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
         where a.street_id = $1 and m.from_at >= $2 and m.from_at < $3",
        args![ask.street, from, to],
    )? {
        came.entry(meeting).or_default().push(person);
    }
    Ok(ask.fold(&all, |m| m.place, |here| {
        let count = |test: &dyn Fn(&Sat) -> bool| here.iter().filter(|m| test(m)).count() as i64;
        let good: Vec<&&Sat> = here.iter().filter(|m| m.good()).collect();
        let rows: Vec<Option<PersonId>> = good.iter().filter_map(|m| came.get(&m.id)).flatten().copied().collect();
        let known: BTreeSet<PersonId> = rows.iter().flatten().copied().collect();
        // Whoever came without being known is a person of one evening.
        let people = known.len() + rows.iter().filter(|p| p.is_none()).count();
        let of = |state| count(&|m| m.state == state);
        let counted = Counted::number(good.len() as i64).beside("held", count(&Sat::held));
        let counted = counted.beside("youth", count(&|m| m.good() && of_the_young(m)));
        let counted = counted.beside("planned", of(MeetingState::Planned) + of(MeetingState::Convened));
        let counted = counted.beside("inquorate", of(MeetingState::Inquorate)).beside("cancelled", of(MeetingState::Cancelled));
        counted.beside("participations", rows.len() as i64).beside("people", people as i64)
    }))
}

fn meeting_rows(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Sat) -> bool) -> Result<Vec<Record>> {
    let good = sat(r, ask)?.into_iter().filter(|m| which(m) && m.good()).collect();
    Ok(listed(ask, good, |m| m.place, meeting_record))
}

fn meeting_record(m: Sat) -> Record {
    Record { id: m.id.uuid(), label: format!("{} {}", m.code, m.body), path: format!("/meetings/{}", m.id), day: Some(m.at.day()) }
}

// The monthly duty.

fn months(ask: &Ask<'_>) -> Vec<i32> {
    let (first, last) = (month_of(ask.span.from), month_of(ask.until().plus(-1).day().min(ask.span.last())));
    (first..=last).filter(|m| (1..=12).contains(&(m % 100))).collect()
}

fn cells(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<(PlacePath, Cell)>> {
    let (months, today) = (months(ask), ask.now.day().min(ask.span.to));
    let mut found = vec![];
    let bodies = crate::store::bodies(r, ask.street)?;
    let years: BTreeSet<i32> = months.iter().map(|m| m / 100).collect();
    for year in years {
        let sittings = sittings(r, ask.street, year)?;
        let excused: BTreeSet<(BodyId, i32)> = crate::store::excuses(r, ask.street, year)?.into_iter().map(|e| (e.0, e.1)).collect();
        for b in bodies.iter().filter(|b| b.kind == BodyKind::Community && b.closed_on.is_none_or(|c| ask.span.from < c)) {
            for month in months.iter().copied().filter(|m| m / 100 == year) {
                let c = cell(Owing::Body(b.id), month, &sittings, excused.contains(&(b.id, month)), b.opened_on, today);
                found.push((b.place, c));
            }
        }
    }
    Ok(found)
}

fn duty(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = cells(r, ask)?;
    Ok(ask.fold(&all, |c| c.0, |here| {
        let rate = rate(here.iter().map(|c| &c.1));
        let of = |state| here.iter().filter(|c| c.1.state == state).count() as i64;
        let (met, owed, excused) = (rate.met as i64, rate.owed as i64, rate.excused as i64);
        let counted = Counted::of(Value::share(met, owed - excused)).beside("owed", owed).beside("met", met);
        counted.beside("excused", excused).beside("missed", of(DutyState::Missed)).beside("held", of(DutyState::Held))
    }))
}

fn duty_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = cells(r, ask)?.into_iter().filter(|(at, _)| ask.places.iter().any(|w| w.holds(*at)));
    let met: BTreeSet<MeetingId> = all.flat_map(|(_, c)| c.own.into_iter().chain(c.covering)).collect();
    Ok(sat(r, ask)?.into_iter().filter(|m| met.contains(&m.id)).map(meeting_record).collect())
}

// Matters.

struct Walked {
    id: MatterId,
    code: String,
    question: String,
    topic: String,
    place: PlacePath,
    track: Track,
    state: MatterState,
    step: MatterStep,
    round: i32,
    opened: Moment,
    /// The last step it stood in was left then.
    ended: Option<Moment>,
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
            overridden: r.next()?,
            decided: r.next()?,
        })
    }
}

fn walked(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Walked>> {
    r.all(
        "select m.id, m.code, m.question, m.topic, m.community_id, m.grid_id, m.track, m.state, m.step, m.round, m.opened_at,
           (select max(s.to_at) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id),
           (select count(*) from matter_steps s where s.street_id = m.street_id and s.matter_id = m.id and s.how = 'overridden'),
           (select min(v.at) from matter_resolutions v where v.street_id = m.street_id and v.matter_id = m.id)
         from matters m
         where m.street_id = $1 and m.opened_at < $2
         order by m.id",
        args![ask.street, ask.span.to.start()],
    )
}

impl Walked {
    fn ended_as(&self, state: MatterState, ask: &Ask<'_>) -> bool {
        self.state == state && self.ended.is_some_and(|at| ask.span.has(at))
    }
}

fn settled(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = walked(r, ask)?;
    Ok(ask.fold(&all, |m| m.place, |here| {
        let count = |test: &dyn Fn(&Walked) -> bool| here.iter().filter(|m| test(m)).count() as i64;
        let done: Vec<&&Walked> = here.iter().filter(|m| m.ended_as(MatterState::Settled, ask)).collect();
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
        let done: Vec<&&Walked> = here.iter().filter(|m| m.ended_as(MatterState::Settled, ask)).collect();
        let over = done.iter().filter(|m| m.overridden > 0).count() as i64;
        let joined = done.iter().filter(|m| matches!(m.track, Track::Small | Track::Urgent)).count() as i64;
        let n = done.len() as i64;
        Counted::of(Value::share(n - over, n)).beside("settled", n).beside("overridden", over).beside("joined", joined)
    }))
}

fn settled_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let done = walked(r, ask)?.into_iter().filter(|m| m.ended_as(MatterState::Settled, ask)).collect();
    let record = |m: Walked| Record {
        id: m.id.uuid(), label: format!("{} {}", m.code, m.question), path: format!("/matters/{}", m.id), day: m.ended.map(Moment::day),
    };
    Ok(listed(ask, done, |m| m.place, record))
}

// Proposals.

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

fn put(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Put>> {
    r.all(
        "select id, code, title, community_id, grid_id, origin, state, opened_at, reached_at, verdict from proposals
         where street_id = $1 and opened_at >= $2 and opened_at < $3
         order by id",
        args![ask.street, ask.span.from.start(), ask.span.to.start()],
    )
}

fn proposals(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Put) -> bool) -> Result<Vec<Counted>> {
    let all: Vec<Put> = put(r, ask)?.into_iter().filter(which).collect();
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
    let all = put(r, ask)?.into_iter().filter(|p| which(p) && p.state != ProposalState::Merged).collect();
    let record = |p: Put| Record {
        id: p.id.uuid(), label: format!("{} {}", p.code, p.title), path: format!("/proposals/{}", p.id), day: Some(p.at.day()),
    };
    Ok(listed(ask, all, |p| p.place, record))
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
         join matters m on m.street_id = p.street_id and m.id = p.matter_id
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
    let taken = doing(r, ask)?.into_iter().filter(|d| d.task.is_some()).collect();
    let record = |d: Doing| {
        let (id, title) = d.task.unwrap_or_default();
        Record { id, label: format!("{} {title}", d.code), path: format!("/matters/{}", d.matter), day: None }
    };
    Ok(listed(ask, taken, |d| d.place, record))
}
