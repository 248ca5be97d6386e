//! The months everybody may read: written once, by the timer.

use super::Names;
use crate::rules::MonthWritten;
use crate::rules::months::{Month, due, table};
use crate::store;
use crate::views::{MonthKind, MonthView};
use db::{Reader, Result, Tx};
use kernel::StreetId;

/// Writes the tables of months that are over and have none yet. Gives how many it wrote.
pub fn write_months(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, today) = (tx.street(), tx.now().day());
    let last = store::last_month(tx, street)?;
    let due = due(today, last);
    if due.is_empty() {
        return Ok(0);
    }
    let names = Names::read(tx, street)?;
    let communities: Vec<_> = names.tree.communities().into_iter().map(|p| p.id).collect();
    for month in &due {
        let told = store::told_between(tx, street, month.days())?;
        store::insert_month(tx, *month, &table(&told, &communities, &names.categories))?;
        tx.record(&MonthWritten { street, month: month.to_string() })?;
    }
    Ok(due.len())
}

/// A month, the newest where none is named; `None` for one that has no table.
pub fn month_view(r: &mut Reader<'_>, street: StreetId, wanted: &str) -> Result<Option<MonthView>> {
    let months: Vec<_> = store::months(r, street)?.into_iter().filter(|(_, table)| !table.is_empty()).collect();
    let chosen = match wanted {
        "" => months.first(),
        text => Month::parse(text).and_then(|m| months.iter().find(|(month, _)| *month == m)),
    };
    if chosen.is_none() && !wanted.is_empty() {
        return Ok(None);
    }
    let names = Names::read(r, street)?;
    let table = chosen.map(|(_, table)| table.clone());
    let kinds = table.iter().flat_map(|t| &t.kinds).map(|code| names.category(code));
    let short = |id| names.tree.by_id(id).map(|p| p.short_name.clone());
    Ok(Some(MonthView {
        month: chosen.map(|(m, _)| m.to_string()),
        kinds: kinds.map(|(zh, en)| MonthKind { zh, en }).collect(),
        communities: table.iter().flat_map(|t| &t.rows).map(|row| row.community.and_then(short)).collect(),
        months: months.iter().map(|(m, _)| m.to_string()).collect(),
        table,
    }))
}
