//! Handwriting, opened for a reason and handed over as a file.

use crate::actions::{self, SCAN_REASONS, Which};
use crate::rules::OpeningId;
use crate::views::OpeningView;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use edge::{App, Failure, Input, Page, Path, Seen, photos};
use http::{HeaderName, HeaderValue, header};
use kernel::{Outcome, Problem};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Why; a code of the list.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScanOpening {
    pub reason: String,
}

pub async fn photo(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Input(words): Input<ScanOpening>) -> Result<Response, Failure> {
    opened(&app, &seen, id, None, &words).await
}

pub async fn card(
    State(app): State<App>,
    seen: Seen,
    Path((id, no)): Path<(OpeningId, i32)>,
    Input(words): Input<ScanOpening>,
) -> Result<Response, Failure> {
    opened(&app, &seen, id, Some(no), &words).await
}

async fn opened(app: &App, seen: &Seen, id: OpeningId, which: Which, words: &ScanOpening) -> Result<Response, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let picture = app.read(move |r| actions::openable(r, &viewer, id, which, now)).await?;
    let Some(reason) = SCAN_REASONS.iter().find(|r| **r == words.reason) else {
        let viewer = seen.viewer.clone();
        let view: OpeningView = app.read(move |r| actions::opening_view(r, &viewer, id, now)).await?;
        return Ok(Page::after(Outcome::Refused(view, vec![Problem::at("reason", "reason-missing")])).into_response());
    };
    let sealed = Arc::new(photos::bytes_of(app, picture.original).await?);
    let viewer = seen.viewer.clone();
    let bytes = app.write(seen, move |tx| actions::open_scan(tx, &viewer, id, which, &sealed, reason)).await?;
    Ok(as_file(id, which, bytes))
}

/// Bytes we have not made: handed over as a file, in a page of their own that can do nothing.
fn as_file(id: OpeningId, which: Which, bytes: Vec<u8>) -> Response {
    let (kind, ending) = match bytes.get(..4) {
        Some([0xff, 0xd8, ..]) => ("image/jpeg", "jpg"),
        Some([0x89, b'P', b'N', b'G']) => ("image/png", "png"),
        _ => ("image/webp", "webp"),
    };
    let card = which.map(|no| format!("-{no}")).unwrap_or_default();
    let name = format!("attachment; filename=\"{id}{card}.{ending}\"");
    let mut response = ([(header::CONTENT_TYPE, kind)], bytes).into_response();
    let fixed: [(HeaderName, &str); 2] = [(header::CONTENT_DISPOSITION, &name), (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")];
    for (header, value) in fixed {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}
