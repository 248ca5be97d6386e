//! Published cases: the list with its filters, the map, and one case.

use crate::actions::{self, Names};
use crate::rules::CaseId;
use crate::store::{self, CaseFilter};
use crate::views::*;
use axum::extract::State;
use db::Keyset;
use edge::{Answer, App, Failure, Page, Path, Query, Routes, Seen};
use kernel::PlaceId;
use serde::Deserialize;
use utoipa::ToSchema;

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/cases", "public", "Published cases, newest first.", cases)
        .asks::<ListWords>()
        .gives::<PublicCasesView>()
        .get("/cases/{case_no}", "public", "One published case.", case)
        .gives::<PublicCaseView>()
}

const PAGE: i64 = 20;

/// The filters of the list, and where it goes on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct ListWords {
    #[schema(value_type = Option<String>)]
    before: Option<CaseId>,
    category: String,
    #[schema(value_type = Option<String>)]
    community: Option<PlaceId>,
    #[schema(value_type = Option<String>)]
    grid: Option<PlaceId>,
    progress: String,
}

async fn cases(State(app): State<App>, seen: Seen, Query(words): Query<ListWords>) -> Answer<PublicCasesView> {
    let (street, now) = (app.street, seen.now);
    let keyset = Keyset { before: words.before.map(|b| b.uuid()), limit: PAGE + 1 };
    let filter = PublicFilter { category: words.category, community: words.community, grid: words.grid, progress: words.progress };
    let further = words.before.is_some();
    let view = app
        .read(move |r| {
            let names = Names::read(r, street)?;
            let category = Some(filter.category.clone()).filter(|c| !c.is_empty());
            let narrowed = CaseFilter {
                states: filter.states(),
                category: category.clone(),
                community: filter.community,
                grid: filter.grid,
                ..CaseFilter::default()
            };
            let mut found = store::list_public(r, street, &narrowed, keyset)?;
            let more = found.len() as i64 > PAGE;
            found.truncate(PAGE as usize);
            let map = actions::public_map(r, street, &names, &filter, now)?;
            let total = match filter.grid {
                Some(grid) => map.iter().find(|g| g.id == grid).map_or(0, |g| g.cases),
                None => store::public_total(r, street, &filter.states(), category.as_deref(), filter.community)?,
            };
            let join = if filter.path().contains('?') { '&' } else { '?' };
            Ok(PublicCasesView {
                next: found.last().filter(|_| more).map(|c| format!("{}{join}before={}", filter.path(), c.id)),
                total,
                cases: found.iter().map(|c| names.public(c)).collect(),
                categories: names.choices(),
                communities: names.communities(),
                grid: filter.grid.map(|g| names.tree.name_path(g)),
                map,
                filter,
                further,
            })
        })
        .await?;
    Ok(Page::show(view))
}

async fn case(State(app): State<App>, seen: Seen, Path(case_no): Path<String>) -> Answer<PublicCaseView> {
    let (street, now) = (app.street, seen.now);
    let view = app
        .read(move |r| {
            // The number of a case that went up in another shows that one.
            let number = store::alias_of(r, street, &case_no)?.unwrap_or(case_no);
            let Some(case) = store::public_case(r, street, &number)? else { return Ok(None) };
            let names = Names::read(r, street)?;
            let photos = store::photos_of(r, street, case.id)?;
            Ok(Some(PublicCaseView {
                promise: actions::promise_view(r, street, &case)?,
                photos: photos.iter().filter(|p| p.approved_at.is_some()).map(PublicPhoto::of).collect(),
                deferral: actions::deferral_view(r, street, &case)?,
                commitments: actions::public_commitments(r, street, case.id, now)?,
                may_join: case.public_level.is_listed() && case.state.is_open(),
                case: names.public(&case),
            }))
        })
        .await?;
    Ok(Page::show(view.ok_or(Failure::NotFound)?))
}
