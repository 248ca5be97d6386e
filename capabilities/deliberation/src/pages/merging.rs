//! Matters that became one: where it went, what came along, and the form.

use crate::views::{MatterRef, SplitView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone};

pub(super) fn where_to(ctx: &Ctx, into: Option<&MatterRef>, from: &[MatterRef]) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if let Some(m) = into { (ui::alert(Tone::Info, html! { p { (fl!(w, "matter-merged-into")) " " a href={ "/matters/" (m.id) } { (m.question) } " " span.num { (m.code) } } })) }
        @if !from.is_empty() { (ui::section(&fl!(w, "matter-merged-from"), None, html! { ul.told { @for m in from { li { a href={ "/matters/" (m.id) } { (m.question) } " " span.num.muted { (m.code) } } } } })) }
    }
}

pub(super) fn form(ctx: &Ctx, to: &str, typed: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    ui::confirm(&fl!(w, "matter-merge"), &fl!(w, "matter-merge-note"), ui::form::post(ctx, to, html! {
        (ui::text_input(&Field::new("into", &fl!(w, "matter-merge-code")).within("matter-merger").required().problems(problems), "text"))
        (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("matter-merger").value(typed).required().problems(problems), "text"))
        p.actions { (ui::button(&fl!(w, "matter-merge"))) }
    }))
}

/// Out again of what took it up.
pub(super) fn split_form(ctx: &Ctx, to: &str, typed: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    ui::confirm(&fl!(w, "matter-split"), &fl!(w, "matter-split-note"), ui::form::post(ctx, to, html! {
        (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("matter-split").value(typed).required().problems(problems), "text"))
        p.actions { (ui::button(&fl!(w, "matter-split"))) }
    }))
}

pub(super) fn apart(ctx: &Ctx, splits: &[SplitView]) -> Markup {
    let w = words(ctx.lang);
    html! { @for s in splits { p.muted.s {
        (ui::time::day(ctx.lang, s.at.day(), ctx.now)) " " (fl!(w, "matter-split-from")) " " a href={ "/matters/" (s.other.id) } { (s.other.question) } " · " (s.reason)
    } } }
}
