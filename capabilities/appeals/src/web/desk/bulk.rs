//! One verb on a whole list. It goes on by itself after the answer; what a restart left waiting is gone on with by hand.

use crate::actions;
use crate::rules::BulkWords;
use crate::views::{BulkDone, BulkView, QueueWords};
use auth::Viewer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/bulk", "see_case", "A whole list, counted, with the verbs it can take.", counted)
        .asks::<QueueWords>()
        .gives::<BulkView>()
        .post("/desk/bulk", "see_case", "Do one verb to everything the list holds.", begin)
        .takes::<BulkWords>()
        .gives::<BulkDone>()
        .refuses::<BulkView>()
        .get("/desk/bulk/{id}", "see_case", "How far it is, and how it went.", show)
        .gives::<BulkDone>()
        .post("/desk/bulk/{id}/resumption", "see_case", "Go on with what still waits.", go_on)
        .gives::<BulkDone>()
        .post("/desk/bulk/{id}/undo", "see_case", "Take back what was done.", undo)
        .gives::<BulkDone>()
        .delete("/desk/bulk/{id}", "see_case", "Take back what was done.", undo)
        .gives::<BulkDone>()
}

async fn counted(State(app): State<App>, seen: Seen, Query(words): Query<QueueWords>) -> Answer<BulkView> {
    super::sees_cases(&seen)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::bulk_page(r, &viewer, words, now)).await?))
}

async fn begin(State(app): State<App>, seen: Seen, Input(words): Input<BulkWords>) -> Result<Response, Failure> {
    super::sees_cases(&seen)?;
    let (viewer, asked) = (seen.viewer.clone(), words.clone());
    match app.act(&seen, move |tx| actions::begin_bulk(tx, &viewer, &asked)).await? {
        Outcome::Done(Some(id)) => {
            through(&app, &seen, id, actions::go_on_with_bulk);
            Ok(Page::after(Outcome::Done(done(&app, &seen, id).await?)).into_response())
        }
        Outcome::Done(None) => Err(Failure::NotFound),
        Outcome::Refused(_, problems) => {
            let query: QueueWords = serde_urlencoded::from_str(&words.query).unwrap_or_default();
            let (viewer, now) = (seen.viewer.clone(), seen.now);
            let view = app.read(move |r| actions::bulk_page(r, &viewer, query, now)).await?;
            Ok(Page::after(Outcome::Refused(BulkView { typed: words, ..view }, problems)).into_response())
        }
    }
}

/// Goes through a bulk in small transactions while others' work goes on between them.
fn through(app: &App, seen: &Seen, id: Uuid, step: fn(&mut Tx<'_>, &Viewer, Uuid) -> db::Result<usize>) {
    let (app, seen) = (app.clone(), seen.unkeyed());
    tokio::spawn(async move {
        loop {
            let viewer = seen.viewer.clone();
            match app.write(&seen, move |tx| step(tx, &viewer, id)).await {
                Ok(0) => return,
                Ok(_) => {}
                Err(failure) => {
                    tracing::error!(?failure, "a bulk stopped on its way");
                    return;
                }
            }
        }
    });
}

async fn done(app: &App, seen: &Seen, id: Uuid) -> Result<BulkDone, Failure> {
    super::sees_cases(seen)?;
    let viewer = seen.viewer.clone();
    app.read(move |r| actions::bulk_done(r, &viewer, id)).await
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<BulkDone> {
    Ok(Page::show(done(&app, &seen, id).await?))
}

async fn go_on(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<BulkDone> {
    let view = done(&app, &seen, id).await?;
    through(&app, &seen, id, actions::go_on_with_bulk);
    Ok(Page::after(Outcome::Done(view)))
}

async fn undo(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<BulkDone> {
    let view = done(&app, &seen, id).await?;
    if !view.verb.has_inverse() {
        return Err(Failure::Forbidden);
    }
    through(&app, &seen, id, actions::take_bulk_back);
    Ok(Page::after(Outcome::Done(view)))
}
