//! One verb on a whole list: the count first, then the verb; afterwards how it went.

use super::word;
use crate::rules::{BulkVerb, MOST_BULK};
use crate::views::{BulkDone, BulkView};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Lang, Tone, form};

impl edge::View for BulkView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "bulk-title");
        let main = html! {
            div.head { h1 { (title) } (ui::ghost_link(&self.list(), &fl!(w, "bulk-back"))) }
            (ui::error_summary(ctx, &self.problems))
            p { b { (fl!(w, "bulk-count", n = self.count)) } }
            @if self.too_many {
                (ui::alert(Tone::Warn, html! { (fl!(w, "bulk-too-many", most = MOST_BULK)) }))
            } @else if self.verbs.is_empty() {
                (ui::empty_state(&fl!(w, "bulk-none"), &fl!(w, "bulk-none-text"), None))
            } @else { (self.asks(ctx)) }
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        format!("/desk/bulk?{}", self.query)
    }
    edge::speaks!(crate::words);
}

impl BulkView {
    fn list(&self) -> String {
        format!("/desk/cases?{}", self.query)
    }

    fn asks(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let told = |verb: BulkVerb, n: i64| fl!(w, "bulk-verb-count", verb = word(ctx.lang, "bulk-verb", verb.code()), n = n);
        let verbs: Vec<_> = self.verbs.iter().map(|c| (c.verb.code(), told(c.verb, c.possible))).collect();
        let chosen = self.typed.verb.or(self.verbs.first().map(|c| c.verb)).map_or("", BulkVerb::code);
        let can = |verb: BulkVerb| self.verbs.iter().any(|c| c.verb == verb);
        let [what, into, level, text] = [fl!(w, "bulk-what"), fl!(w, "desk-merge-into"), fl!(w, "desk-level"), fl!(w, "desk-supervision-why")];
        let levels: Vec<_> = ["1", "2", "3"].iter().map(|n| (*n, word(ctx.lang, "supervision-level", n))).collect();
        let pressed = self.typed.level.max(1).to_string();
        let problems = &self.problems;
        form::post(ctx, "/desk/bulk", html! {
            input type="hidden" name="query" value=(self.query);
            input type="hidden" name="expected" value=(self.count);
            (ui::radio_group(&Field::new("verb", &what).value(chosen).problems(problems).required(), &verbs))
            @if can(BulkVerb::Merger) {
                (ui::text_input(&Field::new("into", &into).hint(&fl!(w, "bulk-into-hint")).value(&self.typed.into).problems(problems), "text"))
            }
            @if can(BulkVerb::Supervision) {
                details.fold open[self.typed.verb == Some(BulkVerb::Supervision)] { summary { (fl!(w, "bulk-supervision")) }
                    (ui::select(&Field::new("level", &level).value(&pressed).problems(problems), &levels))
                    (ui::textarea(&Field::new("text", &text).value(&self.typed.text).problems(problems), 2)) }
            }
            details.fold { summary { (fl!(w, "bulk-leave", n = self.cases.len())) }
                ul.plain { @for c in &self.cases { li { label.choice {
                    input type="checkbox" name="leave" value=(c.id) checked[self.typed.leave.contains(&c.id)];
                    span { (c.title) " " small.muted { (c.facts()) " · " (word(ctx.lang, "state", c.state.code())) } }
                } } } } }
            p.actions { (ui::button(&fl!(w, "bulk-do", n = self.count))) }
        })
    }
}

impl edge::View for BulkDone {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "bulk-title");
        let here = format!("/desk/bulk/{}", self.id);
        let gone = (self.cases - self.waiting).max(0);
        let main = html! {
            div.head { h1 { (title) } (ui::ghost_link(&format!("/desk/cases?{}", self.query), &fl!(w, "bulk-back"))) }
            p { (word(ctx.lang, "bulk-verb", self.verb.code())) }
            div role="status" {
                p { b { (fl!(w, "bulk-gone", gone = gone, all = self.cases)) } }
                progress value=(gone) max=(self.cases) aria-label=(title) {}
            }
            @if self.waiting > 0 {
                div.actions {
                    (ui::link_button(&here, &fl!(w, "bulk-look-again")))
                    (form::verb(ctx, &format!("{here}/resumption"), &fl!(w, "bulk-go-on")))
                }
            }
            ul.plain {
                @if self.done > 0 { li { (ui::tag(Tone::Ok, &fl!(w, "bulk-done", n = self.done))) } }
                @if self.undone > 0 { li { (ui::tag(Tone::Plain, &fl!(w, "bulk-undone", n = self.undone))) } }
                @for (why, n) in self.otherwise.iter().map(|(why, n)| (why, *n)) { li { (ui::tag(Tone::Warn, &fl!(w, "bulk-not", n = n))) " " (self.why(ctx, why)) } }
            }
            @if self.may_undo { (form::verb(ctx, &format!("{here}/undo"), &fl!(w, "bulk-undo", n = self.done))) }
        };
        ui::layout::desk(ctx, &title, "/desk/cases", main)
    }
    fn path(&self) -> String {
        format!("/desk/bulk/{}", self.id)
    }
    fn words(lang: Lang) -> Option<&'static ui::FluentLanguageLoader> {
        Some(words(lang))
    }
}

impl BulkDone {
    /// The sentence of the problem that stood in the way.
    fn why(&self, ctx: &Ctx, code: &str) -> String {
        let w = words(ctx.lang);
        match code.strip_prefix("kept-").unwrap_or(code) {
            "denied" => fl!(w, "bulk-denied"),
            code => ui::sentence(w, &format!("problem-{code}"), &[]),
        }
    }
}
