//! The bulk export of a month, as one file.

use super::answer::{Told, tagged};
use super::ask::Ask;
use crate::actions;
use crate::notation::Notation;
use crate::rules::GeoError;
use crate::views::{self, COLUMNS};
use axum::extract::{Request, State};
use axum::response::Response;
use edge::App;

pub async fn month(State(app): State<App>, request: Request) -> Result<Response, Told> {
    let (mut parts, _) = request.into_parts();
    let suffix = parts.uri.path().rsplit_once('.').map(|(_, s)| s.to_owned()).unwrap_or_default();
    let notation = if suffix == "json" { Notation::Json } else { Notation::Xml };
    let ask = Ask::of(&mut parts, &app, notation).await?;
    if !["csv", "xml", "json"].contains(&suffix.as_str()) {
        return Err(ask.wrong(&[GeoError::no_such_address()]));
    }
    let span = actions::month(&ask.last()).map_err(|error| ask.wrong(&[error]))?;
    let (street, shown) = (app.street, ask.shown());
    let (mut rows, mut after) = (vec![], None);
    loop {
        let key = after.take();
        let page = app.read(move |r| actions::export_page(r, street, span, key.as_ref())).await;
        let (requests, next) = page.map_err(|f| ask.failed(f))?;
        rows.extend(requests.iter().map(|request| views::exported(request, &shown)));
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    if suffix != "csv" {
        let document = views::export(rows);
        return Ok(tagged(&ask.headers, notation.content_type(), notation.write(&document)));
    }
    let mut file = csv::Writer::from_writer(vec![]);
    let written = file.write_record(COLUMNS).and_then(|()| rows.iter().try_for_each(|row| file.write_record(views::cells(row))));
    let bytes = written.map_err(|e| e.to_string()).and_then(|()| file.into_inner().map_err(|e| e.to_string()));
    let bytes = bytes.map_err(|why| ask.failed(edge::Failure::Fault(why)))?;
    Ok(tagged(&ask.headers, "text/csv; charset=utf-8", bytes))
}
