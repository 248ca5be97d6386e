//! A sealed picture opened for a reason: handed over as a file.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use serde::Deserialize;
use utoipa::ToSchema;

/// Why somebody looks at handwriting; kept in the read log.
pub const SCAN_REASONS: &[&str] = &["unreadable", "checking", "supervision", "answering"];

/// Why; a code of the list.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScanOpening {
    pub reason: String,
}

impl ScanOpening {
    /// The reason as the list has it; `None` if it is none of them.
    pub fn of_the_list(&self) -> Option<&'static str> {
        SCAN_REASONS.iter().copied().find(|r| *r == self.reason)
    }
}

/// Bytes we have not made: handed over as a file, in a page of their own that can do nothing. `name` has no ending.
pub fn as_file(name: &str, bytes: Vec<u8>) -> Response {
    let (kind, ending) = match bytes.get(..4) {
        Some([0xff, 0xd8, ..]) => ("image/jpeg", "jpg"),
        Some([0x89, b'P', b'N', b'G']) => ("image/png", "png"),
        _ => ("image/webp", "webp"),
    };
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    let name = format!("attachment; filename=\"{name}.{ending}\"");
    let fixed: [(HeaderName, &str); 2] = [(header::CONTENT_DISPOSITION, &name), (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")];
    for (header, value) in fixed {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}
