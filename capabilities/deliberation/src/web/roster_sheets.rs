//! A roster by sheet.

use super::draws::{PoolWords, brought, file};
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::Response;
use edge::{Answer, App, Failure, Page, Path, Query, Seen, Upload};
use kernel::Outcome;

async fn view(app: &App, seen: &Seen, id: BodyId) -> Result<RosterSheetView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::roster_sheet_view(r, &viewer, id, now)).await
}

pub async fn form(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>) -> Answer<RosterSheetView> {
    seen.signed_in()?;
    Ok(Page::show(view(&app, &seen, id).await?))
}

/// Looks at a sheet or takes it in; shown in place, with what it brings.
async fn bring(app: App, seen: Seen, id: BodyId, upload: Upload<PoolWords>, keep: bool) -> Answer<RosterSheetView> {
    seen.signed_in()?;
    let text = match brought(upload) {
        Ok(text) => text,
        Err(problem) => return Ok(Page::after(Outcome::Refused(view(&app, &seen, id).await?, vec![problem])).in_place()),
    };
    let (viewer, sheet) = (seen.viewer.clone(), text.clone());
    let checked = app.write(&seen, move |tx| actions::bring_roster(tx, &viewer, id, &sheet, keep)).await?.1;
    let shown = view(&app, &seen, id).await?;
    let outcome = match checked {
        Ok(b) => Outcome::Done(RosterSheetView { brought: Some(BroughtView { lines: b.lines, fresh: b.fresh, done: keep }), sheet: text, ..shown }),
        Err(problems) => Outcome::Refused(shown, problems),
    };
    Ok(Page::after(outcome).in_place())
}

pub async fn check(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, upload: Upload<PoolWords>) -> Answer<RosterSheetView> {
    bring(app, seen, id, upload, false).await
}

pub async fn take(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, upload: Upload<PoolWords>) -> Answer<RosterSheetView> {
    bring(app, seen, id, upload, true).await
}

/// Shown once, in place: who a member is.
pub async fn open_card(State(app): State<App>, seen: Seen, Path(id): Path<MembershipId>) -> Answer<RosterSheetView> {
    seen.signed_in()?;
    let viewer = seen.viewer.clone();
    let (body, name, contact) = app.write(&seen, move |tx| actions::open_card(tx, &viewer, id)).await?.into_inner();
    let shown = view(&app, &seen, body).await?;
    Ok(Page::show(RosterSheetView { opened: Some(OpenedCardView { id, name, contact }), ..shown }))
}

pub async fn roster_file(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Query(day): Query<super::bodies::OnDay>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::roster_file(r, &viewer, id, day.on, now)).await?;
    Ok(file("text/csv; charset=utf-8", "roster.csv", text))
}
