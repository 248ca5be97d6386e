//! The page of one figure: what it means, its value, how it went, and the records behind it.

use super::{UNDEFINED, days, grouped, periods, territories, tone, word};
use crate::rules::slices::Period;
use crate::views::{FigureView, RecordLine};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, charts};

impl edge::View for FigureView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = self.value.name(ctx);
        let path = format!("/desk/figures/{}", self.code);
        let chosen = Period::ALL.into_iter().find(|p| p.window(ctx.now.day()) == self.window);
        let of = self.unit.as_deref().unwrap_or(&self.whose.name);
        let main = html! {
            p.crumbs { a href={ "/desk/figures?" (self.words.with(&[("unit", "")])) } { (fl!(w, "figures-title")) } }
            div.head {
                h1 { (title) " " small.muted { (of) } }
                (periods(ctx, &path, &self.words, chosen, &Period::ALL))
            }
            (territories(ctx, &path, &self.words, &self.whose))
            div.two { (self.definition(ctx)) (self.trend(ctx, &title)) }
            (self.list(ctx))
        };
        ui::layout::desk(ctx, &title, "/desk/figures", main)
    }
}

impl FigureView {
    fn definition(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let value = html! { b.figure-value { (self.value.shown()) small { (self.value.unit(ctx)) } } };
        let per_head = self.population.as_ref().and_then(|(people, day)| {
            let n = self.value.number?;
            let tenths = (n * 100_000 * 2 + people) / (people * 2).max(1);
            Some(fl!(w, "figures-per-head", n = format!("{}.{}", tenths / 10, tenths % 10), people = grouped(*people), day = day.as_str()))
        });
        let facts = [
            (fl!(w, "figures-value"), value),
            (fl!(w, "figures-counted"), html! {
                @if self.value.rate.is_some() { (self.value.note(ctx)) }
                @else if let Some(text) = &per_head { (text) }
                @else if self.value.number.is_some() { (fl!(w, "figures-number")) }
                @else { (fl!(w, "figures-undefined")) }
            }),
            (fl!(w, "figures-days"), html! { (days(ctx, self.window)) }),
            (fl!(w, "figures-meaning"), html! { (word(ctx.lang, "figure-what", self.code)) }),
            (fl!(w, "figures-formula"), html! { (word(ctx.lang, "figure-formula", self.code)) }),
            (fl!(w, "figures-definition"), html! { (self.definition) }),
        ];
        let facts: Vec<_> = facts.iter().map(|(name, body)| (name.as_str(), body.clone())).collect();
        ui::card(&fl!(w, "figures-about"), None, ui::facts(&facts))
    }

    fn trend(&self, ctx: &Ctx, title: &str) -> Markup {
        let w = words(ctx.lang);
        let mut labels = vec![];
        let mut values = vec![];
        for point in &self.trend {
            let share = point.value.rate.map(|r| r.value as f64 / 100.0);
            let Some(value) = share.or(point.value.number.map(|n| n as f64)) else { continue };
            let format = if point.monthly { "%y-%m" } else { "%-m-%-d" };
            labels.push(point.from.civil().strftime(format).to_string());
            values.push(value);
        }
        let heading = fl!(w, "figures-trend");
        let series = [charts::Series { name: title.to_owned(), values }];
        ui::card(&heading, None, html! {
            @if labels.is_empty() { p.muted { (fl!(w, "figures-undefined")) } }
            @else { (charts::line(ctx, &heading, &labels, &series)) }
        })
    }

    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "figures-records", n = grouped(self.records_all));
        let heads = [
            fl!(w, "desk-no"), fl!(w, "desk-title"), fl!(w, "desk-state"), fl!(w, "figures-when"),
            format!("#{}", fl!(w, "figures-counts")),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        ui::card(&title, None, html! {
            @if self.records.is_empty() { (ui::empty_state(&fl!(w, "figures-no-records"), "", None)) }
            @else { (ui::table(&title, &heads, self.records.iter().map(|r| self.cells(ctx, r)).collect())) }
            @if self.kept_back > 0 { p.muted { (fl!(w, "figures-kept-back", n = self.kept_back)) } }
            (ui::pager(ctx, self.next.as_deref(), None))
        })
    }

    fn cells(&self, ctx: &Ctx, r: &RecordLine) -> Vec<Markup> {
        let w = words(ctx.lang);
        let counts = match r.counts {
            1_000 => fl!(w, "yes"),
            0 => fl!(w, "no"),
            part => format!("0.{}", part / 100),
        };
        vec![
            html! { a data-row href=(r.case.path()) { (r.case.case_no) } },
            html! { (r.case.title) @if r.case.title.is_empty() { (UNDEFINED) } },
            ui::tag(tone(r.case.state), &word(ctx.lang, "state", r.case.state.code())),
            ui::time::stamp(ctx.lang, r.at, ctx.now),
            html! { (counts) },
        ]
    }
}
