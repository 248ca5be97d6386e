//! Published cases for programs, and voices that programs bring: the same rule and the same reception as everybody's.

use super::{Names, keep_note, reception::{Received, code_of}};
use crate::rules::{self, *};
use crate::store::{self, RequestFilter, RequestKey};
use crate::views::{DeferralView, Happened, PublicRequest, sentence_of, status_of};
use auth::Viewer;
use db::{Reader, Result, Tx};
use edge::photos::KeptPhoto;
use kernel::{Outcome, PlaceId, StreetId};
use std::collections::HashMap;

/// A page of published cases under a filter, newest first. `story`: with what has happened to each.
pub fn public_requests(
    r: &mut Reader<'_>,
    street: StreetId,
    filter: &RequestFilter,
    after: Option<&RequestKey>,
    (skip, limit): (i64, i64),
    story: bool,
) -> Result<Vec<PublicRequest>> {
    let cases = store::requests(r, street, filter, after, (skip, limit))?;
    shown(r, street, cases.into_iter().map(|case| (case.case_no.clone(), case)).collect(), story)
}

/// The same of those whose published point is meant by `here`; a point as it is kept would tell where a fuzzy case is.
/// Cases are looked at by the thousand, and only those that are meant are read whole.
pub fn public_requests_around(
    r: &mut Reader<'_>,
    street: StreetId,
    filter: &RequestFilter,
    after: Option<&RequestKey>,
    (skip, limit): (usize, usize),
    story: bool,
    here: &dyn Fn((f64, f64)) -> bool,
) -> Result<Vec<PublicRequest>> {
    let tree = places::tree(r, street)?;
    let (mut found, mut after) = (vec![], after.cloned());
    loop {
        let batch = store::requests(r, street, filter, after.as_ref(), (0, TOGETHER))?;
        after = batch.last().map(|c| RequestKey { requested_at: rules::requested_at(c), case_no: c.case_no.clone() });
        let whole = batch.len() as i64 == TOGETHER;
        let meant = |case: &Case| rules::published_point(&standing(&tree, case.clone())).is_some_and(here);
        found.extend(batch.into_iter().filter(meant));
        if !whole || found.len() >= skip + limit {
            break;
        }
    }
    let cases = found.into_iter().skip(skip).take(limit).map(|case| (case.case_no.clone(), case)).collect();
    shown(r, street, cases, story)
}

const TOGETHER: i64 = 1_000;

/// Without a point of its own a case is where its building stands.
fn standing(tree: &places::Tree, case: Case) -> Case {
    let stands = |id: PlaceId| tree.by_id(id).and_then(|p| p.point).map(|p| (p.lat, p.lon));
    Case { point: case.point.or_else(|| case.place.building.and_then(stands)), ..case }
}

/// Those of these numbers that are published, in the order asked for. The number of a case that went up in another
/// shows how that one stands, no more precisely than the public saw the one that went.
pub fn public_requests_of(r: &mut Reader<'_>, street: StreetId, numbers: &[String], story: bool) -> Result<Vec<PublicRequest>> {
    let aliases = store::public_aliases(r, street, numbers)?;
    let mut wanted: Vec<String> = numbers.iter().chain(aliases.iter().map(|a| &a.1)).cloned().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let known: HashMap<String, Case> =
        store::requests_of(r, street, &wanted)?.into_iter().map(|case| (case.case_no.clone(), case)).collect();
    let found = numbers.iter().filter_map(|number| {
        let alias = aliases.iter().find(|a| a.0 == *number);
        let case = known.get(alias.map_or(number, |a| &a.1))?.clone();
        let level = alias.map_or(case.public_level, |a| a.2.max(case.public_level));
        Some((number.clone(), Case { public_level: level, ..case }))
    });
    let found = found.collect();
    shown(r, street, found, story)
}

/// What has happened to published cases since, oldest first: the newest `limit` cases are looked at.
pub fn public_happenings(r: &mut Reader<'_>, street: StreetId, filter: &RequestFilter, limit: i64) -> Result<Vec<PublicRequest>> {
    let mut requests = public_requests(r, street, filter, None, (0, limit), true)?;
    for request in &mut requests {
        let (from, to) = filter.updated;
        request.happened.retain(|h| from.is_none_or(|f| h.at >= f) && to.is_none_or(|t| h.at <= t));
    }
    Ok(requests)
}

fn shown(r: &mut Reader<'_>, street: StreetId, cases: Vec<(String, Case)>, story: bool) -> Result<Vec<PublicRequest>> {
    let names = Names::read(r, street)?;
    let ids: Vec<CaseId> = cases.iter().map(|(_, case)| case.id).collect();
    let promised: HashMap<CaseId, _> = store::promised(r, street, &ids)?.into_iter().collect();
    let photos: HashMap<CaseId, _> = store::public_photos(r, street, &ids)?.into_iter().rev().collect();
    let channels: HashMap<CaseId, _> = store::channels(r, street, &ids)?.into_iter().rev().collect();
    let mut happened: HashMap<CaseId, Vec<Happened>> = HashMap::new();
    let events = if story { store::public_events(r, street, &ids)? } else { vec![] };
    for (case, id, at, name) in events {
        if let Some(sentence) = sentence_of(&name) {
            happened.entry(case).or_default().push(Happened { id, at, name, sentence });
        }
    }
    let mut requests = vec![];
    for (number, case) in cases {
        let case = standing(&names.tree, case);
        let deferral = match case.state {
            State::Deferred => store::open_deferral(r, street, case.id)?.map(DeferralView::of),
            _ => None,
        };
        let mut told = happened.get(&case.id).cloned().unwrap_or_default();
        told.iter_mut().for_each(|h| h.at = rules::published_moment(&case, h.at));
        requests.push(PublicRequest {
            merged_into: Some(case.case_no.clone()).filter(|own| *own != number),
            number,
            requested_at: rules::requested_at(&case),
            updated_at: rules::updated_at(&case),
            expected_at: promised.get(&case.id).copied().filter(|_| case.state.is_open()),
            point: rules::published_point(&case),
            address: address(&names, &case),
            address_code: place_shown(&case).and_then(|id| Some(names.tree.by_id(id)?.code.clone())),
            agency: names.unit(case.lead).or_else(|| Some(names.tree.by_id(case.place.community?)?.name.clone())),
            status: status_of(&case, deferral.as_ref()),
            deferral,
            photo: photos.get(&case.id).copied(),
            round: case.round,
            channel: channels.get(&case.id).cloned(),
            happened: told,
            case: names.public(&case),
        });
    }
    Ok(requests)
}

/// The place whose code the public reads: the grid, of a fuzzy case the community.
fn place_shown(case: &Case) -> Option<PlaceId> {
    let grid = case.place.grid.filter(|_| case.public_level == PublicLevel::Full);
    grid.or(case.place.community)
}

/// The most specific first, the street left out.
fn address(names: &Names, case: &Case) -> Option<String> {
    let exact = case.place.building.or(case.place.grid).filter(|_| case.public_level == PublicLevel::Full);
    let line = names.tree.line(exact.or(case.place.community)?);
    let parts: Vec<&str> = line.iter().skip(1).rev().map(|p| p.name.as_str()).collect();
    Some(parts.join("，")).filter(|text| !text.is_empty())
}

/// Row 1 for a voice that a program brings. `aside` is what else it sent, kept sealed with the voice's words; `at` is when
/// it was brought, from which the promise counts.
#[allow(clippy::too_many_arguments, reason = "what one sending is made of")]
pub fn receive_through(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    door: &str,
    words: &Reception,
    place: super::Whereabouts,
    photos: &[KeptPhoto],
    aside: &str,
    at: kernel::Moment,
) -> Result<Outcome<Option<Received>>> {
    let intake = Intake { by: None, staff: false, has_photo: !photos.is_empty() };
    let outcome = super::reception::receive_since(tx, viewer, words, intake, place, photos, at)?;
    if let Outcome::Done(Some(got)) = &outcome
        && !got.repeated
    {
        store::set_door(tx, got.voice, door)?;
        keep_note(tx, &got.case, "supplement", None, Some(got.voice), aside)?;
    }
    Ok(outcome)
}

/// What was first received under a key, if anything was since that moment.
pub fn received_before(r: &mut Reader<'_>, street: StreetId, client_key: &str, since: kernel::Moment) -> Result<Option<Received>> {
    let Some((voice, case, _)) = store::by_client_key(r, street, client_key)? else { return Ok(None) };
    let fresh = store::voice(r, street, voice)?.is_some_and(|v| v.received_at > since);
    let Some(case) = store::load(r, street, case)?.filter(|_| fresh) else { return Ok(None) };
    let code = code_of(r, client_key)?;
    Ok(Some(Received { case, voice, code, repeated: true }))
}

/// What became of words that a program adds to a published case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedTo {
    /// The note they are kept as.
    Case(kernel::uuid::Uuid),
    /// It is over: whoever spoke can open it again by receipt.
    Ended,
    /// No such case for the public.
    Nothing,
}

/// Keeps a program's words with a published case, sealed, for staff to read; the state stays as it is.
pub fn add_from_program(tx: &mut Tx<'_>, number: &str, text: &str) -> Result<AddedTo> {
    let (street, now) = (tx.street(), tx.now());
    let Some(found) = store::requests_of(tx, street, &[number.to_owned()])?.into_iter().next() else { return Ok(AddedTo::Nothing) };
    if !found.state.is_open() {
        return Ok(AddedTo::Ended);
    }
    let was = store::load(tx, street, found.id)?.ok_or(auth::Denied::Hidden)?;
    keep_note(tx, &was, "supplement", None, None, text)?;
    let noted = tx.record(&Supplemented { case: was.id, voice: None })?;
    store::save(tx, &was, &rules::touched(&was, now))?;
    Ok(AddedTo::Case(noted.uuid()))
}
