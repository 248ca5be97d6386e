//! Authors who pause: the log, the pause, the objection and its decision.

use super::moderation::on_proposal;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .post("/proposals/{id}/pause", MODERATE, "Its first author pauses for some days, with a reason.", pause)
        .takes::<Pausing>()
        .gives::<ProposalView>()
        .get("/moderation/pauses", SEE, "The public log of pauses, never who.", show)
        .gives::<PausesView>()
        .post("/moderation/pauses/{id}/objection", "author_proposal", "Who is paused objects, once.", object)
        .takes::<Objecting>()
        .gives::<PausesView>()
        .post("/moderation/pauses/{id}/opening", "open_moderation", "The words of an objection, on record.", open)
        .gives::<PausesView>()
        .post("/moderation/pauses/{id}/verdict", MODERATE, "Decide about a pause, as another account.", settle)
        .takes::<Settling>()
        .gives::<PausesView>()
        .post("/moderation/pauses/{id}/lifting", MODERATE, "End a pause early, with a public reason.", lift)
        .takes::<Lifting>()
        .gives::<PausesView>()
}

async fn pause(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>, Input(words): Input<Pausing>) -> Answer<ProposalView> {
    let viewer = seen.viewer.clone();
    on_proposal(&app, &seen, id, move |tx| actions::pause_author(tx, &viewer, Target::Proposal { proposal: id }, &words)).await
}

async fn show(State(app): State<App>, seen: Seen) -> Answer<PausesView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::pauses_view(r, &viewer, now)).await?))
}

async fn on_pause(app: &App, seen: &Seen, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Pause>> + Send + 'static) -> Answer<PausesView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::after(app.act_on(seen, verb, move |r| actions::pauses_view(r, &reader, now)).await?))
}

async fn object(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Objecting>) -> Answer<PausesView> {
    let viewer = seen.viewer.clone();
    on_pause(&app, &seen, move |tx| actions::object_to_pause(tx, &viewer, id, &words)).await
}

async fn open(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<PausesView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let opened = app.write(&seen, move |tx| actions::open_pause(tx, &viewer, id)).await?;
    let view = app.read(move |r| actions::pauses_view(r, &reader, now)).await?;
    Ok(Page::after(Outcome::Done(PausesView { opened: Some(opened), ..view })).in_place())
}

async fn settle(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Settling>) -> Answer<PausesView> {
    let viewer = seen.viewer.clone();
    on_pause(&app, &seen, move |tx| actions::settle_pause(tx, &viewer, id, &words)).await
}

async fn lift(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Lifting>) -> Answer<PausesView> {
    let viewer = seen.viewer.clone();
    on_pause(&app, &seen, move |tx| actions::lift_pause(tx, &viewer, id, &words)).await
}
