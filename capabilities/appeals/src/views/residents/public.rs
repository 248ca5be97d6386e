//! A case as the public sees it: never names, numbers, original words or internal notes.

use crate::rules::months::FEWEST;
use crate::rules::{Case, Commitment, CommitmentId, PublicLevel, State};
use crate::views::{PromiseView, PublicPhoto};
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicCase {
    pub case_no: String,
    pub title: String,
    pub category: String,
    pub category_zh: String,
    pub category_en: String,
    pub state: State,
    /// 0 to 4: received, accepted, being handled, asked back, done.
    pub step: usize,
    /// By level: a fuzzy case names its community only.
    pub place: Option<String>,
    /// The unit that answers for it.
    pub lead: Option<String>,
    /// How many residents said it, from five up; below that, "several".
    pub residents: Option<i32>,
    /// More than one resident said it.
    pub shared: bool,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    #[schema(value_type = Option<String>)]
    pub closed_at: Option<Moment>,
    /// A fuzzy case has days without times.
    pub by_day: bool,
    /// The reply, once the unit's head has approved it.
    pub reply: Option<String>,
}

impl PublicCase {
    /// `place` as precisely as this reader may know it.
    pub fn of(case: &Case, (category_zh, category_en): (String, String), place: Option<String>, lead: Option<String>, public: bool) -> Self {
        let replied = matches!(case.state, State::Callback | State::Closed | State::Answered | State::Refused | State::Archived);
        let by_day = public && case.public_level != PublicLevel::Full;
        let shown = |at: Moment| if by_day { at.day().start() } else { at };
        Self {
            step: case.state.step(),
            reply: case.public_reply.clone().filter(|_| replied),
            case_no: case.case_no.clone(),
            title: case.title.clone(),
            category: case.category.clone(),
            category_zh,
            category_en,
            state: case.state,
            place,
            lead,
            residents: Some(case.voices).filter(|n| *n >= i32::from(FEWEST)),
            shared: case.voices > 1,
            due_at: case.due_at.filter(|_| case.state.is_open()),
            opened_at: shown(case.opened_at),
            closed_at: case.closed_at.map(shown),
            by_day,
        }
    }
    pub fn path(&self) -> String {
        format!("/cases/{}", self.case_no)
    }
    /// Steps done, of five.
    pub fn done(&self) -> usize {
        if self.closed_at.is_some() { 5 } else { self.step + 1 }
    }
}

/// What has to wait in public.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeferralView {
    /// A code of the list of reasons.
    pub reason: String,
    pub note: String,
    #[schema(value_type = String)]
    pub review_on: kernel::Day,
}

impl DeferralView {
    pub fn of(d: crate::store::OpenDeferral) -> Self {
        Self { reason: d.reason, note: d.public_note, review_on: d.review_on }
    }
}

/// What a party does for a case; the public sees the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommitmentLine {
    #[schema(value_type = String)]
    pub id: CommitmentId,
    pub party: String,
    pub kind: &'static str,
    pub what: String,
    #[schema(value_type = String)]
    pub due_on: kernel::Day,
    /// `due`, `overdue`, `met`, `verified`, `waived`.
    pub stands: &'static str,
}

impl CommitmentLine {
    pub fn of(c: &Commitment, today: kernel::Day) -> Self {
        let (party, what) = (c.party.clone(), c.what.clone());
        Self { id: c.id, party, kind: c.kind.code(), what, due_on: c.due_on, stands: c.stands(today) }
    }
}

/// One published case with its story.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCaseView {
    pub case: PublicCase,
    /// How the promise was reached.
    pub promise: Option<PromiseView>,
    /// What a person has looked at and approved.
    pub photos: Vec<PublicPhoto>,
    /// Why it has to wait, and until when.
    pub deferral: Option<DeferralView>,
    /// Who does what for it; what was waived is left out.
    pub commitments: Vec<CommitmentLine>,
    /// One's own voice can still be added.
    pub may_join: bool,
}
