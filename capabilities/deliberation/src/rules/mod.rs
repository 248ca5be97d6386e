//! What is true about bodies, meetings and matters. Pure: data, time and luck are handed in.
mod absences;
mod afterwards;
mod answers;
mod backings;
mod ballots;
mod bodies;
mod calendars;
mod charters;
mod concerns;
mod counting;
mod delegates;
mod delivery;
mod diffs;
mod doers;
mod drawing;
mod draws;
mod duties;
mod easing;
mod elections;
mod events;
mod lateness;
mod further_votes;
mod headcounts;
mod helping;
mod matters;
mod meetings;
mod mergers;
mod merging;
mod minutes;
mod notices;
mod options;
mod moderation;
mod pauses;
mod paper_votes;
mod plans;
mod pools;
mod proposals;
mod quorum;
mod reach;
mod recounts;
mod retention;
mod results;
mod rolls;
mod representativeness;
mod requisitions;
mod room_votes;
mod roster_sheets;
mod rosters;
mod short_codes;
mod step_clocks;
mod substitutes;
mod voidings;
mod there;
mod surveys;
mod tasks;
mod texts;
mod who_may;

pub use absences::*;
pub use afterwards::*;
pub use answers::*;
pub use backings::*;
pub use ballots::*;
pub use bodies::*;
pub use calendars::*;
pub use charters::*;
pub use concerns::*;
pub use counting::*;
pub use delegates::*;
pub use delivery::*;
pub use diffs::*;
pub use doers::*;
pub use drawing::*;
pub use draws::*;
pub use duties::*;
pub use easing::*;
pub use elections::*;
pub use events::*;
pub use lateness::*;
pub use further_votes::*;
pub use headcounts::*;
pub use helping::*;
pub use matters::*;
pub use meetings::*;
pub use mergers::*;
pub use merging::*;
pub use minutes::*;
pub use notices::*;
pub use options::*;
pub use moderation::*;
pub use pauses::*;
pub use paper_votes::*;
pub use plans::*;
pub use pools::*;
pub use proposals::*;
pub use quorum::*;
pub use reach::*;
pub use recounts::*;
pub use retention::*;
pub use results::*;
pub use rolls::*;
pub use representativeness::*;
pub use requisitions::*;
pub use room_votes::*;
pub use roster_sheets::*;
pub use rosters::*;
pub use short_codes::*;
pub use step_clocks::*;
pub use substitutes::*;
pub use voidings::*;
pub use there::*;
pub use surveys::*;
pub use tasks::*;
pub use texts::*;
pub use who_may::*;

use kernel::Problem;
use unicode_normalization::UnicodeNormalization;

/// A decision: what the thing becomes and what happened, or what the person can mend.
pub type Decided<T, E> = Result<(T, E), Vec<Problem>>;

use kernel::codes;

/// What rights ask of a thing that stands at a place in a state.
macro_rules! stands_at_a_place {
    ($($thing:ty),*) => { $(
        impl auth::Facts for $thing {
            fn id(&self) -> kernel::uuid::Uuid {
                self.id.uuid()
            }
            fn place(&self) -> auth::PlacePath {
                self.place
            }
            fn state(&self) -> &str {
                self.state.code()
            }
        }
    )* };
}
stands_at_a_place!(Ballot, Draw, Matter, Proposal);

/// How two writings of one thing are found to be the same: without spaces, in NFKC and small letters.
pub fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// A text somebody typed: trimmed, there, and not longer than `most` characters; else a problem at its field.
pub fn said(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Problem::at(field, "text-missing")),
        n if n > most => Err(Problem::at(field, "text-long").with("most", most)),
        _ => Ok(text.to_owned()),
    }
}
