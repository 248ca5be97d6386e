//! The months everybody may read.

use crate::rules::months::{Month, MonthTable};
use db::{Reader, Result, Tx, args};
use kernel::{Day, PlaceId, StreetId};

/// What residents and enterprises told from `from` up to, not including, `to`, by community and category. What is told
/// in confidence, and cases of which nothing may be known, are not even counted.
pub fn told_between(r: &mut Reader<'_>, street: StreetId, (from, to): (Day, Day)) -> Result<Vec<(Option<PlaceId>, String, i64)>> {
    r.all(
        "select c.community_id, c.category, count(*)
         from voices v join cases c on c.street_id = v.street_id and c.id = v.case_id
         where v.street_id = $1 and v.received_at >= $2 and v.received_at < $3 and v.secret = $4
           and v.speaker in ('resident', 'enterprise') and c.public_level <> 'none'
         group by c.community_id, c.category",
        args![street, from.start(), to.start(), false],
    )
}

pub fn last_month(r: &mut Reader<'_>, street: StreetId) -> Result<Option<Month>> {
    let last: Option<i32> = r.one("select max(month) from public_months where street_id = $1", args![street])?;
    Ok(last.and_then(|n| Month::parse(&n.to_string())))
}

/// Newest first.
pub fn months(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Month, MonthTable)>> {
    let rows: Vec<(i32, String)> =
        r.all("select month, body from public_months where street_id = $1 order by month desc limit 36", args![street])?;
    let mut months = vec![];
    for (number, body) in rows {
        months.extend(Month::parse(&number.to_string()).map(|m| Ok::<_, db::Fault>((m, serde_json::from_str(&body)?))).transpose()?);
    }
    Ok(months)
}

pub fn insert_month(tx: &mut Tx<'_>, month: Month, table: &MonthTable) -> Result<()> {
    let (street, now, body) = (tx.street(), tx.now(), serde_json::to_string(table)?);
    tx.exec("insert into public_months (street_id, month, body, made_at) values ($1, $2, $3, $4)", args![street, month.number(), body, now])?;
    Ok(())
}
