//! Who was there against who lives there.

use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .get("/meetings/{id}/representativeness", "see_meeting", "Who came and who did not, against who lives there.", of_meeting)
        .gives::<RepresentationView>()
        .post("/meetings/{id}/strata", "arrive", "Say one's groups, or write down what somebody said; counted, never shown.", tell)
        .takes::<StrataWords>()
        .gives::<RepresentationView>()
        .get("/bodies/{id}/representativeness", SEE, "A body's last twelve months against who lives there.", of_body)
        .gives::<RepresentationView>()
}

async fn of_meeting(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>) -> Answer<RepresentationView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::meeting_representation(r, &viewer, id, now)).await?))
}

async fn of_body(State(app): State<App>, seen: Seen, Path(id): Path<BodyId>) -> Answer<RepresentationView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::body_representation(r, &viewer, id, now)).await?))
}

async fn tell(State(app): State<App>, seen: Seen, Path(id): Path<MeetingId>, Input(words): Input<StrataWords>) -> Answer<RepresentationView> {
    seen.signed_in()?;
    let (viewer, reader, now, typed) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::tell_strata(tx, &viewer, id, &words);
    let outcome = app.act_on(&seen, verb, move |r| actions::meeting_representation(r, &reader, id, now)).await?;
    let done = outcome.is_done();
    Ok(Page::after(outcome.map(|view| if done { view } else { RepresentationView { typed, ..view } })))
}
