//! A document on the wire: its type, its tag, and what went wrong in the same notation.

use crate::notation::Notation;
use crate::rules::{GeoError, status_of};
use crate::views::{Document, errors};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use edge::Failure;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use sha2::{Digest, Sha256};

/// An answer that is an error already.
pub struct Told(Response);

impl Told {
    pub fn of(notation: Notation, wrong: &[GeoError]) -> Self {
        let status = StatusCode::from_u16(status_of(wrong)).unwrap_or(StatusCode::BAD_REQUEST);
        Self(written(notation, status, &errors(wrong)))
    }
    /// What the house itself refused or failed at.
    pub fn from_failure(notation: Notation, failure: Failure) -> Self {
        let (error, after) = match failure {
            Failure::TooMany { after_s } => (GeoError::too_many(), Some(after_s)),
            Failure::Busy | Failure::ReadOnly => (GeoError::busy(), Some(5)),
            Failure::NotFound => (GeoError::request(), None),
            Failure::Fault(why) => (GeoError::fault(&edge::incident(&why)), None),
            other => (GeoError::fault(&edge::incident(&format!("{other:?}"))), None),
        };
        let mut told = Self::of(notation, &[error]);
        if let Some(after) = after {
            told.0.headers_mut().insert(header::RETRY_AFTER, after.max(1).into());
        }
        told
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        self.0
    }
}

/// A document that was read: with a tag, and nothing but the tag where the reader has it already.
pub fn read(notation: Notation, asked: &HeaderMap, document: &Document) -> Response {
    tagged(asked, notation.content_type(), notation.write(document))
}

pub fn tagged(asked: &HeaderMap, kind: &'static str, body: Vec<u8>) -> Response {
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..12]));
    let known = asked.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|known| {
        known.split(',').map(|t| t.trim().trim_start_matches("W/")).any(|t| t == tag || t == "*")
    });
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { with_type(StatusCode::OK, kind, body) };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    // Kept by whoever likes, asked for anew each time: a case may be taken from the public.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// A document that was made for this request alone.
pub fn written(notation: Notation, status: StatusCode, document: &Document) -> Response {
    with_type(status, notation.content_type(), notation.write(document))
}

fn with_type(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response {
    (status, [(header::CONTENT_TYPE, kind)], Body::from(body)).into_response()
}

/// Which notation an address asks for by its suffix.
pub fn notation_of(uri: &Uri) -> Option<Notation> {
    match uri.path().rsplit_once('.')?.1 {
        "xml" => Some(Notation::Xml),
        "json" => Some(Notation::Json),
        _ => None,
    }
}

/// No such address, or another method than it takes.
pub async fn nothing(uri: Uri) -> Told {
    Told::of(notation_of(&uri).unwrap_or(Notation::Xml), &[GeoError::no_such_address()])
}
