//! Service request updates: what has happened, and what a program adds to a request.

use super::{Asked, MOST, asked};
use crate::rules::{GeoError, Params, STATUSES, window};
use appeals::actions::{AddedTo, add_from_program, public_happenings, public_requests_of};
use appeals::store::RequestFilter;
use appeals::views::PublicRequest;
use db::{Reader, Result, Tx};
use kernel::{Moment, StreetId, uuid::Uuid};

/// What has happened in the window to published requests, or to those of the numbers asked for.
pub fn updates(r: &mut Reader<'_>, street: StreetId, params: &Params, now: Moment) -> Result<std::result::Result<Vec<PublicRequest>, Vec<GeoError>>> {
    let span = match window(params, now) {
        Ok(span) => span,
        Err(wrong) => return Ok(Err(vec![wrong])),
    };
    match asked(params, now) {
        Ok(Asked::Numbers(numbers, _)) => Ok(Ok(public_requests_of(r, street, &numbers, true)?)),
        Ok(Asked::List(_)) => {
            let filter = RequestFilter { updated: (Some(span.0), Some(span.1)), ..RequestFilter::default() };
            Ok(Ok(public_happenings(r, street, &filter, MOST)?))
        }
        Err(wrong) => Ok(Err(wrong)),
    }
}

/// Adds what a program says to a published request, as a supplement; its state is nobody's but the street's.
pub fn add_update(tx: &mut Tx<'_>, params: &Params) -> Result<std::result::Result<Uuid, Vec<GeoError>>> {
    let mut wrong = vec![];
    let missing = |name: &str| GeoError::parameter(name, "it is missing.", "必填。");
    let number = params.get("service_request_id").map(str::to_owned);
    let text = params.text("description");
    if number.is_none() {
        wrong.push(missing("service_request_id"));
    }
    if text.is_empty() {
        wrong.push(missing("description"));
    }
    if text.chars().count() > crate::rules::MOST_DESCRIPTION {
        wrong.push(GeoError::too_long(crate::rules::MOST_DESCRIPTION));
    }
    if params.get("status").is_some_and(|s| !STATUSES.contains(&s.to_lowercase().as_str())) {
        wrong.push(GeoError::parameter("status", "it is not a word of the interface.", "不是接口里的状态。"));
    }
    let Some(number) = number.filter(|_| wrong.is_empty()) else { return Ok(Err(wrong)) };
    Ok(match add_from_program(tx, &number, &text)? {
        AddedTo::Case(note) => Ok(note),
        AddedTo::Ended => Err(vec![GeoError::parameter("service_request_id", "it is closed; bring a new request.", "已经办结，请另提一件。")]),
        AddedTo::Nothing => Err(vec![GeoError::request()]),
    })
}
