//! What must never be, counted: the questions `check` asks.

use db::{Reader, Result, args};
use kernel::{StreetId, uuid::Uuid};

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
