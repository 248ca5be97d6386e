//! Acting for a resident: how long it lasts. Pure.

use kernel::{Moment, codes};

codes! {
    /// How the resident is there while staff act for them.
    HelpWay { Present "present", Phone "phone", Paper "paper" }
}
codes! {
    /// Why acting for somebody was over.
    HelpEnd { Ended "ended", SignedOut "signed_out", AccountChanged "account_changed", PostEnded "post_ended", Time "time" }
}

/// The longest it lasts, in minutes; a street may set less.
pub const LONGEST_HELP: i64 = 30;

/// When it ends by itself: after the minutes set, and never after the session or the post it stands on.
pub fn help_until(minutes: Option<i64>, session: Moment, post: Moment, now: Moment) -> Moment {
    let minutes = minutes.unwrap_or(LONGEST_HELP).clamp(1, LONGEST_HELP);
    now.plus_minutes(minutes).min(session).min(post)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lasts_half_an_hour_at_most_and_no_longer_than_what_it_stands_on() {
        let now = Moment(0);
        let late = now.plus_days(1);
        for (set, lasts) in [(None, 30), (Some(10), 10), (Some(600), 30), (Some(0), 1)] {
            assert_eq!(help_until(set, late, late, now), now.plus_minutes(lasts));
        }
        assert_eq!(help_until(None, now.plus_minutes(4), late, now), now.plus_minutes(4));
        assert_eq!(help_until(None, late, now.plus_minutes(7), now), now.plus_minutes(7));
    }
}
