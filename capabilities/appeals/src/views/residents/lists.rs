//! The residents' lists: the first page, public cases, one's own things.

use crate::rules::VoiceId;
use crate::views::{CategoryChoice, Choice, PublicCase};
use kernel::{PlaceId, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// The resident's first page.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HomeView {
    /// The street's own number.
    pub hotline: Option<String>,
    pub mine: Vec<MyVoice>,
    pub mine_total: usize,
    pub recent: Vec<PublicCase>,
    /// Published cases in work, and those settled.
    pub open_total: i64,
    pub done_total: i64,
}

/// One of a resident's own voices.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MyVoice {
    #[schema(value_type = String)]
    pub voice: VoiceId,
    pub case: PublicCase,
    /// `answer` a question, or `rate` what was done; nothing otherwise.
    pub waits: Option<&'static str>,
    pub withdrawn: bool,
}

impl MyVoice {
    pub fn path(&self) -> String {
        format!("/voices/{}", self.voice)
    }
}

/// A resident's own things.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct MyView {
    pub signed_in: bool,
    pub voices: Vec<MyVoice>,
    /// A receipt open on this device that is not among them.
    pub may_attach: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Filters of the public list, kept in its address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct PublicFilter {
    pub category: String,
    #[schema(value_type = Option<String>)]
    pub community: Option<PlaceId>,
    #[schema(value_type = Option<String>)]
    pub grid: Option<PlaceId>,
    /// `open`, `done`, or empty for both.
    pub progress: String,
}

impl PublicFilter {
    /// The list under this filter; empty words are left out.
    pub fn path(&self) -> String {
        let mut parts = vec![];
        let mut add = |name: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{name}={value}"));
            }
        };
        add("category", self.category.clone());
        add("community", self.community.map(|c| c.to_string()).unwrap_or_default());
        add("grid", self.grid.map(|g| g.to_string()).unwrap_or_default());
        add("progress", self.progress.clone());
        if parts.is_empty() { "/cases".into() } else { format!("/cases?{}", parts.join("&")) }
    }
}

/// A grid on the public map.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicGrid {
    #[schema(value_type = String)]
    pub id: PlaceId,
    pub name: String,
    pub cases: i64,
    #[serde(skip)]
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// Published cases, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicCasesView {
    pub filter: PublicFilter,
    /// How many there are under the filter.
    pub total: i64,
    pub cases: Vec<PublicCase>,
    pub categories: Vec<CategoryChoice>,
    pub communities: Vec<Choice>,
    /// The grid the list is narrowed to.
    pub grid: Option<String>,
    pub map: Vec<PublicGrid>,
    /// The address of the next page.
    pub next: Option<String>,
    /// This is not the first page.
    pub further: bool,
}
