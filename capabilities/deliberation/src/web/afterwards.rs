//! After a matter is settled.

use super::matters::on;
use crate::actions;
use crate::rules::*;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Path, Routes, Seen};

pub(super) fn add(routes: Routes) -> Routes {
    routes
        .post("/matters/{id}/reopening-requests", "take_part", "Somebody of the place wants a settled matter walked again; once a round.", ask)
        .takes::<AfterWords>()
        .gives::<MatterView>()
        .post("/matters/{id}/second-look", "take_part", "Whether it lasted: one answer a person while the second look is open.", look)
        .takes::<AfterWords>()
        .gives::<MatterView>()
}

async fn ask(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>, Input(words): Input<AfterWords>) -> Answer<MatterView> {
    let (viewer, typed) = (seen.viewer.clone(), words.reason.clone());
    on(&app, &seen, id, typed, move |tx| actions::ask_reopening(tx, &viewer, id, &words)).await
}

async fn look(State(app): State<App>, seen: Seen, Path(id): Path<MatterId>, Input(words): Input<AfterWords>) -> Answer<MatterView> {
    let viewer = seen.viewer.clone();
    on(&app, &seen, id, String::new(), move |tx| actions::answer_look(tx, &viewer, id, &words)).await
}
