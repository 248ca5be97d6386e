//! What the desk sees of the line.

use crate::rules::{Call, CallWords, Outcome, Service};
use appeals::views::{EarlierVoice, HistoryView};
use kernel::{Day, Moment, Problem, uuid::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

/// One call, without its number.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallLine {
    #[schema(value_type = String)]
    pub id: Uuid,
    pub line: String,
    #[schema(value_type = String)]
    pub queued_at: Moment,
    #[schema(value_type = Option<String>)]
    pub answered_at: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub return_due_at: Option<Moment>,
    /// `ringing`, `talking`, `ended`, `missed`, `late`, `returned`, `withheld` (missed, and no number to call).
    pub stands: &'static str,
    pub transferred_to: Option<String>,
    #[schema(value_type = Option<String>)]
    pub transferred_at: Option<Moment>,
    /// SHA-256 of its recording, if the exchange kept one.
    pub recording_digest: Option<String>,
    pub has_number: bool,
}

impl CallLine {
    pub fn of(c: &Call, now: Moment) -> Self {
        let late = c.return_due_at.is_some_and(|due| due < now);
        let stands = match c {
            _ if c.returned_at.is_some() => "returned",
            _ if c.missed_at.is_some() && !c.has_number => "withheld",
            _ if c.missed_at.is_some() && late => "late",
            _ if c.missed_at.is_some() => "missed",
            _ if c.ended_at.is_some() => "ended",
            _ if c.answered_at.is_some() => "talking",
            _ => "ringing",
        };
        Self {
            id: c.id,
            line: c.line.clone(),
            queued_at: c.queued_at,
            answered_at: c.answered_at,
            return_due_at: c.return_due_at,
            stands,
            transferred_to: c.transferred_to.clone(),
            transferred_at: c.transferred_at,
            recording_digest: c.recording_digest.clone(),
            has_number: c.has_number,
        }
    }
}

/// How the line was served in one hour of the day.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct HourLine {
    pub hour: i8,
    pub served: Service,
}

/// The line now and on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallsView {
    #[schema(value_type = String)]
    pub day: Day,
    pub ringing: Vec<CallLine>,
    pub to_return: Vec<CallLine>,
    /// The last of the day, newest first.
    pub latest: Vec<CallLine>,
    pub served: Service,
    pub hours: Vec<HourLine>,
    pub may_take: bool,
    #[serde(skip)]
    pub typed: CallWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// One call in somebody's hand.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallView {
    pub call: CallLine,
    /// The number, once it may be known.
    pub phone: Option<String>,
    /// What it has said before.
    pub history: Option<HistoryView>,
    /// Voices that were taken in from it.
    pub voices: Vec<EarlierVoice>,
    /// What came of passing it on, for whoever has it in hand.
    pub transfer_outcome: Option<String>,
    /// Where the exchange keeps its recording, for whoever has it in hand.
    pub recording: Option<String>,
    #[serde(skip)]
    pub typed: Outcome,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
