//! Views as pages: what the residents', the desk's and the figures' pages have in common.

mod desk;
mod figures;
mod photos;
mod residents;

use crate::rules::{Satisfaction, State};
use crate::views::PromiseView;
use crate::{word, words};
use i18n_embed_fl::fl;
use kernel::Problem;
use maud::{Markup, html};
use ui::{Ctx, Field, Tone};

fn tone(state: State) -> Tone {
    match state {
        State::Closed | State::Answered | State::Archived => Tone::Ok,
        State::Callback | State::AwaitingInfo => Tone::Warn,
        _ => Tone::Info,
    }
}

/// Solved, and how satisfied: asked alike on the phone and on the receipt.
fn rating_fields(ctx: &Ctx, problems: &[Problem]) -> Markup {
    let w = words(ctx.lang);
    let (solved, level) = (fl!(w, "receipt-rate-solved"), fl!(w, "receipt-rate-level"));
    let answers = [("true", fl!(w, "yes")), ("false", fl!(w, "no"))];
    let levels: Vec<_> = Satisfaction::ALL[..5].iter().map(|s| (s.code(), word(ctx.lang, "level", s.code()))).collect();
    html! {
        (ui::radio_group(&Field::new("solved", &solved).problems(problems), &answers))
        (ui::radio_group(&Field::new("satisfaction", &level).problems(problems), &levels))
    }
}

impl PromiseView {
    /// The date and the small calendar it was counted on.
    fn explained(&self, ctx: &Ctx) -> Markup {
        let w = words(ctx.lang);
        let days: Vec<_> = self
            .days
            .iter()
            .map(|d| ui::CalendarDay { date: d.date, kind: word(ctx.lang, "day", d.kind), counted: d.counted > 0 })
            .collect();
        html! {
            details {
                summary { (fl!(w, "due-how")) }
                p { (fl!(w, "due-rule", unit = self.unit, amount = self.amount)) }
                @if self.due_at.is_none() { p { (fl!(w, "due-paused")) } }
                (ui::proof_calendar(ctx, &days))
            }
        }
    }
}
