//! Lists written out as files. Written beside the requests, fetched when ready.

use crate::actions;
use crate::rules::ExportWords;
use crate::views::ExportsView;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use edge::{Answer, App, Failure, Input, Page, Path, Routes, Seen};
use http::header;
use kernel::{Outcome, uuid::Uuid};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/exports", "see_case", "One's files and how far they are.", list)
        .gives::<ExportsView>()
        .post("/desk/exports", "see_case", "Write a list out as a file.", begin)
        .takes::<ExportWords>()
        .gives::<ExportsView>()
        .get("/desk/exports/{id}", "see_case", "The file.", fetch)
}

async fn page(app: &App, seen: &Seen) -> Result<ExportsView, Failure> {
    super::sees_cases(seen)?;
    let viewer = seen.viewer.clone();
    app.read(move |r| actions::exports_page(r, &viewer)).await
}

async fn list(State(app): State<App>, seen: Seen) -> Answer<ExportsView> {
    Ok(Page::show(page(&app, &seen).await?))
}

async fn begin(State(app): State<App>, seen: Seen, Input(words): Input<ExportWords>) -> Answer<ExportsView> {
    super::sees_cases(&seen)?;
    let viewer = seen.viewer.clone();
    let begun = app.act(&seen, move |tx| actions::begin_export(tx, &viewer, &words)).await?;
    let problems = begun.problems().to_vec();
    if let Outcome::Done(Some(id)) = begun {
        let (app, viewer, lang, now) = (app.clone(), seen.viewer.clone(), seen.lang(), seen.now);
        tokio::task::spawn_blocking(move || {
            if let Err(fault) = actions::write_export(&app.db, &*app.files, &viewer, id, lang, now) {
                tracing::error!(%fault, "a list could not be written out");
            }
        });
    }
    let view = page(&app, &seen).await?;
    Ok(Page::after(if problems.is_empty() { Outcome::Done(view) } else { Outcome::Refused(view, problems) }))
}

async fn fetch(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Result<Response, Failure> {
    super::sees_cases(&seen)?;
    let viewer = seen.viewer.clone();
    let form = app.read(move |r| actions::ready_export(r, &viewer, id)).await?;
    let files = app.files.clone();
    let bytes = app.blocking(move || files.get(&actions::export_key(id, form))).await?.map_err(|e| Failure::Fault(e.to_string()))?;
    let name = format!("attachment; filename=\"linqiao-cases.{}\"", form.code());
    let head = [
        (header::CONTENT_TYPE, form.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, bytes.ok_or(Failure::NotFound)?).into_response())
}
