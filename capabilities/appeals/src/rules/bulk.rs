//! One verb on everything a list holds: counted first, done case by case under the verb's own rules, undone where the
//! verb has an inverse.

use crate::rules::*;
use kernel::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Cases one bulk may hold.
pub const MOST_BULK: usize = 5_000;

/// Verbs that make sense on many cases at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkVerb {
    /// Each to the unit the catalogue proposes.
    Dispatch,
    Signing,
    /// All into one case.
    Merger,
    Supervision,
}

impl BulkVerb {
    pub const ALL: [Self; 4] = [Self::Dispatch, Self::Signing, Self::Merger, Self::Supervision];
    pub fn code(self) -> &'static str {
        self.verb().code()
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.code() == code)
    }
    pub fn verb(self) -> Verb {
        match self {
            Self::Dispatch => Verb::Dispatch,
            Self::Signing => Verb::Signing,
            Self::Merger => Verb::Merger,
            Self::Supervision => Verb::Supervision,
        }
    }
    /// Whether it can be taken back as a whole.
    pub fn has_inverse(self) -> bool {
        self == Self::Merger
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BulkWords {
    /// The filters of the queue, as in its address.
    pub query: String,
    pub verb: Option<BulkVerb>,
    /// How many were counted: if the list holds another number by now, nothing is done.
    pub expected: i64,
    /// Cases of the list that are left out.
    #[schema(value_type = Vec<String>)]
    pub leave: Vec<CaseId>,
    /// The number of the case they are merged into.
    pub into: String,
    /// How hard it is pressed for.
    pub level: i32,
    /// What is wanted.
    pub text: String,
}

/// What one verb needs, kept beside the bulk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkNeeds {
    pub into: String,
    pub level: i32,
    pub text: String,
}

/// Whether it may begin with the list as it is now.
pub fn judge_bulk(words: &BulkWords, holds: usize) -> Vec<Problem> {
    let mut problems = vec![];
    match words.verb {
        None => problems.push(Problem::at("verb", "bulk-verb")),
        Some(BulkVerb::Merger) if words.into.trim().is_empty() => problems.push(Problem::at("into", "merger-unknown")),
        Some(BulkVerb::Supervision) => {
            problems.extend(text_problem("text", &words.text, MOST_REASON));
            if !(1..=LEVELS).contains(&words.level) {
                problems.push(Problem::at("level", "level-missing"));
            }
        }
        Some(_) => {}
    }
    if holds > MOST_BULK {
        problems.push(Problem::new("bulk-many").with("most", MOST_BULK));
    } else if i64::try_from(holds).unwrap_or(i64::MAX) != words.expected {
        problems.push(Problem::new("bulk-changed").with("was", words.expected).with("is", holds));
    } else if holds <= words.leave.len() {
        problems.push(Problem::new("bulk-nothing"));
    }
    problems
}
