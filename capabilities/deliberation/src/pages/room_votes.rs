//! Votes by raised hands and members who step aside, on the page of the ballot.

use crate::rules::*;
use crate::views::*;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

impl BallotView {
    /// Calling the vote, and the two counts.
    pub(super) fn in_room(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let Some(meeting) = self.meeting else { return html! {} };
        let told = self.hands.as_ref();
        let number = |name: &'static str, label: String| ui::text_input(&Field::new(name, &label).within("hands").inputmode("numeric").required().problems(&self.problems), "number");
        ui::card(&fl!(w, "hands-title"), None, html! {
            p { a href={ "/meetings/" (meeting) } { (fl!(w, "hands-meeting")) } }
            @if let Some(h) = told { p { (fl!(w, "hands-entitled", n = self.electors, needed = h.needed)) } }
            @match self.state {
                BallotState::Drafted => {
                    p { (fl!(w, "hands-lead")) }
                    @if self.may.hold { (form::verb(ctx, &format!("/ballots/{}/calling", self.id), &fl!(w, "hands-call"))) }
                },
                BallotState::Open => {
                    @if told.is_some_and(|h| h.first_told) { (ui::alert(Tone::Info, html! { (fl!(w, "hands-once")) })) }
                    @if self.may.hold {
                        p.note { (fl!(w, "hands-note")) }
                        (form::post(ctx, &format!("/ballots/{}/hands", self.id), html! {
                            div.pair { (number("for", ui::sentence(w, "vote-for", &[]))) (number("against", ui::sentence(w, "vote-against", &[]))) }
                            (number("abstain", ui::sentence(w, "vote-abstain", &[])))
                            p.actions { (ui::button(&fl!(w, "hands-tell"))) }
                        }))
                    }
                },
                _ => {},
            }
        })
    }

    /// Who stepped aside and why, and the way to do so.
    pub(super) fn stepping_aside(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        if self.recusals.is_empty() && !self.may.recuse {
            return html! {};
        }
        let seats: Vec<_> = self.seats.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        ui::section(&fl!(w, "recusals"), None, html! {
            @if self.recusals.is_empty() { p.muted { (fl!(w, "recusals-none")) } }
            ul.told { @for r in &self.recusals { li { b { (r.shown_name) } " " (r.reason) " " small.muted { (ui::time::day(ctx.lang, r.on, ctx.now)) } } } }
            @if self.may.recuse { (ui::confirm(&fl!(w, "recuse"), &fl!(w, "recuse-note"), form::post(ctx, &format!("/ballots/{}/recusals", self.id), html! {
                @if !seats.is_empty() { (ui::select(&Field::new("membership", &fl!(w, "recuse-who")).within("recusal").problems(&self.problems), &seats)) }
                (ui::text_input(&Field::new("reason", &fl!(w, "reason")).within("recusal").hint(&fl!(w, "recuse-hint")).required().problems(&self.problems), "text"))
                p.actions { (ui::button(&fl!(w, "recuse"))) }
            }))) }
        })
    }

    /// What was said by those who object or are concerned; no names.
    pub(super) fn reasons_given(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if !self.reasons.is_empty() {
                h3 { (fl!(w, "consent-reasons")) }
                ul.told { @for r in &self.reasons { li { (ui::tag(if r.stance == "object" { Tone::Bad } else { Tone::Warn }, &crate::word(ctx.lang, "vote", &r.stance))) " " (r.reason) } } }
            }
        }
    }
}
