//! No other site acts in a reader's name.
//!
//! An unsafe request is refused unless the browser says it is same-origin; where it says nothing, `Origin` must be
//! this host; where both are silent, the form's token decides. Requests that carry a key and no cookie need none.

use crate::{App, cookie};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, Method, header};
use kernel::{AccountId, uuid::Uuid};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The visitor's device cookie.
pub(crate) const DEVICE: &str = "lq-device";

/// How an unsafe request may pass.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Ours,
    /// Undecided: the form's token must be right.
    NeedsToken,
    Foreign,
}

pub(crate) fn origin(method: &Method, headers: &HeaderMap) -> Origin {
    if method.is_safe() || (headers.contains_key(header::AUTHORIZATION) && !headers.contains_key(header::COOKIE)) {
        return Origin::Ours;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), _) => Origin::Ours,
        (Some(_), _) => Origin::Foreign,
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, h)| h);
            if host.is_some() && host == text("host") { Origin::Ours } else { Origin::Foreign }
        }
        // A program without cookies has nobody's name to act in.
        (None, None) if !headers.contains_key(header::COOKIE) => Origin::Ours,
        (None, None) => Origin::NeedsToken,
    }
}

/// The token of forms shown to this device.
pub(crate) fn token(app: &App, device: &str) -> String {
    let mut mac = keyed(app);
    mac.update(b"form/");
    mac.update(device.as_bytes());
    hex::encode(&mac.finalize().into_bytes()[..16])
}

/// A mark of an account and of whom it acts for: the same on every page, and of no use elsewhere.
pub(crate) fn mark(app: &App, account: AccountId, helping: Option<Uuid>) -> String {
    let mut mac = keyed(app);
    mac.update(b"who/");
    mac.update(account.uuid().as_bytes());
    if let Some(helping) = helping {
        mac.update(helping.as_bytes());
    }
    hex::encode(&mac.finalize().into_bytes()[..8])
}

pub(crate) fn token_is_right(app: &App, headers: &HeaderMap, shown: &str) -> bool {
    let Some(device) = cookie::read(app, headers, DEVICE) else { return false };
    token(app, &device).as_bytes().ct_eq(shown.as_bytes()).into()
}

fn keyed(app: &App) -> Hmac<Sha256> {
    Hmac::new_from_slice(&app.secret[..]).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (http::HeaderName::from_static(k), http::HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn another_site_is_foreign_and_silence_needs_the_token() {
        let judge = |pairs: &[(&'static str, &'static str)]| origin(&Method::POST, &headers(pairs));
        assert_eq!(judge(&[("sec-fetch-site", "cross-site"), ("cookie", "lq=1")]), Origin::Foreign);
        assert_eq!(judge(&[("sec-fetch-site", "same-site"), ("cookie", "lq=1")]), Origin::Foreign);
        assert_eq!(judge(&[("sec-fetch-site", "same-origin"), ("cookie", "lq=1")]), Origin::Ours);
        assert_eq!(judge(&[("origin", "https://evil.example"), ("host", "a.example")]), Origin::Foreign);
        assert_eq!(judge(&[("origin", "https://a.example"), ("host", "a.example")]), Origin::Ours);
        assert_eq!(judge(&[("cookie", "lq=1")]), Origin::NeedsToken);
        assert_eq!(judge(&[("authorization", "Bearer x")]), Origin::Ours);
        assert_eq!(judge(&[("authorization", "Bearer x"), ("cookie", "lq=1")]), Origin::NeedsToken);
    }
}
