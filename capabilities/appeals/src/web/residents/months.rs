//! The months everybody may read, as a page and as a file.

use crate::actions;
use crate::views::MonthView;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Page, Path, Query, Routes, Seen};
use http::header;
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/months", "public", "What was told in a month, by community and kind; small counts are covered.", month)
        .asks::<MonthWords>()
        .gives::<MonthView>()
        .get("/months/{month}/file", "public", "The same month as CSV; covered counts are empty.", file)
}

/// `2026-10`; the newest month where it is left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct MonthWords {
    month: String,
}

async fn read(app: &App, month: String) -> Result<MonthView, Failure> {
    let street = app.street;
    app.read(move |r| actions::month_view(r, street, &month)).await?.ok_or(Failure::NotFound)
}

async fn month(State(app): State<App>, Query(words): Query<MonthWords>) -> Answer<MonthView> {
    Ok(Page::show(read(&app, words.month).await?))
}

async fn file(State(app): State<App>, seen: Seen, Path(month): Path<String>) -> Result<Response, Failure> {
    let table = read(&app, month).await?.table.ok_or(Failure::NotFound)?;
    let (heads, lines) = table.sheet(seen.lang());
    let shown = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let lines = lines.into_iter().map(|(name, counts)| [name].into_iter().chain(counts.into_iter().map(shown)).collect());
    let mut csv = csv::Writer::from_writer(vec![]);
    for line in std::iter::once(heads).chain(lines) {
        csv.write_record(line).map_err(|e| Failure::Fault(e.to_string()))?;
    }
    let bytes = csv.into_inner().map_err(|e| Failure::Fault(e.to_string()))?;
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"linqiao-{}.csv\"", table.month)),
    ];
    Ok((head, bytes).into_response())
}
