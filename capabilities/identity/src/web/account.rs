//! One's own account: posts, devices, data, erasure, display.

use crate::views::{AccountView, DataView, OnwardView};
use crate::{actions, rules};
use axum::extract::{Path, State};
use edge::{Answer, App, Cookie, Failure, Input, Page, Seen};
use kernel::{Outcome, Problem, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Display {
    pub lang: Option<String>,
    pub mode: Option<String>,
    pub back: String,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Erasing {
    /// Said on purpose.
    pub sure: bool,
}

pub async fn show(State(app): State<App>, seen: Seen) -> Answer<AccountView> {
    let (account, street, now) = (seen.signed_in()?, app.street, seen.now);
    if let Some(hash) = seen.session.clone() {
        let staff = seen.viewer.is_staff();
        app.write(&seen, move |tx| crate::touch(tx, &hash, staff)).await?;
    }
    Ok(Page::show(app.read(move |r| actions::account_page(r, street, account, now)).await?))
}

pub async fn end_session(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<AccountView> {
    let account = seen.signed_in()?;
    let view = app
        .write(&seen, move |tx| {
            actions::end_session(tx, account, id)?;
            let (street, now) = (tx.street(), tx.now());
            actions::account_page(tx, street, account, now)
        })
        .await?;
    Ok(Page::after(Outcome::Done(view)))
}

pub async fn data(State(app): State<App>, seen: Seen) -> Answer<DataView> {
    let account = seen.signed_in()?;
    // A key opens no sealed value; only a person who signed in does.
    if seen.session.is_none() {
        return Err(Failure::Forbidden);
    }
    Ok(Page::show(app.write(&seen, move |tx| actions::own_data(tx, account)).await?))
}

pub async fn erase(State(app): State<App>, seen: Seen, Input(words): Input<Erasing>) -> Answer<AccountView> {
    let account = seen.signed_in()?;
    if seen.session.is_none() {
        return Err(Failure::Forbidden);
    }
    let outcome = app
        .act(&seen, move |tx| {
            let (street, now) = (tx.street(), tx.now());
            let view = actions::account_page(tx, street, account, now)?;
            if !words.sure {
                return Ok(Outcome::Refused(view, vec![Problem::at("sure", "say_sure")]));
            }
            actions::erase(tx, account)?;
            Ok(Outcome::Done(view))
        })
        .await?;
    let done = outcome.is_done();
    let page = Page::after(outcome);
    Ok(if done { page.with_cookie(Cookie::gone(&app, "lq")) } else { page })
}

pub async fn display(State(app): State<App>, Input(words): Input<Display>) -> Answer<OnwardView> {
    let year = 365 * 86_400;
    let mut page = Page::after(Outcome::Done(OnwardView { next: rules::own_path(&words.back) }));
    if let Some(lang) = words.lang.filter(|l| ["zh-CN", "en"].contains(&l.as_str())) {
        page = page.with_cookie(Cookie::lasting(&app, "lq-lang", &lang, year));
    }
    if let Some(mode) = words.mode.filter(|m| ["standard", "elder"].contains(&m.as_str())) {
        page = page.with_cookie(Cookie::lasting(&app, "lq-mode", &mode, year));
    }
    Ok(page)
}
