//! Templates, previews and editions.

use crate::rules::{Cited, Drafting, EditionState, Returning, TemplateWords};
use documents::Document;
use kernel::{Day, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportsView {
    pub templates: Vec<TemplateLine>,
    pub editions: Vec<EditionLine>,
    pub next: Option<String>,
    pub may_write: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReportsWords {
    pub after: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TemplateLine {
    pub id: String,
    pub name: String,
    pub version: i32,
    #[schema(value_type = String)]
    pub at: Moment,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EditionLine {
    pub id: String,
    pub title: String,
    pub state: EditionState,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
    #[schema(value_type = String)]
    pub drafted_at: Moment,
    /// Places in it that no figure filled.
    pub missing: usize,
}

/// A template being written; its preview beside.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct TemplateView {
    /// Empty for a new one.
    pub id: String,
    pub version: i32,
    pub words: TemplateWords,
    pub drafting: Drafting,
    /// Every indicator with its code, to be put into the text.
    pub codes: Vec<CodeLine>,
    #[schema(value_type = Option<Object>)]
    pub preview: Option<Document>,
    pub figures: Vec<Cited>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeLine {
    pub code: String,
    pub beside: Vec<String>,
}

/// A template's text with the days it is tried on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PreviewWords {
    /// The template it is a next version of; empty for a new one.
    pub id: String,
    pub name: String,
    pub text: String,
    pub from: String,
    pub until: String,
}

/// An edition from its first draft to the signed one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EditionView {
    pub id: String,
    pub template: String,
    pub version: i32,
    pub state: EditionState,
    #[schema(value_type = String)]
    pub from: Day,
    #[schema(value_type = String)]
    pub until: Day,
    #[schema(value_type = Object)]
    pub document: Document,
    pub figures: Vec<Cited>,
    pub missing: Vec<String>,
    /// SHA-256 of what it says.
    pub hash: String,
    #[schema(value_type = String)]
    pub drafted_at: Moment,
    #[schema(value_type = Option<String>)]
    pub reviewed_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub signed_at: Option<Moment>,
    pub returned_why: Option<String>,
    pub may: EditionMay,
    #[serde(skip)]
    pub returning: Returning,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct EditionMay {
    pub review: bool,
    pub sign: bool,
    pub send_back: bool,
    pub recount: bool,
}
