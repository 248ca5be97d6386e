//! A receipt: opened by its code or by the account that spoke, and what its speaker may do.

use super::report::kept;
use crate::actions::{self, Names, Tried};
use crate::rules::*;
use crate::store;
use crate::views::*;
use crate::web::photos::taken;
use auth::Viewer;
use axum::{
    extract::{FromRequestParts, RawPathParams, State},
    response::{IntoResponse, Response},
};
use db::{Reader, Tx};
use edge::{Answer, App, Cookie, Failure, Input, Page, Routes, Seen, Upload};
use http::{HeaderMap, header, request::Parts};
use kernel::{Moment, Outcome, Problem, StreetId};
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/receipt", "see_own", "A voice by its receipt code.", show)
        .gives::<ReceiptView>()
        .post("/receipt", "public", "Open a receipt by its code.", open)
        .takes::<ReceiptCode>()
        .gives::<ReceiptView>()
        .post("/receipt/leave", "public", "Forget the code on this device.", leave)
        .get("/voices/{id}", "see_own", "One of one's own voices.", show)
        .gives::<ReceiptView>();
    // The same verbs by code and by account.
    let routes = routes
        .post("/receipt/urging", "urge", "Urge; one a day counts.", urge)
        .gives::<ReceiptView>()
        .post("/receipt/supplement", "supplement", "Answer the question, or add to what was said.", supplement)
        .takes::<Supplementing>()
        .gives::<ReceiptView>()
        .post("/receipt/callback", "call_back", "Say how it went.", call_back)
        .takes::<CallingBack>()
        .gives::<ReceiptView>()
        .post("/receipt/withdrawal", "withdraw", "Take it back.", withdraw)
        .takes::<Saying>()
        .gives::<ReceiptView>()
        .post("/receipt/reopening", "reopen", "It is not settled after all; within thirty days.", reopen)
        .takes::<Saying>()
        .gives::<ReceiptView>()
        .post("/receipt/objection", "object", "Against a refusal; once, within thirty days.", object)
        .takes::<Saying>()
        .gives::<ReceiptView>();
    routes
        .post("/voices/{id}/urging", "urge", "Urge; one a day counts.", urge)
        .gives::<ReceiptView>()
        .post("/voices/{id}/supplement", "supplement", "Answer the question, or add to what was said.", supplement)
        .takes::<Supplementing>()
        .gives::<ReceiptView>()
        .post("/voices/{id}/callback", "call_back", "Say how it went.", call_back)
        .takes::<CallingBack>()
        .gives::<ReceiptView>()
        .post("/voices/{id}/withdrawal", "withdraw", "Take it back.", withdraw)
        .takes::<Saying>()
        .gives::<ReceiptView>()
        .post("/voices/{id}/reopening", "reopen", "It is not settled after all; within thirty days.", reopen)
        .takes::<Saying>()
        .gives::<ReceiptView>()
        .post("/voices/{id}/objection", "object", "Against a refusal; once, within thirty days.", object)
        .takes::<Saying>()
        .gives::<ReceiptView>()
}

/// The sixteen digits of a receipt.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptCode {
    pub code: String,
}

/// Which voice: the one in the path, or the one whose code the reader shows.
struct At(Option<VoiceId>);

impl<S: Send + Sync> FromRequestParts<S> for At {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Ok(path) = RawPathParams::from_request_parts(parts, state).await else { return Ok(Self(None)) };
        match path.iter().find(|(name, _)| *name == "id") {
            Some((_, id)) => Ok(Self(Some(id.parse().map_err(|_| Failure::NotFound)?))),
            None => Ok(Self(None)),
        }
    }
}

impl At {
    fn voice(&self, seen: &Seen) -> Result<VoiceId, Failure> {
        self.0.or_else(|| borne(seen)).ok_or(Failure::NotFound)
    }
}

/// The voice the reader's code stands for.
pub(super) fn borne(seen: &Seen) -> Option<VoiceId> {
    seen.viewer.bears.first().copied().map(VoiceId)
}

async fn show(State(app): State<App>, seen: Seen, at: At) -> Answer<ReceiptView> {
    if at.0.is_none() && borne(&seen).is_none() {
        return Ok(Page::show(ReceiptView::default()));
    }
    Ok(Page::show(shown(&app, &seen, &at).await?))
}

async fn open(State(app): State<App>, seen: Seen, Input(words): Input<ReceiptCode>) -> Answer<ReceiptView> {
    let voice = match tried(&app, &seen, &words.code).await? {
        Tried::Opens(voice) => voice,
        other => return Ok(Page::after(Outcome::Refused(ReceiptView::default(), vec![said(other)]))),
    };
    let (street, now) = (app.street, seen.now);
    let view = app.read(move |r| view_of(r, street, voice, now)).await?;
    let code = typed(&words.code).unwrap_or_default();
    Ok(Page::after(Outcome::Done(view)).with_cookie(kept(&app, &code)))
}

/// One try, counted for this address.
pub(super) async fn tried(app: &App, seen: &Seen, code: &str) -> Result<Tried, Failure> {
    let (address, code) = (seen.address.clone(), code.to_owned());
    app.write(seen, move |tx| actions::try_code(tx, &address, &code)).await
}

/// Why a code opened nothing.
pub(super) fn said(tried: Tried) -> Problem {
    match tried {
        Tried::Locked(until) => Problem::at("code", "receipt-locked").with("until", until.hm()),
        _ => Problem::at("code", "receipt-wrong"),
    }
}

async fn leave(State(app): State<App>, _: Seen) -> Answer<ReceiptView> {
    Ok(Page::after(Outcome::Done(ReceiptView::default())).with_cookie(Cookie::gone(&app, "lq-receipt")))
}

/// A voice just received: its code is shown this once.
pub(super) async fn fresh(app: &App, seen: &Seen, headers: &HeaderMap, voice: VoiceId, code: &str) -> Result<Response, Failure> {
    let (street, now) = (app.street, seen.now);
    let mut view = app.read(move |r| view_of(r, street, voice, now)).await?;
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    let scheme = if app.https { "https" } else { "http" };
    // Behind the #, the code is never sent to any server by the address alone.
    view.link = format!("{scheme}://{host}/receipt#{code}");
    view.code = Some(code.to_owned());
    let page = Page::created(Outcome::Done(view)).in_place();
    Ok(page.with_cookie(kept(app, code)).into_response())
}

async fn urge(State(app): State<App>, seen: Seen, at: At) -> Answer<ReceiptView> {
    on_voice(&app, &seen, &at, actions::urge).await
}

async fn supplement(State(app): State<App>, seen: Seen, at: At, upload: Upload<Supplementing>) -> Answer<ReceiptView> {
    // Asked before anything is decoded: a stranger's file makes no work.
    let view = shown(&app, &seen, &at).await?;
    let Upload { words, photos, problems: left_out } = upload;
    let photos = match taken(&app, &seen, photos, &words.media_url).await? {
        Ok(photos) if left_out.is_empty() => photos,
        Ok(_) => return Ok(Page::after(Outcome::Refused(view, left_out))),
        Err(problems) => return Ok(Page::after(Outcome::Refused(view, problems))),
    };
    on_voice(&app, &seen, &at, move |tx, viewer, case, voice| {
        actions::supplement_with_photos(tx, viewer, case, Some(voice), &words.text, &photos)
    })
    .await
}

async fn call_back(State(app): State<App>, seen: Seen, at: At, Input(words): Input<CallingBack>) -> Answer<ReceiptView> {
    on_voice(&app, &seen, &at, move |tx, viewer, case, voice| actions::call_back(tx, viewer, case, voice, &words)).await
}

async fn withdraw(State(app): State<App>, seen: Seen, at: At, Input(words): Input<Saying>) -> Answer<ReceiptView> {
    on_voice(&app, &seen, &at, move |tx, viewer, case, voice| actions::withdraw(tx, viewer, case, voice, &words)).await
}

async fn reopen(State(app): State<App>, seen: Seen, at: At, Input(words): Input<Saying>) -> Answer<ReceiptView> {
    on_voice(&app, &seen, &at, move |tx, viewer, case, voice| actions::reopen(tx, viewer, case, Some(voice), &words)).await
}

async fn object(State(app): State<App>, seen: Seen, at: At, Input(words): Input<Saying>) -> Answer<ReceiptView> {
    on_voice(&app, &seen, &at, move |tx, viewer, case, voice| actions::object(tx, viewer, case, voice, &words)).await
}

/// The reader's own voice; anybody else's answers as if it did not exist.
fn own(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId) -> db::Result<Voice> {
    let voice = store::voice(r, viewer.street, id)?.filter(|v| v.is_of(viewer));
    Ok(voice.ok_or(auth::Denied::Hidden)?)
}

async fn shown(app: &App, seen: &Seen, at: &At) -> Result<ReceiptView, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let (voice, by_account) = (at.voice(seen)?, at.0.is_some());
    app.read(move |r| own_view(r, &viewer, voice, by_account, now)).await
}

fn own_view(r: &mut Reader<'_>, viewer: &Viewer, id: VoiceId, by_account: bool, now: Moment) -> db::Result<ReceiptView> {
    let voice = own(r, viewer, id)?;
    let mut view = view_of(r, viewer.street, id, now)?;
    view.by_account = by_account;
    view.may.attach = !by_account && viewer.account().is_some() && voice.account.is_none();
    Ok(view)
}

/// One verb of the speaker on the case of the voice; shows the receipt as it now stands.
async fn on_voice(
    app: &App,
    seen: &Seen,
    at: &At,
    verb: impl Fn(&mut Tx<'_>, &Viewer, CaseId, VoiceId) -> db::Result<Outcome<Case>> + Send + 'static,
) -> Answer<ReceiptView> {
    let (voice, by_account) = (at.voice(seen)?, at.0.is_some());
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let verb = move |tx: &mut Tx<'_>| {
        let case = own(tx, &viewer, voice)?.case;
        verb(tx, &viewer, case, voice)
    };
    Ok(Page::after(app.act_on(seen, verb, move |r| own_view(r, &reader, voice, by_account, now)).await?))
}

/// A voice's side of its case.
fn view_of(r: &mut Reader<'_>, street: StreetId, id: VoiceId, now: Moment) -> db::Result<ReceiptView> {
    let voice = store::voice(r, street, id)?.ok_or(auth::Denied::Hidden)?;
    let case = store::load(r, street, voice.case)?.ok_or(auth::Denied::Hidden)?;
    let names = Names::read(r, street)?;
    let photos = store::photos_of(r, street, case.id)?;
    let photos = photos.iter().filter(|p| p.voice == Some(id) || p.voice.is_none() && p.approved_at.is_some());
    let objected = store::has_note(r, street, case.id, "objection")?;
    Ok(ReceiptView {
        voice: Some(id),
        promise: actions::promise_view(r, street, &case)?,
        question: store::open_question(r, street, case.id)?.map(|(_, text, answer_by)| QuestionView { text, answer_by }),
        messages: store::messages(r, street, id)?.into_iter().map(|(kind, at, _)| MessageView { kind, at }).collect(),
        photos: photos.map(PublicPhoto::of).collect(),
        rated: voice.settled.is_some(),
        deferral: actions::deferral_view(r, street, &case)?,
        commitments: actions::public_commitments(r, street, case.id, now)?,
        parts: actions::parts_of(r, street, id)?.into_iter().map(|(c, code)| PartView { case: names.own(&c), code }).collect(),
        withdrawn: voice.withdrawn_at.is_some(),
        may: ReceiptMay::of(&voice, &case, objected, now),
        case: Some(names.own(&case)),
        ..ReceiptView::default()
    })
}
