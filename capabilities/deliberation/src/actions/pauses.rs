//! Somebody of the place pauses an author; they are told at once, object, and another account decides.

use super::moderation::{decide_by, role_of};
use super::shown::place_name;
use super::telling::tell_of_text;
use super::texts::{text, to_moderate};
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, PersonId, Problem, Purpose, uuid::Uuid};

const OBJECTION: &str = "author_pauses.objection";
/// Days of the log that the page shows, and lines at most.
const LOG_DAYS: i64 = 90;
const LOG_LINES: i64 = 100;

/// What stops somebody from putting forward and arguing now, if something does.
pub(super) fn not_paused(tx: &mut Tx<'_>, person: PersonId) -> Result<std::result::Result<(), Problem>> {
    let (street, now) = (tx.street(), tx.now());
    let running = store::pauses_of(tx, street, person, now)?.into_iter().filter(|p| p.runs(now)).map(|p| p.until).max();
    Ok(match running {
        Some(until) => Err(Problem::new("author-paused").with("until", ui::time::short(until))),
        None => Ok(()),
    })
}

/// Whoever wrote a text pauses.
pub fn pause_author(tx: &mut Tx<'_>, viewer: &Viewer, of: Target, words: &Pausing) -> Result<Outcome<Text>> {
    let (street, now) = (tx.street(), tx.now());
    let found = to_moderate(tx, viewer, of, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let runs = match found.author {
        Some((person, _)) => store::pauses_of(tx, street, person, now)?.iter().any(|p| p.runs(now)),
        None => false,
    };
    match rules::pause(Uuid::now_v7(), &found, (words, runs), (by, role_of(viewer)), now) {
        Err(problems) => Ok(Outcome::Refused(found, problems)),
        Ok((paused, event)) => {
            store::insert_pause(tx, &paused)?;
            tx.record(&event)?;
            tell_of_text(tx, &found, ("author-paused", &paused.id.to_string(), paused.ground), [paused.account])?;
            Ok(Outcome::Done(found))
        }
    }
}

/// A pause for those who moderate where it was seen.
fn to_judge(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid, now: Moment) -> Result<(Pause, Text)> {
    let was = store::pause_by_id(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    let of = to_moderate(r, viewer, was.of, now)?;
    Ok((was, of))
}

/// Over early, without an objection; everybody reads why.
pub fn lift_pause(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Lifting) -> Result<Outcome<Pause>> {
    let now = tx.now();
    let (was, of) = to_judge(tx, viewer, id, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    match rules::lift_pause(&was, words, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((lifted, event)) => {
            if let Some(how) = &lifted.lifted {
                store::save_lifting(tx, &lifted, how)?;
            }
            tx.record(&event)?;
            tell_of_text(tx, &of, ("pause-lifted", &id.to_string(), was.ground), [was.account])?;
            Ok(Outcome::Done(lifted))
        }
    }
}

/// Who is paused objects.
pub fn object_to_pause(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Objecting) -> Result<Outcome<Pause>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::pause_by_id(tx, street, id)?.filter(|p| Some(p.account) == viewer.account()).ok_or(Denied::Hidden)?;
    match rules::object_to_pause(&was, words, decide_by(now)?, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(((objected, text), event)) => {
            let sealed = tx.seal(Purpose::Identity, OBJECTION, id, &text)?;
            store::save_pause_objection(tx, &objected, &sealed)?;
            tx.record(&event)?;
            Ok(Outcome::Done(objected))
        }
    }
}

/// The objection's words, for whoever decides; on record.
pub fn open_pause(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<String> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::pause_by_id(tx, street, id)?.ok_or(Denied::Hidden)?;
    let of = text(tx, street, was.of)?.ok_or(Denied::Hidden)?;
    Held::<_, OpenModeration>::take(viewer, of, now)?;
    let sealed = store::pause_objection(tx, street, id)?.ok_or(Denied::Hidden)?;
    tx.open_sealed(&sealed, Purpose::Identity, OBJECTION, id, "decide")
}

/// Decided by another account; undone, the pause is over at once.
pub fn settle_pause(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Settling) -> Result<Outcome<Pause>> {
    let now = tx.now();
    let (was, of) = to_judge(tx, viewer, id, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    match rules::settle_pause(&was, words, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((settled, event)) => {
            if let Some(decision) = &settled.decided {
                store::save_pause_decision(tx, &settled, decision)?;
            }
            tx.record(&event)?;
            tell_of_text(tx, &of, ("objection-decided", &id.to_string(), was.ground), [was.account])?;
            Ok(Outcome::Done(settled))
        }
    }
}

/// The public log of pauses: date, place, ground, days, role, what came of an objection; never who.
pub fn pauses_view(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<PausesView> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let mut log = vec![];
    for p in store::pauses_since(r, street, now.plus_days(-LOG_DAYS), LOG_LINES)? {
        let Some(of) = text(r, street, p.of)? else { continue };
        let reader = viewer.account();
        log.push(PauseLine {
            id: p.id,
            place: place_name(&tree, of.place),
            ground: p.ground,
            role: p.by_role.clone(),
            on: p.at.day(),
            until: p.until,
            runs: p.runs(now),
            objected_on: p.objected_at.map(Moment::day),
            decide_by: p.decide_by.filter(|_| p.decided.is_none()),
            upheld: p.decided.as_ref().map(|d| d.upheld),
            answer: p.decided.as_ref().map(|d| d.reason.clone()),
            mine: reader == Some(p.account),
            reason: if reader == Some(p.account) { p.reason.clone() } else { String::new() },
            may_object: reader == Some(p.account) && p.objected_at.is_none() && p.lifted.is_none() && now <= p.at.plus_days(OBJECT_DAYS),
            may_settle: p.waits() && reader.is_some_and(|a| a != p.by && a != p.account) && auth::may::<_, ModerateText>(viewer, &of, now),
            lifted_on: p.lifted.as_ref().map(|l| l.0.day()),
            lifted_why: p.lifted.as_ref().map(|l| l.2.clone()),
            may_lift: p.runs(now) && reader.is_some_and(|a| a != p.account) && auth::may::<_, ModerateText>(viewer, &of, now),
        });
    }
    Ok(PausesView { log, opened: None, problems: vec![] })
}

/// Pauses that last longer than they may, or whose objection whoever paused or was paused decided.
pub fn broken_pauses(r: &mut Reader<'_>, street: kernel::StreetId) -> Result<Vec<String>> {
    let all = store::pauses_since(r, street, Moment(0), 10_000)?;
    let wrong = |p: &Pause| p.until > p.at.plus_days(PAUSE_DAYS) || p.lifted.as_ref().is_some_and(|l| l.1 == p.account || l.0 > p.until) || p.decided.as_ref().is_some_and(|d| d.by == p.by || d.by == p.account || p.objected_at.is_none());
    Ok(all.iter().filter(|p| wrong(p)).map(|p| p.id.to_string()).collect())
}
