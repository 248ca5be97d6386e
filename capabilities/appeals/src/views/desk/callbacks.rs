//! Callbacks due: whom to ask next, what was answered, and what was tried.

use super::CaseLine;
use crate::rules::VoiceId;
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// One voice that has to be asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallbackLine {
    pub case: CaseLine,
    #[schema(value_type = String)]
    pub voice: VoiceId,
    pub wish: &'static str,
    pub attempts: usize,
    #[schema(value_type = Option<String>)]
    pub last_at: Option<Moment>,
}

/// Voices to be asked that this officer may ask; those promised longest ago first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallbacksView {
    pub lines: Vec<CallbackLine>,
    /// Cases whose voices are all settled and that wait for closing or a redo.
    pub ready: Vec<CaseLine>,
    pub next: Option<String>,
}
