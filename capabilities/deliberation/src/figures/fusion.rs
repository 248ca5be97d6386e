//! Whether neighbours old and new sit at one table.

use super::{BODIES, path};
use crate::rules::*;
use auth::PlacePath;
use db::{Reader, Result, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Indicator, Record, Said, Source, Unit, Value};
use kernel::{Moment, PlaceId};
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

struct Told {
    id: MeetingId,
    label: String,
    place: PlacePath,
    at: Moment,
    mixed: bool,
}

type Row = (MeetingId, String, String, Option<PlaceId>, Option<PlaceId>, Moment, i32);

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
    let rows: Vec<Row> = r.all(
        "select h.meeting_id, m.code, b.name, m.community_id, m.grid_id, h.held_at, h.came from meeting_headcounts h
         join meetings m on m.street_id = h.street_id and m.id = h.meeting_id
         join bodies b on b.street_id = h.street_id and b.id = h.body_id
         where h.street_id = $1 and h.held_at >= $2 and h.held_at < $3
         order by h.held_at, h.meeting_id",
        args![ask.street, from, to],
    )?;
    let mut one = |(id, code, body, community, grid, at, came): Row| {
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
