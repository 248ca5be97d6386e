//! A vote by raised hands, and members who step aside.

use super::ballots::{Nothing, on};
use crate::actions::{self, Recusing};
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Path, Routes, Seen};

pub fn add(routes: Routes) -> Routes {
    routes
        .post("/ballots/{id}/calling", "hold_ballot", "Call a vote by hands: its roll is who is entitled and there.", call)
        .gives::<BallotView>()
        .post("/ballots/{id}/hands", "hold_ballot", "One of two counts of raised hands.", tell)
        .takes::<Hands>()
        .gives::<BallotView>()
        .post("/ballots/{id}/recusals", "recuse", "Step aside, with a public reason; the chair decides about another.", recuse)
        .takes::<Recusing>()
        .gives::<BallotView>()
}

async fn call(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(_): Input<Nothing>) -> Answer<BallotView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, move |tx| actions::call_vote(tx, &viewer, id)).await
}

async fn tell(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(hands): Input<Hands>) -> Answer<BallotView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, move |tx| actions::tell_hands(tx, &viewer, id, hands)).await
}

async fn recuse(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(words): Input<Recusing>) -> Answer<BallotView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, move |tx| actions::recuse(tx, &viewer, id, &words)).await
}
