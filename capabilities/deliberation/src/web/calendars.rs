//! Feeds and one's own meetings.

use crate::actions::{self, FeedOf};
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Page, Path, Seen};
use http::{HeaderMap, header};
use i18n_embed_fl::fl;

/// Where the pages are, as this request reached them.
pub(super) fn site(app: &App, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    format!("{}://{host}", if app.https { "https" } else { "http" })
}

async fn told(app: &App, seen: &Seen, headers: &HeaderMap, of: FeedOf) -> Result<Response, Failure> {
    let (street, now, w) = (app.street, seen.now, crate::words(seen.lang()));
    let (name, events) = app.read(move |r| actions::feed_events(r, street, of, |body| fl!(w, "meeting-of", body = body), now)).await?;
    let name = if name.is_empty() { fl!(w, "meetings-title") } else { name };
    let head = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "max-age=900")];
    Ok((head, feed(&name, &events, &site(app, headers))).into_response())
}

pub async fn of_street(State(app): State<App>, seen: Seen, headers: HeaderMap) -> Result<Response, Failure> {
    told(&app, &seen, &headers, FeedOf::Street).await
}

pub async fn of_body(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<BodyId>) -> Result<Response, Failure> {
    told(&app, &seen, &headers, FeedOf::Body(id)).await
}

/// Whoever holds the link reads it.
pub async fn own(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(token): Path<String>) -> Result<Response, Failure> {
    let street = app.street;
    let account = app.read(move |r| actions::calendar_holder(r, street, &token)).await?;
    told(&app, &seen, &headers, FeedOf::Account(account)).await
}

pub async fn my_meetings(State(app): State<App>, seen: Seen) -> Answer<MyMeetingsView> {
    seen.signed_in()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::my_meetings_view(r, &viewer, now)).await?))
}

/// The new link is shown once, in place.
pub async fn make_link(State(app): State<App>, seen: Seen, headers: HeaderMap) -> Answer<MyMeetingsView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let token = app.write(&seen, move |tx| actions::make_calendar_link(tx, &viewer)).await?;
    let shown = app.read(move |r| actions::my_meetings_view(r, &reader, now)).await?;
    Ok(Page::show(MyMeetingsView { link: Some(format!("{}/calendars/{token}", site(&app, &headers))), ..shown }))
}
