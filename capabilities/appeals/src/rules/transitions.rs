//! The state machine as one table: a verb that is not listed for a state is refused, with what is possible now.
//!
//! Row numbers are those of the handbook's table, so that a rule can be found from the book and back.

use crate::rules::State::{self, *};
use kernel::Problem;
use serde::Serialize;

/// A verb of a case, by the noun of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    InformationRequest,
    Supplement,
    Lapse,
    Answer,
    Refusal,
    RefusalConfirmation,
    Objection,
    Acceptance,
    Merger,
    MergerUndo,
    Split,
    Dispatch,
    Signing,
    Return,
    ReturnApproval,
    ReturnRejection,
    Conferral,
    ConferralConclusion,
    Fallback,
    Contact,
    AssistanceRequest,
    AssistanceRejection,
    Assistance,
    AssistanceCompletion,
    AssistanceRelease,
    Whistle,
    Arrival,
    ArrivalCompletion,
    ArrivalDecline,
    DeclineConfirmation,
    DeclineRejection,
    Commitment,
    CommitmentMet,
    CommitmentVerification,
    CommitmentWaiver,
    Extension,
    ExtensionApproval,
    ExtensionRejection,
    Deferral,
    DeferralEnd,
    MatterReferral,
    Completion,
    Approval,
    Verification,
    Rework,
    Callback,
    Closure,
    Redo,
    Reopening,
    Urging,
    Supervision,
    SupervisionReply,
    SupervisionLift,
    Withdrawal,
    Exclusion,
    ExclusionApproval,
    ExclusionRejection,
    ExclusionObjection,
    Archive,
}

impl Verb {
    pub fn code(self) -> &'static str {
        match self {
            Self::InformationRequest => "information-request",
            Self::Supplement => "supplement",
            Self::Lapse => "lapse",
            Self::Answer => "answer",
            Self::Refusal => "refusal",
            Self::RefusalConfirmation => "refusal/confirmation",
            Self::Objection => "objection",
            Self::Acceptance => "acceptance",
            Self::Merger => "merger",
            Self::MergerUndo => "merger/undo",
            Self::Split => "split",
            Self::Dispatch => "dispatch",
            Self::Signing => "signing",
            Self::Return => "return",
            Self::ReturnApproval => "return/approval",
            Self::ReturnRejection => "return/rejection",
            Self::Conferral => "conferral",
            Self::ConferralConclusion => "conferral/conclusion",
            Self::Fallback => "fallback",
            Self::Contact => "contact",
            Self::AssistanceRequest => "assistance/request",
            Self::AssistanceRejection => "assistance/rejection",
            Self::Assistance => "assistance",
            Self::AssistanceCompletion => "assistance/completion",
            Self::AssistanceRelease => "assistance/release",
            Self::Whistle => "whistle",
            Self::Arrival => "arrival",
            Self::ArrivalCompletion => "arrival/completion",
            Self::ArrivalDecline => "arrival/decline",
            Self::DeclineConfirmation => "arrival/decline/confirmation",
            Self::DeclineRejection => "arrival/decline/rejection",
            Self::Commitment => "commitment",
            Self::CommitmentMet => "commitment/met",
            Self::CommitmentVerification => "commitment/verification",
            Self::CommitmentWaiver => "commitment/waiver",
            Self::Extension => "extension",
            Self::ExtensionApproval => "extension/approval",
            Self::ExtensionRejection => "extension/rejection",
            Self::Deferral => "deferral",
            Self::DeferralEnd => "deferral/end",
            Self::MatterReferral => "matter-referral",
            Self::Completion => "completion",
            Self::Approval => "approval",
            Self::Verification => "verification",
            Self::Rework => "rework",
            Self::Callback => "callback",
            Self::Closure => "closure",
            Self::Redo => "redo",
            Self::Reopening => "reopening",
            Self::Urging => "urging",
            Self::Supervision => "supervision",
            Self::SupervisionReply => "supervision/reply",
            Self::SupervisionLift => "supervision/lift",
            Self::Withdrawal => "withdrawal",
            Self::Exclusion => "exclusion",
            Self::ExclusionApproval => "exclusion/approval",
            Self::ExclusionRejection => "exclusion/rejection",
            Self::ExclusionObjection => "exclusion/objection",
            Self::Archive => "archive",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    pub row: &'static str,
    pub verb: Verb,
    pub from: &'static [State],
    /// Where it may lead; the decision picks one. Empty: the state stays.
    pub to: &'static [State],
}

const fn line(row: &'static str, verb: Verb, from: &'static [State], to: &'static [State]) -> Transition {
    Transition { row, verb, from, to }
}

const OPEN: &[State] = &[
    Registered, AwaitingInfo, Accepted, Dispatched, Handling, ReturnPending, State::Conferral, Deferred, Review,
    State::Verification, Callback,
];

const UNMERGED: &[State] = &[
    Registered, AwaitingInfo, Accepted, Dispatched, Handling, ReturnPending, State::Conferral, Deferred, Review,
    State::Verification, Callback, Answered, Refused, Closed, Withdrawn, Archived,
];

pub const TRANSITIONS: &[Transition] = &[
    line("2", Verb::InformationRequest, &[Registered], &[AwaitingInfo]),
    line("3", Verb::Supplement, &[AwaitingInfo, Withdrawn], &[Registered]),
    line("4", Verb::Lapse, &[AwaitingInfo], &[Withdrawn]),
    line("5", Verb::Answer, &[Registered], &[Answered]),
    line("6", Verb::Refusal, &[Registered], &[]),
    line("7", Verb::RefusalConfirmation, &[Registered], &[Refused]),
    line("8", Verb::Objection, &[Refused], &[Registered]),
    line("9", Verb::Acceptance, &[Registered], &[Accepted]),
    line("10", Verb::Merger, &[Registered, AwaitingInfo, Accepted, Dispatched, Handling], &[Merged]),
    line("11", Verb::MergerUndo, &[Merged], &[Registered, AwaitingInfo, Accepted, Dispatched, Handling]),
    line("12", Verb::Dispatch, &[Accepted], &[Dispatched]),
    line("13", Verb::Signing, &[Dispatched], &[Handling]),
    line("14", Verb::Return, &[Dispatched, Handling], &[ReturnPending]),
    line("15", Verb::ReturnApproval, &[ReturnPending], &[Accepted, Dispatched]),
    line("16", Verb::ReturnRejection, &[ReturnPending], &[Handling]),
    line("17", Verb::Conferral, &[Accepted, ReturnPending], &[State::Conferral]),
    line("18", Verb::ConferralConclusion, &[State::Conferral], &[Dispatched]),
    line("19", Verb::Fallback, &[State::Conferral], &[Dispatched]),
    line("20", Verb::Contact, &[Handling], &[]),
    line("20a", Verb::InformationRequest, &[Handling], &[]),
    line("20b", Verb::Supplement, OPEN, &[]),
    line("23 ask", Verb::AssistanceRequest, &[Handling], &[]),
    line("23 no", Verb::AssistanceRejection, &[Handling], &[]),
    line("23", Verb::Assistance, &[Handling], &[]),
    line("23 done", Verb::AssistanceCompletion, &[Handling], &[]),
    line("23 release", Verb::AssistanceRelease, &[Handling], &[]),
    line("21", Verb::Whistle, &[Handling], &[]),
    line("22", Verb::Arrival, &[Handling], &[]),
    line("22 done", Verb::ArrivalCompletion, &[Handling], &[]),
    line("22 decline", Verb::ArrivalDecline, &[Handling], &[]),
    line("22 decline yes", Verb::DeclineConfirmation, &[Handling], &[]),
    line("22 decline no", Verb::DeclineRejection, &[Handling], &[]),
    line("24", Verb::Commitment, &[Handling], &[]),
    line("24 met", Verb::CommitmentMet, &[Handling], &[]),
    line("24 verified", Verb::CommitmentVerification, &[Handling], &[]),
    line("24 waived", Verb::CommitmentWaiver, &[Handling], &[]),
    line("25", Verb::Extension, &[Handling], &[]),
    line("26", Verb::ExtensionApproval, &[Handling], &[]),
    line("27", Verb::ExtensionRejection, &[Handling], &[]),
    line("28", Verb::Deferral, &[Handling], &[Deferred]),
    line("29", Verb::DeferralEnd, &[Deferred], &[Handling]),
    line("31", Verb::Completion, &[Handling], &[Review]),
    line("30", Verb::MatterReferral, &[Handling], &[]),
    line("32", Verb::Approval, &[Review], &[Callback, State::Verification, Closed]),
    line("33", Verb::Rework, &[Review, State::Verification], &[Handling]),
    line("34", Verb::Verification, &[State::Verification], &[Callback, Closed]),
    line("35", Verb::Callback, &[State::Callback, Answered], &[]),
    line("36", Verb::Closure, &[State::Callback], &[Closed]),
    line("37", Verb::Redo, &[State::Callback], &[Handling]),
    line("38", Verb::Reopening, &[Closed], &[Handling]),
    line("39", Verb::Reopening, &[Answered], &[Registered]),
    line("40", Verb::Urging, OPEN, &[]),
    line("41", Verb::Supervision, OPEN, &[]),
    line("41 reply", Verb::SupervisionReply, OPEN, &[]),
    line("41 lift", Verb::SupervisionLift, OPEN, &[]),
    line("42", Verb::Withdrawal, OPEN, &[Withdrawn]),
    line("43", Verb::Split, &[Registered, Accepted, Dispatched, Handling], &[]),
    line("44", Verb::Exclusion, UNMERGED, &[]),
    line("44 yes", Verb::ExclusionApproval, UNMERGED, &[]),
    line("44 no", Verb::ExclusionRejection, UNMERGED, &[]),
    line("44 objection", Verb::ExclusionObjection, UNMERGED, &[]),
    line("45", Verb::Archive, &[Answered, Refused, Closed, Withdrawn], &[Archived]),
];

/// The line that lets `verb` happen in `state`: the first that fits.
pub fn line_of(verb: Verb, state: State) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|t| t.verb == verb && t.from.contains(&state))
}

/// Every verb the table knows for a state, whoever may do it.
pub fn verbs_in(state: State) -> Vec<Verb> {
    let mut verbs: Vec<_> = TRANSITIONS.iter().filter(|t| t.from.contains(&state)).map(|t| t.verb).collect();
    verbs.dedup();
    verbs
}

/// Refuses a verb the table does not know for this state, saying what is possible instead.
pub fn check(verb: Verb, state: State) -> Result<&'static Transition, Vec<Problem>> {
    line_of(verb, state).ok_or_else(|| {
        let possible: Vec<_> = verbs_in(state).into_iter().map(Verb::code).collect();
        vec![Problem::new("not-now").with("state", state.code()).with("possible", possible.join(", "))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_leads_somewhere_the_table_names_once() {
        for t in TRANSITIONS {
            assert!(!t.from.is_empty(), "row {}", t.row);
            assert_eq!(TRANSITIONS.iter().filter(|o| o.row == t.row).count(), 1, "row {}", t.row);
        }
    }

    #[test]
    fn a_closed_case_can_only_be_reopened_or_archived() {
        let scores = [Verb::Exclusion, Verb::ExclusionApproval, Verb::ExclusionRejection, Verb::ExclusionObjection];
        let others: Vec<_> = verbs_in(Closed).into_iter().filter(|v| !scores.contains(v)).collect();
        assert_eq!(others, vec![Verb::Reopening, Verb::Archive]);
        assert!(check(Verb::Dispatch, Closed).is_err());
        assert!(check(Verb::Closure, Handling).is_err());
    }
}
