//! The pipeline board's page.

use super::word;
use crate::views::{PipelineColumn, PipelineView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for PipelineView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "pipeline-title");
        let mut places = vec![("/desk/pipeline".to_owned(), fl!(w, "pipeline-street"), self.community.is_none())];
        places.extend(self.communities.iter().map(|c| {
            (format!("/desk/pipeline?community={}", c.value), c.text.clone(), self.community.as_deref() == Some(&c.value))
        }));
        let main = html! {
            div.head { h1 { (title) } }
            nav.chips aria-label=(fl!(w, "desk-community")) {
                @for (href, text, here) in &places { a.chip href=(href) aria-current=[here.then_some("true")] { (text) } }
            }
            div.board { @for c in &self.columns { (self.column(ctx, c)) } }
        };
        ui::layout::desk(ctx, &title, "/desk/pipeline", main)
    }
}

impl PipelineView {
    fn column(&self, ctx: &Ctx, c: &PipelineColumn) -> Markup {
        let w = words(ctx.lang);
        html! {
            section.lane aria-labelledby={ "lane-" (c.code) } {
                header {
                    h2 id={ "lane-" (c.code) } { (word(ctx.lang, "column", c.code)) }
                    p.v { (c.n) }
                    p.s {
                        @if c.overdue > 0 { b.bad { (fl!(w, "pipeline-overdue", n = c.overdue)) } " " }
                        @if let Some(at) = c.oldest { span.muted { (fl!(w, "pipeline-oldest", span = ui::time::span(ctx.lang, ctx.now.since(at)))) } }
                        @else { span.muted { (word(ctx.lang, "columnhint", c.code)) } }
                    }
                }
                @if c.cases.is_empty() { p.muted { (fl!(w, "pipeline-empty")) } }
                ul.lines data-keys { @for case in &c.cases {
                    li { a.piece data-row href=(case.path()) {
                        b { (case.title) }
                        small.muted { (case.place) }
                        span { (case.state_tag(ctx)) " " (case.due(ctx)) }
                    } }
                } }
            }
        }
    }
}
