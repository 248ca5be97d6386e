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
use db::{Fault, Result, Row};
use edge::photos::SealedPhoto;
use kernel::uuid::Uuid;

db::stored_id!(BoxId, OpeningId, CardId);

/// A stored code read back as its type; an unknown one is a fault, never a default.
fn code<T>(row: &mut Row, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.next()?;
    read(&text).ok_or_else(|| Fault::Other(format!("`{text}` is not a code of this column")))
}

fn code_opt<T>(row: &mut Row, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    let text: Option<String> = row.next()?;
    text.map(|t| read(&t).ok_or_else(|| Fault::Other(format!("`{t}` is not a code of this column")))).transpose()
}

/// Three columns of a picture that is kept sealed.
fn picture(row: &mut Row) -> Result<Option<SealedPhoto>> {
    let (id, original, sha256): (Option<Uuid>, Option<String>, Option<String>) = (row.next()?, row.next()?, row.next()?);
    Ok(id.zip(original).zip(sha256).map(|((id, original), sha256)| SealedPhoto { id, original, sha256 }))
}
