//! Who is asking, in which language and mode, from where; found out once per request.

use crate::{App, Credentials, Failure, cookie, csrf};
use auth::Viewer;
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use kernel::{AccountId, Moment, uuid::Uuid};
use std::net::{IpAddr, SocketAddr};

/// The reader of this request.
#[derive(Clone)]
pub struct Seen {
    pub viewer: Viewer,
    pub now: Moment,
    pub ctx: ui::Ctx,
    /// The key under which a repeated request has one effect.
    pub key: Option<String>,
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

/// Finds out who asks, before anything else.
pub(crate) async fn ask(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let device = cookie::read(&app, headers, csrf::DEVICE);
    let new_device = device.is_none().then(random);
    let device = device.or(new_device.clone()).unwrap_or_default();
    let now = app.now();
    let origin = csrf::origin(request.method(), headers);
    let lang = lang(&app, headers, request.uri().query());
    let mode = match cookie::read(&app, headers, "lq-mode").as_deref() {
        Some("elder") => ui::Mode::Elder,
        _ => ui::Mode::Standard,
    };
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let key = text("idempotency-key").filter(|k| k.len() <= 100);
    let code = text("receipt-code").or_else(|| cookie::read(&app, headers, "lq-receipt"));
    let bearer = text("authorization").and_then(|v| v.strip_prefix("Bearer ").map(str::to_owned));
    let credentials = match bearer {
        Some(token) => Some(Credentials::Bearer(token)),
        None => cookie::read(&app, headers, "lq").map(Credentials::Session),
    };
    let address = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".into(), |c| prefix(c.0.ip()));
    let wrong_key = matches!(credentials, Some(Credentials::Bearer(_)));
    let recognised = match recognise(&app, credentials, code, now).await {
        Ok(found) => found,
        Err(failure) => {
            tracing::error!(?failure, "who asks could not be read");
            (None, vec![])
        }
    };
    let (known, bears) = recognised;
    let refused_key = wrong_key && known.is_none();
    let (mut viewer, badge, session) = match known {
        Some(r) => (r.viewer, Some(r.badge), r.session),
        None => (Viewer::nobody(app.street), None, None),
    };
    viewer.bears = bears;
    let path = request.uri().path_and_query().map_or_else(|| "/".into(), |p| p.as_str().to_owned());
    let ctx = ui::Ctx {
        lang,
        mode,
        nonce: random(),
        csrf: csrf::token(&app, &device),
        path,
        street_name: app.street_name.to_string(),
        viewer: badge,
        now,
        idempotency: Uuid::now_v7().to_string(),
        ..ui::Ctx::sample()
    };
    let seen = Seen { viewer, now, ctx: ctx.clone(), key, session, request: Uuid::now_v7(), address };
    let needs_token = origin == csrf::Origin::NeedsToken;
    request.extensions_mut().insert(Asked { seen, ctx, needs_token });
    let mut response = if refused_key {
        refuse(Failure::SignInFirst, request).await
    } else if origin == csrf::Origin::Foreign {
        refuse(Failure::Forbidden, request).await
    } else {
        next.run(request).await
    };
    if let Some(fresh) = new_device {
        let cookie = crate::Cookie::lasting(&app, csrf::DEVICE, &fresh, 400 * 86_400);
        if let Ok(value) = HeaderValue::from_str(&cookie.header()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// A refusal before any handler, shown as JSON or a bare line: the faces stand behind this layer.
async fn refuse(failure: Failure, request: Request) -> Response {
    let status = failure.into_response().status();
    let body = if crate::faces::wants_json(request.headers()) {
        serde_json::json!({ "status": status.as_u16(), "error": status.canonical_reason() }).to_string()
    } else {
        status.to_string()
    };
    (status, body).into_response()
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

fn prefix(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => hex::encode(&v6.octets()[..7]),
    }
}

fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 18]>())
}
