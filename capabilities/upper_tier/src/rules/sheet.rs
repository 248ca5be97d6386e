//! A file's cells by their headings: in Chinese as the upper tier writes them, or by code.

use kernel::{Moment, Problem};
use outside::upper::{Order, Word};
use sheets::{Sheet, cell_name};

/// Lines one file may hold.
pub const MOST_LINES: usize = 2_000;

/// One column: its code, the headings it is found under, whether a file without it cannot be read, and its field.
pub struct Column<T> {
    pub code: &'static str,
    pub heads: &'static [&'static str],
    pub must: bool,
    pub put: fn(&mut T, String),
}

macro_rules! columns {
    ($name:ident of $thing:ty: $($code:literal $must:literal [$($head:literal),*] $field:ident;)*) => {
        pub const $name: &[Column<$thing>] = &[$(
            Column { code: $code, heads: &[$($head),*], must: $must, put: |thing, text| thing.$field = text }
        ),*];
    };
}
columns! { ORDER_COLUMNS of Order:
    "their_no" true ["工单编号", "工单号", "编号"] their_no;
    "text" true ["诉求内容", "内容", "工单内容"] text;
    "due_at" true ["办理时限", "答复时限", "截止时间"] due_at;
    "address" true ["地址", "诉求地址", "地点"] address;
    "tier" false ["来源", "转办单位"] tier;
    "category" false ["分类", "诉求分类"] category;
    "name" false ["姓名", "来电人"] name;
    "phone" false ["电话", "联系电话"] phone;
    "said_at" false ["诉求时间", "来电时间"] said_at;
}
columns! { WORD_COLUMNS of Word:
    "their_no" true ["工单编号", "工单号", "编号"] their_no;
    "kind" true ["事项", "类型"] kind;
    "verdict" false ["结论", "审批结果"] verdict;
    "due_at" false ["新时限", "办理时限"] due_at;
    "text" false ["说明", "文号"] text;
    "contacted" false ["是否联系"] contacted;
    "solved" false ["是否解决"] solved;
    "satisfaction" false ["满意度"] satisfaction;
}

/// One line of a file: its row, its columns, and what stands in it.
#[derive(Clone, Debug)]
pub struct Read<T> {
    pub row: usize,
    places: Vec<(&'static str, usize)>,
    pub thing: T,
}

impl<T> Read<T> {
    /// A problem of a field, at the cell it stands in.
    pub fn at(&self, (field, problem): (&'static str, Problem)) -> Problem {
        let column = self.places.iter().find(|(code, _)| *code == field).map_or(0, |(_, column)| *column);
        Problem { field: Some("file"), ..problem.with("cell", cell_name(self.row, column)) }
    }
}

/// The lines of a sheet under its headings; empty rows are none.
pub fn lines<T: Default>(sheet: &Sheet, columns: &[Column<T>]) -> Result<Vec<Read<T>>, Vec<Problem>> {
    let Some((heads, rows)) = sheet.0.split_first() else { return Err(vec![Problem::at("file", "file-empty")]) };
    let found = |c: &Column<T>| heads.iter().position(|h| h.trim() == c.code || c.heads.contains(&h.trim()));
    let lacks = columns.iter().filter(|c| c.must && found(c).is_none());
    let problems: Vec<_> = lacks.map(|c| Problem::at("file", "column-missing").with("name", c.heads[0])).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let full = rows.iter().enumerate().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    let read: Vec<_> = full
        .map(|(n, row)| {
            let (mut thing, mut places) = (T::default(), vec![]);
            for column in columns {
                let Some(place) = found(column) else { continue };
                places.push((column.code, place));
                (column.put)(&mut thing, row.get(place).map_or("", |cell| cell.trim()).to_owned());
            }
            Read { row: n + 2, places, thing }
        })
        .collect();
    match read.len() {
        0 => Err(vec![Problem::at("file", "file-empty")]),
        n if n > MOST_LINES => Err(vec![Problem::at("file", "file-long").with("most", MOST_LINES)]),
        _ => Ok(read),
    }
}

/// A moment as people write it: `2026-11-30 17:30`, `2026/11/30`, `2026年11月30日 17时30分`, or with an offset. A day alone is
/// its end of work.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.contains('+') || text.ends_with('Z') {
        return Moment::parse(text);
    }
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let number = |n: usize| parts.get(n).map(|p| p.parse::<u32>().ok());
    let (year, month, day) = (number(0)??, number(1)??, number(2)??);
    let (hour, minute) = match parts.len() {
        3 => (17, 30),
        4 => (number(3)??, 0),
        5 | 6 => (number(3)??, number(4)??),
        _ => return None,
    };
    Moment::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet(text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect())
    }

    #[test]
    fn columns_are_found_by_either_heading_and_blank_rows_skipped() {
        let read = lines(&sheet("备注,办理时限,工单号,address,诉求内容\n,2026-11-30,S1,竹一1幢,灯不亮\n,,,,\nx,,S2,,"), ORDER_COLUMNS).expect("read");
        let told: Vec<_> = read.iter().map(|r| (r.row, r.thing.their_no.as_str(), r.thing.address.as_str())).collect();
        assert_eq!(told, [(2, "S1", "竹一1幢"), (4, "S2", "")]);
        let at = read[1].at(("due_at", Problem::new("due-unreadable")));
        assert_eq!(at.args, [("cell", "B4".to_owned())]);
        let lacks = lines(&sheet("工单编号,内容\nS1,x"), ORDER_COLUMNS).expect_err("lacks");
        assert_eq!(lacks.iter().map(|p| p.args[0].1.as_str()).collect::<Vec<_>>(), ["办理时限", "地址"]);
    }

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        let at = |text: &str| Moment::parse(text);
        for text in ["2026-11-30 17:30", "2026/11/30 17:30:00", "2026年11月30日 17时30分", "2026-11-30T17:30", "2026-11-30", "2026-11-30T17:30:00+08:00"] {
            assert_eq!(moment(text), at("2026-11-30T17:30"), "{text}");
        }
        for text in ["", "明天", "2026-02-30", "2026-11-30 25:00", "11-30"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
