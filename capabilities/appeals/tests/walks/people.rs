//! Who is there, and what the handbook lets each of them do (§12.3): written apart from the rule table.

use crate::common::{CALLS, PARKS, PROPERTY, Site, unit};

/// The unit that is called to help; it never leads.
pub const PIPES: &str = "pipes-office";

use appeals::rules::{Case, Verb};
use auth::Viewer;
use kernel::UnitId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    Clerk,
    Secretary,
    Dispatcher,
    OtherDispatcher,
    Handler(&'static str),
    Reviewer(&'static str),
    /// One who handles and reviews for one unit.
    BothHands(&'static str),
    CallbackOfficer(&'static str),
    Verifier(&'static str),
    Supervisor,
    Leader,
    /// Whoever shows the code of the case's first voice.
    Bearer,
    /// Whoever shows the code of another case's voice.
    OtherBearer,
    /// The account that spoke, if one did.
    Speaker,
    Resident,
    Visitor,
    /// A clerk whose term is over.
    Former,
    Timer,
}
use Person::*;

pub const EVERYBODY: &[Person] = &[
    Clerk, Secretary, Dispatcher, OtherDispatcher, Handler(PROPERTY), Handler(PARKS), Handler(PIPES), Reviewer(PROPERTY),
    Reviewer(PARKS), BothHands(PROPERTY), CallbackOfficer(CALLS), CallbackOfficer(PROPERTY), Verifier(CALLS), Verifier(PROPERTY), Supervisor, Leader, Bearer,
    OtherBearer, Speaker, Resident, Visitor, Former, Timer,
];

pub fn viewer(site: &Site<'_>, who: Person, code: &str, other_code: &str) -> Viewer {
    match who {
        Clerk => site.clerk(),
        Secretary => site.secretary(),
        Dispatcher => site.dispatcher(),
        OtherDispatcher => site.other_dispatcher(),
        Handler(of) => site.handler_of(of),
        Reviewer(of) => site.reviewer_of(of),
        BothHands(of) => site.both_hands_of(of),
        Verifier(of) => site.verifier_of(of),
        CallbackOfficer(of) => site.callback_officer_of(of),
        Supervisor => site.supervisor(),
        Leader => site.leader(),
        Bearer => site.bearer(code),
        OtherBearer => site.bearer(other_code),
        Speaker => site.resident("speaker"),
        Resident => site.resident("somebody"),
        Visitor => site.visitor(),
        Former => site.former_clerk(),
        Timer => Viewer::system(site.street, "timer"),
    }
}

/// What the handbook says of a person and a case besides the row.
pub struct Standing<'a> {
    pub case: &'a Case,
    pub by_account: bool,
    pub accused: &'a [UnitId],
    pub ever_held: &'a [UnitId],
}

/// Whether the handbook lets this person try the verb on this case at all.
pub fn allowed(who: Person, verb: Verb, s: &Standing<'_>) -> bool {
    let of = |name: &str| unit(name);
    let leads = |name: &str| s.case.lead == Some(of(name));
    let accused = |name: &str| s.accused.contains(&of(name));
    let speaks = who == Bearer || (who == Speaker && s.by_account);
    let clerk = who == Clerk && !accused("front-desk");
    let secretary = who == Secretary && !accused("c1-office") && s.case.place.community == Some(kernel::PlaceId::named("c1"));
    let dispatcher = matches!(who, Dispatcher | OtherDispatcher) && !accused("front-desk");
    let handler = matches!(who, Handler(u) | BothHands(u) if leads(u) && !accused(u));
    let helps = matches!(who, Handler(u) if s.case.links.assists.contains(&of(u)) && !accused(u));
    let reviewer = matches!(who, Reviewer(u) | BothHands(u) if leads(u) && !accused(u));
    let asks = matches!(s.case.state.code(), "callback" | "answered");
    let officer = matches!(who, CallbackOfficer(u) if asks && !accused(u) && !s.ever_held.contains(&of(u)));
    let looks = s.case.state.code() == "verification";
    let verifier = matches!(who, Verifier(u) if looks && !accused(u) && !s.ever_held.contains(&of(u)));
    let supervisor = who == Supervisor && !accused("street-office");
    match verb {
        Verb::InformationRequest => clerk || secretary || handler,
        Verb::Supplement => speaks || clerk || who == Timer,
        Verb::Lapse | Verb::Archive => who == Timer,
        Verb::Answer | Verb::Acceptance => clerk || secretary,
        Verb::Refusal => clerk,
        Verb::RefusalConfirmation => dispatcher,
        Verb::Objection | Verb::Withdrawal => speaks,
        Verb::Dispatch => dispatcher || who == Timer,
        Verb::Signing | Verb::Contact | Verb::Completion => handler,
        Verb::Return => reviewer,
        Verb::ReturnApproval | Verb::ReturnRejection | Verb::Conferral => dispatcher,
        Verb::ConferralConclusion => dispatcher || supervisor || (who == Leader && !accused("street-office")),
        Verb::Fallback => who == Timer,
        // Two cases at once: `mergers.rs`.
        Verb::Merger => clerk || dispatcher,
        Verb::MergerUndo => dispatcher,
        Verb::Supervision => supervisor || (who == Leader && !accused("street-office")) || who == Timer,
        Verb::SupervisionLift => supervisor || (who == Leader && !accused("street-office")),
        Verb::SupervisionReply => reviewer,
        Verb::Deferral => supervisor || (who == Leader && !accused("street-office")),
        Verb::DeferralEnd => supervisor || (who == Leader && !accused("street-office")) || who == Timer,
        Verb::Approval | Verb::Extension => reviewer,
        Verb::Verification => verifier,
        Verb::Rework => verifier || s.case.state.code() == "review" && (reviewer || dispatcher),
        Verb::ExtensionApproval | Verb::ExtensionRejection => dispatcher || supervisor,
        Verb::Callback => officer || speaks,
        Verb::Closure => officer || who == Timer,
        Verb::Redo => officer || supervisor,
        Verb::Reopening => speaks || supervisor,
        Verb::Urging => speaks || clerk,
        Verb::AssistanceRequest => reviewer,
        Verb::Assistance | Verb::AssistanceRejection | Verb::AssistanceRelease => dispatcher,
        Verb::Whistle => dispatcher || secretary,
        Verb::AssistanceCompletion | Verb::Arrival | Verb::ArrivalCompletion | Verb::ArrivalDecline => helps,
        Verb::DeclineConfirmation | Verb::DeclineRejection => dispatcher,
        Verb::Commitment | Verb::CommitmentMet => handler || helps,
        Verb::CommitmentVerification | Verb::CommitmentWaiver => handler,
        // Two cases, or another table: `splits.rs`, `exclusion.rs`.
        _ => false,
    }
}

/// Who would do the verb in a usual walk.
pub fn usual(verb: Verb, case: &Case) -> Person {
    let (lead, looks) = (case.lead, case.state.code() == "verification");
    let lead = if lead == Some(unit(PARKS)) { PARKS } else { PROPERTY };
    match verb {
        Verb::InformationRequest if lead == PARKS => Handler(lead),
        Verb::InformationRequest | Verb::Answer | Verb::Refusal | Verb::Acceptance => Clerk,
        Verb::Supplement | Verb::Objection | Verb::Reopening | Verb::Urging | Verb::Withdrawal => Bearer,
        Verb::RefusalConfirmation | Verb::Dispatch => Dispatcher,
        Verb::ReturnApproval | Verb::ReturnRejection | Verb::Conferral => OtherDispatcher,
        Verb::ConferralConclusion | Verb::DeferralEnd => Supervisor,
        Verb::Merger | Verb::MergerUndo => Dispatcher,
        Verb::Deferral | Verb::SupervisionLift => Leader,
        Verb::Supervision => Supervisor,
        Verb::SupervisionReply => Reviewer(lead),
        Verb::Return => Reviewer(lead),
        Verb::Extension => Reviewer(lead),
        Verb::ExtensionApproval | Verb::ExtensionRejection => Supervisor,
        Verb::Signing | Verb::Contact | Verb::Completion => Handler(lead),
        Verb::Verification => Verifier(CALLS),
        Verb::Rework if looks => Verifier(CALLS),
        Verb::Approval | Verb::Rework => Reviewer(lead),
        Verb::Callback | Verb::Closure | Verb::Redo => CallbackOfficer(CALLS),
        Verb::Lapse | Verb::Archive | Verb::Fallback => Timer,
        Verb::AssistanceRequest => Reviewer(lead),
        Verb::AssistanceCompletion | Verb::Arrival | Verb::ArrivalCompletion | Verb::ArrivalDecline => Handler(PIPES),
        Verb::CommitmentVerification if lead == PROPERTY => BothHands(lead),
        Verb::Commitment | Verb::CommitmentMet | Verb::CommitmentVerification | Verb::CommitmentWaiver => Handler(lead),
        _ => Dispatcher,
    }
}

/// What most of a walk's steps are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Plain,
    /// Nobody wants the case.
    Contested,
    /// Other units are called, and parties promise their deeds.
    ManyHands,
}

/// How likely a verb is in a usual walk: most of them lead on, so that the far states are reached.
pub fn likely(verb: Verb, mood: Mood, case: &Case) -> usize {
    let (contested, many) = (mood == Mood::Contested, mood == Mood::ManyHands);
    let helped = !case.links.assists.is_empty();
    match verb {
        Verb::Dispatch | Verb::Signing | Verb::Completion | Verb::Approval | Verb::Verification => 20,
        Verb::Acceptance | Verb::Contact | Verb::Callback | Verb::Closure | Verb::Reopening => 10,
        Verb::Redo => 25,
        Verb::Extension | Verb::ExtensionApproval => 5,
        Verb::Conferral => 20,
        Verb::ConferralConclusion | Verb::Fallback => 6,
        Verb::ReturnApproval => 10,
        Verb::DeferralEnd => 5,
        Verb::Deferral | Verb::Supervision | Verb::SupervisionLift => 1,
        Verb::SupervisionReply => 2,
        Verb::Return if contested => 30,
        Verb::Return | Verb::ReturnRejection => 2,
        Verb::ExtensionRejection => 2,
        Verb::Rework | Verb::InformationRequest | Verb::Archive => 3,
        Verb::Supplement | Verb::Urging => 1,
        Verb::Answer | Verb::Refusal | Verb::RefusalConfirmation | Verb::Objection | Verb::Lapse => 2,
        Verb::Withdrawal => 1,
        Verb::Assistance | Verb::Whistle | Verb::AssistanceRequest if many && !helped => 8,
        Verb::AssistanceRejection if many => 4,
        Verb::AssistanceCompletion if helped => 12,
        Verb::Arrival | Verb::ArrivalCompletion if helped => 30,
        Verb::ArrivalDecline if helped => 22,
        Verb::DeclineConfirmation | Verb::DeclineRejection if helped => 40,
        Verb::AssistanceRelease if helped => 4,
        Verb::Commitment if many => 10,
        Verb::CommitmentMet | Verb::CommitmentVerification if many => 15,
        Verb::CommitmentWaiver if many => 6,
        // Those that have a test of their own.
        _ => 0,
    }
}
