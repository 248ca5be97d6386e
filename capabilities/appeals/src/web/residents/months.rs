//! The months everybody may read, as a page and as a file.

use crate::actions;
use crate::views::MonthView;
use crate::words;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Page, Path, Query, Routes, Seen};
use http::header;
use i18n_embed_fl::fl;
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
    let view = read(&app, month).await?;
    let (Some(month), Some(table)) = (&view.month, &view.table) else { return Err(Failure::NotFound) };
    let w = words(seen.lang());
    let zh = seen.lang().is_zh();
    let mut csv = csv::Writer::from_writer(vec![]);
    let shown = |n: &Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let kinds = view.kinds.iter().map(|k| k.name(zh).to_owned());
    let heads = [fl!(w, "cases-community")].into_iter().chain(kinds).chain([fl!(w, "months-total")]);
    let mut lines: Vec<Vec<String>> = vec![heads.collect()];
    let names = view.communities.iter().map(|name| name.clone().unwrap_or_else(|| fl!(w, "months-nowhere")));
    let rows = names.zip(&table.rows).map(|(name, row)| (name, &row.counts, &row.total));
    for (name, counts, total) in rows.chain([(fl!(w, "months-total"), &table.totals, &table.total)]) {
        lines.push([name].into_iter().chain(counts.iter().chain([total]).map(shown)).collect());
    }
    for line in lines {
        csv.write_record(line).map_err(|e| Failure::Fault(e.to_string()))?;
    }
    let bytes = csv.into_inner().map_err(|e| Failure::Fault(e.to_string()))?;
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"linqiao-{month}.csv\"")),
    ];
    Ok((head, bytes).into_response())
}
