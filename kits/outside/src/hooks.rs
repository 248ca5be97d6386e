//! Telling a program something at its address: over HTTP, or to memory in tests.

use crate::OutsideError;
use crate::media::{MediaSources, judged_agent};
use parking_lot::Mutex;
use std::time::Duration;

/// Posts JSON to an address. Blocking, for ten seconds at most; no redirect is followed.
pub trait Hook: Send + Sync {
    /// The status that came back. Only addresses the installation lets through are called.
    fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<u16, OutsideError>;
}

const MOST_TIME: Duration = Duration::from_secs(10);

/// Over HTTP, to public addresses and to the hosts that are named.
pub struct WebHook {
    agent: ureq::Agent,
}

impl WebHook {
    pub fn new(sources: MediaSources) -> Self {
        Self { agent: judged_agent(sources) }
    }
}

impl Hook for WebHook {
    fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<u16, OutsideError> {
        let request = headers.iter().fold(self.agent.post(url), |r, (k, v)| r.header(*k, *v));
        let request = request.header("content-type", "application/json").config().timeout_global(Some(MOST_TIME)).build();
        let answer = request.send(body).map_err(|_| OutsideError::Unreachable("the hook's address".into()))?;
        Ok(answer.status().as_u16())
    }
}

/// Keeps what was told, and answers as it is bid.
#[derive(Debug)]
pub struct MemoryHook {
    told: Mutex<Vec<Told>>,
    answer: Mutex<Option<u16>>,
}

/// One message: address, headers, body.
pub type Told = (String, Vec<(String, String)>, String);

impl Default for MemoryHook {
    fn default() -> Self {
        Self { told: Mutex::default(), answer: Mutex::new(Some(200)) }
    }
}

impl MemoryHook {
    /// From now on it answers so; `None` is no answer at all.
    pub fn answers(&self, status: Option<u16>) {
        *self.answer.lock() = status;
    }
    pub fn told(&self) -> Vec<Told> {
        self.told.lock().clone()
    }
}

impl Hook for MemoryHook {
    fn post(&self, url: &str, headers: &[(&str, &str)], body: &str) -> Result<u16, OutsideError> {
        let headers = headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        self.told.lock().push((url.to_owned(), headers, body.to_owned()));
        self.answer.lock().ok_or_else(|| OutsideError::Unreachable("the hook's address".into()))
    }
}
