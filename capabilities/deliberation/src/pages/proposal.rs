//! One proposal: what it says, how far it is, what was answered, and what a reader can do now.

use super::proposals::{helped_fields, progress, state_tone};
use crate::rules::{AnswerVerdict, Change, LAPSED, LEFT, NOT_ADOPTED, ProposalState, Track};
use crate::views::*;
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for ProposalView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let main = html! {
            div.page {
                p.crumbs { a href="/proposals" { (fl!(w, "proposals-title")) } @if let Some(body) = self.body { " / " a href={ "/bodies/" (body) } { (self.body_name) } } }
                h1 { (super::titled(ctx, &self.title)) }
                p { (ui::tag(state_tone(self.state), &word(ctx.lang, "proposal-state", self.state.code()))) " " span.muted { (self.place) " · " span.num { (self.code) } } }
                (ui::error_summary(ctx, &self.problems))
                @if let Some(m) = &self.curbed { (super::moderation::notice(ctx, m)) }
                (self.where_to(ctx))
                (self.said(ctx))
                (self.gather(ctx))
                (self.answered(ctx))
                (self.merging(ctx))
                (self.changed(ctx))
                (self.leaving(ctx))
                (self.author_forms(ctx))
                (super::moderation::forms(ctx, &format!("/proposals/{}", self.id), (self.may.flag, self.may.moderate, false), "", &self.problems))
                @if self.may.moderate { section.card { (super::pauses::pause_form(ctx, &format!("/proposals/{}", self.id), &self.problems)) } }
            }
        };
        ui::layout::resident(ctx, &super::titled(ctx, &self.title), "", main, None)
    }
    fn path(&self) -> String {
        format!("/proposals/{}", self.id)
    }
    edge::speaks!(crate::words);
}

impl ProposalView {
    fn to(&self, verb: &str) -> String {
        format!("/proposals/{}/{verb}", self.id)
    }

    /// Where it went, if it is not here any more.
    fn where_to(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if let Some(into) = &self.merged_into { (ui::alert(Tone::Info, html! { p { (fl!(w, "merged-into")) " " a href={ "/proposals/" (into.id) } { (super::titled(ctx, &into.title)) } } })) }
            @if let Some(why) = &self.ended_why { (ui::alert(Tone::Plain, html! { (match why.as_str() {
                LAPSED => fl!(w, "proposal-ended-lapsed"),
                NOT_ADOPTED => fl!(w, "proposal-ended-not-adopted"),
                LEFT => fl!(w, "proposal-ended-left"),
                _ => why.clone(),
            }) })) }
        }
    }

    /// How far it is, and standing behind it.
    fn gather(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        let (done, all, label) = progress(ctx, self.inside, self.threshold);
        let missing = (self.threshold - self.inside).max(0);
        html! { section.card.next {
            (ui::bar(done, all, &label))
            p { b.num { (label) } " " @if missing > 0 && self.state == ProposalState::Gathering { (fl!(w, "proposal-missing", n = missing)) } }
            @if self.outside > 0 { p.muted.s { (fl!(w, "proposal-outside", n = self.outside)) } }
            @if self.state == ProposalState::Gathering { p.muted.s { (fl!(w, "proposal-lapses", day = ui::time::day(ctx.lang, self.lapses_at.day(), ctx.now))) } }
            @if let Some(until) = self.material_until { p { (fl!(w, "proposal-material", day = ui::time::day(ctx.lang, until.day(), ctx.now), confirmed = self.confirmed, all = (self.inside + self.outside))) } }
            @if self.may.sign_in { p.actions { (ui::link_button(&format!("/sign-in?next=/proposals/{}", self.id), &fl!(w, "support-sign-in"))) } }
            @if self.may.support { (form::post(ctx, &self.to("supports"), html! {
                (super::reach::group_fields(ctx, "support", (&self.typed.helped.origin, None), p))
                p.actions { (ui::button(&fl!(w, "support"))) }
            })) }
            @if let Some(mine) = self.mine {
                p { (ui::tag(Tone::Ok, &if mine.waits { fl!(w, "support-waits") } else { fl!(w, "supported") })) }
                @if !mine.newest { p { (fl!(w, "support-older")) } (form::verb(ctx, &self.to("supports/confirmation"), &fl!(w, "support-confirm"))) }
                @if matches!(self.state, ProposalState::Gathering | ProposalState::Reached) { (ui::confirm(&fl!(w, "support-take-back"), &fl!(w, "support-take-back-note"), form::verb(ctx, &self.to("supports/withdrawal"), &fl!(w, "support-take-back")))) }
            }
            @if self.may.help { (ui::confirm(&fl!(w, "support-for-other"), &fl!(w, "support-for-other-note"), form::post(ctx, &self.to("supports"), html! {
                (helped_fields(ctx, "support-for", &self.typed.helped, p))
                (super::reach::group_fields(ctx, "support-for", (&self.typed.helped.origin, None), p))
                p.actions { (ui::button(&fl!(w, "support-for-other"))) }
            }))) }
        } }
    }

    /// What is owed and what was said, with the days counted.
    fn answered(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.owed.is_none() && self.answer.is_none() && !self.may.answer {
            return html! {};
        }
        ui::section(&fl!(w, "answer-title"), None, html! {
            @if let Some(a) = &self.answer { section.card {
                @if let (Some(text), Some(at)) = (&self.first_word, self.first_word_at) { (first_word(ctx, text, at)) }
                p { (ui::tag(if a.verdict == AnswerVerdict::Declined { Tone::Warn } else { Tone::Ok }, &word(ctx.lang, "verdict", a.verdict.code()))) " " span.muted { (self.body_name) " · " (ui::time::day(ctx.lang, a.at.day(), ctx.now)) } @if a.late { " " (ui::tag(Tone::Bad, &fl!(w, "answer-was-late"))) } }
                p { (a.reason) }
                @if let Some(change) = &a.would_change { p { b { (fl!(w, "would-change")) } " " (change) } }
                @if let Some(matter) = a.matter { p { a href={ "/matters/" (matter) } { (fl!(w, "answer-matter")) } } }
                @if let Some(link) = &a.link { p { b { (fl!(w, "answer-link")) } " " (link) } }
            } }
            @if let (Some(owed), None) = (&self.owed, &self.answer) {
                p { (fl!(w, "answer-day", day = owed.day, of = owed.of_days, reached = ui::time::day(ctx.lang, owed.reached_at.day(), ctx.now))) }
                @if self.state == ProposalState::Reached {
                    @if self.first_word.is_none() { (ui::deadline(ctx, &fl!(w, "first-word-due"), owed.first_due, None)) }
                    (ui::deadline(ctx, &fl!(w, "answer-due"), owed.answer_due, None))
                }
                @if let Some(at) = owed.urged_at { p { (ui::tag(Tone::Bad, &fl!(w, "urged-on", day = ui::time::day(ctx.lang, at.day(), ctx.now)))) } }
                @if let Some(at) = owed.supervised_at { p { (ui::tag(Tone::Bad, &fl!(w, "supervised-on", day = ui::time::day(ctx.lang, at.day(), ctx.now)))) } }
            }
            @if let (Some(text), Some(at), None) = (&self.first_word, self.first_word_at, &self.answer) { section.card { (first_word(ctx, text, at)) } }
            @if self.may.answer { (self.answer_forms(ctx)) }
        })
    }

    fn answer_forms(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (p, a) = (&self.problems, &self.typed.answering);
        let verdicts = AnswerVerdict::ALL.iter().filter(|v| self.state == ProposalState::Reached || **v == AnswerVerdict::Matter);
        let verdicts: Vec<_> = verdicts.map(|v| (v.code(), word(ctx.lang, "verdict", v.code()))).collect();
        html! { section.card {
            @if self.first_word.is_none() && self.state == ProposalState::Reached { (ui::confirm(&fl!(w, "first-word-say"), &fl!(w, "first-word-note"), form::post(ctx, &self.to("first-word"), html! {
                (ui::textarea(&Field::new("text", &fl!(w, "first-word")).within("first-word").value(&self.typed.text).required().max(500).problems(p), 2))
                p.actions { (ui::button(&fl!(w, "first-word-say"))) }
            }))) }
            (ui::confirm(&fl!(w, "answer-give"), &fl!(w, "answer-note"), form::post(ctx, &self.to("answer"), html! {
                (ui::radio_group(&Field::new("verdict", &fl!(w, "answer-verdict")).value(a.verdict.map_or("", |v| v.code())).problems(p), &verdicts))
                (ui::textarea(&Field::new("reason", &fl!(w, "answer-reason")).within("answer").value(&a.reason).required().problems(p), 3))
                (ui::text_input(&Field::new("question", &fl!(w, "answer-question")).within("answer").hint(&fl!(w, "answer-question-hint")).value(&a.question).max(60).problems(p), "text"))
                (ui::text_input(&Field::new("topic", &fl!(w, "answer-topic")).within("answer").value(&a.topic).max(20).problems(p), "text"))
                (ui::select(&Field::new("track", &fl!(w, "track")).within("answer").hint(&fl!(w, "answer-track-hint")).value(a.track.unwrap_or(Track::Ordinary).code()).problems(p), &super::bodies::track_options(ctx.lang)))
                (ui::text_input(&Field::new("link", &fl!(w, "answer-link")).within("answer").hint(&fl!(w, "answer-link-hint")).value(&a.link).problems(p), "text"))
                (ui::textarea(&Field::new("would_change", &fl!(w, "would-change")).within("answer").hint(&fl!(w, "would-change-hint")).value(&a.would_change).problems(p), 2))
                p.actions { (ui::button(&fl!(w, "answer-give"))) }
            })))
        } }
    }

    fn said(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            section.card {
                h2 { (fl!(w, "proposal-says")) }
                @if self.curbed.as_ref().is_some_and(|m| m.act == crate::rules::Curb::Fold) { details { summary { (fl!(w, "proposal-unfold")) } @for line in self.text.lines() { p { (line) } } } }
                @else { @for line in self.text.lines() { p { (line) } } }
                @if !self.offer.is_empty() { p { (ui::tag(Tone::Ok, &fl!(w, "proposal-offer"))) " " (self.offer) } }
                p.muted.s {
                    (fl!(w, "proposal-by")) " "
                    @for (n, a) in self.authors.iter().enumerate() {
                        @if n > 0 { ", " }
                        (a.name)
                        @if a.kind != crate::rules::AuthorKind::Person { " (" (word(ctx.lang, "author-kind", a.kind.code())) ")" }
                        @if !a.consented { " (" (fl!(w, "author-asked")) ")" }
                    }
                    " · " (ui::time::day(ctx.lang, self.opened_at.day(), ctx.now))
                }
                @for a in &self.authors { @if let Some(code) = &a.invitation { p { (fl!(w, "author-code", name = a.name.as_str())) " " b.num { (code) } } } }
                @if self.may.be_author { (ui::confirm(&fl!(w, "author-consent"), &fl!(w, "author-consent-note"), form::post(ctx, &self.to("authors/consent"), html! {
                    (ui::text_input(&Field::new("invitation", &fl!(w, "author-invitation")).required().inputmode("numeric").max(8).problems(&self.problems), "text"))
                    p.actions { (ui::button(&fl!(w, "author-consent"))) }
                }))) }
            }
        }
    }

    fn merging(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        html! {
            @if !self.merged_from.is_empty() { (ui::section(&fl!(w, "merged-from"), None, html! { ul.told { @for r in &self.merged_from { li { a href={ "/proposals/" (r.id) } { (super::titled(ctx, &r.title)) } " " span.num.muted { (r.code) } } } } })) }
            @for m in &self.mergers { section.card {
                p { (if m.outgoing { fl!(w, "merger-asked-out") } else { fl!(w, "merger-asked-in") }) " " a href={ "/proposals/" (m.with.id) } { (super::titled(ctx, &m.with.title)) } " " span.muted { (ui::time::day(ctx.lang, m.asked_at.day(), ctx.now)) } }
                @if !m.outgoing && self.may.author {
                    @let agreement = format!("/proposals/{}/merger/agreement", m.with.id);
                    (form::verb(ctx, &agreement, &fl!(w, "merger-agree")))
                    (ui::confirm(&fl!(w, "merger-refuse"), "", form::post(ctx, &agreement, html! { input type="hidden" name="refuses" value="true"; p.actions { (ui::button(&fl!(w, "merger-refuse"))) } })))
                }
                @if !m.outgoing && m.silent && self.may.answer { (ui::confirm(&fl!(w, "merger-decide"), &fl!(w, "merger-decide-note"), form::post(ctx, &format!("/proposals/{}/merger/decision", m.with.id), html! {
                    (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("merger").required().problems(p), "text"))
                    p.actions { (ui::button(&fl!(w, "merger-decide"))) }
                }))) }
            } }
            @if self.may.split { section.card { (ui::confirm(&fl!(w, "split"), &fl!(w, "split-note"), form::post(ctx, &self.to("split"), html! {
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("split").value(&self.typed.text).required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "split"))) }
            }))) } }
        }
    }

    /// Each edit after the first support, sentence by sentence.
    fn changed(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if !self.versions.is_empty() { (ui::section(&fl!(w, "versions-title"), None, html! { @for v in &self.versions { details.card {
                summary { (fl!(w, "version-no", no = v.no)) " · " (ui::time::day(ctx.lang, v.at.day(), ctx.now)) @if v.material { " " (ui::tag(Tone::Warn, &fl!(w, "version-material"))) } }
                p { @for piece in &v.pieces { @match piece.change { Change::Same => span { (piece.text) }, Change::Gone => del { (piece.text) }, Change::New => ins { (piece.text) } } } }
            } } })) }
            @if self.may.rule_edit { section.card { (ui::confirm(&fl!(w, "version-rule"), &fl!(w, "version-rule-note"), form::verb(ctx, &self.to("versions/ruling"), &fl!(w, "version-rule")))) } }
        }
    }

    fn leaving(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! { @if let Some(until) = self.leaving_until { section.card {
            p { (fl!(w, "leaving", day = ui::time::day(ctx.lang, until.day(), ctx.now))) }
            @if self.may.agree_to_end { (form::verb(ctx, &self.to("withdrawal/consent"), &fl!(w, "leaving-agree"))) }
            @if self.may.adopt { (ui::confirm(&fl!(w, "adopt-proposal"), &fl!(w, "adopt-proposal-note"), form::post(ctx, &self.to("adoption"), html! {
                (ui::text_input(&Field::new("shown_name", &fl!(w, "proposal-shown-name")).within("adoption").required().max(40).problems(&self.problems), "text"))
                p.actions { (ui::button(&fl!(w, "adopt-proposal"))) }
            }))) }
        } } }
    }

    fn author_forms(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let p = &self.problems;
        if !self.may.author {
            return html! {};
        }
        let r = self.typed.revising.as_ref();
        let said = |typed: Option<&str>, kept: &str| typed.unwrap_or(kept).to_owned();
        let (title, text, offer) = (said(r.map(|r| r.title.as_str()), &self.title), said(r.map(|r| r.text.as_str()), &self.text), said(r.map(|r| r.offer.as_str()), &self.offer));
        ui::section(&fl!(w, "author-title"), None, html! { section.card {
            (ui::confirm(&fl!(w, "revise"), &fl!(w, "revise-note"), form::post(ctx, &self.to("versions"), html! {
                (ui::text_input(&Field::new("title", &fl!(w, "proposal-title")).within("revise").value(&title).required().max(40).problems(p), "text"))
                (ui::textarea(&Field::new("text", &fl!(w, "proposal-text")).within("revise").value(&text).required().problems(p), 6))
                (ui::textarea(&Field::new("offer", &fl!(w, "proposal-offer")).within("revise").value(&offer).problems(p), 2))
                (ui::text_input(&Field::new("place_name", &fl!(w, "revise-place")).within("revise").hint(&fl!(w, "revise-place-hint", now = self.place.as_str())).value(r.map_or("", |r| r.place_name.as_str())).problems(p), "text"))
                (ui::checkbox(&Field::new("material", &fl!(w, "revise-material")).within("revise").problems(p)))
                p.actions { (ui::button(&fl!(w, "save"))) }
            })))
            (ui::confirm(&fl!(w, "author-ask"), &fl!(w, "author-ask-note"), form::post(ctx, &self.to("authors"), html! {
                (ui::text_input(&Field::new("shown_name", &fl!(w, "author-name")).within("author").required().max(40).problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "author-ask"))) }
            })))
            (ui::confirm(&fl!(w, "merger-ask"), &fl!(w, "merger-ask-note"), form::post(ctx, &self.to("merger"), html! {
                (ui::text_input(&Field::new("into", &fl!(w, "merger-code")).within("merger").value(&self.typed.text).required().problems(p), "text"))
                p.actions { (ui::button(&fl!(w, "merger-ask"))) }
            })))
            @if self.leaving_until.is_none() { (ui::confirm(&fl!(w, "leave-proposal"), &fl!(w, "leave-proposal-note"), form::verb(ctx, &self.to("withdrawal"), &fl!(w, "leave-proposal")))) }
        } })
    }
}

fn first_word(ctx: &Ctx, text: &str, at: kernel::Moment) -> Markup {
    let w = words(ctx.lang);
    html! { p { b { (fl!(w, "first-word")) } " " span.muted { (ui::time::day(ctx.lang, at.day(), ctx.now)) } } p { (text) } }
}
