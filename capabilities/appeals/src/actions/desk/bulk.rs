//! One verb on a whole list: counted, begun, gone through in small transactions, taken back.

use super::queue::filter;
use super::{Names, SEE};
use crate::rules::*;
use crate::store;
use crate::views::{BulkChoice, BulkDone, BulkView, QueueWords};
use auth::Viewer;
use db::{Fault, Keyset, Reader, Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

/// Cases one transaction goes through: others wait no longer than for one photo.
const AT_ONCE: i64 = 20;
/// Lines that are shown before it begins.
const SHOWN: usize = 200;
const PAGE: i64 = 500;

/// Everything the list holds for this reader, newest first; one more than the most if it is more.
fn held(r: &mut Reader<'_>, viewer: &Viewer, words: &QueueWords, now: Moment) -> Result<Vec<Case>> {
    let filter = filter(r, viewer.street, words, now)?;
    let (mut all, mut before): (Vec<Case>, _) = (vec![], None);
    while all.len() <= MOST_BULK {
        let page = store::list(r, viewer, SEE, &filter, Keyset { before, limit: PAGE }, now)?;
        before = page.last().map(|c| c.id.uuid());
        let last = (page.len() as i64) < PAGE;
        all.extend(page);
        if last {
            break;
        }
    }
    Ok(all)
}

/// What a list holds, and on how many of it each verb can be done now.
pub fn bulk_page(r: &mut Reader<'_>, viewer: &Viewer, words: QueueWords, now: Moment) -> Result<BulkView> {
    let cases = held(r, viewer, &words, now)?;
    let names = Names::read(r, viewer.street)?;
    let mut counts = [0_i64; BulkVerb::ALL.len()];
    for case in &cases {
        let may = possible(viewer, case, now);
        for (count, verb) in counts.iter_mut().zip(BulkVerb::ALL) {
            *count += i64::from(may.contains(&verb.verb()));
        }
    }
    let choice = |(verb, n): (BulkVerb, i64)| BulkChoice { verb, possible: n };
    Ok(BulkView {
        query: QueueWords { before: None, ..words }.query(),
        count: cases.len() as i64,
        too_many: cases.len() > MOST_BULK,
        verbs: BulkVerb::ALL.into_iter().zip(counts).map(choice).filter(|c| c.possible > 0).collect(),
        cases: cases.iter().take(SHOWN).map(|c| names.line(c, now)).collect(),
        typed: BulkWords::default(),
        problems: vec![],
    })
}

/// Fixes the list and the verb; gives the bulk that is then gone through.
pub fn begin_bulk(tx: &mut Tx<'_>, viewer: &Viewer, words: &BulkWords) -> Result<Outcome<Option<Uuid>>> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    let query: QueueWords = serde_urlencoded::from_str(&words.query).unwrap_or_default();
    let now = tx.now();
    let cases = held(tx, viewer, &query, now)?;
    let problems = judge_bulk(words, cases.len());
    let Some(verb) = words.verb.filter(|_| problems.is_empty()) else { return Ok(Outcome::Refused(None, problems)) };
    let left = |c: &CaseId| !words.leave.contains(c);
    let ids: Vec<CaseId> = cases.iter().map(|c| c.id).filter(left).collect();
    let needs = BulkNeeds { into: words.into.trim().into(), level: words.level, text: words.text.trim().into() };
    let id = store::insert_bulk(tx, account, verb, &serde_json::to_string(&needs)?, &query.query(), &ids)?;
    Ok(Outcome::Done(Some(id)))
}

fn own(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid) -> Result<store::Bulk> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    Ok(store::bulk(r, viewer.street, account, id)?.ok_or(auth::Denied::Hidden)?)
}

/// Goes through the next cases; gives how many. Each is judged by the verb's own rules, as if done alone.
pub fn go_on_with_bulk(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<usize> {
    let bulk = own(tx, viewer, id)?;
    let needs: BulkNeeds = serde_json::from_str(&bulk.words)?;
    let street = tx.street();
    let items = store::bulk_items(tx, street, id, "waiting", false, AT_ONCE)?;
    for (position, case) in &items {
        let outcome = told(on_one(tx, viewer, bulk.verb, *case, &needs))?;
        store::mark_bulk_item(tx, id, *position, &outcome)?;
    }
    Ok(items.len())
}

/// Takes back what was done, the last first; gives how many cases it went through.
pub fn take_bulk_back(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<usize> {
    let bulk = own(tx, viewer, id)?;
    if !bulk.verb.has_inverse() {
        return Err(auth::Denied::Forbidden.into());
    }
    let street = tx.street();
    let items = store::bulk_items(tx, street, id, "done", true, AT_ONCE)?;
    for (position, case) in &items {
        let outcome = match told(crate::actions::unmerge(tx, viewer, *case))?.as_str() {
            "done" => "undone".to_owned(),
            why => format!("kept-{why}"),
        };
        store::mark_bulk_item(tx, id, *position, &outcome)?;
    }
    Ok(items.len())
}

fn on_one(tx: &mut Tx<'_>, viewer: &Viewer, verb: BulkVerb, case: CaseId, needs: &BulkNeeds) -> Result<Outcome<Case>> {
    match verb {
        BulkVerb::Dispatch => super::dispatch_named(tx, viewer, case, &Dispatching::default()),
        BulkVerb::Signing => crate::actions::sign(tx, viewer, case),
        BulkVerb::Merger => crate::actions::merge(tx, viewer, case, &Merger { rev: None, into: needs.into.clone() }),
        BulkVerb::Supervision => {
            let words = Supervising { rev: None, level: needs.level, text: needs.text.clone() };
            crate::actions::supervise(tx, viewer, case, &words)
        }
    }
}

/// How it went with one case, as a code; a fault ends the whole transaction.
fn told(outcome: Result<Outcome<Case>>) -> Result<String> {
    match outcome {
        Ok(Outcome::Done(_)) => Ok("done".into()),
        Ok(Outcome::Refused(_, problems)) => Ok(problems.first().map_or("refused", |p| p.code).to_owned()),
        Err(Fault::Denied(_)) => Ok("denied".into()),
        Err(fault) => Err(fault),
    }
}

/// How far a bulk is.
pub fn bulk_done(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid) -> Result<BulkDone> {
    let bulk = own(r, viewer, id)?;
    let outcomes = store::bulk_outcomes(r, viewer.street, id)?;
    let of = |code: &str| outcomes.iter().find(|(o, _)| o == code).map_or(0, |(_, n)| *n);
    Ok(BulkDone {
        id,
        verb: bulk.verb,
        cases: i64::from(bulk.cases),
        waiting: of("waiting"),
        done: of("done"),
        undone: of("undone"),
        otherwise: outcomes.iter().filter(|(o, _)| !["waiting", "done", "undone"].contains(&o.as_str())).cloned().collect(),
        may_undo: bulk.verb.has_inverse() && of("done") > 0 && of("waiting") == 0,
        query: bulk.query,
    })
}
