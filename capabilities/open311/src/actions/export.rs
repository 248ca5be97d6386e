//! The bulk export of a month: every published request asked for in it, newest first, a page at a time.

use super::{MOST, requests::key_of};
use crate::rules::GeoError;
use appeals::actions::public_requests;
use appeals::rules::slices::Window;
use appeals::store::{RequestFilter, RequestKey};
use appeals::views::PublicRequest;
use db::{Reader, Result};
use kernel::{Moment, StreetId};

/// A month as its file is named: `2026-10`. Gives its first moment and its last.
pub fn month(name: &str) -> std::result::Result<(Moment, Moment), GeoError> {
    let month = Window::of_month(name).ok_or_else(GeoError::no_such_address)?;
    Ok((month.from.start(), month.to.start().plus(-1)))
}

/// A page of the month, and where it goes on.
pub fn export_page(
    r: &mut Reader<'_>,
    street: StreetId,
    (from, to): (Moment, Moment),
    after: Option<&RequestKey>,
) -> Result<(Vec<PublicRequest>, Option<RequestKey>)> {
    let filter = RequestFilter { requested: (Some(from), Some(to)), ..RequestFilter::default() };
    let requests = public_requests(r, street, &filter, after, (0, MOST), false)?;
    let next = requests.last().filter(|_| requests.len() as i64 == MOST).map(key_of);
    Ok((requests, next))
}
