//! The files that style and animate the pages, and the browser's reports about what it refused to run.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// Names carry a hash of the content, so a copy may be kept for good.
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let brotli = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("br"));
    let packed = brotli.then(|| ui::assets::get(&format!("{path}.br"))).flatten();
    let encoding = packed.is_some();
    let Some((bytes, _)) = packed.or_else(|| ui::assets::get(&path)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = ui::assets::content_type(&path);
    let mut response = (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::VARY, "accept-encoding"),
        ],
        bytes,
    )
        .into_response();
    if encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// The service worker stands at the root, or the pages would be out of its reach. Asked for anew each time: an old one
/// would keep old pages.
pub(crate) async fn worker() -> Response {
    let Some((bytes, _)) = ui::assets::get("sw.js") else { return StatusCode::NOT_FOUND.into_response() };
    let kind = ui::assets::content_type("sw.js");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], bytes).into_response()
}

/// What a browser refused; counted, its first bytes logged.
pub(crate) async fn csp_report(body: Bytes) -> StatusCode {
    metrics::counter!("csp_reports").increment(1);
    tracing::warn!(report = %String::from_utf8_lossy(&body[..body.len().min(400)]), "a browser refused something");
    StatusCode::NO_CONTENT
}
