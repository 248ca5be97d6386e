//! What an unsafe request brings: read once, before any handler, so that every form's token is judged, a repeat is
//! known as one, and nothing typed is lost when the request has to be sent again.

use crate::{App, Failure, RawPhoto, csrf, failure, loose, photos, seen::Asked, upload::{self, Files}};
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use kernel::Problem;
use parking_lot::Mutex;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// One sending of a form or of a program's request, under the key that makes its repeats harmless.
#[derive(Clone, Debug)]
pub struct Sent {
    pub key: String,
    /// Over the address, the words and the files.
    pub hash: Vec<u8>,
    /// The page it was sent from, inside this site.
    pub from: String,
}

/// The words on their way to the handler; taken once.
#[derive(Clone)]
struct Words(Arc<Mutex<Option<(Value, Files)>>>);

/// What the failure page offers to send again.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub action: String,
    pub key: String,
    pub words: Value,
    pub photos: usize,
}

type Pairs = Vec<(String, String)>;

/// Reads the body, judges the form's token, and keeps the words while the handler works.
pub(crate) async fn read(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Some(refused) = request.extensions().get::<Asked>().and_then(|a| a.refused) {
        return refused.failure().into_response();
    }
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (request, kept) = match opened(&app, request).await {
        Ok(opened) => opened,
        Err(failure) => return failure.into_response(),
    };
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<failure::Again>() {
        Some(again) => again.keeping(kept).into_response(),
        None => response,
    }
}

/// The handler's words and files.
pub(crate) fn take(request: &mut Request) -> Result<(Value, Files), Failure> {
    let words = request.extensions_mut().remove::<Words>().and_then(|w| w.0.lock().take());
    words.ok_or_else(|| Failure::Bad(Problem::new("unknown_kind_of_body")))
}

async fn opened(app: &App, request: Request) -> Result<(Request, Kept), Failure> {
    let (mut parts, body) = request.into_parts();
    let kind = text(&parts.headers, "content-type").unwrap_or_default();
    let head = Request::from_parts(parts.clone(), body);
    let (fields, value, mut files, body) = if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(head, app).await.map_err(|e| unread(e.status(), &e.body_text()))?;
        let (pairs, files) = upload::parts(form).await?;
        (pairs.clone(), loose::object(pairs), files, Body::empty())
    } else if kind.starts_with("application/json") {
        let bytes = Bytes::from_request(head, app).await.map_err(|e| unread(e.status(), &e.body_text()))?;
        let value = if bytes.is_empty() { serde_json::json!({}) } else { serde_json::from_slice(&bytes).map_err(bad)? };
        // A list in place of words would be read by position.
        if !Value::is_object(&value) {
            return Err(bad("words are an object"));
        }
        (Pairs::new(), value, Files::default(), Body::empty())
    } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
        let bytes = Bytes::from_request(head, app).await.map_err(|e| unread(e.status(), &e.body_text()))?;
        let pairs: Pairs = serde_urlencoded::from_bytes(&bytes).map_err(bad)?;
        (pairs.clone(), loose::object(pairs), Files::default(), Body::empty())
    } else {
        // Not words: the handler reads it as it is.
        guard(app, &parts, text(&parts.headers, "x-csrf-token"))?;
        let kept = Kept { action: String::new(), key: String::new(), words: Value::Null, photos: 0 };
        return Ok((head, kept));
    };
    if loose::has_nul(&value) {
        return Err(bad("a NUL character"));
    }
    let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    guard(app, &parts, field("_csrf").or_else(|| text(&parts.headers, "x-csrf-token")))?;
    // A form says for whom it was opened. A program sees no banner and asks `/helping` itself.
    let is_form = !kind.starts_with("application/json");
    let whom = parts.extensions.get::<Asked>().and_then(|a| a.seen.viewer.helping).map(|id| id.to_string()).unwrap_or_default();
    if is_form && whom != field("_for").unwrap_or_default() {
        return Err(Failure::OtherPerson(without_secrets(&value)));
    }
    if let Some(asked) = parts.extensions.get::<Asked>() {
        photos::join(app, &asked.seen, &fields, &mut files).await?;
    }
    let key = text(&parts.headers, "idempotency-key").or_else(|| field("_key"));
    let key = key.filter(|k| (1..=100).contains(&k.len())).unwrap_or_default();
    let action = parts.uri.path().to_owned();
    if let (Some(asked), false) = (parts.extensions.get_mut::<Asked>(), key.is_empty()) {
        // The digest is kept to tell repeats: a password must not be guessed from it.
        let told = without(&["password"], &value);
        let (hash, from) = (hash(&action, &told, &files.photos), from(&parts.headers));
        asked.seen.sent = Some(Sent { key: key.clone(), hash, from });
    }
    let kept = Kept { action, key, words: without_secrets(&value), photos: files.photos.len() };
    parts.extensions.insert(Words(Arc::new(Mutex::new(Some((value, files))))));
    Ok((Request::from_parts(parts, body), kept))
}

fn guard(app: &App, parts: &http::request::Parts, shown: Option<String>) -> Result<(), Failure> {
    let needs_token = parts.extensions.get::<Asked>().is_some_and(|a| a.needs_token);
    if !needs_token || shown.is_some_and(|t| csrf::token_is_right(app, &parts.headers, &t)) {
        return Ok(());
    }
    Err(Failure::Forbidden)
}

fn hash(action: &str, value: &Value, photos: &[RawPhoto]) -> Vec<u8> {
    let mut hash = Sha256::new().chain_update(action).chain_update(b"\n").chain_update(value.to_string());
    for photo in photos {
        hash.update((photo.bytes.len() as u64).to_be_bytes());
        hash.update(&photo.bytes);
    }
    hash.finalize().to_vec()
}

/// The path of the page a form was sent from; the home page where it is another site's or unknown.
fn from(headers: &HeaderMap) -> String {
    let page = text(headers, "referer").and_then(|r| r.parse::<http::Uri>().ok());
    let here = text(headers, "host");
    let page = page.filter(|p| p.authority().map(|a| a.as_str()) == here.as_deref());
    page.and_then(|p| p.path_and_query().map(|p| p.as_str().to_owned())).unwrap_or_else(|| "/".into())
}

/// Passwords, codes and tokens are typed again, never shown.
fn without_secrets(value: &Value) -> Value {
    without(&["password", "code", "token"], value)
}

/// The words without the fields whose names contain one of these.
fn without(secrets: &[&str], value: &Value) -> Value {
    let secret = |name: &str| secrets.iter().any(|s| name.contains(s));
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().filter(|(name, _)| !secret(name)).map(|(n, v)| (n.clone(), v.clone())).collect())
        }
        other => other.clone(),
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned)
}

/// A body that could not be read to its end.
pub(crate) fn unread(status: StatusCode, why: &str) -> Failure {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge } else { bad(why) }
}

pub(crate) fn bad(why: impl std::fmt::Display) -> Failure {
    Failure::Bad(Problem::new("malformed").with("why", why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_or_another_file_are_another_sending() {
        let photo = |byte| RawPhoto { name: "a.jpg".into(), bytes: vec![byte; 9] };
        let words = |text: &str| serde_json::json!({ "text": text });
        let first = hash("/a", &words("x"), &[photo(1)]);
        assert_eq!(first, hash("/a", &words("x"), &[photo(1)]));
        for other in [hash("/b", &words("x"), &[photo(1)]), hash("/a", &words("y"), &[photo(1)]), hash("/a", &words("x"), &[photo(2)])] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn what_is_secret_is_not_kept() {
        let kept = without_secrets(&serde_json::json!({ "login": "lin", "password": "p", "setup_token": "t" }));
        assert_eq!(kept, serde_json::json!({ "login": "lin" }));
        let told = without(&["password"], &serde_json::json!({ "code": "c", "system_password": "p" }));
        assert_eq!(told, serde_json::json!({ "code": "c" }), "a code tells one sending from another");
    }

    #[test]
    fn only_this_sites_pages_are_a_way_back() {
        let headers = |referer: &'static str| {
            let pairs = [("host", "a.example"), ("referer", referer)];
            pairs.iter().map(|(k, v)| (http::HeaderName::from_static(k), http::HeaderValue::from_static(v))).collect()
        };
        assert_eq!(from(&headers("https://a.example/desk/cases/1?x=2")), "/desk/cases/1?x=2");
        assert_eq!(from(&headers("https://evil.example/desk")), "/");
    }
}
