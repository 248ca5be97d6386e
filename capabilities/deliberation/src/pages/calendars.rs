//! One's own meetings, and the link by which a calendar follows them.

use super::meetings::meeting_row;
use crate::views::MyMeetingsView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone, form};

impl edge::View for MyMeetingsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "my-meetings");
        let main = html! {
            div.page {
                p.crumbs { a href="/meetings" { (fl!(w, "meetings-title")) } " / " (title) }
                h1 { (title) }
                @if self.bodies.is_empty() { (ui::empty_state(&fl!(w, "my-bodies-none"), &fl!(w, "my-bodies-none-text"), None)) }
                @else {
                    p { (fl!(w, "my-bodies")) " " @for (i, (id, name)) in self.bodies.iter().enumerate() { @if i > 0 { " · " } a href={ "/bodies/" (id) } { (name) } } }
                    @if self.coming.is_empty() { p.muted { (fl!(w, "meetings-none")) } }
                    @else { (ui::rows(&self.coming.iter().map(|m| meeting_row(ctx, m, true)).collect::<Vec<_>>())) }
                }
                (ui::section(&fl!(w, "calendar-link"), None, html! {
                    p { (fl!(w, "calendar-link-text")) }
                    @if let Some(link) = &self.link { (ui::alert(Tone::Ok, html! { p { (fl!(w, "calendar-link-new")) } p { code.wrap { (link) } } })) }
                    @else if let Some(at) = self.link_made { p.muted { (fl!(w, "calendar-link-made", when = ui::time::when(ctx.lang, at, ctx.now))) } }
                    (form::verb(ctx, "/my/calendar", &fl!(w, "calendar-link-make")))
                }))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/my/meetings".into()
    }
}
