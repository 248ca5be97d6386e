//! Why a request could not be served: one enum for the whole edge, shown in all faces.

use crate::faces::{Page, View};
use crate::sent::Kept;
use auth::Denied;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Problem;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Debug)]
pub enum Failure {
    NotFound,
    Forbidden,
    SignInFirst,
    TooMany { after_s: u64 },
    /// The queue is full; the same request may be sent again.
    Busy,
    /// The disk takes no writes; reading goes on.
    ReadOnly,
    /// The request is not of the form the route takes.
    Bad(Problem),
    /// More bytes than one request may bring.
    TooLarge,
    /// The key of this form has sent other words already.
    KeyReused,
    /// The form was opened for another person than the reader acts for now: nothing is done, and what was typed stands.
    OtherPerson(Value),
    /// No failure: it is done, now or when it was sent first, and there is nothing to show but the page it was sent
    /// from, if any.
    Done(Option<String>),
    /// Ours. Logged once, here, under a number the reader sees.
    Fault(String),
}

impl From<Denied> for Failure {
    fn from(d: Denied) -> Self {
        match d {
            Denied::Hidden => Self::NotFound,
            Denied::Forbidden => Self::Forbidden,
        }
    }
}

impl From<db::Fault> for Failure {
    fn from(f: db::Fault) -> Self {
        match f {
            db::Fault::Denied(d) => d.into(),
            db::Fault::Busy => Self::Busy,
            db::Fault::ReadOnly => Self::ReadOnly,
            other => Self::Fault(other.to_string()),
        }
    }
}

/// What went wrong, as a page or `application/json`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Failure)]
pub struct FailureView {
    pub status: u16,
    pub error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
    /// What was sent, where it has to be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub words: Option<Value>,
    #[serde(skip)]
    kept: Option<Kept>,
}

impl View for FailureView {
    fn problems(&mut self) -> Option<&mut Vec<Problem>> {
        Some(&mut self.problems)
    }
    fn page(&self, ctx: &ui::Ctx) -> Markup {
        let zh = matches!(ctx.lang, ui::Lang::Zh);
        let (title, text) = match (self.error, zh) {
            ("not_found", true) => ("没有找到这一页", "它可能换了地方，或者只有当事人能看。您可以回首页，或者打便民热线问一问。"),
            ("not_found", false) => ("Nothing here", "It may have moved, or only those concerned may see it. Try the home page."),
            ("forbidden", true) => ("这一步需要别的岗位来办", "您可以看到它，但您的岗位不能做这一步。"),
            ("forbidden", false) => ("Another post does this", "You may see it, but your post may not do this."),
            ("sign_in_first", true) => ("请先登录", "登录以后就可以继续。"),
            ("sign_in_first", false) => ("Please sign in", "After signing in you can go on."),
            ("too_many", true) => ("请稍等一会儿再试", "试的次数有点多，过几分钟就好。"),
            ("too_many", false) => ("Please wait a little", "There were many tries. It works again in a few minutes."),
            ("busy", true) => ("现在人有点多", "请再点一次，您填的内容不会重复提交。"),
            ("busy", false) => ("Very busy right now", "Please send it again; nothing is done twice."),
            ("read_only", true) => ("系统正在维护，暂时只能看", "您填的内容请先留着，过一会儿再提交。"),
            ("read_only", false) => ("Reading only for now", "Please keep what you wrote and send it a little later."),
            ("done", true) => ("已经办好了", "这一步已经完成，不用再点。它可能已经转到别处办理。"),
            ("done", false) => ("Done", "This step is done; there is no need to send it again. It may be with others now."),
            ("idem_key_reused", true) => ("没有重复提交", KEY_REUSED.0),
            ("idem_key_reused", false) => ("Not sent twice", KEY_REUSED.1),
            ("other_person", true) => ("没有提交：代办的人变了", "代办已经结束，或者换了一位居民。请先看清现在是替谁办，再重新打开那一页填写。"),
            ("other_person", false) => ("Not sent: you act for somebody else now", "Acting for that resident has ended or changed. See for whom you act, open the page again and fill it in anew."),
            ("too_large", true) => ("一次放得太多了", "请少放几张照片，或者分几次提交。"),
            ("too_large", false) => ("Too much at once", "Please send fewer photos, or send them in parts."),
            ("bad", true) => ("这一步没看懂", "请回到上一页再试一次。"),
            ("bad", false) => ("That was not understood", "Please go back and try again."),
            (_, true) => ("我们这边出了点问题", "已经记下来了。请把下面的编号告诉我们，或者稍后再试。"),
            (_, false) => ("Something broke on our side", "It is on record. Tell us the number below, or try again later."),
        };
        let body = html! {
            section.failure {
                h1 { (title) }
                p { (text) }
                @for p in self.problems.iter().filter(|p| p.message.is_empty()) { p.err { (p.code) @for (k, v) in &p.args { " " (k) "=" (v) } } }
                @if let Some(number) = &self.incident { p.muted { code { (number) } } }
                @if let Some(kept) = &self.kept { (again(ctx, kept)) }
                @else if let Some(words) = &self.words { @for (_, text) in pairs(words).iter().filter(|(_, v)| is_typed(v)) { blockquote { (text) } } }
                p {
                    @if self.error == "sign_in_first" {
                        a.btn href={ "/sign-in?next=" (ctx.path) } { @if zh { "去登录" } @else { "Sign in" } }
                    } @else {
                        a.btn href="/" { @if zh { "回首页" } @else { "Home" } }
                    }
                }
            }
        };
        ui::layout::resident(ctx, title, "", body, None)
    }
}

/// A form that holds what was typed and sends it again under the same key.
fn again(ctx: &ui::Ctx, kept: &Kept) -> Markup {
    let zh = ctx.lang.is_zh();
    let pairs = pairs(&kept.words);
    let typed = pairs.iter().map(|(_, v)| v).filter(|v| is_typed(v));
    html! {
        form method="post" action=(kept.action) {
            input type="hidden" name="_csrf" value=(ctx.csrf);
            (ui::form::whom(ctx))
            @if !kept.key.is_empty() { input type="hidden" name="_key" value=(kept.key); }
            @for (name, value) in &pairs { input type="hidden" name=(name) value=(value); }
            @for text in typed { blockquote { (text) } }
            @if kept.photos > 0 { p.muted { @if zh { "照片要重新选一次。" } @else { "Photos have to be chosen again." } } }
            p { button.btn { @if zh { "再提交一次" } @else { "Send it again" } } }
        }
    }
}

/// Names and values as a form sends them.
fn pairs(words: &Value) -> Vec<(&String, String)> {
    let each = words.as_object().into_iter().flatten().flat_map(|(name, value)| match value {
        Value::Array(list) => list.iter().map(|v| (name, plain(v))).collect::<Vec<_>>(),
        one => vec![(name, plain(one))],
    });
    each.collect()
}

/// Whether somebody wrote it, rather than chose it from a list.
fn is_typed(value: &str) -> bool {
    !value.is_ascii() || value.contains(' ')
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

const KEY_REUSED: (&str, &str) = (
    "这一页已经提交过别的内容了，请重新打开再填一次。",
    "This page has sent something else already. Please open it again and fill it in anew.",
);

pub(crate) fn key_reused(lang: ui::Lang) -> &'static str {
    if lang.is_zh() { KEY_REUSED.0 } else { KEY_REUSED.1 }
}

/// Marks an answer as "send it again": the layer that knows the words puts them in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Again {
    error: &'static str,
}

impl Again {
    pub fn keeping(self, kept: Kept) -> Response {
        let words = (!kept.words.is_null()).then(|| kept.words.clone());
        let kept = words.is_some().then_some(kept);
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let view = FailureView { words, kept, ..FailureView::of(status, self.error) };
        let mut response = Page::with_status(status, view).into_response();
        response.headers_mut().insert(http::header::RETRY_AFTER, AGAIN_S.into());
        response
    }
}

/// Logs a fault of ours, once, and gives the number under which the reader can tell of it.
pub fn incident(why: &str) -> String {
    let incident = format!("{:08x}", rand::random::<u32>());
    tracing::error!(incident, why, "fault");
    incident
}

/// Seconds until a busy or full server is worth another try.
const AGAIN_S: u64 = 5;

impl FailureView {
    fn of(status: StatusCode, error: &'static str) -> Self {
        Self { status: status.as_u16(), error, incident: None, problems: vec![], words: None, kept: None }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, error) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::SignInFirst => (StatusCode::UNAUTHORIZED, "sign_in_first"),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::ReadOnly => (StatusCode::SERVICE_UNAVAILABLE, "read_only"),
            Self::Bad(_) => (StatusCode::BAD_REQUEST, "bad"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "idem_key_reused"),
            Self::OtherPerson(_) => (StatusCode::CONFLICT, "other_person"),
            Self::Done(_) => (StatusCode::OK, "done"),
            Self::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        };
        let mut view = FailureView::of(status, error);
        let (mut after, mut next) = (None, None);
        match self {
            Self::Fault(why) => {
                view.incident = Some(incident(&why));
            }
            Self::Bad(problem) => view.problems.push(problem),
            Self::OtherPerson(words) => view.words = Some(words),
            Self::TooMany { after_s } => after = Some(after_s.max(1)),
            Self::Busy | Self::ReadOnly => after = Some(AGAIN_S),
            Self::KeyReused => view.problems.push(Problem::new(crate::once::KEY_REUSED)),
            Self::Done(from) => next = from,
            _ => {}
        }
        let again = status == StatusCode::SERVICE_UNAVAILABLE;
        let mut response = Page::onward(status, view, next).into_response();
        if again {
            response.extensions_mut().insert(Again { error });
        }
        if let Some(after) = after {
            response.headers_mut().insert(http::header::RETRY_AFTER, after.into());
        }
        response
    }
}
