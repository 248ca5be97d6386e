//! One text of a matter: read, flagged, moderated, its author paused, let out.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/matters/{id}/texts/{kind}/{part}", SEE, "One argument, answer or option, with what can be done about it.", show)
        .gives::<TextView>()
        .post("/matters/{id}/texts/{kind}/{part}/flags", "take_part", "Say that something is wrong with a text; once a person.", flag)
        .takes::<Flagging>()
        .gives::<TextView>()
        .post("/matters/{id}/texts/{kind}/{part}/moderation", MODERATE, "Fold, hide, cover words of it, or move it, on one of the grounds.", moderate)
        .takes::<Curbing>()
        .gives::<TextView>()
        .post("/matters/{id}/texts/{kind}/{part}/pause", MODERATE, "Whoever wrote it pauses for some days, with a reason.", pause)
        .takes::<Pausing>()
        .gives::<TextView>()
        .post("/matters/{id}/texts/{kind}/{part}/release", MODERATE, "Somebody's first argument was read and is shown from now on.", release)
        .gives::<TextView>()
}

type At = (MatterId, PartKind, Uuid);

fn target((matter, kind, part): At) -> Target {
    Target::Part { matter, kind, part }
}

async fn show(State(app): State<App>, seen: Seen, Path(at): Path<At>) -> Answer<TextView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::text_view(r, &viewer, at, now)).await?))
}

/// A verb on a text, and the text as it then stands; refused, with what was typed.
async fn on_text(app: &App, seen: &Seen, at: At, typed: Curbing, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Text>> + Send + 'static) -> Answer<TextView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::text_view(r, &reader, at, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { TextView { typed, ..view } })))
}

async fn flag(State(app): State<App>, seen: Seen, Path(at): Path<At>, Input(words): Input<Flagging>) -> Answer<TextView> {
    let viewer = seen.viewer.clone();
    on_text(&app, &seen, at, Curbing::default(), move |tx| actions::flag_text(tx, &viewer, target(at), &words)).await
}

async fn moderate(State(app): State<App>, seen: Seen, Path(at): Path<At>, Input(words): Input<Curbing>) -> Answer<TextView> {
    let (viewer, typed) = (seen.viewer.clone(), words.clone());
    on_text(&app, &seen, at, typed, move |tx| actions::moderate(tx, &viewer, target(at), &words)).await
}

async fn pause(State(app): State<App>, seen: Seen, Path(at): Path<At>, Input(words): Input<Pausing>) -> Answer<TextView> {
    let viewer = seen.viewer.clone();
    on_text(&app, &seen, at, Curbing::default(), move |tx| actions::pause_author(tx, &viewer, target(at), &words)).await
}

async fn release(State(app): State<App>, seen: Seen, Path(at): Path<At>) -> Answer<TextView> {
    let viewer = seen.viewer.clone();
    on_text(&app, &seen, at, Curbing::default(), move |tx| actions::release_text(tx, &viewer, target(at))).await
}
