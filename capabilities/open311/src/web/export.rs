//! The bulk export of a month, as one file: read a page at a time, each written before the next is read.

use super::answer::{Told, tagged};
use super::ask::Ask;
use crate::actions;
use crate::notation::{Notation, Running};
use crate::rules::GeoError;
use crate::views::{self, COLUMNS, Row, Value};
use axum::extract::{Request, State};
use axum::response::Response;
use edge::{App, Failure};
use tokio::sync::Semaphore;

/// A month is work: at most so many are written at once, and one address asks so often.
static EXPORTING: Semaphore = Semaphore::const_new(2);
const EXPORTS_A_MINUTE: u32 = 30;

pub async fn month(State(app): State<App>, request: Request) -> Result<Response, Told> {
    let (mut parts, _) = request.into_parts();
    let suffix = parts.uri.path().rsplit_once('.').map(|(_, s)| s.to_owned()).unwrap_or_default();
    let notation = if suffix == "json" { Notation::Json } else { Notation::Xml };
    let ask = Ask::of(&mut parts, &app, notation).await?;
    let mut file = match suffix.as_str() {
        "csv" => File::Csv(Box::new(csv::Writer::from_writer(vec![]))),
        "xml" | "json" => File::Notation(Running::new(notation, "service_requests", "request")),
        _ => return Err(ask.wrong(&[GeoError::no_such_address()])),
    };
    let span = actions::month(&ask.last()).map_err(|error| ask.wrong(&[error]))?;
    edge::limits::allow(&app, &ask.seen, "open311-export", EXPORTS_A_MINUTE, 60).map_err(|f| ask.failed(f))?;
    let _turn = EXPORTING.acquire().await.map_err(|_| ask.failed(Failure::Busy))?;
    let fault = |why: String| ask.failed(Failure::Fault(why));
    file.begin().map_err(fault)?;
    let (street, shown, mut after) = (app.street, ask.shown(), None);
    loop {
        let page = app.read(move |r| actions::export_page(r, street, span, after.as_ref())).await;
        let (requests, next) = page.map_err(|f| ask.failed(f))?;
        requests.iter().try_for_each(|request| file.add(views::exported(request, &shown))).map_err(fault)?;
        after = next;
        if after.is_none() {
            break;
        }
    }
    let kind = if suffix == "csv" { "text/csv; charset=utf-8" } else { notation.content_type() };
    Ok(tagged(&ask.headers, kind, file.end().map_err(fault)?))
}

enum File {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Notation(Running),
}

impl File {
    fn begin(&mut self) -> Result<(), String> {
        match self {
            Self::Csv(file) => file.write_record(COLUMNS).map_err(|e| e.to_string()),
            Self::Notation(_) => Ok(()),
        }
    }
    fn add(&mut self, row: Row) -> Result<(), String> {
        match self {
            Self::Csv(file) => file.write_record(views::cells(&row)).map_err(|e| e.to_string()),
            Self::Notation(file) => file.add(&Value::Fields(row)).map_err(|e| e.to_string()),
        }
    }
    fn end(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Csv(file) => (*file).into_inner().map_err(|e| e.to_string()),
            Self::Notation(file) => Ok(file.end()),
        }
    }
}
