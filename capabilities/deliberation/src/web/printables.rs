//! Printables of a meeting: the same document as a page to print and as a file to edit and sign.

use super::calendars::site;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Page, Path, Routes, Seen};
use http::{HeaderMap, header};

pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/meetings/{id}/notice", "see_meeting", "The convening notice in force, to print.", notice)
        .gives::<PrintableView>()
        .get("/meetings/{id}/notice.docx", "see_meeting", "The convening notice as an official document.", notice_file)
        .gives_file(DOCX)
        .get("/meetings/{id}/sign-in-sheet", "take_attendance", "The sheet at the door, to print.", sign_in)
        .gives::<PrintableView>()
        .get("/meetings/{id}/sign-in-sheet.docx", "take_attendance", "The sheet at the door as a document.", sign_in_file)
        .gives_file(DOCX)
        .get("/meetings/{id}/minutes", "see_meeting", "The minutes, to print.", minutes)
        .gives::<PrintableView>()
        .get("/meetings/{id}/minutes.docx", "see_meeting", "The minutes as an official document.", minutes_file)
        .gives_file(DOCX)
}

async fn composed(app: &App, seen: &Seen, headers: &HeaderMap, id: MeetingId, kind: Printable) -> Result<PrintableView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let link = format!("{}/meetings/{id}", site(app, headers));
    app.read(move |r| actions::printable_view(r, &viewer, id, kind, &link, now)).await
}

async fn file(app: &App, seen: &Seen, headers: &HeaderMap, id: MeetingId, kind: Printable) -> Result<Response, Failure> {
    let shown = composed(app, seen, headers, id, kind).await?;
    Ok(docx(&shown.document, &kind.code().replace('_', "-")))
}

/// A document as a file of that name.
pub(super) fn docx(document: &documents::Document, name: &str) -> Response {
    let named = format!("attachment; filename=\"{name}.docx\"");
    ([(header::CONTENT_TYPE, DOCX.to_owned()), (header::CONTENT_DISPOSITION, named)], documents::to_docx(document)).into_response()
}

async fn notice(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Answer<PrintableView> {
    Ok(Page::show(composed(&app, &seen, &headers, id, Printable::Notice).await?))
}

async fn notice_file(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Result<Response, Failure> {
    file(&app, &seen, &headers, id, Printable::Notice).await
}

async fn sign_in(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Answer<PrintableView> {
    seen.signed_in()?;
    Ok(Page::show(composed(&app, &seen, &headers, id, Printable::SignIn).await?))
}

async fn sign_in_file(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Result<Response, Failure> {
    seen.signed_in()?;
    file(&app, &seen, &headers, id, Printable::SignIn).await
}

async fn minutes(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Answer<PrintableView> {
    Ok(Page::show(composed(&app, &seen, &headers, id, Printable::Minutes).await?))
}

async fn minutes_file(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Result<Response, Failure> {
    file(&app, &seen, &headers, id, Printable::Minutes).await
}
