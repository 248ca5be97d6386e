//! One voice as its speaker sees it.

use crate::rules::{Case, REOPEN_DAYS, Verb, Voice, VoiceId, line_of};
use crate::views::{PublicCase, PublicPhoto};
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// One message to a speaker.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MessageView {
    pub kind: String,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// One date of an explained deadline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProofDay {
    #[schema(value_type = String)]
    pub date: kernel::Day,
    pub kind: &'static str,
    pub counted: i64,
}

/// How a promise was reached.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PromiseView {
    pub stage: String,
    pub unit: &'static str,
    pub amount: i64,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    pub provisional: bool,
    pub days: Vec<ProofDay>,
}

/// What the unit wants to know before it goes on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionView {
    pub text: String,
    #[schema(value_type = String)]
    pub answer_by: Moment,
}

/// A part of a voice that went on in a case of its own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartView {
    pub case: PublicCase,
    /// The code of its own receipt; it belongs to whoever holds this one.
    pub code: String,
}

/// What the speaker may do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptMay {
    pub urge: bool,
    pub supplement: bool,
    pub rate: bool,
    pub withdraw: bool,
    pub reopen: bool,
    pub object: bool,
    /// A receipt opened by its code can be put among one's own things.
    pub attach: bool,
}

impl ReceiptMay {
    /// `objected`: an objection to the case has been raised already. Attaching is the reader's matter, not the voice's.
    pub fn of(voice: &Voice, case: &Case, objected: bool, now: Moment) -> Self {
        let listed = |verb| voice.withdrawn_at.is_none() && line_of(verb, case.state).is_some();
        let recent = case.closed_at.is_some_and(|at| now.since(at) <= REOPEN_DAYS * Moment::DAY);
        Self {
            urge: listed(Verb::Urging),
            supplement: listed(Verb::Supplement),
            rate: listed(Verb::Callback) && voice.settled.is_none(),
            withdraw: listed(Verb::Withdrawal),
            reopen: listed(Verb::Reopening) && recent,
            object: listed(Verb::Objection) && recent && !objected,
            attach: false,
        }
    }
    /// Whether there is anything a speaker could do for the case now.
    pub fn acts(&self) -> bool {
        self.urge || self.supplement || self.rate || self.withdraw || self.reopen || self.object
    }
}

/// One voice as its speaker sees it, by account or by receipt code.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Shown once, when the voice was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where the code opens it, for the picture beside the code.
    #[serde(skip)]
    pub link: String,
    /// Shown by account; by code otherwise.
    #[serde(skip)]
    pub by_account: bool,
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    pub case: Option<PublicCase>,
    pub promise: Option<PromiseView>,
    pub question: Option<QuestionView>,
    /// Why it has to wait, and until when.
    pub deferral: Option<super::DeferralView>,
    pub commitments: Vec<super::CommitmentLine>,
    /// What went on from this voice in cases of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartView>,
    pub messages: Vec<MessageView>,
    /// Those that came with this voice, and what the unit has shown for it.
    pub photos: Vec<PublicPhoto>,
    /// The speaker, or staff for them, has said how it went.
    pub rated: bool,
    pub withdrawn: bool,
    pub may: ReceiptMay,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl ReceiptView {
    /// The address its verbs hang under.
    pub fn base(&self) -> String {
        match self.voice.filter(|_| self.by_account) {
            Some(voice) => format!("/voices/{voice}"),
            None => "/receipt".into(),
        }
    }
}
