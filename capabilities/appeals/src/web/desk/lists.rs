//! The queue with its saved views, callbacks due, the pipeline board.

use crate::actions;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Query, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/cases", "see_case", "The queue: what this reader may see, newest first.", queue)
        .asks::<QueueWords>()
        .gives::<QueueView>()
        .post("/desk/views", "see_case", "Keep the filters of the queue under a name.", keep)
        .takes::<ViewName>()
        .gives::<QueueView>()
        .post("/desk/views/{id}/removal", "see_case", "Forget a kept name.", forget)
        .gives::<QueueView>()
        .get("/desk/callbacks", "see_case", "Whom to ask next.", callbacks)
        .asks::<ListWords>()
        .gives::<CallbacksView>()
        .get("/desk/pipeline", "see_case", "The line of work of a street or a community.", pipeline)
        .asks::<ListWords>()
        .gives::<PipelineView>()
}

/// A name for filters, which come as the queue's own query.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct ViewName {
    name: String,
    query: String,
}

/// Where a list goes on, and of which community it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ListWords {
    #[schema(value_type = Option<String>)]
    before: Option<Uuid>,
    community: String,
}

async fn queue(State(app): State<App>, seen: Seen, Query(words): Query<QueueWords>) -> Answer<QueueView> {
    Ok(Page::show(view(&app, &seen, words).await?))
}

async fn view(app: &App, seen: &Seen, words: QueueWords) -> Result<QueueView, edge::Failure> {
    super::sees_cases(seen)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::queue(r, &viewer, words, now)).await
}

async fn keep(State(app): State<App>, seen: Seen, Input(words): Input<ViewName>) -> Answer<QueueView> {
    super::sees_cases(&seen)?;
    let filters: QueueWords = serde_urlencoded::from_str(&words.query).unwrap_or_default();
    let (viewer, reader, kept, now) = (seen.viewer.clone(), seen.viewer.clone(), filters.clone(), seen.now);
    let verb = move |tx: &mut db::Tx<'_>| actions::save_view(tx, &viewer, &words.name, &kept);
    Ok(Page::after(app.act_on(&seen, verb, move |r| actions::queue(r, &reader, filters.clone(), now)).await?))
}

async fn forget(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<QueueView> {
    super::sees_cases(&seen)?;
    let viewer = seen.viewer.clone();
    app.write(&seen, move |tx| actions::drop_view(tx, &viewer, id)).await?;
    Ok(Page::after(Outcome::Done(view(&app, &seen, QueueWords::default()).await?)))
}

async fn callbacks(State(app): State<App>, seen: Seen, Query(words): Query<ListWords>) -> Answer<CallbacksView> {
    super::sees_cases(&seen)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::callbacks(r, &viewer, words.before, now)).await?))
}

async fn pipeline(State(app): State<App>, seen: Seen, Query(words): Query<ListWords>) -> Answer<PipelineView> {
    super::sees_cases(&seen)?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    let community = actions::community_named(&words.community);
    Ok(Page::show(app.read(move |r| actions::pipeline(r, &viewer, community, now)).await?))
}
