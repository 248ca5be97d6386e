//! Who was there against who lives there: what is shown of a meeting and of a body, and what people say of themselves.

use super::headcounts::{counted, group_of, is_neighbour, said_of};
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, PlacePath, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Day, Moment, Outcome, PlaceId, Problem, StreetId};
use places::Tree;
use places::rules::statistics::{Measure, Statistic};
use std::collections::BTreeMap;

/// Of which time back a body is shown.
const YEAR_DAYS: i64 = 365;

/// The population of a body's place in the groups of a dimension, and the oldest day of those numbers.
type Population = (Vec<(String, Option<String>, u64)>, Option<Day>);

/// One meeting, for whoever sees it: as it was when its minutes were sealed; before, as it stands, for those who keep it.
pub fn meeting_representation(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, now: Moment) -> Result<RepresentationView> {
    let of = store::find_meeting::<SeeMeeting>(r, viewer, id, now)?.into_inner().thing;
    let body = store::body(r, viewer.street, of.body)?.ok_or(Denied::Hidden)?;
    let people = store::attendees_of(r, viewer.street, id)?;
    let keeps_the_door = store::find_meeting::<TakeAttendance>(r, viewer, id, now).is_ok();
    let mut view = representation(r, viewer, &body, Some((&of, &people, keeps_the_door)), now)?;
    let memberships = store::memberships_of(r, viewer.street, of.body)?;
    let roster = roster_on(&memberships, of.from.day());
    let there = |m: &Membership| people.iter().any(|a| a.person == Some(m.person) && !a.stays.is_empty());
    let categories: BTreeMap<&str, (usize, usize)> = roster.iter().fold(BTreeMap::new(), |mut all, m| {
        let (held, came) = all.entry(m.category.as_str()).or_default();
        *held += 1;
        *came += usize::from(there(m));
        all
    });
    view.seats = categories.into_iter().map(|(category, (held, came))| CategoryCameView { category: category.to_owned(), held, came }).collect();
    if keeps_the_door && of.opened_at.is_some() {
        view.absent = roster.iter().filter(|m| !there(m)).map(|m| m.shown_name.clone()).collect();
    }
    if keeps_the_door && !of.was_sealed() {
        let said = said_of(r, viewer.street, of.body)?;
        let substitutes = store::substitutes_of(r, viewer.street, of.body)?;
        let name = |a: &Attendance| super::substitutes::shown_name(a, &memberships, &substitutes);
        let told = Dim::ALL.iter().filter(|d| **d != Dim::Grid);
        let silent = people.iter().filter(|a| is_neighbour(a) && told.clone().all(|d| group_of(&said, a, *d).is_none()));
        view.unsaid = silent.map(|a| UnsaidView { attendance: a.id, shown_name: name(a), capacity: a.capacity, sheet_line: a.sheet_line }).collect();
    }
    view.may_tell = !of.was_sealed() && viewer.account().is_some() && people.iter().any(|a| a.account == viewer.account());
    Ok(view)
}

/// A body's last twelve months.
pub fn body_representation(r: &mut Reader<'_>, viewer: &Viewer, id: BodyId, now: Moment) -> Result<RepresentationView> {
    let body = store::find_body::<SeeBody>(r, viewer, id, now)?.into_inner();
    representation(r, viewer, &body, None, now)
}

/// A meeting with whoever was there, and whether this reader keeps it.
type OneMeeting<'a> = (&'a Meeting, &'a [Attendance], bool);

fn representation(r: &mut Reader<'_>, viewer: &Viewer, body: &Body, one: Option<OneMeeting<'_>>, now: Moment) -> Result<RepresentationView> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let kept = store::headcounts_of(r, street, body.id)?;
    let until = one.map_or(now, |(m, ..)| m.to).plus(1);
    let year = until.plus_days(-YEAR_DAYS)..until;
    let (stage, here) = match one {
        None => (CountsOf::Year, None),
        Some((m, people, keeps)) => match kept.iter().find(|c| c.meeting == m.id) {
            Some(count) => (CountsOf::Sealed, Some(count.clone())),
            None if m.was_sealed() => (CountsOf::NotKept, None),
            None if keeps => (CountsOf::Working, Some(counted(m, people, &said_of(r, street, body.id)?, (&tree, body.place), 0))),
            None => (CountsOf::Waiting, None),
        },
    };
    let (all, numbers) = (tables(&kept), numbers(r, street, &tree, body.place)?);
    let dims = if stage == CountsOf::Waiting { &[] } else { Dim::ALL };
    let compared = dims.iter().map(|dim| {
        let (groups, as_of) = population(*dim, &numbers, &tree, body.place, until.day());
        let live: Vec<_> = groups.iter().map(|(code, _, live)| (code.clone(), *live)).collect();
        let with = |cells: &BTreeMap<String, u64>, unknown: u64| compare(*dim, &beside(cells, &live), unknown);
        let alone = here.as_ref().filter(|c| c.stands_alone() || stage == CountsOf::Working).map(|c| with(&c.of(*dim), c.cells(*dim).1));
        let of_meeting = alone.filter(|c| c.hidden != Some(Hidden::Few));
        let of_year = of_meeting.is_none();
        let comparison = of_meeting.unwrap_or_else(|| {
            let (cells, unknown) = summed(&all, *dim, &year);
            without_counts(with(&cells, unknown))
        });
        let names = comparison.groups.iter().map(|g| groups.iter().find(|(code, ..)| *code == g.code).and_then(|(_, name, _)| name.clone())).collect();
        ComparedView { of_year, as_of, names, comparison }
    });
    let compared = compared.collect();
    let of_year: Vec<&Headcount> = kept.iter().filter(|c| year.contains(&c.held)).collect();
    let known: Vec<bool> = of_year.iter().filter_map(|c| c.was_mixed()).collect();
    Ok(RepresentationView {
        meeting: one.map(|(m, ..)| m.id),
        body: body.id,
        body_name: body.name.clone(),
        counts: stage,
        came: one.map_or_else(|| of_year.iter().map(|c| c.came).sum(), |(_, people, _)| here.map_or_else(|| people.iter().filter(|a| is_neighbour(a)).count() as u64, |c| c.came)),
        seats: vec![],
        absent: vec![],
        compared,
        known_meetings: known.len(),
        mixed_meetings: known.iter().filter(|m| **m).count(),
        unsaid: vec![],
        may_tell: false,
        may_draw: auth::may::<_, AnnounceDraw>(viewer, body, now),
        typed: StrataWords::default(),
        problems: vec![],
    })
}

/// The line of the minutes as the records of the meeting are now.
pub(super) fn there_now(r: &mut Reader<'_>, street: StreetId, of: &Meeting) -> Result<There> {
    let (body, people, tree) = (store::body(r, street, of.body)?.ok_or(Denied::Hidden)?, store::attendees_of(r, street, of.id)?, places::tree(r, street)?);
    let count = counted(of, &people, &said_of(r, street, of.body)?, (&tree, body.place), 0);
    let numbers = numbers(r, street, &tree, body.place)?;
    let compared = Dim::ALL.iter().map(|dim| {
        let (groups, _) = population(*dim, &numbers, &tree, body.place, of.to.plus(1).day());
        let live: Vec<_> = groups.into_iter().map(|(code, _, live)| (code, live)).collect();
        compare(*dim, &beside(&count.of(*dim), &live), count.cells(*dim).1)
    });
    Ok(there(&count, &compared.collect::<Vec<_>>()))
}

/// Of twelve months the shares say it; meetings of different size stand in them.
fn without_counts(c: Comparison) -> Comparison {
    Comparison { groups: c.groups.into_iter().map(|g| GroupShown { came: None, ..g }).collect(), unknown: None, ..c }
}

/// Where the population of a body is counted: its grid or community, else the street.
pub(super) fn counted_place(tree: &Tree, place: PlacePath) -> Option<PlaceId> {
    place.grid.or(place.community).or_else(|| tree.root().map(|p| p.id))
}

/// Households of a place by the newest number that was not counted after `by`; 0 where none is known.
pub(super) fn households(r: &mut Reader<'_>, street: StreetId, tree: &Tree, place: PlacePath, by: Day) -> Result<i64> {
    let Some(of) = counted_place(tree, place) else { return Ok(0) };
    let all = places::numbers(r, street, &[of])?;
    Ok(places::rules::statistics::latest(&all, of, Measure::Households, by).map_or(0, |s| s.value))
}

fn numbers(r: &mut Reader<'_>, street: StreetId, tree: &Tree, place: PlacePath) -> Result<Vec<Statistic>> {
    let Some(of) = counted_place(tree, place) else { return Ok(vec![]) };
    let grids = tree.children(of).map(|p| p.id);
    places::numbers(r, street, &std::iter::once(of).chain(grids).collect::<Vec<_>>())
}

/// The groups of a dimension with how many live there; nobody where a number is missing.
fn population(dim: Dim, all: &[Statistic], tree: &Tree, place: PlacePath, by: Day) -> Population {
    let Some(of) = counted_place(tree, place) else { return (vec![], None) };
    let newest = |at: PlaceId, measure: Measure, band: &str| {
        all.iter().filter(|s| s.place == at && s.measure == measure && s.band == band && s.as_of <= by).max_by_key(|s| s.as_of)
    };
    let whole = |measure: Measure| newest(of, measure, "").into_iter().collect::<Vec<_>>();
    let bands = |all: &[&str]| all.iter().filter_map(|b| newest(of, Measure::Resident, b)).collect::<Vec<_>>();
    let cells: Vec<(String, Option<String>, Vec<&Statistic>)> = match dim {
        Dim::Grid => tree.children(of).map(|p| (p.id.to_string(), Some(p.name.clone()), newest(p.id, Measure::Resident, "").into_iter().collect())).collect(),
        _ => rules::groups(dim).iter().map(|code| {
            let found = match *code {
                "native" => whole(Measure::Native),
                "new" => whole(Measure::NewlySettled),
                "local" => whole(Measure::Registered),
                "elsewhere" => whole(Measure::Floating),
                "female" => whole(Measure::Women),
                "male" => whole(Measure::Men),
                "owner" => whole(Measure::Owners),
                "tenant" => whole(Measure::Tenants),
                "resettled" => whole(Measure::Resettled),
                "affordable" => whole(Measure::Affordable),
                "60+" => bands(&["60-64", "65-79", "80+"]),
                band => bands(&[band]),
            };
            ((*code).to_owned(), None, found)
        }).collect(),
    };
    let as_of = cells.iter().flat_map(|(_, _, found)| found.iter().map(|s| s.as_of)).min();
    let sum = |found: &[&Statistic]| u64::try_from(found.iter().map(|s| s.value).sum::<i64>()).unwrap_or(0);
    (cells.into_iter().map(|(code, name, found)| (code, name, sum(&found))).collect(), as_of)
}

/// Somebody says their groups, or the door writes down what they said; of a member it holds for the term.
pub fn tell_strata(tx: &mut Tx<'_>, viewer: &Viewer, id: MeetingId, words: &StrataWords) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let of = match words.attendance {
        Some(_) => store::find_meeting::<TakeAttendance>(tx, viewer, id, now)?.into_inner().thing,
        None => store::find_meeting::<Arrive>(tx, viewer, id, now)?.into_inner().thing,
    };
    let people = store::attendees_of(tx, street, id)?;
    let own = |a: &&Attendance| a.account.is_some() && a.account == viewer.account();
    let row = match words.attendance {
        Some(named) => people.iter().find(|a| a.id == named),
        None => people.iter().find(own),
    };
    let row = row.ok_or(Denied::Hidden)?;
    if of.was_sealed() {
        return Ok(Outcome::Refused((), vec![Problem::new("strata-late")]));
    }
    match told(words) {
        Err(problems) => Ok(Outcome::Refused((), problems)),
        Ok(said) => {
            let subject = row.membership.filter(|_| row.capacity != Capacity::Substitute).map_or(row.id.uuid(), |m| m.uuid());
            for (dim, group) in &said {
                store::put_stratum(tx, subject, (*dim, group), row.account, now)?;
            }
            tx.record(&StrataTold { meeting: id, attendance: row.id })?;
            Ok(Outcome::Done(()))
        }
    }
}
