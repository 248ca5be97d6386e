//! The letter to a community's secretary.

use crate::actions::Names;
use crate::rules::{Channel, Reception};
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Failure, Page, Routes, Seen};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/mailbox", "public", "A letter to the secretary of a community.", form).gives::<MailboxView>()
}

async fn form(State(app): State<App>, seen: Seen) -> Answer<MailboxView> {
    let words = Reception { client_key: seen.ctx.idempotency.clone(), channel: Some(Channel::Mailbox), ..Reception::default() };
    Ok(Page::show(blank(&app, words).await?))
}

/// The letter with these words in it.
pub(super) async fn blank(app: &App, words: Reception) -> Result<MailboxView, Failure> {
    let street = app.street;
    let communities = app.read(move |r| Ok(Names::read(r, street)?.communities())).await?;
    Ok(MailboxView { words, communities, problems: vec![] })
}
