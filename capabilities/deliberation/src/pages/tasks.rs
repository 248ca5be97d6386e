//! A task on its way: what its owner can say, more time asked and decided, and what of it stands for everybody to read.

use crate::views::TaskView;
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// What everybody reads, and the forms of the owner and of whoever decides about time.
pub(super) fn on_its_way(ctx: &Ctx, t: &TaskView, to: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! {
        @if let Some(why) = &t.blocked_why { p { (ui::tag(Tone::Warn, &fl!(w, "task-blocked"))) " " (why) } }
        @if let (Some(evidence), true) = (&t.done_evidence, t.witness.is_none()) { p { (fl!(w, "task-said-done")) " " (evidence) } }
        @for x in &t.extensions { p.muted.s {
            (fl!(w, "more-time-line", was = ui::time::day(ctx.lang, x.was_due, ctx.now), new = ui::time::day(ctx.lang, x.new_due, ctx.now), reason = x.reason.as_str())) " "
            @match x.granted { Some(true) => (fl!(w, "more-time-granted")), Some(false) => (fl!(w, "more-time-refused")), None => (fl!(w, "more-time-open")) }
            @if let Some(said) = &x.said { " " (said) }
        } }
        @if t.may_report { (report(ctx, t, to, problems)) }
        @if t.may_judge_time { (ui::confirm(&fl!(w, "more-time-judge"), "", form::post(ctx, &format!("{to}/time/decision"), html! {
            (ui::text_input(&Field::new("said", &fl!(w, "more-time-said")).within(&format!("judge-{}", t.id)).problems(problems), "text"))
            p.actions { button.btn name="grants" value="true" { (fl!(w, "more-time-grant")) } button.btn.ghost name="grants" value="false" { (fl!(w, "more-time-refuse")) } }
        }))) }
    }
}

fn report(ctx: &Ctx, t: &TaskView, to: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let within = |what: &str| format!("{what}-{}", t.id);
    html! {
        (ui::confirm(&fl!(w, "task-finish"), &fl!(w, "task-finish-note"), form::post(ctx, &format!("{to}/done"), html! {
            (ui::textarea(&Field::new("evidence", &fl!(w, "evidence")).within(&within("done")).required().problems(problems), 2))
            p.actions { (ui::button(&fl!(w, "task-finish"))) }
        })))
        (ui::confirm(&fl!(w, "more-time-ask"), &fl!(w, "more-time-note"), form::post(ctx, &format!("{to}/time"), html! {
            (ui::text_input(&Field::new("due", &fl!(w, "more-time-due")).within(&within("time")).required().problems(problems), "date"))
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&within("time")).required().problems(problems), "text"))
            p.actions { (ui::button(&fl!(w, "more-time-ask"))) }
        })))
        @if t.blocked_why.is_some() { (form::verb(ctx, &format!("{to}/blocking/end"), &fl!(w, "task-unblock"))) }
        @else { (ui::confirm(&fl!(w, "task-block"), "", form::post(ctx, &format!("{to}/blocking"), html! {
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&within("block")).required().problems(problems), "text"))
            p.actions { (ui::button(&fl!(w, "task-block"))) }
        }))) }
    }
}
