//! Why a request could not be served: one enum for the whole edge, shown in all faces.

use crate::faces::{Page, View};
use auth::Denied;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::Problem;
use maud::{Markup, html};
use serde::Serialize;
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
pub struct FailureView {
    pub status: u16,
    pub error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl View for FailureView {
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
            ("bad", true) => ("这一步没看懂", "请回到上一页再试一次。"),
            ("bad", false) => ("That was not understood", "Please go back and try again."),
            (_, true) => ("我们这边出了点问题", "已经记下来了。请把下面的编号告诉我们，或者稍后再试。"),
            (_, false) => ("Something broke on our side", "It is on record. Tell us the number below, or try again later."),
        };
        let body = html! {
            section.failure {
                h1 { (title) }
                p { (text) }
                @for p in &self.problems { p.err { (p.code) @for (k, v) in &p.args { " " (k) "=" (v) } } }
                @if let Some(number) = &self.incident { p.muted { code { (number) } } }
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
            Self::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, "fault"),
        };
        let mut view = FailureView { status: status.as_u16(), error, incident: None, problems: vec![] };
        let mut after = None;
        match self {
            Self::Fault(why) => {
                let incident = format!("{:08x}", rand::random::<u32>());
                tracing::error!(incident, why, "fault");
                view.incident = Some(incident);
            }
            Self::Bad(problem) => view.problems.push(problem),
            Self::TooMany { after_s } => after = Some(after_s.max(1)),
            Self::Busy | Self::ReadOnly => after = Some(5),
            _ => {}
        }
        let mut response = Page::with_status(status, view).into_response();
        if let Some(after) = after {
            response.headers_mut().insert(http::header::RETRY_AFTER, after.into());
        }
        response
    }
}
