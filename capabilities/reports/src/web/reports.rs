//! Reports: templates at the desk, editions for everybody once they are signed.

use crate::actions;
use crate::rules::{Drafting, Edition, Returning, TemplateWords};
use crate::views::*;
use auth::Viewer;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen};
use http::header;
use kernel::{Outcome, uuid::Uuid};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/reports", "see_drafts", "Templates and editions of reports.", reports)
        .asks::<ReportsWords>()
        .gives::<ReportsView>()
        .get("/desk/reports/templates/new", "write_report", "A new template.", new_template)
        .gives::<TemplateView>()
        .get("/desk/reports/templates/{id}", "write_report", "A template with what it would say of this year.", template)
        .gives::<TemplateView>()
        .post("/desk/reports/previews", "write_report", "What a text would say of some days; nothing is written.", preview)
        .takes::<PreviewWords>()
        .gives::<TemplateView>()
        .post("/desk/reports/templates", "write_report", "Keep a new template.", keep_new)
        .takes::<PreviewWords>()
        .gives::<TemplateView>()
        .post("/desk/reports/templates/{id}", "write_report", "Keep the next version of a template.", keep_next)
        .takes::<PreviewWords>()
        .gives::<TemplateView>()
        .post("/desk/reports/templates/{id}/editions", "write_report", "Draft an edition of some days, with its figures.", draft)
        .takes::<Drafting>()
        .gives::<EditionView>()
        .refuses::<TemplateView>()
        .get("/reports/{id}", "see_indicators", "An edition; before it is signed, for those who work on it.", edition)
        .gives::<EditionView>()
        .get("/reports/{id}/files/{kind}", "see_indicators", "An edition as docx, md or json.", file)
        .post("/reports/{id}/review", "review_report", "Pass an edition as its second reader.", review)
        .gives::<EditionView>()
        .post("/reports/{id}/signature", "sign_report", "Sign a reviewed edition; from then on it stands.", sign)
        .gives::<EditionView>()
        .post("/reports/{id}/return", "review_report", "Send an edition back with a reason.", send_back)
        .takes::<Returning>()
        .gives::<EditionView>()
        .post("/reports/{id}/recount", "write_report", "Fill an unsigned edition with the figures of now.", recount)
        .gives::<EditionView>()
}

async fn reports(State(app): State<App>, seen: Seen, Query(words): Query<ReportsWords>) -> Answer<ReportsView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::reports_view(r, &viewer, &words, now)).await?))
}

async fn new_template(State(app): State<App>, seen: Seen) -> Answer<TemplateView> {
    read_template(&app, &seen, None).await.map(Page::show)
}

async fn template(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<TemplateView> {
    read_template(&app, &seen, Some(id)).await.map(Page::show)
}

async fn read_template(app: &App, seen: &Seen, id: Option<Uuid>) -> Result<TemplateView, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::template_view(r, &viewer, id, now)).await
}

async fn preview(State(app): State<App>, seen: Seen, Input(words): Input<PreviewWords>) -> Answer<TemplateView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.read(move |r| actions::preview(r, &viewer, &words, now)).await?;
    Ok(Page::after(outcome).in_place())
}

async fn keep_new(State(app): State<App>, seen: Seen, Input(words): Input<PreviewWords>) -> Answer<TemplateView> {
    keep(app, seen, None, words).await
}

async fn keep_next(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<PreviewWords>) -> Answer<TemplateView> {
    keep(app, seen, Some(id), words).await
}

async fn keep(app: App, seen: Seen, id: Option<Uuid>, words: PreviewWords) -> Answer<TemplateView> {
    seen.staff()?;
    let (by, typed) = (seen.viewer.clone(), TemplateWords { name: words.name.clone(), text: words.text.clone() });
    let outcome = app.act(&seen, move |tx| actions::keep_template(tx, &by, id, &typed)).await?;
    match outcome {
        Outcome::Done(id) => Ok(Page::after(Outcome::Done(read_template(&app, &seen, Some(id)).await?))),
        Outcome::Refused(_, problems) => {
            let (viewer, now) = (seen.viewer.clone(), seen.now);
            let view = app.read(move |r| actions::preview(r, &viewer, &words, now)).await?.into_inner();
            let id = id.map(|id| id.to_string()).unwrap_or_default();
            Ok(Page::after(Outcome::Refused(TemplateView { id, ..view }, problems)))
        }
    }
}

async fn draft(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Drafting>) -> Result<Response, Failure> {
    seen.staff()?;
    let (by, typed) = (seen.viewer.clone(), words.clone());
    match app.act(&seen, move |tx| actions::draft_report(tx, &by, id, &words)).await? {
        Outcome::Done(edition) => Ok(Page::after(Outcome::Done(read_edition(&app, &seen, edition).await?)).into_response()),
        Outcome::Refused(_, problems) => {
            let view = TemplateView { drafting: typed, ..read_template(&app, &seen, Some(id)).await? };
            Ok(Page::after(Outcome::Refused(view, problems)).into_response())
        }
    }
}

async fn read_edition(app: &App, seen: &Seen, id: Uuid) -> Result<EditionView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::edition_view(r, &viewer, id, now)).await
}

async fn edition(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<EditionView> {
    read_edition(&app, &seen, id).await.map(Page::show)
}

async fn file(State(app): State<App>, seen: Seen, Path((id, kind)): Path<(Uuid, String)>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let Edition { content, span, .. } = app.read(move |r| actions::find_edition(r, &viewer, id, now)).await?;
    let bytes = actions::written(&content, &kind).ok_or(Failure::NotFound)?;
    let head = [
        (header::CONTENT_TYPE, bytes.0.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"linqiao-{}-{}.{kind}\"", span.from, span.last())),
    ];
    Ok((head, bytes.1).into_response())
}

/// One verb on an edition, and the edition as it then stands.
async fn on_edition(
    app: &App, seen: &Seen, id: Uuid, returning: Returning, verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static,
) -> Answer<EditionView> {
    seen.staff()?;
    let (by, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let view = move |r: &mut db::Reader<'_>| Ok(EditionView { returning: returning.clone(), ..actions::edition_view(r, &reader, id, now)? });
    Ok(Page::after(app.act_on(seen, move |tx| verb(tx, &by), view).await?))
}

async fn review(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<EditionView> {
    on_edition(&app, &seen, id, Returning::default(), move |tx, v| actions::review_report(tx, v, id)).await
}
async fn sign(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<EditionView> {
    on_edition(&app, &seen, id, Returning::default(), move |tx, v| actions::sign_report(tx, v, id)).await
}
async fn recount(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<EditionView> {
    on_edition(&app, &seen, id, Returning::default(), move |tx, v| actions::recount_report(tx, v, id)).await
}
async fn send_back(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Returning>) -> Answer<EditionView> {
    let typed = words.clone();
    on_edition(&app, &seen, id, typed, move |tx, v| actions::return_report(tx, v, id, &words)).await
}
