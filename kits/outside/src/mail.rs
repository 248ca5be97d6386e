//! E-mail: through a mail server (SMTP), to the console of a demo, or to memory in tests.

use crate::OutsideError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, SmtpTransport, Transport};
use parking_lot::Mutex;
use serde::Deserialize;
use std::time::Duration;

/// One e-mail: plain text to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The same however often it is tried: it becomes the `Message-ID`, by which mail programs tell a repeat.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Where one click ends such letters (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// Sends one letter.
pub trait Mail: Send + Sync {
    /// Blocking, for half a minute at most.
    fn send(&self, letter: &Letter) -> Result<(), OutsideError>;
    /// Whether a letter sent again under the same id is known as a repeat at the other end.
    fn tells_repeats(&self) -> bool {
        true
    }
}

/// Prints instead of sending: a demo has no mail server, and its codes must be readable.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsoleMail;

impl Mail for ConsoleMail {
    fn send(&self, letter: &Letter) -> Result<(), OutsideError> {
        valid(&letter.to)?;
        tracing::info!(to = %masked(&letter.to), subject = %letter.subject, text = %letter.text, "e-mail");
        Ok(())
    }
}

/// How to speak to a mail server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    pub host: String,
    /// 465 for `wrapped`, 587 for `starttls`, 25 for `none` where it is left out.
    #[serde(default)]
    pub port: Option<u16>,
    /// `wrapped` (TLS from the first byte), `starttls`, or `none` for a relay on the same machine.
    #[serde(default)]
    pub tls: SmtpTls,
    #[serde(default)]
    pub user: String,
    #[serde(default)]
    pub password: String,
    /// The sender: `notice@linqiao.example.cn`, or with a name before it, `青石街道 <notice@…>`.
    pub from: String,
    /// Seconds.
    #[serde(default = "fifteen")]
    pub timeout_s: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpTls {
    #[default]
    Wrapped,
    StartTls,
    None,
}

fn fifteen() -> u64 {
    15
}

/// A mail server.
pub struct SmtpMail {
    transport: SmtpTransport,
    from: Mailbox,
}

impl SmtpMail {
    /// Nothing is connected yet; settings that could never work are refused.
    pub fn new(settings: &SmtpSettings) -> Result<Self, OutsideError> {
        let malformed = |why: String| OutsideError::Malformed(why);
        let from: Mailbox = settings.from.parse().map_err(|_| malformed("mail `from` is no address".into()))?;
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(|e| malformed(format!("mail host: {e}")));
        let (tls, usual) = match settings.tls {
            SmtpTls::Wrapped => (Tls::Wrapper(parameters()?), 465),
            SmtpTls::StartTls => (Tls::Required(parameters()?), 587),
            SmtpTls::None if settings.user.is_empty() || is_here(&settings.host) => (Tls::None, 25),
            SmtpTls::None => return Err(malformed("a password is not sent without TLS to another machine".into())),
        };
        let mut builder = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(usual))
            .tls(tls)
            .timeout(Some(Duration::from_secs(settings.timeout_s)));
        if !settings.user.is_empty() {
            builder = builder.credentials(Credentials::new(settings.user.clone(), settings.password.clone()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    fn written(&self, letter: &Letter) -> Result<Message, OutsideError> {
        let to = Mailbox::new(None, valid(&letter.to)?);
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(one_line(&letter.subject))
            .message_id(Some(id))
            .date_now()
            .header(ContentType::TEXT_PLAIN)
            // An answering machine does not answer what a machine sent (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{link}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        // The error may carry the address.
        message.body(letter.text.clone()).map_err(|_| OutsideError::Malformed("an e-mail that cannot be written".into()))
    }
}

impl Mail for SmtpMail {
    fn send(&self, letter: &Letter) -> Result<(), OutsideError> {
        let message = self.written(letter)?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            // What a server says may repeat the address: only its code is kept.
            Err(e) => Err(match e.status() {
                Some(code) if e.is_permanent() => OutsideError::Refused(format!("the mail server answered {code}")),
                Some(code) => OutsideError::Unreachable(format!("the mail server answered {code}")),
                None => OutsideError::Unreachable("the mail server".into()),
            }),
        }
    }
}

/// Keeps what was sent, for tests to read. A repeat under the same id is known, as a mail program knows it.
#[derive(Debug, Default)]
pub struct MemoryMail(Mutex<Vec<Letter>>);

impl MemoryMail {
    /// Everything that arrived, once each.
    pub fn sent(&self) -> Vec<Letter> {
        self.0.lock().clone()
    }
    /// The last letter to this address.
    pub fn last_to(&self, to: &str) -> Option<Letter> {
        self.0.lock().iter().rev().find(|l| l.to == to).cloned()
    }
}

impl Mail for MemoryMail {
    fn send(&self, letter: &Letter) -> Result<(), OutsideError> {
        valid(&letter.to)?;
        let mut sent = self.0.lock();
        if !sent.iter().any(|l| l.id == letter.id) {
            sent.push(letter.clone());
        }
        Ok(())
    }
}

/// `l***@example.com`: enough to recognise one's own.
fn masked(to: &str) -> String {
    let (name, host) = to.split_once('@').unwrap_or((to, ""));
    format!("{}***@{host}", name.chars().take(1).collect::<String>())
}

fn valid(to: &str) -> Result<Address, OutsideError> {
    to.parse().map_err(|_| OutsideError::Malformed("an e-mail address has one @ and a host".into()))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn is_here(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    fn letter() -> Letter {
        Letter {
            id: "01900000-0000-7000-8000-000000000001".into(),
            to: "lin@example.com".into(),
            subject: "【竹溪街道】这件事办结了".into(),
            text: "您好！\n\n这件事办结了".into(),
            unsubscribe: Some("https://street.example/unsubscribe/a.b".into()),
        }
    }

    fn settings(port: u16) -> SmtpSettings {
        SmtpSettings {
            host: "127.0.0.1".into(), port: Some(port), tls: SmtpTls::None, user: String::new(), password: String::new(),
            from: "竹溪街道 <notice@street.example>".into(), timeout_s: 5,
        }
    }

    /// A mail server of one conversation: answers recipients with `rcpt`, and gives what it was told.
    fn server(rcpt: &'static str) -> (u16, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let heard = std::thread::spawn(move || {
            let (caller, _) = listener.accept().expect("a caller");
            let mut out = caller.try_clone().expect("a voice");
            let mut said = vec![];
            let mut data = false;
            write!(out, "220 street.example\r\n").expect("greeted");
            for line in BufReader::new(caller).lines() {
                let Ok(line) = line else { break };
                let answer = match line.as_str() {
                    "." => {
                        data = false;
                        "250 taken"
                    }
                    _ if data => "",
                    "DATA" => {
                        data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    l if l.starts_with("RCPT") => rcpt,
                    _ => "250 yes",
                };
                said.push(line);
                if !answer.is_empty() && write!(out, "{answer}\r\n").is_err() || answer.starts_with("221") {
                    break;
                }
            }
            said
        });
        (port, heard)
    }

    #[test]
    fn a_mail_server_is_told_the_letter_with_its_id_and_the_way_out() {
        let (port, heard) = server("250 yes");
        let mail = SmtpMail::new(&settings(port)).expect("settings");
        mail.send(&letter()).expect("sent");
        drop(mail);
        let said = heard.join().expect("heard");
        for line in [
            "MAIL FROM:<notice@street.example>",
            "RCPT TO:<lin@example.com>",
            "Message-ID: <01900000-0000-7000-8000-000000000001@street.example>",
            "List-Unsubscribe: <https://street.example/unsubscribe/a.b>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(said.iter().any(|l| l.trim_end() == line), "{line} is not in {said:#?}");
        }
    }

    #[test]
    fn a_refusal_for_good_and_one_for_now_are_told_apart_and_name_nobody() {
        for (rcpt, refused) in [("550 no such box lin@example.com", true), ("451 later, lin@example.com", false)] {
            let (port, heard) = server(rcpt);
            let said = SmtpMail::new(&settings(port)).expect("settings").send(&letter()).expect_err("refused");
            assert_eq!(matches!(said, OutsideError::Refused(_)), refused, "{said}");
            assert!(!said.to_string().contains("lin"), "{said}");
            heard.join().expect("heard");
        }
    }

    #[test]
    fn settings_that_cannot_work_are_refused() {
        assert!(SmtpMail::new(&SmtpSettings { from: "nobody".into(), ..settings(25) }).is_err());
        let open = SmtpSettings { host: "mail.example.com".into(), user: "u".into(), password: "p".into(), ..settings(25) };
        assert!(SmtpMail::new(&open).is_err(), "no password without TLS");
        assert!(SmtpMail::new(&SmtpSettings { tls: SmtpTls::Wrapped, ..open }).is_ok());
    }

    #[test]
    fn a_repeat_is_known_and_no_line_is_slipped_in() {
        let mail = MemoryMail::default();
        mail.send(&letter()).expect("sent");
        mail.send(&letter()).expect("sent again");
        assert_eq!(mail.sent().len(), 1);
        assert!(mail.send(&Letter { to: "a@b.cn\r\nbcc: x@y.cn".into(), ..letter() }).is_err());
        assert_eq!(one_line("a\r\nBcc: b"), "a  Bcc: b");
        assert_eq!(masked("lin@example.com"), "l***@example.com");
    }
}
