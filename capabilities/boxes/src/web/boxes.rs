//! The list of boxes, one box, its plan, and cards to print.

use crate::actions;
use crate::rules::{BoxId, BoxWords};
use crate::views::{BoxView, BoxesView, SheetCard, SheetView};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use edge::{Answer, App, Failure, Input, Page, Path, Seen};
use http::{HeaderMap, header};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

/// How many sheets to draw numbers for.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Printing {
    pub sheets: Option<i32>,
    /// Made when the form opens: sending it again gives the same cards.
    pub client_key: String,
}

pub async fn list(State(app): State<App>, seen: Seen) -> Answer<BoxesView> {
    Ok(Page::show(listed(&app, &seen).await?))
}

async fn listed(app: &App, seen: &Seen) -> Result<BoxesView, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::boxes_view(r, &viewer, now)).await
}

pub async fn put_up(State(app): State<App>, seen: Seen, Input(words): Input<BoxWords>) -> Answer<BoxesView> {
    seen.staff()?;
    let (viewer, reader, now, said) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::put_up(tx, &viewer, &said);
    let outcome = app.act_on(&seen, verb, move |r| actions::boxes_view(r, &reader, now)).await?;
    Ok(Page::created(outcome.map(|view| BoxesView { words, ..view })))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<BoxId>) -> Answer<BoxView> {
    Ok(Page::show(the_box(&app, &seen, id).await?))
}

pub(super) async fn the_box(app: &App, seen: &Seen, id: BoxId) -> Result<BoxView, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::box_view(r, &viewer, id, now)).await
}

pub async fn change(State(app): State<App>, seen: Seen, Path(id): Path<BoxId>, Input(words): Input<BoxWords>) -> Answer<BoxView> {
    seen.staff()?;
    let (viewer, reader, now, said) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::change(tx, &viewer, id, &said);
    let outcome = app.act_on(&seen, verb, move |r| actions::box_view(r, &reader, id, now)).await?;
    let refused = !outcome.is_done();
    Ok(Page::after(outcome.map(|view| if refused { BoxView { words, ..view } } else { view })))
}

/// Shown in place, this once: the numbers of the stubs are kept nowhere.
pub async fn print(
    State(app): State<App>,
    seen: Seen,
    headers: HeaderMap,
    Path(id): Path<BoxId>,
    Input(words): Input<Printing>,
) -> Result<Response, Failure> {
    let view = the_box(&app, &seen, id).await?;
    let viewer = seen.viewer.clone();
    let printed = app.act(&seen.unkeyed(), move |tx| actions::print_cards(tx, &viewer, id, &words.client_key, words.sheets)).await?;
    let cards = match printed {
        Outcome::Done(cards) => cards,
        Outcome::Refused(_, problems) => return Ok(Page::after(Outcome::Refused(view, problems)).into_response()),
    };
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    let scheme = if app.https { "https" } else { "http" };
    // Behind the #, the code is never sent to any server by the address alone.
    let link = |code: &str| format!("{scheme}://{host}/receipt#{code}");
    let cards = cards.into_iter().map(|c| SheetCard { link: link(&c.code), serial: c.serial, code: c.code }).collect();
    let sheet = SheetView { the_box: id, community: view.line.community, location: view.line.location, cards };
    Ok(Page::created(Outcome::Done(sheet)).in_place().into_response())
}
