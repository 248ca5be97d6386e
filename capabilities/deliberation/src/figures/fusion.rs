//! Whether neighbours old and new sit at one table, and stand behind one thing.

use super::{BODIES, path};
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Indicator, Record, Said, Source, Unit, Value};
use kernel::{Moment, PlaceId, uuid::Uuid};
use std::collections::BTreeMap;

pub(super) const MIXED: Indicator = Indicator {
    code: "deliberation.fusion.meetings",
    version: 1,
    name: Said { zh: "新老邻居同桌的议事会", en: "Meetings of old and new neighbours" },
    definition: Said {
        zh: "时段内纪要已封存、原住民和新迁入人数都能公布的议事会里，两边各占四分之一以上的比例。到会不到 15 位邻居的、有一边少于 5 人的不在其中。",
        en: "Of the meetings of the period whose minutes are sealed and whose origins may be told, those with a quarter of each. Meetings of fewer than 15 neighbours, or with a side of fewer than five, are not among them.",
    },
    records: Said { zh: "一场新老邻居同桌的议事会", en: "a meeting with a quarter of each" },
    unit: Unit::Share,
    counts: Counts::Period,
    adds_up: false,
    beside: &[
        Beside::new("known", "情况能公布的议事会", "meetings whose origins may be told", Unit::Meetings),
        Beside::new("mixed", "各占四分之一以上的", "with a quarter of each", Unit::Meetings),
    ],
    source: Source::Computed { count: mixed_meetings, behind: Behind::Records(mixed_rows) },
    ..BODIES
};

pub(super) const BRIDGING: Indicator = Indicator {
    code: "deliberation.fusion.proposals",
    version: 1,
    name: Said { zh: "新老邻居都附议的提案", en: "Proposals backed by old and new neighbours" },
    definition: Said {
        zh: "时段内答复的、附议人里原住民和新迁入人数都能公布的提案里，两边各占四分之一以上的比例。附议人按答复那天数，只数一次；说明情况的不到 15 位、没有说的超过三成、有一边少于 5 人的不在其中。",
        en: "Of the proposals answered in the period whose backers' origins may be told, those with a quarter of each. Backers are counted once, on the day of the answer; fewer than 15 known, more than three in ten unsaid, or a side of fewer than five is not among them.",
    },
    records: Said { zh: "一件新老邻居都附议的提案", en: "a proposal with a quarter of each" },
    unit: Unit::Share,
    counts: Counts::Period,
    adds_up: false,
    beside: &[
        Beside::new("known", "附议情况能公布的提案", "proposals whose backers' origins may be told", Unit::Proposals),
        Beside::new("bridging", "各占四分之一以上的", "with a quarter of each", Unit::Proposals),
    ],
    source: Source::Computed { count: bridging, behind: Behind::Records(bridging_rows) },
    ..BODIES
};

pub(super) const BRIDGED: Indicator = Indicator {
    code: "deliberation.fusion.matters",
    version: 1,
    name: Said { zh: "一边提出、另一边附议的议题", en: "Matters raised by one and backed by the other" },
    definition: Said {
        zh: "时段内由提案立成的议题里，附议人原住民和新迁入各占四分之一以上的：不管是哪一边先提的，另一边都站了过来。提案人自己属于哪一边不公布，也不用来算。",
        en: "Matters of the period that came of a proposal with a quarter of its backers from each origin: whichever raised it, the other stands behind it. The origin of its author is neither told nor counted.",
    },
    records: Said { zh: "一个这样的议题", en: "such a matter" },
    unit: Unit::Matters,
    counts: Counts::Period,
    beside: &[Beside::new("known", "附议情况能公布的议题", "matters whose backers' origins may be told", Unit::Matters)],
    source: Source::Computed { count: bridged, behind: Behind::Records(bridged_rows) },
    ..BODIES
};

struct Told {
    id: MeetingId,
    label: String,
    place: PlacePath,
    at: Moment,
    mixed: bool,
}

type HeadcountRow = (MeetingId, String, String, Option<PlaceId>, Option<PlaceId>, Moment, i32);

/// Meetings whose table of origins is open in every cell: nothing is said here that it does not say.
fn told(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Told>> {
    let (from, to) = (ask.span.from.start(), ask.span.to.start());
    let mut origins: BTreeMap<MeetingId, BTreeMap<String, u64>> = BTreeMap::new();
    for (id, category, came) in r.all::<(MeetingId, String, i32)>(
        "select g.meeting_id, g.category, g.came from meeting_group_counts g
         join meeting_headcounts h on h.street_id = g.street_id and h.meeting_id = g.meeting_id
         where h.street_id = $1 and h.held_at >= $2 and h.held_at < $3 and g.dim = 'origin'",
        args![ask.street, from, to],
    )? {
        origins.entry(id).or_default().insert(category, u64::try_from(came).unwrap_or(0));
    }
    let rows: Vec<HeadcountRow> = r.all(
        "select h.meeting_id, m.code, b.name, m.community_id, m.grid_id, h.held_at, h.came from meeting_headcounts h
         join meetings m on m.street_id = h.street_id and m.id = h.meeting_id
         join bodies b on b.street_id = h.street_id and b.id = h.body_id
         where h.street_id = $1 and h.held_at >= $2 and h.held_at < $3
         order by h.held_at, h.meeting_id",
        args![ask.street, from, to],
    )?;
    let mut one = |(id, code, body, community, grid, at, came): HeadcountRow| {
        let groups = origins.remove(&id).map(|cells| (Dim::Origin, cells)).into_iter().collect();
        let count = Headcount { meeting: id, no: 0, held: at, came: u64::try_from(came).unwrap_or(0), groups };
        Some(Told { id, label: format!("{code} {body}"), place: path(community, grid), at, mixed: count.was_mixed()? })
    };
    Ok(rows.into_iter().filter_map(&mut one).collect())
}

fn mixed_meetings(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = told(r, ask)?;
    Ok(ask.fold(&all, |m| m.place, |here| {
        let (known, mixed) = (here.len() as i64, here.iter().filter(|m| m.mixed).count() as i64);
        Counted::of(Value::share(mixed, known)).beside("known", known).beside("mixed", mixed)
    }))
}

fn mixed_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = told(r, ask)?;
    let record = |m: &Told| Record { id: m.id.uuid(), label: m.label.clone(), path: format!("/meetings/{}/representativeness", m.id), day: Some(m.at.day()) };
    Ok(ask.listed(all.iter().filter(|m| m.mixed), |m| m.place, record))
}

/// A proposal or a matter, and whether both origins back it; none where that may not be told.
struct Backed {
    id: Uuid,
    label: String,
    place: PlacePath,
    at: Moment,
    bridges: Option<bool>,
}

impl FromRow for Backed {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, code, title) = (r.next()?, r.next::<String>()?, r.next::<String>()?);
        let (place, at) = (path(r.next()?, r.next()?), r.next()?);
        let mut count = || r.next::<i32>().map(|n| u64::try_from(n).unwrap_or(0));
        let backing = Backing { came: count()?, natives: count()?, newcomers: count()? };
        Ok(Self { id, label: format!("{code} {title}"), place, at, bridges: backing.is_bridging() })
    }
}

fn proposals_backed(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Backed>> {
    let all: Vec<Backed> = r.all(
        "select p.id, p.code, p.title, p.community_id, p.grid_id, b.at, b.came, b.natives, b.newcomers from proposal_backings b
         join proposals p on p.street_id = b.street_id and p.id = b.proposal_id
         where b.street_id = $1 and b.at >= $2 and b.at < $3
         order by b.at, p.id",
        args![ask.street, ask.span.from.start(), ask.span.to.start()],
    )?;
    Ok(all.into_iter().filter(|b| b.bridges.is_some()).collect())
}

fn matters_backed(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Backed>> {
    let all: Vec<Backed> = r.all(
        "select m.id, m.code, m.question, m.community_id, m.grid_id, m.opened_at, b.came, b.natives, b.newcomers from proposal_backings b
         join proposals p on p.street_id = b.street_id and p.id = b.proposal_id
         join matters m on m.street_id = p.street_id and m.id = p.matter_id
         where b.street_id = $1 and m.opened_at >= $2 and m.opened_at < $3
         order by m.opened_at, m.id",
        args![ask.street, ask.span.from.start(), ask.span.to.start()],
    )?;
    Ok(all.into_iter().filter(|b| b.bridges.is_some()).collect())
}

fn bridging(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = proposals_backed(r, ask)?;
    Ok(ask.fold(&all, |p| p.place, |here| {
        let (known, bridging) = (here.len() as i64, here.iter().filter(|p| p.bridges == Some(true)).count() as i64);
        Counted::of(Value::share(bridging, known)).beside("known", known).beside("bridging", bridging)
    }))
}

fn bridged(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let all = matters_backed(r, ask)?;
    Ok(ask.fold(&all, |m| m.place, |here| Counted::number(here.iter().filter(|m| m.bridges == Some(true)).count() as i64).beside("known", here.len() as i64)))
}

fn bridging_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = proposals_backed(r, ask)?;
    Ok(backed_rows(ask, &all, "proposals"))
}

fn bridged_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let all = matters_backed(r, ask)?;
    Ok(backed_rows(ask, &all, "matters"))
}

fn backed_rows(ask: &Ask<'_>, all: &[Backed], page: &str) -> Vec<Record> {
    let record = |b: &Backed| Record { id: b.id, label: b.label.clone(), path: format!("/{page}/{}", b.id), day: Some(b.at.day()) };
    ask.listed(all.iter().filter(|b| b.bridges == Some(true)), |b| b.place, record)
}
