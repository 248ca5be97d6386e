//! Bundles of slips: read blind by two, settled by a third.

use super::ballots::SlipWords;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};
use kernel::Outcome;

pub fn add(routes: Routes) -> Routes {
    routes
        .get("/desk/ballots/{id}/batches/{no}", "see_roll", "A bundle of slips, to read or to settle.", batch)
        .gives::<BatchView>()
        .post("/ballots/{id}/batches/{no}/readings", "read_votes", "Read a bundle blind.", read)
        .takes::<SlipWords>()
        .gives::<BatchView>()
        .post("/ballots/{id}/batches/{no}/settlement", "settle_votes", "Settle what two read differently.", settle)
        .takes::<SlipWords>()
        .gives::<BatchView>()
}

async fn batch(State(app): State<App>, seen: Seen, Path((id, no)): Path<(BallotId, i32)>) -> Answer<BatchView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::batch_view(r, &viewer, id, no, now)).await?))
}

/// What was typed stays where it is refused.
async fn typed(
    app: &App, seen: &Seen, (id, no): (BallotId, i32), slips: String, verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<Ballot>> + Send + 'static,
) -> Answer<BatchView> {
    seen.signed_in()?;
    let (reader, now) = (seen.viewer.clone(), seen.now);
    let outcome = app.act_on(seen, verb, move |r| actions::batch_view(r, &reader, id, no, now)).await?;
    let typed = if outcome.is_done() { String::new() } else { slips };
    Ok(Page::after(outcome.map(|view| BatchView { typed, ..view })))
}

async fn read(State(app): State<App>, seen: Seen, Path(of): Path<(BallotId, i32)>, Input(said): Input<SlipWords>) -> Answer<BatchView> {
    let (viewer, slips) = (seen.viewer.clone(), said.slips.clone());
    typed(&app, &seen, of, slips, move |tx| actions::read_batch(tx, &viewer, of.0, of.1, &said.slips)).await
}

async fn settle(State(app): State<App>, seen: Seen, Path(of): Path<(BallotId, i32)>, Input(said): Input<SlipWords>) -> Answer<BatchView> {
    let (viewer, slips) = (seen.viewer.clone(), said.slips.clone());
    typed(&app, &seen, of, slips, move |tx| actions::settle_batch(tx, &viewer, of.0, of.1, &said.slips)).await
}
