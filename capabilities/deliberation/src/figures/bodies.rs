//! Bodies that stand, and who sits in them.

use super::FIRST;
use crate::rules::*;
use auth::PlacePath;
use db::{Reader, Result, args};
use figures::{Ask, Behind, Beside, Counted, Counts, Group, Indicator, Public, Record, Said, Source, Unit};
use kernel::{Day, Moment, PersonId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const BODIES: Indicator = Indicator {
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
        Beside::new("met", "九十天内开过会的", "met within ninety days", Unit::Bodies),
        Beside::new("grid", "网格议事会", "grid councils", Unit::Bodies),
        Beside::new("youth", "青年议事会", "youth councils", Unit::Bodies),
        Beside::new("alliance", "联盟议事会", "alliance councils", Unit::Bodies),
        Beside::new("party_mass", "党群议事会", "party-and-mass councils", Unit::Bodies),
    ],
    changes: FIRST,
    source: Source::Computed { count: bodies, behind: Behind::Records(body_rows) },
};

pub(super) const ROSTER: Indicator = Indicator {
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
        Beside::new("seats", "有人的席位", "seats held", Unit::Posts),
        Beside::new("vacant", "空着的席位", "seats vacant", Unit::Posts),
        Beside::new("half", "到会一半以上的人", "who came to at least half", Unit::People),
        Beside::new("professions", "行业", "professions", Unit::Posts),
    ],
    source: Source::Computed { count: roster, behind: Behind::Records(seat_rows) },
    ..BODIES
};

pub(super) fn standing(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Body>> {
    let day = ask.span.last();
    let bodies = ask.always("deliberation.bodies", || crate::store::bodies(r, ask.street))?;
    Ok(bodies.iter().filter(|b| b.opened_on <= day && b.closed_on.is_none_or(|c| day < c)).cloned().collect())
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
    let councils = standing(r, ask)?.into_iter().filter(|b| b.kind == BodyKind::Community);
    let record = |b: Body| Record { id: b.id.uuid(), label: b.name, path: format!("/bodies/{}", b.id), day: Some(b.opened_on) };
    Ok(ask.listed(councils, |b| b.place, record))
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
    let came = attendance(r, ask, &held)?;
    let counted = ask.places.iter().map(|place| {
        let here: Vec<&Seat> = held.iter().filter(|s| place.holds(s.place)).collect();
        let people: BTreeSet<PersonId> = here.iter().map(|s| s.person).collect();
        let seats: i64 = councils.iter().filter(|b| place.holds(b.place)).filter_map(|b| all.get(&b.id)).sum();
        let half: BTreeSet<PersonId> = here.iter().filter(|s| came.get(&s.id).is_some_and(|(came, held)| *held > 0 && came * 2 >= *held)).map(|s| s.person).collect();
        let professions: BTreeSet<&str> = here.iter().map(|s| s.profession.as_str()).filter(|p| !p.is_empty()).collect();
        let counted = Counted::number(people.len() as i64).beside("seats", here.len() as i64);
        let counted = counted.beside("vacant", (seats - here.len() as i64).max(0)).beside("half", half.len() as i64);
        Counted { groups: by_category(&here), ..counted.beside("professions", professions.len() as i64) }
    });
    Ok(counted.collect())
}

/// People by the category they sit for; somebody with two seats counts in both.
fn by_category(seats: &[&Seat]) -> Vec<Group> {
    let mut people: BTreeMap<&str, BTreeSet<PersonId>> = BTreeMap::new();
    for s in seats {
        people.entry(s.category.as_str()).or_default().insert(s.person);
    }
    let mut groups: Vec<Group> = people.into_iter().map(|(name, of)| Group { name: name.to_owned(), value: of.len() as i64 }).collect();
    groups.sort_by(|a, b| b.value.cmp(&a.value).then(a.name.cmp(&b.name)));
    groups
}

/// Of each seat: to how many of its body's meetings since it was taken its holder came, of how many.
fn attendance(r: &mut Reader<'_>, ask: &Ask<'_>, seats: &[Seat]) -> Result<BTreeMap<MembershipId, (i64, i64)>> {
    let since = seats.iter().map(|s| s.from).min().unwrap_or(ask.span.from).start();
    let held: Vec<(MeetingId, BodyId, Moment)> = r.all(
        "select id, body_id, opened_at from meetings
         where street_id = $1 and closed_at is not null and quorate and opened_at >= $2 and opened_at < $3",
        args![ask.street, since, ask.until()],
    )?;
    let came: BTreeSet<(MeetingId, PersonId)> = r
        .all(
            "select a.meeting_id, a.person_id from meeting_attendances a
             join meetings m on m.street_id = a.street_id and m.id = a.meeting_id
             where a.street_id = $1 and a.person_id is not null and m.closed_at is not null and m.opened_at >= $2 and m.opened_at < $3",
            args![ask.street, since, ask.until()],
        )?
        .into_iter()
        .collect();
    let mut by_body: BTreeMap<BodyId, Vec<(MeetingId, Moment)>> = BTreeMap::new();
    held.into_iter().for_each(|(id, body, at)| by_body.entry(body).or_default().push((id, at)));
    let of = |s: &Seat| {
        let meetings = by_body.get(&s.body).into_iter().flatten().filter(|m| m.1 >= s.from.start());
        meetings.fold((0, 0), |(n, all), m| (n + i64::from(came.contains(&(m.0, s.person))), all + 1))
    };
    Ok(seats.iter().map(|s| (s.id, of(s))).collect())
}

fn seat_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    let record = |s: Seat| {
        let label = if s.profession.is_empty() { s.category } else { format!("{} · {}", s.category, s.profession) };
        Record { id: s.id.uuid(), label, path: format!("/bodies/{}", s.body), day: Some(s.from) }
    };
    Ok(ask.listed(seats(r, ask)?, |s| s.place, record))
}
