//! What people ask a body to meet about: names behind each, what it takes, and when the chair owes a meeting.

use super::{proposals::helped_fields, titled};
use crate::rules::{Helped, RequisitionState};
use crate::views::{RequisitionView, RequisitionsView};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for RequisitionsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "requisitions-title");
        let main = html! {
            div.page {
                p.crumbs { a href="/bodies" { (fl!(w, "bodies-title")) } " / " a href=(format!("/bodies/{}", self.body)) { (titled(ctx, &self.body_name)) } }
                h1 { (title) }
                @match (self.residents_needed, self.members_needed) {
                    (Some(residents), Some(members)) => p.lead { (fl!(w, "requisitions-lead", residents = residents, members = members)) },
                    _ => p.lead { (fl!(w, "requisitions-not-here")) },
                }
                (ui::error_summary(ctx, &self.problems))
                @if self.requisitions.is_empty() && self.residents_needed.is_some() { (ui::empty_state(&fl!(w, "requisitions-none"), &fl!(w, "requisitions-none-text"), None)) }
                @for x in &self.requisitions { section.card { (self.one(ctx, x)) } }
                @if self.residents_needed.is_some() { section.card { (self.making(ctx)) } }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/bodies/{}/requisitions", self.body)
    }
    edge::speaks!(crate::words);
}

impl RequisitionsView {
    fn one(&self, ctx: &Ctx, x: &RequisitionView) -> Markup {
        let w = words(ctx.lang);
        let late = x.days_late > 0;
        let tone = match x.state {
            RequisitionState::Reached if late => Tone::Bad,
            RequisitionState::Reached => Tone::Warn,
            RequisitionState::Convened => Tone::Ok,
            RequisitionState::Gathering => Tone::Info,
            RequisitionState::Lapsed => Tone::Plain,
        };
        let day = |d| ui::time::day(ctx.lang, d, ctx.now);
        html! {
            header { h2 { (titled(ctx, &x.topic)) } (ui::tag(tone, &word(ctx.lang, "requisition-state", x.state.code()))) }
            p { (fl!(w, "requisition-behind", residents = x.residents, members = x.members)) }
            @match x.state {
                RequisitionState::Gathering => p.muted.s { (fl!(w, "requisition-until", day = day(x.lapses_at.day()))) },
                RequisitionState::Reached => @if let Some(due) = x.due_on { p { (fl!(w, "requisition-due", day = day(due))) @if late { " " b { (fl!(w, "requisition-late", n = x.days_late)) } } } },
                _ => {},
            }
            @if let Some(m) = &x.meeting { p { a href=(format!("/meetings/{}", m.id)) { (fl!(w, "requisition-meeting", when = ui::time::when(ctx.lang, m.from, ctx.now))) } } }
            @if x.state == RequisitionState::Gathering { (self.signing(ctx, x)) }
            @if self.may_plan && x.state == RequisitionState::Reached { (self.answering(ctx, x)) }
        }
    }

    fn signing(&self, ctx: &Ctx, x: &RequisitionView) -> Markup {
        let w = words(ctx.lang);
        let to = format!("/requisitions/{}/signatures", x.id);
        let (empty, none) = (Helped::default(), vec![]);
        let (helped, p) = if self.typed.of == Some(x.id) { (&self.typed.helped, &self.problems) } else { (&empty, &none) };
        html! {
            @if x.mine { (ui::alert(Tone::Ok, html! { (fl!(w, "requisition-mine")) })) }
            @else if self.may_say { (form::verb(ctx, &to, &fl!(w, "requisition-sign"))) }
            @else { (self.sign_in(ctx)) }
            @if self.may_help { (ui::confirm(&fl!(w, "helped-title"), "", form::post(ctx, &to, html! {
                (helped_fields(ctx, "signing", helped, p))
                p.actions { (ui::button(&fl!(w, "requisition-sign"))) }
            }))) }
        }
    }

    fn answering(&self, ctx: &Ctx, x: &RequisitionView) -> Markup {
        let w = words(ctx.lang);
        if self.meetings.is_empty() {
            return html! { p { (fl!(w, "requisition-convene-first")) " " a href=(format!("/bodies/{}", self.body)) { (fl!(w, "requisition-to-body")) } } };
        }
        let choices: Vec<(String, String)> = self.meetings.iter().map(|m| (m.id.to_string(), format!("{} · {}", m.code, ui::time::when(ctx.lang, m.from, ctx.now)))).collect();
        let choices: Vec<(&str, String)> = choices.iter().map(|(id, name)| (id.as_str(), name.clone())).collect();
        form::post(ctx, &format!("/requisitions/{}/meeting", x.id), html! {
            (ui::select(&Field::new("meeting", &fl!(w, "requisition-which")).within(&x.id.to_string()).problems(&self.problems), &choices))
            p.actions { (ui::button(&fl!(w, "requisition-name-meeting"))) }
        })
    }

    fn making(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let to = format!("/bodies/{}/requisitions", self.body);
        let (empty, none) = (Helped::default(), vec![]);
        let here = self.typed.of.is_none();
        let (helped, p) = if here { (&self.typed.helped, &self.problems) } else { (&empty, &none) };
        let topic = |within: &'static str| {
            ui::text_input(&Field::new("topic", &fl!(w, "requisition-topic")).within(within).hint(&fl!(w, "requisition-topic-hint")).value(&self.typed.topic).required().max(60).problems(p), "text")
        };
        html! {
            @if self.may_say { (ui::confirm(&fl!(w, "requisition-make"), &fl!(w, "requisition-make-note"), form::post(ctx, &to, html! {
                (topic("requisition"))
                p.actions { (ui::button(&fl!(w, "requisition-make"))) }
            }))) }
            @else { p { (fl!(w, "requisition-make-note")) } (self.sign_in(ctx)) }
            @if self.may_help { (ui::confirm(&fl!(w, "helped-title"), "", form::post(ctx, &to, html! {
                (helped_fields(ctx, "requisition-for", helped, p))
                (topic("requisition-for"))
                p.actions { (ui::button(&fl!(w, "requisition-make"))) }
            }))) }
        }
    }

    fn sign_in(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! { p.actions { (ui::ghost_link(&format!("/sign-in?next=/bodies/{}/requisitions", self.body), &fl!(w, "after-sign-in"))) } }
    }
}
