//! A resident's own things; for a visitor, the two ways to them.

use super::{line};
use crate::views::{MyView, MyVoice};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone, form};

impl MyVoice {
    /// What waits for the resident, else where it stands.
    pub(super) fn tag(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        match self.waits {
            Some("answer") => ui::tag(Tone::Warn, &fl!(w, "my-answer")),
            Some(_) => ui::tag(Tone::Warn, &fl!(w, "my-rate")),
            None if self.withdrawn => ui::tag(Tone::Plain, &fl!(w, "my-withdrawn")),
            None => self.case.tag(ctx),
        }
    }
}

impl edge::View for MyView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let waiting: Vec<_> = self.voices.iter().filter(|v| v.waits.is_some()).collect();
        let others: Vec<_> = self.voices.iter().filter(|v| v.waits.is_none()).collect();
        let rows = |voices: &[&MyVoice]| html! { ul.rows { @for v in voices { (line(ctx, &v.path(), &v.case, v.tag(ctx))) } } };
        let main = html! {
            div.page {
                h1 { (fl!(w, "my-title")) }
                (ui::error_summary(ctx, &self.problems))
                @if !self.signed_in { (visitor(ctx)) }
                @else if self.voices.is_empty() {
                    (ui::empty_state(&fl!(w, "my-none"), &fl!(w, "my-none-text"), Some(ui::link_button("/report", &fl!(w, "home-report")))))
                }
                @if !waiting.is_empty() { h2 { (fl!(w, "my-waiting")) } (rows(&waiting)) }
                @if !others.is_empty() {
                    @if !waiting.is_empty() { h2 { (fl!(w, "my-others")) } }
                    (rows(&others))
                }
                @if self.signed_in { (self.attaching(ctx)) }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "my-title"), "/my", main, None)
    }
    fn path(&self) -> String {
        "/my".into()
    }
    edge::speaks!(crate::words);
}

fn visitor(ctx: &Ctx) -> Markup {
    let w = words(ctx.lang);
    html! {
        (ui::card(&fl!(w, "my-by-code"), None, html! {
            p.muted { (fl!(w, "my-by-code-text")) }
            (form::post(ctx, "/receipt", html! {
                (super::receipt::code_field(ctx, &[]))
                (ui::button(&fl!(w, "receipt-open")))
            }))
        }))
        (ui::card(&fl!(w, "my-by-account"), None, html! {
            p.muted { (fl!(w, "my-by-account-text")) }
            p.actions { (ui::ghost_link("/sign-in?next=/my", &fl!(w, "my-sign-in"))) }
        }))
    }
}

impl MyView {
    fn attaching(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if self.may_attach {
                (ui::card(&fl!(w, "my-attach-open"), None, html! {
                    p.muted { (fl!(w, "my-attach-text")) }
                    (form::post(ctx, "/my/receipts", html! { input type="hidden" name="code" value=""; (ui::ghost_button(&fl!(w, "my-attach"))) }))
                }))
            }
            (ui::confirm(&fl!(w, "my-attach-other"), &fl!(w, "my-attach-text"), form::post(ctx, "/my/receipts", html! {
                (super::receipt::code_field(ctx, &self.problems))
                (ui::button(&fl!(w, "my-attach")))
            })))
        }
    }
}
