//! Clusters: a list, and what a person says of each.

use crate::actions;
use crate::rules::ClusterState;
use crate::views::ClustersView;
use axum::extract::State;
use edge::{Answer, App, Page, Path, Routes, Seen};
use kernel::uuid::Uuid;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/clusters", "see_clusters", "Many voices of one kind from one community.", show)
        .gives::<ClustersView>()
        .post("/desk/clusters/{id}/confirmation", "settle_clusters", "It is one problem.", confirm)
        .gives::<ClustersView>()
        .post("/desk/clusters/{id}/dismissal", "settle_clusters", "It is not.", dismiss)
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
