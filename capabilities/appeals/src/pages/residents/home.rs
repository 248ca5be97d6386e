//! The residents' first page: report, call, one's own things, what others have told.

use super::line;
use crate::views::HomeView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, icon};

impl edge::View for HomeView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            (self.hero(ctx))
            (ui::tiles(&fl!(w, "home-entries"), &[
                ("mailbox", "/mailbox", &fl!(w, "tile-mailbox")),
                ("scroll-text", "/cases", &fl!(w, "tile-cases")),
                ("search", "/receipt", &fl!(w, "tile-receipt")),
                ("map", "/places", &fl!(w, "tile-places")),
            ]))
            (self.own(ctx))
            (ui::section(&fl!(w, "home-talk"), Some(("/matters", &fl!(w, "home-talk-more"))), html! {
                p { (fl!(w, "home-talk-text")) " " a href="/bodies" { (fl!(w, "home-talk-bodies")) } }
            }))
        };
        ui::layout::resident(ctx, &fl!(w, "home-title"), "/", main, Some(self.others(ctx)))
    }
}

impl HomeView {
    fn hero(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let hour = ctx.now.civil().hour();
        let time = if hour < 6 { "night" } else if hour < 12 { "morning" } else if hour < 18 { "afternoon" } else { "evening" };
        let greeting = match &ctx.viewer {
            Some(v) if !v.staff => fl!(w, "home-hello", name = v.name.clone(), time = time),
            _ => fl!(w, "home-title"),
        };
        html! {
            section.hero aria-labelledby="hi" {
                h1 #hi { (greeting) }
                p { (fl!(w, "home-lead")) }
                div.row {
                    a.btn href="/report" { (icon("camera")) (fl!(w, "home-report")) }
                    @match &self.hotline {
                        Some(number) => a.btn.alt href={ "tel:" (number) } { (icon("phone")) span { (fl!(w, "home-call")) small.num { (number) } } },
                        None => a.btn.alt href="/receipt" { (icon("search")) (fl!(w, "home-receipt")) },
                    }
                }
            }
        }
    }

    fn own(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let more = fl!(w, "home-all-mine", n = self.mine_total);
        html! {
            @if !self.mine.is_empty() {
                (ui::section(&fl!(w, "home-mine"), Some(("/my", &more)), html! {
                    ul.rows { @for own in &self.mine { (line(ctx, &own.path(), &own.case, own.tag(ctx))) } }
                }))
            } @else if ctx.viewer.is_none() {
                (ui::section(&fl!(w, "home-mine"), None, html! {
                    div.card.asks {
                        p { (fl!(w, "home-mine-visitor")) }
                        p.actions { (ui::ghost_link("/receipt", &fl!(w, "home-receipt"))) (ui::ghost_link("/sign-in?next=/my", &fl!(w, "my-sign-in"))) }
                    }
                }))
            }
        }
    }

    fn others(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::section(&fl!(w, "home-recent"), Some(("/cases", &fl!(w, "home-more"))), html! {
            @if self.recent.is_empty() {
                (ui::empty_state(&fl!(w, "cases-none"), &fl!(w, "cases-none-text"), None))
            } @else {
                p.muted.s { (fl!(w, "home-totals", open = self.open_total, done = self.done_total)) " " a href="/figures" { (fl!(w, "home-figures")) } }
                ul.rows { @for case in &self.recent { (line(ctx, &case.path(), case, case.tag(ctx))) } }
            }
        })
    }
}
