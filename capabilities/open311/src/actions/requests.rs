//! The list of requests: a window of at most ninety days, a page by its key.

use crate::rules::{Around, GeoError, Params, around, updated, window};
use appeals::actions::{public_requests, public_requests_around, public_requests_of};
use appeals::rules::states_where;
use appeals::store::{RequestFilter, RequestKey};
use appeals::views::PublicRequest;
use db::{Reader, Result};
use kernel::{Moment, StreetId};

/// The most items of one answer.
pub const MOST: i64 = 1_000;
/// The most numbers asked for at once.
const MOST_NUMBERS: usize = 100;

/// What is asked of a list, judged.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Numbers override everything else; with what has happened to each, or without.
    Numbers(Vec<String>, bool),
    List(Box<Listing>),
}

#[derive(Clone, Debug)]
pub struct Listing {
    pub filter: RequestFilter,
    pub around: Option<Around>,
    /// Codes that must be known.
    pub codes: Vec<String>,
    pub page: i64,
    pub size: i64,
    /// Paging was asked for: the answer says where it goes on.
    pub paged: bool,
    pub after: Option<RequestKey>,
    /// With what has happened to each.
    pub story: bool,
}

/// A page, and the key of its last item where more follow.
pub struct Listed {
    pub requests: Vec<PublicRequest>,
    pub next: Option<RequestKey>,
}

/// Judges the parameters of a list; all that is wrong is told at once.
pub fn asked(params: &Params, now: Moment) -> std::result::Result<Asked, Vec<GeoError>> {
    let (numbers, story) = (params.list("service_request_id"), params.flag("extensions"));
    if numbers.len() > MOST_NUMBERS {
        return Err(vec![GeoError::parameter("service_request_id", "at most 100 at once.", "一次最多100个。")]);
    }
    if !numbers.is_empty() {
        return Ok(Asked::Numbers(numbers, story));
    }
    let mut wrong = vec![];
    let mut keep = |error: GeoError| wrong.push(error);
    let span = updated(params, now).map_err(&mut keep).ok().flatten();
    let by_date = params.get("start_date").is_some() || params.get("end_date").is_some() || span.is_none();
    let requested = if by_date { window(params, now).map_err(&mut keep).ok() } else { None };
    let states = states(params).map_err(&mut keep).unwrap_or_default();
    let around = around(params).map_err(&mut keep).unwrap_or_default();
    let number = |name: &str| match params.get(name) {
        None => Ok(None),
        Some(text) => match text.parse::<i64>() {
            Ok(n) if n >= 0 => Ok(Some(n)),
            _ => Err(GeoError::parameter(name, "it is a whole number, not below zero.", "应为不小于0的整数。")),
        },
    };
    let page = number("page").map_err(&mut keep).unwrap_or_default();
    let size = number("page_size").map_err(&mut keep).unwrap_or_default();
    let after = after(params).map_err(&mut keep).unwrap_or_default();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let codes = params.list("service_code");
    let split = |span: Option<(Moment, Moment)>| (span.map(|s| s.0), span.map(|s| s.1));
    Ok(Asked::List(Box::new(Listing {
        filter: RequestFilter {
            requested: split(requested),
            updated: split(span),
            states,
            categories: codes.clone(),
            around: around.map(Around::bounds),
        },
        around,
        codes,
        // Peers count from 0 or from 1: both are the first.
        page: page.unwrap_or(1).clamp(1, 100_000),
        size: size.unwrap_or(MOST).clamp(1, MOST),
        paged: page.is_some() || size.is_some() || after.is_some(),
        after,
        story,
    })))
}

fn states(params: &Params) -> std::result::Result<Vec<appeals::rules::State>, GeoError> {
    let mut states = vec![];
    for word in params.list("status") {
        match word.to_lowercase().as_str() {
            "open" => states.extend(states_where(true)),
            "closed" => states.extend(states_where(false)),
            _ => return Err(GeoError::parameter("status", "it is open or closed.", "只能是 open 或 closed。")),
        }
    }
    Ok(states)
}

/// The key in the address of a next page: the moment and the number of the last item.
fn after(params: &Params) -> std::result::Result<Option<RequestKey>, GeoError> {
    let Some(text) = params.get("after") else { return Ok(None) };
    let key = text.split_once('~').and_then(|(at, number)| Some((at.parse().ok()?, number)));
    let key = key.map(|(at, number)| RequestKey { requested_at: Moment(at), case_no: number.to_owned() });
    key.map(Some).ok_or_else(|| GeoError::parameter("after", "follow the Link of the page before.", "请使用上一页 Link 里的地址。"))
}

/// The page asked for.
pub fn list(r: &mut Reader<'_>, street: StreetId, asked: &Asked) -> Result<std::result::Result<Listed, GeoError>> {
    match asked {
        Asked::Numbers(numbers, story) => {
            let mut numbers = numbers.clone();
            numbers.sort_unstable();
            numbers.dedup();
            let mut requests = public_requests_of(r, street, &numbers, *story)?;
            requests.sort_by(|a, b| b.requested_at.cmp(&a.requested_at).then_with(|| b.number.cmp(&a.number)));
            Ok(Ok(Listed { requests, next: None }))
        }
        Asked::List(listing) => {
            let known = super::services(r, street)?;
            if !listing.codes.iter().all(|code| known.iter().any(|s| s.code == *code)) {
                return Ok(Err(GeoError::service()));
            }
            page(r, street, listing).map(Ok)
        }
    }
}

fn page(r: &mut Reader<'_>, street: StreetId, listing: &Listing) -> Result<Listed> {
    // Who follows the key of the page before needs to skip nothing.
    let skip = if listing.after.is_some() { 0 } else { (listing.page - 1) * listing.size };
    let (filter, after, size) = (&listing.filter, listing.after.as_ref(), listing.size as usize);
    let mut requests = match listing.around {
        None => public_requests(r, street, filter, after, (skip, listing.size + 1), listing.story)?,
        Some(around) => {
            let here = |point| around.holds(point);
            public_requests_around(r, street, filter, after, (skip as usize, size + 1), listing.story, &here)?
        }
    };
    let more = requests.len() > size;
    requests.truncate(size);
    let next = requests.last().filter(|_| more).map(key_of);
    Ok(Listed { requests, next })
}

pub(super) fn key_of(request: &PublicRequest) -> RequestKey {
    RequestKey { requested_at: request.requested_at, case_no: request.number.clone() }
}
