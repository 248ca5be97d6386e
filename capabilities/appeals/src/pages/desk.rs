//! The desk's pages: the queue and one case with its next acts.

use super::{rating_fields, tone, word};
use crate::rules::{CaseResult, Means, REFUSAL_REASONS, State, Verb};
use crate::views::{CaseLine, DeskCaseView, QueueView};
use crate::words;
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Tone, form};

impl edge::View for QueueView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (search, state) = (fl!(w, "desk-search"), fl!(w, "desk-state"));
        let mut states = vec![(String::new(), fl!(w, "desk-all"))];
        states.extend(State::ALL.iter().map(|s| (s.code().to_owned(), word(ctx.lang, "state", s.code()))));
        let chosen = self.state.map_or("", State::code);
        let main = html! {
            div.head { h1 { (fl!(w, "desk-queue")) } }
            (form::get("/desk/cases", html! {
                (ui::text_input(&Field::new("q", &search).value(&self.q), "search"))
                (ui::select(&Field::new("state", &state).value(chosen), &states))
                (ui::button(&fl!(w, "desk-find")))
            }))
            @if self.cases.is_empty() {
                (ui::empty_state(&fl!(w, "desk-none"), &fl!(w, "desk-none-text"), None))
            } @else {
                (ui::table(
                    &fl!(w, "desk-queue"),
                    &[&fl!(w, "desk-no"), &fl!(w, "desk-title"), &fl!(w, "desk-state"), &fl!(w, "desk-due"), &format!("#{}", fl!(w, "desk-voices"))],
                    self.cases.iter().map(|c| c.cells(ctx)).collect(),
                ))
                (ui::pager(ctx, self.next.as_deref(), None))
            }
        };
        ui::layout::desk(ctx, &fl!(w, "desk-queue"), "/desk/cases", main)
    }
}

impl CaseLine {
    fn cells(&self, ctx: &Ctx) -> Vec<Markup> {
        vec![
            html! { a data-row href=(self.path()) { (self.case_no) } },
            html! { (self.title) },
            ui::tag(tone(self.state), &word(ctx.lang, "state", self.state.code())),
            self.due(ctx),
            html! { (self.voices) },
        ]
    }
    fn due(&self, ctx: &Ctx) -> Markup {
        html! {
            @if let Some(due) = self.due_at { (ui::time::when(ctx.lang, due, ctx.now)) } @else { "—" }
            @if self.overdue { " " (ui::tag(Tone::Bad, &fl!(words(ctx.lang), "desk-overdue"))) }
        }
    }
}

impl edge::View for DeskCaseView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let none = || html! { "—" };
        let main = html! {
            div.head { h1 { (self.case.title) } (ui::tag(tone(self.case.state), &word(ctx.lang, "state", self.case.state.code()))) }
            (ui::error_summary(ctx, &self.problems))
            (ui::facts(&[
                (&fl!(w, "desk-no"), html! { (self.case.case_no) }),
                (&fl!(w, "desk-due"), self.case.due(ctx)),
                (&fl!(w, "desk-lead"), self.lead.as_ref().map_or_else(none, |n| html! { (n) })),
                (&fl!(w, "desk-proposed"), self.proposed_unit.as_ref().map_or_else(none, |n| html! { (n) })),
                (&fl!(w, "desk-voices"), html! { (self.voices.len()) }),
            ]))
            @if let Some(promise) = &self.promise { (promise.explained(ctx)) }
            @if let Some(reply) = &self.public_reply { h2 { (fl!(w, "desk-reply")) } p { (reply) } }
            h2 { (fl!(w, "desk-next")) }
            @if self.may.is_empty() { p.muted { (fl!(w, "desk-nothing")) } }
            @for verb in &self.may { (self.act(ctx, *verb)) }
        };
        ui::layout::desk(ctx, &self.case.title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        self.case.path()
    }
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    fn words(lang: Lang) -> Option<&'static ui::FluentLanguageLoader> {
        Some(words(lang))
    }
}

impl DeskCaseView {
    /// The form of one verb.
    fn act(&self, ctx: &Ctx, verb: Verb) -> Markup {
        let label = word(ctx.lang, "verb", &verb.code().replace('/', "-"));
        let body = html! { (self.fields(ctx, verb)) (ui::button(&label)) };
        ui::card(&label, None, form::post(ctx, &format!("/cases/{}/{}", self.case.id, verb.code()), body))
    }

    fn fields(&self, ctx: &Ctx, verb: Verb) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let choices = |prefix: &str, codes: &[&str]| -> Vec<(String, String)> {
            codes.iter().map(|c| ((*c).to_owned(), word(ctx.lang, prefix, c))).collect()
        };
        let rev = html! { input type="hidden" name="rev" value=(self.rev); };
        let text = |name: &str, label: &str, rows: u8| ui::textarea(&Field::new(name, label).problems(p), rows);
        match verb {
            Verb::Acceptance => html! {
                (rev)
                (ui::text_input(&Field::new("category", &fl!(w, "desk-category")).value(&self.case.category).required().problems(p), "text"))
                (ui::text_input(&Field::new("title", &fl!(w, "desk-title")).value(&self.case.title).problems(p), "text"))
            },
            Verb::InformationRequest | Verb::Answer | Verb::Rework => html! { (rev) (text("text", &fl!(w, "desk-text"), 3)) },
            Verb::Redo => text("text", &fl!(w, "desk-text"), 2),
            Verb::Refusal => html! {
                (rev)
                (ui::select(&Field::new("reason", &fl!(w, "desk-reason")).problems(p), &choices("reason", REFUSAL_REASONS)))
                (text("right_office", &fl!(w, "desk-office"), 2))
            },
            Verb::Dispatch => rev,
            Verb::Contact => html! {
                (ui::select(&Field::new("means", &fl!(w, "desk-means")).problems(p), &choices("means", &Means::ALL.iter().map(|m| m.code()).collect::<Vec<_>>())))
                (ui::checkbox(&Field::new("reached", &fl!(w, "desk-reached")).value("on")))
                (text("note", &fl!(w, "desk-text"), 2))
            },
            Verb::Completion => html! {
                (rev)
                (ui::select(&Field::new("result", &fl!(w, "desk-result")).problems(p), &choices("result", &CaseResult::ALL.iter().map(|m| m.code()).collect::<Vec<_>>())))
                (text("public_reply", &fl!(w, "desk-reply"), 3))
            },
            Verb::Callback => html! {
                (ui::checkbox(&Field::new("reached", &fl!(w, "desk-reached")).value("on")))
                (rating_fields(ctx, p))
            },
            _ => html! {},
        }
    }
}
