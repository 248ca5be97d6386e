//! A month in one table.

use crate::rules::months::{MonthKind, MonthTable};
use crate::views::MonthView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, form};

impl edge::View for MonthView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { a href="/cases" { (fl!(w, "cases-title")) } }
                h1 { (fl!(w, "months-title")) }
                p.muted { (fl!(w, "months-lead")) }
                @if let Some(table) = &self.table {
                    (self.chooser(ctx, &table.month))
                    (table.shown(ctx))
                    p.muted { (fl!(w, "months-covered")) }
                    p.actions { (ui::ghost_link(&format!("/months/{}/file", table.month), &fl!(w, "months-file"))) }
                } @else {
                    (ui::empty_state(&fl!(w, "months-none"), &fl!(w, "months-none-text"), None))
                }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "months-title"), "/cases", main, None)
    }
}

impl MonthView {
    fn chooser(&self, ctx: &Ctx, month: &str) -> Markup {
        let w = words(ctx.lang);
        let months: Vec<_> = self.months.iter().map(|m| (m.clone(), m.clone())).collect();
        form::get("/months", html! {
            (ui::select(&Field::new("month", &fl!(w, "months-month")).value(month), &months))
            (ui::ghost_button(&fl!(w, "months-show")))
        })
    }
}

impl MonthTable {
    /// Headings, and lines of a name with its counts. Kinds go down and communities across: their names are short in
    /// every language.
    pub fn sheet(&self, lang: Lang) -> (Vec<String>, Vec<(String, Vec<Option<u64>>)>) {
        let w = words(lang);
        let communities = self.rows.iter().map(|row| row.community.clone().unwrap_or_else(|| fl!(w, "months-nowhere")));
        let heads = [fl!(w, "cases-category")].into_iter().chain(communities).chain([fl!(w, "months-total")]).collect();
        let name = |kind: &MonthKind| if lang.is_zh() { kind.name_zh.clone() } else { kind.name_en.clone() };
        let kinds = self.kinds.iter().zip(&self.totals).enumerate();
        let lines = kinds.map(|(i, (kind, total))| (name(kind), self.rows.iter().map(|row| row.counts[i]).chain([*total]).collect()));
        let last = (fl!(w, "months-total"), self.rows.iter().map(|row| row.total).chain([self.total]).collect());
        (heads, lines.chain([last]).collect())
    }

    fn shown(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (heads, lines) = self.sheet(ctx.lang);
        let count = |n: Option<u64>| match n {
            Some(n) => html! { (n) },
            None => html! { span title=(fl!(w, "months-cell")) { span aria-hidden="true" { "·" } span.vh { (fl!(w, "months-cell")) } } },
        };
        let lines = lines.into_iter().map(|(name, counts)| (name, counts.into_iter().map(count).collect()));
        ui::matrix(&fl!(w, "months-caption", month = self.month.clone()), &heads, lines.collect())
    }
}
