//! Meetings, and the monthly duty they meet.

use super::{BODIES, path};
use crate::actions::sittings;
use crate::rules::*;
use crate::store::STANDING;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Group, Indicator, Record, Said, Source, Span, Unit, Value};
use kernel::{Day, Moment, PersonId};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const HELD: Beside = Beside::new("held", "开过的议事会", "meetings held", Unit::Meetings);
const PLANNED: Beside = Beside::new("planned", "计划和已通知的", "planned and convened", Unit::Meetings);
const INQUORATE: Beside = Beside::new("inquorate", "不够数没开成的", "without quorum", Unit::Meetings);
const CANCELLED: Beside = Beside::new("cancelled", "取消的", "cancelled", Unit::Meetings);
const PARTICIPATIONS: Beside = Beside::new("participations", "参与人次", "participations", Unit::Times);
const PEOPLE: Beside = Beside::new("people", "参与的人", "distinct people", Unit::People);

pub(super) const MEETINGS: Indicator = Indicator {
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
    beside: &[HELD, PLANNED, INQUORATE, CANCELLED, PARTICIPATIONS, PEOPLE, Beside::new("youth", "其中青年议事会", "of them of youth councils", Unit::Meetings)],
    source: Source::Computed { count: all_meetings, behind: Behind::Records(|r, ask| meeting_rows(r, ask, |_| true)) },
    ..BODIES
};

pub(super) const GRID_MEETINGS: Indicator = Indicator {
    code: "deliberation.meetings.grid",
    name: Said { zh: "网格协商议事会", en: "Grid meetings" },
    definition: Said {
        zh: "时段内网格议事会开好的场次：发过通知、到会够数、纪要封存。说全年就从一月一日算起。",
        en: "Good meetings of grid councils in the period: convened, quorate, sealed. A year is counted from the first of January.",
    },
    beside: &[HELD, PLANNED, INQUORATE, CANCELLED, PARTICIPATIONS, PEOPLE],
    source: Source::Computed { count: |r, ask| meetings(r, ask, of_grids), behind: Behind::Records(|r, ask| meeting_rows(r, ask, of_grids)) },
    ..MEETINGS
};

pub(super) const YOUTH_MEETINGS: Indicator = Indicator {
    code: "deliberation.youth.meetings",
    name: Said { zh: "青年议事会", en: "Youth council meetings" },
    definition: Said {
        zh: "时段内青年议事会开好的场次。数的是会，不是议事会这个组织。",
        en: "Good meetings of youth councils in the period. Meetings are counted, not the councils.",
    },
    beside: &[HELD, PLANNED, INQUORATE, CANCELLED, PARTICIPATIONS, PEOPLE, Beside::new("bodies", "青年议事会这个组织", "youth councils", Unit::Bodies)],
    source: Source::Computed { count: youth_meetings, behind: Behind::Records(|r, ask| meeting_rows(r, ask, of_the_young)) },
    ..MEETINGS
};

pub(super) const DUTY: Indicator = Indicator {
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
        Beside::new("owed", "应开月数", "months owed", Unit::Times),
        Beside::new("met", "开好月数", "months met", Unit::Times),
        Beside::new("excused", "免开月数", "months excused", Unit::Times),
        Beside::new("missed", "缺开月数", "months missed", Unit::Times),
        Beside::new("held", "开了还没封存的月数", "months held and not sealed", Unit::Times),
    ],
    source: Source::Computed { count: duty, behind: Behind::Records(duty_rows) },
    ..BODIES
};

pub(super) const PLANNED_YEAR: Indicator = Indicator {
    code: "deliberation.meetings.planned",
    version: 1,
    name: Said { zh: "年度议事计划完成率", en: "The year's plan of meetings" },
    definition: Said {
        zh: "定了年度计划的议事组织，时段内开好的场次 ÷ 所在年份全年计划的场次。计划是全年的数，不按月摊；改过的按时段末有效的算。",
        en: "Of bodies with a plan for the year: good meetings of the period ÷ meetings planned for the whole years it lies in. A plan is not spread over months; of changed ones that in force at the end of the period counts.",
    },
    records: Said { zh: "一场计划内开好的议事会", en: "a good meeting of a body with a plan" },
    unit: Unit::Share,
    counts: Counts::Period,
    adds_up: false,
    beside: &[
        Beside::new("planned", "全年计划场次", "planned for the year", Unit::Meetings),
        Beside::new("good", "已经开好的", "held well", Unit::Meetings),
        Beside::new("bodies", "定了计划的议事组织", "bodies with a plan", Unit::Bodies),
    ],
    source: Source::Computed { count: planned_year, behind: Behind::Records(planned_rows) },
    ..BODIES
};

struct Sat {
    id: MeetingId,
    of: BodyId,
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
        let (id, of, code, kind, body) = (r.next()?, r.next()?, r.next()?, db::code(r, BodyKind::from_code)?, r.next()?);
        let place = path(r.next()?, r.next()?);
        let (opened, from): (Option<Moment>, Moment) = (r.next()?, r.next()?);
        Ok(Self {
            id, of, code, kind, body, place,
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

fn sat(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Rc<Vec<Sat>>> {
    ask.once("deliberation.sat", || read_sat(r, ask))
}

fn read_sat(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Sat>> {
    // Planned for the last evening, it may open in the first minutes of the next day.
    let (from, to) = (ask.span.from.plus(-1).start(), ask.span.to.plus(1).start());
    let all: Vec<Sat> = r.all(
        &format!("select m.id, m.body_id, m.code, b.kind, b.name, m.community_id, m.grid_id, m.opened_at, m.from_at, {STANDING}, m.quorate, m.closed_at,
           (select count(*) from meeting_notices n where n.street_id = m.street_id and n.meeting_id = m.id)
         from meetings m
         join bodies b on b.street_id = m.street_id and b.id = m.body_id
         where m.street_id = $1 and m.from_at >= $2 and m.from_at < $3
         order by m.from_at, m.id"),
        args![ask.street, from, to],
    )?;
    Ok(all.into_iter().filter(|m| ask.span.has(m.at)).collect())
}

/// Who came, by meeting; whoever is not known by person has none.
type Came = BTreeMap<MeetingId, Vec<Option<PersonId>>>;

fn came(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Came> {
    let (from, to) = (ask.span.from.plus(-1).start(), ask.span.to.plus(1).start());
    let mut came = Came::new();
    for (meeting, person) in r.all::<(MeetingId, Option<PersonId>)>(
        "select a.meeting_id, a.person_id from meeting_attendances a
         join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
         where a.street_id = $1 and m.from_at >= $2 and m.from_at < $3",
        args![ask.street, from, to],
    )? {
        came.entry(meeting).or_default().push(person);
    }
    Ok(came)
}

fn meetings(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Sat) -> bool) -> Result<Vec<Counted>> {
    let all = sat(r, ask)?;
    let all: Vec<&Sat> = all.iter().filter(|m| which(m)).collect();
    let came = ask.once("deliberation.came", || came(r, ask))?;
    Ok(ask.fold(&all, |m| m.place, |here| {
        let count = |test: &dyn Fn(&Sat) -> bool| here.iter().filter(|m| test(m)).count() as i64;
        let good: Vec<&&&Sat> = here.iter().filter(|m| m.good()).collect();
        let rows: Vec<Option<PersonId>> = good.iter().filter_map(|m| came.get(&m.id)).flatten().copied().collect();
        let known: BTreeSet<PersonId> = rows.iter().flatten().copied().collect();
        // Whoever came without being known is a person of one evening.
        let people = known.len() + rows.iter().filter(|p| p.is_none()).count();
        let of = |state| count(&|m| m.state == state);
        let counted = Counted::number(good.len() as i64).beside("held", count(&Sat::held));
        let counted = counted.beside("planned", of(MeetingState::Planned) + of(MeetingState::Convened));
        let counted = counted.beside("inquorate", of(MeetingState::Inquorate)).beside("cancelled", of(MeetingState::Cancelled));
        let counted = counted.beside("participations", rows.len() as i64).beside("people", people as i64);
        Counted { groups: by_grid(&good), ..counted }
    }))
}

/// Of all bodies, with those of the young told apart.
fn all_meetings(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = sat(r, ask)?;
    let young = ask.fold(&all, |m| m.place, |here| here.iter().filter(|m| m.good() && of_the_young(m)).count() as i64);
    Ok(meetings(r, ask, |_| true)?.into_iter().zip(young).map(|(counted, n)| counted.beside("youth", n)).collect())
}

/// Good meetings of grids by the council that held them.
fn by_grid(good: &[&&&Sat]) -> Vec<Group> {
    let mut bodies: BTreeMap<&str, i64> = BTreeMap::new();
    good.iter().filter(|m| of_grids(m)).for_each(|m| *bodies.entry(m.body.as_str()).or_default() += 1);
    bodies.into_iter().map(|(name, value)| Group { name: name.to_owned(), value }).collect()
}

fn youth_meetings(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let councils: Vec<Body> = super::bodies::standing(r, ask)?.into_iter().filter(|b| b.kind == BodyKind::Youth).collect();
    let standing = ask.fold(&councils, |b| b.place, |here| here.len() as i64);
    Ok(meetings(r, ask, of_the_young)?.into_iter().zip(standing).map(|(counted, n)| counted.beside("bodies", n)).collect())
}

fn meeting_rows(r: &mut Reader<'_>, ask: &Ask<'_>, which: fn(&Sat) -> bool) -> Result<Vec<Record>> {
    let all = sat(r, ask)?;
    Ok(ask.listed(all.iter().filter(|m| which(m) && m.good()), |m| m.place, meeting_record))
}

fn meeting_record(m: &Sat) -> Record {
    Record { id: m.id.uuid(), label: format!("{} {}", m.code, m.body), path: format!("/meetings/{}", m.id), day: Some(m.at.day()) }
}

fn months(ask: &Ask<'_>) -> Vec<i32> {
    let (first, last) = (month_of(ask.span.from), month_of(ask.until().plus(-1).day().min(ask.span.last())));
    (first..=last).filter(|m| (1..=12).contains(&(m % 100))).collect()
}

fn cells(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<(PlacePath, Cell)>> {
    let (months, today) = (months(ask), ask.now.day().min(ask.span.to));
    let mut found = vec![];
    let bodies = ask.always("deliberation.bodies", || crate::store::bodies(r, ask.street))?;
    let years: BTreeSet<i32> = months.iter().map(|m| m / 100).collect();
    for year in years {
        let sittings = of_year(r, ask, year)?;
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

/// Meetings of a whole year, read once for a page whatever spans it asks for.
fn of_year(r: &mut Reader<'_>, ask: &Ask<'_>, year: i32) -> Result<Rc<Vec<Sitting>>> {
    let span = Span { from: Day(year * 10_000 + 101), to: Day((year + 1) * 10_000 + 101) };
    Ask { span, ..*ask }.once("deliberation.sittings", || sittings(r, ask.street, year))
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
    let all = cells(r, ask)?.into_iter().filter(|(at, _)| ask.holds(*at));
    let met: BTreeSet<MeetingId> = all.flat_map(|(_, c)| c.own.into_iter().chain(c.covering)).collect();
    Ok(sat(r, ask)?.iter().filter(|m| met.contains(&m.id)).map(meeting_record).collect())
}

/// Bodies with a plan for a year of the period, and how many meetings they planned.
fn plans(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<(BodyId, PlacePath, i64)>> {
    let places: BTreeMap<BodyId, PlacePath> = crate::store::bodies(r, ask.street)?.into_iter().map(|b| (b.id, b.place)).collect();
    let mut all: BTreeMap<BodyId, i64> = BTreeMap::new();
    for year in year_of(ask.span.from)..=year_of(ask.span.last()) {
        let said: Vec<MeetingPlan> = crate::store::plans_of_year(r, ask.street, year)?.into_iter().filter(|p| p.at < ask.span.to.start()).collect();
        // The oldest first: what comes later stands.
        let in_force: BTreeMap<BodyId, i32> = said.iter().map(|p| (p.body, p.meetings)).collect();
        in_force.into_iter().for_each(|(body, n)| *all.entry(body).or_default() += i64::from(n));
    }
    Ok(all.into_iter().filter_map(|(body, n)| Some((body, *places.get(&body)?, n))).collect())
}

fn planned_year(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let (plans, all) = (plans(r, ask)?, sat(r, ask)?);
    let with_good: Vec<(PlacePath, i64, i64)> = plans.iter().map(|(body, at, planned)| {
        (*at, *planned, all.iter().filter(|m| m.of == *body && m.good()).count() as i64)
    }).collect();
    Ok(ask.fold(&with_good, |p| p.0, |here| {
        let (planned, good) = (here.iter().map(|p| p.1).sum(), here.iter().map(|p| p.2).sum());
        Counted::of(Value::share(good, planned)).beside("planned", planned).beside("good", good).beside("bodies", here.len() as i64)
    }))
}

fn planned_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let with_plan: BTreeMap<BodyId, PlacePath> = plans(r, ask)?.into_iter().map(|(body, at, _)| (body, at)).collect();
    let all = sat(r, ask)?;
    let good = all.iter().filter(|m| m.good()).filter_map(|m| Some((m, *with_plan.get(&m.of)?)));
    let good: Vec<(&Sat, PlacePath)> = good.collect();
    Ok(ask.listed(good.iter(), |m| m.1, |m| meeting_record(m.0)))
}
