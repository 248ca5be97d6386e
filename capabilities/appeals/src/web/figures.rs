//! Routes of the figures: overview, wall, rates, one figure.

use crate::actions;
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Page, Path, Query, Routes, Seen};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/overview", "see_figures", "The street or a community at a glance.", overview)
        .asks::<FigureWords>()
        .gives::<OverviewView>()
        .get("/desk/wall", "see_figures", "The overview for a screen on the wall; it refreshes itself.", wall)
        .asks::<FigureWords>()
        .gives::<WallView>()
        .get("/desk/figures", "see_figures", "The rates of a window, by unit and by community.", rates)
        .asks::<FigureWords>()
        .gives::<RatesView>()
        .get("/desk/figures/{code}", "see_figures", "One figure: definition, value, trend and the records behind.", figure)
        .asks::<FigureWords>()
        .gives::<FigureView>()
}

async fn read_overview(app: &App, seen: &Seen, words: FigureWords) -> Result<OverviewView, edge::Failure> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    app.read(move |r| actions::overview(r, &viewer, words, now)).await
}

async fn overview(State(app): State<App>, seen: Seen, Query(words): Query<FigureWords>) -> Answer<OverviewView> {
    Ok(Page::show(read_overview(&app, &seen, words).await?))
}

async fn wall(State(app): State<App>, seen: Seen, Query(words): Query<FigureWords>) -> Answer<WallView> {
    Ok(Page::show(WallView(read_overview(&app, &seen, words).await?)))
}

async fn rates(State(app): State<App>, seen: Seen, Query(words): Query<FigureWords>) -> Answer<RatesView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::rates(r, &viewer, words, now)).await?))
}

async fn figure(
    State(app): State<App>,
    seen: Seen,
    Path(code): Path<String>,
    Query(words): Query<FigureWords>,
) -> Answer<FigureView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::figure(r, &viewer, &code, words, now)).await?))
}
