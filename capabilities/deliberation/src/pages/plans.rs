//! What a body plans for a year: on its page, with the form of whoever keeps it.

use crate::views::BodyView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl BodyView {
    pub(super) fn year_plans(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.plans.is_empty() {
            return html! {};
        }
        ui::section(&fl!(w, "plans-title"), Some(("/duties", &fl!(w, "plans-calendar"))), html! {
            ul.told { @for p in &self.plans { li {
                b { (fl!(w, "plan-line", year = p.year.to_string(), good = p.good, planned = p.meetings)) }
                @if !p.reason.is_empty() { " " (fl!(w, "plan-why", reason = p.reason.as_str())) }
                @for before in &p.before {
                    @let day = ui::time::day(ctx.lang, before.0.day(), ctx.now);
                    br; span.muted.s { (fl!(w, "plan-before", day = day, planned = before.1)) }
                }
            } } }
        })
    }

    pub(super) fn year_plan_form(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, t) = (&self.problems, &self.typed.year_plan);
        let year = t.year.unwrap_or_else(|| crate::rules::year_of(ctx.now.day())).to_string();
        let meetings = t.meetings.map_or_else(String::new, |n| n.to_string());
        ui::confirm(&fl!(w, "plan-year"), &fl!(w, "plan-year-note"), form::post(ctx, &format!("/bodies/{}/plans", self.id), html! {
            (ui::text_input(&Field::new("year", &fl!(w, "plan-of-year")).within("year-plan").value(&year).inputmode("numeric").required().problems(p), "number"))
            (ui::text_input(&Field::new("meetings", &fl!(w, "plan-many")).within("year-plan").value(&meetings).inputmode("numeric").required().problems(p), "number"))
            (ui::text_input(&Field::new("reason", &fl!(w, "plan-reason")).within("year-plan").hint(&fl!(w, "plan-reason-hint")).value(&t.reason).max(200).problems(p), "text"))
            p.actions { (ui::button(&fl!(w, "save"))) }
        }))
    }
}
