//! One handler, three faces: a page, a fragment of a page, JSON. Decided in one place.

use crate::{Cookie, Failure, once::KEY_REUSED, seen::Asked};
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use i18n_embed::fluent::FluentLanguageLoader;
use kernel::{Outcome, Problem};
use maud::Markup;
use serde::Serialize;
use std::sync::{Arc, Mutex};

/// What readers see. The struct is the JSON contract; `page` is its HTML face.
pub trait View: Serialize + Send + Sync + 'static {
    fn page(&self, ctx: &ui::Ctx) -> Markup;
    /// What replaces a part of a page already open.
    fn fragment(&self, ctx: &ui::Ctx) -> Markup {
        self.page(ctx)
    }
    /// Where a browser is sent after an action.
    fn path(&self) -> String {
        "/".into()
    }
    /// Where an action's problems go.
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        None
    }
    /// The capability's words, for the sentences of problems.
    fn words(_lang: ui::Lang) -> Option<&'static FluentLanguageLoader>
    where
        Self: Sized,
    {
        None
    }
}

/// Inside `impl View`: a view that keeps its problems in `problems` speaks the words of its room, `speaks!(crate::words)`.
#[macro_export]
macro_rules! speaks {
    ($words:path) => {
        fn problems(&mut self) -> Option<&mut Vec<::kernel::Problem>> {
            Some(&mut self.problems)
        }
        fn words(lang: ::ui::Lang) -> Option<&'static ::ui::FluentLanguageLoader> {
            Some($words(lang))
        }
    };
}

/// A view, shown in the face the reader asked for.
pub struct Page<V> {
    status: StatusCode,
    view: V,
    next: Option<String>,
    cookies: Vec<Cookie>,
}

pub type Answer<V> = Result<Page<V>, Failure>;

impl<V: View> Page<V> {
    pub fn show(view: V) -> Self {
        Self::with_status(StatusCode::OK, view)
    }
    pub fn with_status(status: StatusCode, view: V) -> Self {
        Self { status, view, next: None, cookies: vec![] }
    }
    pub(crate) fn onward(status: StatusCode, view: V, next: Option<String>) -> Self {
        Self { next, ..Self::with_status(status, view) }
    }
    /// Done: a browser is sent on, a program gets the thing. Refused: both see why, nothing typed is lost.
    pub fn after(outcome: Outcome<V>) -> Self {
        match outcome {
            Outcome::Done(view) => Self { next: Some(view.path()), ..Self::show(view) },
            Outcome::Refused(mut view, problems) => {
                if let Some(place) = view.problems() {
                    place.extend(problems);
                }
                Self::with_status(StatusCode::UNPROCESSABLE_ENTITY, view)
            }
        }
    }
    /// As [`after`](Self::after), answering 201 to a program.
    pub fn created(outcome: Outcome<V>) -> Self {
        let page = Self::after(outcome);
        if page.status == StatusCode::OK { Self { status: StatusCode::CREATED, ..page } } else { page }
    }
    /// Whether the action was refused.
    pub fn is_refused(&self) -> bool {
        self.status == StatusCode::UNPROCESSABLE_ENTITY
    }
    /// Shows the view in place, though an action was done: for what is shown only once.
    pub fn in_place(self) -> Self {
        Self { next: None, ..self }
    }
    pub fn with_cookie(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }
}

impl<V: View> IntoResponse for Page<V> {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        for cookie in &self.cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie.header()) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        let face: Box<dyn Face> = Box::new(self.view);
        response.extensions_mut().insert(Pending { face: Arc::new(Mutex::new(Some(face))), next: self.next });
        response
    }
}

trait Face: Send {
    fn localise(&mut self, lang: ui::Lang);
    fn page(&self, ctx: &ui::Ctx) -> String;
    fn fragment(&self, ctx: &ui::Ctx) -> String;
    fn json(&self) -> serde_json::Result<Vec<u8>>;
}

impl<V: View> Face for V {
    fn localise(&mut self, lang: ui::Lang) {
        let words = V::words(lang);
        for p in self.problems().into_iter().flatten() {
            if p.code == KEY_REUSED {
                p.message = crate::failure::key_reused(lang).into();
                continue;
            }
            let Some(words) = words else { continue };
            let args: Vec<_> = p.args.iter().map(|(k, v)| (*k, v.clone())).collect();
            p.message = ui::sentence(words, &format!("problem-{}", p.code), &args);
        }
    }
    fn page(&self, ctx: &ui::Ctx) -> String {
        View::page(self, ctx).into_string()
    }
    fn fragment(&self, ctx: &ui::Ctx) -> String {
        View::fragment(self, ctx).into_string()
    }
    fn json(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }
}

#[derive(Clone)]
struct Pending {
    face: Arc<Mutex<Option<Box<dyn Face>>>>,
    next: Option<String>,
}

/// Whether a program is asking: it prefers JSON to HTML.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}

/// The one place that decides between page, fragment and JSON.
pub(crate) async fn faces(request: Request, next: Next) -> Response {
    let json = wants_json(request.headers());
    let fragment = request.headers().contains_key("hx-request") && !request.headers().contains_key("hx-boosted");
    let asked = request.extensions().get::<Asked>().cloned();
    let mut response = next.run(request).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept, hx-request, cookie"));
    let Some(Pending { face, next }) = response.extensions_mut().remove::<Pending>() else { return response };
    let Some(mut face) = face.lock().ok().and_then(|mut f| f.take()) else { return response };
    let Some(asked) = asked else { return response };
    face.localise(asked.ctx.lang);
    let (parts, _) = response.into_parts();
    let mut shown = match (json, next) {
        (true, _) => match face.json() {
            Ok(body) => (parts.status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], Body::from(body))
                .into_response(),
            Err(e) => {
                tracing::error!(%e, "a view could not be written as JSON");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        },
        (false, Some(next)) if fragment => (StatusCode::OK, [("hx-redirect", next)]).into_response(),
        (false, Some(next)) => (StatusCode::SEE_OTHER, [(header::LOCATION, next)]).into_response(),
        (false, None) if fragment => (parts.status, Html(face.fragment(&asked.ctx))).into_response(),
        (false, None) => (parts.status, Html(face.page(&asked.ctx))).into_response(),
    };
    for (name, value) in parts.headers.iter().filter(|(n, _)| *n != header::CONTENT_LENGTH) {
        shown.headers_mut().append(name, value.clone());
    }
    shown
}
