//! Where boxes hang, for everybody.

use super::plan;
use crate::views::{PublicBox, PublicBoxesView, PublicOpening};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for PublicBoxesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "public-title");
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "public-lead")) }
                @if self.boxes.is_empty() { (ui::empty_state(&fl!(w, "boxes-none"), &fl!(w, "public-none-text"), Some(ui::link_button("/report", &fl!(w, "public-report"))))) }
                ul.told { @for b in &self.boxes { li { (b.shown(ctx)) } } }
                p.muted.s { (fl!(w, "public-note")) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/boxes".into()
    }
}

impl PublicBox {
    fn shown(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let labels = [fl!(w, "box-plan"), fl!(w, "box-next"), fl!(w, "box-last")];
        let [opened, next, last] = &labels;
        html! {
            section.card {
                h2 { (self.community) }
                p { (self.location) }
                (ui::facts(&[
                    (opened, html! { (plan(ctx, self.weekday, self.every_weeks)) }),
                    (next, html! { (ui::time::day(ctx.lang, self.next, ctx.now)) }),
                    (last, match &self.last { Some(o) => o.shown(ctx), None => html! { (fl!(w, "never-opened")) } }),
                ]))
            }
        }
    }
}

impl PublicOpening {
    fn shown(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let day = ui::time::day(ctx.lang, self.on, ctx.now);
        let cards = self.cards.map_or_else(|| fl!(w, "public-few"), |n| fl!(w, "public-cards", n = n));
        let registered = if self.registered { fl!(w, "public-registered") } else { fl!(w, "public-registering") };
        html! { (fl!(w, "public-last", day = day, cards = cards, registered = registered)) }
    }
}
