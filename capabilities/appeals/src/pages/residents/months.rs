//! A month in one table.

use crate::rules::months::MonthTable;
use crate::views::{MonthKind, MonthView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl edge::View for MonthView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { a href="/cases" { (fl!(w, "cases-title")) } }
                h1 { (fl!(w, "months-title")) }
                p.muted { (fl!(w, "months-lead")) }
                @match (&self.month, &self.table) {
                    (Some(month), Some(table)) => {
                        (self.chooser(ctx, month))
                        (self.table(ctx, month, table))
                        p.muted { (fl!(w, "months-covered")) }
                        p.actions { (ui::ghost_link(&format!("/months/{month}/file"), &fl!(w, "months-file"))) }
                    }
                    _ => (ui::empty_state(&fl!(w, "months-none"), &fl!(w, "months-none-text"), None)),
                }
            }
        };
        ui::layout::resident(ctx, &fl!(w, "months-title"), "/cases", main, None)
    }
}

impl MonthKind {
    pub fn name(&self, zh: bool) -> &str {
        if zh { &self.zh } else { &self.en }
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

    /// Kinds go down and communities across: their names are short in every language.
    fn table(&self, ctx: &Ctx, month: &str, table: &MonthTable) -> Markup {
        let w = words(ctx.lang);
        let together = fl!(w, "months-total");
        let nowhere = || fl!(w, "months-nowhere");
        let communities = self.communities.iter().map(|name| format!("#{}", name.clone().unwrap_or_else(nowhere)));
        let heads: Vec<_> = [fl!(w, "cases-category")].into_iter().chain(communities).chain([format!("#{together}")]).collect();
        let count = |n: &Option<u64>| match n {
            Some(n) => html! { (n) },
            None => html! { span title=(fl!(w, "months-cell")) { span aria-hidden="true" { "·" } span.vh { (fl!(w, "months-cell")) } } },
        };
        let kinds = self.kinds.iter().zip(&table.totals).enumerate();
        let mut lines: Vec<Vec<Markup>> = kinds
            .map(|(i, (kind, total))| {
                let across = table.rows.iter().map(|row| count(&row.counts[i])).chain([count(total)]);
                [html! { (kind.name(ctx.lang.is_zh())) }].into_iter().chain(across).collect()
            })
            .collect();
        let across = table.rows.iter().map(|row| &row.total).chain([&table.total]).map(count);
        lines.push([html! { (together) }].into_iter().chain(across).collect());
        let heads: Vec<_> = heads.iter().map(String::as_str).collect();
        ui::table(&fl!(w, "months-caption", month = month.to_owned()), &heads, lines)
    }
}
