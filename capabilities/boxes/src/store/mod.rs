//! The only SQL of boxes.
mod boxes;
mod cards;
mod openings;
mod stubs;

pub use boxes::*;
pub use cards::*;
pub use openings::*;
pub use stubs::*;

use crate::rules::{BoxId, CardId, OpeningId};
use db::{code, code_opt};

db::stored_id!(BoxId, OpeningId, CardId);
