//! The wall: the overview in the dark, refreshed by itself.

use crate::views::WallView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for WallView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "wall-title", street = self.0.whose.name.as_str());
        let main = html! {
            div.wall-board hx-get=(ctx.path) hx-trigger="every 60s" hx-swap="innerHTML" { (self.board(ctx)) }
        };
        ui::layout::wall(ctx, &title, main)
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        html! { (ui::layout::wall_clock(ctx, true)) (self.board(ctx)) }
    }
}

impl WallView {
    fn board(&self, ctx: &Ctx) -> Markup {
        let o = &self.0;
        html! {
            (ui::kpis(&o.tiles(ctx)))
            div.wall-two { (o.map(ctx)) div.wall-side { (o.attention(ctx)) (o.lanes(ctx)) } }
            div.wall-two { (o.trend(ctx)) (o.categories(ctx)) }
        }
    }
}
