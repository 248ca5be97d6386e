//! Flags, the public log of moderation, objections and their decision.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Query, Routes, Seen};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Asked {
    #[schema(value_type = Option<String>)]
    before: Option<ModerationId>,
}

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/moderation", SEE, "The public log of what was folded, hidden, covered or moved, never the words; beside it what waits.", show)
        .asks::<Asked>()
        .gives::<ModerationView>()
        .post("/proposals/{id}/flags", "propose", "Say that something is wrong with a text; once a person.", flag)
        .takes::<Flagging>()
        .gives::<ProposalView>()
        .post("/proposals/{id}/moderation", "moderate", "Fold, hide or cover words of a text, on one of the grounds.", moderate)
        .takes::<Curbing>()
        .gives::<ProposalView>()
        .post("/moderation/{id}/objection", "author_proposal", "Its author objects, once.", object)
        .takes::<Objecting>()
        .gives::<ModerationView>()
        .post("/moderation/{id}/opening", "open_moderation", "The hidden words and the objection, on record.", open)
        .gives::<ModerationView>()
        .post("/moderation/{id}/verdict", "moderate", "Decide an objection, as another account.", settle)
        .takes::<Settling>()
        .gives::<ModerationView>()
}

async fn show(State(app): State<App>, seen: Seen, Query(asked): Query<Asked>) -> Answer<ModerationView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::moderation_view(r, &viewer, asked.before, now)).await?))
}

async fn flag(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>, Input(words): Input<Flagging>) -> Answer<ProposalView> {
    let viewer = seen.viewer.clone();
    on_proposal(&app, &seen, id, move |tx| actions::flag_text(tx, &viewer, Target::Proposal { proposal: id }, &words)).await
}

async fn moderate(State(app): State<App>, seen: Seen, Path(id): Path<ProposalId>, Input(words): Input<Curbing>) -> Answer<ProposalView> {
    let viewer = seen.viewer.clone();
    on_proposal(&app, &seen, id, move |tx| actions::moderate(tx, &viewer, Target::Proposal { proposal: id }, &words)).await
}

pub(super) async fn on_proposal(app: &App, seen: &Seen, id: ProposalId, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Text>> + Send + 'static) -> Answer<ProposalView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::after(app.act_on(seen, verb, move |r| actions::proposal_view(r, &reader, id, now)).await?))
}

/// A verb on one act, and the log as it then stands; refused, with what was typed beside the one it is for.
async fn on_log(app: &App, seen: &Seen, id: ModerationId, typed: Settling, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Moderation>> + Send + 'static) -> Answer<ModerationView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::moderation_view(r, &reader, None, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { ModerationView { settling: Some(id), typed, ..view } })))
}

async fn object(State(app): State<App>, seen: Seen, Path(id): Path<ModerationId>, Input(words): Input<Objecting>) -> Answer<ModerationView> {
    let viewer = seen.viewer.clone();
    let typed = Settling { reason: words.text.clone(), ..Settling::default() };
    on_log(&app, &seen, id, typed, move |tx| actions::object_to_moderation(tx, &viewer, id, &words)).await
}

async fn open(State(app): State<App>, seen: Seen, Path(id): Path<ModerationId>) -> Answer<ModerationView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let opened = app.write(&seen, move |tx| actions::open_moderation(tx, &viewer, id)).await?;
    let view = app.read(move |r| actions::moderation_view(r, &reader, None, now)).await?;
    Ok(Page::after(Outcome::Done(ModerationView { opened: Some(opened), ..view })).in_place())
}

async fn settle(State(app): State<App>, seen: Seen, Path(id): Path<ModerationId>, Input(words): Input<Settling>) -> Answer<ModerationView> {
    let (viewer, typed) = (seen.viewer.clone(), words.clone());
    on_log(&app, &seen, id, typed, move |tx| actions::settle_moderation(tx, &viewer, id, &words)).await
}
