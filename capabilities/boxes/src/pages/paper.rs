//! Paper: the record of a sealed opening, and cards to write on with their stubs.

use super::word;
use crate::rules::serial_grouped;
use crate::views::{OpeningView, RecordView, SheetCard, SheetView, SignatureView};
use crate::words;
use appeals::rules::grouped;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for RecordView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "record-title");
        ui::layout::print(ctx, &title, self.record.sheet(ctx, &title))
    }
    fn path(&self) -> String {
        self.record.to("record")
    }
}

impl OpeningView {
    fn sheet(&self, ctx: &Ctx, title: &str) -> Markup {
        let w = words(ctx.lang);
        let labels = [
            fl!(w, "box-where"), fl!(w, "opened-at"), fl!(w, "sealed-at"), fl!(w, "seal-expected"), fl!(w, "seal-before"),
            fl!(w, "seal-after"), fl!(w, "cards-counted"), fl!(w, "cards-voices"), fl!(w, "cards-void"), fl!(w, "record-photo"), fl!(w, "record-digest"),
        ];
        let [place, opened, sealed, expected, before, after, counted, voices, void, photo, digest] = &labels;
        let at = |m: Option<kernel::Moment>| html! { @if let Some(m) = m { (ui::time::stamp(ctx.lang, m, ctx.now)) } };
        let text = |t: &Option<String>| html! { @match t { Some(t) => code.wrap { (t) }, None => "—" } };
        html! {
            h1 { (title) }
            (ui::facts(&[
                (place, html! { (self.community) " · " (self.location) }),
                (opened, at(Some(self.opened_at))),
                (sealed, at(self.sealed_at)),
                (expected, text(&self.seal_expected)),
                (before, html! { (self.seal_before) @if let Some(f) = self.finding { "（" (word(ctx.lang, "finding", f.code())) "）" } }),
                (after, text(&self.seal_after)),
                (counted, html! { (self.counted_now.unwrap_or(0)) }),
                (voices, html! { (self.tally.voices) }),
                (void, html! { (self.tally.void) }),
                (photo, text(&self.photo)),
                (digest, text(&self.digest)),
            ]))
            @if !self.corrections.is_empty() {
                h2 { (fl!(w, "corrections-title")) }
                p { (fl!(w, "count-was-first", n = self.counted.unwrap_or(0))) }
                ul.lines { @for c in &self.corrections {
                    li { (ui::time::when(ctx.lang, c.at, ctx.now)) " " (fl!(w, "count-corrected", was = c.was, counted = c.counted)) " " (word(ctx.lang, "miscount", c.reason.code())) }
                } }
            }
            h2 { (fl!(w, "cards-title")) }
            ol.lines.keyed { @for c in &self.cards { li { b { (fl!(w, "card-no", no = c.no)) } " " (c.shown(ctx)) } } }
            h2 { (fl!(w, "story-title")) }
            (self.story(ctx))
            h2 { (fl!(w, "signed-title")) }
            div.signatures { (signature(ctx, &self.first)) (signature(ctx, &self.second)) }
            p.s.muted { (fl!(w, "record-note")) }
        }
    }
}

fn signature(ctx: &Ctx, s: &SignatureView) -> Markup {
    html! { div.signature { p { (s.shown(ctx)) } p.line { (fl!(words(ctx.lang), "record-sign")) } } }
}

impl edge::View for SheetView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "sheet-title", community = self.community.as_str());
        let main = html! {
            h1.no-print { (title) }
            p.no-print { (fl!(w, "sheet-lead")) }
            p.no-print { a href={ "/desk/boxes/" (self.the_box) } { (fl!(w, "sheet-back")) } }
            div.sheet { @for card in &self.cards { (self.card(ctx, card)) } }
        };
        ui::layout::print(ctx, &title, main)
    }
    fn path(&self) -> String {
        format!("/desk/boxes/{}", self.the_box)
    }
}

impl SheetView {
    /// Lines to write on, and beside the cut the stub that stays with whoever wrote.
    fn card(&self, ctx: &Ctx, card: &SheetCard) -> Markup {
        let w = words(ctx.lang);
        html! {
            article.opinion {
                div.opinion-card {
                    h2 { (fl!(w, "sheet-card")) }
                    p.s { (self.community) " · " (self.location) }
                    div.ruled aria-hidden="true" {}
                    p.s { (fl!(w, "sheet-phone")) }
                    p.s.num { (fl!(w, "sheet-serial", serial = serial_grouped(&card.serial))) }
                }
                div.opinion-stub {
                    p { b { (fl!(w, "sheet-stub")) } }
                    (ui::qr(&card.link, &fl!(w, "sheet-qr", serial = serial_grouped(&card.serial))))
                    p.num.stub-code { (grouped(&card.code)) }
                    p.xs { (fl!(w, "sheet-stub-text")) }
                }
            }
        }
    }
}
