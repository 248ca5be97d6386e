//! The receipt: the code shown once, the story of the case, and what its speaker may do.

use super::super::photos::{gallery, photo_field};
use super::super::rating_fields;
use super::{track};
use crate::rules::grouped;
use crate::views::{PublicCase, ReceiptView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for ReceiptView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = if self.by_account { fl!(w, "receipt-own") } else { fl!(w, "receipt-title") };
        let main = html! {
            div.page {
                @if self.by_account { p.crumbs { a href="/my" { (fl!(w, "my-title")) } } }
                @match &self.case {
                    Some(case) => {
                        h1 { (case.name(ctx)) " " (case.tag(ctx)) }
                        (ui::error_summary(ctx, &self.problems))
                        (self.story(ctx, case))
                    }
                    None => {
                        h1 { (title) }
                        (ui::error_summary(ctx, &self.problems))
                        (self.ask_for_code(ctx))
                    }
                }
            }
        };
        ui::layout::resident(ctx, &title, if self.by_account { "/my" } else { "/receipt" }, main, None)
    }
    fn path(&self) -> String {
        self.base()
    }
    edge::speaks!(crate::words);
}

/// The code as it is typed; script groups its digits.
pub(super) fn code_field(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (label, hint) = (fl!(w, "receipt-enter"), fl!(w, "receipt-enter-hint"));
    ui::text_input(&Field::new("code", &label).hint(&hint).inputmode("numeric").autocomplete("off").required().problems(problems), "text")
}

impl ReceiptView {
    fn ask_for_code(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            p.muted { (fl!(w, "receipt-lead")) }
            (form::post(ctx, "/receipt", html! { (code_field(ctx, &self.problems)) (ui::button(&fl!(w, "receipt-open"))) }))
            p.muted.s { (fl!(w, "receipt-lost")) }
        }
    }

    fn story(&self, ctx: &Ctx, case: &PublicCase) -> Markup {
        let w = words(ctx.lang);
        let verb = |noun: &str| format!("{}/{noun}", self.base());
        html! {
            @if let Some(code) = &self.code { (self.slip(ctx, case, code)) }
            @else { p.lead { (case.sentence(ctx)) } }
            (ui::card("", None, html! {
                (track(ctx, case))
                @let about = case.about(ctx);
                @if !about.is_empty() { p.muted.s { (about) } }
                @if let Some(unit) = &case.lead { p.muted.s { (fl!(w, "receipt-lead-unit", unit = unit.clone())) } }
            }))
            @if let Some(deferral) = &self.deferral { (ui::alert(Tone::Warn, super::waits(ctx, deferral))) }
            (self.parts(ctx))
            (super::deeds(ctx, &self.commitments))
            @if self.may.supplement && self.question.is_some() { (self.question(ctx, &verb("supplement"))) }
            @if let Some(reply) = &case.reply { (ui::card(&fl!(w, "receipt-reply"), None, html! { p { (reply) } })) }
            @if self.may.rate { (rating(ctx, &verb("callback"), &self.problems)) }
            @else if self.rated { (ui::alert(Tone::Ok, html! { (fl!(w, "receipt-rated")) })) }
            @if self.withdrawn { (ui::alert(Tone::Info, html! { (fl!(w, "receipt-withdrawn")) })) }
            @if !self.photos.is_empty() { (ui::card(&fl!(w, "photos-title"), None, gallery(ctx, &self.photos))) }
            @if let Some(promise) = &self.promise { (ui::card("", None, promise.explained(ctx))) }
            @if !self.messages.is_empty() {
                (ui::card(&fl!(w, "receipt-messages"), None, html! {
                    ol.told { @for m in self.messages.iter().rev() {
                        li { span.muted.s.num { (ui::time::when(ctx.lang, m.at, ctx.now)) } " " (super::word(ctx.lang, "message", &m.kind)) }
                    } }
                }))
            }
            (self.doing(ctx))
        }
    }

    fn slip(&self, ctx: &Ctx, case: &PublicCase, code: &str) -> Markup {
        let w = words(ctx.lang);
        ui::receipt(ctx, &grouped(code), &self.link, html! {
            @if let Some(due) = case.due_at { p { (fl!(w, "receipt-known", when = ui::time::when(ctx.lang, due, ctx.now))) } }
            p.muted { (fl!(w, "receipt-keep")) }
        })
    }

    /// What went on in cases of its own, each with the code of its receipt.
    fn parts(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.parts.is_empty() {
            return html! {};
        }
        ui::card(&fl!(w, "receipt-parts"), None, html! {
            p { (fl!(w, "receipt-parts-text")) }
            ul.lines { @for part in &self.parts {
                li { b { (part.case.name(ctx)) } " " (part.case.tag(ctx)) br; (fl!(w, "receipt-part-code")) " " span.num.code { (grouped(&part.code)) } }
            } }
        })
    }

    fn question(&self, ctx: &Ctx, action: &str) -> Markup {
        let w = words(ctx.lang);
        let Some(question) = &self.question else { return html! {} };
        let label = fl!(w, "receipt-answer");
        html! {
            section.card.asks aria-labelledby="question" {
                h2 #question { (fl!(w, "receipt-question")) }
                p.asked { (question.text) }
                p.muted.s { (fl!(w, "receipt-answer-by", when = ui::time::when(ctx.lang, question.answer_by, ctx.now))) }
                (form::multipart(ctx, action, html! {
                    (ui::textarea(&Field::new("text", &label).max(4_000).problems(&self.problems), 3))
                    (photo_field(ctx, &self.problems))
                    (ui::button(&fl!(w, "receipt-answer-send")))
                }))
            }
        }
    }

    /// What the speaker may do, each behind its own press; what cannot be taken back says so first.
    fn doing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (may, p) = (self.may, &self.problems);
        let verb = |noun: &str| format!("{}/{noun}", self.base());
        let saying = |form: &str, label: String, send: String| html! {
            (ui::textarea(&Field::new("text", &label).within(form).max(500), 3)) (ui::button(&send))
        };
        html! {
            div.doing {
                @if may.urge { (form::verb(ctx, &verb("urging"), &fl!(w, "receipt-urge"))) }
                @if may.supplement && self.question.is_none() { (supplement(ctx, &verb("supplement"), p)) }
                @if may.reopen {
                    (ui::confirm(&fl!(w, "receipt-reopen"), &fl!(w, "receipt-reopen-note"), form::post(ctx, &verb("reopening"), saying("reopen", fl!(w, "receipt-reopen-why"), fl!(w, "receipt-reopen")))))
                }
                @if may.object {
                    (ui::confirm(&fl!(w, "receipt-object"), &fl!(w, "receipt-object-note"), form::post(ctx, &verb("objection"), saying("object", fl!(w, "receipt-object-why"), fl!(w, "receipt-object")))))
                }
                @if may.withdraw {
                    (ui::confirm(&fl!(w, "receipt-withdraw"), &fl!(w, "receipt-withdraw-note"), form::post(ctx, &verb("withdrawal"), saying("withdraw", fl!(w, "receipt-withdraw-why"), fl!(w, "receipt-withdraw-sure")))))
                }
                @if may.acts() { (ui::ghost_link(&verb("sheets"), &fl!(w, "receipt-on-paper"))) }
                @if may.attach { (form::post(ctx, "/my/receipts", html! { input type="hidden" name="code" value=""; (ui::ghost_button(&fl!(w, "my-attach"))) })) }
                @if !self.by_account { (form::verb(ctx, "/receipt/leave", &fl!(w, "receipt-leave"))) }
            }
        }
    }
}

fn rating(ctx: &Ctx, action: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let answers = [("true", fl!(w, "yes")), ("false", fl!(w, "no"))];
    ui::card(&fl!(w, "receipt-rate"), None, form::post(ctx, action, html! {
        (ui::radio_group(&Field::new("contacted", &fl!(w, "receipt-rate-contacted")).problems(problems), &answers))
        (rating_fields(ctx, problems))
        (ui::text_input(&Field::new("reason", &fl!(w, "receipt-rate-reason")).optional(&fl!(w, "report-optional")).max(500).problems(problems), "text"))
        (ui::button(&fl!(w, "receipt-rate-send")))
    }))
}

fn supplement(ctx: &Ctx, action: &str, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let label = fl!(w, "receipt-add");
    ui::confirm(&label, "", form::multipart(ctx, action, html! {
        (ui::textarea(&Field::new("text", &fl!(w, "receipt-add-text")).max(4_000).problems(problems), 3))
        (photo_field(ctx, problems))
        (ui::button(&fl!(w, "receipt-add-send")))
    }))
}
