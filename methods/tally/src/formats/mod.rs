//! The field's exchange formats, read from text.

pub mod blt;
pub mod preflib;
