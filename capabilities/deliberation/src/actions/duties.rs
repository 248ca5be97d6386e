//! The monthly duty: the calendar of a year, and excuses.

use crate::rules::*;
use crate::store;
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Day, Outcome, Problem, StreetId};
use std::collections::{BTreeMap, HashMap};

/// Nothing was owed in a month, for a reason everybody may read.
pub fn excuse_duty(tx: &mut Tx<'_>, viewer: &Viewer, id: BodyId, month: i32, reason: &str) -> Result<Outcome<Body>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<ExcuseDuty>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(auth::Denied::Forbidden)?;
    let mut problems = vec![];
    let reason = said("reason", reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    if !(1..=12).contains(&(month % 100)) || !(2000..=2999).contains(&(month / 100)) {
        problems.push(Problem::at("month", "month-unknown"));
    } else if store::excuses(tx, street, month / 100)?.iter().any(|e| e.0 == id && e.1 == month) {
        problems.push(Problem::at("month", "excused-already"));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Refused(body, problems));
    }
    store::insert_excuse(tx, id, month, &reason, by, now)?;
    tx.record(&DutyExcused { body: id, month })?;
    Ok(Outcome::Done(body))
}

/// Meetings of a year as the duty sees them.
pub fn sittings(r: &mut Reader<'_>, street: StreetId, year: i32) -> Result<Vec<Sitting>> {
    // A meeting planned for the last day may open in the first minutes of the next.
    let (from, to) = (Day(year * 10_000 + 101).plus(-1).start(), Day((year + 1) * 10_000 + 101).plus(1).start());
    let mut came: HashMap<MeetingId, BTreeMap<kernel::PlaceId, i64>> = HashMap::new();
    for (meeting, grid, n) in store::grids_of(r, street, from, to)? {
        came.entry(meeting).or_default().insert(grid, n);
    }
    let mut all = store::sittings_between(r, street, from, to)?;
    all.iter_mut().for_each(|s| s.came_from = came.remove(&s.meeting).unwrap_or_default());
    Ok(all)
}
