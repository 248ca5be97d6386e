//! Who was there, as it was when minutes were sealed: written once.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{Moment, StreetId};
use std::collections::BTreeMap;

/// A body's sealed meetings with their counts, in the order of their seals.
pub fn headcounts_of(r: &mut Reader<'_>, street: StreetId, of: BodyId) -> Result<Vec<Headcount>> {
    type Row = (MeetingId, i32, Moment, i32);
    let kept: Vec<Row> = r.all("select meeting_id, no, held_at, came from meeting_headcounts where street_id = $1 and body_id = $2 order by no", args![street, of])?;
    let cells: Vec<(MeetingId, String, String, i32)> = r.all(
        "select g.meeting_id, g.dim, g.category, g.came from meeting_group_counts g
         join meeting_headcounts h on h.street_id = g.street_id and h.meeting_id = g.meeting_id
         where h.street_id = $1 and h.body_id = $2",
        args![street, of],
    )?;
    let mut groups: BTreeMap<MeetingId, BTreeMap<Dim, BTreeMap<String, u64>>> = BTreeMap::new();
    for (meeting, dim, category, came) in cells {
        if let Some(dim) = Dim::from_code(&dim) {
            groups.entry(meeting).or_default().entry(dim).or_default().insert(category, u64::try_from(came).unwrap_or(0));
        }
    }
    let one = |(meeting, no, held, came): Row| Headcount {
        meeting, no, held, came: u64::try_from(came).unwrap_or(0), groups: groups.remove(&meeting).unwrap_or_default(),
    };
    Ok(kept.into_iter().map(one).collect())
}

pub fn insert_headcount(tx: &mut Tx<'_>, body: BodyId, of: &Headcount) -> Result<()> {
    let street = tx.street();
    let whole = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
    tx.exec(
        "insert into meeting_headcounts (street_id, meeting_id, body_id, no, held_at, came) values ($1, $2, $3, $4, $5, $6)",
        args![street, of.meeting, body, of.no, of.held, whole(of.came)],
    )?;
    for (dim, cells) in &of.groups {
        for (category, came) in cells {
            tx.exec(
                "insert into meeting_group_counts (street_id, meeting_id, dim, category, came) values ($1, $2, $3, $4, $5)",
                args![street, of.meeting, dim.code(), category.as_str(), whole(*came)],
            )?;
        }
    }
    Ok(())
}
