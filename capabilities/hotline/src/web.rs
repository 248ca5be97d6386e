//! Routes of the line: the desk's pages, and the door of the telephone exchange.

use crate::actions;
use crate::rules::{CallWords, Outcome, SCOPE, WHO_MAY};
use crate::views::{CallView, CallsView};
use appeals::views::{DeskIntake, IntakeView, TakenView};
use auth::{Strength, Viewer, Who};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use db::{By, Tx};
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen, limits};
use http::{HeaderMap, StatusCode, header};
use kernel::{Actor, Outcome as Done, uuid::Uuid};
use outside::exchange::Signal;
use serde::Deserialize;
use serde_json::json;

pub fn routes() -> Routes {
    Routes::new("hotline")
        .get("/desk/calls", "see_calls", "The line now, calls to return, and how it was served on a day.", calls)
        .asks::<WhichDay>()
        .gives::<CallsView>()
        .post("/desk/calls", "take_calls", "Write a call down where no exchange tells of it.", write_down)
        .takes::<CallWords>()
        .gives::<CallView>()
        .refuses::<CallsView>()
        .get("/desk/calls/{id}", "take_calls", "One call in hand, with what its number has said before.", show)
        .gives::<CallView>()
        .post("/desk/calls/{id}/answer", "take_calls", "Take a ringing call.", answer)
        .gives::<CallView>()
        .get("/desk/calls/{id}/intake", "take_calls", "The form for what somebody tells in this call.", intake)
        .gives::<IntakeView>()
        .post("/desk/calls/{id}/intake", "take_calls", "Write down what was told in this call; answers with its receipt.", take_in)
        .takes::<DeskIntake>()
        .gives::<TakenView>()
        .refuses::<IntakeView>()
        .post("/desk/calls/{id}/return", "take_calls", "A missed call was called back.", give_back)
        .takes::<Outcome>()
        .gives::<CallView>()
        .post("/desk/calls/{id}/transfer", "take_calls", "The call was passed on.", pass_on)
        .takes::<Outcome>()
        .gives::<CallView>()
}

/// The exchange speaks here with a key of its own; see docs/operations.md.
pub fn exchange_routes() -> Routes {
    Routes::new("hotline")
        .post("/exchange/signals", "signal_calls", "What the telephone exchange says of a call.", signal)
        .open("/exchange/{*rest}", nothing)
}

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct WhichDay {
    day: String,
}

async fn calls(State(app): State<App>, seen: Seen, Query(words): Query<WhichDay>) -> Answer<CallsView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::calls_page(r, &viewer, &words.day, now)).await?))
}

async fn page(app: &App, seen: &Seen, id: Uuid) -> Result<CallView, Failure> {
    let viewer = seen.viewer.clone();
    app.write(seen, move |tx| actions::call_page(tx, &viewer, id)).await
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<CallView> {
    seen.staff()?;
    Ok(Page::show(page(&app, &seen, id).await?))
}

async fn write_down(State(app): State<App>, seen: Seen, Input(words): Input<CallWords>) -> Result<Response, Failure> {
    seen.staff()?;
    let (viewer, sent) = (seen.viewer.clone(), words.clone());
    match app.act(&seen, move |tx| actions::write_down(tx, &viewer, &sent)).await? {
        Done::Done(Some(id)) => Ok(Page::after(Done::Done(page(&app, &seen, id).await?)).into_response()),
        Done::Done(None) => Err(Failure::NotFound),
        Done::Refused(_, problems) => {
            let (viewer, now) = (seen.viewer.clone(), seen.now);
            let view = app.read(move |r| actions::calls_page(r, &viewer, "", now)).await?;
            Ok(Page::after(Done::Refused(CallsView { typed: words, ..view }, problems)).into_response())
        }
    }
}

/// One verb on a call, and the call as it then stands; what was typed and refused stands in it again.
async fn on_call(
    app: &App,
    seen: &Seen,
    id: Uuid,
    typed: Outcome,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Done<()>> + Send + 'static,
) -> Answer<CallView> {
    seen.staff()?;
    let viewer = seen.viewer.clone();
    let done = app.act(seen, move |tx| verb(tx, &viewer)).await?;
    let view = page(app, seen, id).await?;
    Ok(Page::after(match done {
        Done::Done(()) => Done::Done(view),
        Done::Refused((), problems) => Done::Refused(CallView { typed, ..view }, problems),
    }))
}

async fn answer(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<CallView> {
    on_call(&app, &seen, id, Outcome::default(), move |tx, v| actions::answer(tx, v, id)).await
}

async fn intake(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<IntakeView> {
    seen.staff()?;
    Ok(Page::show(blank(&app, &seen, id).await?))
}

async fn blank(app: &App, seen: &Seen, id: Uuid) -> Result<IntakeView, Failure> {
    let (viewer, key) = (seen.viewer.clone(), seen.ctx.idempotency.clone());
    app.write(seen, move |tx| actions::intake(tx, &viewer, id, key.clone())).await
}

async fn take_in(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<DeskIntake>) -> Result<Response, Failure> {
    seen.staff()?;
    let (viewer, sent) = (seen.viewer.clone(), words.clone());
    match app.act(&seen.unkeyed(), move |tx| actions::take_in(tx, &viewer, id, &sent)).await? {
        Done::Done(Some(got)) => {
            let view = TakenView::of(got).back_to(format!("/desk/calls/{id}"));
            Ok(Page::created(Done::Done(view)).in_place().into_response())
        }
        outcome => {
            let problems = outcome.problems().to_vec();
            let view = IntakeView { words, ..blank(&app, &seen, id).await? };
            Ok(Page::after(Done::Refused(view, problems)).into_response())
        }
    }
}

async fn give_back(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Outcome>) -> Answer<CallView> {
    let typed = words.clone();
    on_call(&app, &seen, id, typed, move |tx, v| actions::give_back(tx, v, id, &words)).await
}

async fn pass_on(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Outcome>) -> Answer<CallView> {
    let typed = words.clone();
    on_call(&app, &seen, id, typed, move |tx, v| actions::pass_on(tx, v, id, &words)).await
}

fn told(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({ "status": status.as_u16(), "error": why }))).into_response()
}

async fn nothing() -> Response {
    told(StatusCode::NOT_FOUND, "nothing is here")
}

/// Signals of one address in a minute: a busy line's, many times over.
const A_MINUTE: u32 = 600;

async fn signal(State(app): State<App>, seen: Seen, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    if limits::allow(&app, &seen, "exchange", A_MINUTE, 60).is_err() {
        return told(StatusCode::TOO_MANY_REQUESTS, "too many signals");
    }
    let shown = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    let Some(shown) = shown.map(str::to_owned) else { return told(StatusCode::UNAUTHORIZED, "a key is needed") };
    let (street, now) = (app.street, seen.now);
    let client = match app.read(move |r| identity::key(r, street, &shown, SCOPE, now)).await {
        Ok(Some(client)) => client,
        Ok(None) => return told(StatusCode::UNAUTHORIZED, "this key does not open the exchange"),
        Err(failure) => return failure.into_response(),
    };
    let viewer = Viewer { who: Who::Client(client), strength: Strength::Keyed, ..Viewer::nobody(street) };
    if !auth::reaches(WHO_MAY, "signal_calls", &viewer, now) {
        return told(StatusCode::FORBIDDEN, "not for this key");
    }
    let signal = match Signal::read(&body) {
        Ok(signal) => signal,
        Err(why) => return told(StatusCode::UNPROCESSABLE_ENTITY, &why.to_string()),
    };
    let by = By { street, actor: Actor::Client(client), now, request: Some(seen.request) };
    match app.db.write(by, move |tx| actions::hear(tx, &viewer, &signal)).await {
        Ok(id) => (StatusCode::OK, Json(json!({ "call": id }))).into_response(),
        Err(fault) => Failure::from(fault).into_response(),
    }
}
