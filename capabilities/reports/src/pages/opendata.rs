//! The page of open data.

use super::heads;
use crate::views::{Dataset, OpenDataView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::Ctx;

impl edge::View for OpenDataView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "open-title");
        let main = html! {
            p.crumbs { a href="/figures" { (fl!(w, "doing-title")) } }
            div.head { h1 { (title) } }
            p { (fl!(w, "open-lead", until = self.until.to_string())) }
            p { (fl!(w, "open-licence")) " " a href=(self.licence) { "CC BY 4.0" } " · " a href="/open-data/catalog.ttl" { "DCAT-AP (Turtle)" } " · " a href="/open-data/catalog.jsonld" { "DCAT-AP (JSON-LD)" } }
            @for d in &self.datasets { (dataset(ctx, d)) }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/open-data".into()
    }
}

fn dataset(ctx: &Ctx, d: &Dataset) -> Markup {
    let (w, zh) = (words(ctx.lang), ctx.lang.is_zh());
    let title = if zh { d.title_zh } else { d.title_en };
    let head = [fl!(w, "column"), fl!(w, "meaning")];
    let line = |c: &crate::views::Column| vec![html! { code { (c.name) } }, html! { (if zh { c.means_zh } else { c.means_en }) }];
    ui::card(title, None, html! {
        p { (if zh { d.about_zh } else { d.about_en }) }
        p.actions { (ui::ghost_link(&format!("/open-data/{}.csv", d.name), "CSV")) " " (ui::ghost_link(&format!("/open-data/{}.json", d.name), "JSON")) }
        (ui::table(title, &heads(&head), d.columns.iter().map(line).collect()))
    })
}
