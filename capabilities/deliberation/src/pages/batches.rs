//! A bundle of slips, read by one person at a time.

use super::ballots::code_word;
use crate::rules::*;
use crate::views::*;
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone, form};

/// Every bundle has its address: on the device once opened, for a hall without a network.
pub(super) fn batch_page(ballot: BallotId, no: i32) -> String {
    format!("/desk/ballots/{ballot}/batches/{no}")
}

/// How far a bundle is.
pub(super) fn batch_tag(ctx: &Ctx, state: BatchState) -> Markup {
    let tone = if matches!(state, BatchState::Equal | BatchState::Settled) { Tone::Ok } else { Tone::Warn };
    ui::tag(tone, &code_word(ctx, "batch", state.code()))
}

impl edge::View for BatchView {
    fn page(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let (no, slips) = (self.batch.no, self.batch.slips);
        let title = format!("{} · {}", fl!(w, "batch-no", n = no), fl!(w, "batch-of", n = slips));
        let roll = format!("/ballots/{}/roll", self.ballot);
        let main = html! {
            div.page {
                p.crumbs { a href=(roll) { (self.question) } }
                h1 { (title) }
                p { (batch_tag(ctx, self.batch.state)) " " span.num.muted { (self.code) } }
                (ui::error_summary(ctx, &self.problems))
                @if !self.batch.differing.is_empty() {
                    (ui::alert(Tone::Warn, html! { (fl!(w, "batch-differ", nos = self.batch.differing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))) }))
                }
                @if self.may_read && self.batch.waits_for_me() {
                    p { (fl!(w, "batch-blind")) }
                    (self.typing(ctx, "readings", &fl!(w, "batch-read")))
                } @else if self.may_settle && self.batch.state == BatchState::Unequal {
                    p { (fl!(w, "batch-third")) }
                    (self.typing(ctx, "settlement", &fl!(w, "batch-settle")))
                } @else if self.batch.read_by_me && self.batch.state == BatchState::ReadOnce {
                    (ui::alert(Tone::Ok, html! { (fl!(w, "batch-yours")) }))
                }
                p.actions {
                    @if let Some(next) = self.next.filter(|_| self.may_read) { (ui::ghost_link(&batch_page(self.ballot, next), &fl!(w, "batch-next", n = next))) }
                    (ui::ghost_link(&roll, &fl!(w, "roll-desk")))
                }
            }
        };
        ui::layout::resident(ctx, &title, "", main, None)
    }
    fn path(&self) -> String {
        batch_page(self.ballot, self.batch.no)
    }
    edge::speaks!(crate::words);
}

impl BatchView {
    fn typing(&self, ctx: &Ctx, verb: &str, label: &str) -> Markup {
        let w = words(ctx.lang);
        let batch = &self.batch;
        let question = self.rule.is_question();
        let hint = if question { fl!(w, "batch-hint-question") } else { fl!(w, "batch-hint-numbers") };
        let label_of = fl!(w, "batch-slips", n = batch.slips);
        let slips = Field::new("slips", &label_of).hint(&hint).value(&self.typed).required().problems(&self.problems);
        html! {
            @if !question { ol { @for option in &self.options { li value=(option.no) { (option.title) } } } }
            (form::kept(ctx, &format!("/ballots/{}/batches/{}/{verb}", self.ballot, batch.no), &fl!(w, "batch-no", n = batch.no), html! {
                (ui::textarea(&slips, 10))
                p.actions { (ui::button(label)) }
            }))
        }
    }
}
