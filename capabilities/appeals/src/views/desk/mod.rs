//! What staff see: the queue, one case, the intake form, callbacks due and the pipeline.

mod bulk;
mod callbacks;
mod case;
mod catalogue;
mod clusters;
mod exports;
mod intake;
mod pipeline;
mod queue;
mod upper;

pub use bulk::*;
pub use callbacks::*;
pub use case::*;
pub use catalogue::*;
pub use clusters::*;
pub use exports::*;
pub use intake::*;
pub use pipeline::*;
pub use queue::*;
pub use upper::*;

use serde::Serialize;
use utoipa::ToSchema;

/// One choice of a list: what is sent, and what is read.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Choice {
    pub value: String,
    pub text: String,
}

impl Choice {
    pub fn new(value: impl ToString, text: impl ToString) -> Self {
        Self { value: value.to_string(), text: text.to_string() }
    }
}
