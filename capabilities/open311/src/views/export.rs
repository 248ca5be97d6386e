//! The rows of the bulk export: a request as in a list, with what the bulk proposal adds.

use super::{Shown, Value, item};
use appeals::views::PublicRequest;

/// The columns of the file, in order.
pub const COLUMNS: [&str; 21] = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url", "closed_date", "status_description", "source", "service_subtype",
];

pub type Row = Vec<(&'static str, Value)>;

/// One request of the export.
pub fn exported(r: &PublicRequest, shown: &Shown) -> Row {
    let mut row = item(r, shown);
    row.extend([
        ("closed_date", r.case.closed_at.map_or(Value::Empty, |at| Value::text(at.rfc3339()))),
        ("status_description", Value::text(r.case.state.code())),
        ("source", Value::maybe(r.channel.as_deref())),
        ("service_subtype", Value::Empty),
    ]);
    row
}

/// A row's cells as text; nothing is an empty cell.
pub fn cells(row: &Row) -> Vec<String> {
    let cell = |value: &Value| match value {
        Value::Text(text) => crate::rules::clean(text),
        Value::Number(n) => n.to_string(),
        Value::Whole(n) => n.to_string(),
        Value::Flag(yes) => yes.to_string(),
        Value::Empty | Value::List(..) | Value::Fields(_) => String::new(),
    };
    row.iter().map(|(_, value)| cell(value)).collect()
}
