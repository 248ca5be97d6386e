//! Draws: their pages, their verbs, and the two files by which anybody repeats one.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Seen, Upload};
use http::header;
use kernel::{Outcome, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

/// Where the page of a list begins.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Before {
    #[schema(value_type = Option<String>)]
    pub before: Option<DrawId>,
}

/// A sheet's text; an uploaded file (CSV or a workbook) takes its place.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PoolWords {
    pub text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VoidWords {
    pub reason: String,
}

pub async fn list(State(app): State<App>, seen: Seen, Query(page): Query<Before>) -> Answer<DrawsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::draws_view(r, &viewer, None, page.before, now)).await?))
}

pub async fn of_body(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Query(page): Query<Before>) -> Answer<DrawsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::draws_view(r, &viewer, Some(id), page.before, now)).await?))
}

pub async fn announce(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(words): Input<Announcing>) -> Answer<DrawsView> {
    seen.signed_in()?;
    let (viewer, reader, now, said) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut Tx<'_>| actions::announce_draw(tx, &viewer, id, &said);
    let outcome = app.act_on(&seen, verb, move |r| actions::draws_view(r, &reader, Some(id), None, now)).await?;
    Ok(Page::created(outcome.map(|view| DrawsView { words, ..view })))
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>) -> Answer<DrawView> {
    Ok(Page::show(view(&app, &seen, id).await?))
}

async fn view(app: &App, seen: &Seen, id: DrawId) -> Result<DrawView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::draw_view(r, &viewer, id, now)).await
}

/// A verb on a draw, and the draw as it then stands; what was typed stays in the form of a refusal.
async fn on_draw<T: Send + 'static>(
    app: &App,
    seen: &Seen,
    id: DrawId,
    typed: DrawTyped,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static,
) -> Answer<DrawView> {
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::draw_view(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { DrawView { typed, ..view } })))
}

/// Looks at a sheet or takes it in; shown in place, with what it brings.
async fn bring(app: App, seen: Seen, id: DrawId, upload: Upload<PoolWords>, keep: bool) -> Answer<DrawView> {
    seen.signed_in()?;
    let text = match brought(upload) {
        Ok(text) => text,
        Err(problem) => return Ok(Page::after(Outcome::Refused(view(&app, &seen, id).await?, vec![problem])).in_place()),
    };
    let (viewer, file) = (seen.viewer.clone(), text.clone());
    let checked = app.write(&seen, move |tx| actions::enter_pool(tx, &viewer, id, &file, keep)).await?.1;
    let shown = view(&app, &seen, id).await?;
    let outcome = match checked {
        Ok(b) => {
            let brought = Some(BroughtView { lines: b.lines, fresh: b.fresh, done: keep });
            Outcome::Done(DrawView { brought, typed: DrawTyped { sheet: text, ..DrawTyped::default() }, ..shown })
        }
        Err(problems) => Outcome::Refused(shown, problems),
    };
    Ok(Page::after(outcome).in_place())
}

/// The file as text: what was uploaded, else what was sent along.
pub(super) fn brought(upload: Upload<PoolWords>) -> Result<String, Problem> {
    upload.into_text(|words| words.text, |file| actions::sheet_of(file).map(|sheet| sheet.to_csv()))
}

pub async fn check_pool(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>, upload: Upload<PoolWords>) -> Answer<DrawView> {
    bring(app, seen, id, upload, false).await
}

pub async fn enter_pool(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>, upload: Upload<PoolWords>) -> Answer<DrawView> {
    bring(app, seen, id, upload, true).await
}

pub async fn freeze(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>) -> Answer<DrawView> {
    seen.signed_in()?;
    let viewer = seen.viewer.clone();
    on_draw(&app, &seen, id, DrawTyped::default(), move |tx| actions::freeze_pool(tx, &viewer, id)).await
}

pub async fn enter_seed(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>, Input(words): Input<SeedWords>) -> Answer<DrawView> {
    seen.signed_in()?;
    let (viewer, typed) = (seen.viewer.clone(), DrawTyped { seed: words.clone(), ..DrawTyped::default() });
    on_draw(&app, &seen, id, typed, move |tx| actions::enter_seed(tx, &viewer, id, &words)).await
}

/// Without an account, too: whoever draws gets the same list.
pub async fn run(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>) -> Answer<DrawView> {
    let viewer = seen.viewer.clone();
    on_draw(&app, &seen, id, DrawTyped::default(), move |tx| actions::run_draw(tx, &viewer, id)).await
}

pub async fn answer(State(app): State<App>, seen: Seen, Path((id, no)): Path<(DrawId, u64)>, Input(words): Input<Replying>) -> Answer<DrawView> {
    seen.signed_in()?;
    let (viewer, typed) = (seen.viewer.clone(), DrawTyped { reply: words.clone(), replying: Some(no), ..DrawTyped::default() });
    on_draw(&app, &seen, id, typed, move |tx| actions::answer_draw(tx, &viewer, id, no, &words)).await
}

/// Shown once, in place: who stands behind a number.
pub async fn open_line(State(app): State<App>, seen: Seen, Path((id, pool_no)): Path<(DrawId, u64)>) -> Answer<DrawView> {
    seen.signed_in()?;
    let viewer = seen.viewer.clone();
    let outcome = app.write(&seen, move |tx| actions::open_draw_line(tx, &viewer, id, pool_no)).await?;
    let shown = view(&app, &seen, id).await?;
    let problems = outcome.problems().to_vec();
    let opened = outcome.into_inner().map(|(name, contact)| OpenedView { pool_no, name, contact });
    let outcome = if problems.is_empty() { Outcome::Done(DrawView { opened, ..shown }) } else { Outcome::Refused(shown, problems) };
    Ok(Page::after(outcome).in_place())
}

pub async fn void(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>, Input(words): Input<VoidWords>) -> Answer<DrawView> {
    seen.signed_in()?;
    let (viewer, typed) = (seen.viewer.clone(), DrawTyped { reason: words.reason.clone(), ..DrawTyped::default() });
    on_draw(&app, &seen, id, typed, move |tx| actions::void_draw(tx, &viewer, id, &words.reason)).await
}

pub async fn pool_file(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::pool_file(r, &viewer, id, now)).await?;
    Ok(file("text/csv; charset=utf-8", "pool.csv", text))
}

pub async fn rules_file(State(app): State<App>, seen: Seen, Path(id): Path<DrawId>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::rules_file(r, &viewer, id, now)).await?;
    Ok(file("application/json; charset=utf-8", "rules.json", text))
}

pub(super) fn file(kind: &'static str, name: &str, text: String) -> Response {
    let head = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (head, text).into_response()
}
