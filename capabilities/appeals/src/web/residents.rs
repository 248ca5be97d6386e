//! Routes of the residents' side. Take the words, call one verb or one query, show one page.

use crate::actions::{self, Whereabouts};
use crate::rules::*;
use crate::store::{self, CaseFilter};
use crate::views::*;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use db::{Keyset, Reader};
use edge::{Answer, App, Cookie, Failure, Input, Page, Query, Routes, Seen};
use kernel::{Outcome, Problem, StreetId};
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/", "public", "The residents' first page.", home)
        .gives::<HomeView>()
        .get("/cases", "public", "Published cases, newest first.", cases)
        .gives::<PublicCasesView>()
        .get("/cases/{case_no}", "public", "One published case.", case)
        .gives::<PublicCaseView>()
        .get("/report", "public", "The form for a new voice.", report)
        .gives::<ReportView>()
        .post("/voices", "public", "Say something; answers with the receipt.", receive)
        .takes::<Reception>()
        .gives::<ReceiptView>()
        .get("/receipt", "see_own", "A voice by its receipt code.", receipt)
        .gives::<ReceiptView>()
        .post("/receipt", "public", "Open a receipt by its code.", open)
        .takes::<ReceiptCode>()
        .gives::<ReceiptView>()
        .post("/receipt/leave", "public", "Forget the code on this device.", leave)
        .post("/receipt/urging", "urge", "Urge; one a day counts.", urge)
        .gives::<ReceiptView>()
        .post("/receipt/supplement", "supplement", "Add to what was said.", supplement)
        .takes::<Saying>()
        .gives::<ReceiptView>()
        .post("/receipt/callback", "call_back", "Say how it went.", call_back)
        .takes::<CallingBack>()
        .gives::<ReceiptView>()
}

const PAGE: i64 = 20;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ListWords {
    before: Option<CaseId>,
    category: Option<String>,
}

async fn home(State(app): State<App>, _: Seen) -> Answer<HomeView> {
    let street = app.street;
    let first = Keyset { before: None, limit: 6 };
    let recent = app.read(move |r| store::list_public(r, street, &CaseFilter::default(), first)).await?;
    Ok(Page::show(HomeView { recent: recent.into_iter().map(PublicCase::of).collect() }))
}

async fn cases(State(app): State<App>, _: Seen, Query(words): Query<ListWords>) -> Answer<PublicCasesView> {
    let street = app.street;
    let keyset = Keyset { before: words.before.map(|b| b.uuid()), limit: PAGE + 1 };
    let filter = CaseFilter { category: words.category, ..CaseFilter::default() };
    let mut found = app.read(move |r| store::list_public(r, street, &filter, keyset)).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|c| format!("/cases?before={}", c.id));
    Ok(Page::show(PublicCasesView { cases: found.into_iter().map(PublicCase::of).collect(), next }))
}

async fn case(State(app): State<App>, _: Seen, Path(case_no): Path<String>) -> Answer<PublicCaseView> {
    let street = app.street;
    let found = app.read(move |r| store::public_case(r, street, &case_no)).await?;
    let case = found.ok_or(Failure::NotFound)?;
    Ok(Page::show(PublicCaseView { case: PublicCase::of(case) }))
}

async fn report(State(app): State<App>, seen: Seen) -> Answer<ReportView> {
    let categories = choices(&app).await?;
    Ok(Page::show(ReportView { categories, client_key: seen.ctx.idempotency, ..ReportView::default() }))
}

async fn choices(app: &App) -> Result<Vec<CategoryChoice>, Failure> {
    let street = app.street;
    let all = app.read(move |r| store::categories(r, street)).await?;
    Ok(all.into_iter().map(CategoryChoice::from).collect())
}

async fn receive(State(app): State<App>, seen: Seen, Input(words): Input<Reception>) -> Result<Response, Failure> {
    edge::limits::allow(&app, &seen, "reception", 60, 3_600)?;
    let street = app.street;
    let (viewer, sent) = (seen.viewer.clone(), words.clone());
    let staff = viewer.is_staff();
    let done = app
        .act(&seen.unkeyed(), move |tx| {
            let intake = Intake { by: viewer.account(), staff, has_photo: false };
            actions::receive(tx, &viewer, &sent, intake, Whereabouts::default())
        })
        .await?;
    match done {
        Outcome::Done(Some(got)) => {
            let code = got.code.clone();
            let mut view = app.read(move |r| receipt_view(r, street, got.voice)).await?;
            view.code = Some(code.clone());
            let page = Page::created(Outcome::Done(view)).in_place();
            Ok(page.with_cookie(Cookie::session(&app, "lq-receipt", &code)).into_response())
        }
        outcome => {
            let problems = outcome.problems().to_vec();
            let view = ReportView {
                categories: choices(&app).await?,
                client_key: words.client_key,
                text: words.text,
                category: words.category,
                address_note: words.address_note,
                name: words.name,
                phone: words.phone,
                anonymous: words.anonymous,
                problems: vec![],
            };
            Ok(Page::after(Outcome::Refused(view, problems)).into_response())
        }
    }
}

/// The sixteen digits of a receipt.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ReceiptCode {
    code: String,
}

async fn receipt(State(app): State<App>, seen: Seen) -> Answer<ReceiptView> {
    let Some(voice) = borne(&seen) else { return Ok(Page::show(ReceiptView::default())) };
    Ok(Page::show(shown(&app, voice).await?))
}

async fn open(State(app): State<App>, seen: Seen, Input(words): Input<ReceiptCode>) -> Answer<ReceiptView> {
    edge::limits::allow(&app, &seen, "receipt", 10, 600)?;
    let street = app.street;
    let code = words.code.clone();
    let voice = app.read(move |r| actions::open_receipt(r, street, &code)).await?;
    let Some(voice) = voice else {
        return Ok(Page::after(Outcome::Refused(ReceiptView::default(), vec![Problem::at("code", "receipt-wrong")])));
    };
    let code = typed(&words.code).unwrap_or_default();
    let page = Page::after(Outcome::Done(shown(&app, voice).await?));
    Ok(page.with_cookie(Cookie::session(&app, "lq-receipt", &code)))
}

async fn leave(State(app): State<App>, _: Seen) -> Answer<ReceiptView> {
    Ok(Page::after(Outcome::Done(ReceiptView::default())).with_cookie(Cookie::gone(&app, "lq-receipt")))
}

async fn urge(State(app): State<App>, seen: Seen) -> Answer<ReceiptView> {
    on_receipt(&app, &seen, actions::urge).await
}

async fn supplement(State(app): State<App>, seen: Seen, Input(words): Input<Saying>) -> Answer<ReceiptView> {
    on_receipt(&app, &seen, move |tx, viewer, case, voice| actions::supplement(tx, viewer, case, Some(voice), &words)).await
}

async fn call_back(State(app): State<App>, seen: Seen, Input(words): Input<CallingBack>) -> Answer<ReceiptView> {
    on_receipt(&app, &seen, move |tx, viewer, case, voice| actions::call_back(tx, viewer, case, voice, &words)).await
}

/// The voice the reader's code stands for.
fn borne(seen: &Seen) -> Option<VoiceId> {
    seen.viewer.bears.first().copied().map(VoiceId)
}

async fn shown(app: &App, voice: VoiceId) -> Result<ReceiptView, Failure> {
    let street = app.street;
    app.read(move |r| receipt_view(r, street, voice)).await
}

/// One verb of the bearer on the case of the voice; shows the receipt as it now stands.
async fn on_receipt(
    app: &App,
    seen: &Seen,
    verb: impl Fn(&mut db::Tx<'_>, &auth::Viewer, CaseId, VoiceId) -> db::Result<Outcome<Case>> + Send + 'static,
) -> Answer<ReceiptView> {
    let voice = borne(seen).ok_or(Failure::NotFound)?;
    let (street, viewer) = (app.street, seen.viewer.clone());
    let verb = move |tx: &mut db::Tx<'_>| {
        let case = store::voice(tx, street, voice)?.ok_or(auth::Denied::Hidden)?.case;
        verb(tx, &viewer, case, voice)
    };
    Ok(Page::after(app.act_on(seen, verb, move |r| receipt_view(r, street, voice)).await?))
}

/// A voice's side of its case.
fn receipt_view(r: &mut Reader<'_>, street: StreetId, id: VoiceId) -> db::Result<ReceiptView> {
    let voice = store::voice(r, street, id)?.ok_or(auth::Denied::Hidden)?;
    let case = store::load(r, street, voice.case)?.ok_or(auth::Denied::Hidden)?;
    let promise = actions::promise_view(r, street, &case)?;
    let messages = store::messages(r, street, id)?.into_iter().map(|(kind, at, _)| MessageView { kind, at }).collect();
    let here = voice.withdrawn_at.is_none();
    Ok(ReceiptView {
        code: None,
        voice: Some(id),
        promise,
        messages,
        may_urge: here && line_of(Verb::Urging, case.state).is_some(),
        may_supplement: here && line_of(Verb::Supplement, case.state).is_some(),
        may_rate: here && line_of(Verb::Callback, case.state).is_some() && voice.settled.is_none(),
        case: Some(PublicCase::of(case)),
        problems: vec![],
    })
}
