//! What a newly published calendar or policy does to a clock.

use crate::{due_as_of, Calendar, ClockError, Deadline, Inputs, Policy};
use kernel::Moment;

/// A clock row as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    pub inputs: &'a Inputs,
    pub deadline: &'a Deadline,
    pub stopped_at: Option<Moment>,
}

/// What becomes of it. The old deadline stays readable in its own row either way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recomputed {
    /// Stopped clocks never change.
    Stopped,
    /// The same date again; no new row is needed.
    Same,
    /// A new row supersedes the old; tell the voices.
    Moved(Box<Deadline>),
    /// The new date would already be past: the old one stands, and its proof says why.
    Kept(Box<Deadline>),
}

/// Recomputes a running clock under another calendar or policy.
pub fn recompute(
    clock: Running<'_>,
    calendar: &Calendar,
    policy: &Policy,
    now: Moment,
) -> Result<Recomputed, ClockError> {
    if clock.stopped_at.is_some() {
        return Ok(Recomputed::Stopped);
    }
    let new = due_as_of(clock.inputs, calendar, policy, now)?;
    let old = clock.deadline;
    let settled = new.due_at.is_some() && new.due_at == old.due_at && new.provisional == old.provisional;
    if settled {
        return Ok(Recomputed::Same);
    }
    let brought_into_the_past = new.due_at.is_some_and(|due| due < now) && new.due_at != old.due_at;
    if brought_into_the_past {
        let mut kept = old.clone();
        kept.proof.kept_because = Some(format!(
            "calendar {} with policy {} gives {}, already past at {}",
            calendar.version,
            policy.version,
            new.not_before.rfc3339(),
            now.rfc3339()
        ));
        return Ok(Recomputed::Kept(Box::new(kept)));
    }
    Ok(Recomputed::Moved(Box::new(new)))
}
