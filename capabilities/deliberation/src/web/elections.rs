//! Ballots that elect, and questions that are asked again.

use super::ballots::on;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};

pub fn add(routes: Routes) -> Routes {
    routes
        .get("/bodies/{id}/elections", SEE, "Vacant seats of a body and the ballots that fill them.", show)
        .gives::<ElectionsView>()
        .post("/bodies/{id}/elections", "keep_ballot", "Draft a ballot for vacant seats.", draft)
        .takes::<Electing>()
        .gives::<ElectionsView>()
        .post("/ballots/{id}/acceptances", "answer_seat", "Whoever was elected takes the seat or does not.", answer)
        .takes::<SeatAnswer>()
        .gives::<BallotView>()
        .post("/ballots/{id}/further-votes", "keep_ballot", "Ask again: a second vote, a text worded anew, the rule to fall back on.", again)
        .takes::<FurtherVote>()
        .gives::<BallotView>()
}

async fn show(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>) -> Answer<ElectionsView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::elections_view(r, &viewer, id, now)).await?))
}

async fn draft(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>, Input(said): Input<Electing>) -> Answer<ElectionsView> {
    seen.signed_in()?;
    let (viewer, reader, now, sent) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, said.clone());
    let outcome = app.act_on(&seen, move |tx| actions::draft_election(tx, &viewer, id, &sent), move |r| actions::elections_view(r, &reader, id, now)).await?;
    Ok(Page::created(outcome.map(|view| ElectionsView { words: said, ..view })))
}

async fn answer(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(words): Input<SeatAnswer>) -> Answer<BallotView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, move |tx| actions::answer_seat(tx, &viewer, id, &words)).await
}

async fn again(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(words): Input<FurtherVote>) -> Answer<BallotView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, move |tx| actions::further_vote(tx, &viewer, id, &words)).await
}
