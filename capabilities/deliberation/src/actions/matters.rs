//! A matter from its question to its end: how it is opened, walks, goes another way, and what its records show.

use super::afterwards::settled;
use super::backings::keep_reach;
use super::helping::{acted, acting};
use super::{clock, delivery::adopted, place_typed, step_clocks::tell_end};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, PlacePath, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Event, Moment, Outcome, PersonId, Problem, StreetId};
use std::collections::{BTreeMap, BTreeSet};
use worktime::{Deadline, Unit};

/// Opened at a body, for a place, with its first source and the clock of its first step.
pub fn open_matter(tx: &mut Tx<'_>, viewer: &Viewer, of: BodyId, words: &Opening) -> Result<Outcome<Option<Matter>>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<OpenMatter>(tx, viewer, of, now)?.into_inner();
    let owner = viewer.account().ok_or(Denied::Forbidden)?;
    let tree = places::tree(tx, street)?;
    let place = match place_typed(&tree, "place_name", &words.place_name) {
        Ok(place) => place.map_or(body.place, |p| tree.path_of(p)),
        Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
    };
    Ok(match begin_matter(tx, (&body, place), words, owner, |source| source)? {
        Err(problems) => Outcome::Refused(None, problems),
        Ok(matter) => Outcome::Done(Some(matter)),
    })
}

/// Opened for whoever may; `tied` says what its first source is tied to.
pub(super) fn begin_matter(
    tx: &mut Tx<'_>,
    (body, place): (&Body, PlacePath),
    words: &Opening,
    owner: AccountId,
    tied: impl FnOnce(Source) -> Source,
) -> Result<std::result::Result<Matter, Vec<Problem>>> {
    let now = tx.now();
    let code = short_code('M', now.day(), store::next_number(tx, 'M', now.day())?);
    Ok(match rules::open_matter((MatterId::fresh(), code), body, place, words, owner, now) {
        Err(problems) => Err(problems),
        Ok(((matter, source), event)) => {
            store::insert_matter(tx, &matter)?;
            store::insert_source(tx, matter.id, 1, &tied(source))?;
            begin_step(tx, &matter, 1)?;
            tx.record(&event)?;
            Ok(matter)
        }
    })
}

/// The matter of a short code as somebody typed it.
pub fn matter_by_code(r: &mut Reader<'_>, street: StreetId, typed: &str) -> Result<Option<Matter>> {
    store::matter_by_code(r, street, &typed.trim().to_ascii_uppercase())
}

/// The matter of an id.
pub fn matter_by_id(r: &mut Reader<'_>, street: StreetId, id: MatterId) -> Result<Option<Matter>> {
    store::matter(r, street, id)
}

/// Whether another capability's thing is among the sources of a matter.
pub fn stands_on(r: &mut Reader<'_>, street: StreetId, id: MatterId, (kind, link): (&str, kernel::uuid::Uuid)) -> Result<bool> {
    Ok(store::sources_of(r, street, id)?.iter().any(|s| s.link_kind == kind && s.link_id == Some(link)))
}

/// Another capability's thing becomes one more source of a matter: a cluster of voices, a finding.
pub fn tie_source(tx: &mut Tx<'_>, id: MatterId, source: &Source) -> Result<bool> {
    let street = tx.street();
    let Some(matter) = store::matter(tx, street, id)? else { return Ok(false) };
    let known = store::sources_of(tx, street, id)?;
    if source.link_id.is_some() && known.iter().any(|s| s.link_id == source.link_id && s.link_kind == source.link_kind) {
        return Ok(false);
    }
    let no = store::next_source(tx, street, id)?;
    store::insert_source(tx, id, no, source)?;
    tx.record(&SourceTied { matter: matter.id, source: source.kind.code() })?;
    Ok(true)
}

/// When a stay in the open step that began at a moment is due, with the days it was given on top.
pub(super) fn deadline(m: &Matter, from: Moment, extensions: Vec<i64>, now: Moment) -> Result<Deadline> {
    clock(from, (m.track.days(m.step).1.max(1), Unit::CalendarDays), extensions, now)
}

/// The stay in a step begins, with its clock and the proof of it.
fn begin_step(tx: &mut Tx<'_>, m: &Matter, no: i32) -> Result<()> {
    let now = tx.now();
    let deadline = deadline(m, now, vec![], now)?;
    let stretch = Stretch { no, step: m.step, round: m.round, from: now, to: None, due: deadline.due_at, how: None, reason: None, gate: vec![], asked_by: None };
    store::insert_stretch(tx, m.id, &stretch, &serde_json::to_string(&deadline.proof)?)
}

/// The walk of a verb that leaves the matter's own row as it is.
pub(super) fn on_matter<A: auth::Act<Matter>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: MatterId,
    (part, verb): (Part, &'static str),
    work: impl FnOnce(&mut Tx<'_>, &Matter) -> Result<std::result::Result<E, Vec<Problem>>>,
) -> Result<Outcome<Matter>> {
    let now = tx.now();
    let of = store::find_matter::<A>(tx, viewer, id, now)?.into_inner();
    if let Err(problems) = in_step(&of, part, verb) {
        return Ok(Outcome::Refused(of, problems));
    }
    match work(tx, &of)? {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(event) => {
            tx.record(&event)?;
            acted(tx, viewer, verb, &format!("/matters/{id}"))?;
            Ok(Outcome::Done(of))
        }
    }
}

/// The matter a ballot is drafted for, by whoever keeps it.
pub(super) fn on_matter_ballots(r: &mut Reader<'_>, viewer: &Viewer, id: MatterId, now: Moment) -> Result<Matter> {
    Ok(store::find_matter::<KeepMatter>(r, viewer, id, now)?.into_inner())
}

/// Who is behind a word: the reader, whoever they act for, or somebody unnamed for whom staff of the place write.
pub(super) fn speaker(tx: &mut Tx<'_>, viewer: &Viewer, of: &Matter, way: Option<Way>) -> Result<(PersonId, Part, Way)> {
    let now = tx.now();
    match way {
        Some(way) if way != Way::Web => {
            if !auth::may::<_, TakePartFor>(viewer, of, now) {
                return Err(Denied::Forbidden.into());
            }
            Ok((PersonId::fresh(), Part::Helper, way))
        }
        _ => {
            let whom = acting(tx, viewer)?.map_err(|_| Denied::Forbidden)?;
            Ok((whom.person, if whom.keyed_by.is_some() { Part::Helper } else { Part::Resident }, whom.way))
        }
    }
}

/// A matter for those who confirm passages: the chair of its body, or the secretary.
pub(super) fn in_hand(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId) -> Result<Matter> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = holders(&store::offices_of(tx, street, thing.body)?, &[Office::Chair], now.day());
    Ok(auth::Held::<_, PassMatter>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing)
}

/// Going on. Where money is at stake one hand asks and another confirms.
pub fn pass_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, overriding: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let why = Some(overriding.trim()).filter(|w| !w.is_empty());
    let was = match why {
        Some(_) => store::find_matter::<OverrideGate>(tx, viewer, id, now)?.into_inner(),
        None => in_hand(tx, viewer, id)?,
    };
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let records = records(tx, street, &was, now)?;
    let conditions = gate(was.track, was.step, &records);
    let (matter, how, event) = match rules::pass(&was, &conditions, &records, why) {
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
        Ok(((matter, how), event)) => (matter, how, event),
    };
    if was.track == Track::Money && why.is_none() {
        let asked = store::walk_of(tx, street, id)?.last().and_then(|s| s.asked_by);
        match asked {
            Some(asked) if asked != by => {}
            Some(_) => return Ok(Outcome::Refused(was, vec![Problem::new("another-hand")])),
            None => {
                store::ask_passage(tx, id, by)?;
                tx.record(&PassageAsked { matter: id, step: was.step.code() })?;
                return Ok(Outcome::Done(was));
            }
        }
    }
    let turned = matter.round > was.round;
    let how = if turned { Passing::Turned } else { how };
    let reason = if turned { Some(UNSOLVED) } else { why };
    step_on(tx, &was, &matter, (how, reason), &conditions, by)?;
    tx.record(&event)?;
    Ok(Outcome::Done(matter))
}

/// The open stay ends and the next begins, in one moment.
pub(super) fn step_on(tx: &mut Tx<'_>, was: &Matter, m: &Matter, (how, reason): (Passing, Option<&str>), gate: &[Condition], by: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    store::save_matter(tx, was, m)?;
    keep_reach(tx, was, m)?;
    if was.state == MatterState::Walking {
        store::end_stretch(tx, m.id, now, how, reason, gate, Some(by))?;
    }
    if m.state == MatterState::Walking {
        let next = store::walk_of(tx, street, m.id)?.len() + 1;
        begin_step(tx, m, i32::try_from(next).map_err(Fault::other)?)?;
    }
    Ok(())
}

/// A settled matter stands in a step again, and why is kept.
pub(super) fn begin_again(tx: &mut Tx<'_>, was: &Matter, m: &Matter, why: Reopening) -> Result<()> {
    store::insert_reopening(tx, m.id, &why)?;
    walk_again(tx, was, m)
}

/// A matter whose walk was over stands in a step again.
pub(super) fn walk_again(tx: &mut Tx<'_>, was: &Matter, m: &Matter) -> Result<()> {
    let street = tx.street();
    store::save_matter(tx, was, m)?;
    let next = store::walk_of(tx, street, m.id)?.len() + 1;
    begin_step(tx, m, i32::try_from(next).map_err(Fault::other)?)
}

/// A walking matter comes to an end by a rule, with nobody's hand in it.
pub(super) fn end_walk(tx: &mut Tx<'_>, was: &Matter, m: &Matter, (how, reason): (Passing, &str)) -> Result<()> {
    let now = tx.now();
    store::save_matter(tx, was, m)?;
    keep_reach(tx, was, m)?;
    store::end_stretch(tx, m.id, now, how, Some(reason), &[], None)
}

/// The walk goes another way than on: back a step, to its end, or on again after it.
fn redirect<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: MatterId,
    (how, reason): (Passing, &str),
    decision: impl FnOnce(&Matter) -> Decided<Matter, E>,
) -> Result<Outcome<Matter>> {
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = in_hand(tx, viewer, id)?;
    match decision(&was) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((matter, event)) => {
            step_on(tx, &was, &matter, (how, Some(reason.trim())), &[], by)?;
            tx.record(&event)?;
            if how == Passing::Ended {
                tell_end(tx, &matter)?;
            }
            Ok(Outcome::Done(matter))
        }
    }
}

pub fn turn_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, to: Option<MatterStep>, reason: &str) -> Result<Outcome<Matter>> {
    redirect(tx, viewer, id, (Passing::Turned, reason), |was| turn(was, to, reason))
}

pub fn end_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, how: Option<MatterState>, reason: &str) -> Result<Outcome<Matter>> {
    redirect(tx, viewer, id, (Passing::Ended, reason), |was| end(was, how, reason))
}

/// The body has a settled matter walk again.
pub fn reopen_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, to: Option<MatterStep>, reason: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = in_hand(tx, viewer, id)?;
    match reopen(&was, settled(tx, street, id)?, to, reason, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((matter, event)) => {
            let why = Reopening { round: matter.round, at: now, why: ReopeningWhy::Motion, reason: Some(reason.trim().to_owned()), by: Some(by) };
            begin_again(tx, &was, &matter, why)?;
            tx.record(&event)?;
            Ok(Outcome::Done(matter))
        }
    }
}

/// What the records of a matter show now.
pub fn records(r: &mut Reader<'_>, street: StreetId, of: &Matter, now: Moment) -> Result<Records> {
    let heard = store::heard(r, street, of.id, of.round)?;
    let tree = places::tree(r, street)?;
    let scope: BTreeSet<_> = match (of.place.grid, of.place.community) {
        (Some(grid), _) => [grid].into(),
        (None, Some(community)) => tree.children(community).map(|g| g.id).collect(),
        (None, None) => BTreeSet::new(),
    };
    let from: BTreeSet<_> = heard.iter().filter_map(|h| h.1).filter(|g| scope.contains(g)).collect();
    let concerns = store::concerns_of(r, street, of.id)?;
    let eased = store::eased_of(r, street, of.id, of.round)?;
    let choices = store::choices_of(r, street, of.id)?;
    let arguments = store::arguments_of(r, street, of.id)?;
    let (tasks, ratings) = (store::tasks_of(r, street, of.id)?, store::ratings(r, street, of.id, of.round)?);
    let walk = store::walk_of(r, street, of.id)?;
    let begun = walk.last().map_or(of.opened_at, |s| s.from);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let state = |s: OptionState| count(choices.iter().filter(|c| c.state == s).count());
    let round_begun = walk.iter().filter(|s| s.round == of.round).map(|s| s.from).min().unwrap_or(of.opened_at);
    let mut meetings = 0;
    for (meeting, quorate) in store::meetings_about(r, street, of.id, round_begun)? {
        let minuted = store::minutes_of(r, street, meeting)?.is_some_and(|m| m.circulated_at.is_some());
        meetings += i64::from(quorate && minuted);
    }
    let by_way = |list: Vec<(&String, i64)>| {
        let known = list.into_iter().filter_map(|(w, n)| Some((Way::from_code(w)?, n)));
        known.fold(BTreeMap::<Way, i64>::new(), |mut all, (way, n)| {
            *all.entry(way).or_default() += n;
            all
        })
    };
    let heard_by = by_way(heard.iter().map(|h| (&h.0, h.2)).collect());
    let rated_by = by_way(ratings.iter().map(|x| (&x.1, x.2)).collect());
    // What only one step asks for is looked up there alone.
    let households = if of.step == MatterStep::Needs { super::representativeness::households(r, street, &tree, of.place, now.day())? } else { 0 };
    let took_part = if of.step == MatterStep::Evaluation { count(store::people_of(r, street, of.id)?.len()) } else { 0 };
    Ok(Records {
        heard: heard.iter().map(|h| h.2).sum(),
        households,
        one_building: of.place.building.is_some(),
        took_part,
        ways: heard_by.keys().copied().collect(),
        heard_by,
        grids: count(scope.len()),
        grids_heard: count(from.len()),
        concerns: count(concerns.len()),
        concerns_open: count(concerns.iter().filter(|c| c.under.is_none() && c.taken_up.is_none()).count()),
        ready: state(OptionState::Ready) + state(OptionState::Frozen),
        drafts: state(OptionState::Draft),
        frozen: of.frozen_at.is_some(),
        meetings,
        questions_open: count(arguments.iter().filter(|a| a.is_open()).count()),
        adopted: adopted(r, street, of)?.is_some(),
        resolution: store::resolutions_of(r, street, of.id)?.iter().any(|v| v.round == of.round),
        tasks: count(tasks.len()),
        tasks_open: count(tasks.iter().filter(|t| !matches!(t.state, TaskState::Verified | TaskState::Cancelled)).count()),
        ratings: ratings.iter().map(|x| x.2).sum(),
        rating_ways: count(rated_by.len()),
        solved: ratings.iter().filter(|x| x.0 == "yes").map(|x| x.2).sum(),
        concerns_asked: count(asked(&concerns).count()),
        concerns_eased: count(asked(&concerns).filter(|c| eased.iter().any(|e| e.0 == c.id)).count()),
        statement: of.statement.is_some(),
        days: now.day().since(begun.day()),
    })
}

/// Walks that do not tile, and gates that were passed with a condition unmet.
pub fn broken_walks(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut before) = (vec![], None);
    loop {
        let page = store::matters(r, street, None, before, 200)?;
        before = page.last().map(|m| m.id);
        for m in &page {
            let walk = store::walk_of(r, street, m.id)?;
            let open = walk.last().is_some_and(|s| s.to.is_none() && s.step == m.step && s.round == m.round);
            let ended = walk.last().is_some_and(|s| s.to.is_some());
            let stands = if m.state == MatterState::Walking { open } else { ended };
            if !stands || !walk_tiles(&walk) || !gates_held(&walk) {
                broken.push(m.code.clone());
            }
        }
        if before.is_none() || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}

