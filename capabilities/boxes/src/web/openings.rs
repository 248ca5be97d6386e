//! An opening at the device. Where both sign, the second gives their password here; the first stays signed in.

use crate::actions::{self, SCAN};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::Viewer;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use db::Tx;
use edge::photos::{self, SealedPhoto};
use edge::{Answer, App, Failure, Input, Page, Path, Query, RawPhoto, Seen, Upload};
use kernel::{Outcome, Problem};
use serde::Deserialize;
use utoipa::ToSchema;

/// The second signatory, by their own name and password. No `Debug`: a password is nobody's to print.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Signing {
    pub login: String,
    pub password: String,
}

/// The seal as found, and the second signature.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BeginningSigned {
    pub seal_before: String,
    pub finding: Option<Finding>,
    pub login: String,
    pub password: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Counting {
    pub counted: Option<i32>,
}

/// Another count, why, and the second signature.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CorrectingSigned {
    pub counted: Option<i32>,
    pub reason: Option<Miscount>,
    pub login: String,
    pub password: String,
}

/// The number of the new seal, and the second signature.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SealingSigned {
    pub seal_after: String,
    pub login: String,
    pub password: String,
}

/// A void card that can be read after all: its form instead of the next card's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Showing {
    pub again: Option<i32>,
}

pub async fn show(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Query(words): Query<Showing>) -> Answer<OpeningView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let mut view = app.read(move |r| actions::opening_view(r, &viewer, id, now)).await?;
    view.typed.keying.no = words.again.filter(|no| view.cards.iter().any(|c| c.no == *no && c.void.is_some() && !c.void_confirmed));
    Ok(Page::show(view))
}

pub async fn record(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>) -> Answer<RecordView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::record_view(r, &viewer, id, now)).await?))
}

pub async fn begin(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<BoxId>,
    Input(words): Input<BeginningSigned>,
) -> Result<Response, Failure> {
    seen.staff()?;
    let BeginningSigned { seal_before, finding, login, password } = words;
    // Asked before any password is looked at.
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| store::find_box::<OpenBox>(r, &viewer, id, now).map(|_| ())).await?;
    let second = identity::countersign(&app, &seen, &login, password).await?;
    let (viewer, said) = (seen.viewer.clone(), Beginning { seal_before, finding });
    let (reader, typed) = (seen.viewer.clone(), said.clone());
    let begun = app
        .act_on(
            &seen,
            move |tx| match &second {
                Ok(second) => actions::begin(tx, &viewer, second, id, &said),
                Err(problem) => Ok(Outcome::Refused(None, vec![problem.clone()])),
            },
            // The box is open now, whether this sending opened it or an earlier one.
            move |r| match actions::open_now(r, &reader, id, now)? {
                Some(view) => Ok(Ok(view)),
                None => Ok(Err(actions::box_view(r, &reader, id, now)?)),
            },
        )
        .await?;
    Ok(match begun {
        Outcome::Done(Ok(opening)) => Page::created(Outcome::Done(opening)).into_response(),
        Outcome::Refused(Ok(opening), problems) => Page::after(Outcome::Refused(opening, problems)).into_response(),
        Outcome::Done(Err(view)) => Page::after(Outcome::Done(view)).into_response(),
        Outcome::Refused(Err(view), problems) => {
            let view = BoxView { begin: typed, login, ..view };
            Page::after(Outcome::Refused(view, problems)).into_response()
        }
    })
}

/// A code for whoever signs by telephone. `login` is the field of every form that both sign.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CodeWanted {
    pub login: String,
}

pub async fn send_code(State(app): State<App>, seen: Seen, Input(words): Input<CodeWanted>) -> Answer<CodeSentView> {
    seen.staff()?;
    if !auth::reaches(WHO_MAY, OPEN, &seen.viewer, seen.now) {
        return Err(Failure::NotFound);
    }
    let view = CodeSentView::default();
    Ok(match identity::send_code(&app, &seen, &words.login).await? {
        Ok(_) => Page::show(CodeSentView { sent: true, ..view }),
        Err(problem) => Page::after(Outcome::Refused(view, vec![Problem { field: Some("login"), ..problem }])),
    })
}

pub async fn photograph(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, upload: Upload<NoWords>) -> Answer<OpeningView> {
    let typed = Typed { form: "photo", ..Typed::default() };
    let kept = match taken(&app, &seen, id, upload.photos, upload.problems).await? {
        Ok(Some(kept)) => kept,
        Ok(None) => return refused(&app, &seen, id, typed, vec![Problem::at("photos", "photo-missing")]).await,
        Err(problems) => return refused(&app, &seen, id, typed, problems).await,
    };
    on_opening(&app, &seen, id, typed, move |tx, viewer| actions::photograph(tx, viewer, id, &kept)).await
}

/// A form that brings a picture and nothing else.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoWords {}

pub async fn count(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Input(words): Input<Counting>) -> Answer<OpeningView> {
    let counted = words.counted.map(|n| n.to_string()).unwrap_or_default();
    let typed = Typed { form: "count", counted, ..Typed::default() };
    on_opening(&app, &seen, id, typed, move |tx, viewer| actions::count(tx, viewer, id, words.counted)).await
}

pub async fn key(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, upload: Upload<Keying>) -> Answer<OpeningView> {
    let typed = Typed { form: "cards", keying: upload.words.clone(), ..Typed::default() };
    let scan = match taken(&app, &seen, id, upload.photos, upload.problems).await? {
        Ok(scan) => scan,
        Err(problems) => return refused(&app, &seen, id, typed, problems).await,
    };
    let words = upload.words;
    on_opening(&app, &seen, id, typed, move |tx, viewer| actions::key(tx, viewer, id, &words, scan.as_ref())).await
}

pub async fn add_subject(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Input(words): Input<Keying>) -> Answer<OpeningView> {
    let typed = Typed { form: "subjects", keying: words.clone(), ..Typed::default() };
    on_opening(&app, &seen, id, typed, move |tx, viewer| actions::add_subject(tx, viewer, id, &words)).await
}

pub async fn void(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, upload: Upload<Voiding>) -> Answer<OpeningView> {
    let typed = Typed { form: "voids", ..Typed::default() };
    let scan = match taken(&app, &seen, id, upload.photos, upload.problems).await? {
        Ok(scan) => scan,
        Err(problems) => return refused(&app, &seen, id, typed, problems).await,
    };
    let words = upload.words;
    on_opening(&app, &seen, id, typed, move |tx, viewer| actions::void(tx, viewer, id, words, scan.as_ref())).await
}

pub async fn confirm_voids(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Input(words): Input<Signing>) -> Answer<OpeningView> {
    let typed = Typed { form: "confirmation", ..Typed::default() };
    signed(&app, &seen, id, words, typed, move |tx, viewer, second| actions::confirm_voids(tx, viewer, second, id)).await
}

pub async fn correct(
    State(app): State<App>,
    seen: Seen,
    Path(id): Path<OpeningId>,
    Input(words): Input<CorrectingSigned>,
) -> Answer<OpeningView> {
    let CorrectingSigned { counted, reason, login, password } = words;
    let typed = Typed { form: "correction", ..Typed::default() };
    let words = Correcting { counted, reason };
    signed(&app, &seen, id, Signing { login, password }, typed, move |tx, viewer, second| actions::correct(tx, viewer, second, id, words)).await
}

pub async fn seal(State(app): State<App>, seen: Seen, Path(id): Path<OpeningId>, Input(words): Input<SealingSigned>) -> Answer<OpeningView> {
    let SealingSigned { seal_after, login, password } = words;
    let typed = Typed { form: "seal", seal_after: seal_after.clone(), ..Typed::default() };
    signed(&app, &seen, id, Signing { login, password }, typed, move |tx, viewer, second| actions::seal(tx, viewer, second, id, &seal_after)).await
}

/// A verb that both sign. Whoever may not work on the opening learns nothing of any password.
async fn signed(
    app: &App,
    seen: &Seen,
    id: OpeningId,
    by: Signing,
    typed: Typed,
    verb: impl Fn(&mut Tx<'_>, &Viewer, &Viewer) -> db::Result<Outcome<Opening>> + Send + 'static,
) -> Answer<OpeningView> {
    at_work(app, seen, id).await?;
    let second = identity::countersign(app, seen, &by.login, by.password).await?;
    let typed = Typed { login: by.login, ..typed };
    on_opening(app, seen, id, typed, move |tx, viewer| match &second {
        Ok(second) => verb(tx, viewer, second),
        Err(problem) => {
            let (now, problem) = (tx.now(), problem.clone());
            let opening = store::find_opening::<WorkOn>(tx, viewer, id, now)?.into_inner();
            Ok(Outcome::Refused(opening, vec![problem]))
        }
    })
    .await
}

/// One verb on the opening; shows it as it then stands, with what was typed if it was refused.
async fn on_opening(
    app: &App,
    seen: &Seen,
    id: OpeningId,
    typed: Typed,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Opening>> + Send + 'static,
) -> Answer<OpeningView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, move |tx| verb(tx, &viewer), move |r| actions::opening_view(r, &reader, id, now)).await?;
    Ok(Page::after(match outcome {
        Outcome::Refused(view, problems) => Outcome::Refused(OpeningView { typed, ..view }, problems),
        done => done,
    }))
}

async fn at_work(app: &App, seen: &Seen, id: OpeningId) -> Result<(), Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| store::find_opening::<WorkOn>(r, &viewer, id, now).map(|_| ())).await
}

async fn refused(app: &App, seen: &Seen, id: OpeningId, typed: Typed, problems: Vec<Problem>) -> Answer<OpeningView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::opening_view(r, &viewer, id, now)).await?;
    Ok(Page::after(Outcome::Refused(OpeningView { typed, ..view }, problems)))
}

/// The one picture of a form, judged and sealed. Asked before anything is decoded: a stranger's file makes no work.
async fn taken(
    app: &App,
    seen: &Seen,
    id: OpeningId,
    pictures: Vec<RawPhoto>,
    left_out: Vec<Problem>,
) -> Result<Result<Option<SealedPhoto>, Vec<Problem>>, Failure> {
    at_work(app, seen, id).await?;
    photos::seal_one(app, SCAN, pictures, left_out).await
}
