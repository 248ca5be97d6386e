//! The figures' pages: overview, wall, rates, one figure.

mod figure;
mod overview;
mod rates;
mod wall;

use super::{tone, word};
use crate::rules::scoring::Rate;
use crate::rules::slices::{Period, Window};
use crate::views::{FigureValue, FigureWords, Whose};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone};

const UNDEFINED: &str = "—";

/// Ten-thousandths as a percentage with two decimals.
fn percent(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// A number as readers of the language group it.
fn grouped(n: i64) -> String {
    let digits = n.abs().to_string();
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    if n < 0 { format!("-{text}") } else { text }
}

/// `1–30 November`, said half-open: from a day, up to but not including another.
fn days(ctx: &Ctx, window: Window) -> String {
    fl!(words(ctx.lang), "figures-window", from = window.from.to_string(), to = window.to.to_string())
}

/// The numerator as it was counted: whole, or with the tenths that a weight of 0.9 makes.
fn numerator(rate: &Rate) -> String {
    if rate.numerator.fract().abs() < 1e-9 { grouped(rate.numerator as i64) } else { format!("{:.1}", rate.numerator) }
}

/// A rate with its interval and what it was counted from; with too few, it says so.
fn rate_cell(ctx: &Ctx, rate: Option<&Rate>, href: Option<&str>) -> Markup {
    let w = words(ctx.lang);
    let Some(rate) = rate else { return html! { (UNDEFINED) } };
    let shown = format!("{}%", percent(rate.value));
    html! {
        span.rate {
            @if let Some(href) = href { a href=(href) { (shown) } } @else { (shown) }
            small.muted { (percent(rate.low)) "–" (percent(rate.high)) " · " (numerator(rate)) "/" (grouped(rate.denominator)) }
            @if rate.too_few { (ui::tag(Tone::Plain, &fl!(w, "figures-few"))) }
        }
    }
}

impl FigureValue {
    fn shown(&self) -> String {
        match (self.rate, self.number) {
            (Some(rate), _) => percent(rate.value),
            (None, Some(n)) => grouped(n),
            (None, None) => UNDEFINED.into(),
        }
    }
    fn unit(&self, ctx: &Ctx) -> String {
        match (self.rate, self.number) {
            (Some(_), _) => "%".into(),
            (None, Some(_)) => fl!(words(ctx.lang), "figures-items"),
            (None, None) => String::new(),
        }
    }
    fn name(&self, ctx: &Ctx) -> String {
        word(ctx.lang, "figure", self.code)
    }
    /// What the value was counted from, in one line.
    fn note(&self, ctx: &Ctx) -> String {
        let w = words(ctx.lang);
        let Some(rate) = &self.rate else { return String::new() };
        let mut parts = vec![
            fl!(w, "figures-interval", low = percent(rate.low), high = percent(rate.high)),
            format!("{}/{}", numerator(rate), grouped(rate.denominator)),
        ];
        parts.extend(self.unanswered.filter(|n| *n > 0).map(|n| fl!(w, "figures-unanswered", share = percent(n))));
        parts.extend(rate.too_few.then(|| fl!(w, "figures-few")));
        parts.join(" · ")
    }
}

/// The named windows, the chosen one marked.
fn periods(ctx: &Ctx, path: &str, words_now: &FigureWords, chosen: Option<Period>, offered: &[Period]) -> Markup {
    let entries: Vec<_> = offered
        .iter()
        .map(|p| {
            let query = words_now.with(&[("period", p.code()), ("from", ""), ("to", "")]);
            (format!("{path}?{query}"), word(ctx.lang, "period", p.code()), chosen == Some(*p))
        })
        .collect();
    ui::segments(&fl!(words(ctx.lang), "figures-period"), &entries)
}

/// The street and its communities, as far as this reader may narrow to them.
fn territories(ctx: &Ctx, path: &str, words_now: &FigureWords, whose: &Whose) -> Markup {
    let w = words(ctx.lang);
    if whose.communities.len() < 2 {
        return html! {};
    }
    let entry = |value: &str, text: &str, here: bool| {
        html! { a.chip href={ (path) "?" (words_now.with(&[("community", value), ("unit", "")])) } aria-current=[here.then_some("true")] { (text) } }
    };
    html! {
        nav.chips.strip aria-label=(fl!(w, "figures-whose")) {
            (entry("", &fl!(w, "figures-street"), whose.community.is_none()))
            @for c in &whose.communities { (entry(&c.value, &c.text, whose.community.as_deref() == Some(&c.value))) }
        }
    }
}
