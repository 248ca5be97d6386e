//! The intake form of the clerk, what a number has said before, and the receipt that is read out.

use crate::rules::{CaseId, State, VoiceId};
use crate::views::CategoryChoice;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the clerk types while somebody speaks.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeskIntake {
    pub client_key: String,
    pub channel: String,
    pub text: String,
    pub title: String,
    /// A category's name or code.
    pub category: String,
    /// A place's name or code.
    pub place_name: String,
    pub address_note: String,
    pub name: String,
    pub phone: String,
    pub urgency: String,
    pub callback_wish: String,
    pub anonymous: bool,
    pub secret: bool,
    pub elder: bool,
    pub about_committee: bool,
    /// Also take it on, in the same breath.
    pub accept: bool,
}

/// The intake form, with what was typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntakeView {
    pub words: DeskIntake,
    #[serde(skip)]
    pub categories: Vec<CategoryChoice>,
    /// Where the form is sent.
    #[serde(skip)]
    pub to: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// What the clerk reads out before hanging up.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenView {
    pub code: String,
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    pub state: State,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    /// Where the clerk goes on.
    #[serde(skip)]
    pub next: String,
}

/// A number as it is asked for; never part of an address.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Caller {
    pub phone: String,
}

/// One earlier voice from a number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EarlierVoice {
    #[schema(value_type = String)]
    pub voice: VoiceId,
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    pub state: State,
    #[schema(value_type = String)]
    pub received_at: Moment,
    pub urgings: i32,
    pub may_urge: bool,
}

/// What a number has said before: open voices first.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HistoryView {
    pub voices: Vec<EarlierVoice>,
    /// Voices in the last twelve months.
    pub in_a_year: i64,
    pub elder: bool,
    /// The number was not one.
    pub malformed: bool,
}

/// Names of places that fit what is typed.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PlaceNamesView {
    pub names: Vec<String>,
}
