//! Meetings as iCalendar: one event each for its whole life, times in UTC, no names.

use super::{Meeting, MeetingId, MeetingState, Openness};
use icalendar::{Calendar, Component, Event, EventLike};
use kernel::Moment;

/// A cancelled meeting stays in the feed for so many days after its time; past ones as long.
pub const FEED_BACK_DAYS: i64 = 90;
/// And so far ahead.
pub const FEED_AHEAD_DAYS: i64 = 365;

/// One meeting as a feed tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedEvent {
    pub meeting: MeetingId,
    pub title: String,
    pub from: Moment,
    pub to: Moment,
    pub venue: String,
    /// How to take part, and how far it is.
    pub note: String,
    pub cancelled: bool,
    /// Never falls.
    pub sequence: i32,
    pub changed_at: Moment,
}

/// Whether a feed tells of a meeting: a notice went out, and it is public or the feed is its reader's own.
pub fn is_fed(m: &Meeting, notices: i64, own: bool) -> bool {
    notices > 0 && m.state != MeetingState::Planned && (own || m.openness == Openness::Public)
}

/// The feed: RFC 5545, `site` is where the pages are, such as `https://linqiao.example.cn`.
pub fn feed(name: &str, events: &[FeedEvent], site: &str) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for e in events {
        let mut event = Event::new();
        event
            .add_property("UID", format!("{}@linqiao", e.meeting))
            .add_property("DTSTAMP", utc(e.changed_at))
            .add_property("LAST-MODIFIED", utc(e.changed_at))
            .add_property("SEQUENCE", e.sequence.to_string())
            .add_property("DTSTART", utc(e.from))
            .add_property("DTEND", utc(e.to))
            .add_property("STATUS", if e.cancelled { "CANCELLED" } else { "CONFIRMED" })
            .add_property("URL", format!("{site}/meetings/{}", e.meeting))
            .summary(&e.title)
            .location(&e.venue);
        if !e.note.is_empty() {
            event.description(&e.note);
        }
        calendar.push(event.done());
    }
    folded(&calendar.to_string())
}

/// Octets of a line; a continued one begins with a space that counts.
const MOST_OCTETS: usize = 75;

/// The lines again, folded so that the space of a continued line counts too: the crate leaves it out.
fn folded(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for letter in line.chars() {
            if octets + letter.len_utf8() > MOST_OCTETS {
                told.push_str("\r\n ");
                octets = 1;
            }
            told.push(letter);
            octets += letter.len_utf8();
        }
        told.push_str("\r\n");
    }
    told
}

/// `20261110T110000Z`.
fn utc(at: Moment) -> String {
    at.plus(-i64::from(kernel::STREET_OFFSET_SECONDS) * 1_000_000).civil().strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(title: &str, venue: &str, sequence: i32) -> FeedEvent {
        let from = Moment::parse("2026-11-10T19:00").expect("a time");
        FeedEvent { meeting: MeetingId::named("m"), title: title.into(), from, to: from.plus_minutes(90), venue: venue.into(), note: String::new(), cancelled: sequence > 3, sequence, changed_at: from.plus_days(-3) }
    }

    #[test]
    fn an_event_is_told_in_utc() {
        let text = feed("议事会", &[event("议事会；停车, 充电", "一楼\n无台阶", 4)], "https://x.cn");
        let unfolded = text.replace("\r\n ", "");
        for line in ["DTSTART:20261110T110000Z", "DTEND:20261110T123000Z", "SEQUENCE:4", "STATUS:CANCELLED", "LOCATION:一楼\\n无台阶", "SUMMARY:议事会；停车\\, 充电"] {
            assert!(unfolded.lines().any(|l| l == line), "{line} in\n{unfolded}");
        }
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }

    proptest! {
        /// Lines hold at most 75 octets, whole letters, and the feed parses to the same texts.
        #[test]
        fn a_feed_parses(title in "[停车充电a-z,;:\\\\ ]{1,80}", venue in "[楼门号0-9,;\n ]{1,60}") {
            let text = feed("议事会", &[event(&title, &venue, 1)], "https://x.cn");
            prop_assert!(text.split("\r\n").all(|l| l.len() <= 75), "{}", text);
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
            let read: icalendar::Calendar = text.parse().expect("a calendar");
            let uid = read.components.iter().filter_map(|c| c.as_event()).filter_map(|e| e.get_uid()).collect::<Vec<_>>();
            prop_assert_eq!(uid, vec![format!("{}@linqiao", MeetingId::named("m"))]);
        }
    }
}
