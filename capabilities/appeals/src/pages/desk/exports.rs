//! Lists written out as files: how far each is, and the way to it.

use super::word;
use crate::views::{ExportLine, ExportsView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone};

impl edge::View for ExportsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "exports-title");
        let heads = [fl!(w, "exports-at"), fl!(w, "exports-list"), format!("#{}", fl!(w, "exports-rows")), fl!(w, "desk-state")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let running = self.exports.iter().any(|e| e.outcome.is_none());
        let main = html! {
            div.head { h1 { (title) } @if running { (ui::link_button("/desk/exports", &fl!(w, "bulk-look-again"))) } }
            (ui::error_summary(ctx, &self.problems))
            p.muted { (fl!(w, "exports-how")) }
            @if self.exports.is_empty() {
                (ui::empty_state(&fl!(w, "exports-none"), &fl!(w, "exports-none-text"), Some(ui::ghost_link("/desk/cases", &fl!(w, "desk-queue")))))
            } @else { (ui::card(&title, None, ui::table(&title, &heads, self.exports.iter().map(|e| e.cells(ctx)).collect()))) }
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        "/desk/exports".into()
    }
    edge::speaks!(crate::words);
}

impl ExportLine {
    fn cells(&self, ctx: &Ctx) -> Vec<Markup> {
        let w = words(ctx.lang);
        let stands = match self.outcome.as_deref() {
            None => ui::tag(Tone::Info, &fl!(w, "exports-running")),
            Some("ready") => html! { a.btn href={ "/desk/exports/" (self.id) } { (fl!(w, "exports-fetch", form = self.form.code())) } },
            Some(other) => ui::tag(Tone::Warn, &word(ctx.lang, "exports", other)),
        };
        vec![
            html! { (ui::time::when(ctx.lang, self.at, ctx.now)) },
            html! { a href={ "/desk/cases?" (self.query) } { (fl!(w, "desk-queue")) } },
            html! { (self.written) },
            stands,
        ]
    }
}
