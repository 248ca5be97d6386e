//! The officers' overview and the wall.

use super::{beside, heads, name_of, steps, time_of, unit, value};
use crate::rules::{Period, indicator, printed};
use crate::views::{FiguresWallView, LateLine, OverviewRow, OverviewView, PlaceLine};
use crate::{word, words};
use figures::Bound;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Kpi, Tone, maps::Shape};

const HERE: &str = "/desk/indicators";
/// What somebody wants to know first: what was done in the period, and how much of it in time.
const DONE: [&str; 6] = ["appeals.voices", "appeals.settled", "appeals.on_time", "deliberation.meetings.good", "deliberation.matters.settled", "appeals.satisfaction"];

impl edge::View for OverviewView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "overview-title");
        let periods: Vec<_> = Period::ALL
            .iter()
            .map(|p| (format!("{HERE}?{}", self.words.with("period", p.code())), word(ctx.lang, "period", p.code()), *p == self.period))
            .collect();
        let main = html! {
            div.head { h1 { (title) " " small.muted { (self.place_name) } } (ui::segments(&fl!(w, "period"), &periods)) }
            p.muted.s { (fl!(w, "time-period", from = self.from.to_string(), until = self.until.to_string())) }
            (self.choices(ctx))
            (ui::kpis(&self.tiles(ctx, &DONE)))
            (self.late(ctx))
            (self.steps(ctx))
            (self.table(ctx))
            (self.map(ctx))
            p.actions { (ui::ghost_link("/desk/indicators/wall", &fl!(w, "wall"))) " " (ui::ghost_link("/figures", &fl!(w, "doing-title"))) " " (ui::ghost_link("/figures/corrections", &fl!(w, "corrections-title"))) }
        };
        ui::layout::desk(ctx, &title, HERE, main)
    }
    fn path(&self) -> String {
        HERE.into()
    }
}

impl OverviewView {
    fn choices(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let chip = |id: &str, name: &str, here: bool| html! { a.chip href={ (HERE) "?" (self.words.with("community", id)) } aria-current=[here.then_some("true")] { (name) } };
        html! {
            nav.chips.strip aria-label=(fl!(w, "community")) {
                (chip("", &fl!(w, "whole-street"), self.place.is_none()))
                @for (id, name) in &self.communities { (chip(id, name, self.place.as_deref() == Some(id))) }
            }
        }
    }

    fn tiles(&self, ctx: &Ctx, codes: &[&str]) -> Vec<Kpi> {
        codes.iter().filter_map(|code| self.rows.iter().find(|row| row.shown.code == *code)).map(|row| self.tile(ctx, row)).collect()
    }

    /// Where it is late, by community.
    fn late(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "late");
        let head = [fl!(w, "community"), format!("#{}", fl!(w, "late-promises")), format!("#{}", fl!(w, "late-meetings"))];
        let end = format!("from={}&until={}", self.from, self.until);
        let cell = |code: &str, l: &LateLine, (n, of): (i64, i64)| html! {
            span { @if n > 0 { a href={ "/figures/" (code) "?" (end) "&community=" (l.id) } { (n) } } @else { "0" } " " small.muted { (fl!(w, "late-of", n = of)) } }
        };
        let line = |l: &LateLine| {
            vec![html! { b { (l.name) } }, cell("appeals.on_time", l, (l.promises, l.due)), cell("deliberation.duty.rate", l, (l.meetings, l.owed))]
        };
        ui::card(&title, None, html! {
            @if self.late.is_empty() { p { (fl!(w, "late-none")) } }
            @else {
                p { (fl!(w, "late-says", meetings = self.late.iter().map(|l| l.meetings).sum::<i64>(), promises = self.late.iter().map(|l| l.promises).sum::<i64>(), places = self.late.len())) }
                (ui::table(&title, &heads(&head), self.late.iter().map(line).collect()))
            }
            p.actions {
                (ui::ghost_link(&format!("/desk/figures?period={}", self.period.code()), &fl!(w, "late-units")))
                (ui::ghost_link("/desk/overview", &fl!(w, "late-open")))
            }
        })
    }

    /// Where matters are in the six steps.
    fn steps(&self, ctx: &Ctx) -> Markup {
        let row = self.rows.iter().find(|row| row.shown.code == steps::STEPS);
        html! { @if let Some(row) = row { (steps::card(ctx, row, &self.href(row))) } }
    }

    fn href(&self, row: &OverviewRow) -> String {
        let place = self.place.as_ref().map(|p| format!("&community={p}")).unwrap_or_default();
        format!("{}?from={}&until={}{place}", row.shown.href(), row.shown.from, row.shown.until)
    }

    fn table(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "overview-title");
        let day = |d| ui::time::day(ctx.lang, d, ctx.now);
        let before = match self.before {
            (from, until) if from == until => fl!(w, "before-day", day = day(from)),
            (from, until) => fl!(w, "before", from = day(from), until = day(until)),
        };
        let head = [fl!(w, "figure"), format!("#{}", fl!(w, "value")), format!("#{before}"), fl!(w, "beside"), String::new()];
        let line = |row: &OverviewRow| {
            let s = &row.shown;
            let map = format!("{HERE}?{}#map", self.words.with("code", &s.code));
            vec![
                html! { span { a data-row href=(self.href(row)) { (name_of(ctx.lang, &s.code)) } " " small.muted { (time_of(ctx, s)) } } },
                html! { span { (value(ctx, s)) @if let Some(before) = row.before.filter(|_| row.comparable) { (change(ctx, row, before)) } } },
                html! { @if let Some(before) = row.before { span { (printed(ctx.lang, Some(before), s.unit, Bound::Exact)) @if !row.comparable { " " small.muted { (fl!(w, "too-few")) } } } } @else { "—" } },
                html! { small { (beside(ctx, s)) } },
                html! { a.nowrap href=(map) { (fl!(w, "on-map")) } },
            ]
        };
        ui::card("", None, ui::table(&title, &heads(&head), self.rows.iter().map(line).collect()))
    }

    fn map(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(i) = indicator(&self.map_code) else { return html! {} };
        let name = name_of(ctx.lang, &self.map_code);
        let title = fl!(w, "map-title", name = name.as_str());
        let whole = |v: i64| if i.unit == figures::Unit::Share { v / 100 } else { v };
        let shapes: Vec<Shape> = self
            .shapes
            .iter()
            .map(|s| Shape {
                id: s.id.clone(), href: format!("/figures/{}?community={}", self.map_code, s.id), title: s.name.clone(), value: s.value.map(whole), rings: s.rings.clone(),
            })
            .collect();
        let head = [fl!(w, "community"), format!("#{name}")];
        let line = |p: &PlaceLine| {
            vec![
                html! { a data-row href={ "/figures/" (self.map_code) "?community=" (p.id) } { (p.name) } },
                html! { span.num { (printed(ctx.lang, p.value, i.unit, Bound::Exact)) small { (unit(ctx.lang, i.unit)) } } },
            ]
        };
        html! {
            div #map {
                (ui::card(&title, None, html! {
                    (ui::maps::grids(ctx, &title, &name, &shapes, &[]))
                    (ui::table(&title, &heads(&head), self.places.iter().map(line).collect()))
                }))
            }
        }
    }

    fn tile(&self, ctx: &Ctx, row: &OverviewRow) -> Kpi {
        Kpi {
            label: name_of(ctx.lang, &row.shown.code),
            value: row.shown.text(ctx.lang),
            unit: unit(ctx.lang, row.shown.unit),
            note: time_of(ctx, &row.shown),
            href: Some(self.href(row)),
            bad: false,
        }
    }

    /// One screen: the figures of the period, where it is late, one of them on the map.
    fn board(&self, ctx: &Ctx) -> Markup {
        html! {
            div.board-tiles { (ui::kpis(&self.rows.iter().map(|row| self.tile(ctx, row)).collect::<Vec<_>>())) }
            div.wall-two.board { (self.map(ctx)) (self.late(ctx)) }
        }
    }
}

impl edge::View for FiguresWallView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "wall-title", street = self.0.place_name.as_str());
        let main = html! { div.wall-board hx-get=(ctx.path) hx-trigger="every 300s" hx-swap="innerHTML" { (self.0.board(ctx)) } };
        ui::layout::wall(ctx, &title, main)
    }
    fn fragment(&self, ctx: &Ctx) -> Markup {
        html! { (ui::layout::wall_clock(ctx, true)) (self.0.board(ctx)) }
    }
}

/// Whether it is more or less than before; only where both are large enough to say so.
fn change(ctx: &Ctx, row: &OverviewRow, before: i64) -> Markup {
    let w = words(ctx.lang);
    let (sign, word) = match row.shown.value.unwrap_or(before).cmp(&before) {
        std::cmp::Ordering::Greater => ("↑ ", fl!(w, "more")),
        std::cmp::Ordering::Less => ("↓ ", fl!(w, "less")),
        std::cmp::Ordering::Equal => ("", fl!(w, "same")),
    };
    html! { " " small { (sign) (word) } }
}

/// Tones of states, shared by the lists of reports.
pub(super) fn tone(state: crate::rules::EditionState) -> Tone {
    use crate::rules::EditionState;
    match state {
        EditionState::Signed => Tone::Ok,
        EditionState::Returned => Tone::Warn,
        EditionState::Reviewed => Tone::Info,
        EditionState::Drafted => Tone::Plain,
    }
}
