//! The rates' page: the three, the score, the others; by unit and by community.

use super::{UNDEFINED, days, grouped, percent, periods, rate_cell, territories, word};
use crate::rules::figures::THREE;
use crate::rules::slices::Period;
use crate::views::{Deferred, FigureValue, RateRow, RatesView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Kpi, form};

impl edge::View for RatesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "figures-title");
        let main = html! {
            div.head {
                h1 { (title) @if self.whose.community.is_some() { small.muted { " " (self.whose.name) } } }
                (periods(ctx, "/desk/figures", &self.words, self.period, &Period::ALL))
            }
            (self.free_window(ctx))
            (territories(ctx, "/desk/figures", &self.words, &self.whose))
            p.muted { (days(ctx, self.window)) " · " (fl!(w, "figures-version", version = self.definition)) " · " (fl!(w, "figures-valid", n = self.valid)) }
            (ui::kpis(&self.tiles(ctx)))
            p.muted.s { (fl!(w, "figures-how")) }
            (self.rows(ctx, fl!(w, "figures-by-unit"), &self.units, "unit"))
            (self.rows(ctx, fl!(w, "figures-by-community"), &self.communities, "community"))
            (self.others(ctx))
            (self.waiting(ctx))
        };
        ui::layout::desk(ctx, &title, "/desk/figures", main)
    }
}

impl RatesView {
    fn way(&self, code: &str, more: &[(&str, &str)]) -> String {
        let community = self.whose.community.clone().unwrap_or_default();
        let mut changes: Vec<(&str, &str)> = more.to_vec();
        if changes.iter().all(|c| c.0 != "community") {
            changes.push(("community", &community));
        }
        changes.push(("by", ""));
        format!("/desk/figures/{code}?{}", self.words.with(&changes))
    }

    /// Any two days, for windows without a name.
    fn free_window(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (from, to) = (fl!(w, "figures-from"), fl!(w, "figures-to"));
        let (first, last) = (self.window.from.to_string(), self.window.to.to_string());
        html! {
            details.fold open[self.period.is_none()] {
                summary { (fl!(w, "figures-other-window")) }
                (form::get("/desk/figures", html! {
                    @if let Some(c) = &self.whose.community { input type="hidden" name="community" value=(c); }
                    (ui::text_input(&Field::new("from", &from).value(&first), "date"))
                    (ui::text_input(&Field::new("to", &to).value(&last), "date"))
                    (ui::button(&fl!(w, "figures-show")))
                }))
            }
        }
    }

    fn tiles(&self, ctx: &Ctx) -> Vec<Kpi> {
        let w = words(ctx.lang);
        let tile = |v: &FigureValue| Kpi {
            label: v.name(ctx),
            value: v.shown(),
            unit: v.unit(ctx),
            note: v.note(ctx),
            href: Some(self.way(v.code, &[])),
            bad: false,
        };
        let mut tiles: Vec<_> = self.three.iter().map(tile).collect();
        tiles.push(Kpi {
            label: fl!(w, "figures-score"),
            value: self.score.map_or(UNDEFINED.into(), percent),
            note: fl!(w, "figures-score-note"),
            ..Kpi::default()
        });
        let left_out = self.adjusted.left_out.map_or(UNDEFINED.into(), percent);
        tiles.push(Kpi {
            label: fl!(w, "figures-adjusted"),
            value: self.adjusted.score.map_or(UNDEFINED.into(), percent),
            note: fl!(w, "figures-left-out", share = left_out),
            ..Kpi::default()
        });
        tiles
    }

    /// What waits for its conditions: as of today, whatever the window.
    fn waiting(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Deferred { open, middle_days, longest_days, past_review } = self.deferred;
        let tile = |label: String, value: i64, bad: bool| Kpi { label, value: grouped(value), bad, ..Kpi::default() };
        let body = html! {
            p.muted.s { (fl!(w, "deferred-now")) }
            (ui::kpis(&[
                Kpi { href: Some("/desk/queue?state=deferred".into()), ..tile(fl!(w, "deferred-open"), open, false) },
                tile(fl!(w, "deferred-middle"), middle_days, false),
                tile(fl!(w, "deferred-longest"), longest_days, false),
                tile(fl!(w, "deferred-past"), past_review, past_review > 0),
            ]))
        };
        ui::card(&fl!(w, "deferred-title"), None, body)
    }

    fn rows(&self, ctx: &Ctx, title: String, rows: &[RateRow], by: &'static str) -> Markup {
        let w = words(ctx.lang);
        if rows.is_empty() {
            return html! {};
        }
        let mut heads = vec![format!("#{}", fl!(w, "figures-place")), title.clone(), format!("#{}", fl!(w, "figures-voices"))];
        heads.extend(THREE.iter().map(|code| format!("#{}", word(ctx.lang, "figure", code))));
        heads.push(format!("#{}", fl!(w, "figures-score")));
        heads.push(format!("#{}", fl!(w, "figures-adjusted")));
        heads.push(format!("#{}", word(ctx.lang, "figure", "on-time")));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let order: Vec<_> = THREE
            .iter()
            .map(|code| (format!("/desk/figures?{}", self.words.with(&[("by", code)])), word(ctx.lang, "figure", code), self.by == *code))
            .collect();
        let lines = rows.iter().map(|row| self.cells(ctx, row, by)).collect();
        let body = html! {
            @if rows.iter().all(|r| r.place.is_none()) { p.muted.s { (fl!(w, "figures-no-order")) } }
            (ui::table(&title, &heads, lines))
        };
        ui::card(&title, Some(ui::segments(&fl!(w, "figures-order"), &order)), body)
    }

    fn cells(&self, ctx: &Ctx, row: &RateRow, by: &'static str) -> Vec<Markup> {
        let w = words(ctx.lang);
        let way = |code: &str| row.id.as_deref().map(|id| self.way(code, &[(by, id)]));
        let mut cells = vec![
            html! { @if let Some(place) = row.place { (place) } @else { span.muted { (UNDEFINED) } } },
            html! { @if row.id.is_some() { (row.name) } @else { (fl!(w, "figures-unplaced")) } },
            html! { (grouped(row.valid)) },
        ];
        cells.extend(row.three.iter().map(|v| rate_cell(ctx, v.rate.as_ref(), way(v.code).as_deref())));
        cells.push(html! { (row.score.map_or(UNDEFINED.into(), percent)) });
        let left_out = row.adjusted.left_out.filter(|n| *n > 0).map(percent);
        cells.push(html! {
            (row.adjusted.score.map_or(UNDEFINED.into(), percent))
            @if let Some(share) = left_out { " " small.muted { (fl!(w, "figures-left-out", share = share)) } }
        });
        cells.push(rate_cell(ctx, row.on_time.as_ref(), way("on-time").as_deref()));
        cells
    }

    fn others(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "figures-others");
        let heads = [fl!(w, "figures-figure"), format!("#{}", fl!(w, "figures-value")), fl!(w, "figures-counted")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let line = |v: &FigureValue| {
            vec![
                html! { a data-row href=(self.way(v.code, &[])) { (v.name(ctx)) } },
                html! { (v.shown()) @if !v.unit(ctx).is_empty() { " " (v.unit(ctx)) } },
                html! { @if v.rate.is_some() { (v.note(ctx)) } @else { (UNDEFINED) } },
            ]
        };
        ui::card(&title, None, ui::table(&title, &heads, self.others.iter().map(line).collect()))
    }
}
