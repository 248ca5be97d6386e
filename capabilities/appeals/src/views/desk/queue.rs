//! The queue: lines, filters, saved views, and how many wait in each state.

use super::Choice;
use crate::rules::{Case, CaseId, CaseType, State, Urgency};
use crate::views::CategoryChoice;
use kernel::{Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One line of the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseLine {
    #[schema(value_type = String)]
    pub id: CaseId,
    pub case_no: String,
    pub title: String,
    pub case_type: CaseType,
    pub category: String,
    /// The category's name in Chinese and in English.
    pub category_name: (String, String),
    pub place: String,
    pub lead: Option<String>,
    pub urgency: Urgency,
    pub state: State,
    pub round: i32,
    pub voices: i32,
    pub urgings: i32,
    /// How hard it is pressed for, 1 to 3; 0 if it is not.
    pub supervision: i32,
    #[schema(value_type = Option<String>)]
    pub due_at: Option<Moment>,
    pub overdue: bool,
    #[schema(value_type = String)]
    pub opened_at: Moment,
}

impl CaseLine {
    pub fn of(case: &Case, category_name: (String, String), place: String, lead: Option<String>, now: Moment) -> Self {
        Self {
            id: case.id,
            case_no: case.case_no.clone(),
            // Parts that were split off before they were called anything have no title.
            title: if case.title.is_empty() { crate::rules::UNNAMED.to_owned() } else { case.title.clone() },
            case_type: case.case_type,
            category: case.category.clone(),
            category_name,
            place,
            lead,
            urgency: case.urgency,
            state: case.state,
            round: case.round,
            voices: case.voices,
            urgings: case.urgings,
            supervision: case.supervision,
            due_at: case.due_at,
            overdue: case.state.is_open() && case.due_at.is_some_and(|due| due < now),
            opened_at: case.opened_at,
        }
    }
    pub fn path(&self) -> String {
        format!("/desk/cases/{}", self.id)
    }
}

/// Filters of the queue, kept in its address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct QueueWords {
    pub q: String,
    pub state: Option<State>,
    pub category: String,
    /// A community's id.
    pub community: String,
    /// A grid's id.
    pub grid: String,
    /// A unit's id.
    pub unit: String,
    pub urgency: Option<Urgency>,
    /// `overdue` or `soon`: due within four hours.
    pub due: String,
    #[schema(value_type = Option<String>)]
    pub before: Option<CaseId>,
}

impl QueueWords {
    /// The address of the same filters, without the place in the list.
    pub fn query(&self) -> String {
        let state = self.state.map_or("", State::code);
        let urgency = self.urgency.map_or("", Urgency::code);
        let parts = [
            ("q", self.q.trim()),
            ("state", state),
            ("category", &self.category),
            ("community", &self.community),
            ("grid", &self.grid),
            ("unit", &self.unit),
            ("urgency", urgency),
            ("due", &self.due),
        ];
        let filled = parts.into_iter().filter(|(_, v)| !v.is_empty());
        serde_urlencoded::to_string(filled.collect::<Vec<_>>()).unwrap_or_default()
    }
    /// A filter stands beside the search box.
    pub fn is_narrowed(&self) -> bool {
        *self != Self { before: self.before, ..Self::default() }
    }
}

/// How many of what this reader may see stand in a state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Waiting {
    pub state: State,
    pub n: i64,
}

/// Filters somebody keeps under a name.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SavedView {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub name: String,
    pub query: String,
}

/// The lists filters are chosen from.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct QueueChoices {
    pub categories: Vec<CategoryChoice>,
    pub communities: Vec<Choice>,
    pub units: Vec<Choice>,
}

/// Cases this reader may see, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueView {
    pub words: QueueWords,
    pub waiting: Vec<Waiting>,
    pub overdue: i64,
    pub cases: Vec<CaseLine>,
    /// The address of the next page.
    pub next: Option<String>,
    pub views: Vec<SavedView>,
    #[serde(skip)]
    pub choices: QueueChoices,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
