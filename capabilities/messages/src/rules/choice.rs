//! What kinds of message there are, by which means they go, and what a person may choose.

use crate::rules::quiet::{Span, leaves_open};
use kernel::{Problem, codes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

codes! {
    /// What a message is about.
    Kind {
        /// How a voice of one's own goes on.
        Progress "progress",
        /// Somebody is asked how it went.
        Callback "callback",
        /// The office asks or tells something else.
        Office "office",
        /// What waits for staff.
        Work "work",
    }
}
codes! {
    /// How it reaches a person. The inbox has everything; `App` is the inbox alone.
    Means { Sms "sms", Email "email", App "app" }
}
codes! {
    /// What law or safety demands goes at once.
    Urgent { Life "life", Utility "utility" }
}

/// What a person chose, and how they can be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    pub quiet: Option<Span>,
    /// One list a day in place of one message each.
    pub daily: bool,
    pub has_email: bool,
    /// The choice for the kind in question, if one was ever made.
    pub chosen: Option<Means>,
}

/// By which means a message goes out, beside the inbox. `number` says whether there is a telephone to send to: the account's
/// own, or one left with what was said. Who never chose is told as they wished when they spoke (`asked`). What is urgent
/// goes by SMS where nothing else rings.
pub fn means(wishes: &Wishes, asked: bool, number: bool, urgent: bool) -> Means {
    let wished = wishes.chosen.unwrap_or(if asked { Means::Sms } else { Means::App });
    match wished {
        Means::Email if wishes.has_email => Means::Email,
        Means::Sms if number => Means::Sms,
        _ if urgent && number => Means::Sms,
        _ => Means::App,
    }
}

/// What somebody chooses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChoosingMeans {
    /// `sms`, `email` or `app`; one for each kind.
    pub progress: Option<Means>,
    pub callback: Option<Means>,
    pub office: Option<Means>,
    /// For staff.
    pub work: Option<Means>,
    /// `21:00`; empty for no quiet time.
    pub quiet_from: String,
    /// `08:00`, the next morning where it is earlier.
    pub quiet_until: String,
    /// One list at 18:00 in place of one message each.
    pub daily: bool,
}

impl ChoosingMeans {
    pub fn of(&self, kind: Kind) -> Option<Means> {
        match kind {
            Kind::Progress => self.progress,
            Kind::Callback => self.callback,
            Kind::Office => self.office,
            Kind::Work => self.work,
        }
    }
}

/// What is wrong with a choice; else the quiet time. Nobody is promised SMS without a number or e-mail without an address.
pub fn choose(words: &ChoosingMeans, has_phone: bool, has_email: bool) -> Result<Option<Span>, Vec<Problem>> {
    let mut problems = vec![];
    for kind in Kind::ALL {
        match words.of(*kind) {
            Some(Means::Sms) if !has_phone => problems.push(Problem::at(kind.code(), "no-phone")),
            Some(Means::Email) if !has_email => problems.push(Problem::at(kind.code(), "no-email")),
            _ => {}
        }
    }
    let quiet = match Span::read(&words.quiet_from, &words.quiet_until) {
        Some(quiet) if leaves_open(quiet) => quiet,
        Some(_) => {
            problems.push(Problem::at("quiet_from", "quiet-all-day"));
            None
        }
        None => {
            let field = if words.quiet_from.trim().is_empty() { "quiet_from" } else { "quiet_until" };
            problems.push(Problem::at(field, "quiet-form"));
            None
        }
    };
    if problems.is_empty() { Ok(quiet) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(chosen: Option<Means>, has_email: bool) -> Wishes {
        Wishes { chosen, has_email, ..Wishes::default() }
    }

    #[test]
    fn the_choice_decides_and_the_wish_of_the_voice_where_nobody_chose() {
        assert_eq!(means(&wishes(None, false), true, true, false), Means::Sms);
        assert_eq!(means(&wishes(None, false), false, true, false), Means::App);
        assert_eq!(means(&wishes(Some(Means::Email), true), true, true, false), Means::Email);
        assert_eq!(means(&wishes(Some(Means::App), true), true, true, false), Means::App);
        assert_eq!(means(&wishes(Some(Means::Email), false), true, true, false), Means::App, "an address that is gone");
    }

    #[test]
    fn what_is_urgent_rings_where_there_is_a_number() {
        assert_eq!(means(&wishes(Some(Means::App), false), false, true, true), Means::Sms);
        assert_eq!(means(&wishes(Some(Means::Email), true), false, true, true), Means::Email);
        assert_eq!(means(&wishes(Some(Means::App), false), false, false, true), Means::App);
    }

    #[test]
    fn nothing_is_promised_that_cannot_reach() {
        let words = ChoosingMeans { progress: Some(Means::Sms), office: Some(Means::Email), quiet_from: "21:00".into(), ..ChoosingMeans::default() };
        let told = choose(&words, false, false).expect_err("three problems");
        let fields: Vec<_> = told.iter().map(|p| (p.field.unwrap_or(""), p.code)).collect();
        assert_eq!(fields, [("progress", "no-phone"), ("office", "no-email"), ("quiet_until", "quiet-form")]);
        let words = ChoosingMeans { quiet_from: "07:00".into(), quiet_until: "21:00".into(), ..ChoosingMeans::default() };
        assert_eq!(choose(&words, true, true).expect_err("no time is left")[0].code, "quiet-all-day");
    }
}
