//! The dispatch catalogue: the version in force, the one being written with its rehearsal, and what the rule has earned.

use super::QueueChoices;
use crate::rules::{CatalogueWords, Earned, VersionState};
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One version, with the posts of those who made it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionLine {
    pub version: i32,
    pub state: VersionState,
    /// Why it was made.
    pub source: String,
    #[schema(value_type = String)]
    pub drafted_at: Moment,
    #[schema(value_type = Option<String>)]
    pub proposed_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub published_at: Option<Moment>,
}

/// One line, in names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CatalogueLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub category: String,
    /// In Chinese and in English.
    pub category_name: (String, String),
    /// Empty for the whole street.
    pub place: String,
    /// The unit's name; absent where each community's own office leads.
    pub lead: Option<String>,
    pub assists: Vec<String>,
    pub fallback: String,
    pub basis: String,
    pub admission: Option<String>,
    #[schema(value_type = Option<String>)]
    pub until: Option<Day>,
    /// The same as it is written.
    #[serde(skip)]
    pub words: CatalogueWords,
}

/// What a return or a sitting says about the catalogue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SuggestionLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The case it comes from.
    pub case: String,
    pub category_name: (String, String),
    pub place: String,
    pub from: Option<String>,
    pub unit: String,
    /// `return` or `conferral`.
    pub cause: String,
    #[schema(value_type = String)]
    pub at: Moment,
}

/// A category and its rule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleLine {
    pub category: String,
    pub category_name: (String, String),
    pub earned: Earned,
    /// Whether it has earned it.
    pub suffices: bool,
    /// Since when it is switched on.
    #[schema(value_type = Option<String>)]
    pub since: Option<Moment>,
}

/// What this reader may do with the catalogue.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct CatalogueMay {
    pub draft: bool,
    pub publish: bool,
    pub switch_rule: bool,
    /// Whether the cases behind can be opened.
    pub sees_cases: bool,
}

/// A version in force, now or once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CatalogueView {
    pub shown: Option<VersionLine>,
    pub versions: Vec<VersionLine>,
    pub lines: Vec<CatalogueLine>,
    pub suggestions: Vec<SuggestionLine>,
    pub rules: Vec<RuleLine>,
    pub may: CatalogueMay,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// The version being written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftView {
    pub draft: Option<VersionLine>,
    pub lines: Vec<CatalogueLine>,
    /// What stands in the way of its publication.
    #[schema(value_type = Vec<Object>)]
    pub gaps: Vec<Problem>,
    pub rehearsal: RehearsalView,
    pub may: CatalogueMay,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
    #[serde(skip)]
    pub choices: QueueChoices,
    /// The line being written, as it was typed.
    #[serde(skip)]
    pub typed: Option<CatalogueWords>,
}

/// What the version would have done in the days gone by.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct RehearsalView {
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    pub cases: i64,
    pub same: i64,
    pub unled: i64,
    /// At most fifty, the most cases first.
    pub otherwise: Vec<OtherwiseLine>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OtherwiseLine {
    pub category_name: (String, String),
    pub place: String,
    pub was: String,
    pub would: Option<String>,
    pub cases: i64,
    /// The queue narrowed to them, for those who may see it.
    #[serde(skip)]
    pub href: String,
}
