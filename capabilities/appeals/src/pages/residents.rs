//! The residents' pages: home, report, receipt, public cases.

use super::{rating_fields, tone, word};
use crate::rules::grouped;
use crate::views::{HomeView, PublicCase, PublicCaseView, PublicCasesView, ReceiptView, ReportView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, StepState, form};

/// The five steps every resident sees, with the date of the two that have one.
fn track(ctx: &Ctx, case: &PublicCase) -> Markup {
    let w = words(ctx.lang);
    let names = [
        fl!(w, "step-received"),
        fl!(w, "step-accepted"),
        fl!(w, "step-handling"),
        fl!(w, "step-asked"),
        fl!(w, "step-done"),
    ];
    let steps: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(n, name)| ui::Step {
            name,
            state: match n.cmp(&case.step) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Later,
            },
            note: match n {
                0 => ui::time::when(ctx.lang, case.opened_at, ctx.now),
                4 => case.closed_at.map(|at| ui::time::when(ctx.lang, at, ctx.now)).unwrap_or_default(),
                _ => String::new(),
            },
        })
        .collect();
    ui::steps(ctx, &fl!(w, "receipt-track"), &steps)
}

fn line(ctx: &Ctx, case: &PublicCase) -> Markup {
    let w = words(ctx.lang);
    html! {
        li { a href=(case.path()) {
            span.t {
                b { (case.title) }
                small {
                    @match (case.due_at, case.closed_at) {
                        (_, Some(at)) => (fl!(w, "case-closed-at", when = ui::time::when(ctx.lang, at, ctx.now))),
                        (Some(due), None) => (fl!(w, "case-lead-unit", when = ui::time::when(ctx.lang, due, ctx.now))),
                        (None, None) => (ui::time::when(ctx.lang, case.opened_at, ctx.now)),
                    }
                }
            }
            (ui::tag(tone(case.state), &word(ctx.lang, "state", case.state.code())))
        } }
    }
}

impl edge::View for HomeView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            section.hero aria-labelledby="hi" {
                h1 #hi { (fl!(w, "home-title")) }
                p { (fl!(w, "home-lead")) }
                div.row {
                    a.btn href="/report" { (fl!(w, "home-report")) }
                    a.btn.alt href="/receipt" { (fl!(w, "home-receipt")) }
                }
            }
            (ui::section(&fl!(w, "home-recent"), Some(("/cases", &fl!(w, "home-more"))), html! {
                @if self.recent.is_empty() {
                    (ui::empty_state(&fl!(w, "cases-none"), &fl!(w, "cases-none-text"), None))
                } @else {
                    ul.rows { @for case in &self.recent { (line(ctx, case)) } }
                }
            }))
        };
        ui::layout::resident(ctx, &fl!(w, "home-title"), "/", main, None)
    }
}

impl edge::View for PublicCasesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.sec {
                h1 { (fl!(w, "cases-title")) }
                p.muted { (fl!(w, "cases-lead")) }
                @if self.cases.is_empty() {
                    (ui::empty_state(&fl!(w, "cases-none"), &fl!(w, "cases-none-text"),
                        Some(ui::link_button("/report", &fl!(w, "home-report")))))
                } @else {
                    ul.rows { @for case in &self.cases { (line(ctx, case)) } }
                    (ui::pager(ctx, self.next.as_deref(), None))
                }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "cases-title"), "/cases", main, None)
    }
}

impl edge::View for PublicCaseView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let case = &self.case;
        let main = html! {
            div.sec {
                h1 { (case.title) }
                p.muted { (case.case_no) " " (ui::tag(tone(case.state), &word(ctx.lang, "state", case.state.code()))) }
                (track(ctx, case))
                @if let Some(reply) = &case.reply { h2 { (fl!(w, "case-reply")) } p { (reply) } }
            }
        };
        ui::layout::resident(ctx, &case.title, "/cases", main, None)
    }
    fn path(&self) -> String {
        self.case.path()
    }
}

impl edge::View for ReportView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let optional = fl!(w, "report-optional");
        let (text, text_hint) = (fl!(w, "report-text"), fl!(w, "report-text-hint"));
        let (place, place_hint) = (fl!(w, "report-where"), fl!(w, "report-where-hint"));
        let (phone, phone_hint) = (fl!(w, "report-phone"), fl!(w, "report-phone-hint"));
        let (anonymous, anonymous_hint) = (fl!(w, "report-anonymous"), fl!(w, "report-anonymous-hint"));
        let (category, name) = (fl!(w, "report-category"), fl!(w, "report-name"));
        let mut choices = vec![(String::new(), fl!(w, "report-category-any"))];
        choices.extend(self.categories.iter().map(|c| {
            (c.code.clone(), if ctx.lang.is_zh() { c.name_zh.clone() } else { c.name_en.clone() })
        }));
        let p = &self.problems;
        let body = html! {
            input type="hidden" name="client_key" value=(self.client_key);
            (ui::textarea(&Field::new("text", &text).hint(&text_hint).value(&self.text).required().max(4_000).problems(p), 4))
            (ui::text_input(&Field::new("address_note", &place).hint(&place_hint).value(&self.address_note).required().problems(p), "text"))
            (ui::select(&Field::new("category", &category).value(&self.category).problems(p), &choices))
            (ui::text_input(&Field::new("phone", &phone).hint(&phone_hint).value(&self.phone).optional(&optional).autocomplete("tel").inputmode("tel").problems(p), "tel"))
            (ui::text_input(&Field::new("name", &name).value(&self.name).optional(&optional).autocomplete("name").problems(p), "text"))
            (ui::checkbox(&Field::new("anonymous", &anonymous).hint(&anonymous_hint).value(if self.anonymous { "on" } else { "" })))
            (ui::button(&fl!(w, "report-send")))
        };
        let main = html! {
            div.sec {
                h1 { (fl!(w, "report-title")) }
                p.muted { (fl!(w, "report-lead")) }
                (ui::error_summary(ctx, p))
                (form::drafted(ctx, "/voices", "report", body))
            }
        };
        ui::layout::resident(ctx, &fl!(w, "report-title"), "/report", main, None)
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    fn words(lang: Lang) -> Option<&'static ui::FluentLanguageLoader> {
        Some(words(lang))
    }
}

impl edge::View for ReceiptView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.sec {
                h1 { (fl!(w, "receipt-title")) }
                (ui::error_summary(ctx, &self.problems))
                @if let Some(case) = &self.case { (self.story(ctx, case)) } @else { (self.ask_for_code(ctx)) }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "receipt-title"), "/receipt", main, None)
    }
    fn path(&self) -> String {
        "/receipt".into()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    fn words(lang: Lang) -> Option<&'static ui::FluentLanguageLoader> {
        Some(words(lang))
    }
}

impl ReceiptView {
    fn ask_for_code(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let label = fl!(w, "receipt-enter");
        let code = Field::new("code", &label).inputmode("numeric").required().problems(&self.problems);
        form::post(ctx, "/receipt", html! { (ui::text_input(&code, "text")) (ui::button(&fl!(w, "receipt-open"))) })
    }

    fn story(&self, ctx: &Ctx, case: &PublicCase) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if let Some(code) = &self.code {
                (ui::receipt(ctx, &grouped(code), "/receipt", html! {
                    @if let Some(due) = case.due_at {
                        p { (fl!(w, "receipt-known", when = ui::time::when(ctx.lang, due, ctx.now))) }
                    }
                    p.muted { (fl!(w, "receipt-keep")) }
                }))
            }
            p { b { (case.title) } " " (ui::tag(tone(case.state), &word(ctx.lang, "state", case.state.code()))) }
            p.muted { (case.case_no) }
            (track(ctx, case))
            @if let Some(promise) = &self.promise { (promise.explained(ctx)) }
            @if let Some(reply) = &case.reply { h2 { (fl!(w, "receipt-reply")) } p { (reply) } }
            @if self.may_rate { (rating(ctx, &self.problems)) }
            @if self.may_supplement { (supplement(ctx, &self.problems)) }
            @if self.may_urge { (form::verb(ctx, "/receipt/urging", &fl!(w, "receipt-urge"))) }
            @if !self.messages.is_empty() {
                h2 { (fl!(w, "receipt-messages")) }
                ol.plain { @for m in self.messages.iter().rev() {
                    li { (ui::time::when(ctx.lang, m.at, ctx.now)) " " (word(ctx.lang, "message", &m.kind)) }
                } }
            }
            (form::verb(ctx, "/receipt/leave", &fl!(w, "receipt-leave")))
        }
    }
}

fn rating(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    html! {
        h2 { (fl!(w, "receipt-rate")) }
        (form::post(ctx, "/receipt/callback", html! {
            (rating_fields(ctx, problems))
            (ui::button(&fl!(w, "receipt-rate-send")))
        }))
    }
}

fn supplement(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let label = fl!(w, "receipt-add");
    form::post(
        ctx,
        "/receipt/supplement",
        html! {
            (ui::textarea(&Field::new("text", &label).max(4_000).problems(problems), 3))
            (ui::button(&fl!(w, "receipt-add-send")))
        },
    )
}
