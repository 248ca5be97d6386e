//! Views as HTML.
mod doing;
mod one;
mod opendata;
mod overview;
mod reports;
mod steps;

use crate::rules::{SINCE_EVER, indicator, printed};
use crate::views::Shown;
use crate::{word, words};
use figures::{Bound, Counts, Said, Unit};
use i18n_embed_fl::fl;
use kernel::Day;
use maud::{Markup, html};
use ui::{Ctx, Lang, Tone};

fn say(lang: Lang, said: Said) -> &'static str {
    if lang.is_zh() { said.zh } else { said.en }
}

/// The name of an indicator; a code that has gone shows itself.
fn name_of(lang: Lang, code: &str) -> String {
    indicator(code).map_or_else(|| code.to_owned(), |i| say(lang, i.name).to_owned())
}

fn unit(lang: Lang, unit: Unit) -> String {
    match unit {
        Unit::Share | Unit::Fen => String::new(),
        other => word(lang, "unit", other.code()),
    }
}

/// What stands beside a figure and is there, in one line for lists; its own page says of what there is none.
fn beside(ctx: &Ctx, shown: &Shown) -> String {
    let there = shown.beside.iter().filter(|b| b.1 != 0).cloned().collect();
    all_beside(ctx, &Shown { beside: there, ..shown.clone() })
}

/// All that stands beside a figure, in one line.
fn all_beside(ctx: &Ctx, shown: &Shown) -> String {
    let Some(i) = indicator(&shown.code) else { return String::new() };
    let part = |(code, n): &(String, i64)| {
        let b = i.beside(code)?;
        Some(format!("{} {}", say(ctx.lang, b.name), printed(ctx.lang, Some(*n), b.unit, Bound::Exact)))
    };
    shown.beside.iter().filter_map(part).collect::<Vec<_>>().join(" · ")
}

/// Both ends of what it is of; the day alone where it is of one.
fn time_of(ctx: &Ctx, shown: &Shown) -> String {
    let w = words(ctx.lang);
    let day = |d: Day| ui::time::day(ctx.lang, d, ctx.now);
    if indicator(&shown.code).is_some_and(|i| i.counts == Counts::Day) {
        return fl!(w, "time-day", day = day(shown.on.unwrap_or(shown.until)));
    }
    match () {
        () if shown.from == SINCE_EVER => fl!(w, "time-until", until = day(shown.until)),
        () if shown.from == shown.until => day(shown.until),
        () => fl!(w, "time-period", from = day(shown.from), until = day(shown.until)),
    }
}

/// A number with its unit, or why there is none.
fn value(ctx: &Ctx, shown: &Shown) -> Markup {
    let w = words(ctx.lang);
    // One box: a table on a phone sets each child of a cell on a line of its own.
    html! {
        span.num {
            @if shown.covered { span.muted { (fl!(w, "covered")) } }
            @else { (shown.text(ctx.lang)) @if shown.value.is_some() { small { (unit(ctx.lang, shown.unit)) } } }
            @if shown.disputed { " " (ui::tag(Tone::Warn, &fl!(w, "disputed"))) }
        }
    }
}

/// Where it comes from, for what is not counted by the house.
fn origin(ctx: &Ctx, shown: &Shown) -> Markup {
    use crate::rules::Origin;
    html! { @if shown.origin != Origin::Computed { " " (ui::tag(Tone::Plain, &word(ctx.lang, "origin", shown.origin.code()))) } }
}

fn month(day: Day) -> String {
    day.civil().strftime("%y-%m").to_string()
}

/// A kept value as a point of a chart.
fn point(value: i64, of: Unit) -> f64 {
    match of {
        Unit::Share | Unit::Fen => value as f64 / 100.0,
        _ => value as f64,
    }
}

fn heads(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
