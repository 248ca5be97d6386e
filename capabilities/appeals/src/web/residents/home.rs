//! The residents' first page.

use crate::actions::{self, Names};
use crate::store::{self, CaseFilter};
use crate::views::*;
use axum::extract::State;
use db::Keyset;
use edge::{Answer, App, Page, Routes, Seen};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/", "public", "The residents' first page.", home).gives::<HomeView>()
}

const RECENT: i64 = 5;
const MINE: usize = 3;

async fn home(State(app): State<App>, seen: Seen) -> Answer<HomeView> {
    let (street, account) = (app.street, seen.viewer.account().filter(|_| !seen.viewer.is_staff()));
    let view = app
        .read(move |r| {
            let names = Names::read(r, street)?;
            let recent = store::list_public(r, street, &CaseFilter::default(), Keyset { before: None, limit: RECENT })?;
            let mut mine = match account {
                Some(account) => actions::mine(r, street, &names, account, 50)?,
                None => vec![],
            };
            let mine_total = mine.len();
            // What waits for the resident comes first.
            mine.sort_by_key(|m| m.waits.is_none());
            mine.truncate(MINE);
            let progress = |p: &str| PublicFilter { progress: p.into(), ..PublicFilter::default() }.states();
            Ok(HomeView {
                hotline: store::setting(r, street, "hotline")?,
                mine,
                mine_total,
                recent: recent.iter().map(|c| names.public(c)).collect(),
                open_total: store::public_total(r, street, &progress("open"), None, None)?,
                done_total: store::public_total(r, street, &progress("done"), None, None)?,
            })
        })
        .await?;
    Ok(Page::show(view))
}
