//! Routes of messages: the inbox, what one chooses, the way out of an e-mail, the log.

use crate::actions::{self, Tellers};
use crate::rules::{self, ChoosingMeans};
use crate::views::{ChoicesView, InboxView, LogView, UnsubscribeView};
use axum::extract::State;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen};
use kernel::{AccountId, Outcome, Problem, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

/// The routes, with the rooms whose words messages are made of.
pub fn routes(tellers: Tellers) -> Routes {
    let of = |tellers: &Tellers| tellers.clone();
    let (show, one, all) = (of(&tellers), of(&tellers), tellers);
    Routes::new("messages")
        .get("/my/messages", "see_messages", "My messages, newest first.", move |app, seen, words| inbox(show.clone(), app, seen, words))
        .asks::<Below>()
        .gives::<InboxView>()
        .post("/my/messages/reading", "read_message", "Mark all as read.", move |app, seen| read_all(all.clone(), app, seen))
        .gives::<InboxView>()
        .post("/my/messages/{id}/reading", "read_message", "Mark one as read.", move |app, seen, id| read(one.clone(), app, seen, id))
        .gives::<InboxView>()
        .get("/account/messages", "choose_means", "How I am told.", choices)
        .gives::<ChoicesView>()
        .post("/account/messages", "choose_means", "Choose means, a quiet time, one list a day.", choose)
        .takes::<ChoosingMeans>()
        .gives::<ChoicesView>()
        .post("/account/messages/email", "verify_email", "Send a code to an e-mail address.", send_code)
        .takes::<Address>()
        .gives::<ChoicesView>()
        .post("/account/messages/email/verification", "verify_email", "The code that came; the address is verified.", verify)
        .takes::<Code>()
        .gives::<ChoicesView>()
        .post("/account/messages/email/removal", "verify_email", "Take the address out.", remove_email)
        .gives::<ChoicesView>()
        .get("/unsubscribe/{token}", "unsubscribe", "Where the link of an e-mail leads.", unsubscriber)
        .gives::<UnsubscribeView>()
        .post("/unsubscribe/{token}", "unsubscribe", "No more e-mail to this address, without signing in.", unsubscribe)
        .gives::<UnsubscribeView>()
        .get("/admin/messages", "keep_messages", "What went out and what did not, without names, numbers or words.", log)
        .asks::<Logged>()
        .gives::<LogView>()
        .post("/admin/messages/{id}/again", "keep_messages", "Try a failed one once more.", again)
        .gives::<LogView>()
}

/// The page below this message.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Below {
    #[schema(value_type = Option<String>)]
    pub before: Option<Uuid>,
}

/// What the log shows.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Logged {
    /// `waiting`, `leaving`, `sent`, `failed` or `dropped`; empty for all.
    pub state: String,
    #[schema(value_type = Option<String>)]
    pub before: Option<Uuid>,
}

#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    pub email: String,
}

#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Code {
    pub code: String,
}

async fn inbox(tellers: Tellers, State(app): State<App>, seen: Seen, Query(words): Query<Below>) -> Answer<InboxView> {
    let (account, street, lang) = (seen.signed_in()?, app.street, seen.lang());
    Ok(Page::show(app.read(move |r| actions::inbox(r, street, account, words.before, &tellers, lang)).await?))
}

async fn read(tellers: Tellers, State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<InboxView> {
    let (account, street, lang) = (seen.signed_in()?, app.street, seen.lang());
    let verb = move |tx: &mut db::Tx<'_>| actions::read(tx, account, id);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::inbox(r, street, account, None, &tellers, lang)).await?))
}

async fn read_all(tellers: Tellers, State(app): State<App>, seen: Seen) -> Answer<InboxView> {
    let (account, street, lang) = (seen.signed_in()?, app.street, seen.lang());
    let verb = move |tx: &mut db::Tx<'_>| actions::read_all(tx, account);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::inbox(r, street, account, None, &tellers, lang)).await?))
}

async fn page(app: &App, seen: &Seen) -> Result<ChoicesView, Failure> {
    let (account, street, staff, now) = (seen.signed_in()?, app.street, seen.viewer.is_staff(), seen.now);
    app.read(move |r| actions::choices(r, street, account, staff, now)).await
}

async fn choices(State(app): State<App>, seen: Seen) -> Answer<ChoicesView> {
    Ok(Page::show(page(&app, &seen).await?))
}

async fn choose(State(app): State<App>, seen: Seen, Input(words): Input<ChoosingMeans>) -> Answer<ChoicesView> {
    let (account, street, staff, now, lang) = (seen.signed_in()?, app.street, seen.viewer.is_staff(), seen.now, seen.lang());
    let typed = words.clone();
    let verb = move |tx: &mut db::Tx<'_>| actions::choose(tx, account, staff, &words, lang);
    let outcome = app.act_on(&seen, verb, move |r| actions::choices(r, street, account, staff, now)).await?;
    Ok(Page::after(match outcome {
        Outcome::Refused(view, problems) => Outcome::Refused(view.typed(&typed), problems),
        done => done,
    }))
}

/// Where one is written to is changed by a person who signed in, never by a program with their token.
fn by_hand(seen: &Seen) -> Result<AccountId, Failure> {
    let account = seen.signed_in()?;
    if seen.session.is_none() { Err(Failure::Forbidden) } else { Ok(account) }
}

async fn send_code(State(app): State<App>, seen: Seen, Input(words): Input<Address>) -> Answer<ChoicesView> {
    let account = by_hand(&seen)?;
    edge::limits::allow(&app, &seen, "email-code", 60, 3600)?;
    let refused = |view: ChoicesView, code: &'static str| {
        let view = ChoicesView { typed_email: words.email.clone(), ..view };
        Ok(Page::after(Outcome::Refused(view, vec![Problem::at("email", code)])))
    };
    let Some(email) = rules::email(&words.email) else { return refused(page(&app, &seen).await?, "email-form") };
    let code = identity::fresh_code();
    let (to, fresh) = (email.clone(), code.clone());
    if !app.write(&seen, move |tx| actions::send_code(tx, account, &to, &fresh)).await? {
        return Err(Failure::TooMany { after_s: 60 });
    }
    let (mail, letter) = (app.mail.clone(), crate::follow::code_letter(seen.lang(), &app.street_name, email, &code));
    let sent = app.blocking(move || mail.send(&letter)).await?;
    let view = page(&app, &seen).await?;
    if sent.is_err() { refused(view, "email-failed") } else { Ok(Page::after(Outcome::Done(view))) }
}

async fn verify(State(app): State<App>, seen: Seen, Input(words): Input<Code>) -> Answer<ChoicesView> {
    let (account, lang) = (by_hand(&seen)?, seen.lang());
    edge::limits::allow(&app, &seen, "email-code-tried", 60, 3600)?;
    let verified = app.write(&seen, move |tx| actions::verify(tx, account, &words.code, lang)).await?;
    let view = page(&app, &seen).await?;
    Ok(Page::after(match verified {
        Ok(()) => Outcome::Done(view),
        Err(problem) => Outcome::Refused(view, vec![problem]),
    }))
}

async fn remove_email(State(app): State<App>, seen: Seen) -> Answer<ChoicesView> {
    let (account, street, staff, now, lang) = (by_hand(&seen)?, app.street, seen.viewer.is_staff(), seen.now, seen.lang());
    let verb = move |tx: &mut db::Tx<'_>| actions::remove_email(tx, account, lang);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::choices(r, street, account, staff, now)).await?))
}

/// Only shows what the link would do: mail programs open links before their readers do.
async fn unsubscriber(State(app): State<App>, Path(token): Path<String>) -> Answer<UnsubscribeView> {
    let street = app.street;
    Ok(Page::show(app.read(move |r| Ok(actions::unsubscriber(r, street, &token)?.1)).await?))
}

/// By the page's button, or by a mail program in one click (RFC 8058).
async fn unsubscribe(State(app): State<App>, seen: Seen, Path(token): Path<String>) -> Answer<UnsubscribeView> {
    let (street, shown) = (app.street, token.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::unsubscribe(tx, &token);
    Ok(Page::after(app.act_on(&seen, verb, move |r| Ok(actions::unsubscriber(r, street, &shown)?.1)).await?))
}

async fn log(State(app): State<App>, seen: Seen, Query(words): Query<Logged>) -> Answer<LogView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::log(r, &viewer, &words.state, words.before, now)).await?))
}

async fn again(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<LogView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let verb = move |tx: &mut db::Tx<'_>| actions::send_again(tx, &viewer, id);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::log(r, &reader, "", None, now)).await?))
}
