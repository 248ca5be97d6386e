//! The queue's page.

use super::{tone, with_any, word};
use crate::rules::{State, Urgency};
use crate::views::{CaseLine, Choice, QueueView, QueueWords};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for QueueView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let title = fl!(words(ctx.lang), "desk-queue");
        let main = html! {
            div.head { h1 { (title) } (self.views(ctx)) }
            (ui::error_summary(ctx, &self.problems))
            (self.states(ctx))
            (self.filters(ctx))
            (self.list(ctx))
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        format!("/desk/cases?{}", self.words.query())
    }
    edge::speaks!(crate::words);
}

impl QueueView {
    /// How many wait in each state: the way to them.
    fn states(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let all: i64 = self.waiting.iter().map(|n| n.n).sum();
        let here = |words: &QueueWords| *words == QueueWords { before: None, ..self.words.clone() };
        let entry = |words: QueueWords, text: String, n: i64, bad: bool| {
            let current = here(&words);
            html! { a.chip.count.bad[bad] href={ "/desk/cases?" (words.query()) } aria-current=[current.then_some("true")] { (text) " " b { (n) } } }
        };
        let of = |state: Option<State>, due: &str| QueueWords { state, due: due.into(), ..QueueWords::default() };
        html! {
            nav.chips aria-label=(fl!(w, "desk-state")) {
                (entry(of(None, ""), fl!(w, "desk-open-all"), all, false))
                @if self.overdue > 0 { (entry(of(None, "overdue"), fl!(w, "desk-overdue"), self.overdue, true)) }
                @for n in &self.waiting { (entry(of(Some(n.state), ""), word(ctx.lang, "state", n.state.code()), n.n, false)) }
            }
        }
    }

    fn filters(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let any = || fl!(w, "desk-all");
        let labels = [
            fl!(w, "desk-search"), fl!(w, "desk-state"), fl!(w, "desk-category"), fl!(w, "desk-community"),
            fl!(w, "desk-lead"), fl!(w, "desk-urgency"), fl!(w, "desk-due"),
        ];
        let [search, state, category, community, unit, urgency, due] = &labels;
        let coded = |prefix: &str, codes: &[&str]| -> Vec<Choice> {
            codes.iter().map(|c| Choice::new(c, word(ctx.lang, prefix, c))).collect()
        };
        let states = coded("state", &State::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
        let urgencies = coded("urgency", &Urgency::ALL.iter().map(|s| s.code()).collect::<Vec<_>>());
        let dues = coded("due", &["overdue", "soon"]);
        let categories: Vec<_> = self.choices.categories.iter()
            .map(|c| Choice::new(&c.code, if ctx.lang.is_zh() { &c.name_zh } else { &c.name_en })).collect();
        let chosen = |f: Field<'_>, value: &str, choices: &[Choice]| ui::select(&f.value(value), &with_any(any(), choices));
        html! {
            details.fold open[self.words.is_narrowed()] {
                summary { (fl!(w, "desk-filter")) }
                (form::get("/desk/cases", html! {
                    (ui::text_input(&Field::new("q", search).value(&self.words.q), "search"))
                    (chosen(Field::new("state", state), self.words.state.map_or("", State::code), &states))
                    (chosen(Field::new("category", category), &self.words.category, &categories))
                    (chosen(Field::new("community", community), &self.words.community, &self.choices.communities))
                    (chosen(Field::new("unit", unit), &self.words.unit, &self.choices.units))
                    (chosen(Field::new("urgency", urgency), self.words.urgency.map_or("", Urgency::code), &urgencies))
                    (chosen(Field::new("due", due), &self.words.due, &dues))
                    (ui::button(&fl!(w, "desk-find")))
                }))
                (self.keep(ctx))
            }
        }
    }

    /// Keeping these filters under a name.
    fn keep(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if !self.words.is_narrowed() {
            return html! {};
        }
        let label = fl!(w, "desk-view-name");
        html! {
            form.inline method="post" action="/desk/views" {
                (form::hidden(ctx, "/desk/views"))
                input type="hidden" name="query" value=(self.words.query());
                (ui::text_input(&Field::new("name", &label).max(20).problems(&self.problems), "text"))
                (ui::ghost_button(&fl!(w, "desk-view-keep")))
            }
        }
    }

    fn views(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.views.is_empty() {
            return html! {};
        }
        html! {
            nav.chips aria-label=(fl!(w, "desk-views")) {
                @for v in &self.views {
                    @let current = self.words.query() == v.query;
                    a.chip href={ "/desk/cases?" (v.query) } aria-current=[current.then_some("true")] { (v.name) }
                    @if current {
                        form.bare method="post" action={ "/desk/views/" (v.id) "/removal" } {
                            (form::hidden(ctx, "removal"))
                            button.chip { (fl!(w, "desk-view-drop")) }
                        }
                    }
                }
            }
        }
    }

    fn list(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.cases.is_empty() {
            let back = ui::ghost_link("/desk/cases", &fl!(w, "desk-open-all"));
            return ui::empty_state(&fl!(w, "desk-none"), &fl!(w, "desk-none-text"), self.words.is_narrowed().then_some(back));
        }
        let heads = [
            fl!(w, "desk-title"), fl!(w, "desk-category"), fl!(w, "desk-lead"), fl!(w, "desk-state"), fl!(w, "desk-due"),
            format!("#{}", fl!(w, "desk-voices")),
        ];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        html! {
            div.card { (ui::table(&fl!(w, "desk-queue"), &heads, self.cases.iter().map(|c| cells(ctx, c)).collect())) }
            (self.whole(ctx))
            (ui::pager(ctx, self.next.as_deref(), self.words.before.map(|_| self.first()).as_deref()))
        }
    }

    /// What can be done with everything the list holds, not with a page of it.
    fn whole(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let query = self.words.query();
        html! {
            div.actions {
                a.btn.ghost href={ "/desk/bulk?" (query) } data-bulk { (fl!(w, "bulk-way")) kbd.opt aria-hidden="true" { "B" } }
                form.bare method="post" action="/desk/exports" {
                    (form::hidden(ctx, "/desk/exports"))
                    input type="hidden" name="query" value=(query);
                    button.btn.ghost name="form" value="xlsx" { (fl!(w, "exports-xlsx")) }
                    button.btn.ghost name="form" value="csv" { (fl!(w, "exports-csv")) }
                }
                (ui::ghost_link("/desk/exports", &fl!(w, "exports-title")))
                (ui::ghost_link("/desk/clusters", &fl!(w, "clusters-title")))
            }
        }
    }

    fn first(&self) -> String {
        format!("/desk/cases?{}", self.words.query())
    }
}

fn cells(ctx: &Ctx, c: &CaseLine) -> Vec<Markup> {
    vec![
        html! { div { a data-row href=(c.path()) { (c.title) } " " (c.marks(ctx)) br; small.muted { (c.facts()) } } },
        html! { (c.kind(ctx)) },
        html! { (c.lead.as_deref().unwrap_or("—")) },
        ui::tag(if c.overdue { Tone::Bad } else { tone(c.state) }, &word(ctx.lang, "state", c.state.code())),
        html! { div { (c.due(ctx)) } },
        html! { (c.voices) },
    ]
}
