//! Elections of a body, and the answers of the elected on the page of their ballot.

use super::ballots::code_word;
use super::listed;
use crate::rules::*;
use crate::views::*;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for ElectionsView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "elections-title");
        let main = html! {
            div.page {
                p.crumbs { a href={ "/bodies/" (self.body) } { (self.name) } }
                h1 { (title) }
                p.lead { (fl!(w, "elections-lead")) }
                (ui::error_summary(ctx, &self.problems))
                @if self.vacant.is_empty() { p { (fl!(w, "elections-no-vacancy")) } }
                @else { p { b { (fl!(w, "vacancies")) } " " (self.vacant.iter().map(|(c, n)| format!("{} {n}", listed(ctx.lang, "category", c))).collect::<Vec<_>>().join("、")) } }
                @if self.ballots.is_empty() { (ui::empty_state(&fl!(w, "elections-none"), "", None)) } @else { (ui::rows(&self.ballots.iter().map(|b| b.row(ctx)).collect::<Vec<_>>())) }
                @if self.may_draft && !self.vacant.is_empty() { (self.drafting(ctx)) }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/bodies/{}/elections", self.body)
    }
    edge::speaks!(crate::words);
}

impl ElectionsView {
    fn drafting(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, d) = (&self.problems, &self.words);
        let coded = |prefix: &str, codes: &[&'static str]| codes.iter().map(|c| (*c, code_word(ctx, prefix, c))).collect::<Vec<_>>();
        let categories: Vec<_> = self.vacant.iter().map(|(c, n)| (c.clone(), format!("{} · {n}", listed(ctx.lang, "category", c)))).collect();
        let moment = |m: Option<kernel::Moment>| m.map(|m| m.rfc3339().chars().take(16).collect::<String>()).unwrap_or_default();
        let (opens, closes, seats) = (moment(d.opens), moment(d.closes), if d.seats == 0 { String::new() } else { d.seats.to_string() });
        let doors = d.doors.iter().map(|w| w.code()).collect::<Vec<_>>().join(" ");
        html! { section.card { h2 { (fl!(w, "election-draft")) } (form::post(ctx, &format!("/bodies/{}/elections", self.body), html! {
            (ui::select(&Field::new("category", &fl!(w, "election-category")).value(&d.category).problems(p), &categories))
            (ui::text_input(&Field::new("question", &fl!(w, "election-question")).hint(&fl!(w, "election-question-hint")).value(&d.question).required().problems(p), "text"))
            (ui::textarea(&Field::new("candidates", &fl!(w, "election-candidates")).hint(&fl!(w, "election-candidates-hint")).value(&d.candidates).required().problems(p), 5))
            div.pair {
                (ui::text_input(&Field::new("seats", &fl!(w, "ballot-seats")).hint(&fl!(w, "election-seats-hint")).value(&seats).problems(p), "number"))
                (ui::select(&Field::new("method", &fl!(w, "ballot-method")).value(d.method.map_or("approval", BallotMethod::code)).problems(p), &coded("ballot-method", &["approval", "stv", "irv", "score"])))
            }
            (ui::select(&Field::new("elector_kind", &fl!(w, "elector-kind")).value(d.elector_kind.map_or("household", ElectorKind::code)).problems(p), &coded("elector", &["household", "person", "seat"])))
            (ui::select(&Field::new("secrecy", &fl!(w, "ballot-secrecy")).value(d.secrecy.map_or("secret", Secrecy::code)).problems(p), &coded("secrecy", &["secret", "confidential", "named"])))
            (ui::text_input(&Field::new("scope", &fl!(w, "ballot-scope")).hint(&fl!(w, "ballot-scope-hint")).value(&d.scope).required().problems(p), "text"))
            (ui::check_group(&Field::new("doors", &fl!(w, "ballot-doors")).value(if doors.is_empty() { "web desk paper" } else { &doors }).problems(p), &coded("ballot-way", &["web", "desk", "phone", "paper"])))
            div.pair {
                (ui::text_input(&Field::new("opens", &fl!(w, "ballot-opens")).value(&opens).problems(p), "datetime-local"))
                (ui::text_input(&Field::new("closes", &fl!(w, "ballot-closes")).value(&closes).problems(p), "datetime-local"))
            }
            p.actions { (ui::button(&fl!(w, "election-draft"))) }
        })) } }
    }
}

impl BallotView {
    /// Who was elected and sits, and the answers that are owed.
    pub(super) fn elected(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let elected: Vec<_> = self.candidates.iter().filter(|c| c.elected).collect();
        if elected.is_empty() {
            return html! {};
        }
        ui::section(&fl!(w, "elected-title"), None, html! { @for c in elected { section.card {
            header { h3 { (c.no) ". " (c.shown_name) } (ui::tag(match c.state { CandidateState::Accepted => Tone::Ok, CandidateState::Declined => Tone::Plain, CandidateState::Standing => Tone::Warn }, &code_word(ctx, "candidate", c.state.code()))) }
            @if let Some(reason) = &c.reason { p { (reason) } }
            @if c.may_answer && c.state == CandidateState::Standing { (self.answering(ctx, c)) }
        } } })
    }

    fn answering(&self, ctx: &Ctx, c: &CandidateView) -> Markup {
        let w = words(ctx.lang);
        let (to, p) = (format!("/ballots/{}/acceptances", self.id), &self.problems);
        let (yes, no) = (format!("yes{}", c.no), format!("no{}", c.no));
        html! {
            (ui::confirm(&fl!(w, "seat-accept"), &fl!(w, "seat-accept-note"), form::post(ctx, &to, html! {
                input type="hidden" name="no" value=(c.no);
                input type="hidden" name="accepted" value="true";
                (ui::text_input(&Field::new("profession", &fl!(w, "profession")).within(&yes).problems(p), "text"))
                (ui::text_input(&Field::new("interests", &fl!(w, "interests")).within(&yes).problems(p), "text"))
                (ui::checkbox(&Field::new("interests_declared", &fl!(w, "interests-declared")).within(&yes).problems(p)))
                p.actions { (ui::button(&fl!(w, "seat-accept"))) }
            })))
            (ui::confirm(&fl!(w, "seat-decline"), "", form::post(ctx, &to, html! {
                input type="hidden" name="no" value=(c.no);
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within(&no).required().problems(p), "text"))
                p.actions { (ui::ghost_button(&fl!(w, "seat-decline"))) }
            })))
        }
    }

    /// What this ballot asks again, what asked it again, and the way to do so.
    pub(super) fn asked_again(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if let Some(id) = self.follows { p { a href={ "/ballots/" (id) } { (fl!(w, "ballot-follows")) } @if self.rewording > 0 { " " (fl!(w, "rewording-no", n = self.rewording)) } } }
            @if let Some(id) = self.followed_by { p { a href={ "/ballots/" (id) } { (fl!(w, "ballot-followed")) } } }
            @if let (Some(how), true, None) = (self.again, self.may.keep, self.followed_by) {
                section.card { h2 { (code_word(ctx, "again", how.code())) } p { (code_word(ctx, "again-means", how.code())) }
                    (form::post(ctx, &format!("/ballots/{}/further-votes", self.id), html! {
                        @if how == Again::Rewording { (ui::textarea(&Field::new("text", &fl!(w, "rewording-text")).within("again").required().problems(&self.problems), 2)) }
                        @if how == Again::Fallback { (ui::text_input(&Field::new("rule_name", &fl!(w, "fallback-rule")).within("again").value("ordinary").problems(&self.problems), "text")) }
                        div.pair {
                            (ui::text_input(&Field::new("opens", &fl!(w, "ballot-opens")).within("again").problems(&self.problems), "datetime-local"))
                            (ui::text_input(&Field::new("closes", &fl!(w, "ballot-closes")).within("again").problems(&self.problems), "datetime-local"))
                        }
                        p.actions { (ui::button(&code_word(ctx, "again", how.code()))) }
                    }))
                }
            }
        }
    }
}
