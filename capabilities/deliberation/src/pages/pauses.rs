//! The public log of pauses, and the form of those who moderate.

use super::moderation::{ground_word, grounds};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for PausesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "pauses-title");
        let main = html! {
            div.page {
                p.crumbs { a href="/moderation" { (fl!(w, "moderation-title")) } }
                h1 { (title) }
                p.lead { (fl!(w, "pauses-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @if let Some(said) = &self.opened { section.card { h2 { (fl!(w, "moderation-objection")) } blockquote { p { (said) } } p.muted.s { (fl!(w, "moderation-opened-note")) } } }
                @if self.log.is_empty() { (ui::empty_state(&fl!(w, "pauses-none"), &fl!(w, "moderation-none-text"), None)) }
                @for p in &self.log { (p.card(ctx, &self.problems)) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/moderation/pauses".into()
    }
    edge::speaks!(crate::words);
}

impl PauseLine {
    fn card(&self, ctx: &Ctx, problems: &[Problem]) -> Markup {
        let w = words(ctx.lang);
        let to = format!("/moderation/pauses/{}", self.id);
        html! { section.card {
            header { h3 { (fl!(w, "pause-line", ground = ground_word(ctx, self.ground), until = ui::time::short(self.until))) }
                (match self.upheld { Some(true) => ui::tag(Tone::Plain, &fl!(w, "moderation-upheld")), Some(false) => ui::tag(Tone::Ok, &fl!(w, "moderation-undone")), None if self.objected_on.is_some() => ui::tag(Tone::Warn, &fl!(w, "moderation-objected")), None => html! {} }) }
            p.muted.s { (ui::time::day(ctx.lang, self.on, ctx.now)) " · " (self.place) " · " (word(ctx.lang, "moderator", &self.role.replace('_', "-"))) }
            @if self.mine { p { b { (fl!(w, "pause-yours")) } " " (self.reason) } }
            @if let Some(answer) = &self.answer { p { (answer) } }
            @if let (Some(on), Some(why)) = (self.lifted_on, &self.lifted_why) { p { (ui::tag(Tone::Ok, &fl!(w, "pause-lifted"))) " " (ui::time::day(ctx.lang, on, ctx.now)) " · " (why) } }
            @if self.may_object { (ui::confirm(&fl!(w, "moderation-object"), &fl!(w, "moderation-object-note"), form::post(ctx, &format!("{to}/objection"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "moderation-objection")).within(&format!("objection-{}", self.id)).required().problems(problems), 3))
                p.actions { (ui::button(&fl!(w, "moderation-object"))) }
            }))) }
            @if self.may_lift { (ui::confirm(&fl!(w, "pause-lift"), &fl!(w, "pause-lift-note"), form::post(ctx, &format!("{to}/lifting"), html! {
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&format!("lifting-{}", self.id)).required().problems(problems), "text"))
                p.actions { (ui::button(&fl!(w, "pause-lift"))) }
            }))) }
            @if self.may_settle {
                @if let Some(due) = self.decide_by { (ui::deadline(ctx, &fl!(w, "moderation-decide-by"), due, None)) }
                (form::verb(ctx, &format!("{to}/opening"), &fl!(w, "moderation-open")))
                (form::post(ctx, &format!("{to}/verdict"), html! {
                    (ui::checkbox(&Field::new("upheld", &fl!(w, "moderation-uphold")).within(&format!("verdict-{}", self.id)).hint(&fl!(w, "pause-uphold-hint"))))
                    (ui::textarea(&Field::new("reason", &fl!(w, "reason")).within(&format!("verdict-{}", self.id)).required().problems(problems), 2))
                    p.actions { (ui::button(&fl!(w, "moderation-decide"))) }
                }))
            }
        } }
    }
}

/// The author of what stands on this page pauses for some days.
pub(super) fn pause_form(ctx: &Ctx, to: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let days: Vec<_> = (1..=crate::rules::PAUSE_DAYS).map(|n| (n.to_string(), fl!(w, "pause-days", n = n))).collect();
    ui::confirm(&fl!(w, "pause"), &fl!(w, "pause-note"), form::post(ctx, &format!("{to}/pause"), html! {
        (ui::select(&Field::new("days", &fl!(w, "pause-how-long")).within("pause").problems(problems), &days))
        (ui::select(&Field::new("ground", &fl!(w, "ground")).within("pause").problems(problems), &grounds(ctx)))
        (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("pause").hint(&fl!(w, "pause-reason-hint")).required().problems(problems), "text"))
        p.actions { (ui::button(&fl!(w, "pause"))) }
    }))
}
