//! The desk's page of objections and challenges: read, answered, and what follows.

use super::ballots::{code_word, state_tag};
use crate::rules::*;
use crate::views::*;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl edge::View for PleasView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let title = fl!(w, "pleas-title");
        let main = html! {
            div.page {
                p.crumbs { a href={ "/ballots/" (self.id) } { (self.question) } " / " a href={ "/ballots/" (self.id) "/roll" } { (fl!(w, "roll-desk")) } }
                h1 { (title) }
                p { (state_tag(ctx, self.state)) " " span.num.muted { (self.code) } }
                p.muted { (fl!(w, "pleas-lead")) }
                (ui::error_summary(ctx, &self.problems))
                (ui::section(&fl!(w, "pleas-objections"), None, html! {
                    @if self.objections.is_empty() { p.muted { (fl!(w, "pleas-none")) } }
                    @for p in &self.objections { (self.plea(ctx, p, "objections", self.may.keep)) }
                }))
                (ui::section(&fl!(w, "pleas-challenges"), None, html! {
                    @if self.challenges.is_empty() { p.muted { (fl!(w, "pleas-none")) } }
                    @for p in &self.challenges { (self.plea(ctx, p, "challenges", self.may.judge)) }
                }))
                (earlier_counts(ctx, &self.id.to_string(), &self.earlier))
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        format!("/ballots/{}/pleas", self.id)
    }
    edge::speaks!(crate::words);
}

impl PleasView {
    fn plea(&self, ctx: &Ctx, p: &PleaView, kind: &str, may: bool) -> Markup {
        let w = words(ctx.lang);
        let id = p.id.to_string();
        let opened = self.opened.as_ref().filter(|o| o.id == p.id);
        html! { section.card id={ "plea-" (id) } {
            header { h3 { (ui::time::day(ctx.lang, p.on, ctx.now)) } (standing(ctx, p)) }
            @if let Some(why) = &p.reason { p { (fl!(w, "plea-answered")) " " (why) } }
            @if let Some(o) = opened { blockquote { p { (o.text) } } p.muted.s { (fl!(w, "plea-opened-note")) } }
            @else if may { (form::verb(ctx, &format!("/ballots/{}/pleas/{id}/opening", self.id), &fl!(w, "plea-open"))) }
            @if may && p.reason.is_none() { (self.answer(ctx, &id, kind, self.answering == Some(p.id))) }
        } }
    }

    fn answer(&self, ctx: &Ctx, id: &str, kind: &str, again: bool) -> Markup {
        let w = words(ctx.lang);
        let challenge = kind == "challenges";
        let blank = crate::actions::PleaAnswer::default();
        let (said, problems) = if again { (&self.typed, self.problems.as_slice()) } else { (&blank, &[][..]) };
        let granted = if challenge { fl!(w, "challenge-holds") } else { fl!(w, "objection-granted") };
        let remedies = Remedy::ALL.iter().map(|r| (r.code(), code_word(ctx, "remedy", r.code()))).collect::<Vec<_>>();
        let bundles = self.bundles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        form::post(ctx, &format!("/ballots/{}/{kind}/{id}/verdict", self.id), html! {
            (ui::checkbox(&Field::new("granted", &granted).within(id).value(if said.granted { "true" } else { "" })))
            @if challenge {
                (ui::radio_group(&Field::new("remedy", &fl!(w, "remedy")).within(id).value(said.remedy.map_or("recount", Remedy::code)).problems(problems), &remedies))
                @if !self.bundles.is_empty() { (ui::text_input(&Field::new("bundles", &fl!(w, "remedy-bundles")).within(id).hint(&fl!(w, "remedy-bundles-hint", all = bundles)).value(&said.bundles).problems(problems), "text")) }
            }
            (ui::textarea(&Field::new("reason", &fl!(w, "reason")).within(id).hint(&fl!(w, "plea-reason-hint")).value(&said.reason).required().problems(problems), 2))
            p.actions { (ui::button(&fl!(w, "answer"))) }
        })
    }
}

/// Whether a plea was granted, declined, or waits.
pub(super) fn standing(ctx: &Ctx, p: &PleaView) -> Markup {
    let w = words(ctx.lang);
    match p.granted {
        Some(true) => ui::tag(Tone::Bad, &fl!(w, "challenge-upheld")),
        Some(false) => ui::tag(Tone::Plain, &fl!(w, "challenge-declined")),
        None => ui::tag(Tone::Warn, &fl!(w, "challenge-open")),
    }
}

/// Counts that were made again: what they said, what was wrong, and the proof as it stood.
pub(super) fn earlier_counts(ctx: &Ctx, ballot: &str, counts: &[EarlierCountView]) -> Markup {
    let w = words(ctx.lang);
    if counts.is_empty() {
        return html! {};
    }
    let lines = counts.iter().map(|c| vec![
        html! { (c.no) },
        html! { (ui::time::day(ctx.lang, c.on, ctx.now)) },
        html! { (code_word(ctx, "ballot-outcome", c.outcome.code())) },
        html! { (c.why) },
        html! { a href={ "/ballots/" (ballot) "/counts/" (c.no) "/proof.json" } { "proof.json" } },
    ]);
    html! {
        (ui::table(&fl!(w, "counts-before"), &[&format!("#{}", fl!(w, "count-no")), &fl!(w, "count-on"), &fl!(w, "ballot-result"), &fl!(w, "count-wrong"), &fl!(w, "count-proof")], lines.collect()))
        p.muted.s { (fl!(w, "counts-before-note")) }
    }
}
