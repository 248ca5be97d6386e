//! Routes of hooks.

use crate::actions;
use crate::rules::HookWords;
use crate::views::HooksView;
use auth::Viewer;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub fn routes() -> Routes {
    Routes::new("webhooks")
        .get("/admin/webhooks", "keep_webhooks", "Programs that are told what happened, and the log of it.", show)
        .gives::<HooksView>()
        .post("/admin/webhooks", "keep_webhooks", "Tell another program; answers with its secret, once.", make)
        .takes::<HookWords>()
        .gives::<HooksView>()
        .post("/admin/webhooks/{id}/rest", "keep_webhooks", "Tell it nothing for now.", rest)
        .gives::<HooksView>()
        .post("/admin/webhooks/{id}/wake", "keep_webhooks", "Tell it again.", wake)
        .gives::<HooksView>()
        .post("/admin/webhooks/sendings/{id}/again", "keep_webhooks", "Send a failed message once more.", again)
        .gives::<HooksView>()
}

async fn page(app: &App, seen: &Seen) -> Result<HooksView, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::page(r, &viewer, now)).await
}

async fn show(State(app): State<App>, seen: Seen) -> Answer<HooksView> {
    Ok(Page::show(page(&app, &seen).await?))
}

async fn make(State(app): State<App>, seen: Seen, Input(words): Input<HookWords>) -> Answer<HooksView> {
    seen.staff()?;
    let (viewer, sent) = (seen.viewer.clone(), words.clone());
    let made = app.act(&seen, move |tx| actions::make(tx, &viewer, &sent)).await?;
    let view = page(&app, &seen).await?;
    Ok(match made {
        // The secret is on this page and on no other: the page stays.
        Outcome::Done(secret) => Page::after(Outcome::Done(HooksView { secret, ..view })).in_place(),
        Outcome::Refused(_, problems) => Page::after(Outcome::Refused(HooksView { typed: words, ..view }, problems)),
    })
}

async fn on_hook(
    app: &App,
    seen: &Seen,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static,
) -> Answer<HooksView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    Ok(Page::after(app.act_on(seen, move |tx| verb(tx, &viewer), move |r| actions::page(r, &reader, now)).await?))
}

async fn rest(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<HooksView> {
    on_hook(&app, &seen, move |tx, v| actions::switch(tx, v, id, false)).await
}
async fn wake(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<HooksView> {
    on_hook(&app, &seen, move |tx, v| actions::switch(tx, v, id, true)).await
}
async fn again(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<HooksView> {
    on_hook(&app, &seen, move |tx, v| actions::send_again(tx, v, id)).await
}
