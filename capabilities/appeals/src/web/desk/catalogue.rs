//! The dispatch catalogue: read, written, rehearsed, put in force; and the rule per category.

use crate::actions;
use crate::rules::{CatalogueWords, Saying};
use crate::views::*;
use auth::Viewer;
use axum::extract::State;
use db::Tx;
use edge::{Answer, App, Failure, Input, Page, Path, Query, Routes, Seen};
use kernel::{Outcome, uuid::Uuid};
use serde::Deserialize;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/desk/catalogue", "see_catalogue", "Who leads for what, what returns say about it, and the rule.", show)
        .asks::<WhichVersion>()
        .gives::<CatalogueView>()
        .get("/desk/catalogue/draft", "see_catalogue", "The version being written, with its rehearsal.", draft)
        .asks::<WhichLine>()
        .gives::<DraftView>()
        .post("/desk/catalogue/draft", "draft_catalogue", "Begin a version with the lines in force.", begin)
        .gives::<DraftView>()
        .post("/desk/catalogue/draft/lines", "draft_catalogue", "Write a line, new or in another's place.", write)
        .takes::<CatalogueWords>()
        .gives::<DraftView>()
        .post("/desk/catalogue/draft/lines/{id}/removal", "draft_catalogue", "Take a line out.", remove)
        .gives::<DraftView>()
        .post("/desk/catalogue/draft/proposal", "draft_catalogue", "Ask that it be put in force.", propose)
        .takes::<Saying>()
        .gives::<DraftView>()
        .post("/desk/catalogue/draft/publication", "publish_catalogue", "Put it in force: another hand than wrote it.", publish)
        .gives::<CatalogueView>()
        .post("/desk/catalogue/draft/rejection", "publish_catalogue", "Back to whoever writes it.", send_back)
        .gives::<DraftView>()
        .post("/desk/catalogue/draft/removal", "draft_catalogue", "Give the draft up.", give_up)
        .gives::<CatalogueView>()
        .post("/desk/catalogue/suggestions/{id}/adoption", "draft_catalogue", "Take it into the draft.", adopt)
        .gives::<CatalogueView>()
        .post("/desk/catalogue/suggestions/{id}/dismissal", "draft_catalogue", "Set it aside.", dismiss)
        .gives::<CatalogueView>()
        .post("/desk/catalogue/rules/{category}", "switch_rule", "Let the rule hand this category out.", rule_on)
        .gives::<CatalogueView>()
        .post("/desk/catalogue/rules/{category}/removal", "switch_rule", "Hand it out by hand again.", rule_off)
        .gives::<CatalogueView>()
        .delete("/desk/catalogue/rules/{category}", "switch_rule", "Hand it out by hand again.", rule_off)
        .gives::<CatalogueView>()
}

#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct WhichVersion {
    version: Option<i32>,
}

/// The line that is to be changed.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct WhichLine {
    #[schema(value_type = Option<String>)]
    line: Option<Uuid>,
}

async fn show(State(app): State<App>, seen: Seen, Query(words): Query<WhichVersion>) -> Answer<CatalogueView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::catalogue_page(r, &viewer, words.version, now)).await?))
}

async fn draft(State(app): State<App>, seen: Seen, Query(words): Query<WhichLine>) -> Answer<DraftView> {
    seen.staff()?;
    let (viewer, now) = (seen.viewer.clone(), seen.now);
    Ok(Page::show(app.read(move |r| actions::catalogue_draft_page(r, &viewer, words.line, now)).await?))
}

/// A verb on the draft, and the draft as it then stands.
async fn on_draft(
    app: &App,
    seen: &Seen,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static,
) -> Result<Outcome<DraftView>, Failure> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    app.act_on(seen, move |tx| verb(tx, &viewer), move |r| actions::catalogue_draft_page(r, &reader, None, now)).await
}

/// A verb, and the catalogue in force.
async fn on_catalogue(
    app: &App,
    seen: &Seen,
    verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<()>> + Send + 'static,
) -> Answer<CatalogueView> {
    seen.staff()?;
    let (viewer, reader, now) = (seen.viewer.clone(), seen.viewer.clone(), seen.now);
    let shown = move |r: &mut db::Reader<'_>| actions::catalogue_page(r, &reader, None, now);
    Ok(Page::after(app.act_on(seen, move |tx| verb(tx, &viewer), shown).await?))
}

async fn begin(State(app): State<App>, seen: Seen) -> Answer<DraftView> {
    Ok(Page::after(on_draft(&app, &seen, actions::begin_catalogue).await?))
}

async fn write(State(app): State<App>, seen: Seen, Input(words): Input<CatalogueWords>) -> Answer<DraftView> {
    let typed = words.clone();
    let outcome = on_draft(&app, &seen, move |tx, viewer| actions::write_catalogue_line(tx, viewer, &words)).await?;
    Ok(Page::after(match outcome {
        Outcome::Refused(view, problems) => Outcome::Refused(DraftView { typed: Some(typed), ..view }, problems),
        done => done,
    }))
}

async fn remove(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<DraftView> {
    Ok(Page::after(on_draft(&app, &seen, move |tx, viewer| actions::remove_catalogue_line(tx, viewer, id)).await?))
}

async fn propose(State(app): State<App>, seen: Seen, Input(words): Input<Saying>) -> Answer<DraftView> {
    Ok(Page::after(on_draft(&app, &seen, move |tx, viewer| actions::propose_catalogue(tx, viewer, &words)).await?))
}

async fn send_back(State(app): State<App>, seen: Seen) -> Answer<DraftView> {
    Ok(Page::after(on_draft(&app, &seen, actions::send_catalogue_back).await?))
}

async fn publish(State(app): State<App>, seen: Seen) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, actions::publish_catalogue).await
}

async fn give_up(State(app): State<App>, seen: Seen) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, actions::drop_catalogue).await
}

async fn adopt(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, move |tx, viewer| actions::settle_suggestion(tx, viewer, id, true)).await
}

async fn dismiss(State(app): State<App>, seen: Seen, Path(id): Path<Uuid>) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, move |tx, viewer| actions::settle_suggestion(tx, viewer, id, false)).await
}

async fn rule_on(State(app): State<App>, seen: Seen, Path(category): Path<String>) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, move |tx, viewer| actions::switch_rule(tx, viewer, &category, true)).await
}

async fn rule_off(State(app): State<App>, seen: Seen, Path(category): Path<String>) -> Answer<CatalogueView> {
    on_catalogue(&app, &seen, move |tx, viewer| actions::switch_rule(tx, viewer, &category, false)).await
}
