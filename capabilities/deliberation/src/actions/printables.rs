//! What is printed of a meeting, for those entitled to it.

use super::meeting_view;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result};
use kernel::Moment;

/// A printable, composed from the meeting as this viewer sees it: the notice for whoever sees the meeting, the sheet for who
/// takes attendance, the minutes for everybody once sealed and before that for those who work on them. `link` leads to the
/// meeting's page.
pub fn printable_view(r: &mut Reader<'_>, viewer: &Viewer, id: MeetingId, kind: Printable, link: &str, now: Moment) -> Result<PrintableView> {
    let of = meeting_view(r, viewer, id, now)?;
    let document = match kind {
        Printable::Notice => notice(&of, link),
        Printable::SignIn => of.may.take.then(|| sign_in_sheet(&of, link)),
        Printable::Minutes => minutes(&of, &signers(r, viewer, &of)?, link),
    };
    Ok(PrintableView { meeting: id, kind, document: document.ok_or(Denied::Hidden)? })
}

/// Who led and who wrote on the day of the meeting, by the names they are shown with.
fn signers(r: &mut Reader<'_>, viewer: &Viewer, of: &MeetingView) -> Result<Signers> {
    let (offices, day) = (store::offices_of(r, viewer.street, of.body)?, of.from.day());
    let names = |office: Office| {
        let held = offices.iter().filter(|o| o.office == office && o.from <= day && o.until.is_none_or(|u| day < u));
        held.map(|o| o.shown_name.clone()).collect()
    };
    Ok(Signers { chairs: names(Office::Chair), takers: names(Office::MinuteTaker) })
}
