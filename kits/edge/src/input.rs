//! A body that came as a form or as JSON; the handler cannot tell which.

use crate::{App, Failure, csrf, loose, seen::Asked};
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use bytes::Bytes;
use http::{HeaderMap, header, request::Parts};
use kernel::Problem;
use serde::de::DeserializeOwned;

/// The words of a verb.
pub struct Input<T>(pub T);

/// The words in the address; every list keeps its filters there.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest<App> for Input<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let upload = crate::Upload::<T>::from_request(request, app).await?;
        Ok(Self(upload.words))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(parts.uri.query().unwrap_or("")).map_err(bad)?;
        T::deserialize(loose::Loose(loose::object(pairs))).map(Self).map_err(bad)
    }
}

/// Reads the parts of a body: the words as one object, and the files beside them.
pub(crate) async fn read(request: Request, app: &App) -> Result<(serde_json::Value, Vec<crate::RawPhoto>), Failure> {
    let headers = request.headers().clone();
    let needs_token = request.extensions().get::<Asked>().is_some_and(|a| a.needs_token);
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    if kind.starts_with("application/json") {
        guard(app, &headers, needs_token, header_token(&headers))?;
        let body = Bytes::from_request(request, app).await.map_err(bad)?;
        let value = if body.is_empty() { serde_json::json!({}) } else { serde_json::from_slice(&body).map_err(bad)? };
        return Ok((value, vec![]));
    }
    let (pairs, photos) = if kind.starts_with("multipart/form-data") {
        let parts = Multipart::from_request(request, app).await.map_err(bad)?;
        crate::upload::parts(parts).await?
    } else {
        let body = Bytes::from_request(request, app).await.map_err(bad)?;
        (serde_urlencoded::from_bytes(&body).map_err(bad)?, vec![])
    };
    let shown = pairs.iter().find(|(n, _)| n == "_csrf").map(|(_, v)| v.clone()).or(header_token(&headers));
    guard(app, &headers, needs_token, shown)?;
    Ok((loose::object(pairs), photos))
}

fn header_token(headers: &HeaderMap) -> Option<String> {
    headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).map(str::to_owned)
}

fn guard(app: &App, headers: &HeaderMap, needs_token: bool, shown: Option<String>) -> Result<(), Failure> {
    if !needs_token || shown.is_some_and(|t| csrf::token_is_right(app, headers, &t)) {
        return Ok(());
    }
    Err(Failure::Forbidden)
}

pub(crate) fn bad(why: impl std::fmt::Display) -> Failure {
    Failure::Bad(Problem::new("malformed").with("why", why))
}
