//! A new voice: the form, what may be the same, where it is, and the sending.

use super::receipt;
use crate::actions::{self, Names, Received};
use crate::rules::*;
use crate::store;
use crate::views::*;
use crate::web::photos::taken;
use auth::Viewer;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use db::Tx;
use edge::photos::KeptPhoto;
use edge::{Answer, App, Cookie, Failure, Page, Path, Query, Routes, Seen, Upload};
use http::HeaderMap;
use kernel::{Outcome, PlaceId, Problem};
use places::Wgs84;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/report", "public", "The form for a new voice.", form)
        .asks::<Beginning>()
        .gives::<ReportView>()
        .get("/drafts", "public", "What waits on this device to be sent; for programs, what sending needs.", drafts)
        .gives::<DraftsView>()
        .post("/report/hints", "public", "Published cases that may be the same.", hints)
        .takes::<Reception>()
        .gives::<HintsView>()
        .get("/report/places", "public", "Places that fit what is typed, or where the device is.", found)
        .asks::<Whereabout>()
        .gives::<PlacesFoundView>()
        .post("/voices", "public", "Say something; answers with the receipt.", receive)
        .takes::<Reception>()
        .gives::<ReceiptView>()
        .refuses::<ReportOrMailbox>()
        .post("/cases/{case_no}/voices", "public", "Add one's voice to a published case; answers with its own receipt.", join)
        .takes::<Reception>()
        .gives::<ReceiptView>()
        .refuses::<ReportOrMailbox>()
}

/// The form again that was sent, with what is to be mended.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[allow(dead_code, clippy::large_enum_variant, reason = "only its schema is read: a refusal answers with one or the other")]
enum ReportOrMailbox {
    Report(ReportView),
    Mailbox(MailboxView),
}

/// What the form may begin with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Beginning {
    category: String,
    /// The case one's voice is added to.
    join: String,
}

async fn form(State(app): State<App>, seen: Seen, Query(words): Query<Beginning>) -> Answer<ReportView> {
    let sent = Reception { client_key: seen.ctx.idempotency.clone(), category: words.category, ..Reception::default() };
    let join = Some(words.join).filter(|j| !j.is_empty());
    Ok(Page::show(blank(&app, &seen, sent, join).await?))
}

async fn drafts(seen: Seen) -> Answer<DraftsView> {
    Ok(Page::show(DraftsView { csrf: seen.ctx.csrf.clone(), who: seen.ctx.who.clone() }))
}

/// The form with these words in it.
async fn blank(app: &App, seen: &Seen, words: Reception, join: Option<String>) -> Result<ReportView, Failure> {
    let (street, now, signed_in) = (app.street, seen.now, seen.viewer.account().is_some());
    let view = app
        .read(move |r| {
            let names = Names::read(r, street)?;
            let join = join.map(|no| store::public_case(r, street, &no)).transpose()?.flatten();
            Ok(ReportView {
                usual: actions::usual(r, street, &names, now)?,
                categories: names.choices(),
                chosen: names.chosen_place(words.place),
                join: join.filter(|c| c.state.is_open()).map(|c| names.public(&c)),
                signed_in,
                words,
                ..ReportView::default()
            })
        })
        .await?;
    Ok(view)
}

/// A fragment for the page that asks as people type; without script, the form again with the hints in it.
async fn hints(State(app): State<App>, seen: Seen, headers: HeaderMap, upload: Upload<Reception>) -> Result<Response, Failure> {
    edge::limits::allow(&app, &seen, "hints", 600, 3_600)?;
    let (street, now) = (app.street, seen.now);
    let words = upload.words.clone();
    let cases = app
        .read(move |r| {
            let names = Names::read(r, street)?;
            let found = actions::hints(r, street, &names, &words, now)?;
            Ok(found.iter().map(|c| names.public(c)).collect::<Vec<_>>())
        })
        .await?;
    let program = headers.get(http::header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("json"));
    if program || headers.contains_key("hx-request") {
        return Ok(Page::show(HintsView { cases }).into_response());
    }
    let view = blank(&app, &seen, upload.words, None).await?;
    Ok(Page::show(ReportView { hints: Some(cases), ..view }).into_response())
}

const SUGGESTIONS: usize = 6;

/// What is typed, or where the device stands.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Whereabout {
    address_note: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

async fn found(State(app): State<App>, seen: Seen, Query(words): Query<Whereabout>) -> Answer<PlacesFoundView> {
    let (street, now) = (app.street, seen.now);
    let found = app
        .read(move |r| {
            let tree = places::tree(r, street)?;
            let point = words.lat.zip(words.lon).and_then(|(lat, lon)| Wgs84::checked(lon, lat));
            let ids: Vec<PlaceId> = match point {
                Some(point) => places::locate(r, street, point, now)?.into_iter().map(|l| l.place).collect(),
                None => tree.search(&words.address_note, SUGGESTIONS).into_iter().map(|p| p.id).collect(),
            };
            Ok(ids.into_iter().map(|id| Choice::new(id, tree.name_path(id))).collect())
        })
        .await?;
    Ok(Page::show(PlacesFoundView { found }))
}

async fn receive(State(app): State<App>, seen: Seen, headers: HeaderMap, upload: Upload<Reception>) -> Result<Response, Failure> {
    let (street, now) = (app.street, seen.now);
    sent(&app, &seen, &headers, upload, None, move |tx, viewer, words, intake, photos| {
        let mut words = words.clone();
        let place = actions::whereabouts(tx, street, &mut words, now)?;
        actions::receive_with_photos(tx, viewer, &words, intake, place, photos)
    })
    .await
}

async fn join(
    State(app): State<App>,
    seen: Seen,
    headers: HeaderMap,
    Path(case_no): Path<String>,
    upload: Upload<Reception>,
) -> Result<Response, Failure> {
    let number = case_no.clone();
    sent(&app, &seen, &headers, upload, Some(case_no), move |tx, viewer, words, intake, photos| {
        actions::join(tx, viewer, &number, words, intake, photos)
    })
    .await
}

/// Photos kept, the verb done, the receipt shown; or the form again with every word in it.
async fn sent(
    app: &App,
    seen: &Seen,
    headers: &HeaderMap,
    upload: Upload<Reception>,
    case_no: Option<String>,
    verb: impl Fn(&mut Tx<'_>, &Viewer, &Reception, Intake, &[KeptPhoto]) -> db::Result<Outcome<Option<Received>>> + Send + 'static,
) -> Result<Response, Failure> {
    edge::limits::allow(app, seen, "reception", 60, 3_600)?;
    let Upload { words, photos, problems: left_out } = upload;
    let photos = match taken(app, seen, photos, &words.media_url).await? {
        Ok(photos) if left_out.is_empty() => photos,
        Ok(_) => return refused(app, seen, words, case_no, left_out).await,
        Err(problems) => return refused(app, seen, words, case_no, problems).await,
    };
    let (viewer, said) = (seen.viewer.clone(), words.clone());
    let staff = viewer.is_staff();
    let done = app
        // Repeats are told by the form's own key, which gives the receipt again.
        .act(&seen.unkeyed(), move |tx| {
            let intake = Intake { by: viewer.account(), staff, has_photo: !photos.is_empty() };
            verb(tx, &viewer, &said, intake, &photos)
        })
        .await?;
    match done {
        Outcome::Done(Some(got)) => receipt::fresh(app, seen, headers, got.voice, &got.code).await,
        outcome => refused(app, seen, words, case_no, outcome.problems().to_vec()).await,
    }
}

/// The form again, with what was typed.
async fn refused(app: &App, seen: &Seen, words: Reception, case_no: Option<String>, problems: Vec<Problem>) -> Result<Response, Failure> {
    if words.channel == Some(Channel::Mailbox) {
        let view = super::mailbox::blank(app, words).await?;
        return Ok(Page::after(Outcome::Refused(view, problems)).into_response());
    }
    // The page asks for the place in one field, whichever way it was to be given.
    let beside = |p: Problem| if p.field == Some("place") { Problem { field: Some("address_note"), ..p } } else { p };
    let problems = problems.into_iter().map(beside).collect();
    let view = blank(app, seen, words, case_no).await?;
    Ok(Page::after(Outcome::Refused(view, problems)).into_response())
}

/// The code opens the receipt on this device until the browser closes.
pub(super) fn kept(app: &App, code: &str) -> Cookie {
    Cookie::session(app, "lq-receipt", code)
}
