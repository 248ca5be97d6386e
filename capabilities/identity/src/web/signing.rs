//! Signing in and out.

use crate::views::{OnwardView, SignInView};
use crate::{actions, proof, rules, secret};
use axum::extract::State;
use edge::{Answer, App, Cookie, Input, Page, Query, Seen};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Asking {
    pub next: String,
    pub by: String,
    /// The language of a link to this page; read at the edge.
    pub lang: String,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Password {
    pub login: String,
    pub password: String,
    pub next: String,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Phone {
    pub phone: String,
    pub next: String,
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Code {
    pub phone: String,
    pub code: String,
    pub next: String,
}

pub async fn show(Query(asking): Query<Asking>) -> Answer<SignInView> {
    let by_password = asking.by == "password";
    Ok(Page::show(SignInView { next: rules::own_path(&asking.next), by_password, ..SignInView::default() }))
}

pub async fn by_password(State(app): State<App>, seen: Seen, Input(words): Input<Password>) -> Answer<SignInView> {
    let login = words.login.trim().to_owned();
    let view = SignInView {
        next: rules::own_path(&words.next),
        login: login.clone(),
        by_password: true,
        ..SignInView::default()
    };
    let account = match proof::by_password(&app, &seen, &login, words.password).await? {
        Ok(account) => account,
        Err(problem) => return Ok(Page::after(Outcome::Refused(view, vec![problem]))),
    };
    let (token, address) = (secret::token(), seen.address.clone());
    let kept = token.clone();
    let before = here(&seen);
    app.write(&seen, move |tx| {
        actions::changed_hands(tx, before.clone())?;
        actions::open_session(tx, account.id, Some(&login), &kept, &address, "password")
    })
    .await?;
    Ok(Page::after(Outcome::Done(view)).with_cookie(session_cookie(&app, &token)))
}

pub async fn send(State(app): State<App>, seen: Seen, Input(words): Input<Phone>) -> Answer<SignInView> {
    let mut view = SignInView { next: rules::own_path(&words.next), phone: words.phone.clone(), ..SignInView::default() };
    match proof::send_code(&app, &seen, &words.phone).await? {
        Err(problem) => Ok(Page::after(Outcome::Refused(view, vec![problem]))),
        Ok(phone) => {
            (view.phone, view.sent) = (phone, true);
            Ok(Page::show(view))
        }
    }
}

pub async fn by_code(State(app): State<App>, seen: Seen, Input(words): Input<Code>) -> Answer<SignInView> {
    proof::attempt(&app, &seen)?;
    let phone = rules::phone(&words.phone).unwrap_or_default();
    let view = SignInView {
        next: rules::own_path(&words.next),
        phone: phone.clone(),
        sent: true,
        ..SignInView::default()
    };
    let digest = secret::code_digest(&app.secret, &phone, words.code.trim());
    let (token, address) = (secret::token(), seen.address.clone());
    let kept = token.clone();
    let before = here(&seen);
    let signed = move |tx: &mut db::Tx<'_>| {
        let found = actions::sign_in_by_code(tx, &phone, &digest, &kept, &address)?;
        if found.is_ok() {
            actions::changed_hands(tx, before.clone())?;
        }
        Ok(found)
    };
    let found = app.write(&seen, signed).await?;
    Ok(match found {
        Ok(_) => {
            proof::succeeded(&app, &seen);
            Page::after(Outcome::Done(view)).with_cookie(session_cookie(&app, &token))
        }
        Err(problem) => Page::after(Outcome::Refused(view, vec![problem])),
    })
}

pub async fn out(State(app): State<App>, seen: Seen) -> Answer<OnwardView> {
    if let (Some(account), Some(hash)) = (seen.viewer.account(), seen.session.clone()) {
        app.write(&seen, move |tx| actions::sign_out(tx, account, &hash)).await?;
    }
    Ok(Page::after(Outcome::Done(OnwardView { next: "/".into() })).with_cookie(Cookie::gone(&app, "lq")))
}

/// Who was signed in here until now, and in which session.
fn here(seen: &Seen) -> Option<(kernel::AccountId, Vec<u8>)> {
    seen.viewer.account().zip(seen.session.clone())
}

/// The browser may keep it as long as the longest session; the table ends it sooner.
fn session_cookie(app: &App, token: &str) -> Cookie {
    Cookie::lasting(app, "lq", token, rules::RESIDENT.absolute / 1_000_000)
}
