//! The desk's pages.

mod acts;
mod bulk;
mod callbacks;
mod case;
mod catalogue;
mod clusters;
mod exports;
mod intake;
mod pipeline;
mod queue;

use crate::rules::Urgency;
use crate::views::{CaseLine, Choice};
use crate::words;
use i18n_embed_fl::fl;
use maud::{Markup, html};
use ui::{Ctx, Tone};

use super::{tone, word};

impl CaseLine {
    /// The category in the reader's language.
    fn kind(&self, ctx: &Ctx) -> &str {
        if ctx.lang.is_zh() { &self.category_name.0 } else { &self.category_name.1 }
    }
    /// What stands out: urgency, a second round, somebody urging.
    fn marks(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        html! {
            @if self.urgency != Urgency::Normal { (ui::tag(Tone::Bad, &word(ctx.lang, "urgency", self.urgency.code()))) " " }
            @if self.round > 1 { (ui::tag(Tone::Warn, &fl!(w, "desk-round", n = self.round))) " " }
            @if self.supervision > 0 { (ui::tag(Tone::Bad, &fl!(w, "desk-supervised", n = self.supervision))) " " }
            @if self.urgings > 0 { (ui::tag(Tone::Warn, &fl!(w, "desk-urged", n = self.urgings))) " " }
        }
    }
    fn state_tag(&self, ctx: &Ctx) -> Markup {
        ui::tag(tone(self.state), &word(ctx.lang, "state", self.state.code()))
    }
    /// When it is due and how much is left; red once it is over.
    fn due(&self, ctx: &Ctx) -> Markup {
        html! {
            @match self.due_at {
                Some(due) => {
                    span.due.bad[self.overdue] { (ui::time::remains(ctx.lang, due, ctx.now)) }
                    " " small.muted { (ui::time::short(due)) }
                },
                None => "—",
            }
        }
    }
    fn facts(&self) -> String {
        [self.case_no.as_str(), self.place.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Choices for a select, behind one that chooses nothing.
fn with_any(any: String, choices: &[Choice]) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), any)];
    all.extend(choices.iter().map(|c| (c.value.clone(), c.text.clone())));
    all
}
