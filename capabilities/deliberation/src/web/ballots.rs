//! Ballots: the elector's three screens, the desk's roll and papers, and what is published of a count.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use crate::words;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::{Reader, Tx};
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen, Upload};
use http::header;
use i18n_embed_fl::fl;
use kernel::{Outcome, Problem, uuid::Uuid};
use serde::Deserialize;
use sheets::{Dates, Sheet};
use utoipa::ToSchema;

pub use crate::actions::Casting;

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Before {
    #[schema(value_type = Option<String>)]
    pub before: Option<BallotId>,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct After {
    /// The last line shown.
    pub after: i32,
}
/// A roll as a file, or its text.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RollWords {
    pub text: String,
    /// The seats of the body instead of a file.
    pub seats: bool,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeyWords {
    pub key: String,
    pub reason: String,
    pub counterfoil: i64,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    pub text: String,
    pub reason: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SlipWords {
    pub count: i32,
    /// One slip a line.
    pub slips: String,
}
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptWords {
    pub receipt: String,
}
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Nothing {}

pub fn add(routes: Routes) -> Routes {
    routes
        .get("/ballots", SEE, "Ballots of the street, the latest first.", list)
        .asks::<Before>()
        .gives::<BallotsView>()
        .get("/matters/{id}/ballots", SEE, "Ballots about one matter.", of_matter)
        .gives::<BallotsView>()
        .post("/matters/{id}/ballots", "keep_matter", "Draft a ballot over the frozen options.", draft)
        .takes::<Drawing>()
        .gives::<BallotsView>()
        .get("/ballots/{id}", SEE, "One ballot: what is asked, one's own line, the paper, the result.", show)
        .gives::<BallotView>()
        .post("/ballots/{id}/votes", "vote", "Mark, check, cast: once on a roll.", vote)
        .takes::<Casting>()
        .gives::<BallotView>()
        .post("/ballots/{id}/receipts", SEE, "Whether the vote of a receipt is there; never what it says.", receipt)
        .takes::<ReceiptWords>()
        .gives::<ReceiptView>()
        .post("/ballots/{id}/objections", "vote", "Say what is wrong on the roll while it lies open.", object)
        .takes::<Said>()
        .gives::<BallotView>()
        .post("/ballots/{id}/challenges", "vote", "Challenge a count within three days.", challenge)
        .takes::<Said>()
        .gives::<BallotView>()
        .get("/ballots/{id}/roll", "see_roll", "The roll line by line, papers and bundles.", roll)
        .asks::<After>()
        .gives::<RollView>()
        .post("/ballots/{id}/roll", "keep_ballot", "Bring a roll, or draw it from the body's seats.", bring)
        .takes_bytes()
        .takes::<RollWords>()
        .gives::<RollView>()
        .post("/ballots/{id}/roll/opening", "keep_ballot", "Lay the roll open for checking.", open_roll)
        .gives::<RollView>()
        .post("/ballots/{id}/roll/striking", "keep_ballot", "Strike a line, with a reason.", strike)
        .takes::<KeyWords>()
        .gives::<RollView>()
        .post("/ballots/{id}/roll/freezing", "keep_ballot", "Freeze the roll with its hash.", freeze)
        .gives::<RollView>()
        .post("/ballots/{id}/opening", "keep_ballot", "Take votes from now on.", open)
        .gives::<BallotView>()
        .post("/ballots/{id}/desk-votes", "take_votes", "A vote at a desk or by a call back.", take)
        .takes::<Casting>()
        .gives::<RollView>()
        .post("/ballots/{id}/papers", "take_votes", "Hand out a paper with its counterfoil.", issue)
        .takes::<KeyWords>()
        .gives::<RollView>()
        .post("/ballots/{id}/envelopes", "take_votes", "Accept an outer envelope.", envelope)
        .takes::<KeyWords>()
        .gives::<RollView>()
        .post("/ballots/{id}/closure", "keep_ballot", "Close: after its hour, or earlier by two.", close)
        .gives::<BallotView>()
        .post("/ballots/{id}/batches", "keep_ballot", "Bundle mixed slips, fifty at most.", add_batch)
        .takes::<SlipWords>()
        .gives::<RollView>()
        .post("/ballots/{id}/sheet", "take_votes", "The sheet of papers, counted by two.", balance)
        .takes::<Balance>()
        .gives::<RollView>()
        .post("/ballots/{id}/count", "keep_ballot", "Count.", count)
        .gives::<BallotView>()
        .post("/ballots/{id}/seal", "keep_ballot", "Seal the count when nobody challenged it.", seal)
        .gives::<BallotView>()
        .post("/ballots/{id}/voiding", "judge_ballot", "Declare a ballot void, with a reason.", void)
        .takes::<Said>()
        .gives::<BallotView>()
        .get("/ballots/{id}/proof.json", SEE, "The proof of a count, to repeat it at home.", proof)
        .gives_file("application/json")
        .get("/ballots/{id}/votes.csv", SEE, "Every content with how many cast it, where that gives nobody away.", votes)
        .gives_file("text/csv")
        .get("/ballots/{id}/receipts.txt", SEE, "Marks of all receipts of a secret ballot, sorted.", receipts)
        .gives_file("text/plain")
}

/// A receipt of luck.
pub(super) fn fresh_receipt() -> String {
    receipt_code(Uuid::new_v4().as_u128() >> 64 ^ Uuid::new_v4().as_u128())
}

async fn list(State(app): State<App>, seen: Seen, Query(asked): Query<Before>) -> Answer<BallotsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::ballots_view(r, &viewer, None, asked.before, now)).await?))
}

async fn of_matter(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>) -> Answer<BallotsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::ballots_view(r, &viewer, Some(id), None, now)).await?))
}

async fn draft(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>, Input(said): Input<Drawing>) -> Answer<BallotsView> {
    seen.signed_in()?;
    let (viewer, reader, now, sent) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, said.clone());
    let as_is = fl!(words(seen.lang()), "as-is");
    let verb = move |tx: &mut Tx<'_>| actions::draft_ballot(tx, &viewer, id, &sent, &as_is);
    let outcome = app.act_on(&seen, verb, move |r| actions::ballots_view(r, &reader, Some(id), None, now)).await?;
    Ok(Page::created(outcome.map(|view| BallotsView { words: said, ..view })))
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>) -> Answer<BallotView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::ballot_view(r, &viewer, id, now)).await?;
    let receipt = (view.may.vote || view.may.change).then(fresh_receipt);
    Ok(Page::show(BallotView { receipt, ..view }))
}

/// Marked, looked at once more, cast. A vote is sent under its receipt and under no other key, so that nothing is kept of
/// it but what is in the box.
async fn vote(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(mut said): Input<Casting>) -> Answer<BallotView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    if said.receipt.trim().is_empty() {
        said.receipt = fresh_receipt();
    }
    let (marked, reason, receipt) = (said.choice.clone(), said.reason.clone(), Some(said.receipt.clone()));
    let marking = move |view: BallotView, stage| BallotView { stage, marked: marked.clone(), reason: reason.clone(), receipt: receipt.clone(), ..view };
    if !said.checked {
        let view = app.read(move |r| actions::ballot_view(r, &reader, id, now)).await?;
        let read = view.rule.vote(&said.choice, view.options.len());
        return Ok(match read.and_then(|content| view.rule.reason(&content, &said.reason)) {
            Ok(_) if view.may.vote || view.may.change => Page::show(marking(view, Stage::Check)),
            Ok(_) => Page::after(Outcome::Refused(marking(view, Stage::Choose), vec![Problem::new("cannot-vote-now")])),
            Err(problem) => Page::after(Outcome::Refused(marking(view, Stage::Choose), vec![problem])),
        });
    }
    let viewer = seen.viewer.clone();
    let verb = move |tx: &mut Tx<'_>| actions::vote(tx, &viewer, id, &said);
    let outcome = app.act_on(&seen.unkeyed(), verb, move |r| actions::ballot_view(r, &reader, id, now)).await?;
    let stage = if outcome.is_done() { Stage::Done } else { Stage::Choose };
    Ok(Page::after(outcome.map(|view| marking(view, stage))).in_place())
}

async fn receipt(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(said): Input<ReceiptWords>) -> Answer<ReceiptView> {
    edge::limits::allow(&app, &seen, "ballot-receipt", 60, 3_600)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::receipt_view(r, &viewer, id, &said.receipt, now)).await?;
    let problems = view.problems.clone();
    let view = ReceiptView { problems: vec![], ..view };
    Ok(Page::after(if problems.is_empty() { Outcome::Done(view) } else { Outcome::Refused(view, problems) }).in_place())
}

/// A verb on a ballot, and the ballot as it then stands.
pub(super) async fn on<T: Send + 'static>(app: &App, seen: &Seen, id: BallotId, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static) -> Answer<BallotView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::after(app.act_on(seen, verb, move |r| actions::ballot_view(r, &reader, id, now)).await?))
}

/// The same on the desk's page.
async fn at_desk<T: Send + 'static>(
    app: &App, seen: &Seen, id: BallotId, typed: String, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<T>> + Send + 'static,
) -> Answer<RollView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::roll_view(r, &reader, id, 0, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| RollView { typed: if done { String::new() } else { typed }, receipt: fresh_receipt(), ..view })))
}

async fn roll(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Query(asked): Query<After>) -> Answer<RollView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let view = app.read(move |r| actions::roll_view(r, &viewer, id, asked.after, now)).await?;
    Ok(Page::show(RollView { receipt: fresh_receipt(), ..view }))
}

async fn bring(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, upload: Upload<RollWords>) -> Answer<RollView> {
    let Upload { words: said, photos, problems } = upload;
    let file = photos.into_iter().next().map_or_else(|| said.text.clone().into_bytes(), |f| f.bytes);
    let sheet = if said.seats { Ok(Sheet::default()) } else { Sheet::read(&file, Dates::Days) };
    let viewer = seen.viewer.clone();
    at_desk(&app, &seen, id, said.text.clone(), move |tx| match &sheet {
        _ if said.seats => actions::draw_seats(tx, &viewer, id),
        Ok(sheet) if problems.is_empty() => actions::import_roll(tx, &viewer, id, sheet),
        _ => actions::unreadable_roll(tx, &viewer, id),
    })
    .await
}

/// At a desk the elector marks; the taker's account is on the roll line, and no key of the form is kept.
async fn take(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(mut said): Input<Casting>) -> Answer<RollView> {
    if said.receipt.trim().is_empty() {
        said.receipt = fresh_receipt();
    }
    let (viewer, receipt) = (seen.viewer.clone(), said.receipt.clone());
    seen.signed_in()?;
    let (reader, now, key) = (seen.viewer.clone(), seen.now, said.key.clone());
    let verb = move |tx: &mut Tx<'_>| actions::take_vote(tx, &viewer, id, &said);
    let outcome = app.act_on(&seen.unkeyed(), verb, move |r| actions::roll_view(r, &reader, id, 0, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| RollView { receipt, typed: if done { String::new() } else { key }, ..view })).in_place())
}

/// A paper is handed out; its number is shown, to be written on the envelope.
async fn issue(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(said): Input<KeyWords>) -> Answer<RollView> {
    seen.signed_in()?;
    let (viewer, reader, now, key, typed) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, said.key.clone(), said.key.clone());
    let verb = move |tx: &mut Tx<'_>| actions::issue_paper(tx, &viewer, id, &key);
    let view = move |r: &mut Reader<'_>| {
        let view = actions::roll_view(r, &reader, id, 0, now)?;
        Ok(RollView { counterfoil: actions::counterfoil_of(r, reader.street, id, &said.key)?, ..view })
    };
    let outcome = app.act_on(&seen, verb, view).await?;
    let done = outcome.is_done();
    let shown = outcome.map(|view| RollView { typed: if done { String::new() } else { typed }, receipt: fresh_receipt(), ..view });
    Ok(Page::after(shown).in_place())
}

macro_rules! verbs {
    ($($name:ident($id:ident: $path:ty, $w:ident: $words:ty) => $of:expr, |$tx:ident, $v:ident| $act:expr;)*) => { $(
        async fn $name(State(app): State<App>, seen: Seen, Path($id): Path<$path>, Input($w): Input<$words>) -> Answer<BallotView> {
            let $v = seen.viewer.clone();
            on(&app, &seen, $of, move |$tx| $act).await
        }
    )* };
}
verbs! {
    object(id: BallotId, w: Said) => id, |tx, v| actions::object_to_roll(tx, &v, id, &w.text);
    challenge(id: BallotId, w: Said) => id, |tx, v| actions::challenge_count(tx, &v, id, &w.text);
    open(id: BallotId, _w: Nothing) => id, |tx, v| actions::open_ballot(tx, &v, id);
    close(id: BallotId, _w: Nothing) => id, |tx, v| actions::close_ballot(tx, &v, id);
    count(id: BallotId, _w: Nothing) => id, |tx, v| actions::count_ballot(tx, &v, id);
    seal(id: BallotId, _w: Nothing) => id, |tx, v| actions::seal_count(tx, &v, id);
    void(id: BallotId, w: Said) => id, |tx, v| actions::void_ballot(tx, &v, id, &w.reason);
}

macro_rules! desk {
    ($($name:ident($id:ident: $path:ty, $w:ident: $words:ty, $typed:expr) => $of:expr, |$tx:ident, $v:ident| $act:expr;)*) => { $(
        async fn $name(State(app): State<App>, seen: Seen, Path($id): Path<$path>, Input($w): Input<$words>) -> Answer<RollView> {
            let ($v, typed) = (seen.viewer.clone(), $typed);
            at_desk(&app, &seen, $of, typed, move |$tx| $act).await
        }
    )* };
}
desk! {
    open_roll(id: BallotId, _w: Nothing, String::new()) => id, |tx, v| actions::open_roll(tx, &v, id);
    strike(id: BallotId, w: KeyWords, w.key.clone()) => id, |tx, v| actions::strike_elector(tx, &v, id, &w.key, &w.reason);
    freeze(id: BallotId, _w: Nothing, String::new()) => id, |tx, v| actions::freeze_roll(tx, &v, id);
    envelope(id: BallotId, w: KeyWords, w.counterfoil.to_string()) => id, |tx, v| actions::accept_envelope(tx, &v, id, w.counterfoil);
    add_batch(id: BallotId, w: SlipWords, w.slips.clone()) => id, |tx, v| actions::add_batch(tx, &v, id, w.count);
    balance(id: BallotId, w: Balance, w.statement.clone()) => id, |tx, v| actions::balance_papers(tx, &v, id, &w);
}

async fn proof(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let proof = app.read(move |r| actions::proof_of(r, &viewer, id, now)).await?;
    let text = serde_json::to_string_pretty(&proof).map_err(|e| Failure::Fault(e.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response())
}

async fn votes(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::votes_file(r, &viewer, id, now)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}

async fn receipts(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::receipts_file(r, &viewer, id, now)).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}
