//! One's own account: posts, devices, data, erasure, display.

use crate::views::{AccountView, DataView, OnwardView};
use crate::{actions, rules};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Cookie, Failure, Input, Page, Path, Seen};
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
    let mut view = app.read(move |r| actions::account_page(r, street, account, now)).await?;
    for session in &mut view.sessions {
        session.here = seen.session.as_deref() == Some(&session.hash);
    }
    Ok(Page::show(view))
}

pub async fn end_session(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<AccountView> {
    let (account, street, now) = (seen.signed_in()?, app.street, seen.now);
    let verb = move |tx: &mut db::Tx<'_>| actions::end_session(tx, account, id).map(Outcome::Done);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::account_page(r, street, account, now)).await?))
}

pub async fn data(State(app): State<App>, seen: Seen) -> Answer<DataView> {
    Ok(Page::show(opened(&app, &seen).await?))
}

/// The same as a file to keep.
pub async fn copy(State(app): State<App>, seen: Seen) -> Result<Response, Failure> {
    let view = opened(&app, &seen).await?;
    let body = serde_json::to_vec_pretty(&view).map_err(|e| Failure::Fault(e.to_string()))?;
    let kind = "application/json; charset=utf-8";
    let named = "attachment; filename=\"my-data.json\"";
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, named)], body).into_response())
}

async fn opened(app: &App, seen: &Seen) -> Result<DataView, Failure> {
    let account = seen.signed_in()?;
    // A key opens no sealed value; only a person who signed in does.
    if seen.session.is_none() {
        return Err(Failure::Forbidden);
    }
    let keepers = app.keepers.clone();
    app.write(seen, move |tx| actions::own_data(tx, account, &keepers)).await
}

pub async fn erase(State(app): State<App>, seen: Seen, Input(words): Input<Erasing>) -> Answer<AccountView> {
    let account = seen.signed_in()?;
    if seen.session.is_none() {
        return Err(Failure::Forbidden);
    }
    let keepers = app.keepers.clone();
    let outcome = app
        .act(&seen, move |tx| {
            let (street, now) = (tx.street(), tx.now());
            let view = actions::account_page(tx, street, account, now)?;
            if !words.sure {
                return Ok(Outcome::Refused(view, vec![Problem::at("sure", "say_sure")]));
            }
            actions::erase(tx, account, &keepers)?;
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
