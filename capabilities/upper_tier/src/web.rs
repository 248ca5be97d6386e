//! Routes of orders.

use crate::actions::{self, Checked};
use crate::rules::WordWords;
use crate::views::{ImportView, OrderView, OrdersView};
use auth::Viewer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen, Upload};
use http::header;
use kernel::{Outcome, Problem, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes() -> Routes {
    Routes::new("upper_tier")
        .get("/desk/upper", "see_orders", "Orders of the upper tier by their due moment, and what waits for its word.", orders)
        .asks::<WhichOrders>()
        .gives::<OrdersView>()
        .get("/desk/upper/import", "take_orders", "The form for taking files in.", import_form)
        .gives::<ImportView>()
        .post("/desk/upper/orders/checks", "take_orders", "Looks at a file of orders and writes nothing.", check_orders)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/desk/upper/orders", "take_orders", "Takes a file of orders in, whole or not at all.", take_orders)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/desk/upper/words/checks", "answer_upstairs", "Looks at a file of what the upper tier says, and writes nothing.", check_words)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/desk/upper/words", "answer_upstairs", "Takes in what the upper tier says, whole or not at all.", take_words)
        .takes::<Bringing>()
        .gives::<ImportView>()
        .post("/desk/upper/answers", "answer_upstairs", "Put everything that has not gone up into one file.", send)
        .gives::<OrdersView>()
        .get("/desk/upper/answers/{id}", "answer_upstairs", "One such file, as it was written.", fetch)
        .asks::<WhichForm>()
        .get("/desk/upper/orders/{id}", "see_orders", "One order, what went up, and what both sides heard.", show)
        .gives::<OrderView>()
        .post("/desk/upper/orders/{id}/word", "answer_upstairs", "What the upper tier says of an order.", hear)
        .takes::<WordWords>()
        .gives::<OrderView>()
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct WhichOrders {
    /// `open` (also empty) or `answered`.
    show: String,
    /// The order after which the page begins.
    #[schema(value_type = Option<String>)]
    after: Option<Uuid>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct WhichForm {
    /// `xlsx` (also empty) or `csv`.
    form: String,
}

/// A file's text; an uploaded file (CSV or a workbook) takes its place.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct Bringing {
    text: String,
}

async fn orders(State(app): State<App>, seen: Seen, Query(words): Query<WhichOrders>) -> Answer<OrdersView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::orders_page(r, &viewer, words.show == "answered", words.after, now)).await?))
}

fn may_hear(seen: &Seen) -> bool {
    auth::may::<_, crate::rules::AnswerUpstairs>(&seen.viewer, &auth::WholeStreet(seen.viewer.street), seen.now)
}

async fn import_form(seen: Seen) -> Answer<ImportView> {
    seen.staff()?;
    actions::may::<crate::rules::TakeOrders>(&seen.viewer, seen.now)?;
    Ok(Page::show(ImportView { kind: "orders", may_hear: may_hear(&seen), ..ImportView::default() }))
}

/// The file as text: what was uploaded, else what was sent along.
fn brought(upload: Upload<Bringing>) -> Result<String, Problem> {
    upload.into_text(|words| words.text, |file| actions::sheet_of(file).map(|sheet| sheet.to_csv()))
}

fn concluded(view: ImportView, checked: Checked, done: bool) -> Outcome<ImportView> {
    match checked {
        Ok((brought, notes)) => Outcome::Done(ImportView { brought: Some(brought), notes, done, ..view }),
        Err(problems) => Outcome::Refused(view, problems),
    }
}

/// Looks at a file or takes it in; shown in place, with what it brings.
async fn import(
    app: App,
    seen: Seen,
    kind: &'static str,
    upload: Upload<Bringing>,
    done: bool,
    work: impl Fn(&mut Tx<'_>, &Viewer, &str) -> db::Result<Checked> + Send + 'static,
) -> Answer<ImportView> {
    seen.staff()?;
    match kind {
        "orders" => actions::may::<crate::rules::TakeOrders>(&seen.viewer, seen.now)?,
        _ => actions::may::<crate::rules::AnswerUpstairs>(&seen.viewer, seen.now)?,
    }
    let empty = ImportView { kind, may_hear: may_hear(&seen), ..ImportView::default() };
    let text = match brought(upload) {
        Ok(text) => text,
        Err(problem) => return Ok(Page::after(Outcome::Refused(empty, vec![problem]))),
    };
    let (viewer, file) = (seen.viewer.clone(), text.clone());
    let checked = app.write(&seen, move |tx| work(tx, &viewer, &file)).await?;
    Ok(Page::after(concluded(ImportView { text, ..empty }, checked, done)).in_place())
}

async fn check_orders(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "orders", upload, false, |tx, v, file| { let now = tx.now(); actions::check_orders(tx, v, file, now) }).await
}
async fn take_orders(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "orders", upload, true, actions::take_orders).await
}
async fn check_words(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "words", upload, false, |tx, v, file| { let now = tx.now(); actions::check_words(tx, v, file, now) }).await
}
async fn take_words(State(app): State<App>, seen: Seen, upload: Upload<Bringing>) -> Answer<ImportView> {
    import(app, seen, "words", upload, true, actions::take_words).await
}

async fn send(State(app): State<App>, seen: Seen) -> Answer<OrdersView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let sent = app.act(&seen, move |tx| actions::send_file(tx, &viewer)).await?;
    let problems = sent.problems().to_vec();
    let view = app.read(move |r| actions::orders_page(r, &reader, false, None, now)).await?;
    Ok(Page::after(if problems.is_empty() { Outcome::Done(view) } else { Outcome::Refused(view, problems) }))
}

async fn fetch(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Query(words): Query<WhichForm>) -> Result<Response, Failure> {
    seen.staff()?;
    let (viewer, lang) = (seen.viewer.clone(), seen.lang());
    let up = app.write(&seen, move |tx| actions::batch(tx, &viewer, id)).await?;
    let (kind, end, bytes) = match words.form.as_str() {
        "csv" => ("text/csv; charset=utf-8", "csv", actions::as_csv(&up, lang)?),
        _ => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", actions::as_xlsx(&up, lang)?),
    };
    let head = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"linqiao-answers.{end}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, bytes).into_response())
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<OrderView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::order_page(r, &viewer, id, now)).await?))
}

async fn hear(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<WordWords>) -> Answer<OrderView> {
    seen.staff()?;
    let (viewer, reader, now, typed) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let shown = move |r: &mut db::Reader<'_>| actions::order_page(r, &reader, id, now);
    Ok(Page::after(match app.act_on(&seen, move |tx| actions::hear(tx, &viewer, id, &words), shown).await? {
        Outcome::Refused(view, problems) => Outcome::Refused(OrderView { typed, ..view }, problems),
        done => done,
    }))
}
