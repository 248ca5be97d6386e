//! What every call says: its notation, its parameters, where this server is for it, and for which street it asks.

use super::answer::{Told, notation_of};
use crate::actions;
use crate::notation::Notation;
use crate::rules::{GeoError, Params};
use crate::views::Shown;
use axum::extract::FromRequestParts;
use edge::{App, Failure, Seen};
use http::{HeaderMap, Method, header, request::Parts};

pub struct Ask {
    pub notation: Notation,
    /// What stands in the address.
    pub params: Params,
    pub seen: Seen,
    pub headers: HeaderMap,
    /// `https://street.example`.
    pub base: String,
    host: String,
    path: String,
    query: String,
}

/// Reading is cheap: a mirror that asks ten times a second from one address is let through.
const READS_A_MINUTE: u32 = 600;

impl FromRequestParts<App> for Ask {
    type Rejection = Told;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Told> {
        let Some(notation) = notation_of(&parts.uri) else {
            return Err(Told::of(Notation::Xml, &[GeoError::no_such_address()]));
        };
        Self::of(parts, app, notation).await
    }
}

impl Ask {
    /// The same for an address whose suffix is no notation of the standard.
    pub async fn of(parts: &mut Parts, app: &App, notation: Notation) -> Result<Self, Told> {
        let seen = Seen::from_request_parts(parts, app).await.map_err(|f| Told::from_failure(notation, f))?;
        let query = parts.uri.query().unwrap_or("").to_owned();
        let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost").to_owned();
        let scheme = if app.https { "https" } else { "http" };
        let ask = Self {
            notation,
            params: Params(serde_urlencoded::from_str(&query).unwrap_or_default()),
            seen,
            headers: parts.headers.clone(),
            base: format!("{scheme}://{host}"),
            host,
            path: parts.uri.path().to_owned(),
            query,
        };
        if parts.method != Method::POST {
            edge::limits::allow(app, &ask.seen, "open311", READS_A_MINUTE, 60).map_err(|f| ask.failed(f))?;
            ask.ours(app, &ask.params).await?;
        }
        Ok(ask)
    }

    /// The street asked for is this one. One street stands here: to name none is to mean it.
    pub async fn ours(&self, app: &App, params: &Params) -> Result<(), Told> {
        let Some(asked) = params.get("jurisdiction_id").map(str::to_owned) else { return Ok(()) };
        let (street, name, host) = (app.street, app.street_name.clone(), self.host.clone());
        let ours = app.read(move |r| actions::is_ours(r, street, &name, &host, &asked)).await;
        if ours.map_err(|f| self.failed(f))? { Ok(()) } else { Err(self.wrong(&[GeoError::jurisdiction()])) }
    }

    pub fn wrong(&self, errors: &[GeoError]) -> Told {
        Told::of(self.notation, errors)
    }
    pub fn failed(&self, failure: Failure) -> Told {
        Told::from_failure(self.notation, failure)
    }
    pub fn shown(&self) -> Shown {
        Shown { base: self.base.clone(), extended: self.params.flag("extensions") }
    }
    /// What stands last in the address, without its suffix.
    pub fn last(&self) -> String {
        let last = self.path.rsplit('/').next().unwrap_or("");
        let name = last.rsplit_once('.').map_or(last, |(name, _)| name);
        // Decoded as a form's value is, but a plus is a plus.
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&format!("n={}", name.replace('+', "%2B"))).unwrap_or_default();
        pairs.into_iter().next().map(|(_, v)| v).unwrap_or_default()
    }
    /// The same call with other words in its address.
    pub fn address(&self, other: &[(&str, &str)]) -> String {
        let kept: Vec<(String, String)> = serde_urlencoded::from_str(&self.query).unwrap_or_default();
        let kept = kept.into_iter().filter(|(name, _)| !other.iter().any(|(o, _)| o == name) && name != "after");
        let pairs: Vec<(String, String)> =
            kept.chain(other.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))).filter(|(_, v)| !v.is_empty()).collect();
        format!("{}{}?{}", self.base, self.path, serde_urlencoded::to_string(pairs).unwrap_or_default())
    }
}
