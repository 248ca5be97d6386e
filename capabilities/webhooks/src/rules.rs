//! What is true about hooks. Pure.

use auth::{Act, May, Reach, Role, WholeStreet};
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use utoipa::ToSchema;

pub const WHO_MAY: &[May] = &[May::post(Role::SystemAdministrator, "keep_webhooks", Reach::Street)];

pub enum Keep {}
impl Act<WholeStreet> for Keep {
    const NAME: &'static str = "keep_webhooks";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "keep_webhooks";
}

/// The page of hooks, for whoever keeps them.
pub fn desk_entries(viewer: &auth::Viewer, now: Moment) -> Option<&'static str> {
    auth::reaches(WHO_MAY, "keep_webhooks", viewer, now).then_some("/admin/webhooks")
}

/// Hooks of one street.
pub const MOST_HOOKS: usize = 20;
pub const MOST_URL: usize = 300;
/// How long after a failure it is tried again, in minutes; after the last it has failed.
pub const AGAIN: [i64; 7] = [1, 5, 30, 120, 360, 720, 1_440];

/// What a program asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HookWords {
    /// Where it is told: an address of https, or of http in the same house.
    pub url: String,
    /// Names of events with spaces between, such as `appeals.case_closed appeals.case_dispatched`, or `appeals.*`; all of
    /// them if empty.
    pub events: String,
}

/// What is wrong with it; else the address and the names.
pub fn judge(words: &HookWords, there_are: usize) -> Result<(String, Vec<String>), Vec<Problem>> {
    let mut problems = vec![];
    let url = words.url.trim();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).and_then(|rest| rest.split('/').next());
    let plain = host.is_some_and(|h| !h.is_empty() && !h.contains('@')) && url.chars().all(|c| c.is_ascii_graphic());
    if !plain || url.len() > MOST_URL {
        problems.push(Problem::at("url", "hook-url"));
    }
    let names: Vec<String> = words.events.split_whitespace().map(str::to_owned).collect();
    let named = |n: &String| n.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'*')) && n.contains('.');
    if names.len() > 40 || !names.iter().all(named) {
        problems.push(Problem::at("events", "hook-events"));
    }
    if there_are >= MOST_HOOKS {
        problems.push(Problem::new("hook-many").with("most", MOST_HOOKS));
    }
    if problems.is_empty() { Ok((url.to_owned(), names)) } else { Err(problems) }
}

/// Whether a hook asked for an event of this name.
pub fn asked(names: &[String], event: &str) -> bool {
    let fits = |n: &String| n.strip_suffix('*').map_or(n == event, |start| event.starts_with(start));
    names.is_empty() || names.iter().any(fits)
}

/// The signature of a message: `t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`. The moment is in it, so that
/// an old message is not taken for a new one.
pub fn signature(secret: &str, at: Moment, body: &str) -> String {
    let seconds = at.0 / 1_000_000;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap_or_else(|_| unreachable!("any key fits"));
    mac.update(format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes()))
}

/// When a failed sending is tried again; `None` when it has failed for good.
pub fn again(tries: i32, now: Moment) -> Option<Moment> {
    let wait = usize::try_from(tries - 1).ok().and_then(|n| AGAIN.get(n))?;
    Some(now.plus_minutes(*wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_the_moment_and_the_words() {
        let at = Moment::parse("2026-11-24T09:00:00+08:00").expect("a time");
        let signed = signature("secret", at, "{}");
        assert!(signed.starts_with("t=1795482000,v1=") && signed.len() == "t=1795482000,v1=".len() + 64, "{signed}");
        assert_ne!(signed, signature("secret", at, "{ }"));
        assert_ne!(signed, signature("other", at, "{}"));
        assert_ne!(signed, signature("secret", at.plus_minutes(1), "{}"));
    }

    #[test]
    fn a_hook_names_what_it_asks_for() {
        let words = |url: &str, events: &str| HookWords { url: url.into(), events: events.into() };
        assert!(judge(&words("https://a.example/x", "appeals.case_closed appeals.*"), 0).is_ok());
        for (url, events) in [("ftp://a", ""), ("https://", ""), ("https://u@a/x", ""), ("https://a/x y", ""), ("https://a", "Case Closed")] {
            assert!(judge(&words(url, events), 0).is_err(), "{url} {events}");
        }
        let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(asked(&[], "appeals.case_closed") && asked(&names("appeals.*"), "appeals.case_closed"));
        assert!(!asked(&names("appeals.case_opened places.*"), "appeals.case_closed"));
    }

    #[test]
    fn it_is_tried_for_a_day_and_a_half_and_then_given_up() {
        let now = Moment(0);
        assert_eq!(again(1, now), Some(Moment(0).plus_minutes(1)));
        assert_eq!(again(7, now), Some(Moment(0).plus_minutes(1_440)));
        assert_eq!(again(8, now), None);
    }
}
