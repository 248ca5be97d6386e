//! How we are doing, for everybody: plain sentences first, every number a door.

use super::{beside, name_of, origin, point, time_of, unit, value};
use crate::views::{DoingView, Shown};
use crate::words;
use figures::Unit;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, charts};

impl edge::View for DoingView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "doing-title");
        let until = ui::time::day(ctx.lang, ctx.now.day(), ctx.now);
        let main = html! {
            div.head { h1 { (title) } }
            p { (fl!(w, "doing-lead", street = self.street.as_str())) }
            (self.sentences(ctx))
            (ui::section(&fl!(w, "doing-month", month = self.from.civil().month()), Some(("/months", &fl!(w, "doing-months"))), self.list(ctx, &self.month)))
            (self.growing(ctx))
            (ui::section(&fl!(w, "doing-year", until = until.as_str()), None, self.list(ctx, &self.year)))
            (ui::section(&fl!(w, "doing-now"), None, self.list(ctx, &self.now)))
            @if !self.partners.is_empty() {
                (ui::section(&fl!(w, "doing-partners"), None, html! { p.muted.s { (fl!(w, "doing-partners-note")) } (self.list(ctx, &self.partners)) }))
            }
            (self.more(ctx))
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/figures".into()
    }
}

impl DoingView {
    fn of(&self, code: &str) -> Option<&Shown> {
        self.month.iter().find(|s| s.code == code).filter(|s| s.value.is_some())
    }

    /// What a neighbour would say of the month.
    fn sentences(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let text = |code: &str| self.of(code).map(|s| s.text(ctx.lang));
        let month = self.from.civil().month();
        let said = [
            text("appeals.voices").zip(text("appeals.settled")).map(|(told, settled)| fl!(w, "doing-say-voices", month = month, told = told, settled = settled)),
            text("appeals.on_time").map(|share| fl!(w, "doing-say-on-time", share = share)),
            text("deliberation.meetings.good").zip(text("deliberation.matters.settled")).map(|(met, done)| fl!(w, "doing-say-met", met = met, done = done)),
        ];
        let late = self.of("deliberation.duty.rate").and_then(|s| s.beside.iter().find(|b| b.0 == "missed").map(|b| b.1)).filter(|n| *n > 0);
        html! {
            section.card {
                @for text in said.into_iter().flatten() { p { (text) } }
                @if let Some(n) = late { p { (fl!(w, "doing-say-missed", n = n, month = month)) } }
                @if self.month.iter().all(|s| s.value.is_none()) { p { (fl!(w, "doing-say-nothing")) } }
            }
        }
    }

    fn list(&self, ctx: &Ctx, all: &[Shown]) -> Markup {
        html! {
            ul.rows {
                @for s in all {
                    li {
                        a href=(s.href()) {
                            span.t {
                                b { (name_of(ctx.lang, &s.code)) (origin(ctx, s)) }
                                small { (time_of(ctx, s)) @if !s.beside.is_empty() { " · " (beside(ctx, s)) } }
                            }
                            span.v { (value(ctx, s)) }
                        }
                    }
                }
            }
        }
    }

    /// Over time: meetings, voices, satisfaction of the months that are over.
    fn growing(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let chart = |code: &str, of: Unit, pick: fn(&crate::views::MonthPoint) -> Option<i64>| {
            let known: Vec<(String, f64)> = self.months.iter().filter_map(|m| Some((m.month[2..].to_owned(), point(pick(m)?, of)))).collect();
            let name = format!("{} {}", name_of(ctx.lang, code), unit(ctx.lang, of));
            let (labels, values): (Vec<String>, Vec<f64>) = known.into_iter().unzip();
            html! { @if labels.len() > 1 { h3 { (name) } (charts::line(ctx, &name, &labels, &[charts::Series { name: name.clone(), values }])) } }
        };
        let body = html! {
            (chart("deliberation.meetings.good", Unit::Meetings, |m| m.meetings))
            (chart("appeals.voices", Unit::Voices, |m| m.voices))
            (chart("appeals.satisfaction", Unit::Share, |m| m.satisfaction))
        };
        html! { @if self.months.iter().filter(|m| m.meetings.is_some()).count() > 1 { (ui::section(&fl!(w, "doing-growing"), None, body)) } }
    }

    fn more(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if !self.reports.is_empty() {
                (ui::section(&fl!(w, "doing-reports"), None, html! {
                    ul.rows { @for r in &self.reports { li { a href={ "/reports/" (r.id) } { span.t { b { (r.title) } small { (r.from) " – " (r.until) } } } } } }
                }))
            }
            p.actions { (ui::ghost_link("/figures/corrections", &fl!(w, "corrections-title"))) " " (ui::ghost_link("/open-data", &fl!(w, "open-title"))) }
        }
    }
}
