//! What happens to voices and cases: one event per verb. Ids, codes and instants only.

use crate::rules::{CaseId, PhotoId, VoiceId};
use kernel::{Audience, Day, Event, Moment, PlaceId, StreetId, Subject, UnitId, uuid::Uuid};
use serde::Serialize;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $code:literal to $audience:ident { $($field:ident: $t:ty),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize)]
        pub struct $name {
            pub case: CaseId,
            $(
                #[serde(skip_serializing_if = "crate::rules::events::is_absent")]
                pub $field: $t,
            )*
        }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: "case", id: self.case.uuid() }
            }
            fn audience(&self) -> Audience {
                Audience::$audience
            }
        }
    )* };
}

/// What happens to a thing that is no case, told to staff. The thing stands in the event's own columns, not in its body.
macro_rules! staff_events {
    ($kind:literal of $thing:ident: $id:ty as $uuid:expr; $($name:ident $code:literal { $($field:ident: $t:ty),* $(,)? })*) => { $(
        #[derive(Clone, Debug, PartialEq, Serialize)]
        pub struct $name {
            #[serde(skip)]
            pub $thing: $id,
            $(pub $field: $t,)*
        }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject {
                Subject { kind: $kind, id: $uuid(self.$thing) }
            }
            fn audience(&self) -> Audience {
                Audience::Staff
            }
        }
    )* };
}

pub(crate) trait MaybeAbsent {
    fn absent(&self) -> bool {
        false
    }
}
impl<T> MaybeAbsent for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}
macro_rules! present {
    ($($t:ty),*) => { $(impl MaybeAbsent for $t {})* };
}
present!(CaseId, VoiceId, PhotoId, UnitId, Moment, Day, bool, i32, i64, String, &'static str);

pub(crate) fn is_absent<T: MaybeAbsent>(value: &T) -> bool {
    value.absent()
}

events! {
    VoiceReceived "appeals.voice_received" to Public {
        voice: VoiceId, channel: &'static str, community: Option<PlaceId>, grid: Option<PlaceId>,
    }
    InformationAsked "appeals.information_asked" to Speaker { answer_by: Moment }
    Supplemented "appeals.supplemented" to Speaker { voice: Option<VoiceId> }
    CaseLapsed "appeals.case_lapsed" to Speaker {}
    CaseAnswered "appeals.case_answered" to Public {}
    RefusalProposed "appeals.refusal_proposed" to Staff { reason: String }
    CaseRefused "appeals.case_refused" to Speaker { reason: String }
    ObjectionRaised "appeals.objection_raised" to Speaker { voice: VoiceId }
    CaseAccepted "appeals.case_accepted" to Public { category: String, urgency: &'static str }
    CaseDispatched "appeals.case_dispatched" to Public { unit: UnitId, round: i32 }
    VoiceSeparated "appeals.voice_separated" to Public { voice: VoiceId, to: CaseId }
    CaseSeparated "appeals.case_separated" to Public { voice: VoiceId, from: CaseId }
    CaseMerged "appeals.case_merged" to Public { into: CaseId }
    VoicesJoined "appeals.voices_joined" to Public { from: CaseId, voices: i32 }
    CaseUnmerged "appeals.case_unmerged" to Public { from: CaseId }
    VoicesLeft "appeals.voices_left" to Public { to: CaseId, voices: i32 }
    CaseSplit "appeals.case_split" to Public { voice: VoiceId, to: CaseId }
    CaseSupervised "appeals.case_supervised" to Staff { level: i32, cause: &'static str }
    SupervisionReplied "appeals.supervision_replied" to Staff { level: i32 }
    SupervisionLifted "appeals.supervision_lifted" to Staff { level: i32 }
    CaseDeferred "appeals.case_deferred" to Public { reason: String, review_on: Day }
    MatterReferred "appeals.matter_referred" to Public { matter: String }
    DeferralEnded "appeals.deferral_ended" to Public { why: &'static str }
    ReturnAsked "appeals.return_asked" to Staff { unit: UnitId }
    ReturnApproved "appeals.return_approved" to Staff { returned: UnitId, unit: Option<UnitId> }
    ReturnRejected "appeals.return_rejected" to Staff { unit: UnitId }
    ConferralCalled "appeals.conferral_called" to Staff {}
    ConferralConcluded "appeals.conferral_concluded" to Staff { unit: UnitId }
    CaseFellBack "appeals.case_fell_back" to Staff { unit: UnitId }
    CaseSigned "appeals.case_signed" to Public { unit: Option<UnitId> }
    ContactMade "appeals.contact_made" to Speaker { reached: bool, means: &'static str }
    ExtensionAsked "appeals.extension_asked" to Staff { days: i64 }
    ExtensionGranted "appeals.extension_granted" to Public { days: i64 }
    ExtensionRefused "appeals.extension_refused" to Staff { days: i64 }
    CaseCompleted "appeals.case_completed" to Staff { result: &'static str }
    CompletionApproved "appeals.completion_approved" to Public { result: &'static str, look: bool }
    CaseVerified "appeals.case_verified" to Public { away: bool }
    AssistanceRequested "appeals.assistance_requested" to Staff { unit: Option<UnitId> }
    AssistanceRefused "appeals.assistance_refused" to Staff {}
    AssistanceAsked "appeals.assistance_asked" to Public { unit: UnitId }
    AssistanceDone "appeals.assistance_done" to Public { unit: UnitId }
    HelperReleased "appeals.helper_released" to Staff { unit: UnitId }
    CaseWhistled "appeals.case_whistled" to Public { units: i32, urgent: bool }
    UnitCalled "appeals.unit_called" to Staff { unit: UnitId }
    UnitArrived "appeals.unit_arrived" to Public { unit: UnitId }
    ArrivalDone "appeals.arrival_done" to Public { unit: UnitId }
    ArrivalDeclining "appeals.arrival_declining" to Staff { unit: UnitId }
    ArrivalDeclined "appeals.arrival_declined" to Staff { unit: UnitId }
    DeclineRefused "appeals.decline_refused" to Staff { unit: UnitId }
    CommitmentMade "appeals.commitment_made" to Public { kind: &'static str, unit: Option<UnitId>, due_on: Day }
    CommitmentMet "appeals.commitment_met" to Public {}
    CommitmentVerified "appeals.commitment_verified" to Public {}
    CommitmentWaived "appeals.commitment_waived" to Public {}
    ReworkAsked "appeals.rework_asked" to Staff {}
    CallbackMade "appeals.callback_made" to Speaker {
        voice: VoiceId, reached: bool, solved: Option<bool>, satisfaction: Option<&'static str>, source: &'static str,
    }
    UpperOrderTaken "appeals.upper_order_taken" to Staff { voice: VoiceId, due_at: Moment }
    UpperDueMoved "appeals.upper_due_moved" to Staff { voice: VoiceId, from: Option<Moment>, due_at: Moment }
    UpperMarginWaived "appeals.upper_margin_waived" to Staff { ours: Moment, theirs: Moment }
    ReturnAgreed "appeals.return_agreed" to Staff { unit: Option<UnitId> }
    ExtensionAgreed "appeals.extension_agreed" to Staff { days: i64 }
    UpperRested "appeals.upper_rested" to Staff { rests: bool }
    UpperAnswered "appeals.upper_answered" to Staff { voice: VoiceId, round: i32 }
    CaseClosed "appeals.case_closed" to Public { result: &'static str }
    RedoAsked "appeals.redo_asked" to Public { round: i32 }
    CaseReopened "appeals.case_reopened" to Public { round: i32 }
    CaseUrged "appeals.case_urged" to Public { voice: VoiceId, counted: bool }
    ExclusionAsked "appeals.exclusion_asked" to Staff { reason: String }
    ExclusionVoted "appeals.exclusion_voted" to Staff { agrees: bool, decided: Option<&'static str> }
    ExclusionObjected "appeals.exclusion_objected" to Staff {}
    VoiceWithdrawn "appeals.voice_withdrawn" to Speaker { voice: VoiceId, last: bool }
    VoiceAttached "appeals.voice_attached" to Speaker { voice: VoiceId }
    CaseArchived "appeals.case_archived" to Staff {}
    CasePublished "appeals.case_published" to Public {}
    PhotoAdded "appeals.photo_added" to Speaker { photo: PhotoId, voice: Option<VoiceId>, stage: &'static str }
    PhotoApproved "appeals.photo_approved" to Public { photo: PhotoId }
    PhotoHidden "appeals.photo_hidden" to Staff { photo: PhotoId }
    PhotoBlackened "appeals.photo_blackened" to Staff { photo: PhotoId, boxes: i32 }
    ClockStarted "appeals.clock_started" to Public { stage: &'static str, due_at: Option<Moment> }
    ClockOverdue "appeals.clock_overdue" to Staff { stage: String, due_at: Moment }
    ClockRecomputed "appeals.clock_recomputed" to Speaker { stage: String, due_at: Option<Moment> }
}

staff_events! { "catalogue" of street: StreetId as StreetId::uuid;
    CatalogueDrafted "appeals.catalogue_drafted" { version: i32 }
    CatalogueLineWritten "appeals.catalogue_line_written" { version: i32, category: String }
    CatalogueLineRemoved "appeals.catalogue_line_removed" { version: i32 }
    CatalogueProposed "appeals.catalogue_proposed" { version: i32 }
    CatalogueSentBack "appeals.catalogue_sent_back" { version: i32 }
    CataloguePublished "appeals.catalogue_published" { version: i32 }
    CatalogueDropped "appeals.catalogue_dropped" { version: i32 }
    RuleSwitched "appeals.rule_switched" { category: String, on: bool }
    SuggestionSettled "appeals.suggestion_settled" { adopted: bool }
}

staff_events! { "street" of street: StreetId as StreetId::uuid;
    MonthWritten "appeals.month_written" { month: String }
}

staff_events! { "cluster" of cluster: Uuid as std::convert::identity;
    ClusterProposed "appeals.cluster_proposed" { category: String, voices: i64 }
    ClusterSettled "appeals.cluster_settled" { confirmed: bool }
    TopicMade "appeals.topic_made" { matter: String, cases: i32 }
}
