//! Meetings: the calendar, one evening from its plan to its close, and the minutes.

use super::bodies::on_body;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Seen};
use http::{HeaderMap, header};
use kernel::{Outcome, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reason {
    pub reason: String,
}

/// The code shown in the room.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Shown {
    pub code: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Departing {
    #[schema(value_type = Option<String>)]
    pub attendance: Option<AttendanceId>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddendumWords {
    pub text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SealWords {
    pub reason: String,
}

pub async fn list(State(app): State<App>, seen: Seen) -> Answer<MeetingsView> {
    let (street, now) = (app.street, seen.now);
    Ok(Page::show(app.read(move |r| actions::meetings_view(r, street, now)).await?))
}

pub async fn plan(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<Planning>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { planning: words.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::plan_meeting(tx, &viewer, id, &words);
    Ok(Page::created(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::meeting_view(r, &viewer, id, now)).await?))
}

/// A verb on a meeting, and the meeting as it then stands.
async fn on_meeting<T: Send + 'static>(
    app: &App,
    seen: &Seen,
    id: MeetingId,
    typed: MeetingTyped,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static,
) -> Answer<MeetingView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::meeting_view(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { MeetingView { typed, ..view } })))
}

pub async fn convene(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Convening>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { convening: words.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::convene(tx, &viewer, id, &words)).await
}

pub async fn cancel(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Reason>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.reason.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::cancel_meeting(tx, &viewer, id, &words.reason)).await
}

pub async fn open(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::open_meeting(tx, &viewer, id)).await
}

pub async fn close(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::close_meeting(tx, &viewer, id)).await
}

pub async fn code(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MeetingId>) -> Answer<RoomCodeView> {
    seen.signed_in()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let (of, code) = app.read(move |r| actions::code_shown(r, &viewer, id, now)).await?;
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    let scheme = if app.https { "https" } else { "http" };
    let link = format!("{scheme}://{host}/meetings/{id}/arrival?code={code}");
    Ok(Page::show(RoomCodeView { meeting: id, title: of.venue, code, link }))
}

pub async fn arrival(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Query(shown): Query<Shown>) -> Answer<ArrivalView> {
    seen.signed_in()?;
    Ok(Page::show(arrival_view(&app, &seen, id, shown.code).await?))
}

async fn arrival_view(app: &App, seen: &Seen, id: MeetingId, code: String) -> Result<ArrivalView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::arrival_view(r, &viewer, id, code, now)).await
}

pub async fn arrive(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(shown): Input<Shown>) -> Answer<ArrivalView> {
    seen.signed_in()?;
    let (viewer, reader, now, code) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, shown.code.clone());
    let verb = move |tx: &mut Tx<'_>| actions::arrive_by_code(tx, &viewer, id, &shown.code);
    let outcome = app.act_on(&seen, verb, move |r| actions::arrival_view(r, &reader, id, code.clone(), now)).await?;
    Ok(Page::after(outcome))
}

pub async fn attend(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Arriving>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { arriving: words.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::take_attendance(tx, &viewer, id, &words)).await
}

pub async fn excuse_absence(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<ExcusingWords>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::excuse_absence(tx, &viewer, id, &words)).await
}

pub async fn depart(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Departing>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::leave_meeting(tx, &viewer, id, words.attendance.unwrap_or(AttendanceId(Uuid::nil())))).await
}

pub async fn add_item(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Adding>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { adding: words.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::add_urgent_item(tx, &viewer, id, &words)).await
}

pub async fn decide(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Deciding>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { deciding: words, ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::decide(tx, &viewer, id, &words)).await
}

pub async fn draft(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Drafting>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.text.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::draft_minutes(tx, &viewer, id, &words)).await
}

pub async fn circulate(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::circulate_minutes(tx, &viewer, id)).await
}

pub async fn confirm(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::confirm_minutes(tx, &viewer, id)).await
}

pub async fn amend(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<Amending>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.text.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::propose_amendment(tx, &viewer, id, &words)).await
}

pub async fn judge(State(app): State<App>, seen: Seen, Path((id, amendment)): Path<(MeetingId, Uuid)>, Input(words): Input<Judging>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::judge_amendment(tx, &viewer, id, amendment, &words)).await
}

pub async fn sign(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<MeetingView> {
    let viewer = seen.viewer.clone();
    on_meeting(&app, &seen, id, MeetingTyped::default(), move |tx| actions::sign_minutes(tx, &viewer, id)).await
}

pub async fn addendum(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<AddendumWords>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.text.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::add_addendum(tx, &viewer, id, &words.text)).await
}

pub async fn void(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<SealWords>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.reason.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::void_seal(tx, &viewer, id, &words.reason)).await
}

pub async fn restore(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<SealWords>) -> Answer<MeetingView> {
    let (viewer, typed) = (seen.viewer.clone(), MeetingTyped { text: words.reason.clone(), ..MeetingTyped::default() });
    on_meeting(&app, &seen, id, typed, move |tx| actions::restore_seal(tx, &viewer, id, &words.reason)).await
}
