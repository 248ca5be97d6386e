//! Sheets that people bring: a workbook's first sheet or a CSV text as cells of text, named as a person counts them. What
//! the cells mean is the caller's.

use calamine::{Data, Reader as _};
use std::io::Cursor;

/// A sheet's cells as text, with the rows and columns a person counts by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet(pub Vec<Vec<String>>);

/// Why a file is no sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither a workbook nor text in UTF-8.
    NotUtf8,
    /// A workbook without a sheet.
    Empty,
    Broken(String),
}

/// What a workbook's own days become: cells of text know nothing of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// `2026-11-30`.
    Days,
    /// `2026-11-30 17:30`; midnight is a day without an hour.
    Hours,
}

/// Whether these are the first bytes of a workbook: a ZIP archive, or the older compound file.
pub fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(b"PK") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

impl Sheet {
    pub fn read(file: &[u8], dates: Dates) -> Result<Self, Unreadable> {
        if !is_workbook(file) {
            let text = std::str::from_utf8(file).map_err(|_| Unreadable::NotUtf8)?;
            let text = text.trim_start_matches('\u{feff}');
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let rows = reader.records().map(|r| r.map(|r| r.iter().map(str::to_owned).collect())).collect::<Result<_, _>>();
            return rows.map(Self).map_err(|e| Unreadable::Broken(e.to_string()));
        }
        let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(file)).map_err(|e| Unreadable::Broken(e.to_string()))?;
        let range = book.worksheet_range_at(0).ok_or(Unreadable::Empty)?.map_err(|e| Unreadable::Broken(e.to_string()))?;
        // Cells are named as the person sees them: the range may begin below or right of A1.
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = vec![vec![]; top as usize];
        rows.extend(range.rows().map(|r| {
            let mut cells = vec![String::new(); left as usize];
            cells.extend(r.iter().map(|cell| text(cell, dates)));
            cells
        }));
        Ok(Self(rows))
    }

    /// As CSV, so that what was looked at can be taken in as it was.
    pub fn to_csv(&self) -> String {
        let mut file = csv::WriterBuilder::new().flexible(true).from_writer(vec![]);
        for row in &self.0 {
            let blank = [String::new()];
            // A blank row stays a row: cells keep their names.
            let _ = file.write_record(if row.is_empty() { &blank[..] } else { row });
        }
        file.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

fn text(cell: &Data, dates: Dates) -> String {
    match cell {
        Data::DateTime(at) => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if dates == Dates::Days || (hour, minute) == (0, 0) { date } else { format!("{date} {hour:02}:{minute:02}") }
        }
        Data::DateTimeIso(at) if dates == Dates::Days => at.chars().take(10).collect(),
        other => other.to_string(),
    }
}

/// The first row of the sheet is 1, its first column 0: `B7`.
pub fn cell_name(row: usize, column: usize) -> String {
    let (mut letters, mut n) = (vec![], column + 1);
    while n > 0 {
        letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_a_person_counts() {
        assert_eq!((cell_name(2, 0), cell_name(10, 25), cell_name(3, 26)), ("A2".into(), "Z10".into(), "AA3".into()));
        assert_eq!((cell_name(7, 1), cell_name(1, 27)), ("B7".into(), "AB1".into()));
    }

    #[test]
    fn what_was_read_is_written_as_it_was() {
        let sheet = Sheet::read("\u{feff}a,\"b,\"\"c\"\n\nd\n".as_bytes(), Dates::Days).expect("a sheet");
        assert_eq!(sheet.0, [vec!["a".to_owned(), "b,\"c".into()], vec!["d".into()]]);
        let blank = Sheet(vec![vec![], vec!["x".into(), String::new()]]);
        let again = Sheet::read(blank.to_csv().as_bytes(), Dates::Hours).expect("a sheet");
        assert_eq!(again.0, [vec![String::new()], vec!["x".into(), String::new()]]);
        assert_eq!(Sheet::read(&[0xff, 0xfe], Dates::Days), Err(Unreadable::NotUtf8));
        assert!(matches!(Sheet::read(b"PK nothing", Dates::Days), Err(Unreadable::Broken(_))));
    }
}
