//! The six steps on the overview: where matters stood in the period, and how many passed each step.

use super::{heads, say};
use crate::rules::indicator;
use crate::views::OverviewRow;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, charts};

pub(super) const STEPS: &str = "deliberation.steps";
const PASSED: &str = "_passed";

/// A bar for each step and its two numbers; nothing where no matter walked.
pub(super) fn card(ctx: &Ctx, row: &OverviewRow, href: &str) -> Markup {
    let w = words(ctx.lang);
    let Some(i) = indicator(STEPS).filter(|_| row.shown.value.is_some_and(|n| n > 0)) else { return html! {} };
    let title = fl!(w, "steps-title");
    let number = |code: &str| row.shown.beside.iter().find(|b| b.0 == code).map_or(0, |b| b.1);
    let steps: Vec<(&str, String)> = i.beside.iter().filter(|b| !b.code.ends_with(PASSED)).map(|b| (b.code, say(ctx.lang, b.name).to_owned())).collect();
    let bars: Vec<_> = steps.iter().map(|(code, name)| (name.clone(), number(code), Some(href.to_owned()))).collect();
    let head = [fl!(w, "steps-step"), format!("#{}", fl!(w, "steps-stood")), format!("#{}", fl!(w, "steps-passed"))];
    let line = |(code, name): &(&str, String)| vec![html! { (name) }, html! { (number(code)) }, html! { (number(&format!("{code}{PASSED}"))) }];
    ui::card(&title, None, html! {
        p.muted.s { (fl!(w, "steps-note", n = row.shown.value.unwrap_or(0))) }
        (charts::bar(&title, &bars))
        details { summary { (fl!(w, "steps-numbers")) } (ui::table(&title, &heads(&head), steps.iter().map(line).collect())) }
    })
}
