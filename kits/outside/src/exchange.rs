//! The telephone exchange (电话交换机), as far as it tells of calls: the signals any exchange or its gateway can send as
//! JSON, and a memory one that makes them for tests. No exchange is needed: clerks then write calls down by hand.
//!
//! A signal: `{"call": "a1", "line": "85412345", "event": "ringing", "caller": "13800001111", "at": "2026-11-24T11:00:00+08:00"}`.
//! `event` is `ringing`, `answered`, `ended`, `missed` (given up, or nobody free), `transferred` with `to`, or `message` with
//! the `text` somebody left, or `recorded` with `recording` (where the exchange keeps it) and its `sha256`. `caller` is absent where it was withheld, `at` where the exchange keeps no clock.

use crate::OutsideError;
use kernel::Moment;
use serde::Deserialize;

/// What happened to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Ringing,
    Answered,
    Ended,
    Missed,
    Transferred { to: String },
    Message { text: String },
    Recorded { recording: String, sha256: String },
}

/// One thing the exchange says of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The exchange's name for the call, the same in all its signals.
    pub call: String,
    pub line: String,
    pub what: What,
    /// Digits, as they were shown.
    pub caller: Option<String>,
    pub at: Option<Moment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    call: String,
    #[serde(default)]
    line: String,
    event: String,
    #[serde(default)]
    caller: Option<String>,
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    recording: Option<String>,
    #[serde(default)]
    sha256: Option<String>,
}

/// Letters of a call's name, a line's number, a destination; of a message.
const SHORT: usize = 80;
const LONG: usize = 2_000;

impl Signal {
    /// Reads a signal, or says what is wrong with it. Numbers and words of people are in no such sentence.
    pub fn read(body: &[u8]) -> Result<Self, OutsideError> {
        let malformed = |why: &str| OutsideError::Malformed(why.into());
        let told: Told = serde_json::from_slice(body)
            .map_err(|e| malformed(&format!("not a signal of a call (line {}, column {})", e.line(), e.column())))?;
        let short = |text: &str| !text.trim().is_empty() && text.chars().count() <= SHORT && !text.chars().any(char::is_control);
        if !short(&told.call) {
            return Err(malformed("`call` is the call's name, up to 80 letters"));
        }
        if told.line.chars().count() > SHORT || told.line.chars().any(char::is_control) {
            return Err(malformed("`line` is a number, up to 80 letters"));
        }
        let what = match told.event.as_str() {
            "ringing" => What::Ringing,
            "answered" => What::Answered,
            "ended" => What::Ended,
            "missed" => What::Missed,
            "transferred" => match told.to.filter(|to| short(to)) {
                Some(to) => What::Transferred { to: to.trim().to_owned() },
                None => return Err(malformed("`to` says where it was transferred")),
            },
            "message" => match told.text.filter(|t| !t.trim().is_empty() && t.chars().count() <= LONG && !t.contains('\0')) {
                Some(text) => What::Message { text: text.trim().to_owned() },
                None => return Err(malformed("`text` is what was left, up to 2,000 letters")),
            },
            "recorded" => {
                let place = told.recording.filter(|r| !r.trim().is_empty() && r.len() <= LONG && !r.chars().any(char::is_control));
                let digest = told.sha256.map(|d| d.to_ascii_lowercase()).filter(|d| d.len() == 64 && d.bytes().all(|b| b.is_ascii_hexdigit()));
                match place.zip(digest) {
                    Some((recording, sha256)) => What::Recorded { recording: recording.trim().to_owned(), sha256 },
                    None => return Err(malformed("`recording` says where it is kept, `sha256` is its digest in 64 hexadecimal digits")),
                }
            }
            _ => return Err(malformed("`event` is ringing, answered, ended, missed, transferred, message or recorded")),
        };
        let at = match told.at {
            Some(text) => Some(Moment::parse(&text).ok_or_else(|| malformed("`at` is a moment with its offset"))?),
            None => None,
        };
        Ok(Self { call: told.call.trim().to_owned(), line: told.line.trim().to_owned(), what, caller: told.caller, at })
    }
}

/// An exchange for tests: makes the signals of calls, as JSON.
#[derive(Debug, Default)]
pub struct MemoryExchange {
    calls: usize,
}

impl MemoryExchange {
    /// The name of the next call.
    pub fn rings(&mut self) -> String {
        self.calls += 1;
        format!("memory-{}", self.calls)
    }
    pub fn signal(call: &str, event: &str, caller: Option<&str>, more: &[(&str, &str)]) -> serde_json::Value {
        let mut signal = serde_json::json!({ "call": call, "line": "85412345", "event": event });
        if let Some(caller) = caller {
            signal["caller"] = caller.into();
        }
        for (name, value) in more {
            signal[*name] = (*value).into();
        }
        signal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_is_read_or_says_what_is_wrong() {
        let read = |text: &str| Signal::read(text.as_bytes()).map_err(|e| e.to_string());
        let signal = read(r#"{"call":"a1","line":"85412345","event":"missed","caller":"13800001111","at":"2026-11-24T11:00:00+08:00"}"#).expect("a signal");
        assert_eq!((signal.what, signal.at), (What::Missed, Moment::parse("2026-11-24T11:00")));
        for (text, why) in [
            ("{}", "not a signal"), (r#"{"call":" ","event":"ended"}"#, "`call`"), (r#"{"call":"a","event":"dancing"}"#, "`event`"),
            (r#"{"call":"a","event":"transferred"}"#, "`to`"), (r#"{"call":"a","event":"message","text":""}"#, "`text`"),
            (r#"{"call":"a","event":"recorded","recording":"rec/1.wav","sha256":"12"}"#, "`sha256`"),
            (r#"{"call":"a","event":"ended","at":"soon"}"#, "`at`"), (r#"{"call":"a","event":"ended","secret":1}"#, "not a signal"),
        ] {
            let told = read(text).expect_err(text);
            assert!(told.contains(why), "{text}: {told}");
        }
        let told = read(r#"{"call":"a","event":"missed","caller":13800001111}"#).expect_err("a number is text");
        assert!(!told.contains("1380000"), "{told}");
    }
}
