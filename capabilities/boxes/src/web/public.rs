//! Where boxes hang, for everybody.

use crate::actions;
use crate::views::PublicBoxesView;
use axum::extract::State;
use edge::{Answer, App, Page, Seen};

pub async fn show(State(app): State<App>, seen: Seen) -> Answer<PublicBoxesView> {
    let (street, today) = (app.street, seen.now.day());
    Ok(Page::show(app.read(move |r| actions::public_view(r, street, today)).await?))
}
