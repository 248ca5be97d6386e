//! Requests, what a new one is told, what has happened to them.

use super::{Document, Value};
use crate::rules::update_status;
use appeals::actions::Received;
use appeals::rules::grouped;
use appeals::views::{Happened, PublicRequest};
use kernel::{Moment, uuid::Uuid};
use sha2::{Digest, Sha256};

/// How a list is shown: where this server is (`https://street.example`), and whether with the extensions.
#[derive(Clone, Debug)]
pub struct Shown {
    pub base: String,
    pub extended: bool,
}

/// A list of requests; one is a list too.
pub fn requests(requests: &[PublicRequest], shown: &Shown) -> Document {
    let each = |r: &PublicRequest| {
        let mut fields = item(r, shown);
        if shown.extended {
            fields.extend(extended(r, shown));
        }
        Value::Fields(fields)
    };
    Document { root: "service_requests", body: Value::List("request", requests.iter().map(each).collect()) }
}

fn time(at: Moment) -> Value {
    Value::text(at.rfc3339())
}

/// The fields of the standard, all of them, in its order.
pub fn item(r: &PublicRequest, shown: &Shown) -> Vec<(&'static str, Value)> {
    let open = r.case.state.is_open();
    let (lat, long) = r.point.map_or((Value::Empty, Value::Empty), |(lat, lon)| (Value::Number(lat), Value::Number(lon)));
    let waits = r.deferral.as_ref().map(|d| format!("{}（{}）", d.note, d.review_on));
    let title = if r.case.title.is_empty() { &r.case.category_zh } else { &r.case.title };
    vec![
        ("service_request_id", Value::text(&r.number)),
        ("status", Value::text(if open { "open" } else { "closed" })),
        ("status_notes", Value::text(&r.status)),
        ("service_name", Value::text(&r.case.category_zh)),
        ("service_code", Value::text(&r.case.category)),
        ("description", Value::text(title)),
        ("agency_responsible", Value::maybe(r.agency.as_deref())),
        ("service_notice", Value::maybe(r.case.reply.clone().or(waits))),
        ("requested_datetime", time(r.requested_at)),
        ("updated_datetime", time(r.updated_at)),
        ("expected_datetime", r.expected_at.map_or(Value::Empty, time)),
        ("address", Value::maybe(r.address.as_deref())),
        ("address_id", Value::maybe(r.address_code.as_deref())),
        ("zipcode", Value::Empty),
        ("lat", lat),
        ("long", long),
        ("media_url", Value::maybe(r.photo.map(|id| format!("{}/photos/{id}", shown.base)))),
    ]
}

/// What is told only where it is asked for.
fn extended(r: &PublicRequest, shown: &Shown) -> Vec<(&'static str, Value)> {
    let note = |h: &Happened| {
        Value::Fields(vec![
            ("datetime", time(h.at)),
            ("type", Value::text(h.name.trim_start_matches("appeals."))),
            ("description", Value::text(&h.sentence)),
        ])
    };
    let state = Value::Fields(vec![
        ("state", Value::text(r.case.state.code())),
        ("round", Value::Whole(r.round.into())),
        // Below five, a number could point at one of them.
        ("voices", r.case.residents.map_or(Value::Empty, |n| Value::Whole(n.into()))),
        ("channel", Value::maybe(r.channel.as_deref())),
        ("category", Value::text(&r.case.category_en)),
        ("merged_into", Value::maybe(r.merged_into.as_deref())),
        ("clock_proof_url", Value::text(format!("{}{}", shown.base, r.case.path()))),
    ]);
    vec![
        ("extended_attributes", state),
        // Answers to attributes are sealed with the words they came with.
        ("attributes", Value::List("attribute", vec![])),
        ("notes", Value::List("note", r.happened.iter().map(note).collect())),
    ]
}

/// What the creator is told, this once: the number, when it is looked at, and the receipt code.
pub fn created(got: &Received) -> Document {
    let by = got.case.due_at.map_or(String::new(), |due| {
        let t = due.civil();
        let end = if got.case.due_stage.as_deref() == Some("intake") { "受理" } else { "办结" };
        format!("预计{}年{}月{}日{}前{end}。", t.year(), t.month(), t.day(), due.hm())
    });
    let notice = format!("{by}查询码 {}，请妥善保存。", grouped(&got.code));
    let one = Value::Fields(vec![
        ("service_request_id", Value::text(&got.case.case_no)),
        ("service_notice", Value::text(notice)),
        ("account_id", Value::Empty),
    ]);
    Document { root: "service_requests", body: Value::List("request", vec![one]) }
}

/// What the creator is told while nothing is received: where the number will be found.
pub fn spooled(token: &str) -> Document {
    let one = Value::Fields(vec![
        ("token", Value::text(token)),
        ("service_notice", Value::text("系统维护中，已经收下；恢复后凭 token 可查受理编号。")),
        ("account_id", Value::Empty),
    ]);
    Document { root: "service_requests", body: Value::List("request", vec![one]) }
}

/// The number behind a token, once there is one.
pub fn token(token: &str, number: Option<&str>) -> Document {
    let one = Value::Fields(vec![
        ("service_request_id", number.map_or(Value::Empty, Value::text)),
        ("token", Value::text(token)),
    ]);
    Document { root: "service_requests", body: Value::List("request", vec![one]) }
}

/// What has happened, newest last, at most so many.
pub fn updates(requests: &[PublicRequest], shown: &Shown, most: usize) -> Document {
    let told = |r: &PublicRequest, h: &Happened| {
        let status = update_status(&h.name)?;
        let photo = if status == "closed" { r.photo } else { None };
        Some((h.at, update(h.id, &r.number, status, h.at, &h.sentence, photo.map(|id| format!("{}/photos/{id}", shown.base)))))
    };
    let mut all: Vec<_> = requests.iter().flat_map(|r| r.happened.iter().filter_map(move |h| told(r, h))).collect();
    all.sort_by_key(|(at, _)| *at);
    all.truncate(most);
    let items = all.into_iter().map(|(_, update)| update).collect();
    Document { root: "service_request_updates", body: Value::List("request_update", items) }
}

/// The update a program has brought.
pub fn update_added(id: Uuid) -> Document {
    let one = Value::Fields(vec![("update_id", Value::text(update_id(id)))]);
    Document { root: "service_request_updates", body: Value::List("request_update", vec![one]) }
}

fn update(id: Uuid, number: &str, status: &str, at: Moment, sentence: &str, photo: Option<String>) -> Value {
    Value::Fields(vec![
        ("update_id", Value::text(update_id(id))),
        ("service_request_id", Value::text(number)),
        ("status", Value::text(status)),
        ("updated_datetime", time(at)),
        ("description", Value::text(sentence)),
        ("media_url", Value::maybe(photo)),
    ])
}

/// An event's id holds the moment it was made, which a fuzzy case does not tell.
fn update_id(id: Uuid) -> String {
    Sha256::digest(id.as_bytes())[..12].iter().map(|b| format!("{b:02x}")).collect()
}
