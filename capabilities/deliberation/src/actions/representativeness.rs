//! Who was there against who lives there: what is shown of a meeting and of a body, and what people say of themselves.

use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, PlacePath, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Day, Moment, Outcome, PlaceId, Problem, StreetId, uuid::Uuid};
use places::Tree;
use places::rules::statistics::{Measure, Statistic};
use std::collections::{BTreeMap, HashMap};

/// Of which time back a body is shown.
const YEAR_DAYS: i64 = 365;

/// The population of a body's place in the groups of a dimension, and the oldest day of those numbers.
type Population = (Vec<(String, Option<String>, u64)>, Option<Day>);

/// Neighbours: whoever is there for themselves or for a seat, not for an office, a firm or as a guest.
fn is_neighbour(a: &Attendance) -> bool {
    matches!(a.capacity, Capacity::Member | Capacity::Substitute | Capacity::Drawn | Capacity::Resident) && !a.stays.is_empty()
}

/// One meeting, for whoever sees it.
pub fn meeting_representation(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, now: Moment) -> Result<RepresentationView> {
    let of = store::find_meeting::<SeeMeeting>(r, viewer, id, now)?.into_inner().thing;
    let body = store::body(r, viewer.street, of.body)?.ok_or(Denied::Hidden)?;
    let mut view = representation(r, viewer, &body, Some(&of), now)?;
    let people = store::attendees_of(r, viewer.street, id)?;
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
    let keeps_the_door = store::find_meeting::<TakeAttendance>(r, viewer, id, now).is_ok();
    if keeps_the_door && of.opened_at.is_some() {
        view.absent = roster.iter().filter(|m| !there(m)).map(|m| m.shown_name.clone()).collect();
    }
    if keeps_the_door && !of.was_sealed() {
        let said = said_of(r, viewer.street, of.body)?;
        let substitutes = store::substitutes_of(r, viewer.street, of.body)?;
        let name = |a: &Attendance| super::substitutes::shown_name(a, &memberships, &substitutes);
        let silent = people.iter().filter(|a| is_neighbour(a) && [Dim::Origin, Dim::Registration, Dim::Age].iter().all(|d| group_of(&said, a, *d).is_none()));
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

fn representation(r: &mut Reader<'_>, viewer: &Viewer, body: &Body, of: Option<&Meeting>, now: Moment) -> Result<RepresentationView> {
    let street = viewer.street;
    let (tree, said) = (places::tree(r, street)?, said_of(r, street, body.id)?);
    let until = of.map_or(now, |m| m.to).plus(1);
    let year = store::attendees_between(r, street, body.id, until.plus_days(-YEAR_DAYS), until)?;
    let year: Vec<_> = year.iter().filter(|a| is_neighbour(a)).collect();
    let here: Vec<_> = year.iter().filter(|a| of.is_some_and(|m| m.id == a.meeting)).copied().collect();
    let counted = numbers(r, street, &tree, body.place)?;
    let mut compared = vec![];
    for dim in Dim::ALL {
        let (groups, as_of) = population(*dim, &counted, &tree, body.place, until.day());
        let with = |people: &[&Attendance]| {
            let known: Vec<_> = people.iter().filter_map(|a| group_of(&said, a, *dim)).collect();
            let cells: Vec<_> = groups.iter().map(|(code, _, live)| Group { code: code.clone(), came: known.iter().filter(|k| *k == code).count() as u64, live: *live }).collect();
            let in_cells: u64 = cells.iter().map(|g| g.came).sum();
            compare(*dim, &cells, people.len() as u64 - in_cells)
        };
        let of_meeting = of.map(|_| with(&here)).filter(|c| c.hidden != Some(Hidden::Few));
        let of_year = of_meeting.is_none();
        let comparison = of_meeting.unwrap_or_else(|| without_counts(with(&year)));
        let names = comparison.groups.iter().map(|g| groups.iter().find(|(code, ..)| *code == g.code).and_then(|(_, name, _)| name.clone())).collect();
        compared.push(ComparedView { of_year, as_of, names, comparison });
    }
    let (known_meetings, mixed_meetings) = fusion(&year, &said);
    Ok(RepresentationView {
        meeting: of.map(|m| m.id),
        body: body.id,
        body_name: body.name.clone(),
        came: if of.is_some() { here.len() } else { year.len() },
        seats: vec![],
        absent: vec![],
        compared,
        known_meetings,
        mixed_meetings,
        unsaid: vec![],
        may_tell: false,
        may_draw: auth::may::<_, AnnounceDraw>(viewer, body, now),
        typed: StrataWords::default(),
        problems: vec![],
    })
}

/// Twelve months that grow by one meeting would give the meeting away: shares alone are shown.
fn without_counts(c: Comparison) -> Comparison {
    Comparison { groups: c.groups.into_iter().map(|g| GroupShown { came: None, ..g }).collect(), unknown: None, ..c }
}

/// Meetings with enough known origins, and those of them with a quarter of each.
fn fusion(year: &[&Attendance], said: &HashMap<(Uuid, String), String>) -> (usize, usize) {
    let mut meetings: BTreeMap<MeetingId, (u64, u64)> = BTreeMap::new();
    for a in year {
        let (natives, news) = meetings.entry(a.meeting).or_default();
        match group_of(said, a, Dim::Origin).as_deref() {
            Some("native") => *natives += 1,
            Some(_) => *news += 1,
            None => {}
        }
    }
    let known: Vec<_> = meetings.into_values().filter(|(natives, news)| natives + news >= FEWEST_KNOWN).collect();
    (known.len(), known.iter().filter(|(natives, news)| mixed(*natives, *news)).count())
}

fn said_of(r: &mut Reader<'_>, street: StreetId, body: BodyId) -> Result<HashMap<(Uuid, String), String>> {
    Ok(store::strata_of(r, street, body)?.into_iter().map(|(subject, dim, group)| ((subject, dim), group)).collect())
}

/// The group of somebody who was there: said at this meeting, else for their seat; of the grid, where they come from.
fn group_of(said: &HashMap<(Uuid, String), String>, a: &Attendance, dim: Dim) -> Option<String> {
    if dim == Dim::Grid {
        return a.grid.map(|g| g.to_string());
    }
    let of = |subject: Uuid| said.get(&(subject, dim.code().to_owned())).cloned();
    // Whoever stands in for a seat is not of its holder's groups.
    let seat = a.membership.filter(|_| a.capacity != Capacity::Substitute);
    of(a.id.uuid()).or_else(|| seat.and_then(|m| of(m.uuid())))
}

/// Where the population of a body is counted: its grid or community, else the street.
fn counted_place(tree: &Tree, place: PlacePath) -> Option<PlaceId> {
    place.grid.or(place.community).or_else(|| tree.root().map(|p| p.id))
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
