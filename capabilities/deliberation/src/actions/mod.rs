//! One function per verb: find, decide, save, record. Web, the demo street and other capabilities call these.
mod attendances;
mod absences;
mod afterwards;
mod answers;
mod backings;
mod ballots;
mod ballots_shown;
mod batches_shown;
mod bodies;
mod calendars;
mod checks;
mod concerns;
mod delivery;
mod draws;
mod draws_shown;
mod doers;
mod duties;
mod lateness;
mod elections;
mod helping;
mod further_votes;
mod headcounts;
mod matters;
mod matters_shown;
mod meetings;
mod mergers;
mod merging;
mod minutes;
mod options;
mod moderation;
mod paper_prints;
mod pauses;
mod plans;
mod pleas;
mod printables;
mod proposals;
mod proposals_shown;
mod residences;
mod representativeness;
mod requisitions;
mod retention;
mod roster_sheets;
mod paper_votes;
mod rolls;
mod room_votes;
mod shown;
mod step_clocks;
mod substitutes;
mod surveys;
mod tasks;
mod texts;
mod telling;
mod unions;
mod voidings;

pub use attendances::*;
pub use absences::*;
pub use afterwards::*;
pub use answers::*;
pub use ballots::*;
pub use ballots_shown::*;
pub use batches_shown::*;
pub use bodies::*;
pub use calendars::*;
pub use checks::*;
pub use concerns::*;
pub use delivery::*;
pub use draws::*;
pub use draws_shown::*;
pub use doers::*;
pub use duties::*;
pub use lateness::*;
pub use elections::*;
pub use helping::*;
pub use further_votes::*;
pub use matters::*;
pub use matters_shown::*;
pub use meetings::*;
pub use mergers::*;
pub use merging::*;
pub use minutes::*;
pub use options::*;
pub use moderation::*;
pub use paper_prints::*;
pub use pauses::*;
pub use plans::*;
pub use pleas::*;
pub use printables::*;
pub use proposals::*;
pub use proposals_shown::*;
pub use residences::*;
pub use representativeness::*;
pub use requisitions::*;
pub use retention::*;
pub use roster_sheets::*;
pub use paper_votes::*;
pub use rolls::*;
pub use room_votes::*;
pub use shown::*;
pub use step_clocks::*;
pub use substitutes::*;
pub use surveys::*;
pub use tasks::*;
pub use texts::*;
pub use telling::*;
pub use voidings::*;

use auth::{Denied, Viewer};
use db::{Fault, Reader, Result};
use kernel::{AccountId, Moment, PersonId, PlaceId, Problem, StreetId};
use places::Tree;
use worktime::{Calendar, Deadline, Inputs, Policy, Unit};

/// The reader as a person.
fn reader(r: &mut Reader<'_>, viewer: &Viewer) -> Result<(PersonId, AccountId)> {
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let person = identity::find_account(r, viewer.street, account)?.ok_or(Denied::Hidden)?.person;
    Ok((person, account))
}

/// A place somebody typed: its code, or a name that only one place has. Nothing typed is no place.
fn place_typed(tree: &Tree, field: &'static str, typed: &str) -> std::result::Result<Option<PlaceId>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(place) = tree.by_code(typed).or_else(|| tree.root().filter(|p| p.name == typed)) {
        return Ok(Some(place.id));
    }
    let found = tree.search(typed, 50);
    let named: Vec<_> = found.iter().filter(|p| p.name == typed || p.short_name == typed).collect();
    match named.as_slice() {
        [one] => Ok(Some(one.id)),
        [] => Err(Problem::at(field, "place-unknown")),
        _ => Err(Problem::at(field, "place-ambiguous")),
    }
}

/// The account of a sign-in somebody typed. Nothing typed is no account.
fn account_typed(r: &mut Reader<'_>, street: StreetId, field: &'static str, typed: &str) -> Result<std::result::Result<Option<identity::Account>, Problem>> {
    Ok(match typed.trim() {
        "" => Ok(None),
        login => identity::find_account_by_login(r, street, login)?.map(Some).ok_or_else(|| Problem::at(field, "login-unknown")),
    })
}

/// When so much time from a moment on, and what was given on top, is over, with the proof of it.
fn clock(from: Moment, (amount, unit): (i64, Unit), extensions: Vec<i64>, now: Moment) -> Result<Deadline> {
    let inputs = Inputs { started_at: from, amount, unit, pauses: vec![], extensions };
    worktime::due(&inputs, &Calendar::state_council(), &Policy::seed(1), now).map_err(Fault::other)
}
