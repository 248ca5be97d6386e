//! One text of a matter on a page of its own, and how it stands among others.

use super::moderation::{forms, ground_word, kind_word, notice};
use crate::rules::{Curb, PartKind};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::uuid::Uuid;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for TextView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = kind_word(ctx, self.kind.code());
        let to = edge::View::path(self);
        let main = html! {
            div.page {
                p.crumbs { a href="/matters" { (fl!(w, "matters-title")) } " / " a href={ "/matters/" (self.matter) } { (self.question) } }
                h1 { (title) }
                p.muted { span.num { (self.code) } @if let Some(side) = self.side { " · " (word(ctx.lang, "side", side.code())) } }
                (ui::error_summary(ctx, &self.problems))
                @if self.held { (ui::alert(Tone::Info, html! { p { (fl!(w, "text-held")) } })) }
                @if let Some(m) = &self.curbed { (notice(ctx, m)) (self.objection(ctx, m)) }
                @if !self.text.is_empty() { section.card { @if !self.title.is_empty() { h2 { (self.title) } } @for line in self.text.lines() { p { (line) } } } }
                @if self.may.release { section.card { p { (fl!(w, "release-note")) } (form::verb(ctx, &format!("{to}/release"), &fl!(w, "release"))) } }
                (forms(ctx, &to, (self.may.flag, self.may.moderate, self.kind == PartKind::Argument), &self.typed.words, &self.problems))
                @if self.may.pause { section.card { (super::pauses::pause_form(ctx, &to, &self.problems)) } }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/matters/{}/texts/{}/{}", self.matter, self.kind.code(), self.id)
    }
    edge::speaks!(crate::words);
}

impl TextView {
    /// Its author objects here.
    fn objection(&self, ctx: &Ctx, m: &ModerationLine) -> Markup {
        let w = words(ctx.lang);
        html! { @if m.may_object { section.card { p { (fl!(w, "moderation-object-note")) } (form::post(ctx, &format!("/moderation/{}/objection", m.id), html! {
            (ui::textarea(&Field::new("text", &fl!(w, "moderation-objection")).within("objection").required(), 3))
            p.actions { (ui::button(&fl!(w, "moderation-object"))) }
        })) } } }
    }
}

/// A text among others: hidden or folded it says so; the way to its own page, where a folded one is read, beside it.
pub(super) fn among(ctx: &Ctx, text: &str, curbed: Option<&CurbView>, to: &str) -> Markup {
    let w = words(ctx.lang);
    let said = |c: &CurbView| format!("{} {}", word(ctx.lang, "text-is", c.act.code()), ground_word(ctx, c.ground));
    html! {
        @match curbed {
            Some(c) if matches!(c.act, Curb::Hide | Curb::Fold) => span.muted { (said(c)) },
            Some(c) => { (text) " " span.muted.s { (said(c)) } }
            None => (text),
        }
        " " a.muted.s href=(to) { (fl!(w, "text-more")) }
    }
}

pub(super) fn path(matter: impl std::fmt::Display, kind: PartKind, id: Uuid) -> String {
    format!("/matters/{matter}/texts/{}/{id}", kind.code())
}
