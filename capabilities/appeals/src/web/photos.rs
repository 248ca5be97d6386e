//! Routes of photos: the clean picture to everyone entitled, the sealed original to few, for a reason.

use crate::actions;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::Viewer;
use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use db::{Reader, Tx};
use edge::photos::{self, KeptPhoto};
use edge::{Answer, App, Failure, Input, Page, Path, RawPhoto, Routes, Seen, Upload};
use http::header;
use kernel::{Moment, Outcome, Problem, uuid::Uuid};
use std::sync::Arc;

pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/photos/pieces/{photo}/{n}", "public", "A piece of a photo on its way; the form that names the photo gets it whole.", arrive)
        .takes_bytes()
        .gives::<PieceView>()
        .get("/photos/{id}", "see_photo", "A photo, cleaned and blackened.", show)
        .gives_file("image/jpeg")
        .post("/photos/{id}/original", "open_original", "The original, for a reason that is kept.", open_original)
        .takes::<OpeningOriginal>()
        .gives_file("application/octet-stream")
        .refuses::<CasePhotosView>()
        .get("/desk/cases/{id}/photos", "see_case", "A case's photos.", of_case)
        .gives::<CasePhotosView>()
        .post("/cases/{id}/photos", "add_photo", "Add photos of the work.", add)
        .takes::<AddingPhotos>()
        .gives::<CasePhotosView>()
        .post("/photos/{id}/approval", "approve_photo", "Let the public see it.", approve)
        .gives::<CasePhotosView>()
        .post("/photos/{id}/hiding", "approve_photo", "Take it from the public again.", hide)
        .gives::<CasePhotosView>()
        .post("/photos/{id}/blackening", "approve_photo", "Burn a black box into it.", blacken)
        .takes::<Blackening>()
        .gives::<CasePhotosView>()
}

/// The photos of a message: gathered, judged, written; only their rows are missing.
pub(super) async fn taken(
    app: &App,
    seen: &Seen,
    uploaded: Vec<RawPhoto>,
    addresses: &[String],
) -> Result<Result<Vec<KeptPhoto>, Vec<Problem>>, Failure> {
    match photos::gather(app, seen, uploaded, addresses).await? {
        Ok(originals) => photos::keep(app, ORIGINAL, originals).await,
        Err(problems) => Ok(Err(problems)),
    }
}

/// The body is the piece itself, at most 256 KiB; every piece but the last has exactly that size.
async fn arrive(State(app): State<App>, seen: Seen, Path((photo, n)): Path<(Uuid, usize)>, piece: Bytes) -> Result<Json<PieceView>, Failure> {
    photos::arrive(&app, &seen, photo, n, &piece).await?;
    Ok(Json(PieceView { piece: n }))
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<PhotoId>) -> Result<Response, Failure> {
    let photo = app.read(move |r| actions::look_at(r, &seen.viewer, id, seen.now)).await?;
    let picture = photos::bytes_of(&app, photo.derivative).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], picture).into_response())
}

async fn open_original(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<PhotoId>,
    Input(words): Input<OpeningOriginal>,
) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let photo = app.read(move |r| actions::openable(r, &viewer, id, now)).await?;
    let problems = words.problems();
    if !problems.is_empty() {
        let view = case_view(&app, &seen, photo.case).await?;
        return Ok(Page::after(Outcome::Refused(view, problems)).into_response());
    }
    let sealed = Arc::new(photos::bytes_of(&app, photo.original).await?);
    let viewer = seen.viewer.clone();
    let original = app.write(&seen, move |tx| actions::open_original(tx, &viewer, id, &sealed, &words.reason)).await?;
    Ok(photos::as_file(&id.to_string(), original))
}

async fn of_case(State(app): State<App>, seen: Seen, Path(id): Path<CaseId>) -> Answer<CasePhotosView> {
    seen.staff()?;
    Ok(Page::show(case_view(&app, &seen, id).await?))
}

async fn add(State(app): State<App>, seen: Seen, Path(id): Path<CaseId>, upload: Upload<AddingPhotos>) -> Answer<CasePhotosView> {
    seen.staff()?;
    // Asked before anything is decoded: who may not add photos makes no work.
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| store::find::<AddPhoto>(r, &viewer, id, now).map(|_| ())).await?;
    let AddingPhotos { stage, media_url } = upload.words;
    let kept = match taken(&app, &seen, upload.photos, &media_url).await? {
        Ok(kept) if upload.problems.is_empty() => kept,
        Ok(_) => return refused(&app, &seen, id, upload.problems).await,
        Err(problems) => return refused(&app, &seen, id, problems).await,
    };
    let viewer = seen.viewer.clone();
    on_case(&app, &seen, id, move |tx| actions::add_evidence(tx, &viewer, id, stage, &kept)).await
}

async fn approve(State(app): State<App>, seen: Seen, Path(id): Path<PhotoId>) -> Answer<CasePhotosView> {
    let (case, viewer) = (approvable(&app, &seen, id).await?.case, seen.viewer.clone());
    on_case(&app, &seen, case, move |tx| actions::approve_photo(tx, &viewer, id)).await
}

async fn hide(State(app): State<App>, seen: Seen, Path(id): Path<PhotoId>) -> Answer<CasePhotosView> {
    let (case, viewer) = (approvable(&app, &seen, id).await?.case, seen.viewer.clone());
    on_case(&app, &seen, case, move |tx| actions::hide_photo(tx, &viewer, id)).await
}

/// The box is burnt into the picture as it is now; the picture before is destroyed.
async fn blacken(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<PhotoId>,
    Input(words): Input<Blackening>,
) -> Answer<CasePhotosView> {
    let photo = approvable(&app, &seen, id).await?;
    let (case, over) = (photo.case, photo.derivative.clone());
    let area = match blacken_photo(&photo, words, over.clone()) {
        Ok((photo, _)) => photo.blackened.last().copied().unwrap_or_default(),
        Err(problems) => return refused(&app, &seen, case, problems).await,
    };
    let picture = photos::bytes_of(&app, over.clone()).await?;
    let drawn = app.blocking(move || photos::blacken(&picture, &[area])).await?.map_err(Failure::Bad)?;
    let drawn = photos::replace(&app, id.uuid(), drawn).await?;
    let (viewer, before, after) = (seen.viewer.clone(), over.clone(), drawn.clone());
    // Sent again, the same box is burnt again: the picture looks the same, and each file is destroyed once.
    let done = on_case(&app, &seen.unkeyed(), case, move |tx| actions::blacken_photo(tx, &viewer, id, words, &before, &after)).await?;
    photos::discard(&app, if done.is_refused() { drawn } else { over }).await?;
    Ok(done)
}

async fn approvable(app: &App, seen: &Seen, id: PhotoId) -> Result<Photo, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::approvable(r, &viewer, id, now)).await
}

/// One verb on a case's photos; shows them as they then stand.
async fn on_case<V: Send + 'static>(
    app: &App,
    seen: &Seen,
    id: CaseId,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<V>> + Send + 'static,
) -> Answer<CasePhotosView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::after(app.act_on(seen, verb, move |r| view_of(r, &viewer, id, now)).await?))
}

async fn refused(app: &App, seen: &Seen, id: CaseId, problems: Vec<Problem>) -> Answer<CasePhotosView> {
    Ok(Page::after(Outcome::Refused(case_view(app, seen, id).await?, problems)))
}

async fn case_view(app: &App, seen: &Seen, id: CaseId) -> Result<CasePhotosView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| view_of(r, &viewer, id, now)).await
}

fn view_of(r: &mut Reader<'_>, viewer: &Viewer, id: CaseId, now: Moment) -> db::Result<CasePhotosView> {
    let case = store::find::<SeeCase>(r, viewer, id, now)?;
    let photos = actions::photos_for(r, viewer, &case, now)?.into_iter().map(PhotoView::of).collect();
    let may = PhotoMay::of(viewer, &case, now);
    Ok(CasePhotosView { case: id, case_no: case.case_no.clone(), title: case.title.clone(), photos, may, problems: vec![] })
}
