//! Open data: what is released, row by row, and the catalogue that describes it.

use super::asking::{Town, counted_ones};
use super::corrections::line;
use super::doing::Released;
use crate::rules::*;
use crate::store;
use crate::views::{Column, Dataset, OpenDataView};
use db::{Reader, Result};
use figures::Where;
use kernel::{Day, Moment, StreetId};
use serde_json::{Value, json};

pub const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
/// Months that are given out.
const MONTHS: i32 = 24;

const fn column(name: &'static str, means_zh: &'static str, means_en: &'static str) -> Column {
    Column { name, means_zh, means_en }
}

const CODE: Column = column("code", "指标代码", "code of the indicator");
const VERSION: Column = column("version", "定义的版本", "version of the definition");
const UNIT: Column = column("unit", "单位：share 为万分之一，fen 为分，其余为个数", "unit: share is in ten-thousandths, fen in hundredths of a yuan, others are counts");
const VALUE: Column = column("value", "数；空着表示没有、未定义或太小不公开", "the number; empty where there is none, it is undefined or too small to be public");
const BOUND: Column = column("bound", "exact 就是这么多，at_least 不少于，about 大约", "exact, at_least or about");
const FROM: Column = column("from", "第一天", "first day");
const UNTIL: Column = column("until", "最后一天", "last day");

/// What is given out.
pub fn datasets() -> Vec<Dataset> {
    vec![
        Dataset {
            name: "figures",
            title_zh: "按月指标",
            title_en: "Figures by month",
            about_zh: "已经过完的月份，街道和各社区的系统数；太小的数盖住，盖到谁也推不出来为止。",
            about_en: "Counted figures of months that are over, of the street and its communities; small ones are covered so that none can be worked out.",
            columns: vec![
                column("month", "月份", "month"), CODE, VERSION, UNIT, column("place_code", "地方的编码", "code of the place"),
                column("place", "地方的名称", "name of the place"), VALUE,
                column("covered", "有数，太小不公开", "there is a number, too small to be public"),
                column("disputed", "记录后来变了，正在核对", "the records have changed since and it is being checked"), BOUND,
            ],
        },
        Dataset {
            name: "declared",
            title_zh: "申报数和补录数",
            title_en: "Declared and legacy figures",
            about_zh: "还没有逐条记录的数，从哪份材料、哪一天、原话是什么；不与系统数相加。",
            about_en: "Numbers without rows: from which paper, of which day, in which words. They are never added to counted ones.",
            columns: vec![
                CODE, VERSION, UNIT, column("origin", "申报或补录", "declared or legacy"), VALUE,
                BOUND, FROM, UNTIL,
                column("source", "材料名称", "name of the paper"), column("source_day", "材料日期", "day of the paper"),
                column("source_sha256", "材料文件的 SHA-256", "SHA-256 of the paper's file"), column("words", "材料里的原话", "as it stands there"),
                column("certified", "有另一人核过", "vouched for by another hand"),
            ],
        },
        Dataset {
            name: "definitions",
            title_zh: "指标定义",
            title_en: "Definitions",
            about_zh: "每个指标怎么数、按什么单位数、容易混的数是哪些。",
            about_en: "How each indicator is counted, in which unit, and what is easily taken for it.",
            columns: vec![
                CODE, VERSION, UNIT, column("counts", "period 按时段，day 按某一天结束时", "of a period, or of the end of a day"),
                column("name_zh", "中文名", "name in Chinese"), column("name_en", "英文名", "name in English"),
                column("definition_zh", "中文定义", "definition in Chinese"), column("definition_en", "英文定义", "definition in English"),
                column("beside", "旁边的数的代码", "codes of the near-misses"), column("since", "这一版从哪天起", "since when this version"),
            ],
        },
        Dataset {
            name: "corrections",
            title_zh: "更正",
            title_en: "Corrections",
            about_zh: "发布过的数后来改了：原来是多少、现在是多少、为什么。",
            about_en: "Published numbers that changed: what they were, what they are, and why.",
            columns: vec![
                column("at", "更正时间", "when it was put right"), CODE, column("place", "地方的名称", "name of the place"), FROM, UNTIL,
                column("old", "原来的数", "what it was"), column("new", "现在的数", "what it is"), column("why", "为什么", "why"),
            ],
        },
    ]
}

pub fn open_data_view(now: Moment) -> OpenDataView {
    OpenDataView { datasets: datasets(), until: released_month(now.day()).last(), licence: LICENCE }
}

/// The rows of one dataset, each value in the order of its columns; `None`: there is no such dataset.
pub fn rows(r: &mut Reader<'_>, street: StreetId, name: &str, now: Moment) -> Result<Option<Vec<Vec<Value>>>> {
    let town = Town::read(r, street, now)?;
    Ok(Some(match name {
        "figures" => months(r, &town, now)?,
        "declared" => declared(r, &town, now.day())?,
        "definitions" => definitions(),
        "corrections" => {
            let found = store::restatements(r, street, None, None, 5_000)?;
            found.iter().filter_map(|n| line(&town, n)).map(|c| {
                vec![json!(c.at), json!(c.code), json!(c.place), json!(c.from), json!(c.until), json!(c.old), json!(c.new), json!(c.why)]
            }).collect()
        }
        _ => return Ok(None),
    }))
}

fn months(r: &mut Reader<'_>, town: &Town, now: Moment) -> Result<Vec<Vec<Value>>> {
    let mut rows = vec![];
    for released in Released::months(r, town, &closed_months(now.day(), MONTHS))? {
        let month = released.span().from.civil().strftime("%Y-%m").to_string();
        for i in counted_ones() {
            let whole = released.street(i);
            let places = released.places(i).into_iter().map(|(place, value, covered)| (Some(place), value, covered, released.bound(i, place)));
            for (place, value, covered, bound) in std::iter::once((None, whole.value, whole.covered, whole.bound)).chain(places) {
                if value.is_none() && !covered {
                    continue;
                }
                let found = place.or_else(|| Some(town.place(Where::Street))).and_then(|p| town.tree.by_id(p));
                let (code, name) = found.map_or(("", ""), |p| (p.code.as_str(), p.name.as_str()));
                rows.push(vec![
                    json!(month), json!(i.code), json!(i.version), json!(i.unit.code()), json!(code), json!(name), json!(value), json!(covered),
                    json!(place.is_none() && whole.disputed), json!(bound.code()),
                ]);
            }
        }
    }
    Ok(rows)
}

fn declared(r: &mut Reader<'_>, town: &Town, today: Day) -> Result<Vec<Vec<Value>>> {
    let all = store::papers_by(r, town.street, town.place(Where::Street), today.plus(1))?;
    let row = |f: Figure| {
        let p = f.source?;
        Some(vec![
            json!(f.indicator), json!(f.version), json!(f.unit.code()), json!(f.origin.code()), json!(f.value), json!(f.bound.code()),
            json!(f.span.from), json!(f.span.last()), json!(p.name), json!(p.day), json!(p.hash), json!(p.words), json!(f.certified_at.is_some()),
        ])
    };
    Ok(all.into_iter().filter_map(row).collect())
}

fn definitions() -> Vec<Vec<Value>> {
    let row = |i: &&figures::Indicator| {
        let beside: Vec<&str> = i.beside.iter().map(|b| b.code).collect();
        let since = i.changes.iter().rfind(|c| c.version == i.version).map(|c| c.day);
        vec![
            json!(i.code), json!(i.version), json!(i.unit.code()), json!(i.counts.code()), json!(i.name.zh), json!(i.name.en), json!(i.definition.zh),
            json!(i.definition.en), json!(beside.join(" ")), json!(since),
        ]
    };
    catalogue().iter().map(row).collect()
}
