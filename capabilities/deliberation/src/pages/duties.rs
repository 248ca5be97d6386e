//! The compliance calendar: rows that owe, twelve months, shape and word beside colour.

use crate::rules::{DutyLevel, DutyState};
use crate::views::{DutiesView, DutyCell, DutyRow};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone};

impl edge::View for DutiesView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "duties-of", year = self.year.to_string());
        let levels = DutyLevel::ALL.iter().map(|l| {
            (format!("/duties?year={}&level={}", self.year, l.code()), word(ctx.lang, "duty-level", l.code()), *l == self.level)
        });
        let mut heads = vec![word(ctx.lang, "duty-level", self.level.code())];
        heads.extend((1..=12).map(|m| fl!(w, "month-short", m = m)));
        let plans = self.rows.iter().any(|row| row.planned.is_some());
        if plans {
            heads.push(fl!(w, "plans-title"));
        }
        let planned = |row: &DutyRow| html! { @if let Some(p) = row.planned { span.num { (p.good) " / " (p.meetings) } } };
        let cells = |row: &DutyRow| row.cells.iter().map(|c| c.shown(ctx)).chain(plans.then(|| planned(row))).collect();
        let lines = self.rows.iter().map(|row| (row.name.clone(), cells(row))).collect();
        let r = &self.rate;
        let main = html! {
            div.page {
                h1 { (title) }
                p.lead { (fl!(w, "duties-lead")) }
                (ui::segments(&fl!(w, "duty-who"), &levels.collect::<Vec<_>>()))
                p { b { (fl!(w, "duty-rate", met = r.met, owed = (r.owed - r.excused), excused = r.excused, covering = r.by_covering)) } }
                p.muted.s { (fl!(w, "duty-sum", n = self.owed_a_year)) }
                @if self.rows.is_empty() { (ui::empty_state(&fl!(w, "bodies-none"), &fl!(w, "bodies-none-text"), None)) }
                @else { (ui::matrix(&title, &heads, lines)) }
                ul.told.s { @for state in DutyState::ALL { li { (mark(ctx, *state)) " " (word(ctx.lang, "duty-means", &state.code().replace('_', "-"))) } } }
                nav.pager aria-label=(fl!(w, "duty-years")) {
                    a.btn.ghost href={ "/duties?year=" (self.year - 1) "&level=" (self.level.code()) } { (self.year - 1) }
                    a.btn.ghost href={ "/duties?year=" (self.year + 1) "&level=" (self.level.code()) } { (self.year + 1) }
                }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        "/duties".into()
    }
}

impl DutyCell {
    fn shown(&self, ctx: &Ctx) -> Markup {
        let met = self.own.first().or(self.covering.first());
        html! {
            @match met {
                Some(id) => a href={ "/meetings/" (id) } { (mark(ctx, self.state)) },
                None => span title=[self.excuse.as_deref()] { (mark(ctx, self.state)) },
            }
        }
    }
}

fn mark(ctx: &Ctx, state: DutyState) -> Markup {
    let tone = match state {
        DutyState::Met => Tone::Ok,
        DutyState::Held | DutyState::AtRisk => Tone::Warn,
        DutyState::Missed => Tone::Bad,
        DutyState::Planned => Tone::Info,
        _ => Tone::Plain,
    };
    let name = word(ctx.lang, "duty", &state.code().replace('_', "-"));
    if matches!(state, DutyState::Coming | DutyState::NotYet) { html! { span.muted { (name) } } } else { ui::tag(tone, &name) }
}
