//! The world beyond the walls: SMS, e-mail, files, pictures by address, the telephone exchange and the upper tier's order
//! system, each with a real form and a memory one.
pub mod exchange;
mod files;
mod hooks;
mod mail;
mod media;
mod sms;
pub mod upper;

pub use hooks::{Hook, MemoryHook, WebHook};
pub use files::{DirFiles, Files, MemoryFiles};
pub use mail::{ConsoleMail, Letter, Mail, MemoryMail, SmtpMail, SmtpSettings, SmtpTls};
pub use media::{Media, MediaSources, MemoryMedia, WebMedia, is_public};
pub use sms::{ConsoleSms, HttpSms, HttpSmsSettings, MemorySms, Sms, masked};

/// Why the world did not do it. Holds no number and no text of anyone.
#[derive(Debug)]
pub enum OutsideError {
    /// The gateway or disk did not answer; trying later may help.
    Unreachable(String),
    /// It answered and said no.
    Refused(String),
    /// A name, number or setting that could never work.
    Malformed(String),
}

impl std::fmt::Display for OutsideError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "not reachable: {why}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Malformed(why) => write!(f, "malformed: {why}"),
        }
    }
}
impl std::error::Error for OutsideError {}

impl From<std::io::Error> for OutsideError {
    fn from(e: std::io::Error) -> Self {
        Self::Unreachable(e.to_string())
    }
}
