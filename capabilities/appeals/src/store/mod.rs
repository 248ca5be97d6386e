//! The only SQL of appeals.
mod breaches;
mod bulk;
mod case;
mod catalogue;
mod clock;
mod clusters;
mod commitments;
mod counting;
mod deferral;
mod desk;
mod exclusion;
mod exports;
mod extension;
mod figures;
mod helping;
mod merging;
mod telling;
mod months;
mod open;
mod past;
mod photos;
mod records;
mod referral;
mod recount;
mod residents;
mod returning;
mod services;
mod supervision;
mod sweep;
mod trail;
mod upper;
mod verification;
mod voice;

pub use breaches::*;
pub use bulk::*;
pub use case::*;
pub use catalogue::*;
pub use clock::*;
pub use clusters::*;
pub use commitments::*;
pub use counting::*;
pub use deferral::*;
pub use desk::*;
pub use exclusion::*;
pub use exports::*;
pub use extension::*;
pub use figures::*;
pub use helping::*;
pub use merging::*;
pub use telling::*;
pub use months::*;
pub use open::*;
pub use past::*;
pub use photos::*;
pub use records::*;
pub use referral::*;
pub use recount::*;
pub use residents::*;
pub use returning::*;
pub use services::*;
pub use supervision::*;
pub use sweep::*;
pub use trail::*;
pub use upper::*;
pub use verification::*;
pub use voice::*;

use crate::rules::{AssignmentId, CaseId, ClockId, CommitmentId, PhotoId, ReporterId, VoiceId};
db::stored_id!(CaseId, VoiceId, ReporterId, ClockId, AssignmentId, PhotoId, CommitmentId);

/// A stored code read back as its type; an unknown one is a fault, never a default.
fn code<T>(row: &mut db::Row, read: fn(&str) -> Option<T>) -> db::Result<T> {
    let text: String = row.next()?;
    read(&text).ok_or_else(|| db::Fault::Other(format!("`{text}` is not a code of this column")))
}

fn code_opt<T>(row: &mut db::Row, read: fn(&str) -> Option<T>) -> db::Result<Option<T>> {
    let text: Option<String> = row.next()?;
    match text {
        None => Ok(None),
        Some(text) => read(&text).map(Some).ok_or_else(|| db::Fault::Other(format!("`{text}` is not a code"))),
    }
}
