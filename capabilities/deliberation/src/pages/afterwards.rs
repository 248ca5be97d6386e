//! After a matter is settled: whether it lasted, and whether it should walk again.

use super::proposals::helped_fields;
use crate::rules::{Helped, LookOutcome, MatterStep};
use crate::views::{AfterView, LookView, MatterView, ReopeningView};
use crate::{word, words};
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// Both, below what came of it.
pub(super) fn section(ctx: &Ctx, of: &MatterView, to: impl Fn(&str) -> String) -> Markup {
    let w = words(ctx.lang);
    let Some(after) = &of.after else { return html! {} };
    ui::section(&fl!(w, "after-title"), None, html! {
        @for look in &after.looks { (told(ctx, look)) }
        @if let Some(open) = after.looks.iter().find(|l| l.open) { (asking(ctx, of, (after, open), &to("second-look"))) }
        @if let Some(until) = after.until {
            p { (fl!(w, "reopen-count", wanted = after.wanted, needed = after.needed)) " " span.muted { (fl!(w, "reopen-until", day = ui::time::day(ctx.lang, until.day(), ctx.now))) } }
            (wanting(ctx, of, after, &to("reopening-requests")))
            @if of.may.pass { (motion(ctx, of, after, &to("reopening"))) }
        }
    })
}

fn told(ctx: &Ctx, look: &LookView) -> Markup {
    let w = words(ctx.lang);
    let tone = match look.outcome {
        Some(LookOutcome::Lasts) => Tone::Ok,
        Some(LookOutcome::Reopens) => Tone::Bad,
        _ => Tone::Plain,
    };
    html! { @if let Some(outcome) = look.outcome { p {
        (ui::tag(tone, &word(ctx.lang, "look-outcome", outcome.code()))) " "
        @if let (Some(yes), Some(all)) = (look.yes, look.all) { (fl!(w, "look-sum", yes = yes, all = all)) }
    } } }
}

/// One question, three answers; for oneself, and for somebody else who asked.
fn asking(ctx: &Ctx, of: &MatterView, (after, look): (&AfterView, &LookView), to: &str) -> Markup {
    let w = words(ctx.lang);
    let question = |within: &'static str| {
        let solved = ["yes", "partly", "no"].map(|c| (c, word(ctx.lang, "lasting", c)));
        ui::radio_group(&Field::new("solved", &fl!(w, "look-question")).within(within).problems(&of.problems), &solved)
    };
    html! { section.card.next {
        h3 { (fl!(w, "look-title")) }
        p.muted { (fl!(w, "look-until", day = ui::time::day(ctx.lang, look.until.day(), ctx.now))) }
        @if look.answered { (ui::alert(Tone::Ok, html! { (fl!(w, "look-mine")) })) }
        @else if after.may_say { (form::post(ctx, to, html! { (question("look")) p.actions { (ui::button(&fl!(w, "say"))) } })) }
        @else { (sign_in(ctx, of)) }
        @if after.may_help { (for_another(ctx, of, to, "look-for", question("look-for"))) }
    } }
}

fn wanting(ctx: &Ctx, of: &MatterView, after: &AfterView, to: &str) -> Markup {
    let w = words(ctx.lang);
    let why = |within: &'static str| ui::textarea(&Field::new("reason", &fl!(w, "reopen-why")).within(within).value(&of.sent.text).required().max(300).problems(&of.problems), 3);
    html! {
        @if after.asked { (ui::alert(Tone::Ok, html! { (fl!(w, "reopen-mine")) })) }
        @else if after.may_say { (ui::confirm(&fl!(w, "reopen-ask"), &fl!(w, "reopen-ask-note"), form::post(ctx, to, html! { (why("again")) p.actions { (ui::button(&fl!(w, "reopen-ask"))) } }))) }
        @else { (sign_in(ctx, of)) }
        @if after.may_help { (for_another(ctx, of, to, "again-for", why("again-for"))) }
    }
}

/// The body itself has it walk again; what people say about it stands beside.
fn motion(ctx: &Ctx, of: &MatterView, after: &AfterView, to: &str) -> Markup {
    let w = words(ctx.lang);
    let steps: Vec<_> = MatterStep::ALL.iter().filter(|s| **s < MatterStep::Evaluation).map(|s| (s.code(), super::matters::step_word(ctx, *s))).collect();
    html! {
        @if !after.reasons.is_empty() { details.more { summary { (fl!(w, "reopen-reasons", n = after.reasons.len())) } ul.told { @for reason in &after.reasons { li { (reason) } } } } }
        (ui::confirm(&fl!(w, "reopen"), &fl!(w, "reopen-note"), form::post(ctx, to, html! {
            (ui::select(&Field::new("to", &fl!(w, "turn-to")).within("motion").value("needs").problems(&of.problems), &steps))
            (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("motion").value(&of.sent.text).required().max(300).problems(&of.problems), "text"))
            p.actions { (ui::button(&fl!(w, "reopen"))) }
        })))
    }
}

/// The same, written down for somebody.
fn for_another(ctx: &Ctx, of: &MatterView, to: &str, within: &'static str, asked: Markup) -> Markup {
    let w = words(ctx.lang);
    ui::confirm(&fl!(w, "helped-title"), "", form::post(ctx, to, html! {
        (helped_fields(ctx, within, &Helped::default(), &of.problems))
        (asked)
        p.actions { (ui::button(&fl!(w, "say"))) }
    }))
}

fn sign_in(ctx: &Ctx, of: &MatterView) -> Markup {
    let w = words(ctx.lang);
    html! { p.actions { (ui::ghost_link(&format!("/sign-in?next=/matters/{}", of.id), &fl!(w, "after-sign-in"))) } }
}

/// Why a round began after the end of another.
pub(super) fn reopened(ctx: &Ctx, x: &ReopeningView) -> Markup {
    let w = words(ctx.lang);
    let why = word(ctx.lang, "reopened", &x.why.code().replace('_', "-"));
    html! { p { b { (fl!(w, "round", n = x.round)) } " " (ui::time::day(ctx.lang, x.at.day(), ctx.now)) " · " (why) @if let Some(reason) = &x.reason { " · " (reason) } } }
}
