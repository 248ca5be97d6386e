//! The page that brings a roster in: a look first, then the act.

use super::draws::sheet_problems;
use super::listed;
use crate::views::RosterSheetView;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for RosterSheetView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "roster-sheet");
        let main = html! {
            div.page {
                p.crumbs { a href=(self.body_path()) { (self.body_name) } " / " (title) }
                h1 { (title) }
                p.lead { (fl!(w, "roster-sheet-lead")) }
                (sheet_problems(ctx, &self.problems))
                @if let Some(b) = &self.brought {
                    (ui::alert(Tone::Ok, html! { p { b { (if b.done { fl!(w, "sheet-done") } else { fl!(w, "sheet-good") }) } " " (fl!(w, "sheet-holds", lines = b.lines, fresh = b.fresh)) } }))
                    @if !b.done && b.fresh > 0 {
                        (form::post(ctx, &self.to("roster"), html! {
                            textarea name="text" hidden aria-hidden="true" { "\n" (self.sheet) }
                            p.actions { (ui::button(&fl!(w, "roster-sheet-take"))) }
                        }))
                    }
                }
                section.card {
                    (form::multipart(ctx, &self.to("roster/checks"), html! {
                        (ui::file_input(ctx.lang, &Field::new("file", &fl!(w, "sheet-file")).hint(&fl!(w, "roster-sheet-hint")), ".xlsx,.xls,.csv,text/csv", false))
                        p.actions { (ui::button(&fl!(w, "sheet-check"))) (ui::ghost_link(&self.to("roster.csv"), &fl!(w, "roster-file"))) }
                    }))
                }
                (self.sealed(ctx))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        self.to("roster/import")
    }
    edge::speaks!(crate::words);
}

impl RosterSheetView {
    fn body_path(&self) -> String {
        self.body.map_or_else(|| "/bodies".into(), |id| format!("/bodies/{id}"))
    }
    fn to(&self, verb: &str) -> String {
        format!("{}/{verb}", self.body_path())
    }

    fn sealed(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.cards.is_empty() {
            return html! {};
        }
        let names = [fl!(w, "member"), fl!(w, "category"), fl!(w, "draw-open")];
        let lines = self.cards.iter().map(|c| {
            let opened = self.opened.as_ref().filter(|o| o.id == c.id);
            vec![
                html! { (c.shown_name) },
                html! { (listed(ctx.lang, "category", &c.category)) },
                html! { @match opened { Some(o) => { (o.name) " " (o.contact) }, None => (form::verb(ctx, &format!("/memberships/{}/opening", c.id), &fl!(w, "draw-open"))) } },
            ]
        });
        ui::section(&fl!(w, "roster-sealed"), None, html! {
            p.muted.s { (fl!(w, "draw-opened-note")) }
            (ui::table(&fl!(w, "roster-sealed"), &names.iter().map(String::as_str).collect::<Vec<_>>(), lines.collect()))
        })
    }
}
