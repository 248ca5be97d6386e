//! The intake form of the desk.

use crate::actions;
use crate::views::*;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use edge::{Answer, App, Failure, Input, Page, Query, Routes, Seen};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/intake", "take_in", "The form for what somebody tells the desk.", form)
        .gives::<IntakeView>()
        .post("/desk/intake/start", "take_in", "The form with a number that is known already.", start)
        .takes::<Caller>()
        .gives::<IntakeView>()
        .post("/desk/intake", "take_in", "Write a voice down; answers with its receipt.", take_in)
        .takes::<DeskIntake>()
        .gives::<TakenView>()
        .refuses::<IntakeView>()
        .post("/desk/intake/history", "take_in", "What a number has said before.", history)
        .takes::<Caller>()
        .gives::<HistoryView>()
        .get("/desk/places", "see_case", "Names of places that fit what is typed.", place_names)
        .asks::<Typed>()
        .gives::<PlaceNamesView>()
}

const SUGGESTIONS: usize = 8;

async fn form(State(app): State<App>, seen: Seen) -> Answer<IntakeView> {
    let words = DeskIntake { client_key: seen.ctx.idempotency.clone(), ..DeskIntake::default() };
    Ok(Page::show(blank(&app, &seen, words).await?))
}

/// The number comes in the body: it is never part of an address.
async fn start(State(app): State<App>, seen: Seen, Input(words): Input<Caller>) -> Answer<IntakeView> {
    let words = DeskIntake { client_key: seen.ctx.idempotency.clone(), phone: words.phone, ..DeskIntake::default() };
    Ok(Page::show(blank(&app, &seen, words).await?))
}

async fn blank(app: &App, seen: &Seen, words: DeskIntake) -> Result<IntakeView, Failure> {
    seen.staff()?;
    let (viewer, street, now) = (seen.viewer.clone(), app.street, seen.now);
    let names = app.read(move |r| actions::intake_names(r, &viewer, street, now)).await?;
    Ok(IntakeView::blank(&names, words))
}

async fn take_in(State(app): State<App>, seen: Seen, Input(words): Input<DeskIntake>) -> Result<Response, Failure> {
    seen.staff()?;
    let (viewer, sent) = (seen.viewer.clone(), words.clone());
    match app.act(&seen.unkeyed(), move |tx| actions::take_in(tx, &viewer, &sent)).await? {
        Outcome::Done(Some(got)) => {
            Ok(Page::created(Outcome::Done(TakenView::of(got))).in_place().into_response())
        }
        outcome => {
            let problems = outcome.problems().to_vec();
            let view = blank(&app, &seen, words).await?;
            Ok(Page::after(Outcome::Refused(view, problems)).into_response())
        }
    }
}

async fn history(State(app): State<App>, seen: Seen, Input(words): Input<Caller>) -> Answer<HistoryView> {
    seen.staff()?;
    let viewer = seen.viewer.clone();
    let view = app.write(&seen, move |tx| actions::history(tx, &viewer, &words.phone)).await?;
    Ok(Page::show(view))
}

/// What is typed; the field may be called as the form calls it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Typed {
    place_name: String,
}

async fn place_names(State(app): State<App>, seen: Seen, Query(words): Query<Typed>) -> Answer<PlaceNamesView> {
    super::sees_cases(&seen)?;
    let street = app.street;
    let names = app
        .read(move |r| {
            let tree = places::tree(r, street)?;
            Ok(tree.search(&words.place_name, SUGGESTIONS).into_iter().map(|p| tree.name_path(p.id)).collect())
        })
        .await?;
    Ok(Page::show(PlaceNamesView { names }))
}
