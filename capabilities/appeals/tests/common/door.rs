//! The front door of the street: requests through the whole edge, as a browser or a program sends them.

use super::Site;
use auth::Viewer;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use edge::{App, Credentials, Recognised};
use http_body_util::BodyExt;
use outside::{MemoryFiles, MemoryMedia, MemorySms};
use serde_json::Value;
use std::sync::Arc;
use tower::ServiceExt;

/// The house over one site's database; time stands where the site's did when it was opened.
pub struct Door {
    router: Router,
    pub files: Arc<MemoryFiles>,
    pub media: Arc<MemoryMedia>,
    run: tokio::runtime::Runtime,
}

/// What came back.
pub struct Came {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Came {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Door {
    /// Staff are known by bearer keys: `handler` is the site's handler.
    pub fn of(site: &Site<'_>) -> Self {
        let people: Vec<(&str, Viewer)> = vec![
            ("clerk", site.clerk()),
            ("dispatcher", site.dispatcher()),
            ("handler", site.handler()),
            ("another-handler", site.handler_of(super::PARKS)),
            ("reviewer", site.reviewer()),
            ("callback", site.callback_officer()),
            ("secretary", site.secretary()),
            ("lin", site.resident("lin")),
            ("zhao", site.resident("zhao")),
        ];
        let (files, media) = (Arc::new(MemoryFiles::default()), Arc::new(MemoryMedia::default()));
        let (street, now) = (site.street, site.now());
        let app = App {
            keepers: std::sync::Arc::new([std::sync::Arc::new(appeals::Voices) as std::sync::Arc<dyn edge::Keeper>]),
            db: site.db.db.clone(),
            street,
            street_name: "青石街道".into(),
            clock: Arc::new(move || now),
            sms: Arc::new(MemorySms::default()),
            mail: Arc::new(outside::MemoryMail::default()),
            files: files.clone(),
            media: media.clone(),
            secret: Arc::new([7; 32]),
            recognise: Arc::new(move |_, shown, _| {
                let (Credentials::Bearer(key) | Credentials::Session(key)) = shown;
                let known = people.iter().find(|(name, _)| name == key);
                Ok(known.map(|(name, viewer)| Recognised {
                    viewer: viewer.clone(),
                    badge: ui::ViewerBadge { name: (*name).into(), staff: viewer.is_staff(), post: String::new(), entries: vec![], unread: 0, helping: None },
                    session: None,
                    stale: false,
                }))
            }),
            bearers: Arc::new(move |r, code, _| {
                let voice = appeals::actions::open_receipt(r, street, code)?;
                Ok(voice.into_iter().map(|v| v.uuid()).collect())
            }),
            touch: Arc::new(|_, _, _| Ok(())),
            ready: Arc::new(|| true),
            limits: Arc::default(),
            costly: Arc::new(tokio::sync::Semaphore::new(2)),
            https: false,
            proxies: Arc::new([]),
        };
        let run = tokio::runtime::Runtime::new().expect("a runtime");
        Self { router: edge::serve(app, vec![appeals::routes()]), files, media, run }
    }

    /// Sends requests at the same time; answers come in their order.
    pub fn all(&self, requests: Vec<Request<Body>>) -> Vec<Came> {
        self.run.block_on(async {
            let sent: Vec<_> = requests.into_iter().map(|r| tokio::spawn(self.router.clone().oneshot(r))).collect();
            let mut came = vec![];
            for answer in sent {
                let Ok(Ok(answer)) = answer.await else { panic!("no answer") };
                let (parts, body) = answer.into_parts();
                let body = body.collect().await.expect("a body").to_bytes().to_vec();
                came.push(Came { status: parts.status, headers: parts.headers, body });
            }
            came
        })
    }
    pub fn send(&self, request: Request<Body>) -> Came {
        self.all(vec![request]).remove(0)
    }
    pub fn gets(&self, who: &str, path: &str) -> Came {
        self.send(asking(who, "GET", path).body(Body::empty()).expect("a request"))
    }
    pub fn page(&self, who: &str, path: &str) -> Came {
        let mut request = asking(who, "GET", path).body(Body::empty()).expect("a request");
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("text/html"));
        self.send(request)
    }
    pub fn posts(&self, who: &str, path: &str, words: Value) -> Came {
        let request = asking(who, "POST", path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(words.to_string())).expect("a request"))
    }
}

/// A request of a program: `who` is a key, a receipt code, or empty for a visitor.
pub fn asking(who: &str, method: &str, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "application/json");
    match who.chars().next() {
        None => request,
        Some(c) if c.is_ascii_digit() => request.header("receipt-code", who),
        Some(_) => request.header(header::AUTHORIZATION, format!("Bearer {who}")),
    }
}

/// A piece of a photo, as a phone sends it.
pub fn piece(photo: &str, n: usize, bytes: &[u8]) -> Request<Body> {
    let request = asking("", "POST", &format!("/photos/pieces/{photo}/{n}")).header(header::CONTENT_TYPE, "application/octet-stream");
    request.body(Body::from(bytes.to_vec())).expect("a request")
}

/// A form with files, as a browser sends it to a visitor's page.
pub fn form(path: &str, words: &[(&str, &str)], files: &[(&str, &[u8])]) -> Request<Body> {
    const LINE: &str = "a-line-between-the-parts";
    let mut body = vec![];
    for (name, value) in words {
        body.extend(format!("--{LINE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!("--{LINE}\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes().chain(bytes.iter().copied()).chain(*b"\r\n"));
    }
    body.extend(format!("--{LINE}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={LINE}");
    asking("", "POST", path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).expect("a request")
}
