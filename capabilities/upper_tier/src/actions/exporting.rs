//! A file for the upper tier: answers and requests, one line each.

use crate::word;
use db::{Fault, Result};
use outside::upper::Up;
use rust_xlsxwriter::Workbook;
use ui::Lang;

const COLUMNS: [&str; 9] = ["their_no", "kind", "result", "text", "unit", "days", "round", "case_no", "at"];

/// The lines of the file, the headings first.
fn rows(up: &[Up], lang: Lang) -> Vec<Vec<String>> {
    let coded = |prefix: &str, code: &str| if code.is_empty() { String::new() } else { word(lang, prefix, code) };
    let line = |u: &Up| {
        vec![
            u.their_no.clone(),
            coded("sent", &u.kind),
            coded("result", &u.result),
            u.text.clone(),
            u.unit.clone(),
            u.days.map(|d| d.to_string()).unwrap_or_default(),
            u.round.to_string(),
            u.case_no.clone(),
            u.at.clone(),
        ]
    };
    let heads = COLUMNS.iter().map(|code| word(lang, "column", code)).collect();
    std::iter::once(heads).chain(up.iter().map(line)).collect()
}

pub fn as_csv(up: &[Up], lang: Lang) -> Result<Vec<u8>> {
    // Spreadsheet programs take a file without this mark for one of another alphabet.
    let mut file = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    for row in rows(up, lang) {
        file.write_record(row.iter().map(|cell| plain(cell))).map_err(Fault::other)?;
    }
    file.into_inner().map_err(|e| Fault::Other(e.to_string()))
}

/// Text that a spreadsheet program would run as a formula is shown as text.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

pub fn as_xlsx(up: &[Up], lang: Lang) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (n, row) in (0_u32..).zip(rows(up, lang)) {
        for (column, cell) in (0_u16..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(n, column, cell).map_err(Fault::other)?;
        }
    }
    book.save_to_buffer().map_err(Fault::other)
}
