//! Who is asking, in which language and mode, from where; found out once per request.

use crate::{App, Credentials, Failure, Sent, cookie, csrf, log};
use auth::Viewer;
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use db::By;
use kernel::{AccountId, Moment, uuid::Uuid};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};
use std::time::Instant;

/// The reader of this request.
#[derive(Clone)]
pub struct Seen {
    pub viewer: Viewer,
    pub now: Moment,
    pub ctx: ui::Ctx,
    /// What was sent under a key: a repeat has one effect.
    pub sent: Option<Sent>,
    /// In whose name keys are kept: the account, the receipt shown, else the visitor's device.
    pub(crate) sender: String,
    /// Hash of the session's token.
    pub session: Option<Vec<u8>>,
    pub request: Uuid,
    /// Address prefix: IPv4 whole, IPv6 /56.
    pub address: String,
}

impl Seen {
    pub fn lang(&self) -> ui::Lang {
        self.ctx.lang
    }
    /// For a verb that is done each time it is sent, or that tells repeats by a key of its own.
    pub fn unkeyed(&self) -> Self {
        Self { sent: None, ..self.clone() }
    }
    pub fn signed_in(&self) -> Result<AccountId, Failure> {
        self.viewer.account().ok_or(Failure::SignInFirst)
    }
    /// Staff pages: a visitor is asked to sign in, a resident learns nothing.
    pub fn staff(&self) -> Result<(), Failure> {
        self.signed_in()?;
        if self.viewer.is_staff() { Ok(()) } else { Err(Failure::NotFound) }
    }
}

/// What the middleware leaves for the handler and for the faces.
#[derive(Clone)]
pub(crate) struct Asked {
    pub seen: Seen,
    pub ctx: ui::Ctx,
    /// The browser did not say where the request comes from: the form's token must be right.
    pub needs_token: bool,
    /// No handler is reached.
    pub refused: Option<Refused>,
}

/// Why a request is refused before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refused {
    /// A key that opens nothing.
    WrongKey,
    /// Another site acts in the reader's name.
    Foreign,
    /// Who asks could not be found out now.
    Busy,
}

impl Refused {
    pub fn failure(self) -> Failure {
        match self {
            Self::WrongKey => Failure::SignInFirst,
            Self::Foreign => Failure::Forbidden,
            Self::Busy => Failure::Busy,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Asked>()
            .map(|a| a.seen.clone())
            .ok_or_else(|| Failure::Fault("a route outside the edge".into()))
    }
}

/// Finds out who asks, before anything else; tells the log and the session afterwards.
pub(crate) async fn ask(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (begun, asking) = (Instant::now(), log::Asking::of(&request));
    let headers = request.headers();
    let device = cookie::read(&app, headers, csrf::DEVICE);
    let new_device = device.is_none().then(random);
    let device = device.or(new_device.clone()).unwrap_or_default();
    let now = app.now();
    let origin = csrf::origin(request.method(), headers);
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let code = text("receipt-code").or_else(|| cookie::read(&app, headers, "lq-receipt"));
    let bearer = text("authorization").and_then(|v| v.strip_prefix("Bearer ").map(str::to_owned));
    let credentials = match bearer {
        Some(token) => Some(Credentials::Bearer(token)),
        None => cookie::read(&app, headers, "lq").map(Credentials::Session),
    };
    let has_key = matches!(credentials, Some(Credentials::Bearer(_)));
    let address = address_of(&app, &request);
    let code = code.filter(|_| app.limits.may_show_code(&address, now));
    let shows_code = code.is_some();
    let recognised = recognise(&app, credentials, code, now).await;
    if shows_code && recognised.as_ref().is_ok_and(|(_, bears)| bears.is_empty()) {
        app.limits.code_in_vain(&address, now);
    }
    let refused = match &recognised {
        Err(_) => Some(Refused::Busy),
        Ok((None, _)) if has_key => Some(Refused::WrongKey),
        Ok(_) => (origin == csrf::Origin::Foreign).then_some(Refused::Foreign),
    };
    let (known, bears) = recognised.unwrap_or_else(|failure| {
        tracing::error!(?failure, "who asks could not be read");
        (None, vec![])
    });
    let stale = known.as_ref().is_some_and(|k| k.stale);
    let (mut viewer, badge, session) = match known {
        Some(r) => (r.viewer, Some(r.badge), r.session),
        None => (Viewer::nobody(app.street), None, None),
    };
    viewer.bears = bears;
    let who = viewer.account().map(|account| csrf::mark(&app, account, viewer.helping)).unwrap_or_default();
    let ctx = ui::Ctx { csrf: csrf::token(&app, &device), viewer: badge, who, now, ..display(&app, &request) };
    let sender = sender(&viewer, &device);
    let request_id = Uuid::now_v7();
    let seen = Seen { viewer, now, ctx: ctx.clone(), sent: None, sender, session, request: request_id, address };
    let needs_token = origin == csrf::Origin::NeedsToken;
    request.extensions_mut().insert(Asked { seen: seen.clone(), ctx, needs_token, refused });
    let mut response = next.run(request).await;
    if let Some(fresh) = new_device {
        let cookie = crate::Cookie::lasting(&app, csrf::DEVICE, &fresh, 400 * 86_400);
        if let Ok(value) = HeaderValue::from_str(&cookie.header()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    log::told(&app, &asking, &seen, response.status(), begun.elapsed());
    if let (true, Some(hash)) = (stale, seen.session) {
        in_use(&app, hash, seen.viewer.is_staff(), now);
    }
    response
}

/// The same for routes outside the page faces: nobody is signed in, no cookie is set, any origin may ask.
pub(crate) async fn ask_outside(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (begun, asking) = (Instant::now(), log::Asking::of(&request));
    let now = app.now();
    let ctx = ui::Ctx { now, ..display(&app, &request) };
    let (viewer, address) = (Viewer::nobody(app.street), address_of(&app, &request));
    let sender = format!("outside/{address}");
    let seen = Seen { viewer, now, ctx: ctx.clone(), sent: None, sender, session: None, request: Uuid::now_v7(), address };
    let preflight = request.method() == http::Method::OPTIONS;
    request.extensions_mut().insert(Asked { seen: seen.clone(), ctx, needs_token: false, refused: None });
    let mut response = match preflight {
        true => http::StatusCode::NO_CONTENT.into_response(),
        false => next.run(request).await,
    };
    for (name, value) in CROSS_ORIGIN.iter().take(if preflight { CROSS_ORIGIN.len() } else { 2 }) {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    log::told(&app, &asking, &seen, response.status(), begun.elapsed());
    response
}

/// Any origin, never with credentials; the last ones answer the question a browser asks beforehand.
const CROSS_ORIGIN: &[(&str, &str)] = &[
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "ETag, Link, Retry-After"),
    ("access-control-allow-methods", "GET, HEAD, POST"),
    ("access-control-allow-headers", "Content-Type, Idempotency-Key, If-None-Match"),
    ("access-control-max-age", "86400"),
];

fn address_of(app: &App, request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    peer.map_or_else(|| "unknown".into(), |peer| prefix(caller(&app.proxies, peer, request.headers())))
}

/// Notes that a session is in use. Nobody waits for it, and on a full disk it is simply not noted.
fn in_use(app: &App, hash: Vec<u8>, staff: bool, now: Moment) {
    let (db, touch, by) = (app.db.clone(), app.touch.clone(), By::system(app.street, "session", now));
    tokio::spawn(async move { db.write(by, move |tx| touch(tx, &hash, staff)).await });
}

/// What the page needs to know of how it is shown.
fn display(app: &App, request: &Request) -> ui::Ctx {
    let headers = request.headers();
    let mode = match cookie::read(app, headers, "lq-mode").as_deref() {
        Some("elder") => ui::Mode::Elder,
        _ => ui::Mode::Standard,
    };
    ui::Ctx {
        lang: lang(app, headers, request.uri().query()),
        mode,
        nonce: random(),
        path: request.uri().path_and_query().map_or_else(|| "/".into(), |p| p.as_str().to_owned()),
        street_name: app.street_name.to_string(),
        read_only: app.db.is_read_only(),
        idempotency: Uuid::now_v7().to_string(),
        ..ui::Ctx::sample()
    }
}

fn sender(viewer: &Viewer, device: &str) -> String {
    match (viewer.account(), viewer.bears.first()) {
        (Some(account), _) => format!("account/{account}"),
        (None, Some(thing)) => format!("receipt/{thing}"),
        (None, None) => format!("device/{}", hex::encode(&Sha256::digest(device)[..16])),
    }
}

async fn recognise(
    app: &App,
    credentials: Option<Credentials>,
    code: Option<String>,
    now: Moment,
) -> Result<(Option<crate::Recognised>, Vec<Uuid>), Failure> {
    if credentials.is_none() && code.is_none() {
        return Ok((None, vec![]));
    }
    let (recognise, bearers) = (app.recognise.clone(), app.bearers.clone());
    app.read(move |r| {
        let known = match &credentials {
            Some(c) => recognise(r, c, now)?,
            None => None,
        };
        let bears = match &code {
            Some(code) => bearers(r, code, now)?,
            None => vec![],
        };
        Ok((known, bears))
    })
    .await
}

fn lang(app: &App, headers: &HeaderMap, query: Option<&str>) -> ui::Lang {
    let asked = query.and_then(|q| q.split('&').find_map(|p| p.strip_prefix("lang=")).map(str::to_owned));
    let kept = asked.or_else(|| cookie::read(app, headers, "lq-lang"));
    let accepts = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("zh");
    match kept.as_deref() {
        Some("en") => ui::Lang::En,
        Some(_) => ui::Lang::Zh,
        None if accepts.trim_start().starts_with("en") => ui::Lang::En,
        None => ui::Lang::Zh,
    }
}

/// The socket's address; behind a proxy of the settings, the last hop that is none of them. What a stranger writes
/// into the header changes nothing.
fn caller(proxies: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(&peer) {
        return peer;
    }
    let hops = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|v| v.split(',')).map(str::trim).collect();
    let last = hops.iter().rev().map(|hop| hop.parse::<IpAddr>()).find(|hop| !hop.as_ref().is_ok_and(|h| proxies.contains(h)));
    last.and_then(Result::ok).unwrap_or(peer)
}

fn prefix(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => hex::encode(&v6.octets()[..7]),
    }
}

fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 18]>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_header_changes_nothing_and_a_proxys_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        let seen = |peer: &str, header: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_static(header));
            caller(&proxies, ip(peer), &headers).to_string()
        };
        assert_eq!(seen("203.0.113.9", "198.51.100.1"), "203.0.113.9", "a stranger's header");
        assert_eq!(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2"), "198.51.100.1", "what the caller added before");
        assert_eq!(seen("10.0.0.1", "198.51.100.1, nonsense"), "10.0.0.1");
    }
}
