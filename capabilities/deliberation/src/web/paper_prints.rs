//! Papers and protocols to print, and a name of the roll on record.

use super::ballots::fresh_receipt;
use crate::actions::{self, NameAsked, PrintAsked};
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Query, Routes, Seen};
use http::{HeaderMap, header};
use kernel::Outcome;

pub fn add(routes: Routes) -> Routes {
    routes
        .get("/ballots/{id}/papers", "take_votes", "Papers to print, each with its counterfoil; printing hands nothing out.", papers)
        .asks::<PrintAsked>()
        .gives::<VotePapersView>()
        .get("/ballots/{id}/protocol", SEE, "The protocol of a count, to print and sign.", protocol)
        .gives::<ProtocolView>()
        .post("/ballots/{id}/roll/names", "open_roll_line", "The name on one line of the roll, with a reason, on record.", name)
        .takes::<NameAsked>()
        .gives::<RollView>()
}

/// Where the page of a ballot is, as a phone reads it from paper.
fn link(app: &App, headers: &HeaderMap, id: BallotId) -> String {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("");
    format!("{}://{host}/ballots/{id}", if app.https { "https" } else { "http" })
}

async fn papers(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<BallotId>, Query(asked): Query<PrintAsked>) -> Answer<VotePapersView> {
    let (viewer, now, link) = (seen.viewer.clone(), seen.now, link(&app, &headers, id));
    let view = app.read(move |r| actions::papers_view(r, &viewer, id, asked, now)).await?;
    Ok(Page::show(VotePapersView { link, ..view }))
}

async fn protocol(State(app): State<App>, seen: Seen, headers: HeaderMap, Path(id): Path<BallotId>) -> Answer<ProtocolView> {
    let (viewer, now, link) = (seen.viewer.clone(), seen.now, link(&app, &headers, id));
    let view = app.read(move |r| actions::protocol_view(r, &viewer, id, now)).await?;
    Ok(Page::show(ProtocolView { link, ..view }))
}

async fn name(State(app): State<App>, seen: Seen, Path(id): Path<BallotId>, Input(words): Input<NameAsked>) -> Answer<RollView> {
    seen.signed_in()?;
    let (viewer, reader, now, line) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.line);
    let outcome = app.write(&seen, move |tx| actions::open_roll_line(tx, &viewer, id, &words)).await?;
    let view = app.read(move |r| actions::roll_view(r, &reader, id, 0, now)).await?;
    let (problems, text) = (outcome.problems().to_vec(), outcome.into_inner());
    let view = RollView { receipt: fresh_receipt(), ..view };
    let outcome = if problems.is_empty() { Outcome::Done(RollView { opened: Some(OpenedLine { line, text }), ..view }) } else { Outcome::Refused(view, problems) };
    Ok(Page::after(outcome).in_place())
}
