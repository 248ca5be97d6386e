//! The callback officer's page: whom to ask next.

use super::word;
use crate::views::{CallbackLine, CallbacksView, CaseLine};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for CallbacksView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "callbacks-title");
        let main = html! {
            div.head { h1 { (title) } p.muted { (fl!(w, "callbacks-lead")) } }
            @if !self.ready.is_empty() {
                (ui::card(&fl!(w, "callbacks-ready"), None, ready(ctx, &self.ready)))
            }
            @if self.lines.is_empty() {
                (ui::empty_state(&fl!(w, "callbacks-none"), &fl!(w, "callbacks-none-text"), None))
            } @else {
                (self.table(ctx))
                (ui::pager(ctx, self.next.as_deref(), None))
            }
        };
        ui::layout::desk(ctx, &title, "/desk/callbacks", main)
    }
}

impl CallbacksView {
    fn table(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let heads = [
            fl!(w, "desk-title"), fl!(w, "desk-category"), fl!(w, "callbacks-wish"), fl!(w, "callbacks-tried"), fl!(w, "desk-due"),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let lines = self.lines.iter().map(|l| cells(ctx, l)).collect();
        html! { div.card { (ui::table(&fl!(w, "callbacks-title"), &heads, lines)) } }
    }
}

fn cells(ctx: &Ctx, l: &CallbackLine) -> Vec<Markup> {
    let w = words(ctx.lang);
    vec![
        html! { div { a data-row href=(l.case.path()) { (l.case.title) } " " (l.case.marks(ctx)) br; small.muted { (l.case.facts()) } } },
        html! { (l.case.kind(ctx)) },
        html! { (word(ctx.lang, "wish", l.wish)) },
        html! {
            @match l.last_at {
                Some(at) => { span { (fl!(w, "callbacks-times", n = l.attempts)) " " small.muted { (ui::time::short(at)) } } },
                None => "—",
            }
        },
        html! { div { (l.case.due(ctx)) } },
    ]
}

fn ready(ctx: &Ctx, cases: &[CaseLine]) -> Markup {
    html! {
        ul.lines data-keys { @for c in cases {
            li { a data-row href=(c.path()) { (c.title) } " " small.muted { (c.facts()) } " " (c.due(ctx)) }
        } }
    }
}
