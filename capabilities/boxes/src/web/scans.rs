//! Handwriting, opened for a reason and handed over as a file.

use crate::actions::{self, Which};
use crate::rules::OpeningId;
use crate::views::OpeningView;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use edge::photos::{self, ScanOpening};
use edge::{App, Failure, Input, Page, Path, Seen};
use kernel::{Outcome, Problem};
use std::sync::Arc;

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
    let Some(reason) = words.of_the_list() else {
        let viewer = seen.viewer.clone();
        let view: OpeningView = app.read(move |r| actions::opening_view(r, &viewer, id, now)).await?;
        return Ok(Page::after(Outcome::Refused(view, vec![Problem::at("reason", "reason-missing")])).into_response());
    };
    let sealed = Arc::new(photos::bytes_of(app, picture.original).await?);
    let viewer = seen.viewer.clone();
    let bytes = app.write(seen, move |tx| actions::open_scan(tx, &viewer, id, which, &sealed, reason)).await?;
    let card = which.map(|no| format!("-{no}")).unwrap_or_default();
    Ok(photos::as_file(&format!("{id}{card}"), bytes))
}
