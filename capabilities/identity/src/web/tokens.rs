//! One's own API tokens. Made and ended by a person at a screen, never by another token.

use crate::actions;
use crate::views::TokensView;
use axum::extract::State;
use edge::{Answer, App, Failure, Input, Page, Path, Seen};
use kernel::{AccountId, Day, Outcome, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Making {
    /// Roles whose business it may do; `*` is all of mine, none is my own things only.
    pub scopes: Vec<String>,
    /// The last day, `2026-12-31`.
    pub until: String,
}

pub async fn show(State(app): State<App>, seen: Seen) -> Answer<TokensView> {
    let (account, street, now) = (in_person(&seen)?, app.street, seen.now);
    Ok(Page::show(app.read(move |r| actions::tokens(r, street, account, now)).await?))
}

pub async fn make(State(app): State<App>, seen: Seen, Input(words): Input<Making>) -> Answer<TokensView> {
    let account = in_person(&seen)?;
    let until = Day::parse(&words.until).map_or(seen.now, |day| day.plus(1).start());
    let outcome = app.act(&seen, move |tx| actions::make_token(tx, account, &words.scopes, until)).await?;
    Ok(Page::created(outcome).in_place())
}

pub async fn end(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<TokensView> {
    let (account, street, now) = (in_person(&seen)?, app.street, seen.now);
    let verb = move |tx: &mut db::Tx<'_>| actions::revoke_token(tx, account, id);
    let outcome: Outcome<_> = app.act_on(&seen, verb, move |r| actions::tokens(r, street, account, now)).await?;
    Ok(Page::after(outcome))
}

fn in_person(seen: &Seen) -> Result<AccountId, Failure> {
    let account = seen.signed_in()?;
    if seen.session.is_some() { Ok(account) } else { Err(Failure::Forbidden) }
}
