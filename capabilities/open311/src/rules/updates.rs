//! Service request updates: what has happened to a case in the words other programs know.

/// The words of an update's status that a program may send; upper case is the same.
pub const STATUSES: &[&str] = &[
    "open", "closed", "fixed", "in_progress", "planned", "action_scheduled", "investigating", "duplicate",
    "not_councils_responsibility", "no_further_action", "internal_referral", "reopen",
];

/// The status after an event of a case; nothing for what is no step of the work. What is closed is not said to be
/// fixed: what came of it stands in the request's notes.
pub fn update_status(event: &str) -> Option<&'static str> {
    Some(match event.strip_prefix("appeals.")? {
        "voice_received" | "case_unmerged" => "open",
        "case_accepted" => "investigating",
        "case_dispatched" => "internal_referral",
        "case_signed" | "deferral_ended" | "redo_asked" => "in_progress",
        "case_deferred" => "planned",
        "case_answered" | "case_closed" => "closed",
        "case_reopened" => "reopen",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_told_is_one_that_may_be_sent() {
        for event in ["voice_received", "case_accepted", "case_dispatched", "case_signed", "case_deferred", "case_closed", "case_reopened"] {
            let status = update_status(&format!("appeals.{event}")).expect("a status");
            assert!(STATUSES.contains(&status), "{status}");
        }
        assert_eq!(update_status("appeals.case_urged"), None);
        assert_eq!(update_status("identity.token_created"), None);
    }
}
