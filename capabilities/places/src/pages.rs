//! Places as HTML: the street, one place, the import.

use crate::views::{ImportView, OutlineView, PlaceView, StreetView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Lang, maps};

impl edge::View for StreetView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            h1 { (fl!(w, "places-title")) }
            @if self.communities.is_empty() {
                (ui::empty_state(&fl!(w, "places-none"), &fl!(w, "places-none-text"), None))
            } @else {
                p.lead { (fl!(w, "places-lead", communities = self.communities.len(), grids = self.grids.len())) }
                (map(ctx, &fl!(w, "places-map"), &self.grids))
                h2 { (fl!(w, "places-communities")) }
                (ui::table(
                    &fl!(w, "places-communities"),
                    &[&fl!(w, "community"), &number_head(&fl!(w, "grids")), &number_head(&fl!(w, "buildings")), &number_head(&fl!(w, "measure-resident"))],
                    self.communities.iter().map(|c| vec![
                        html! { a href={ "/places/" (c.id) } { (c.name) } },
                        html! { (c.grids) },
                        html! { (c.buildings) },
                        html! { (c.resident.map_or("—".into(), |n| n.to_string())) },
                    ]).collect(),
                ))
            }
            @if self.may_import { p { (ui::link_button("/places/import", &fl!(w, "import-title"))) } }
        };
        frame(ctx, &fl!(w, "places-title"), main)
    }
    fn path(&self) -> String {
        "/places".into()
    }
}

impl edge::View for PlaceView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            nav.crumbs aria-label=(fl!(w, "where")) {
                a href="/places" { (fl!(w, "places-title")) }
                @for c in self.line.iter().rev().skip(1).rev() { " · " a href={ "/places/" (c.id) } { (c.name) } }
            }
            h1 { (self.name) }
            p.muted { (word(ctx.lang, "level", self.level)) " · " (fl!(w, "code")) " " (self.code)
                @if let Some(kind) = self.grid_kind { " · " (word(ctx.lang, "grid-kind", kind)) } }
            @if !self.outlines.is_empty() { (map(ctx, &fl!(w, "places-map"), &self.outlines)) }
            h2 { (fl!(w, "people")) }
            @if self.people.is_empty() { p.muted { (fl!(w, "people-none")) } } @else { (self.numbers(ctx)) }
            @if !self.children.is_empty() {
                h2 { (fl!(w, "inside")) }
                ul.plain { @for c in &self.children { li { a href={ "/places/" (c.id) } { (c.name) } } } }
            }
            @if let Some(b) = &self.boundary {
                h2 { (fl!(w, "boundary")) }
                p { (fl!(w, "boundary-line", hectares = b.hectares.as_str(), from = b.from.to_string(), source = b.source.as_str(), datum = b.datum.as_str())) }
            }
        };
        frame(ctx, &self.name, main)
    }
    fn path(&self) -> String {
        format!("/places/{}", self.id)
    }
}

impl PlaceView {
    fn numbers(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            (ui::table(
                &fl!(w, "people"),
                &[&fl!(w, "measure"), &number_head(&fl!(w, "value")), &fl!(w, "as-of"), &fl!(w, "source")],
                self.people.iter().map(|n| vec![
                    html! { (word(ctx.lang, "measure", n.measure)) @if !n.band.is_empty() { " " (n.band) } },
                    html! { @match n.value { Some(v) => (v), None => (fl!(w, "under-five")) } },
                    html! { (n.as_of) },
                    html! { (n.source) @if n.precision != "exact" { " · " (word(ctx.lang, "precision", n.precision)) } },
                ]).collect(),
            ))
            @if let Some(s) = &self.registered_share {
                p { (fl!(w, "share-line", percent = s.percent.as_str(), over = s.over.to_string(), under = s.under.to_string(), overday = s.over_day.to_string(), underday = s.under_day.to_string()))
                    @if s.rounded { " " (fl!(w, "rounded")) } }
            } @else { p { (fl!(w, "share-unknown")) } }
        }
    }
}

impl edge::View for ImportView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            h1 { (fl!(w, "import-title")) }
            p { (fl!(w, "import-lead")) }
            @if !self.problems.is_empty() {
                (ui::alert(ui::Tone::Bad, html! {
                    p { b { (fl!(w, "import-errors", count = self.problems.len())) } }
                    ol { @for p in &self.problems { li { (said(ctx.lang, p)) } } }
                }))
            }
            @if let Some(b) = &self.brought {
                (ui::alert(ui::Tone::Ok, html! {
                    p { (if self.done { fl!(w, "import-done") } else { fl!(w, "import-good") }) }
                    p { (fl!(w, "import-holds", communities = b.communities, grids = b.grids, buildings = b.buildings, numbers = b.numbers, fresh = b.fresh)) }
                    @if !b.notes.is_empty() { ul { @for p in &b.notes { li { (said(ctx.lang, p)) } } } }
                }))
                @if !self.done { (self.confirmation(ctx)) }
            }
            @for kind in KINDS { (self.form(ctx, kind)) }
        };
        ui::layout::desk(ctx, &fl!(w, "import-title"), "/places", main)
    }
    fn path(&self) -> String {
        "/places".into()
    }
    edge::speaks!(crate::words);
}

const KINDS: [&str; 3] = ["boundaries", "buildings", "statistics"];

impl ImportView {
    fn confirmation(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        ui::form::post(ctx, &format!("/places/{}", self.kind), html! {
            input type="hidden" name="datum" value=(self.datum);
            input type="hidden" name="from" value=(self.from);
            input type="hidden" name="source" value=(self.source);
            textarea name="text" hidden { "\n" (self.text) }
            (ui::button(&fl!(w, "import-confirm")))
        })
    }

    fn form(&self, ctx: &Ctx, kind: &str) -> Markup {
        let w = words(ctx.lang);
        let mine = self.kind == kind;
        let kept = |s: &str| if mine { s.to_owned() } else { String::new() };
        let action = format!("/places/{kind}/checks");
        let id = |name: &str| format!("{kind}-{name}");
        html! {
            section {
                h2 { (word(ctx.lang, "import", kind)) }
                p.muted { (word(ctx.lang, "import-hint", kind)) }
                (ui::form::multipart(ctx, &action, html! {
                    p.field { label for=(id("file")) { (fl!(w, "file")) } input id=(id("file")) type="file" name="file"; }
                    @if kind != "statistics" {
                        p.field { label for=(id("datum")) { (fl!(w, "datum")) }
                            select id=(id("datum")) name="datum" {
                                option value="" { (fl!(w, "datum-choose")) }
                                @for d in crate::Datum::ALL { option value=(d.code()) selected[mine && self.datum == d.code()] { (word(ctx.lang, "datum", d.code())) } }
                            } }
                    }
                    p.field { label for=(id("from")) { (word(ctx.lang, "from", kind)) } input id=(id("from")) type="date" name="from" value=(kept(&self.from)); }
                    p.field { label for=(id("source")) { (fl!(w, "source-document")) } input id=(id("source")) name="source" value=(kept(&self.source)); }
                    (ui::button(&fl!(w, "import-check")))
                }))
            }
        }
    }
}

fn frame(ctx: &Ctx, title: &str, main: Markup) -> Markup {
    match &ctx.viewer {
        Some(v) if v.staff => ui::layout::desk(ctx, title, "/places", main),
        _ => ui::layout::resident(ctx, title, "", main, None),
    }
}

fn map(ctx: &Ctx, title: &str, outlines: &[OutlineView]) -> Markup {
    let shape = |o: &OutlineView| maps::Shape {
        id: o.id.clone(),
        href: format!("/places/{}", o.id),
        title: o.name.clone(),
        value: None,
        rings: o.rings.iter().map(|r| r.iter().map(|[x, y]| (*x, *y)).collect()).collect(),
    };
    maps::grids(ctx, title, "", &outlines.iter().map(shape).collect::<Vec<_>>(), &[])
}

/// `level-grid`, `measure-resident`: the word of a code.
fn word(lang: Lang, kind: &str, code: &str) -> String {
    ui::sentence(words(lang), &format!("{kind}-{}", code.replace('_', "-")), &[])
}

fn said(lang: Lang, p: &Problem) -> String {
    let args: Vec<_> = p.args.iter().map(|(k, v)| (*k, v.clone())).collect();
    ui::sentence(words(lang), &format!("problem-{}", p.code), &args)
}

/// A heading of a column of numbers.
fn number_head(text: &str) -> String {
    format!("#{text}")
}
