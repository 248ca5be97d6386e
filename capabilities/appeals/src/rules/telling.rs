//! Who is told what: what kind of message each word to a speaker is, and which events wait for staff.

use crate::rules::Urgency;
use auth::Role;
use kernel::Moment;
use messages::{Kind, Urgent};

/// What is older than this is told to nobody: the receipt still shows it.
pub const NEWS: i64 = messages::rules::NEWS;

/// Danger to life and cuts of supply tell their speakers at any hour.
pub fn told_at_once(urgency: Urgency) -> Option<Urgent> {
    match urgency {
        Urgency::Life => Some(Urgent::Life),
        Urgency::Utility => Some(Urgent::Utility),
        _ => None,
    }
}

/// What a word to a speaker is about.
pub fn kind_told(code: &str) -> Kind {
    match code {
        "replied" => Kind::Callback,
        "question" | "contacted" | "date_moved" => Kind::Office,
        _ => Kind::Progress,
    }
}

/// Whether something said at `at` is still worth telling.
pub fn is_news(at: Moment, now: Moment) -> bool {
    at > now.plus(-NEWS)
}

/// Which unit's people an event waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitsFor {
    /// The unit that leads the case.
    Lead,
    /// The unit the event names.
    Named,
}

/// The code under which staff are told of an event, and whom.
pub fn waits_for(event: &str) -> Option<(&'static str, WaitsFor)> {
    Some(match event {
        "appeals.case_supervised" => ("supervised", WaitsFor::Lead),
        "appeals.case_urged" => ("urged", WaitsFor::Lead),
        "appeals.extension_granted" => ("extension-granted", WaitsFor::Lead),
        "appeals.extension_refused" => ("extension-refused", WaitsFor::Lead),
        "appeals.rework_asked" => ("rework", WaitsFor::Lead),
        "appeals.assistance_asked" => ("assistance", WaitsFor::Named),
        "appeals.unit_called" => ("called", WaitsFor::Named),
        _ => return None,
    })
}

/// Who in a unit does what waits.
pub const HANDS: [Role; 1] = [Role::Handler];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_kind_and_only_danger_goes_at_once() {
        assert_eq!((kind_told("replied"), kind_told("question"), kind_told("closed")), (Kind::Callback, Kind::Office, Kind::Progress));
        let at_once: Vec<_> = Urgency::ALL.iter().filter(|u| told_at_once(**u).is_some()).collect();
        assert_eq!(at_once, [&Urgency::Utility, &Urgency::Life]);
    }
}
