//! Bodies, their rosters, and the compliance calendar.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Seen};
use kernel::{Day, Outcome};
use serde::Deserialize;
use utoipa::ToSchema;

/// As of which day; today unless said.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OnDay {
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CharterWords {
    pub charter: String,
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct OfYear {
    pub year: Option<i32>,
    pub level: Option<DutyLevel>,
}

pub async fn list(State(app): State<App>, seen: Seen) -> Answer<BodiesView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::bodies_view(r, &viewer, now)).await?))
}

pub async fn found(State(app): State<App>, seen: Seen, Input(words): Input<Founding>) -> Answer<BodiesView> {
    seen.signed_in()?;
    let (viewer, reader, now, said) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut Tx<'_>| actions::found_body(tx, &viewer, &said);
    let outcome = app.act_on(&seen, verb, move |r| actions::bodies_view(r, &reader, now)).await?;
    Ok(Page::created(outcome.map(|view| BodiesView { words, ..view })))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Query(day): Query<OnDay>) -> Answer<BodyView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::body_view(r, &viewer, id, day.on, now)).await?))
}

/// A verb on a body, and the body as it then stands; what was typed stays in the form of a refusal.
pub(super) async fn on_body<T: Send + 'static>(
    app: &App,
    seen: &Seen,
    id: BodyId,
    typed: BodyTyped,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static,
) -> Result<Outcome<BodyView>, Failure> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::body_view(r, &reader, id, None, now)).await?;
    let done = outcome.is_done();
    Ok(outcome.map(|view| if done { view } else { BodyView { typed, ..view } }))
}

pub async fn give_charter(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<CharterWords>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { charter: words.charter.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::give_charter(tx, &viewer, id, &words.charter, words.from);
    Ok(Page::after(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn take_office(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<OfficeWords>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { office: words.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::take_office(tx, &viewer, id, &words);
    Ok(Page::after(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn take_seat(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<Seating>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { seating: words.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::take_seat(tx, &viewer, id, &words);
    Ok(Page::created(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn name_substitute(State(app): State<App>, seen: Seen, Path(id): Path<MembershipId>, Input(words): Input<Substituting>) -> Answer<BodyView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let verb = move |tx: &mut Tx<'_>| actions::name_substitute(tx, &viewer, id, &words);
    Ok(Page::after(app.act_on(&seen, verb, move |r| body_of_seat(r, &reader, id, now)).await?))
}

pub async fn change_delegate(State(app): State<App>, seen: Seen, Path(id): Path<MembershipId>, Input(words): Input<DelegateWords>) -> Answer<BodyView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let typed = BodyTyped { delegate: Some((id, words.clone())), ..BodyTyped::default() };
    let verb = move |tx: &mut Tx<'_>| actions::change_delegate(tx, &viewer, id, &words);
    let outcome = app.act_on(&seen, verb, move |r| body_of_seat(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { BodyView { typed, ..view } })))
}

/// The body of a seat, as its page shows it.
fn body_of_seat(r: &mut db::Reader<'_>, reader: &auth::Viewer, id: MembershipId, now: kernel::Moment) -> db::Result<BodyView> {
    let of = crate::store::membership(r, reader.street, id)?.ok_or(auth::Denied::Hidden)?;
    actions::body_view(r, reader, of.body, None, now)
}

pub async fn leave_seat(State(app): State<App>, seen: Seen, Path(id): Path<MembershipId>, Input(words): Input<Leaving>) -> Answer<BodyView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let typed = (id, words.clone());
    let verb = move |tx: &mut Tx<'_>| actions::leave_seat(tx, &viewer, id, &words);
    let outcome = app.act_on(&seen, verb, move |r| body_of_seat(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { BodyView { typed: BodyTyped { leaving: Some(typed), ..BodyTyped::default() }, ..view } })))
}

pub async fn excuse(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<ExcuseWords>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { excuse: words.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::excuse_duty(tx, &viewer, id, words.month, &words.reason);
    Ok(Page::after(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn plan_year(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<PlanWords>) -> Answer<BodyView> {
    let (viewer, typed) = (seen.viewer.clone(), BodyTyped { year_plan: words.clone(), ..BodyTyped::default() });
    let verb = move |tx: &mut Tx<'_>| actions::plan_meetings_of_year(tx, &viewer, id, &words);
    Ok(Page::after(on_body(&app, &seen, id, typed, verb).await?))
}

pub async fn duties(State(app): State<App>, seen: Seen, Query(asked): Query<OfYear>) -> Answer<DutiesView> {
    let (street, today) = (app.street, seen.now.day());
    let year = asked.year.filter(|y| (2000..=2999).contains(y)).unwrap_or(today.0 / 10_000);
    let level = asked.level.unwrap_or(DutyLevel::Body);
    Ok(Page::show(app.read(move |r| actions::duties_view(r, street, year, level, today)).await?))
}
