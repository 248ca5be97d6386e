//! Published cases: the list with its filters, the map with its table, and one case with its story.

use super::super::photos::gallery;
use super::{category_name, line, track, voices};
use crate::views::{PublicCaseView, PublicCasesView, PublicFilter};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form, maps};

impl edge::View for PublicCasesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.sec {
                h1 { (fl!(w, "cases-title")) }
                p.muted { (fl!(w, "cases-lead")) }
            }
            div.page.narrowing {
                (self.progress(ctx))
                (self.filters(ctx))
                @if let Some(grid) = &self.grid {
                    p { (fl!(w, "cases-in-grid", grid = grid.clone())) " " a href=(PublicFilter { grid: None, ..self.filter.clone() }.path()) { (fl!(w, "cases-whole-street")) } }
                }
                p.count role="status" { (fl!(w, "cases-total", n = self.total)) }
            }
            div.page {
                (self.list(ctx))
                p.actions { (ui::ghost_link("/months", &fl!(w, "months-title"))) }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "cases-title"), "/cases", main, Some(self.on_map(ctx)))
    }
}

impl PublicCasesView {
    fn progress(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let to = |progress: &str| PublicFilter { progress: progress.into(), ..self.filter.clone() }.path();
        let choice = |progress: &str, text: String| (to(progress), text, self.filter.progress == progress);
        ui::segments(&fl!(w, "cases-progress"), &[
            choice("", fl!(w, "cases-all")),
            choice("open", fl!(w, "cases-open")),
            choice("done", fl!(w, "cases-done")),
        ])
    }

    fn filters(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let mut categories = vec![(String::new(), fl!(w, "cases-any-category"))];
        categories.extend(self.categories.iter().map(|c| (c.code.clone(), category_name(ctx, c).to_owned())));
        let mut communities = vec![(String::new(), fl!(w, "cases-any-community"))];
        communities.extend(self.communities.iter().map(|c| (c.value.clone(), c.text.clone())));
        let community = self.filter.community.map(|c| c.to_string()).unwrap_or_default();
        form::get("/cases", html! {
            @if !self.filter.progress.is_empty() { input type="hidden" name="progress" value=(self.filter.progress); }
            (ui::select(&Field::new("category", &fl!(w, "cases-category")).value(&self.filter.category), &categories))
            (ui::select(&Field::new("community", &fl!(w, "cases-community")).value(&community), &communities))
            (ui::ghost_button(&fl!(w, "cases-narrow")))
        })
    }

    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let narrowed = self.filter != PublicFilter::default();
        html! {
            @if self.cases.is_empty() && narrowed {
                (ui::empty_state(&fl!(w, "cases-none-here"), &fl!(w, "cases-none-here-text"), Some(ui::ghost_link("/cases", &fl!(w, "cases-clear")))))
            } @else if self.cases.is_empty() {
                (ui::empty_state(&fl!(w, "cases-none"), &fl!(w, "cases-none-text"), Some(ui::link_button("/report", &fl!(w, "home-report")))))
            } @else {
                ul.rows { @for case in &self.cases { (line(ctx, &case.path(), case, case.tag(ctx))) } }
                (ui::pager(ctx, self.next.as_deref(), self.further.then(|| self.filter.path()).as_deref()))
            }
        }
    }

    fn on_map(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let shapes: Vec<_> = self
            .map
            .iter()
            .map(|grid| maps::Shape {
                id: grid.id.to_string(),
                href: PublicFilter { grid: Some(grid.id), community: None, ..self.filter.clone() }.path(),
                title: grid.name.clone(),
                value: Some(grid.cases),
                rings: grid.rings.clone(),
            })
            .collect();
        ui::section(&fl!(w, "cases-map"), None, html! {
            div.card {
                p.muted.s { (fl!(w, "cases-map-hint")) }
                (maps::grids(ctx, &fl!(w, "cases-map"), &fl!(w, "cases-map-noun"), &shapes, &[]))
            }
        })
    }
}

impl edge::View for PublicCaseView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let case = &self.case;
        let unknown = || fl!(w, "case-lead-none");
        let mut facts = vec![
            (fl!(w, "case-kind"), html! { (case.kind(ctx)) }),
            (fl!(w, "case-lead"), html! { (case.lead.clone().unwrap_or_else(unknown)) }),
        ];
        if let Some(place) = &case.place {
            facts.insert(0, (fl!(w, "case-place"), html! { (place) }));
        }
        if let Some(who) = voices(ctx, case) {
            facts.push((fl!(w, "case-voices"), html! { (who) }));
        }
        facts.push((fl!(w, "case-no"), html! { span.num { (case.case_no) } }));
        let facts: Vec<_> = facts.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let main = html! {
            div.page {
                p.crumbs { a href="/cases" { (fl!(w, "cases-title")) } }
                h1 { (case.name(ctx)) " " (case.tag(ctx)) }
                p.lead { (case.sentence(ctx)) }
                (ui::card("", None, track(ctx, case)))
                @if let Some(deferral) = &self.deferral { (ui::alert(ui::Tone::Warn, super::waits(ctx, deferral))) }
                (super::deeds(ctx, &self.commitments))
                @if let Some(reply) = &case.reply {
                    (ui::card(&fl!(w, "case-reply"), None, html! { p { (reply) } @if let Some(unit) = &case.lead { p.muted.s { (unit) } } }))
                }
                @if !self.photos.is_empty() { (ui::card(&fl!(w, "photos-title"), None, gallery(ctx, &self.photos))) }
                (ui::card("", None, ui::facts(&facts)))
                @if let Some(promise) = &self.promise { (ui::card("", None, promise.explained(ctx))) }
                @if self.may_join {
                    div.card.asks {
                        p { (fl!(w, "case-join-text")) }
                        p.actions { (ui::link_button(&format!("/report?join={}", case.case_no), &fl!(w, "case-join"))) }
                    }
                }
            }
        };
        ui::layout::resident(ctx, case.name(ctx), "/cases", main, None)
    }
    fn path(&self) -> String {
        self.case.path()
    }
}
