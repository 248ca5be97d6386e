//! The roll: drawn up from a body's seats or a sheet, open for checking, objected to, frozen.

use super::ballots::{on_ballot, plead, roll_key};
use super::place_typed;
use crate::rules::{self, *};
use crate::store::{self, Pleas};
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, Purpose, StreetId, named_uuid, uuid::Uuid};
use sheets::Sheet;
use std::collections::{HashMap, HashSet};

/// Lines of a sheet are added to the roll; those it has already are left as they are.
pub fn import_roll(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, sheet: &Sheet) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    if let Err(problems) = may_write(&of) {
        return Ok(Outcome::Refused(of, problems));
    }
    let lines = match read_roll(sheet) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let tree = places::tree(tx, street)?;
    let mut buildings: HashMap<String, Option<kernel::PlaceId>> = HashMap::new();
    let mut problems = vec![];
    for line in &lines {
        if !buildings.contains_key(&line.building) {
            let found = place_typed(&tree, "file", &line.building).map_err(|p| problems.push(p.with("name", &line.building))).unwrap_or_default();
            buildings.insert(line.building.clone(), found);
        }
    }
    problems.truncate(20);
    if !problems.is_empty() {
        return Ok(Outcome::Refused(of, problems));
    }
    let known: HashSet<Vec<u8>> = store::roll_keys(tx, street, id)?.into_iter().collect();
    let mut next = store::last_line(tx, street, id)?;
    let mut fresh = vec![];
    for line in lines {
        let key = roll_key(tx, &of, &line.key)?;
        if known.contains(&key) {
            continue;
        }
        next += 1;
        let phone = identity::phone_mark(tx, &line.phone)?;
        let name = format!("{} {}", line.key, line.name);
        let sealed = tx.seal(Purpose::Identity, "ballot_electors.name", name_row(id, next), name.trim())?;
        let place = buildings.get(&line.building).copied().flatten();
        fresh.push((listed(id, next, key, place, line.weight, phone), Some(sealed)));
    }
    added(tx, of, fresh)
}

/// A file that is no sheet brings nobody onto the roll.
pub fn unreadable_roll(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    let now = tx.now();
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    Ok(Outcome::Refused(of, vec![Problem::at("file", "file-unreadable")]))
}

/// The seats of the body, as they are held today.
pub fn draw_seats(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    if let Err(problems) = may_write(&of) {
        return Ok(Outcome::Refused(of, problems));
    }
    let memberships = store::memberships_of(tx, street, of.body)?;
    let known: HashSet<Vec<u8>> = store::roll_keys(tx, street, id)?.into_iter().collect();
    let recused = store::recusals_of(tx, street, id)?;
    let mut next = store::last_line(tx, street, id)?;
    let mut fresh = vec![];
    for m in roster_on(&memberships, now.day()) {
        let key = roll_key(tx, &of, &seat_key(m))?;
        if known.contains(&key) || recused.iter().any(|r| r.membership == m.id) {
            continue;
        }
        next += 1;
        let sealed = tx.seal(Purpose::Identity, "ballot_electors.name", name_row(id, next), &m.shown_name)?;
        fresh.push((Elector { account: m.account, ..listed(id, next, key, None, 1, None) }, Some(sealed)));
    }
    added(tx, of, fresh)
}

fn may_write(of: &Ballot) -> std::result::Result<(), Vec<Problem>> {
    let open = matches!(of.state, BallotState::Drafted | BallotState::RollOpen);
    if open { Ok(()) } else { Err(vec![Problem::new("ballot-not-now").with("state", of.state.code())]) }
}

/// Which row a name is sealed for.
pub(super) fn name_row(of: BallotId, line: i32) -> Uuid {
    named_uuid(&format!("{of}/{line}"))
}

pub(super) fn listed(ballot: BallotId, line: i32, key: Vec<u8>, place: Option<kernel::PlaceId>, weight: i64, phone: Option<Vec<u8>>) -> Elector {
    Elector {
        ballot, line, key, account: None, phone, place, weight, state: ElectorState::Listed, door: None, voted_on: None, counterfoil: None, taken_by: None,
    }
}

fn added(tx: &mut Tx<'_>, of: Ballot, fresh: Vec<(Elector, Option<kernel::Sealed>)>) -> Result<Outcome<Ballot>> {
    if fresh.is_empty() {
        return Ok(Outcome::Refused(of, vec![Problem::at("file", "roll-nothing-new")]));
    }
    let electors = fresh.len();
    store::insert_electors(tx, fresh)?;
    tx.record(&RollDrawn { ballot: of.id, electors })?;
    Ok(Outcome::Done(of))
}

/// A line that should not be there; it is kept and says so.
pub fn strike_elector(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, typed: &str, reason: &str) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    let mut problems = may_write(&of).err().unwrap_or_default();
    let why = said("reason", reason, 200).map_err(|p| problems.push(p)).unwrap_or_default();
    let key = roll_key(tx, &of, typed)?;
    let line = store::elector_by_key(tx, street, id, &key)?.filter(|e| e.state == ElectorState::Listed);
    let (Some(line), true) = (line, problems.is_empty()) else {
        problems.push(Problem::at("key", "not-on-roll"));
        return Ok(Outcome::Refused(of, problems));
    };
    store::save_elector(tx, &line, &Elector { state: ElectorState::Struck, ..line.clone() }, Some(&why))?;
    tx.record(&RollDrawn { ballot: id, electors: 0 })?;
    Ok(Outcome::Done(of))
}

pub fn open_roll(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    on_ballot::<KeepBallot, _>(tx, viewer, id, |tx, was| {
        let (street, now) = (tx.street(), tx.now());
        let electors = store::roll_keys(tx, street, id)?.len();
        Ok(rules::open_roll(was, electors, now))
    })
}

/// Somebody is missing, listed wrongly, or listed though they should not be.
pub fn object_to_roll(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, typed: &str) -> Result<Outcome<Ballot>> {
    let now = tx.now();
    let of = store::find_ballot::<CastVote>(tx, viewer, id, now)?.into_inner();
    let account = viewer.account().ok_or(Denied::Hidden)?;
    match said("text", typed, 500) {
        Err(problem) => Ok(Outcome::Refused(of, vec![problem])),
        Ok(_) if of.state != BallotState::RollOpen => Ok(Outcome::Refused(of, vec![Problem::new("roll-not-open")])),
        Ok(text) => {
            let objection = plead(tx, Pleas::Roll, id, account, &text)?;
            tx.record(&RollObjected { ballot: id, objection })?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Closed with a hash: moving away or dying later changes nothing.
pub fn freeze_roll(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    on_ballot::<KeepBallot, _>(tx, viewer, id, |tx, was| {
        let (street, now) = (tx.street(), tx.now());
        let electors = store::electors_of(tx, street, id)?;
        let open = store::pleas_of(tx, street, Pleas::Roll, id)?.iter().filter(|p| p.granted.is_none()).count();
        Ok(rules::freeze_roll(was, (roll_size(&electors), roll_hash(&electors)), open, now))
    })
}

/// One's own line on the roll.
pub(super) fn own_line(r: &mut Reader<'_>, street: StreetId, viewer: &Viewer, id: BallotId) -> Result<Option<Elector>> {
    let Some(account) = viewer.account() else { return Ok(None) };
    let phone = identity::phone_mark_of(r, street, account)?;
    store::elector_of(r, street, id, account, phone)
}
