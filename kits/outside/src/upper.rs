//! The upper tier's order system (上级工单系统): orders and words come down from it, answers and requests go up; over HTTP,
//! or to memory in tests. Without one the same travels in files.
//!
//! Down: `GET {url}/orders?after=<mark>` answers `{"orders": […], "words": […], "next": "<mark>"}`; the mark is theirs, and
//! empty the first time. Up: `POST {url}/answers` and `POST {url}/requests`, one at a time; any 2xx is "taken", and the
//! same one may come twice.

use crate::OutsideError;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One order, as it is written over there: text, not believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Order {
    /// Their number: the same number is the same order.
    pub their_no: String,
    /// Who turned it over: `市12345`, `区城运中心`.
    pub tier: String,
    pub text: String,
    /// When it is to be answered: `2026-11-30 17:30`, or with an offset.
    pub due_at: String,
    /// Their own category.
    pub category: String,
    pub address: String,
    pub name: String,
    pub phone: String,
    /// When it was said to them.
    pub said_at: String,
}

/// What they say of an order: their answer to a request, a rest, or what the speaker told them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Word {
    pub their_no: String,
    /// `return`, `extension`, `result`, `rest`, `resume`.
    pub kind: String,
    /// `accepted` or `refused`, of a return or an extension.
    pub verdict: String,
    /// Their due moment from now on, if they move it.
    pub due_at: String,
    /// Their words or the number of their paper.
    pub text: String,
    /// `yes` or `no`, of a result.
    pub contacted: String,
    pub solved: String,
    /// `very_satisfied`, `satisfied`, `basically`, `dissatisfied`, `very_dissatisfied`.
    pub satisfaction: String,
}

/// What came down in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Down {
    pub orders: Vec<Order>,
    pub words: Vec<Word>,
    /// Where to go on; the same as before where nothing is new.
    pub next: String,
}

/// What goes up: the answer to an order, or a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Up {
    pub their_no: String,
    /// `answer`, `return`, `extension`.
    pub kind: String,
    pub case_no: String,
    /// Of an answer: `solved`, `explained`, `unsolved`, `refused`.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub result: String,
    /// The reply, or why it is asked for.
    pub text: String,
    /// The unit that answers or asks.
    pub unit: String,
    /// Working days, of an extension.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub days: Option<i64>,
    /// How often it was worked on: a later answer replaces an earlier one.
    pub round: i32,
    /// With its offset.
    pub at: String,
}

/// Speaks to the upper tier's system. Blocking, for ten seconds at most.
pub trait Upper: Send + Sync {
    fn fetch(&self, after: &str) -> Result<Down, OutsideError>;
    fn send(&self, up: &Up) -> Result<(), OutsideError>;
}

/// How to reach it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpUpperSettings {
    /// Without a slash at its end.
    pub url: String,
    /// Such as `["authorization", "Bearer …"]`.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
}

const MOST_TIME: Duration = Duration::from_secs(10);
/// The most that may come down in one go.
const MOST_BYTES: u64 = 8 << 20;

/// Over HTTP, to the one address of the settings.
pub struct HttpUpper {
    settings: HttpUpperSettings,
    agent: ureq::Agent,
}

impl HttpUpper {
    pub fn new(settings: HttpUpperSettings) -> Result<Self, OutsideError> {
        if !(settings.url.starts_with("https://") || settings.url.starts_with("http://")) || settings.url.ends_with('/') {
            return Err(OutsideError::Malformed(format!("upper.url {}: http(s)://… without a slash at its end", settings.url)));
        }
        let config = ureq::Agent::config_builder().timeout_global(Some(MOST_TIME)).max_redirects(0).build();
        Ok(Self { settings, agent: config.into() })
    }
}

/// The error's own text may carry the address with what stands in it.
fn told(why: ureq::Error) -> OutsideError {
    match why {
        ureq::Error::StatusCode(code) => OutsideError::Refused(format!("the upper tier's system answered {code}")),
        _ => OutsideError::Unreachable("the upper tier's system".into()),
    }
}

impl Upper for HttpUpper {
    fn fetch(&self, after: &str) -> Result<Down, OutsideError> {
        let request = self.agent.get(format!("{}/orders", self.settings.url)).query("after", after);
        let request = self.settings.headers.iter().fold(request, |r, (k, v)| r.header(k, v));
        let mut answer = request.call().map_err(told)?;
        let text = answer.body_mut().with_config().limit(MOST_BYTES).read_to_string().map_err(told)?;
        serde_json::from_str(&text)
            .map_err(|e| OutsideError::Malformed(format!("orders of the upper tier (line {}, column {})", e.line(), e.column())))
    }

    fn send(&self, up: &Up) -> Result<(), OutsideError> {
        let door = if up.kind == "answer" { "answers" } else { "requests" };
        let request = self.agent.post(format!("{}/{door}", self.settings.url));
        let request = self.settings.headers.iter().fold(request, |r, (k, v)| r.header(k, v));
        let answer = request.send_json(up).map_err(told)?;
        match answer.status().is_success() {
            true => Ok(()),
            false => Err(OutsideError::Refused(format!("the upper tier's system answered {}", answer.status()))),
        }
    }
}

/// Keeps what went up, hands down what it is given, and is silent when bid.
#[derive(Debug, Default)]
pub struct MemoryUpper {
    down: Mutex<Vec<Down>>,
    up: Mutex<Vec<Up>>,
    silent: Mutex<bool>,
}

impl MemoryUpper {
    /// The next time it is asked, this comes down.
    pub fn gives(&self, down: Down) {
        self.down.lock().push(down);
    }
    pub fn silent(&self, silent: bool) {
        *self.silent.lock() = silent;
    }
    /// Everything that went up.
    pub fn sent(&self) -> Vec<Up> {
        self.up.lock().clone()
    }
    fn listens(&self) -> Result<(), OutsideError> {
        if *self.silent.lock() { Err(OutsideError::Unreachable("the upper tier's system".into())) } else { Ok(()) }
    }
}

impl Upper for MemoryUpper {
    fn fetch(&self, after: &str) -> Result<Down, OutsideError> {
        self.listens()?;
        let mut waiting = self.down.lock();
        Ok(if waiting.is_empty() { Down { next: after.into(), ..Down::default() } } else { waiting.remove(0) })
    }
    fn send(&self, up: &Up) -> Result<(), OutsideError> {
        self.listens()?;
        self.up.lock().push(up.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    /// Answers one request, and gives what was asked.
    fn answering(body: &'static str) -> (String, std::thread::JoinHandle<String>) {
        let there = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", there.local_addr().expect("an address"));
        let heard = std::thread::spawn(move || {
            let (mut caller, _) = there.accept().expect("a caller");
            let (mut said, mut part) = (vec![], [0; 4096]);
            while !(String::from_utf8_lossy(&said).contains("\r\n\r\n") && (said.starts_with(b"GET") || said.ends_with(b"}"))) {
                let n = caller.read(&mut part).expect("words");
                said.extend_from_slice(&part[..n]);
            }
            write!(caller, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).expect("answered");
            String::from_utf8_lossy(&said).into_owned()
        });
        (address, heard)
    }

    fn of(url: String) -> HttpUpper {
        HttpUpper::new(HttpUpperSettings { url, headers: vec![("authorization".into(), "Bearer k".into())] }).expect("settings")
    }

    #[test]
    fn orders_come_down_and_answers_go_up() {
        let (url, heard) = answering(r#"{"orders":[{"their_no":"S1","text":"灯不亮"}],"next":"m 2"}"#);
        let down = of(url).fetch("m&1").expect("fetched");
        assert_eq!((down.orders[0].their_no.as_str(), down.next.as_str()), ("S1", "m 2"));
        let asked = heard.join().expect("heard").to_lowercase();
        assert!(asked.starts_with("get /orders?after=m%261 ") && asked.contains("authorization: bearer k"), "{asked}");

        let (url, heard) = answering("{}");
        let up = Up {
            their_no: "S1".into(), kind: "answer".into(), case_no: "20261124-1".into(), result: "solved".into(), text: "修好了".into(),
            unit: "绿化所".into(), days: None, round: 1, at: "2026-11-24T10:00:00+08:00".into(),
        };
        of(url).send(&up).expect("sent");
        let asked = heard.join().expect("heard");
        let body: serde_json::Value = serde_json::from_str(asked.split("\r\n\r\n").nth(1).unwrap_or_default()).expect("JSON");
        assert!(asked.starts_with("POST /answers "), "{asked}");
        assert!(body["their_no"] == "S1" && body.get("days").is_none(), "{body}");
    }

    #[test]
    fn an_address_that_cannot_work_is_said_at_the_start() {
        for url in ["ftp://a", "https://a/"] {
            assert!(HttpUpper::new(HttpUpperSettings { url: url.into(), headers: vec![] }).is_err(), "{url}");
        }
    }
}
