//! Figures: for everybody, and at the desk.

use crate::actions;
use crate::rules::{Declaring, Restating};
use crate::views::*;
use axum::extract::State;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen, Upload};
use kernel::{Outcome, Problem, uuid::Uuid};
use sha2::{Digest, Sha256};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/figures", "see_indicators", "How we are doing: last month, this year, with whom.", doing)
        .gives::<DoingView>()
        .get("/figures/corrections", "see_indicators", "What was put right, and how definitions changed.", corrections)
        .asks::<CorrectionsWords>()
        .gives::<CorrectionsView>()
        .get("/figures/{code}", "see_indicators", "One figure: definition, value, trend, near-misses, papers, corrections.", figure)
        .asks::<FigureWords>()
        .gives::<IndicatorView>()
        .post("/figures/{code}/declarations", "declare_figure", "Enter a number from a paper, with its exact words.", declare)
        .takes::<Declaring>()
        .gives::<IndicatorView>()
        .post("/figures/kept/{id}/certification", "certify_figure", "Vouch for a kept figure that somebody else entered.", certify)
        .gives::<IndicatorView>()
        .post("/figures/kept/{id}/restatement", "restate_figure", "Put a kept figure right and say why.", restate)
        .takes::<Restating>()
        .gives::<IndicatorView>()
        .get("/desk/indicators", "read_records", "The whole catalogue of the street or a community, with the period before.", overview)
        .asks::<OverviewWords>()
        .gives::<OverviewView>()
        .get("/desk/indicators/wall", "read_records", "The same for a screen on the wall.", wall)
        .asks::<OverviewWords>()
        .gives::<FiguresWallView>()
}

async fn doing(State(app): State<App>, seen: Seen) -> Answer<DoingView> {
    let (street, now) = (app.street, seen.now);
    Ok(Page::show(app.read(move |r| actions::doing_view(r, street, now)).await?))
}

async fn corrections(State(app): State<App>, seen: Seen, Query(words): Query<CorrectionsWords>) -> Answer<CorrectionsView> {
    let (street, now) = (app.street, seen.now);
    Ok(Page::show(app.read(move |r| actions::corrections_view(r, street, &words, now)).await?))
}

async fn figure(State(app): State<App>, seen: Seen, Path(code): Path<String>, Query(words): Query<FigureWords>) -> Answer<IndicatorView> {
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::figure_view(r, &viewer, &code, words, now)).await?))
}

async fn declare(
    State(app): State<App>, seen: Seen, Path(code): Path<String>, Query(asked): Query<FigureWords>, upload: Upload<Declaring>,
) -> Answer<IndicatorView> {
    seen.staff()?;
    let Upload { words, photos, problems } = upload;
    if let Some(left_out) = problems.into_iter().next() {
        return Err(Failure::Bad(Problem { field: Some("file"), ..left_out }));
    }
    let file = photos.first().map(|f| hex::encode(Sha256::digest(&f.bytes)));
    let (by, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let (typed, of, community, again) = (words.clone(), code.clone(), asked.community.clone(), asked.clone());
    let outcome = app
        .act_on(
            &seen,
            move |tx| actions::declare_figure(tx, &by, &code, &community, &words, file.clone()),
            move |r| Ok(IndicatorView { declaring: typed.clone(), ..actions::figure_view(r, &reader, &of, again.clone(), now)? }),
        )
        .await?;
    Ok(Page::after(outcome))
}

async fn certify(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<IndicatorView> {
    seen.staff()?;
    let by = seen.viewer.clone();
    let outcome = app.act(&seen, move |tx| actions::certify_figure(tx, &by, id)).await?;
    after(&app, &seen, outcome, Restating::default()).await
}

async fn restate(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>, Input(words): Input<Restating>) -> Answer<IndicatorView> {
    seen.staff()?;
    let (by, typed) = (seen.viewer.clone(), words.clone());
    let outcome = app.act(&seen, move |tx| actions::restate_figure(tx, &by, id, &words)).await?;
    after(&app, &seen, outcome, typed).await
}

/// The page of the figure whose code the act gave.
async fn after(app: &App, seen: &Seen, outcome: Outcome<String>, restating: Restating) -> Answer<IndicatorView> {
    let (viewer, now, done, problems) = (seen.viewer.clone(), seen.now, outcome.is_done(), outcome.problems().to_vec());
    let code = outcome.into_inner();
    let view = app.read(move |r| actions::figure_view(r, &viewer, &code, FigureWords::default(), now)).await?;
    Ok(Page::after(if done { Outcome::Done(view) } else { Outcome::Refused(IndicatorView { restating, ..view }, problems) }))
}

async fn overview(State(app): State<App>, seen: Seen, Query(words): Query<OverviewWords>) -> Answer<OverviewView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::overview_view(r, &viewer, words, now)).await?))
}

async fn wall(State(app): State<App>, seen: Seen, Query(words): Query<OverviewWords>) -> Answer<FiguresWallView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::wall_view(r, &viewer, words, now)).await?))
}
