//! More time for a step: what was given, and the form that gives it.

use crate::views::ExtensionView;
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field};

pub(super) fn extended(ctx: &Ctx, x: &ExtensionView) -> Markup {
    let was = ui::time::day(ctx.lang, x.was_due.day(), ctx.now);
    html! { p.muted.s { (fl!(words(ctx.lang), "step-extended", days = x.days, was = was, reason = x.reason.as_str())) } }
}

pub(super) fn form(ctx: &Ctx, to: &str, typed: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    ui::confirm(&fl!(w, "step-extend"), &fl!(w, "step-extend-note"), ui::form::post(ctx, to, html! {
        (ui::text_input(&Field::new("days", &fl!(w, "step-extend-days")).within("extension").required().problems(problems), "number"))
        (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("extension").value(typed).required().problems(problems), "text"))
        p.actions { (ui::button(&fl!(w, "step-extend"))) }
    }))
}
