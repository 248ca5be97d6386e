//! Views as pages: the same page for everybody, with the forms of those who may.

mod afterwards;
mod ballots;
mod batches;
mod bodies;
mod calendars;
mod concerns;
mod draws;
mod delegates;
mod doers;
mod duties;
mod easing;
mod elections;
mod helping;
mod leaving;
mod matters;
mod meetings;
mod merging;
mod moderation;
mod options;
mod paper_prints;
mod pauses;
mod plans;
mod pleas;
mod printables;
mod proposal;
mod proposals;
mod roll;
mod representativeness;
mod requisitions;
mod reach;
mod room_votes;
mod roster_sheets;
mod step_clocks;
mod substitutes;
mod surveys;
mod tasks;
mod texts;

use crate::{word, words};
use ui::Tone;
use crate::rules::MeetingState;

/// A state said in a word, with a colour beside it.
fn state_tag(ctx: &ui::Ctx, state: MeetingState) -> maud::Markup {
    use MeetingState::*;
    let tone = match state {
        Sealed => Tone::Ok,
        Open => Tone::Info,
        Closed | Drafted | Circulated => Tone::Warn,
        Cancelled | Inquorate | Voided => Tone::Bad,
        Planned | Convened => Tone::Plain,
    };
    ui::tag(tone, &word(ctx.lang, "meeting-state", &state.code().replace('_', "-")))
}

/// The title of a proposal; one that is hidden says so.
fn titled(ctx: &ui::Ctx, title: &str) -> String {
    if title.is_empty() { ui::sentence(words(ctx.lang), "proposal-hidden-title", &[]) } else { title.to_owned() }
}

/// The word for a category or profession of the street's lists; the code itself where it has none.
fn listed(lang: ui::Lang, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}-{}", code.replace('_', "-"));
    if words(lang).has(&key) { ui::sentence(words(lang), &key, &[]) } else { code.to_owned() }
}
