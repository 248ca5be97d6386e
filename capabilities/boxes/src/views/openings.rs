//! An opening as it is worked on at the device, and as the record it becomes.

use crate::rules::{BoxId, Finding, Keying, Miscount, OpeningId, VoidReason};
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// One who signed: by post and body, the name masked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignatureView {
    pub title: String,
    pub name: String,
    /// The unit, or the residents of a community.
    pub body: String,
    /// The body is no unit: they stand for residents.
    pub of_residents: bool,
}

/// A count that was corrected.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    #[schema(value_type = String)]
    pub at: Moment,
    pub was: i32,
    pub counted: i32,
    pub reason: Miscount,
}

/// One card, without a word of what it says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CardView {
    pub no: i32,
    pub void: Option<VoidReason>,
    pub void_confirmed: bool,
    /// Subjects, each a voice of its own.
    pub voices: usize,
    /// Its depositor holds a stub.
    pub printed: bool,
    pub scanned: bool,
}

/// One line of the opening's story, as the journal has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpeningStoryLine {
    #[schema(value_type = String)]
    pub at: Moment,
    /// Code of what happened: `box_opened`, `card_keyed` …
    pub what: String,
    /// The card it happened to.
    pub no: Option<i32>,
}

/// What became of the cards so far.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct TallyView {
    pub voices: i32,
    pub void: i32,
    pub waiting: i32,
    /// Counted and not keyed yet.
    pub left: i32,
}

#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct OpeningMay {
    pub work: bool,
    pub open_scan: bool,
}

/// Where an opening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpeningStage {
    Photo,
    Count,
    Cards,
    Seal,
    Sealed,
}

/// What was typed and given back.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub login: String,
    pub counted: String,
    pub seal_after: String,
    pub keying: Keying,
    /// The form it stood in: `cards`, `subjects`, `count`, `correction`, `seal` …
    pub form: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    #[schema(value_type = String)]
    pub id: OpeningId,
    #[serde(rename = "box")]
    #[schema(value_type = String)]
    pub the_box: BoxId,
    pub community: String,
    pub location: String,
    #[schema(value_type = String)]
    pub opened_at: Moment,
    pub first: SignatureView,
    pub second: SignatureView,
    pub seal_before: String,
    pub seal_expected: Option<String>,
    pub finding: Option<Finding>,
    pub photo: Option<String>,
    pub counted: Option<i32>,
    pub counted_now: Option<i32>,
    pub corrections: Vec<CorrectionView>,
    pub cards: Vec<CardView>,
    pub tally: TallyView,
    pub stage: OpeningStage,
    #[schema(value_type = Option<String>)]
    pub sealed_at: Option<Moment>,
    pub seal_after: Option<String>,
    pub digest: Option<String>,
    pub story: Vec<OpeningStoryLine>,
    pub may: OpeningMay,
    /// Code and names of the categories a card may be about.
    #[serde(skip)]
    pub categories: Vec<(String, String, String)>,
    #[serde(skip)]
    pub typed: Typed,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Whether a code is on its way to the second signatory.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CodeSentView {
    pub sent: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The record of a sealed opening, to be printed and filed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordView {
    pub record: OpeningView,
}
