//! One request and its answer.

use crate::cast::As;
use crate::site::Site;
use axum::body::Body;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Page,
    Fragment,
    Json,
}

/// A request being put together: `site.get("/cases").face(Face::Json).send()`.
pub struct Ask<'a> {
    site: &'a Site,
    method: Method,
    path: String,
    who: As,
    face: Face,
    headers: Vec<(String, String)>,
    body: Body,
    kind: Option<&'static str>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    /// The JSON face; `null` where it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
    /// Codes of the problems a refusal names.
    pub fn problems(&self) -> Vec<String> {
        let listed = self.json()["problems"].as_array().cloned().unwrap_or_default();
        listed.iter().filter_map(|p| p["code"].as_str().map(str::to_owned)).collect()
    }
}

impl<'a> Ask<'a> {
    pub(crate) fn new(site: &'a Site, method: Method, path: &str) -> Self {
        let (who, face) = (As::Visitor, Face::Json);
        Self { site, method, path: path.into(), who, face, headers: vec![], body: Body::empty(), kind: None }
    }
    pub fn by(mut self, who: &As) -> Self {
        self.who = who.clone();
        self
    }
    pub fn face(mut self, face: Face) -> Self {
        self.face = face;
        self
    }
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
    pub fn json(mut self, words: &Value) -> Self {
        (self.body, self.kind) = (Body::from(words.to_string()), Some("application/json"));
        self
    }
    pub fn form(mut self, words: &[(&str, &str)]) -> Self {
        let text = serde_urlencoded::to_string(words).expect("a form");
        (self.body, self.kind) = (Body::from(text), Some("application/x-www-form-urlencoded"));
        self
    }
    /// A body as it stands, of any kind.
    pub fn raw(mut self, kind: &'static str, body: Vec<u8>) -> Self {
        (self.body, self.kind) = (Body::from(body), Some(kind));
        self
    }

    pub fn send(self) -> Answer {
        let accept = if self.face == Face::Json { "application/json" } else { "text/html" };
        let mut request = Request::builder().method(self.method).uri(&self.path).header(header::ACCEPT, accept);
        request = request.header("host", "street.example").header("sec-fetch-site", "same-origin");
        if self.face == Face::Fragment {
            request = request.header("hx-request", "true");
        }
        request = match self.site.shown_by(&self.who) {
            None => request,
            Some((name, value)) => request.header(name, value),
        };
        if let Some(kind) = self.kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            if let Some(all) = request.headers_mut() {
                all.remove(name);
            }
            request = request.header(name, value);
        }
        let request = request.body(self.body).expect("a request");
        let router = self.site.router.clone();
        self.site.runtime.block_on(async move {
            let response = router.oneshot(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("a body").to_bytes().to_vec();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }
}
