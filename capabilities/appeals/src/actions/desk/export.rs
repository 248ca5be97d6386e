//! A list written out as a file, a page of rows at a time: memory stays the same however long the list is.

use super::queue::filter;
use super::{Names, SEE};
use crate::rules::*;
use crate::store;
use crate::word;
use crate::views::{ExportLine, ExportsView, QueueWords};
use auth::{PlacePath, Viewer};
use db::{By, Db, Fault, Keyset, Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, uuid::Uuid};
use outside::Files;
use rust_xlsxwriter::{Workbook, Worksheet};
use std::fs::File;
use std::path::Path;
use ui::Lang;

/// Rows read and written at a time.
const PAGE: i64 = 1_000;

pub fn export_key(id: Uuid, form: ExportForm) -> String {
    format!("exports/{id}.{}", form.code())
}

/// Asks for a file; one at a time for each person.
pub fn begin_export(tx: &mut Tx<'_>, viewer: &Viewer, words: &ExportWords) -> Result<Outcome<Option<Uuid>>> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    let (street, now) = (tx.street(), tx.now());
    let fresh = |at: Moment| now.since(at) < Moment::HOUR;
    if store::exports(tx, street, account)?.iter().any(|e| e.outcome.is_none() && fresh(e.at)) {
        return Ok(Outcome::Refused(None, vec![Problem::new("export-running")]));
    }
    let query: QueueWords = serde_urlencoded::from_str(&words.query).unwrap_or_default();
    let id = store::insert_export(tx, account, words.form, &query.query())?;
    Ok(Outcome::Done(Some(id)))
}

/// One's files and how far they are.
pub fn exports_page(r: &mut Reader<'_>, viewer: &Viewer) -> Result<ExportsView> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    let line = |e: store::Export| ExportLine { id: e.id, form: e.form, query: e.query, at: e.at, written: e.written, outcome: e.outcome };
    let lines = store::exports(r, viewer.street, account)?.into_iter().map(line).collect();
    Ok(ExportsView { exports: lines, problems: vec![] })
}

/// A file of one's own that is ready.
pub fn ready_export(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid) -> Result<ExportForm> {
    let account = viewer.account().ok_or(auth::Denied::Hidden)?;
    let found = store::export(r, viewer.street, account, id)?.filter(|e| e.outcome.as_deref() == Some("ready"));
    Ok(found.ok_or(auth::Denied::Hidden)?.form)
}

/// Writes the file asked for and says how far it is after each page of rows. Runs long: never on a thread of requests.
pub fn write_export(db: &Db, files: &dyn Files, viewer: &Viewer, id: Uuid, lang: Lang, now: Moment) -> Result<()> {
    let by = By { street: viewer.street, actor: viewer.actor(), now, request: None };
    let done = written(db, files, viewer, id, lang, by);
    let (rows, outcome) = match &done {
        Ok(rows) => (*rows, "ready"),
        Err(_) => (0, "failed"),
    };
    db.write_now(by, move |tx| store::mark_export(tx, id, rows, Some(outcome)))?;
    done.map(|_| ())
}

fn written(db: &Db, files: &dyn Files, viewer: &Viewer, id: Uuid, lang: Lang, by: By) -> Result<i32> {
    let (who, now) = (viewer.clone(), by.now);
    let (words, form, names) = db.read_now(move |r| {
        let account = who.account().ok_or(auth::Denied::Hidden)?;
        let export = store::export(r, who.street, account, id)?.ok_or(auth::Denied::Hidden)?;
        let words: QueueWords = serde_urlencoded::from_str(&export.query).unwrap_or_default();
        Ok((words, export.form, Names::read(r, who.street)?))
    })?;
    let (who, asked) = (viewer.clone(), words.clone());
    let filter = db.read_now(move |r| filter(r, who.street, &asked, now))?;
    let room = tempfile::tempdir().map_err(Fault::other)?;
    let path = room.path().join("list");
    let mut book = Workbook::new();
    let mut sheet = Sheet::begin(form, &mut book, &path, lang)?;
    let (mut before, mut rows) = (None, 0_i32);
    loop {
        let (who, filter) = (viewer.clone(), filter.clone());
        let (cases, stamps) = db.read_now(move |r| {
            let cases = store::list(r, &who, SEE, &filter, Keyset { before, limit: PAGE }, now)?;
            let ids: Vec<_> = cases.iter().map(|c| c.id).collect();
            let stamps = if ids.is_empty() { Default::default() } else { store::stamps(r, who.street, &ids)? };
            Ok((cases, stamps))
        })?;
        for case in &cases {
            sheet.row(&cells(&names, case, stamps.get(&case.id).copied().unwrap_or_default(), lang))?;
            rows += 1;
        }
        let Some(last) = cases.last() else { break };
        before = Some(last.id.uuid());
        db.write_now(by, move |tx| store::mark_export(tx, id, rows, None))?;
    }
    sheet.end()?;
    if form == ExportForm::Xlsx {
        book.save(&path).map_err(Fault::other)?;
    }
    files.take(&export_key(id, form), &path).map_err(Fault::other)?;
    Ok(rows)
}

/// A cell: words or a number.
enum Cell {
    Text(String),
    Number(i32),
}

fn cells(names: &Names, c: &Case, s: store::Stamps, lang: Lang) -> [Cell; EXPORT_COLUMNS.len()] {
    let said = |prefix: &str, code: &str| Cell::Text(word(lang, prefix, code));
    let text = |t: &str| Cell::Text(t.to_owned());
    let when = |at: Option<Moment>| Cell::Text(at.map(Moment::rfc3339).unwrap_or_default());
    let place = |p: PlacePath| Cell::Text(names.place(p));
    let (zh, en) = names.category(&c.category);
    [
        text(&c.case_no),
        text(&c.title),
        text(c.case_type.code()),
        text(&c.category),
        Cell::Text(if lang.is_zh() { zh } else { en }),
        said("urgency", c.urgency.code()),
        place(PlacePath { community: c.place.community, ..PlacePath::default() }),
        place(PlacePath { community: c.place.community, grid: c.place.grid, building: None }),
        said("state", c.state.code()),
        Cell::Number(c.round),
        Cell::Text(names.unit(c.lead).unwrap_or_default()),
        Cell::Number(c.voices),
        Cell::Number(c.urgings),
        when(Some(c.opened_at)),
        when(s.accepted),
        when(s.dispatched),
        when(s.signed),
        when(s.contacted),
        when(s.completed),
        when(c.due_at),
        when(c.closed_at),
        c.result.map_or_else(|| text(""), |r| said("result", r.code())),
    ]
}

/// The file as it grows. Rows go to the disk as they come.
enum Sheet<'b> {
    Xlsx(&'b mut Worksheet, u32),
    Csv(Box<csv::Writer<File>>),
}

impl<'b> Sheet<'b> {
    fn begin(form: ExportForm, book: &'b mut Workbook, path: &Path, lang: Lang) -> Result<Self> {
        let mut sheet = match form {
            ExportForm::Xlsx => Self::Xlsx(book.add_worksheet_with_constant_memory().map_err(Fault::other)?, 0),
            ExportForm::Csv => {
                use std::io::Write;
                let mut file = File::create(path).map_err(Fault::other)?;
                // Spreadsheet programs take a file without this mark for one of another alphabet.
                file.write_all("\u{feff}".as_bytes()).map_err(Fault::other)?;
                Self::Csv(Box::new(csv::Writer::from_writer(file)))
            }
        };
        sheet.row(&EXPORT_COLUMNS.map(|code| Cell::Text(word(lang, "column", code))))?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<()> {
        match self {
            Self::Xlsx(sheet, row) => {
                for (column, cell) in (0_u16..).zip(cells) {
                    match cell {
                        Cell::Text(text) if text.is_empty() => {}
                        Cell::Text(text) => drop(sheet.write_string(*row, column, text).map_err(Fault::other)?),
                        Cell::Number(n) => drop(sheet.write_number(*row, column, *n).map_err(Fault::other)?),
                    }
                }
                *row += 1;
            }
            Self::Csv(file) => {
                let shown = cells.iter().map(|c| match c {
                    Cell::Text(text) => plain(text),
                    Cell::Number(n) => n.to_string(),
                });
                file.write_record(shown).map_err(Fault::other)?;
            }
        }
        Ok(())
    }

    fn end(self) -> Result<()> {
        match self {
            Self::Xlsx(..) => Ok(()),
            Self::Csv(mut file) => file.flush().map_err(Fault::other),
        }
    }
}

/// Text that a spreadsheet program would run as a formula is shown as text.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// Files a day old go.
pub fn drop_old_exports(db: &Db, files: &dyn Files, street: kernel::StreetId, now: Moment) -> Result<()> {
    let old = db.read_now(move |r| store::old_exports(r, street, now.plus(-EXPORT_KEPT)))?;
    for (id, form) in old {
        files.remove(&format!("exports/{id}.{form}")).map_err(Fault::other)?;
        db.write_now(By::system(street, "retention", now), move |tx| store::mark_export(tx, id, 0, Some("gone")))?;
    }
    Ok(())
}
