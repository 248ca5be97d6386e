//! Who may do what to a case: one table, read for one case and for a list.

use crate::rules::{Case, LEVELS};
use auth::{Act, By, Given, May, Reach, Role, ScopeColumns, Strength, WholeStreet};

const NOT_ACCUSED: &[Given] = &[Given::Accused];
const CALLBACK_STATES: &[Given] = &[Given::State(&["callback", "answered"])];
const LOOKED_AT: &[Given] = &[Given::State(&["verification"])];
const REVIEWED: &[Given] = &[Given::State(&["review"])];
/// A callback officer or a verifier never belongs to a unit that held the case.
const OTHERS: &[Given] = &[Given::Accused, Given::EverHeld];

macro_rules! rows {
    ($($act:literal: [$($who:expr),* $(,)?]);* $(;)?) => {
        pub const WHO_MAY: &[May] = &[$($(who($who, $act)),*),*];
    };
}

#[derive(Clone, Copy)]
enum W {
    Post(Role, Reach),
    CallbackOfficer,
    Own,
    Bearer,
    System,
    Public,
    /// A verifier looks where the review has passed.
    Verifier,
    /// Of a case that somebody wants left out of scores, and never of the own unit's.
    Panel,
    /// Only in these states.
    In(&'static [Given], &'static W),
    /// In person only: a key opens nothing sealed.
    Person(&'static W),
}
use W::{Bearer, CallbackOfficer, In, Own, Panel, Person, Post, Public, System, Verifier};

const fn who(w: W, act: &'static str) -> May {
    match w {
        W::Post(role, reach) => May::post(role, act, reach).unless(NOT_ACCUSED),
        W::CallbackOfficer => {
            May::post(Role::CallbackOfficer, act, Reach::Street).given(CALLBACK_STATES).unless(OTHERS)
        }
        W::Verifier => May::post(Role::Verifier, act, Reach::Street).given(LOOKED_AT).unless(OTHERS),
        W::Panel => May::post(Role::ExclusionPanel, act, Reach::Street).given(&[Given::Contested]).unless(OTHERS),
        W::In(given, w) => May { given, ..who(*w, act) },
        W::Own => May::by(By::SignedIn, act, Reach::Own),
        W::Bearer => May::by(By::Anyone, act, Reach::Bearer),
        W::System => May::by(By::System, act, Reach::Street),
        W::Public => May::by(By::Anyone, act, Reach::Street).given(&[Given::Published]),
        W::Person(w) => May { at: Strength::Known, ..who(*w, act) },
    }
}

const CLERK: W = Post(Role::Clerk, Reach::Street);
const SECRETARY: W = Post(Role::CommunitySecretary, Reach::Scope);
const DISPATCHER: W = Post(Role::Dispatcher, Reach::Street);
/// A unit that assists or was whistled to the spot: its own part, and nothing of who spoke.
const HELPER: W = Post(Role::Handler, Reach::AssistUnit);
const HANDLER: W = Post(Role::Handler, Reach::OwnUnit);
const REVIEWER: W = Post(Role::Reviewer, Reach::OwnUnit);
const SUPERVISOR: W = Post(Role::Supervisor, Reach::Street);
const LEADER: W = Post(Role::StreetLeader, Reach::Street);

rows! {
    // The working side of a case: everything but sealed words.
    "see_case": [CLERK, SECRETARY, DISPATCHER, HANDLER, HELPER, REVIEWER, Verifier, CallbackOfficer, SUPERVISOR, LEADER, Panel, System];
    // Taking a voice in at a desk, and what the number has said before.
    "take_in": [CLERK, SECRETARY];
    // The speaker's side.
    "see_own": [Own, Bearer];
    "attach": [Own];
    // The public sees what somebody has looked at and approved, and nothing else.
    "see_photo": [Public, Own, Bearer, CLERK, SECRETARY, DISPATCHER, HANDLER, HELPER, REVIEWER, Verifier, CallbackOfficer, SUPERVISOR, LEADER, Panel];
    // Sealed words and contact details, opened with a reason.
    "open_sealed": [
        Person(&CLERK), Person(&SECRETARY), Person(&DISPATCHER), Person(&HANDLER), Person(&CallbackOfficer),
        Person(&SUPERVISOR), Person(&LEADER),
    ];
    "request_information": [CLERK, SECRETARY, HANDLER];
    "supplement": [Own, Bearer, CLERK, System];
    "lapse": [System];
    "answer": [CLERK, SECRETARY];
    "propose_refusal": [CLERK];
    "confirm_refusal": [DISPATCHER];
    "object": [Own, Bearer];
    "accept": [CLERK, SECRETARY];
    "merge": [CLERK, DISPATCHER];
    "unmerge": [DISPATCHER];
    "split": [CLERK, DISPATCHER];
    "dispatch": [DISPATCHER, System];
    "sign": [HANDLER];
    "request_return": [REVIEWER];
    "decide_return": [DISPATCHER];
    // What the upper tier says of its orders, by hand, from its file or over the line.
    "hear_upper": [DISPATCHER, System];
    "call_conferral": [DISPATCHER];
    // Whoever presides at the sitting; the decision asks whether it is this reader.
    "conclude_conferral": [DISPATCHER, SUPERVISOR, LEADER];
    "fall_back": [System];
    "contact": [HANDLER];
    "request_assistance": [REVIEWER];
    "assist": [DISPATCHER];
    "whistle": [DISPATCHER, SECRETARY];
    "help_out": [HELPER];
    "decide_decline": [DISPATCHER];
    "commit": [HANDLER, HELPER];
    "meet_commitment": [HANDLER, HELPER];
    "settle_commitment": [HANDLER];
    "request_extension": [REVIEWER];
    "decide_extension": [DISPATCHER, SUPERVISOR];
    "decide_second_extension": [SUPERVISOR];
    "defer": [SUPERVISOR, LEADER];
    "end_deferral": [SUPERVISOR, LEADER, System];
    "refer_to_matter": [DISPATCHER, SECRETARY];
    "complete": [HANDLER];
    "approve": [REVIEWER];
    "verify": [Verifier];
    "rework": [In(REVIEWED, &REVIEWER), In(REVIEWED, &DISPATCHER), Verifier];
    "call_back": [CallbackOfficer, Own, Bearer];
    "close": [CallbackOfficer, System];
    "redo": [CallbackOfficer, SUPERVISOR];
    "reopen": [Own, Bearer, SUPERVISOR];
    "urge": [Own, Bearer, CLERK];
    "supervise": [SUPERVISOR, LEADER, System];
    "reply_supervision": [REVIEWER];
    "lift_supervision": [SUPERVISOR, LEADER];
    "request_exclusion": [REVIEWER];
    "decide_exclusion": [Panel];
    "object_to_exclusion": [REVIEWER, SUPERVISOR];
    "withdraw": [Own, Bearer];
    "archive": [System];
    "add_photo": [CLERK, SECRETARY, HANDLER, HELPER, Verifier];
    "approve_photo": [CLERK, DISPATCHER];
    // The original shows more than the clean picture: only who works on the case, and only with a reason.
    "open_original": [HANDLER, REVIEWER];
    // The dispatch catalogue: no case is seen by it. Whoever wrote a version does not put it in force.
    "see_catalogue": [
        CLERK, DISPATCHER, SUPERVISOR, LEADER, Post(Role::StreetOfficer, Reach::Street), Post(Role::Auditor, Reach::Street),
        Post(Role::SystemAdministrator, Reach::Street),
    ];
    "draft_catalogue": [DISPATCHER, SUPERVISOR, Post(Role::SystemAdministrator, Reach::Street)];
    "publish_catalogue": [SUPERVISOR, Post(Role::SystemAdministrator, Reach::Street)];
    "switch_rule": [DISPATCHER, SUPERVISOR];
    // Many voices that look like one problem: counts of kinds, and a person's word on them.
    "see_clusters": [CLERK, DISPATCHER, SUPERVISOR, LEADER, Post(Role::StreetOfficer, Reach::Street)];
    "settle_clusters": [DISPATCHER, SUPERVISOR];
    // Numbers of a territory, without any case's words. The three administrators see no business of the house.
    "see_figures": [
        Post(Role::Clerk, Reach::Scope), SECRETARY, Post(Role::Dispatcher, Reach::Scope),
        Post(Role::Handler, Reach::Scope), Post(Role::Reviewer, Reach::Scope),
        Post(Role::CallbackOfficer, Reach::Scope), Post(Role::Supervisor, Reach::Scope),
        Post(Role::StreetOfficer, Reach::Scope), Post(Role::StreetLeader, Reach::Scope),
        Post(Role::Auditor, Reach::Scope),
    ];
}

/// Who may preside over a sitting about whose case it is.
pub const CHAIRS: &[Role] = &[Role::Dispatcher, Role::Supervisor, Role::StreetLeader];

/// A case is given more time a second time by these alone.
pub const SECOND_EXTENSION: &str = "decide_second_extension";

/// The columns the list of cases filters on.
pub const COLUMNS: ScopeColumns = ScopeColumns {
    community: "community_id",
    grid: "grid_id",
    building: "building_id",
    lead: "lead_unit_id",
    state: "state",
    published: "published",
    thing: "case_id",
    owners: ("voices", "account_id"),
    bearable: ("voices", "id"),
    assignments: ("case_assignments", "unit_id", "ended_at", "role"),
    contested: "case_exclusions",
    accused: ("case_accused", "unit_id"),
};

macro_rules! acts {
    (of $thing:ty: $($(#[$doc:meta])* $name:ident $code:literal seen by $see:literal),* $(,)?) => { $(
        $(#[$doc])*
        pub enum $name {}
        impl Act<$thing> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = $see;
        }
    )* };
}
acts! { of Case:
    SeeCase "see_case" seen by "see_case",
    SeeOwn "see_own" seen by "see_own",
    OpenSealed "open_sealed" seen by "see_case",
    RequestInformation "request_information" seen by "see_case",
    Supplement "supplement" seen by "supplement",
    Lapse "lapse" seen by "see_case",
    Answer "answer" seen by "see_case",
    ProposeRefusal "propose_refusal" seen by "see_case",
    ConfirmRefusal "confirm_refusal" seen by "see_case",
    ObjectTo "object" seen by "object",
    Accept "accept" seen by "see_case",
    Merge "merge" seen by "see_case",
    Unmerge "unmerge" seen by "see_case",
    Split "split" seen by "see_case",
    Dispatch "dispatch" seen by "see_case",
    Sign "sign" seen by "see_case",
    RequestReturn "request_return" seen by "see_case",
    DecideReturn "decide_return" seen by "see_case",
    HearUpper "hear_upper" seen by "see_case",
    CallConferral "call_conferral" seen by "see_case",
    ConcludeConferral "conclude_conferral" seen by "see_case",
    FallBack "fall_back" seen by "see_case",
    MakeContact "contact" seen by "see_case",
    RequestAssistance "request_assistance" seen by "see_case",
    Assist "assist" seen by "see_case",
    Whistle "whistle" seen by "see_case",
    HelpOut "help_out" seen by "see_case",
    DecideDecline "decide_decline" seen by "see_case",
    Commit "commit" seen by "see_case",
    MeetCommitment "meet_commitment" seen by "see_case",
    SettleCommitment "settle_commitment" seen by "see_case",
    RequestExtension "request_extension" seen by "see_case",
    DecideExtension "decide_extension" seen by "see_case",
    Defer "defer" seen by "see_case",
    EndDeferral "end_deferral" seen by "see_case",
    ReferToMatter "refer_to_matter" seen by "see_case",
    Complete "complete" seen by "see_case",
    Approve "approve" seen by "see_case",
    Verify "verify" seen by "see_case",
    Rework "rework" seen by "see_case",
    CallBack "call_back" seen by "call_back",
    Close "close" seen by "see_case",
    Redo "redo" seen by "see_case",
    Reopen "reopen" seen by "reopen",
    Urge "urge" seen by "urge",
    Supervise "supervise" seen by "see_case",
    ReplySupervision "reply_supervision" seen by "see_case",
    LiftSupervision "lift_supervision" seen by "see_case",
    RequestExclusion "request_exclusion" seen by "see_case",
    DecideExclusion "decide_exclusion" seen by "see_case",
    ObjectToExclusion "object_to_exclusion" seen by "see_case",
    Withdraw "withdraw" seen by "withdraw",
    Archive "archive" seen by "see_case",
    AddPhoto "add_photo" seen by "see_case",
    ApprovePhoto "approve_photo" seen by "see_case",
    OpenOriginal "open_original" seen by "open_original",
}

acts! { of WholeStreet:
    SeeCatalogue "see_catalogue" seen by "see_catalogue",
    DraftCatalogue "draft_catalogue" seen by "see_catalogue",
    PublishCatalogue "publish_catalogue" seen by "see_catalogue",
    SwitchRule "switch_rule" seen by "see_catalogue",
    SeeClusters "see_clusters" seen by "see_clusters",
    SettleClusters "settle_clusters" seen by "see_clusters",
}

acts! { of crate::rules::figures::Territory:
    /// The figures of a territory.
    SeeFigures "see_figures" seen by "see_figures",
}

/// The verbs of the desk that this viewer may do to the case as it stands.
pub fn possible(viewer: &auth::Viewer, case: &Case, now: kernel::Moment) -> Vec<crate::rules::Verb> {
    use crate::rules::Verb;
    const DESK: &[(Verb, &str)] = &[
        (Verb::Acceptance, "accept"),
        (Verb::InformationRequest, "request_information"),
        (Verb::Answer, "answer"),
        (Verb::Refusal, "propose_refusal"),
        (Verb::RefusalConfirmation, "confirm_refusal"),
        (Verb::Dispatch, "dispatch"),
        (Verb::Merger, "merge"),
        (Verb::MergerUndo, "unmerge"),
        (Verb::Split, "split"),
        (Verb::Signing, "sign"),
        (Verb::ReturnApproval, "decide_return"),
        (Verb::ReturnRejection, "decide_return"),
        (Verb::ConferralConclusion, "conclude_conferral"),
        (Verb::Contact, "contact"),
        (Verb::Completion, "complete"),
        (Verb::DeferralEnd, "end_deferral"),
        (Verb::Deferral, "defer"),
        (Verb::MatterReferral, "refer_to_matter"),
        (Verb::ExtensionApproval, "decide_extension"),
        (Verb::ExtensionRejection, "decide_extension"),
        (Verb::Extension, "request_extension"),
        (Verb::Arrival, "help_out"),
        (Verb::ArrivalCompletion, "help_out"),
        (Verb::ArrivalDecline, "help_out"),
        (Verb::AssistanceCompletion, "help_out"),
        (Verb::DeclineConfirmation, "decide_decline"),
        (Verb::DeclineRejection, "decide_decline"),
        (Verb::Assistance, "assist"),
        (Verb::AssistanceRequest, "request_assistance"),
        (Verb::AssistanceRejection, "assist"),
        (Verb::Whistle, "whistle"),
        (Verb::AssistanceRelease, "assist"),
        (Verb::CommitmentMet, "meet_commitment"),
        (Verb::CommitmentVerification, "settle_commitment"),
        (Verb::Commitment, "commit"),
        (Verb::CommitmentWaiver, "settle_commitment"),
        (Verb::Return, "request_return"),
        (Verb::Conferral, "call_conferral"),
        (Verb::Approval, "approve"),
        (Verb::Verification, "verify"),
        (Verb::Rework, "rework"),
        (Verb::Callback, "call_back"),
        (Verb::Closure, "close"),
        (Verb::Redo, "redo"),
        (Verb::Reopening, "reopen"),
        (Verb::Supplement, "supplement"),
        (Verb::Urging, "urge"),
        (Verb::ExclusionApproval, "decide_exclusion"),
        (Verb::ExclusionRejection, "decide_exclusion"),
        (Verb::ExclusionObjection, "object_to_exclusion"),
        (Verb::Exclusion, "request_exclusion"),
        (Verb::SupervisionReply, "reply_supervision"),
        (Verb::Supervision, "supervise"),
        (Verb::SupervisionLift, "lift_supervision"),
    ];
    let fits = |verb: Verb| match verb {
        Verb::Supervision => case.lead.is_some() && case.supervision < LEVELS,
        Verb::SupervisionReply | Verb::SupervisionLift => case.supervision > 0,
        Verb::RefusalConfirmation => case.refusal_reason.is_some(),
        Verb::Completion => case.contacted,
        Verb::Extension => case.extension_days.is_none() && case.due_stage.as_deref() == Some("handle"),
        Verb::ExtensionApproval | Verb::ExtensionRejection => case.extension_days.is_some(),
        _ => true,
    };
    let table = crate::rules::verbs_in(case.state);
    DESK.iter()
        .filter(|(verb, act)| table.contains(verb) && fits(*verb) && auth::decide(WHO_MAY, act, viewer, case, now))
        .map(|(verb, _)| *verb)
        .collect()
}

/// The desk's pages that this reader's posts open, by their path.
pub fn desk_entries(viewer: &auth::Viewer, now: kernel::Moment) -> Vec<&'static str> {
    const PAGES: &[(&str, &str)] = &[
        ("/desk/overview", "see_figures"),
        ("/desk/intake", "take_in"),
        ("/desk/cases", "see_case"),
        ("/desk/pipeline", "see_case"),
        ("/desk/callbacks", "close"),
        ("/desk/figures", "see_figures"),
        ("/desk/wall", "see_figures"),
        ("/desk/catalogue", "see_catalogue"),
    ];
    if !viewer.is_staff() {
        return vec![];
    }
    let open = PAGES.iter().filter(|(_, act)| auth::reaches(WHO_MAY, act, viewer, now)).map(|(page, _)| *page);
    open.chain(["/places"]).collect()
}
