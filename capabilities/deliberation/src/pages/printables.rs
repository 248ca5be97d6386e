//! Printables of a meeting on their page, and the links that lead there.

use crate::rules::MeetingState;
use crate::views::{MeetingView, Printable, PrintableView};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl Printable {
    /// What its page is called in an address.
    fn path(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::SignIn => "sign-in-sheet",
            Self::Minutes => "minutes",
        }
    }
}

impl edge::View for PrintableView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = word(ctx.lang, "printable", &self.kind.code().replace('_', "-"));
        let main = html! {
            p.no-print { a href={ "/meetings/" (self.meeting) } { (fl!(w, "to-meeting")) } " · " a href={ (edge::View::path(self)) ".docx" } { (fl!(w, "printable-docx")) } }
            (documents::to_html(&self.document))
        };
        ui::layout::print(ctx, &title, main)
    }
    fn path(&self) -> String {
        format!("/meetings/{}/{}", self.meeting, self.kind.path())
    }
}

impl MeetingView {
    /// What can be printed of it now, for this reader.
    pub(super) fn printables(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let there = |kind: Printable| match kind {
            Printable::Notice => !self.notices.is_empty(),
            Printable::SignIn => self.may.take && matches!(self.state, MeetingState::Convened | MeetingState::Open),
            Printable::Minutes => self.minutes.is_some(),
        };
        let kinds: Vec<_> = Printable::ALL.iter().filter(|kind| there(**kind)).collect();
        if kinds.is_empty() {
            return html! {};
        }
        ui::section(&fl!(w, "printables-title"), None, html! {
            ul.told { @for kind in kinds {
                @let page = format!("/meetings/{}/{}", self.id, kind.path());
                li {
                    a href=(page) { (word(ctx.lang, "printable", &kind.code().replace('_', "-"))) } " "
                    a.s href={ (page) ".docx" } { (fl!(w, "printable-docx")) }
                }
            } }
        })
    }
}
