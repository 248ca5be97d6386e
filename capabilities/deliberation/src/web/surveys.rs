//! The needs survey, its sheet, and what was said.

use super::calendars::site;
use super::printables::{DOCX, docx};
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::Response;
use edge::{Answer, App, Failure, Page, Path, Query, Routes, Seen};
use http::HeaderMap;
use kernel::uuid::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Asked {
    #[schema(value_type = Option<String>)]
    pub after: Option<Uuid>,
}

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/matters/{id}/needs", "keep_matter", "What was said in this round, without names: words and counts.", needs)
        .asks::<Asked>()
        .gives::<NeedsView>()
        .post("/matters/{id}/survey", "keep_matter", "Write the questions of the round, until somebody has answered.", super::matters::write_survey)
        .takes::<Surveying>()
        .gives::<MatterView>()
        .post("/matters/{id}/survey/answers", "take_part", "Answer the questions; once a round.", super::matters::answer_survey)
        .takes::<SurveyWords>()
        .gives::<MatterView>()
        .get("/matters/{id}/survey/sheet", "see_bodies", "The questions to print.", sheet)
        .gives::<SurveySheetView>()
        .get("/matters/{id}/survey/sheet.docx", "see_bodies", "The questions as a document.", sheet_file)
        .gives_file(DOCX)
}

async fn needs(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>, Query(asked): Query<Asked>) -> Answer<NeedsView> {
    seen.signed_in()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::needs_view(r, &viewer, id, asked.after, now)).await?))
}

async fn composed(app: &App, seen: &Seen, headers: &HeaderMap, id: MatterId) -> Result<SurveySheetView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let link = format!("{}/matters/{id}", site(app, headers));
    app.read(move |r| actions::survey_sheet(r, &viewer, id, &link, now)).await
}

async fn sheet(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MatterId>) -> Answer<SurveySheetView> {
    Ok(Page::show(composed(&app, &seen, &headers, id).await?))
}

async fn sheet_file(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<MatterId>) -> Result<Response, Failure> {
    let shown = composed(&app, &seen, &headers, id).await?;
    Ok(docx(&shown.document, "survey"))
}
