//! Short messages: to a gateway over HTTP, to the console of a demo, or to memory in tests.

use crate::OutsideError;
use parking_lot::Mutex;
use serde::Deserialize;
use std::time::Duration;

/// Sends one text to one telephone.
pub trait Sms: Send + Sync {
    /// `to`: digits, optionally with a leading `+`. Blocking, for a few seconds at most.
    fn send(&self, to: &str, text: &str) -> Result<(), OutsideError>;
    /// The same under a name that stays however often it is tried.
    fn send_as(&self, _id: &str, to: &str, text: &str) -> Result<(), OutsideError> {
        self.send(to, text)
    }
    /// Whether a message sent again under the same name is known as a repeat at the other end.
    fn tells_repeats(&self) -> bool {
        false
    }
}

/// Prints instead of sending: a demo has no gateway, and its codes must be readable.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsoleSms;

impl Sms for ConsoleSms {
    fn send(&self, to: &str, text: &str) -> Result<(), OutsideError> {
        valid(to)?;
        tracing::info!(to = %masked(to), %text, "short message");
        Ok(())
    }
}

/// How to speak to a gateway. `{phone}`, `{text}` and `{id}` in `url` and `body` are replaced, escaped for where they stand.
/// A gateway that takes an id of its caller and sends each only once is told `{id}`: only then is a message whose outcome was
/// lost sent again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSmsSettings {
    pub url: String,
    /// `GET` or `POST`.
    #[serde(default = "post")]
    pub method: String,
    #[serde(default)]
    pub body: String,
    #[serde(default = "json")]
    pub content_type: String,
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Seconds.
    #[serde(default = "five")]
    pub timeout_s: u64,
}

fn post() -> String {
    "POST".into()
}
fn json() -> String {
    "application/json".into()
}
fn five() -> u64 {
    5
}

/// A gateway over HTTP. Any 2xx is "taken"; nothing more can be known.
pub struct HttpSms {
    settings: HttpSmsSettings,
    agent: ureq::Agent,
}

impl HttpSms {
    pub fn new(settings: HttpSmsSettings) -> Result<Self, OutsideError> {
        if !matches!(settings.method.as_str(), "GET" | "POST") {
            return Err(OutsideError::Malformed(format!("SMS method {}: GET or POST", settings.method)));
        }
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(settings.timeout_s)))
            .max_redirects(0)
            .build();
        Ok(Self { settings, agent: config.into() })
    }
}

impl Sms for HttpSms {
    fn send(&self, to: &str, text: &str) -> Result<(), OutsideError> {
        self.send_as(&kernel::uuid::Uuid::now_v7().to_string(), to, text)
    }
    fn tells_repeats(&self) -> bool {
        self.settings.url.contains("{id}") || self.settings.body.contains("{id}")
    }
    fn send_as(&self, id: &str, to: &str, text: &str) -> Result<(), OutsideError> {
        valid(to)?;
        let s = &self.settings;
        let url = filled(&s.url.replace("{id}", &percent(id)), to, text, percent);
        let sent = if s.method == "GET" {
            let request = s.headers.iter().fold(self.agent.get(&url), |r, (k, v)| r.header(k, v));
            request.call()
        } else {
            let escape = if s.content_type.contains("json") { json_inner } else { percent };
            let body = filled(&s.body.replace("{id}", &escape(id)), to, text, escape);
            let request = s.headers.iter().fold(self.agent.post(&url), |r, (k, v)| r.header(k, v));
            request.header("content-type", &s.content_type).send(body)
        };
        match sent {
            Ok(r) if r.status().is_success() => Ok(()),
            Ok(r) => Err(OutsideError::Refused(format!("the SMS gateway answered {}", r.status()))),
            Err(ureq::Error::StatusCode(code)) => {
                Err(OutsideError::Refused(format!("the SMS gateway answered {code}")))
            }
            // The error's own text may carry the address, and with it the number.
            Err(_) => Err(OutsideError::Unreachable("the SMS gateway".into())),
        }
    }
}

/// Keeps what was sent, for tests to read.
#[derive(Debug, Default)]
pub struct MemorySms(Mutex<Vec<(String, String)>>);

impl MemorySms {
    /// Everything sent so far: telephone, text.
    pub fn sent(&self) -> Vec<(String, String)> {
        self.0.lock().clone()
    }
    /// The last text sent to this telephone.
    pub fn last_to(&self, to: &str) -> Option<String> {
        self.0.lock().iter().rev().find(|(t, _)| t == to).map(|(_, text)| text.clone())
    }
}

impl Sms for MemorySms {
    fn send(&self, to: &str, text: &str) -> Result<(), OutsideError> {
        valid(to)?;
        self.0.lock().push((to.to_owned(), text.to_owned()));
        Ok(())
    }
}

/// `138****5678`: enough to recognise one's own, too little to call.
pub fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.len() < 7 {
        return "****".into();
    }
    let (head, tail) = (&digits[..3], &digits[digits.len() - 4..]);
    if digits.len() == 7 {
        return format!("***{}", tail.iter().collect::<String>());
    }
    format!("{}****{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

fn valid(to: &str) -> Result<(), OutsideError> {
    let digits = to.strip_prefix('+').unwrap_or(to);
    let is_number = (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number { Ok(()) } else { Err(OutsideError::Malformed("a telephone number has 5 to 15 digits".into())) }
}

fn filled(template: &str, phone: &str, text: &str, escape: fn(&str) -> String) -> String {
    // The text goes in last: a text that says `{phone}` stays as it is.
    let parts: Vec<_> = template.split("{text}").map(|p| p.replace("{phone}", &escape(phone))).collect();
    parts.join(&escape(text))
}

fn percent(s: &str) -> String {
    s.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

/// The inside of a JSON string.
fn json_inner(s: &str) -> String {
    let quoted = serde_json::Value::from(s).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    #[test]
    fn a_number_is_masked_and_a_bad_one_refused() {
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("123"), "****");
        assert!(ConsoleSms.send("13812345678", "验证码 123456").is_ok());
        assert!(matches!(ConsoleSms.send("138 1234", "x"), Err(OutsideError::Malformed(_))));
    }

    #[test]
    fn memory_remembers_the_last_text() {
        let sms = MemorySms::default();
        sms.send("13812345678", "一").expect("sent");
        sms.send("13812345678", "二").expect("sent");
        assert_eq!(sms.last_to("13812345678").as_deref(), Some("二"));
        assert_eq!(sms.sent().len(), 2);
    }

    #[test]
    fn a_template_escapes_for_where_it_stands() {
        assert_eq!(filled("m={phone}&t={text}", "+86138", "a b&{phone}", percent), "m=%2B86138&t=a%20b%26%7Bphone%7D");
        let gateway = |body: &str| HttpSms::new(HttpSmsSettings {
            url: "http://127.0.0.1:1/".into(), method: post(), body: body.into(), content_type: json(), headers: vec![], timeout_s: 1,
        });
        let knows = |body| gateway(body).expect("settings").tells_repeats();
        assert!(knows(r#"{"n":"{id}"}"#) && !knows(r#"{"n":"{phone}"}"#));
        assert_eq!(filled(r#"{"t":"{text}"}"#, "1", "他说\"好\"", json_inner), r#"{"t":"他说\"好\""}"#);
    }

    #[test]
    fn a_gateway_is_told_and_its_refusal_heard() {
        for (status, taken) in [("200 OK", true), ("403 Forbidden", false)] {
            let gateway = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
            let address = gateway.local_addr().expect("an address");
            let heard = std::thread::spawn(move || {
                let (mut caller, _) = gateway.accept().expect("a caller");
                let mut said = vec![];
                let mut part = [0; 4096];
                while !String::from_utf8_lossy(&said).contains("hello\"}") {
                    let n = caller.read(&mut part).expect("words");
                    said.extend_from_slice(&part[..n]);
                }
                write!(caller, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").expect("answered");
                String::from_utf8_lossy(&said).into_owned()
            });
            let sms = HttpSms::new(HttpSmsSettings {
                url: format!("http://{address}/send?to={{phone}}"),
                method: post(),
                body: r#"{"text":"{text}"}"#.into(),
                content_type: json(),
                headers: vec![("x-key".into(), "k".into())],
                timeout_s: 5,
            })
            .expect("settings");
            assert_eq!(sms.send("13812345678", "hello").is_ok(), taken);
            assert!(heard.join().expect("heard").starts_with("POST /send?to=13812345678 "));
        }
    }
}
