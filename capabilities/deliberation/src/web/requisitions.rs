//! Asking a body for a meeting.

use super::{PLAN, SEE};
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Routes, Seen};
use kernel::Outcome;
use serde::Deserialize;
use utoipa::ToSchema;

/// What a meeting is asked for about; perhaps through staff.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RequisitionWords {
    pub topic: String,
    pub way: Option<Way>,
    pub name: String,
    pub phone: String,
    /// Where they live or work.
    pub home: String,
    /// It was seen that they belong there.
    pub confirmed: bool,
}

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/bodies/{id}/requisitions", SEE, "What people ask a body to meet about, with the names behind each counted.", list)
        .gives::<RequisitionsView>()
        .post("/bodies/{id}/requisitions", "take_part", "Somebody of the place, or a member, asks for a meeting.", make)
        .takes::<RequisitionWords>()
        .gives::<RequisitionsView>()
        .post("/requisitions/{id}/signatures", "take_part", "One more name behind it; once a person.", sign)
        .takes::<Helped>()
        .gives::<RequisitionsView>()
        .post("/requisitions/{id}/meeting", PLAN, "The meeting that was convened for it.", answer)
        .takes::<ConveningWords>()
        .gives::<RequisitionsView>()
}

async fn list(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>) -> Answer<RequisitionsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::requisitions_view(r, &viewer, id, now)).await?))
}

async fn on(
    app: &App,
    seen: &Seen,
    typed: RequisitionTyped,
    body: impl Fn(&mut db::Reader<'_>) -> db::Result<BodyId> + Send + 'static,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<()>> + Send + 'static,
) -> Result<Outcome<RequisitionsView>, Failure> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let show = move |r: &mut db::Reader<'_>| {
        let id = body(r)?;
        actions::requisitions_view(r, &reader, id, now)
    };
    let outcome = app.act_on(seen, verb, show).await?;
    let done = outcome.is_done();
    Ok(outcome.map(|view| if done { view } else { RequisitionsView { typed, ..view } }))
}

async fn make(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<RequisitionWords>) -> Answer<RequisitionsView> {
    let viewer = seen.viewer.clone();
    let helped = Helped { way: words.way, name: words.name, phone: words.phone, home: words.home, confirmed: words.confirmed, ..Helped::default() };
    let typed = RequisitionTyped { of: None, topic: words.topic.clone(), helped: helped.clone() };
    let verb = move |tx: &mut Tx<'_>| actions::make_requisition(tx, &viewer, id, &words.topic, &helped);
    Ok(Page::created(on(&app, &seen, typed, move |_| Ok(id), verb).await?))
}

/// The body a requisition is put to.
fn body_of(street: kernel::StreetId, id: RequisitionId) -> impl Fn(&mut db::Reader<'_>) -> db::Result<BodyId> {
    move |r| Ok(crate::store::requisition(r, street, id)?.ok_or(auth::Denied::Hidden)?.body)
}

async fn sign(State(app): State<App>, seen: Seen, Path(id): Path<RequisitionId>, Input(helped): Input<Helped>) -> Answer<RequisitionsView> {
    let viewer = seen.viewer.clone();
    let typed = RequisitionTyped { of: Some(id), helped: helped.clone(), ..RequisitionTyped::default() };
    let verb = move |tx: &mut Tx<'_>| actions::sign_requisition(tx, &viewer, id, &helped);
    Ok(Page::after(on(&app, &seen, typed, body_of(seen.viewer.street, id), verb).await?))
}

async fn answer(State(app): State<App>, seen: Seen, Path(id): Path<RequisitionId>, Input(words): Input<ConveningWords>) -> Answer<RequisitionsView> {
    let viewer = seen.viewer.clone();
    let typed = RequisitionTyped { of: Some(id), ..RequisitionTyped::default() };
    let verb = move |tx: &mut Tx<'_>| actions::answer_requisition(tx, &viewer, id, &words);
    Ok(Page::after(on(&app, &seen, typed, body_of(seen.viewer.street, id), verb).await?))
}
