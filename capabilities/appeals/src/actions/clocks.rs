//! Starting, pausing, stopping and recomputing the promises of a case.

use crate::rules::{
    AssignmentId, Case, CaseId, Cause, CasePublished, ClockId, ClockRecomputed, ClockStarted, MOST_WAITING, SEEDS, UNIT, UPPER, WAITING, met, stage_shown,
    waited,
};
use crate::store::{self, Clock, Started};
use auth::Viewer;
use db::{Fault, Reader, Result, Tx};
use kernel::{Moment, StreetId};
use worktime::{Calendar, Deadline, Inputs, Pause, Policy, due};

/// Starts a clock of `stage` from the policy row `key`.
pub(super) fn start(tx: &mut Tx<'_>, case: &Case, stage: &'static str, key: &str, from: Moment) -> Result<Deadline> {
    start_for(tx, case, None, stage, key, from)
}

/// Starts the clock of one unit's part.
pub(super) fn start_for(
    tx: &mut Tx<'_>,
    case: &Case,
    assignment: Option<AssignmentId>,
    stage: &'static str,
    key: &str,
    from: Moment,
) -> Result<Deadline> {
    let street = tx.street();
    let (version, amount, unit) =
        store::policy(tx, street, key)?.ok_or_else(|| Fault::Other(format!("no clock policy `{key}`")))?;
    let unit = worktime::Unit::from_code(&unit).ok_or_else(|| Fault::Other(format!("`{unit}` is not a unit")))?;
    let inputs = Inputs { started_at: from, amount, unit, pauses: vec![], extensions: vec![] };
    let deadline = compute(tx, &inputs)?;
    let started =
        Started { case: case.id, stage, round: case.round, policy_version: version, policy_key: key, inputs: &inputs, supersedes: None, assignment };
    store::insert_clock(tx, &started, &deadline)?;
    tx.record(&ClockStarted { case: case.id, stage, due_at: deadline.due_at })?;
    Ok(deadline)
}

fn compute(tx: &mut Tx<'_>, inputs: &Inputs) -> Result<Deadline> {
    let (street, now) = (tx.street(), tx.now());
    let calendar = store::calendar(tx, street)?;
    due(inputs, &calendar, &Policy::seed(1), now).map_err(Fault::other)
}

/// When a clock of this policy row would end, without starting one: also for what other rooms promise.
pub fn due_by(tx: &mut Tx<'_>, key: &str, from: Moment) -> Result<Moment> {
    let (street, now) = (tx.street(), tx.now());
    due_from(tx, street, key, from, now)
}

pub(super) fn due_from(r: &mut Reader<'_>, street: StreetId, key: &str, from: Moment, now: Moment) -> Result<Moment> {
    let (amount, unit) = match store::policy(r, street, key)? {
        Some((_, amount, unit)) => {
            (amount, worktime::Unit::from_code(&unit).ok_or_else(|| Fault::Other(format!("`{unit}` is not a unit")))?)
        }
        // A street that was planted before this clock was known has no row of it: the seed holds.
        None => {
            let seed = SEEDS.iter().find(|s| s.key == key).ok_or_else(|| Fault::Other(format!("no clock policy `{key}`")))?;
            (seed.amount, seed.unit)
        }
    };
    let inputs = Inputs { started_at: from, amount, unit, pauses: vec![], extensions: vec![] };
    let calendar = store::calendar(r, street)?;
    Ok(due(&inputs, &calendar, &Policy::seed(1), now).map_err(Fault::other)?.not_before)
}

/// The clock of the upper tier runs to the soonest moment at which a voice of the case is to be answered there, and no longer
/// than one is. Its amount is theirs: whole minutes before that moment.
pub(super) fn keep_upper(tx: &mut Tx<'_>, case: &Case) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let running = store::running(tx, street, case.id, UPPER)?;
    let Some(due_at) = store::upper_due(tx, street, case.id)? else {
        return running.map_or(Ok(()), |clock| let_one_go(tx, &clock));
    };
    let minutes = (due_at.since(now) + Moment::MINUTE - 1).div_euclid(Moment::MINUTE).max(1);
    let from = due_at.plus_minutes(-minutes);
    let inputs = Inputs { started_at: from, amount: minutes, unit: worktime::Unit::Minutes, pauses: vec![], extensions: vec![] };
    match running {
        // While it rests it has no date to be told apart by.
        Some(clock) if clock.due_at.is_none_or(|due| due == due_at) => Ok(()),
        Some(clock) => {
            let deadline = compute(tx, &inputs)?;
            replace(tx, &clock, &inputs, &deadline).map(|_| ())
        }
        None => {
            let deadline = compute(tx, &inputs)?;
            let started =
                Started { case: case.id, stage: UPPER, round: case.round, policy_version: 0, policy_key: UPPER, inputs: &inputs, supersedes: None, assignment: None };
            store::insert_clock(tx, &started, &deadline)?;
            tx.record(&ClockStarted { case: case.id, stage: UPPER, due_at: deadline.due_at }).map(|_| ())
        }
    }
}

/// Stops the running clocks of a stage and judges them.
pub(super) fn stop(tx: &mut Tx<'_>, case: CaseId, stage: &str) -> Result<()> {
    let street = tx.street();
    match store::running(tx, street, case, stage)? {
        Some(clock) => stop_one(tx, &clock),
        None => Ok(()),
    }
}

/// Stops one clock and judges it.
pub(super) fn stop_one(tx: &mut Tx<'_>, clock: &Clock) -> Result<()> {
    let now = tx.now();
    store::stop(tx, clock.id, Some(now), Some(met(now, clock.due_at)))
}

/// Ends clocks of a unit that will not do what they count any more: late is late, the rest was neither kept nor broken.
pub(super) fn let_go(tx: &mut Tx<'_>, case: CaseId, stages: &[&str]) -> Result<()> {
    let street = tx.street();
    for stage in stages {
        if let Some(clock) = store::running(tx, street, case, stage)? {
            let_one_go(tx, &clock)?;
        }
    }
    Ok(())
}

pub(super) fn let_one_go(tx: &mut Tx<'_>, clock: &Clock) -> Result<()> {
    let now = tx.now();
    let late = (!met(now, clock.due_at)).then_some(false);
    store::stop(tx, clock.id, Some(now), late)
}

/// The running promise of the work, if one runs.
pub(super) fn promise(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Clock>> {
    Ok(store::all_running(r, street, case)?.into_iter().find(is_promise))
}

fn is_promise(clock: &Clock) -> bool {
    PROMISES.contains(&clock.stage.as_str())
}

/// Promises that go with the voices when a case goes up in another.
const CARRIED: [&str; 3] = ["intake", "handle", "redo"];

/// Where the case that goes promised sooner than the one that stays, the sooner promise stays: nobody's date moves
/// later.
pub(super) fn carry(tx: &mut Tx<'_>, from: CaseId, into: CaseId) -> Result<()> {
    let street = tx.street();
    let (theirs, ours) = (store::all_running(tx, street, from)?, store::all_running(tx, street, into)?);
    for mine in ours.iter().filter(|c| CARRIED.contains(&c.stage.as_str())) {
        let sooner = theirs.iter().filter(|c| same_promise(c, mine)).find(|c| sooner(c, mine));
        if let Some(sooner) = sooner {
            let deadline = compute(tx, &sooner.inputs)?;
            let clock = replace(tx, mine, &sooner.inputs, &deadline)?;
            let own = store::own_clock(tx, street, mine.id)?.unwrap_or(mine.id);
            store::insert_carried(tx, clock, own)?;
        }
    }
    Ok(())
}

/// The promise of the work is one, whether it is the first or that of a redo.
fn same_promise(a: &Clock, b: &Clock) -> bool {
    a.stage == b.stage || is_promise(a) && is_promise(b)
}

/// A promise that waits has no date, and is not sooner than one that has.
fn sooner(a: &Clock, b: &Clock) -> bool {
    a.due_at.is_some_and(|due| b.due_at.is_none_or(|other| due < other))
}

/// After a merger was undone: what was carried to a case gives way to the soonest of its own promise and of what is
/// still merged into it.
pub(super) fn give_back(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let street = tx.street();
    let (every, held) = (store::clocks_of(tx, street, case)?, store::held_by_mergers(tx, street, case)?);
    for running in store::all_running(tx, street, case)? {
        let Some(own) = store::own_clock(tx, street, running.id)? else { continue };
        let Some(own_clock) = every.iter().find(|c| c.id == own) else { continue };
        let merged = held.iter().filter(|c| same_promise(c, &running));
        let best = merged.fold(own_clock, |best, clock| if sooner(clock, best) { clock } else { best });
        if best.inputs != running.inputs {
            let deadline = compute(tx, &best.inputs)?;
            let clock = replace(tx, &running, &best.inputs, &deadline)?;
            if best.id != own {
                store::insert_carried(tx, clock, own)?;
            }
        }
    }
    Ok(())
}

/// Ends whatever still runs and judges none of it: what was withdrawn or put to rest was neither kept nor broken.
pub(super) fn drop_running(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let now = tx.now();
    store::stop_running(tx, case, now)
}

/// The promises of the work itself: the first handling, or the redo of this round.
const PROMISES: [&str; 2] = ["handle", "redo"];
/// Everything that counts while the work is done, and waits and stops with it.
pub(super) const WORK: [&str; 3] = ["handle", "redo", UNIT];

/// The same with the promise to take a case in: what a question to the speaker makes wait.
pub(super) const ASKED: [&str; 4] = ["intake", "handle", "redo", UNIT];

fn is_work(clock: &Clock) -> bool {
    WORK.contains(&clock.stage.as_str())
}

/// Completion stops the promise until the review has judged.
pub(super) fn stop_provisionally(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    for stage in WORK {
        if let Some(clock) = store::running(tx, street, case, stage)? {
            store::stop(tx, clock.id, Some(now), None)?;
        }
    }
    Ok(())
}

/// The review judges what completion stopped: final, or annulled with the date unchanged.
pub(super) fn judge_stop(tx: &mut Tx<'_>, case: CaseId, stands: bool) -> Result<()> {
    let street = tx.street();
    let stopped = store::stopped_provisionally(tx, street, case)?;
    // A unit that gave the case back left its clock unjudged for good: only what stopped with the promise is judged.
    let Some(at) = stopped.iter().rfind(|c| is_promise(c)).map(|c| c.stopped_at) else { return Ok(()) };
    for clock in stopped.into_iter().filter(|c| is_work(c) && c.stopped_at == at) {
        match clock.stopped_at {
            Some(at) if stands => store::stop(tx, clock.id, Some(at), Some(met(at, clock.due_at)))?,
            _ => store::stop(tx, clock.id, None, None)?,
        }
    }
    Ok(())
}

/// What the review found kept or not was not done after all: the promise runs on with the date it had.
pub(super) fn run_again(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let street = tx.street();
    let every = store::clocks_of(tx, street, case)?;
    let judged = |of: fn(&Clock) -> bool| every.iter().rfind(|c| of(c) && !c.superseded && c.met.is_some());
    let unit = |c: &Clock| c.stage == UNIT;
    // A redo has no clock of the unit's own: the one of the first handling stays as it was judged.
    let promise = judged(is_promise);
    for clock in promise.into_iter().chain(judged(unit).filter(|u| promise.is_some_and(|p| p.stopped_at == u.stopped_at))) {
        let deadline = compute(tx, &clock.inputs)?;
        replace(tx, clock, &clock.inputs, &deadline)?;
    }
    Ok(())
}

/// Between a question and its answer the running promise does not count, as long as it has not waited enough.
pub(super) fn pause(tx: &mut Tx<'_>, case: CaseId, stages: &[&str]) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let calendar = store::calendar(tx, street)?;
    change(tx, case, stages, |inputs| {
        if waited(&calendar, inputs) < MOST_WAITING {
            inputs.pauses.push(Pause { from: now, to: None, reason: WAITING.into() });
        }
    })
}

/// The running promise does not count until it is resumed for the same reason.
pub(super) fn pause_for(tx: &mut Tx<'_>, case: CaseId, stages: &[&str], reason: &str) -> Result<()> {
    let now = tx.now();
    change(tx, case, stages, |inputs| inputs.pauses.push(Pause { from: now, to: None, reason: reason.into() }))
}

/// Ends the waits of a case that have lasted as long as they may, at the moment they had; gives whether one did.
fn end_long_wait(tx: &mut Tx<'_>, case: CaseId) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let calendar = store::calendar(tx, street)?;
    let mut ended = false;
    for stage in WORK {
        let Some(clock) = store::running(tx, street, case, stage)? else { continue };
        let Some(from) = clock.inputs.pauses.iter().find(|p| p.to.is_none() && p.reason == WAITING).map(|p| p.from) else {
            continue;
        };
        let left = (MOST_WAITING - waited(&calendar, &clock.inputs)).max(1);
        let wait = Inputs { started_at: from, amount: left, unit: worktime::Unit::WorkDays, pauses: vec![], extensions: vec![] };
        let until = compute(tx, &wait)?.not_before;
        if until <= now {
            change(tx, case, &[stage], |inputs| {
                open(inputs, WAITING).for_each(|p| p.to = Some(until));
            })?;
            ended = true;
        }
    }
    if ended {
        clocks_moved(tx, case)?;
    }
    Ok(ended)
}

/// The promise counts again, as far as it waited for this reason.
pub(super) fn resume(tx: &mut Tx<'_>, case: CaseId, stages: &[&str], reason: &str) -> Result<()> {
    let now = tx.now();
    change(tx, case, stages, |inputs| open(inputs, reason).for_each(|p| p.to = Some(now)))
}

fn open<'i>(inputs: &'i mut Inputs, reason: &str) -> impl Iterator<Item = &'i mut Pause> {
    inputs.pauses.iter_mut().filter(move |p| p.to.is_none() && p.reason == reason)
}

/// Adds to the running promise of a stage, in its own unit; gives when it was due and when it is now.
pub(super) fn extend(tx: &mut Tx<'_>, case: CaseId, stage: &str, amount: i64) -> Result<[Option<Moment>; 2]> {
    let street = tx.street();
    let Some(clock) = store::running(tx, street, case, stage)? else { return Ok([None, None]) };
    let mut inputs = clock.inputs.clone();
    inputs.extensions.push(amount);
    let deadline = compute(tx, &inputs)?;
    replace(tx, &clock, &inputs, &deadline)?;
    Ok([clock.due_at, deadline.due_at])
}

/// A promise with other inputs is another row; the old one stays readable.
fn change(tx: &mut Tx<'_>, case: CaseId, stages: &[&str], change: impl Fn(&mut Inputs)) -> Result<()> {
    let street = tx.street();
    for stage in stages {
        let Some(clock) = store::running(tx, street, case, stage)? else { continue };
        let mut inputs = clock.inputs.clone();
        change(&mut inputs);
        if inputs == clock.inputs {
            continue;
        }
        let deadline = compute(tx, &inputs)?;
        replace(tx, &clock, &inputs, &deadline)?;
    }
    Ok(())
}

fn replace(tx: &mut Tx<'_>, clock: &Clock, inputs: &Inputs, deadline: &Deadline) -> Result<ClockId> {
    let started = Started {
        case: clock.case,
        stage: &clock.stage,
        round: clock.round,
        policy_version: clock.policy_version,
        policy_key: &clock.policy_key,
        inputs,
        supersedes: Some(clock.id),
        assignment: clock.assignment,
    };
    let id = store::insert_clock(tx, &started, deadline)?;
    tx.record(&ClockRecomputed { case: clock.case, stage: clock.stage.clone(), due_at: deadline.due_at })?;
    Ok(id)
}

/// The clock that lists show for the case: of the stages its state shows, the first that runs.
pub(super) fn show(tx: &mut Tx<'_>, case: &mut Case) -> Result<()> {
    let street = tx.street();
    (case.due_at, case.due_stage) = (None, None);
    if !case.state.is_open() {
        return Ok(());
    }
    let running = store::all_running(tx, street, case.id)?;
    let shown = stage_shown(case.state).iter().find_map(|stage| running.iter().find(|c| c.stage == *stage));
    if let Some(clock) = shown {
        (case.due_at, case.due_stage) = (clock.due_at, Some(clock.stage.clone()));
    }
    Ok(())
}

/// Lists and counts follow, where no verb of the case itself brought its clocks along.
fn clocks_moved(tx: &mut Tx<'_>, id: CaseId) -> Result<()> {
    let street = tx.street();
    if let Some(mut case) = store::load(tx, street, id)? {
        show(tx, &mut case)?;
        store::show_due(tx, &case)?;
    }
    store::keep(tx, id)
}

/// A new calendar version: every running clock is computed again; voices whose date moved are told. Gives how many
/// moved.
pub fn publish_calendar(tx: &mut Tx<'_>, calendar: &Calendar) -> Result<i32> {
    let (street, now) = (tx.street(), tx.now());
    store::insert_calendar(tx, calendar)?;
    let mut moved = 0;
    for case in store::cases_with_running_clocks(tx, street)? {
        let running: Vec<_> = store::clocks_of(tx, street, case)?
            .into_iter()
            .filter(|c| c.stopped_at.is_none() && !c.superseded)
            .collect();
        for clock in running {
            let old = stored(&clock)?;
            let policy = Policy::seed(1);
            let fresh = worktime::recompute(&old, &clock.inputs, calendar, &policy, now).map_err(Fault::other)?;
            if fresh.due_at == clock.due_at && fresh.proof.kept_because.is_none() {
                continue;
            }
            replace(tx, &clock, &clock.inputs, &fresh)?;
            if fresh.due_at != clock.due_at && PROMISES.contains(&clock.stage.as_str()) {
                let body = serde_json::json!({ "stage": clock.stage, "from": clock.due_at, "to": fresh.due_at });
                store::tell(tx, case, "date_moved", &body)?;
                moved += 1;
            }
        }
        clocks_moved(tx, case)?;
    }
    Ok(moved)
}

fn stored(clock: &Clock) -> Result<Deadline> {
    let proof: worktime::Proof = serde_json::from_str(&clock.proof)?;
    Ok(Deadline { due_at: clock.due_at, not_before: proof.not_before, provisional: clock.provisional, proof })
}

/// What the timer does for cases: publishes those whose day has come, lets unanswered questions lapse, archives the
/// quiet. Gives how many cases it touched; repeating it at once touches none.
pub fn sweep(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let viewer = Viewer::system(street, "timer");
    let ready = store::ready_to_publish(tx, street, now)?;
    for id in &ready {
        store::publish(tx, *id)?;
        tx.record(&CasePublished { case: *id })?;
    }
    let mut touched = ready.len();
    touched += super::catalogue::dispatch_by_rule(tx, &viewer)?;
    for id in store::silent(tx, street, now)? {
        touched += usize::from(super::lapse(tx, &viewer, id)?.is_done());
    }
    for id in store::asked_at_work(tx, street)? {
        touched += usize::from(end_long_wait(tx, id)?);
    }
    for id in store::unsettled_sittings(tx, street, now)? {
        touched += usize::from(super::fall_back(tx, &viewer, id)?.is_done());
    }
    // What waited for its conditions counts again before anybody is pressed for it: a case comes back overdue.
    for id in store::deferrals_due(tx, street, now.day())? {
        touched += usize::from(super::end_deferral(tx, &viewer, id)?.is_done());
    }
    for id in store::overdue_unpressed(tx, street, now)? {
        touched += usize::from(super::press_for_timer(tx, &viewer, id, Cause::Overdue)?.is_done());
    }
    for id in store::late_arrivals(tx, street, now)? {
        touched += usize::from(super::press_for_timer(tx, &viewer, id, Cause::Arrival)?.is_done());
    }
    for id in store::spoken_of(tx, street, now.plus_days(-crate::rules::MANY_WITHIN_DAYS))? {
        touched += usize::from(super::press_for_timer(tx, &viewer, id, Cause::Voices)?.is_done());
    }
    let quiet = now.plus_days(-crate::rules::REOPEN_DAYS);
    for id in store::quiet_since(tx, street, quiet)? {
        touched += usize::from(super::archive(tx, &viewer, id)?.is_done());
    }
    Ok(touched)
}

/// Every stored proof computed again from itself. Gives how many hold, and the cases of those that do not.
pub fn verify_clocks(r: &mut Reader<'_>, street: StreetId) -> Result<(usize, Vec<String>)> {
    let (mut holding, mut broken) = (0, vec![]);
    for (case_no, stage, text, due_at) in store::proofs(r, street)? {
        let verdict = serde_json::from_str::<worktime::Proof>(&text)
            .map_err(|e| e.to_string())
            .and_then(|p| worktime::verify(&p).map(|()| p.due_at).map_err(|m| m.to_string()));
        match verdict {
            Ok(proven) if proven == due_at => holding += 1,
            Ok(_) => broken.push(format!("{case_no} {stage}: the row and its proof differ")),
            Err(why) => broken.push(format!("{case_no} {stage}: {why}")),
        }
    }
    Ok((holding, broken))
}
