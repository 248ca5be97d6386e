//! The pipeline board: six columns, each with its count, its oldest and its late ones.

use super::{Names, SEE};
use crate::rules::State;
use crate::store::{self, CaseFilter};
use crate::views::{PipelineColumn, PipelineView};
use auth::Viewer;
use db::{Keyset, Reader, Result};
use kernel::{Moment, PlaceId, uuid::Uuid};

pub const COLUMNS: [&str; 6] = ["collect", "sort", "assign", "handle", "feed_back", "evaluate"];
const SHOWN: i64 = 6;
/// The last column looks back this far.
const DAYS: i64 = 30;

pub fn pipeline(r: &mut Reader<'_>, viewer: &Viewer, community: Option<PlaceId>, now: Moment) -> Result<PipelineView> {
    let names = Names::read(r, viewer.street)?;
    let mut columns = vec![];
    for (n, code) in COLUMNS.into_iter().enumerate() {
        columns.push(column(r, viewer, &names, n, code, community, now)?);
    }
    let community = community.map(|c| c.to_string());
    Ok(PipelineView { community, columns, communities: names.communities() })
}

fn column(
    r: &mut Reader<'_>,
    viewer: &Viewer,
    names: &Names,
    n: usize,
    code: &'static str,
    community: Option<PlaceId>,
    now: Moment,
) -> Result<PipelineColumn> {
    let states: Vec<_> = State::ALL.iter().copied().filter(|s| s.column() == Some(n)).collect();
    let open = states.iter().all(|s| s.is_open());
    let closed_after = (!open).then(|| now.plus_days(-DAYS));
    let filter = CaseFilter { states, community, closed_after, ..CaseFilter::default() };
    let cases = store::list(r, viewer, SEE, &filter, Keyset { before: None, limit: SHOWN }, now)?;
    let count = store::counted(r, viewer, SEE, &filter, now)?;
    let overdue = if open { store::overdue(r, viewer, SEE, &filter, now)? } else { vec![] };
    let oldest = if open { store::oldest(r, viewer, SEE, &filter, now)? } else { None };
    Ok(PipelineColumn {
        code,
        n: count,
        overdue: overdue.iter().map(|(_, n)| n).sum(),
        oldest,
        cases: cases.iter().map(|c| names.line(c, now)).collect(),
    })
}

/// A community as an address names it.
pub fn community_named(text: &str) -> Option<PlaceId> {
    text.parse::<Uuid>().ok().map(PlaceId)
}
