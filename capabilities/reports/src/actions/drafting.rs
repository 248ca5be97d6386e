//! A template filled from records and papers: every slot a figure, or marked as missing.

use super::asking::Town;
use super::doing::{Released, newest_papers};
use crate::rules::*;
use db::{Reader, Result};
use documents::{Appendix, Bar, Block, Cell, Chart, Document, List, Paragraph, Signature, Span as Run, Table};
use figures::{Bound, Counted, Counts, Indicator, Public, Span, Unit, Where};
use kernel::{Day, Moment, StreetId};
use std::collections::BTreeMap;
use ui::Lang;

/// Reports are written in Chinese; their pages are in both languages.
const LANG: Lang = Lang::Zh;
/// Beside a number that comes from a paper.
const FROM_PAPER: &str = "＊";
/// Months a chart goes back.
const MONTHS: i32 = 12;

struct Draft {
    town: Town,
    span: Span,
    papers: BTreeMap<String, Figure>,
    counted: BTreeMap<(&'static str, Span), Counted>,
    hashes: BTreeMap<(&'static str, Span), String>,
    figures: Vec<Cited>,
    readers: Readers,
    released: BTreeMap<Span, Vec<Released>>,
}

/// Who will read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Those who may open the records: every number as it is counted.
    Desk,
    /// Everybody, once it is signed: small numbers as they are released, or not at all.
    Everybody,
}

/// What an edition of these days would say now.
pub(super) fn draft(r: &mut Reader<'_>, street: StreetId, lines: &[Line], span: Span, readers: Readers, now: Moment) -> Result<Content> {
    let town = Town::read(r, street, now)?;
    let papers = newest_papers(r, street, &town, span.to)?;
    let mut draft = Draft { town, span, papers, counted: BTreeMap::new(), hashes: BTreeMap::new(), figures: vec![], readers, released: BTreeMap::new() };
    let mut document = Document::default();
    let mut sources = None;
    for line in lines {
        match line {
            Line::Title(pieces) => document.title.push(plain(draft.runs(r, pieces)?)),
            Line::Heading(level, pieces) => {
                let text = plain(draft.runs(r, pieces)?);
                document.blocks.push(Block::heading(*level, text));
            }
            Line::Paragraph(pieces) => document.blocks.push(Block::Paragraph(Paragraph { spans: draft.runs(r, pieces)? })),
            Line::Figures(slots) => document.blocks.push(draft.table(r, slots)?),
            Line::Places(slot) => document.blocks.push(draft.places(r, slot)?),
            Line::Topics(slot) => document.blocks.extend(draft.topics(r, slot)?),
            Line::Chart(slot) => document.blocks.extend(draft.chart(r, slot)?),
            Line::Attachment(name) => {
                document.attachments.push(name.clone());
                sources = Some(name.clone());
            }
            Line::Signed(by) => {
                let by = if by.contains("{street}") { draft.town.name(Where::Street) } else { by.clone() };
                document.signature = Some(Signature { by: vec![by], day: said_day(now.day()), seal: true });
            }
        }
    }
    document.subtitle = Some(format!("（{}）", period(span)));
    if draft.figures.iter().any(|f| f.origin != Origin::Computed) {
        document.blocks.push(Block::text(format!("带“{FROM_PAPER}”的数由相关方申报，系统里没有逐条记录，不与系统数相加；其余的数由系统从记录里数出。")));
    }
    if let Some(name) = sources {
        document.appendices.push(Appendix { title: name, blocks: vec![draft.sources()] });
    }
    Ok(Content { document, figures: draft.figures })
}

fn plain(runs: Vec<Run>) -> String {
    runs.into_iter().map(|run| if run.missing { format!("〔缺：{}〕", run.text) } else { run.text }).collect()
}

/// `2026年11月28日`.
pub(super) fn said_day(day: Day) -> String {
    day.civil().strftime("%Y年%-m月%-d日").to_string()
}

/// Both ends, the year once where it is the same.
pub(super) fn period(span: Span) -> String {
    let (from, last) = (span.from, span.last());
    if from == last {
        return said_day(from);
    }
    let same_year = from.civil().year() == last.civil().year();
    let until = if same_year { last.civil().strftime("%-m月%-d日").to_string() } else { said_day(last) };
    format!("{}至{until}", said_day(from))
}

/// Of which time a figure says it is.
fn of_time(f: &Cited) -> String {
    match () {
        () if f.from == SINCE_EVER => format!("至{}", said_day(f.until)),
        () if indicator(&f.code).is_some_and(|i| i.counts == Counts::Day) => format!("{}当日", said_day(f.until)),
        () => period(Span { from: f.from, to: f.until.plus(1) }),
    }
}

impl Draft {
    fn runs(&mut self, r: &mut Reader<'_>, pieces: &[Piece]) -> Result<Vec<Run>> {
        let mut runs = vec![];
        for piece in pieces {
            runs.push(match piece {
                Piece::Text(text) => Run::text(text.clone()),
                Piece::Word("period") => Run::text(period(self.span)),
                Piece::Word("from") => Run::text(said_day(self.span.from)),
                Piece::Word("until") => Run::text(said_day(self.span.last())),
                Piece::Word(_) => Run::text(self.town.name(Where::Street)),
                Piece::Slot(slot) => self.run(r, slot)?,
            });
        }
        Ok(runs)
    }

    fn run(&mut self, r: &mut Reader<'_>, slot: &Slot) -> Result<Run> {
        let Some(i) = slot.indicator() else { return Ok(Run::missing(slot.code)) };
        let name = match slot.near.and_then(|n| i.beside(n)) {
            None => i.name.zh.to_owned(),
            Some(beside) => format!("{}·{}", i.name.zh, beside.name.zh),
        };
        Ok(match self.cited(r, i, slot, &name)? {
            Some(cited) => Run::figure(cited.text, cited.href),
            None => Run::missing(name),
        })
    }

    fn span_of(&self, slot: &Slot) -> Span {
        if slot.year { self.span.year_to_date() } else { self.span }
    }

    fn count(&mut self, r: &mut Reader<'_>, i: &'static Indicator, span: Span) -> Result<Counted> {
        if let Some(known) = self.counted.get(&(i.code, span)) {
            return Ok(known.clone());
        }
        let counted = self.town.one(r, i, Where::Street, span)?;
        self.counted.insert((i.code, span), counted.clone());
        Ok(counted)
    }

    /// Whether a number may stand in what everybody reads. What is of a day is released with its month, like its places.
    fn sayable(&mut self, r: &mut Reader<'_>, i: &'static Indicator, slot: &Slot, span: Span) -> Result<bool> {
        if self.readers == Readers::Desk || i.public == Public::Openly || i.counts == Counts::Day {
            return Ok(true);
        }
        let Some(months) = whole_months(span) else { return Ok(false) };
        if !self.released.contains_key(&span) {
            let released = Released::months(r, &self.town, &months)?;
            self.released.insert(span, released);
        }
        let of = |month: &Released| {
            let shown = month.street(i);
            match slot.near {
                None => shown.counted(),
                Some(near) => shown.beside.iter().find(|b| b.0 == near).map(|b| b.1),
            }
        };
        Ok(citable(&self.released[&span].iter().map(of).collect::<Vec<_>>()))
    }

    fn hash(&mut self, r: &mut Reader<'_>, i: &'static Indicator, span: Span) -> Result<String> {
        if let Some(known) = self.hashes.get(&(i.code, span)) {
            return Ok(known.clone());
        }
        let hash = self.town.hash(r, i, Where::Street, span)?;
        self.hashes.insert((i.code, span), hash.clone());
        Ok(hash)
    }

    /// The figure of a slot, noted among those of the edition; `None` where there is none.
    fn cited(&mut self, r: &mut Reader<'_>, i: &'static Indicator, slot: &Slot, name: &str) -> Result<Option<Cited>> {
        let span = self.span_of(slot);
        let known = |f: &&Cited| f.code == i.code && f.near.as_deref() == slot.near && (f.origin != Origin::Computed || (f.from, f.until) == (span.from, span.last()));
        if let Some(known) = self.figures.iter().find(known) {
            return Ok(Some(known.clone()));
        }
        let cited = if i.is_computed() { self.computed(r, i, slot, span)? } else { self.declared(i, slot) };
        let cited = cited.map(|c| Cited { name: name.to_owned(), ..c });
        self.figures.extend(cited.clone());
        Ok(cited)
    }

    fn computed(&mut self, r: &mut Reader<'_>, i: &'static Indicator, slot: &Slot, span: Span) -> Result<Option<Cited>> {
        let counted = self.count(r, i, span)?;
        let (value, unit, bound) = match slot.near {
            None => (counted.value.kept(), i.unit, counted.bound),
            Some(near) => (counted.near(near), i.beside(near).map_or(Unit::Times, |b| b.unit), Bound::Exact),
        };
        let Some(value) = value else { return Ok(None) };
        if !self.sayable(r, i, slot, span)? {
            return Ok(None);
        }
        Ok(Some(Cited {
            code: i.code.to_owned(),
            near: slot.near.map(str::to_owned),
            name: String::new(),
            version: i.version,
            origin: Origin::Computed,
            from: span.from,
            until: span.last(),
            place: None,
            value: Some(value),
            unit,
            bound,
            text: printed(LANG, Some(value), unit, bound),
            ids_hash: self.hash(r, i, span)?,
            source: None,
            href: format!("/figures/{}?from={}&until={}", i.code, span.from, span.last()),
        }))
    }

    /// What stands beside a declared number is known where the paper says it; else it stays missing.
    fn declared(&self, i: &Indicator, slot: &Slot) -> Option<Cited> {
        let f = self.papers.get(i.code)?;
        let (value, unit, bound) = match slot.near {
            None => (f.value, f.unit, f.bound),
            Some(near) => (Some(f.near.iter().find(|n| n.0 == near)?.1), i.beside(near)?.unit, Bound::Exact),
        };
        let source = f.source.as_ref().map(|p| format!("{}（{}）：{}", p.name, said_day(p.day), p.words));
        Some(Cited {
            code: i.code.to_owned(),
            near: slot.near.map(str::to_owned),
            name: String::new(),
            version: f.version,
            origin: f.origin,
            from: f.span.from,
            until: f.span.last(),
            place: None,
            value,
            unit,
            bound,
            text: format!("{}{FROM_PAPER}", printed(LANG, value, unit, bound)),
            ids_hash: String::new(),
            source,
            href: format!("/figures/{}", i.code),
        })
    }

    fn table(&mut self, r: &mut Reader<'_>, slots: &[Slot]) -> Result<Block> {
        let mut rows = vec![];
        for slot in slots {
            let Some(i) = slot.indicator() else { continue };
            let run = self.run(r, slot)?;
            let mut beside = vec![];
            for b in i.beside.iter().filter(|_| slot.near.is_none()) {
                let near = Slot { near: Some(b.code), ..slot.clone() };
                let name = format!("{}·{}", i.name.zh, b.name.zh);
                beside.extend(self.cited(r, i, &near, &name)?.map(|c| format!("{}{}", b.name.zh, c.text)));
            }
            rows.push(vec![Cell::text(i.name.zh), Cell { span: run, number: true }, Cell::text(beside.join("，"))]);
        }
        let header = ["指标", "数", "旁边的数"].map(str::to_owned).to_vec();
        Ok(Block::Table(Table { caption: Some("主要指标".into()), header, rows, widths: vec![3, 2, 6] }))
    }

    fn places(&mut self, r: &mut Reader<'_>, slot: &Slot) -> Result<Block> {
        let Some(i) = slot.indicator() else { return Ok(Block::text("")) };
        let (span, communities) = (self.span_of(slot), self.town.communities());
        let mut rows = vec![];
        for (w, c) in communities.iter().zip(self.town.count(r, i, &communities, span)?) {
            let place = w.place().map(|p| p.to_string()).unwrap_or_default();
            let text = printed(LANG, c.value.kept(), i.unit, c.bound);
            let href = format!("/figures/{}?from={}&until={}&community={place}", i.code, span.from, span.last());
            rows.push(vec![Cell::text(self.town.name(*w)), Cell { span: Run::figure(text, href), number: true }]);
        }
        let header = vec!["社区".to_owned(), i.name.zh.to_owned()];
        Ok(Block::Table(Table { caption: Some(format!("各社区{}", i.name.zh)), header, rows, widths: vec![3, 2] }))
    }

    fn topics(&mut self, r: &mut Reader<'_>, slot: &Slot) -> Result<Option<Block>> {
        let Some(i) = slot.indicator() else { return Ok(None) };
        let span = self.span_of(slot);
        let groups = self.count(r, i, span)?.groups;
        let item = |g: figures::Group| {
            let href = format!("/figures/{}?from={}&until={}", i.code, span.from, span.last());
            Paragraph { spans: vec![Run::text(format!("{}：", g.name)), Run::figure(printed(LANG, Some(g.value), i.unit, Bound::Exact), href), Run::text("项")] }
        };
        let items: Vec<_> = groups.into_iter().map(item).collect();
        Ok((!items.is_empty()).then_some(Block::List(List { numbered: false, items })))
    }

    fn chart(&mut self, r: &mut Reader<'_>, slot: &Slot) -> Result<Option<Block>> {
        let Some(i) = slot.indicator().filter(|i| i.is_computed()) else { return Ok(None) };
        let mut points = vec![];
        for span in closed_months(self.span.to, MONTHS) {
            let sayable = self.sayable(r, i, slot, span)?;
            let value = if sayable { self.town.one(r, i, Where::Street, span)?.value.kept() } else { None };
            points.push((span, value));
        }
        let most = points.iter().filter_map(|p| p.1).max().unwrap_or(0).max(1);
        let bar = |(span, value): &(Span, Option<i64>)| Bar {
            label: span.from.civil().strftime("%Y-%m").to_string(),
            shown: printed(LANG, *value, i.unit, Bound::Exact),
            permille: u16::try_from(value.unwrap_or(0) * 1_000 / most).unwrap_or(1_000),
            path: Some(format!("/figures/{}?from={}&until={}", i.code, span.from, span.last())),
        };
        let bars = points.iter().map(bar).collect();
        Ok(Some(Block::Chart(Chart { caption: format!("{}（按月）", i.name.zh), bars, svg: None })))
    }

    /// Where every number of the edition comes from. What stands beside a figure is of the same records and time as it.
    fn sources(&self) -> Block {
        let row = |f: &Cited| {
            let from = match &f.source {
                Some(paper) => paper.clone(),
                None => format!("系统从记录数出，定义第{}版，记录摘要{}", f.version, f.ids_hash.chars().take(8).collect::<String>()),
            };
            vec![Cell::text(f.name.clone()), Cell { span: Run::figure(f.text.clone(), f.href.clone()), number: true }, Cell::text(of_time(f)), Cell::text(from)]
        };
        let main = |f: &Cited, of: &Cited| f.near.is_none() && (&f.code, f.from, f.until) == (&of.code, of.from, of.until);
        let alone = |f: &&Cited| f.near.is_none() || !self.figures.iter().any(|other| main(other, f));
        let header = ["指标", "数", "时段", "出处"].map(str::to_owned).to_vec();
        Block::Table(Table { caption: None, header, rows: self.figures.iter().filter(alone).map(row).collect(), widths: vec![4, 3, 4, 5] })
    }
}
