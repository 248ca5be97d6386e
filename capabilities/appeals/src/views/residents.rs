//! What residents and the public see.

use crate::rules::{Case, Category, State, VoiceId};
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A case as the public sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicCase {
    pub case_no: String,
    pub title: String,
    pub category: String,
    pub state: State,
    pub step: usize,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    #[schema(value_type = Option<String>)]
    pub closed_at: Option<Moment>,
    /// The reply, once the unit's head has approved it.
    pub reply: Option<String>,
}

impl PublicCase {
    pub fn of(case: Case) -> Self {
        let replied = matches!(case.state, State::Callback | State::Closed | State::Answered | State::Refused | State::Archived);
        Self {
            step: case.state.step(),
            reply: case.public_reply.filter(|_| replied),
            case_no: case.case_no,
            title: case.title,
            category: case.category,
            state: case.state,
            due_at: case.due_at.filter(|_| case.state.is_open()),
            opened_at: case.opened_at,
            closed_at: case.closed_at,
        }
    }
    pub fn path(&self) -> String {
        format!("/cases/{}", self.case_no)
    }
}

/// The resident's first page.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomeView {
    pub recent: Vec<PublicCase>,
}

/// Published cases, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCasesView {
    pub cases: Vec<PublicCase>,
    /// The address of the next page.
    pub next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCaseView {
    pub case: PublicCase,
}

/// A choice of the category list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryChoice {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
}

impl From<Category> for CategoryChoice {
    fn from(c: Category) -> Self {
        Self { code: c.code, name_zh: c.name_zh, name_en: c.name_en }
    }
}

/// The report form, with what was typed.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportView {
    pub categories: Vec<CategoryChoice>,
    pub client_key: String,
    pub text: String,
    pub category: String,
    pub address_note: String,
    pub name: String,
    pub phone: String,
    pub anonymous: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

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

/// One voice as its speaker sees it, by account or by receipt code.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Shown once, when the voice was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    pub case: Option<PublicCase>,
    pub promise: Option<PromiseView>,
    pub messages: Vec<MessageView>,
    pub may_urge: bool,
    pub may_supplement: bool,
    pub may_rate: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
