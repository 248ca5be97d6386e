//! Open data at stable addresses.

use crate::actions;
use crate::rules::dcat;
use crate::views::{Dataset, OpenDataView};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Page, Path, Routes, Seen};
use http::{HeaderMap, header};
use serde_json::{Map, Value};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/open-data", "see_indicators", "What is given out as open data, with its columns.", page)
        .gives::<OpenDataView>()
        .get("/open-data/{file}", "see_indicators", "A dataset as CSV or JSON; `catalog.ttl` and `catalog.jsonld` describe them all.", file)
}

async fn page(seen: Seen) -> Answer<OpenDataView> {
    Ok(Page::show(actions::open_data_view(seen.now)))
}

async fn file(State(app): State<App>, seen: Seen, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Failure> {
    let (name, kind) = name.rsplit_once('.').map(|(n, k)| (n.to_owned(), k.to_owned())).ok_or(Failure::NotFound)?;
    if name == "catalog" {
        let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("localhost");
        let base = format!("{}://{host}", if app.https { "https" } else { "http" });
        let of = dcat::Catalogue { base: &base, street: &app.street_name, licence: actions::LICENCE, datasets: &actions::datasets(), day: seen.now.day() };
        let (media, text) = match kind.as_str() {
            "ttl" => ("text/turtle; charset=utf-8", of.turtle()),
            "jsonld" => ("application/ld+json", of.json_ld()),
            _ => return Err(Failure::NotFound),
        };
        return Ok(([(header::CONTENT_TYPE, media)], text).into_response());
    }
    let dataset = actions::datasets().into_iter().find(|d| d.name == name).ok_or(Failure::NotFound)?;
    let (street, now, of) = (app.street, seen.now, dataset.name);
    let rows = app.read(move |r| actions::rows(r, street, of, now)).await?.ok_or(Failure::NotFound)?;
    let (media, bytes) = match kind.as_str() {
        "csv" => ("text/csv; charset=utf-8", csv(&dataset, &rows)?),
        "json" => ("application/json; charset=utf-8", json(&dataset, rows)?),
        _ => return Err(Failure::NotFound),
    };
    Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
}

fn csv(of: &Dataset, rows: &[Vec<Value>]) -> Result<Vec<u8>, Failure> {
    let fault = |e: csv::Error| Failure::Fault(e.to_string());
    let mut file = csv::Writer::from_writer(vec![]);
    file.write_record(of.columns.iter().map(|c| c.name)).map_err(fault)?;
    for row in rows {
        file.write_record(row.iter().map(cell)).map_err(fault)?;
    }
    file.into_inner().map_err(|e| Failure::Fault(e.to_string()))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn json(of: &Dataset, rows: Vec<Vec<Value>>) -> Result<Vec<u8>, Failure> {
    let named = |row: Vec<Value>| of.columns.iter().map(|c| c.name.to_owned()).zip(row).collect::<Map<_, _>>();
    let rows: Vec<_> = rows.into_iter().map(named).collect();
    serde_json::to_vec(&rows).map_err(|e| Failure::Fault(e.to_string()))
}
