//! Population statistics from xlsx or csv.

use super::{Brought, Checked, concluded, may_import};
use crate::rules::statistics::{self, Measure, Sheet, Statistic};
use crate::rules::tree::Tree;
use crate::store;
use auth::Viewer;
use calamine::{Data, Reader as _};
use db::{Reader, Tx};
use kernel::{Day, Moment, Problem};
use std::io::Cursor;

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
    let unreadable = |why: String| Problem::at("file", "unreadable_sheet").with("why", why);
    let is_workbook = file.starts_with(b"PK") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]);
    if !is_workbook {
        let text = std::str::from_utf8(file).map_err(|_| Problem::at("file", "not_utf8"))?;
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let rows = reader.records().map(|r| r.map(|r| r.iter().map(str::to_owned).collect())).collect::<Result<_, _>>();
        return rows.map(Sheet).map_err(|e| unreadable(e.to_string()));
    }
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(file)).map_err(|e| unreadable(e.to_string()))?;
    let Some(range) = book.worksheet_range_at(0) else { return Err(Problem::at("file", "nothing_in_file")) };
    let range = range.map_err(|e| unreadable(e.to_string()))?;
    // Cells are named as the person sees them: the range may begin below or right of A1.
    let (top, left) = range.start().unwrap_or((0, 0));
    let mut rows = vec![vec![]; top as usize];
    rows.extend(range.rows().map(|r| {
        let mut cells = vec![String::new(); left as usize];
        cells.extend(r.iter().map(text));
        cells
    }));
    Ok(Sheet(rows))
}

fn text(cell: &Data) -> String {
    match cell {
        Data::DateTime(at) => at.to_ymd_hms_milli().0.to_string() + &{
            let (_, month, day, ..) = at.to_ymd_hms_milli();
            format!("-{month:02}-{day:02}")
        },
        Data::DateTimeIso(at) => at.chars().take(10).collect(),
        other => other.to_string(),
    }
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
