//! Population statistics from xlsx or csv.

use super::{Brought, Checked, concluded, may_import};
use crate::rules::statistics::{self, Measure, Statistic};
use crate::rules::tree::Tree;
use crate::store;
use auth::Viewer;
use db::{Reader, Tx};
use kernel::{Day, Moment, Problem};
use sheets::{Dates, Sheet, Unreadable};

/// What the sheet would bring, or every bad cell by its name. Writes nothing.
pub fn check_statistics(
    r: &mut Reader<'_>, viewer: &Viewer, file: &[u8], day: Option<Day>, now: Moment,
) -> Checked<Brought> {
    may_import(viewer, now)?;
    let tree = store::tree(r, viewer.street)?;
    Ok(checked(file, &tree, day).map(|read| counted(&read, &tree)))
}

/// Takes all numbers or none; a number already known for that day is replaced.
pub fn import_statistics(
    tx: &mut Tx<'_>, viewer: &Viewer, file: &[u8], day: Option<Day>, source: &str,
) -> Checked<Brought> {
    may_import(viewer, tx.now())?;
    let tree = store::tree(tx, viewer.street)?;
    let read = match checked(file, &tree, day) {
        Ok(read) => read,
        Err(problems) => return Ok(Err(problems)),
    };
    for s in &read {
        store::put_statistic(tx, s)?;
    }
    concluded(tx, "statistics", source, read.len())?;
    Ok(Ok(counted(&read, &tree)))
}

fn checked(file: &[u8], tree: &Tree, day: Option<Day>) -> Result<Vec<Statistic>, Vec<Problem>> {
    let sheet = sheet_of(file).map_err(|p| vec![p])?;
    statistics::read(&sheet, tree, day)
}

/// The first sheet of a workbook, or a CSV text, as cells of text. Excel's own days become `2025-12-31`.
pub fn sheet_of(file: &[u8]) -> Result<Sheet, Problem> {
    Sheet::read(file, Dates::Days).map_err(|why| match why {
        Unreadable::NotUtf8 => Problem::at("file", "not_utf8"),
        Unreadable::Empty => Problem::at("file", "nothing_in_file"),
        Unreadable::Broken(why) => Problem::at("file", "unreadable_sheet").with("why", why),
    })
}

fn counted(read: &[Statistic], tree: &Tree) -> Brought {
    Brought { numbers: read.len(), notes: differences(read, tree), ..Brought::default() }
}

/// Where the children's sum is not the parent's number: shown with its size, never corrected.
fn differences(read: &[Statistic], tree: &Tree) -> Vec<Problem> {
    let mut notes = vec![];
    for parent in read {
        let same = |s: &&Statistic| (s.measure, &s.band, s.as_of) == (parent.measure, &parent.band, parent.as_of);
        let below: Vec<_> = tree.children(parent.place).map(|c| c.id).collect();
        let children: Vec<_> = read.iter().filter(|s| below.contains(&s.place)).filter(same).collect();
        if children.len() < below.len() {
            continue;
        }
        let by = statistics::difference(parent, &children).filter(|d| *d != 0);
        let name = tree.by_id(parent.place).map_or("", |p| &p.code);
        notes.extend(by.map(|by| {
            let note = Problem::at("file", "sum_differs").with("place", name).with("by", by);
            note.with("measure", Measure::code(parent.measure))
        }));
    }
    notes
}
