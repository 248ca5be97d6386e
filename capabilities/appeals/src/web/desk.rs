//! Routes of the desk: the queue, one case, and a verb a noun.

use super::residents::promise_view;
use crate::actions;
use crate::rules::{self, *};
use crate::store::{self, CaseFilter};
use crate::views::*;
use auth::Viewer;
use axum::extract::{Path, State};
use db::{Keyset, Reader, Tx};
use edge::{Answer, App, Input, Page, Query, Routes, Seen};
use kernel::{Moment, Outcome, StreetId};
use serde::Deserialize;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/cases", "see_case", "The queue: what this reader may see, newest first.", queue)
        .gives::<QueueView>()
        .get("/desk/cases/{id}", "see_case", "One case on the desk.", show)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/acceptance", "accept", "Take it on.", accept)
        .takes::<Acceptance>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/information-request", "request_information", "Ask the speaker.", request_information)
        .takes::<Saying>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/answer", "answer", "Settle it by words alone.", answer)
        .takes::<Saying>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/refusal", "propose_refusal", "Propose not to take it on.", propose_refusal)
        .takes::<Refusal>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/refusal/confirmation", "confirm_refusal", "Confirm the refusal.", confirm_refusal)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/dispatch", "dispatch", "Hand it to the unit that leads.", dispatch)
        .takes::<Dispatching>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/signing", "sign", "The unit takes it on.", sign)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/contact", "contact", "One attempt to reach a speaker.", contact)
        .takes::<Contacting>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/completion", "complete", "The unit says it is done.", complete)
        .takes::<Completion>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/approval", "approve", "The unit's head has looked.", approve)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/rework", "rework", "Back before the resident is asked.", rework)
        .takes::<Saying>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/callback", "call_back", "Ask one speaker.", call_back)
        .takes::<CallingBack>()
        .gives::<DeskCaseView>()
        .post("/cases/{id}/closure", "close", "Close it.", close)
        .gives::<DeskCaseView>()
        .post("/cases/{id}/redo", "redo", "Back to work because the resident said no.", redo)
        .takes::<Saying>()
        .gives::<DeskCaseView>()
}

const PAGE: i64 = 30;

/// Filters of the queue, kept in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QueueWords {
    q: String,
    state: Option<rules::State>,
    before: Option<CaseId>,
}

async fn queue(State(app): State<App>, seen: Seen, Query(words): Query<QueueWords>) -> Answer<QueueView> {
    seen.staff()?;
    let (street, now, viewer) = (app.street, seen.now, seen.viewer.clone());
    let keyset = Keyset { before: words.before.map(|b| b.uuid()), limit: PAGE + 1 };
    let (q, state) = (words.q.trim().to_owned(), words.state);
    let asked = q.clone();
    let mut found = app
        .read(move |r| {
            let among = if asked.is_empty() { None } else { Some(r.find_words(street, "case", &asked, 500)?) };
            let filter = CaseFilter { states: state.into_iter().collect(), among, ..CaseFilter::default() };
            store::list(r, &viewer, SEE, &filter, keyset, now)
        })
        .await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let state_part = state.map(|s| format!("&state={}", s.code())).unwrap_or_default();
    let next = found.last().filter(|_| more).map(|c| format!("/desk/cases?before={}{state_part}&q={q}", c.id));
    let cases = found.iter().map(|c| CaseLine::of(c, now)).collect();
    Ok(Page::show(QueueView { q, state, cases, next }))
}

const SEE: &str = <SeeCase as auth::Act<Case>>::NAME;

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<CaseId>) -> Answer<DeskCaseView> {
    seen.staff()?;
    Ok(Page::show(view(&app, &seen, id).await?))
}

async fn view(app: &App, seen: &Seen, id: CaseId) -> Result<DeskCaseView, edge::Failure> {
    let (street, now, viewer) = (app.street, seen.now, seen.viewer.clone());
    app.read(move |r| desk_view(r, street, &viewer, id, now)).await
}

/// One verb on one case; shows the case as it now stands, done or refused.
async fn verb(
    app: &App,
    seen: &Seen,
    id: CaseId,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static,
) -> Answer<DeskCaseView> {
    seen.staff()?;
    let viewer = seen.viewer.clone();
    let outcome = app.act(seen, move |tx| verb(tx, &viewer)).await?;
    let view = view(app, seen, id).await?;
    Ok(Page::after(outcome.map(|_| ()).into_view(view)))
}

/// An outcome's answer with another thing in its place.
trait IntoView {
    fn into_view<V>(self, view: V) -> Outcome<V>;
}
impl IntoView for Outcome<()> {
    fn into_view<V>(self, view: V) -> Outcome<V> {
        match self {
            Self::Done(()) => Outcome::Done(view),
            Self::Refused((), problems) => Outcome::Refused(view, problems),
        }
    }
}

macro_rules! handlers {
    ($($name:ident($($words:ident: $t:ty)?) => $act:expr;)*) => { $(
        async fn $name(
            State(app): State<App>,
            seen: Seen,
            Path(id): Path<CaseId>,
            $(Input($words): Input<$t>,)?
        ) -> Answer<DeskCaseView> {
            let act = $act;
            verb(&app, &seen, id, move |tx, viewer| act(tx, viewer, id $(, &$words as &$t)?)).await
        }
    )* };
}
handlers! {
    accept(words: Acceptance) => |tx: &mut Tx<'_>, v: &Viewer, id, w: &Acceptance| actions::accept(tx, v, id, w, None);
    request_information(words: Saying) => actions::request_information;
    answer(words: Saying) => actions::answer;
    propose_refusal(words: Refusal) => actions::propose_refusal;
    confirm_refusal() => actions::confirm_refusal;
    sign() => actions::sign;
    contact(words: Contacting) => actions::contact;
    complete(words: Completion) => actions::complete;
    approve() => actions::approve;
    rework(words: Saying) => actions::rework;
    close() => actions::close;
    redo(words: Saying) => actions::redo;
}

async fn dispatch(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<CaseId>,
    Input(words): Input<Dispatching>,
) -> Answer<DeskCaseView> {
    verb(&app, &seen, id, move |tx, viewer| {
        let street = tx.street();
        let named = match words.unit {
            Some(unit) => Some(unit),
            None => proposed(tx, street, id)?,
        };
        let taker = named.map(|unit| taker(tx, street, unit)).transpose()?.flatten();
        actions::dispatch(tx, viewer, id, &words, taker)
    })
    .await
}

async fn call_back(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<CaseId>,
    Input(words): Input<CallingBack>,
) -> Answer<DeskCaseView> {
    verb(&app, &seen, id, move |tx, viewer| {
        let street = tx.street();
        let first = store::voices_of(tx, street, id)?.into_iter().find(|v| v.settled.is_none()).map(|v| v.id);
        let voice = words.voice.or(first).ok_or(auth::Denied::Hidden)?;
        actions::call_back(tx, viewer, id, voice, &words)
    })
    .await
}

/// The catalogue's proposal for a case.
fn proposed(r: &mut Reader<'_>, street: StreetId, id: CaseId) -> db::Result<Option<kernel::UnitId>> {
    let Some(case) = store::load(r, street, id)? else { return Ok(None) };
    let offices = identity::units(r, street)?;
    let office = offices.iter().find(|u| u.community.is_some() && u.community == case.place.community).map(|u| u.id);
    Ok(actions::proposal(r, &case, street, office)?.map(|p| p.unit))
}

fn taker(r: &mut Reader<'_>, street: StreetId, unit: kernel::UnitId) -> db::Result<Option<Taker>> {
    Ok(identity::unit(r, street, unit)?.map(|u| Taker { unit: u.id, active: true, holder: u.organisation }))
}

fn desk_view(r: &mut Reader<'_>, street: StreetId, viewer: &Viewer, id: CaseId, now: Moment) -> db::Result<DeskCaseView> {
    let case = store::find::<SeeCase>(r, viewer, id, now)?.into_inner();
    let name = |r: &mut Reader<'_>, unit: Option<kernel::UnitId>| -> db::Result<Option<String>> {
        let Some(unit) = unit else { return Ok(None) };
        Ok(identity::unit(r, street, unit)?.map(|u| u.name))
    };
    let lead = name(r, case.lead)?;
    let proposal = proposed(r, street, id)?;
    let proposed_unit = name(r, proposal)?;
    let voices = store::voices_of(r, street, id)?
        .into_iter()
        .map(|v| VoiceLine {
            id: v.id,
            channel: v.channel.code(),
            anonymous: v.anonymous,
            settled: v.settled.map(Settled::code),
            received_at: v.received_at,
        })
        .collect();
    Ok(DeskCaseView {
        case: CaseLine::of(&case, now),
        public_level: case.public_level,
        public_reply: case.public_reply.clone(),
        lead,
        proposed_unit,
        voices,
        promise: promise_view(r, street, &case)?,
        may: possible(viewer, &case, now),
        rev: case.rev,
        problems: vec![],
    })
}
