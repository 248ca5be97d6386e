//! What must never be, counted: the questions `check` asks.

use db::{Reader, Result, args};
use kernel::{PlaceId, StreetId, uuid::Uuid};

/// Kept counts by state, community, grid and category, without those that are nought.
pub fn kept(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, PlaceId, PlaceId, String, i64)>> {
    r.all(
        "select state, community_id, grid_id, category, cast(sum(n) as bigint) from case_counts
         where street_id = $1
         group by state, community_id, grid_id, category
         having sum(n) <> 0",
        args![street],
    )
}

/// The same, counted row by row.
pub fn recount(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, PlaceId, PlaceId, String, i64)>> {
    r.all(
        "select state, coalesce(community_id, $2), coalesce(grid_id, $2), category, count(*) from cases
         where street_id = $1
         group by state, coalesce(community_id, $2), coalesce(grid_id, $2), category",
        args![street, PlaceId(Uuid::nil())],
    )
}

/// Voices without their case (I2).
pub fn lost_voices(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let ids: Vec<Uuid> = r.all(
        "select v.id from voices v
         where v.street_id = $1 and not exists (select 1 from cases c where c.street_id = v.street_id and c.id = v.case_id)
         limit 20",
        args![street],
    )?;
    Ok(ids.iter().map(Uuid::to_string).collect())
}

/// Cases that nobody spoke of and that were not merged (I2).
pub fn silent_cases(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    r.all(
        "select c.case_no from cases c
         where c.street_id = $1 and c.state <> 'merged'
           and not exists (select 1 from voices v where v.street_id = c.street_id and v.case_id = c.id)
         limit 20",
        args![street],
    )
}

/// Open cases past their first dispatch with no lead or more than one (I3).
pub fn without_one_lead(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    r.all(
        "select c.case_no from cases c
         where c.street_id = $1
           and c.state in ('dispatched', 'handling', 'return_pending', 'conferral', 'deferred', 'review', 'verification',
             'callback')
           and (select count(*) from case_assignments a
                where a.street_id = c.street_id and a.case_id = c.id and a.role = 'lead' and a.ended_at is null) <> 1
         limit 20",
        args![street],
    )
}
