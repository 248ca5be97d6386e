//! Clusters: a list, and what a person says of each.

use crate::actions;
use crate::rules::{ClusterState, TopicWords};
use crate::views::ClustersView;
use axum::extract::State;
use edge::{Answer, App, Input, Page, Path, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/clusters", "see_clusters", "Many voices of one kind from one community.", show)
        .gives::<ClustersView>()
        .post("/desk/clusters/{id}/confirmation", "settle_clusters", "It is one problem.", confirm)
        .gives::<ClustersView>()
        .post("/desk/clusters/{id}/dismissal", "settle_clusters", "It is not.", dismiss)
        .gives::<ClustersView>()
        .post("/desk/clusters/{id}/topic", "settle_clusters", "Many share it: this month it is talked over as a matter.", topic)
        .takes::<TopicWords>()
        .gives::<ClustersView>()
}

async fn show(State(app): State<App>, seen: Seen) -> Answer<ClustersView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::clusters_page(r, &viewer, now)).await?))
}

async fn settle(app: &App, seen: &Seen, id: Uuid, to: ClusterState) -> Answer<ClustersView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let verb = move |tx: &mut db::Tx<'_>| actions::settle_cluster(tx, &viewer, id, to);
    Ok(Page::after(app.act_on(seen, verb, move |r| actions::clusters_page(r, &reader, now)).await?))
}

async fn confirm(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<ClustersView> {
    settle(&app, &seen, id, ClusterState::Confirmed).await
}

async fn dismiss(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<ClustersView> {
    settle(&app, &seen, id, ClusterState::Dismissed).await
}

async fn topic(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<TopicWords>) -> Answer<ClustersView> {
    seen.staff()?;
    let (viewer, reader, now, sent) = (seen.viewer.clone(), seen.viewer.clone(), seen.now, words.clone());
    let verb = move |tx: &mut db::Tx<'_>| actions::make_topic(tx, &viewer, id, &sent);
    let done = app.act_on(&seen, verb, move |r| actions::clusters_page(r, &reader, now)).await?;
    Ok(Page::after(match done {
        Outcome::Refused(view, problems) => Outcome::Refused(ClustersView { typed: Some((id, words)), ..view }, problems),
        done => done,
    }))
}
