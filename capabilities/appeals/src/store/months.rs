//! The months everybody may read.

use crate::rules::months::MonthTable;
use crate::rules::slices::Window;
use db::{Reader, Result, Tx, args};
use kernel::{Day, PlaceId, StreetId};

/// What residents and enterprises told in a window, by community and category. What is told in confidence, and cases of
/// which nothing may be known, are not even counted.
pub fn told_in(r: &mut Reader<'_>, street: StreetId, window: Window) -> Result<Vec<(Option<PlaceId>, String, i64)>> {
    r.all(
        "select c.community_id, c.category, count(*)
         from voices v join cases c on c.street_id = v.street_id and c.id = v.case_id
         where v.street_id = $1 and v.received_at >= $2 and v.received_at < $3 and v.secret = $4
           and v.speaker in ('resident', 'enterprise') and c.public_level <> 'none'
         group by c.community_id, c.category",
        args![street, window.from.start(), window.to.start(), false],
    )
}

/// The first day of the last month that was written.
pub fn last_month(r: &mut Reader<'_>, street: StreetId) -> Result<Option<Day>> {
    r.one("select max(month) from public_months where street_id = $1", args![street])
}

/// The first days of the months in which anything was told, newest first.
pub fn months_told(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Day>> {
    let sql = "select month from public_months where street_id = $1 and told = $2 order by month desc limit 36";
    r.all(sql, args![street, true])
}

pub fn month_table(r: &mut Reader<'_>, street: StreetId, month: Day) -> Result<Option<MonthTable>> {
    let body: Option<String> = r.opt("select body from public_months where street_id = $1 and month = $2", args![street, month])?;
    Ok(body.map(|text| serde_json::from_str(&text)).transpose()?)
}

pub fn insert_month(tx: &mut Tx<'_>, month: Day, told: bool, table: &MonthTable) -> Result<()> {
    let (street, now, body) = (tx.street(), tx.now(), serde_json::to_string(table)?);
    let sql = "insert into public_months (street_id, month, told, body, made_at) values ($1, $2, $3, $4, $5)";
    tx.exec(sql, args![street, month, told, body, now])?;
    Ok(())
}
