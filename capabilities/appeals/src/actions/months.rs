//! The months everybody may read: written once, by the timer.

use super::Names;
use crate::rules::MonthWritten;
use crate::rules::months::{due, month_name, table};
use crate::rules::slices::Window;
use crate::store;
use crate::views::MonthView;
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
    let communities: Vec<_> = names.tree.communities().into_iter().map(|p| (p.id, p.short_name.clone())).collect();
    for month in &due {
        let told = store::told_in(tx, street, *month)?;
        let table = table(*month, &told, &communities, &names.categories, |code| names.category(code));
        store::insert_month(tx, month.from, !told.is_empty(), &table)?;
        tx.record(&MonthWritten { street, month: table.month })?;
    }
    Ok(due.len())
}

/// A month, the newest where none is named; `None` for one that has no table.
pub fn month_view(r: &mut Reader<'_>, street: StreetId, wanted: &str) -> Result<Option<MonthView>> {
    let months = store::months_told(r, street)?;
    let chosen = match wanted {
        "" => months.first().copied(),
        name => match Window::of_month(name).filter(|w| months.contains(&w.from)) {
            Some(month) => Some(month.from),
            None => return Ok(None),
        },
    };
    let table = match chosen {
        Some(month) => store::month_table(r, street, month)?,
        None => None,
    };
    Ok(Some(MonthView { months: months.into_iter().map(month_name).collect(), table }))
}
