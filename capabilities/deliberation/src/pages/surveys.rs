//! The needs survey: the form that asks, the form that answers, what came together, and what was said.

use crate::rules::{Asking, MARKS, QUESTION_FIELDS, as_line};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, form};

impl edge::View for SurveySheetView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            p.no-print { a href={ "/matters/" (self.matter) } { (fl!(w, "to-matter")) } " · " a href={ (edge::View::path(self)) ".docx" } { (fl!(w, "printable-docx")) } }
            (documents::to_html(&self.document))
        };
        ui::layout::print(ctx, &fl!(w, "survey-sheet"), main)
    }
    fn path(&self) -> String {
        format!("/matters/{}/survey/sheet", self.matter)
    }
}

impl edge::View for NeedsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "needs-title");
        let next = self.next.map(|id| format!("/matters/{}/needs?after={id}", self.matter));
        let lines = self.said.iter().map(|s| vec![html! { (s.text) }, html! { (s.place) }, html! { (word(ctx.lang, "way-of", s.way.code())) }]);
        let heads = [fl!(w, "needs-words"), fl!(w, "needs-place"), fl!(w, "needs-way")];
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let main = html! {
            div.page {
                p.crumbs { a href="/matters" { (fl!(w, "matters-title")) } " / " a href={ "/matters/" (self.matter) } { (self.question) } }
                h1 { (title) }
                p.lead { (fl!(w, "needs-lead")) }
                @if self.said.is_empty() { (ui::empty_state(&fl!(w, "needs-none"), &fl!(w, "needs-none-text"), None)) } @else {
                    (ui::table(&title, &heads, lines.collect()))
                    (ui::pager(ctx, next.as_deref(), None))
                }
                @if !self.questions.is_empty() { (ui::section(&fl!(w, "survey-told", n = self.answered), None, html! {
                    (results(ctx, &self.questions, &self.results))
                })) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/matters/{}/needs", self.matter)
    }
}

/// What came together, question by question.
fn results(ctx: &Ctx, questions: &[QuestionView], results: &[QuestionResult]) -> Markup {
    let w = words(ctx.lang);
    let few = fl!(w, "survey-few");
    let label = |q: &QuestionView, c: &AnswerCount| match q.kind {
        Asking::Words => fl!(w, "survey-wrote"),
        Asking::Point if c.label.is_empty() => fl!(w, "survey-no-grid"),
        Asking::Scale => fl!(w, "survey-mark", n = c.label.as_str()),
        _ => c.label.clone(),
    };
    html! { @for r in results { @if let Some(q) = questions.iter().find(|q| q.no == r.no) { section.card {
        h3 { (q.no) ". " (q.text) }
        ul.told { @for c in &r.counts { li { (label(q, c)) " " b.num { @match c.people { Some(n) => (fl!(w, "survey-people", n = n)), None => (few) } } } } }
        @if !r.words.is_empty() { details.more { summary { (fl!(w, "survey-words")) } ul.told { @for said in &r.words { li { (said) } } } } }
    } } } }
}

impl MatterView {
    /// What came together, once the step is over.
    pub(super) fn survey_told(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(s) = self.survey.as_ref().filter(|s| !s.open) else { return html! {} };
        html! { details.more { summary { (fl!(w, "survey-told", n = s.answered)) } (results(ctx, &s.questions, &s.results)) } }
    }

    /// The questions as a form, or that they were answered.
    pub(super) fn survey(&self, ctx: &Ctx, to: &str, ways: Option<Markup>) -> Markup {
        let w = words(ctx.lang);
        let Some(s) = self.survey.as_ref().filter(|s| s.open) else { return html! {} };
        let p = &self.problems;
        html! { section.card id="survey" {
            h2 { (fl!(w, "survey-title")) }
            p.muted { (fl!(w, "survey-answered", n = s.answered)) " " a href={ (to) "/sheet" } { (fl!(w, "survey-sheet")) } }
            @if s.mine && ways.is_none() { p { (fl!(w, "survey-mine")) } }
            @if self.may.take_part && (!s.mine || ways.is_some()) {
                (form::post(ctx, &format!("{to}/answers"), html! {
                    @let given = self.sent.survey.given();
                    @for q in &s.questions { (question(ctx, q, &given, p)) }
                    (ui::text_input(&Field::new("place_name", &fl!(w, "your-place")).within("survey").value(&self.sent.survey.place_name).problems(p), "text"))
                    (super::reach::group_fields(ctx, "survey", (&self.sent.survey.origin, Some(&self.sent.survey.age)), p))
                    @if let Some(ways) = ways { (ways) }
                    p.muted.s { (fl!(w, "say-need-hint")) }
                    p.actions { (ui::button(&fl!(w, "survey-send"))) }
                }))
            }
        } }
    }

    /// For those who keep the matter: what was said, and the questions to write.
    pub(super) fn survey_desk(&self, ctx: &Ctx, to: &str) -> Markup {
        let w = words(ctx.lang);
        let lines = self.survey.as_ref().map_or_else(String::new, |s| s.questions.iter().map(|q| as_line(q.kind, &q.text, &q.choices)).collect::<Vec<_>>().join("\n"));
        let unanswered = self.survey.as_ref().is_none_or(|s| s.answered == 0);
        html! {
            p.actions { (ui::ghost_link(&format!("/matters/{}/needs", self.id), &fl!(w, "needs-title"))) }
            @if unanswered { (ui::confirm(&fl!(w, "survey-write"), &fl!(w, "survey-write-note"), form::post(ctx, to, html! {
                (ui::textarea(&Field::new("lines", &fl!(w, "survey-lines")).within("survey").hint(&fl!(w, "survey-lines-hint")).value(if self.sent.text.is_empty() { &lines } else { &self.sent.text }).required().problems(&self.problems), 8))
                p.actions { (ui::button(&fl!(w, "save"))) }
            }))) }
        }
    }
}

fn question(ctx: &Ctx, q: &QuestionView, given: &[Vec<String>], problems: &[Problem]) -> Markup {
    let Some((name, said)) = usize::try_from(q.no - 1).ok().and_then(|i| QUESTION_FIELDS.get(i).zip(given.get(i))) else { return html! {} };
    let (label, said) = (format!("{}. {}", q.no, q.text), said.join(" "));
    let field = Field::new(name, &label).value(&said).problems(problems);
    let numbered: Vec<(String, String)> = q.choices.iter().zip(1..).map(|(c, n): (_, i32)| (n.to_string(), c.clone())).collect();
    let marks: Vec<(String, String)> = (1..=MARKS).map(|n| (n.to_string(), ui::sentence(words(ctx.lang), "survey-mark", &[("n", n.to_string())]))).collect();
    match q.kind {
        Asking::One => ui::radio_group(&field, &numbered),
        Asking::Several => ui::check_group(&field, &numbered),
        Asking::Scale => ui::radio_group(&field, &marks),
        Asking::Words => ui::textarea(&field, 2),
        Asking::Point => ui::text_input(&field.hint(&ui::sentence(words(ctx.lang), "survey-place-hint", &[])), "text"),
    }
}
