//! Routes: sheets to print for speakers and for a visit, what came back, and the picture of one.

use crate::actions::{self, SCAN};
use crate::rules::{PaperAct, PaperWords, sheet_number, sheet_typed};
use crate::views::{PapersView, SheetView};
use appeals::rules::VoiceId;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use edge::photos::{self, ScanOpening};
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen, Upload};
use http::{HeaderMap, header};
use kernel::{Outcome, Problem};
use serde::Deserialize;
use std::sync::Arc;

pub fn routes() -> Routes {
    Routes::new("papers")
        .get("/receipt/sheets", "print_sheet", "A sheet for what can be done now, to write on; printing keeps nothing.", by_code)
        .asks::<WhichSheet>()
        .gives::<SheetView>()
        .get("/voices/{id}/sheets", "print_sheet", "The same for one of one's own voices.", by_account)
        .asks::<WhichSheet>()
        .gives::<SheetView>()
        .get("/desk/voices/{id}/sheets", "see_papers", "A blank sheet to take along on a visit.", for_visit)
        .asks::<WhichSheet>()
        .gives::<SheetView>()
        .get("/desk/voices/{id}/papers", "see_papers", "What can be keyed for a voice now, and what came back before.", show)
        .asks::<Landed>()
        .gives::<PapersView>()
        .post("/desk/voices/{id}/papers", "key_paper", "Key a sheet with its picture: its act is done as the speaker's own.", key)
        .takes::<PaperWords>()
        .gives::<PapersView>()
        .post("/desk/voices/{id}/papers/{no}/scan/original", "open_paper", "The picture of a sheet, for a reason that is kept.", open)
        .takes::<ScanOpening>()
        .gives_file("application/octet-stream")
        .refuses::<PapersView>()
}

/// Which act the sheet is for; without one, the choice is shown.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct WhichSheet {
    act: Option<PaperAct>,
}

/// What the picture on a sheet says of it.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct Landed {
    act: Option<PaperAct>,
    sheet: String,
}

async fn by_code(State(app): State<App>, seen: Seen, headers: HeaderMap, Query(words): Query<WhichSheet>) -> Answer<SheetView> {
    let voice = seen.viewer.bears.first().copied().map(VoiceId).ok_or(Failure::NotFound)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::own_sheet(r, &viewer, voice, now)).await?;
    Ok(drawn(&app, &headers, view, words.act))
}

async fn by_account(
    State(app): State<App>,
    seen: Seen,
    headers: HeaderMap,
    Path(id): Path<VoiceId>,
    Query(words): Query<WhichSheet>,
) -> Answer<SheetView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::own_sheet(r, &viewer, id, now)).await?;
    Ok(drawn(&app, &headers, SheetView { by_account: true, ..view }, words.act))
}

async fn for_visit(
    State(app): State<App>,
    seen: Seen,
    headers: HeaderMap,
    Path(id): Path<VoiceId>,
    Query(words): Query<WhichSheet>,
) -> Answer<SheetView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::sheet_for_visit(r, &viewer, id, now)).await?;
    Ok(drawn(&app, &headers, view, words.act))
}

/// The sheet with a number of its own, or the choice of one. An act that is not possible now is never printed.
fn drawn(app: &App, headers: &HeaderMap, view: SheetView, act: Option<PaperAct>) -> Page<SheetView> {
    let Some(act) = act else { return Page::show(view) };
    if !view.offered.contains(&act) {
        return Page::after(Outcome::Refused(view, vec![Problem::at("act", "act-not-now")]));
    }
    let sheet = sheet_number(rand::random());
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    let scheme = if app.https { "https" } else { "http" };
    let link = format!("{scheme}://{host}/desk/voices/{}/papers?act={}&sheet={sheet}", view.voice, act.code());
    Page::show(SheetView { act: Some(act), sheet: Some(sheet), link: Some(link), ..view })
}

async fn papers(app: &App, seen: &Seen, id: VoiceId) -> Result<PapersView, Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::papers_view(r, &viewer, id, now)).await
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<VoiceId>, Query(words): Query<Landed>) -> Answer<PapersView> {
    let view = papers(&app, &seen, id).await?;
    let typed = PaperWords { act: words.act, sheet: words.sheet, ..PaperWords::default() };
    Ok(Page::show(PapersView { typed, ..view }))
}

async fn key(State(app): State<App>, seen: Seen, Path(id): Path<VoiceId>, upload: Upload<PaperWords>) -> Answer<PapersView> {
    seen.staff()?;
    let Upload { words, photos: pictures, problems: left_out } = upload;
    // Asked before anything is decoded: a stranger's file makes no work, and a sheet keyed before leaves no second one.
    let (viewer, asked, now) = (seen.viewer.clone(), words.clone(), seen.now);
    let awaits = app.read(move |r| actions::awaits(r, &viewer, id, &asked, now)).await?;
    let scan = match photos::seal_one(&app, SCAN, if awaits { pictures } else { vec![] }, left_out).await? {
        Ok(scan) => scan,
        Err(problems) => return refused(&app, &seen, id, words, problems).await,
    };
    let (viewer, said, picture) = (seen.viewer.clone(), words.clone(), scan.clone());
    let outcome = app.act(&seen, move |tx| actions::key(tx, &viewer, id, &said, picture.as_ref())).await?;
    match outcome {
        Outcome::Done(_) => Ok(Page::after(Outcome::Done(papers(&app, &seen, id).await?))),
        Outcome::Refused(_, problems) => {
            if let Some(scan) = scan {
                photos::discard(&app, scan.original).await?;
            }
            refused(&app, &seen, id, words, problems).await
        }
    }
}

/// What was typed stands in its fields again.
async fn refused(app: &App, seen: &Seen, id: VoiceId, typed: PaperWords, problems: Vec<Problem>) -> Answer<PapersView> {
    let view = papers(app, seen, id).await?;
    Ok(Page::after(Outcome::Refused(PapersView { typed, ..view }, problems)))
}

async fn open(
    State(app): State<App>,
    seen: Seen,
    Path((id, no)): Path<(VoiceId, String)>,
    Input(words): Input<ScanOpening>,
) -> Result<Response, Failure> {
    seen.staff()?;
    let sheet = sheet_typed(&no).ok_or(Failure::NotFound)?;
    let (viewer, asked, now) = (seen.viewer.clone(), sheet.clone(), seen.now);
    let picture = app.read(move |r| actions::openable(r, &viewer, id, &asked, now)).await?;
    let Some(reason) = words.of_the_list() else {
        let view = papers(&app, &seen, id).await?;
        return Ok(Page::after(Outcome::Refused(view, vec![Problem::at("reason", "reason-missing")])).into_response());
    };
    let sealed = Arc::new(photos::bytes_of(&app, picture.original).await?);
    let (viewer, asked) = (seen.viewer.clone(), sheet.clone());
    let bytes = app.write(&seen, move |tx| actions::open_paper(tx, &viewer, id, &asked, &sealed, reason)).await?;
    Ok(photos::as_file(&sheet, bytes))
}
