//! Dated, sourced numbers about a place. Nobody's name is here, and small numbers are not shown in public.

use super::Tree;
use kernel::{Day, PlaceId, Problem};
use serde::{Deserialize, Serialize};
use sheets::{Sheet, cell_name};

/// Cells below this are hidden in public.
pub const LEAST_SHOWN: i64 = 5;

macro_rules! measures {
    ($($name:ident $code:literal $zh:literal),* $(,)?) => {
        /// What is counted. Registered, resident and present are different sets and are never subtracted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure { $($name),* }
        impl Measure {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            /// A column's heading in a file: the code, or the Chinese word.
            pub fn parse(s: &str) -> Option<Self> {
                match s { $($code | $zh => Some(Self::$name),)* _ => None }
            }
        }
    };
}
measures! {
    Registered "registered" "户籍人口", Resident "resident" "常住人口", Present "present" "实有人口",
    Floating "floating" "流动人口", Native "native" "原住民", Resettled "resettled" "安置居民",
    NewlySettled "newly_settled" "新迁入", Employed "employed" "在地就业", Households "households" "户数",
    Dwellings "dwellings" "套数", Vacant "vacant" "空置", EldersAlone "elders_alone" "独居老人",
    Disabled "disabled" "残疾人", ChildrenInDifficulty "children_in_difficulty" "困境儿童",
    Women "women" "女性", Men "men" "男性", Owners "owners" "住自有房", Tenants "tenants" "租住", Affordable "affordable" "住保障房",
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Exact,
    Rounded,
    Estimate,
}

impl Precision {
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Rounded => "rounded",
            Self::Estimate => "estimate",
        }
    }
    pub fn from_code(s: &str) -> Option<Self> {
        Some(match s {
            "exact" => Self::Exact,
            "rounded" => Self::Rounded,
            "estimate" => Self::Estimate,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Statistic {
    pub place: PlaceId,
    pub measure: Measure,
    /// An age band such as `60-64` or `80+`; empty for everybody.
    pub band: String,
    pub as_of: Day,
    pub value: i64,
    /// census, police, community count or estimate.
    pub source: String,
    pub precision: Precision,
}

enum Column {
    Place,
    AsOf,
    Source,
    Precision,
    Measure,
    Band,
    Value,
    Of(Measure, String),
    Ignored,
}

/// Reads a sheet with one row per place: `code, as_of, source?, precision?` and a column per measure (`registered`,
/// `常住人口`, `registered:60-64`); or one row per number with the columns `measure, band, value`. Every bad cell is
/// named. `day` holds for rows without `as_of`.
pub fn read(sheet: &Sheet, tree: &Tree, day: Option<Day>) -> Result<Vec<Statistic>, Vec<Problem>> {
    let Some((heads, rows)) = sheet.0.split_first() else {
        return Err(vec![Problem::at("file", "nothing_in_file")]);
    };
    let mut problems = vec![];
    let columns: Vec<Column> = heads
        .iter()
        .enumerate()
        .map(|(i, head)| {
            column(head.trim()).unwrap_or_else(|| {
                problems.push(cell(0, i, "unknown_column").with("text", head));
                Column::Ignored
            })
        })
        .collect();
    if !columns.iter().any(|c| matches!(c, Column::Place)) {
        problems.push(Problem::at("file", "no_code_column"));
    }
    let mut read = vec![];
    for (i, row) in rows.iter().enumerate().filter(|(_, r)| r.iter().any(|c| !c.trim().is_empty())) {
        one(row, i + 1, &columns, tree, day, &mut read, &mut problems);
    }
    let mut keys: Vec<_> = read.iter().map(|s: &Statistic| (s.place, s.measure, s.band.clone(), s.as_of)).collect();
    keys.sort_unstable();
    for twice in keys.windows(2).filter(|w| w[0] == w[1]) {
        let (place, measure, ..) = &twice[0];
        let p = Problem::at("file", "number_twice").with("measure", measure.code());
        problems.push(p.with("place", tree.by_id(*place).map_or("", |p| &p.code)));
    }
    if read.is_empty() && problems.is_empty() {
        problems.push(Problem::at("file", "nothing_in_file"));
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn column(head: &str) -> Option<Column> {
    Some(match head {
        "code" | "place" | "grid" | "community" | "编码" => Column::Place,
        "as_of" | "date" | "日期" => Column::AsOf,
        "source" | "来源" => Column::Source,
        "precision" | "精度" => Column::Precision,
        "measure" | "指标" => Column::Measure,
        "band" | "年龄段" => Column::Band,
        "value" | "数值" => Column::Value,
        "name" | "level" | "名称" | "unit" | "note" | "备注" | "" => Column::Ignored,
        head => {
            let (measure, band) = head.split_once([':', '：']).unwrap_or((head, ""));
            Column::Of(Measure::parse(measure.trim())?, band.trim().to_owned())
        }
    })
}

fn one(
    row: &[String],
    number: usize,
    columns: &[Column],
    tree: &Tree,
    day: Option<Day>,
    read: &mut Vec<Statistic>,
    problems: &mut Vec<Problem>,
) {
    let (mut place, mut as_of, mut source, mut precision) = (None, day, "community count".to_owned(), Precision::Exact);
    let (mut measure, mut band, mut values) = (None, String::new(), vec![]);
    let before = problems.len();
    for (i, column) in columns.iter().enumerate() {
        let text = row.get(i).map_or("", |s| s.trim());
        let mut bad = |code| problems.push(cell(number, i, code).with("text", text));
        match column {
            Column::Place => match tree.by_code(text) {
                Some(p) => place = Some(p.id),
                None => bad("unknown_place"),
            },
            Column::AsOf if !text.is_empty() => match Day::parse(text) {
                Some(d) => as_of = Some(d),
                None => bad("not_a_day"),
            },
            Column::Source if !text.is_empty() => text.clone_into(&mut source),
            Column::Precision if !text.is_empty() => match Precision::from_code(text) {
                Some(p) => precision = p,
                None => bad("unknown_precision"),
            },
            Column::Measure => match Measure::parse(text) {
                Some(m) => measure = Some(m),
                None => bad("unknown_measure"),
            },
            Column::Band => text.clone_into(&mut band),
            Column::Value => match number_in(text) {
                Ok(n) => values.push((None, n)),
                Err(code) => bad(code),
            },
            Column::Of(m, band) if !text.is_empty() => match number_in(text) {
                Ok(n) => values.push((Some((*m, band.clone())), n)),
                Err(code) => bad(code),
            },
            _ => {}
        }
    }
    if as_of.is_none() && before == problems.len() {
        problems.push(cell(number, 0, "no_day"));
    }
    let (Some(place), Some(as_of), true) = (place, as_of, before == problems.len()) else { return };
    for (of, value) in values {
        let Some((measure, band)) = of.or(measure.map(|m| (m, band.clone()))) else { continue };
        read.push(Statistic { place, measure, band, as_of, value, source: source.clone(), precision });
    }
}

/// `1,234` and `1234.0` are numbers of things; `-3`, `1.5` and `约20` are not.
fn number_in(text: &str) -> Result<i64, &'static str> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
    let whole = plain.strip_suffix(".0").unwrap_or(&plain);
    match whole.parse::<i64>() {
        Ok(n) if n < 0 => Err("below_zero"),
        Ok(n) => Ok(n),
        Err(_) if whole.parse::<f64>().is_ok() => Err("not_whole"),
        Err(_) => Err("not_a_number"),
    }
}

fn cell(row: usize, column: usize, code: &'static str) -> Problem {
    Problem::at("file", code).with("cell", cell_name(row + 1, column))
}

/// One number over another, with what is needed to judge it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ratio {
    pub over: i64,
    pub under: i64,
    pub over_day: Day,
    pub under_day: Day,
    /// Tenths of a percent.
    pub permille: i64,
    /// One of the two was rounded or estimated, so the ratio is.
    pub rounded: bool,
}

/// `None` if either is not known or nothing is under the line: the page prints "—".
pub fn ratio(over: Option<&Statistic>, under: Option<&Statistic>) -> Option<Ratio> {
    let (over, under) = (over?, under?);
    if under.value == 0 {
        return None;
    }
    Some(Ratio {
        over: over.value,
        under: under.value,
        over_day: over.as_of,
        under_day: under.as_of,
        permille: (over.value * 1000 + under.value / 2) / under.value,
        rounded: over.precision != Precision::Exact || under.precision != Precision::Exact,
    })
}

/// The latest number of a measure for everybody, not after `by`.
pub fn latest(all: &[Statistic], place: PlaceId, measure: Measure, by: Day) -> Option<&Statistic> {
    all.iter()
        .filter(|s| s.place == place && s.measure == measure && s.band.is_empty() && s.as_of <= by)
        .max_by_key(|s| s.as_of)
}

/// Sum over the children less the parent's own number, where all are known; shown, never corrected.
pub fn difference(parent: &Statistic, children: &[&Statistic]) -> Option<i64> {
    (!children.is_empty()).then(|| children.iter().map(|c| c.value).sum::<i64>() - parent.value)
}

/// What the public sees of a count: small ones are hidden. Zero is nobody's secret.
pub fn shown(value: i64) -> Option<i64> {
    (value == 0 || value >= LEAST_SHOWN).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: i64, precision: Precision) -> Statistic {
        let place = PlaceId::named("street");
        let as_of = Day::of(2025, 12, 31);
        Statistic { place, measure: Measure::Resident, band: String::new(), as_of, value, source: "census".into(), precision }
    }

    #[test]
    fn a_quarter_is_printed_as_rounded() {
        let registered = number(48_400, Precision::Exact);
        let resident = number(200_000, Precision::Rounded);
        let r = ratio(Some(&registered), Some(&resident)).expect("a ratio");
        assert_eq!((r.permille, r.rounded), (242, true));
        assert_eq!(ratio(Some(&registered), None), None);
    }

    #[test]
    fn small_numbers_are_hidden() {
        assert_eq!((shown(0), shown(4), shown(5)), (Some(0), None, Some(5)));
    }
}
