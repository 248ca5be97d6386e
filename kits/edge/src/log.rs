//! One line per request: the route's template, never its path or query; the account as a hash whose key changes daily.

use crate::{App, Seen};
use axum::extract::MatchedPath;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, StatusCode};
use sha2::Sha256;
use std::time::Duration;

/// What is known of a request before it is answered.
pub(crate) struct Asking {
    pub method: Method,
    pub route: String,
}

impl Asking {
    pub fn of(request: &axum::extract::Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map_or("-", |m| m.as_str());
        Self { method: request.method().clone(), route: route.to_owned() }
    }
}

pub(crate) fn told(app: &App, asking: &Asking, seen: &Seen, status: StatusCode, took: Duration) {
    let millis = took.as_secs_f64() * 1_000.0;
    let account = seen.viewer.account().map(|a| pseudonym(app, seen, a.uuid().as_bytes()));
    let labels = [("route", asking.route.clone()), ("method", asking.method.to_string()), ("status", status.as_str().to_owned())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    tracing::info!(
        method = %asking.method,
        route = asking.route,
        status = status.as_u16(),
        ms = (millis * 100.0).round() / 100.0,
        request = %seen.request,
        account,
        "request"
    );
}

/// The same account has the same name for a day, and nobody can tell whose it is.
fn pseudonym(app: &App, seen: &Seen, account: &[u8]) -> String {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&app.secret[..]) else { return String::new() };
    mac.update(b"log/");
    mac.update(seen.now.day().to_string().as_bytes());
    mac.update(account);
    hex::encode(&mac.finalize().into_bytes()[..6])
}
