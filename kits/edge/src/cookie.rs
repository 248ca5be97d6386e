//! Cookies: host-only, http-only, same-site.

use crate::App;
use http::{HeaderMap, header};

/// A cookie to set or to end.
#[derive(Clone, Debug)]
pub struct Cookie {
    name: String,
    value: String,
    max_age: Option<i64>,
    secure: bool,
}

impl Cookie {
    /// Ends with the browser.
    pub fn session(app: &App, name: &str, value: &str) -> Self {
        Self { name: name_of(app.https, name), value: value.into(), max_age: None, secure: app.https }
    }
    pub fn lasting(app: &App, name: &str, value: &str, seconds: i64) -> Self {
        Self { max_age: Some(seconds), ..Self::session(app, name, value) }
    }
    pub fn gone(app: &App, name: &str) -> Self {
        Self::lasting(app, name, "", 0)
    }
    pub(crate) fn header(&self) -> String {
        let age = self.max_age.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={}; Path=/; HttpOnly; SameSite=Lax{age}{secure}", self.name, self.value)
    }
}

/// On https the name itself promises host-only and secure; plain http is for loopback and has another.
fn name_of(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

pub(crate) fn read(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    let wanted = name_of(app.https, name);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == wanted && !v.is_empty())
        .map(|(_, v)| v.to_owned())
}
