//! Objections and challenges: their page, their words on record, their answers; counts that were made again.

use crate::actions::{self, PleaAnswer};
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Routes, Seen};
use http::header;
use kernel::{Outcome, uuid::Uuid};

pub fn add(routes: Routes) -> Routes {
    routes
        .get("/ballots/{id}/pleas", "keep_ballot", "Objections to the roll and challenges of the count, to be answered.", show)
        .gives::<PleasView>()
        .post("/ballots/{id}/pleas/{part}/opening", "open_plea", "Somebody's own words, on record.", open)
        .gives::<PleasView>()
        .post("/ballots/{id}/objections/{part}/verdict", "keep_ballot", "Answer an objection against the roll.", judge_objection)
        .takes::<PleaAnswer>()
        .gives::<PleasView>()
        .post("/ballots/{id}/challenges/{part}/verdict", "judge_ballot", "Answer a challenge; upheld, the ballot is counted again or void.", judge_challenge)
        .takes::<PleaAnswer>()
        .gives::<PleasView>()
        .get("/ballots/{id}/counts/{no}/proof.json", SEE, "The proof of a count that was made again.", proof)
        .gives_file("application/json")
        .get("/ballots/{id}/counts/{no}/votes.csv", SEE, "Its votes, where that gives nobody away.", votes)
        .gives_file("text/csv")
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>) -> Answer<PleasView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::pleas_view(r, &viewer, id, now)).await?))
}

async fn open(State(app): State<App>, seen: Seen, Path((id, which)): Path<(BallotId, Uuid)>) -> Answer<PleasView> {
    seen.signed_in()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let text = app.write(&seen, move |tx| actions::open_plea(tx, &viewer, id, which)).await?;
    let view = app.read(move |r| actions::pleas_view(r, &reader, id, now)).await?;
    Ok(Page::after(Outcome::Done(PleasView { opened: Some(OpenedPlea { id: which, text }), ..view })).in_place())
}

/// An answer, and the page as it then stands; refused, with what was typed beside the one it is for.
async fn answered(
    app: &App, seen: &Seen, (id, which): (BallotId, Uuid), typed: PleaAnswer, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Ballot>> + Send + 'static,
) -> Answer<PleasView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::pleas_view(r, &reader, id, now)).await?;
    Ok(Page::after(outcome.map(|view| PleasView { answering: Some(which), typed, ..view })))
}

async fn judge_objection(State(app): State<App>, seen: Seen, Path(at): Path<(BallotId, Uuid)>, Input(said): Input<PleaAnswer>) -> Answer<PleasView> {
    let (viewer, typed) = (seen.viewer.clone(), said.clone());
    answered(&app, &seen, at, typed, move |tx| actions::judge_objection(tx, &viewer, at.0, at.1, &said)).await
}

async fn judge_challenge(State(app): State<App>, seen: Seen, Path(at): Path<(BallotId, Uuid)>, Input(said): Input<PleaAnswer>) -> Answer<PleasView> {
    let (viewer, typed) = (seen.viewer.clone(), said.clone());
    answered(&app, &seen, at, typed, move |tx| actions::judge_challenge(tx, &viewer, at.0, at.1, &said)).await
}

async fn proof(State(app): State<App>, seen: Seen, Path((id, no)): Path<(BallotId, i32)>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let count = app.read(move |r| actions::earlier_count(r, &viewer, id, no, now)).await?;
    let text = serde_json::to_string_pretty(&count.proof).map_err(|e| Failure::Fault(e.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response())
}

async fn votes(State(app): State<App>, seen: Seen, Path((id, no)): Path<(BallotId, i32)>) -> Result<Response, Failure> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let text = app.read(move |r| actions::earlier_votes(r, &viewer, id, no, now)).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response())
}
