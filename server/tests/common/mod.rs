//! The whole house over one database, asked over HTTP as browsers and programs ask it.
#![allow(dead_code, reason = "each test uses its own part")]

use appeals::rules::{CaseType, Category, PublicLevel};
use auth::{Level, Role};
use axum::{Router, body::Body};
use db::testing::Fresh;
use db::{By, Db};
use edge::App;
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use identity::demo::{self, DemoPost, DemoUnit};
use kernel::{Moment, PlaceId, StreetId};
use serde_json::Value;
use server::{config, house};
use tower::ServiceExt;

pub const STREET: &str = "青石街道";

pub struct Site {
    pub app: App,
    pub router: Router,
    pub street: StreetId,
    pub folder: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("text"))
    }
}

/// Who asks, and in which face.
#[derive(Clone, Default)]
pub struct Asker {
    pub cookie: String,
    pub bearer: Option<String>,
    pub receipt: Option<String>,
    pub browser: bool,
}

pub fn settings(folder: &std::path::Path) -> config::Config {
    let vars = [("LINQIAO_DATA".to_owned(), folder.display().to_string()), ("LINQIAO_STREET".to_owned(), STREET.to_owned())];
    config::load(vars).expect("settings")
}

impl Site {
    /// Staff `clerk`, `dispatcher`, `handler`, `security`; sessions under their names.
    pub fn new(db: &Fresh) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let config = settings(folder.path());
        let street = house::street(&config);
        house::plant(db, street).expect("seeds");
        people(db, street);
        let app = house::app(&config, db.db.clone()).expect("the edge");
        let router = edge::serve(app.clone(), house::rooms());
        Self { app, router, street, folder }
    }

    pub async fn send(&self, request: Request<Body>) -> Got {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Got { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, who: &Asker, path: &str) -> Got {
        self.send(who.asks("GET", path).body(Body::empty()).expect("a request")).await
    }

    pub async fn post(&self, who: &Asker, path: &str, words: Value) -> Got {
        self.send(who.request(path, words, None)).await
    }

    /// The same under a key: a header for programs, a hidden field for forms.
    pub async fn post_once(&self, who: &Asker, path: &str, words: Value, key: &str) -> Got {
        self.send(who.request(path, words, Some(key))).await
    }

    pub fn write<T: Send + 'static>(&self, work: impl Fn(&mut db::Tx<'_>) -> db::Result<T> + Send + 'static) -> T {
        self.app.db.write_now(By::system(self.street, "test", Moment::now()), work).expect("written")
    }

    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut db::Reader<'_>) -> db::Result<T> + Send + 'static) -> T {
        self.app.db.read_now(work).expect("read")
    }

    /// A number out of the database, by a statement of the test's own.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.app.db.read(move |r| r.one::<i64>(sql, &[])).await.expect("a count")
    }
}

impl Asker {
    pub fn visitor() -> Self {
        Self { cookie: "lq-device=a-device".into(), ..Self::default() }
    }
    pub fn staff(name: &str) -> Self {
        Self { cookie: format!("lq-device=desk; lq={name}"), ..Self::default() }
    }
    pub fn program(token: String) -> Self {
        Self { bearer: Some(token), ..Self::default() }
    }
    pub fn bearing(code: &str) -> Self {
        Self { receipt: Some(code.into()), ..Self::default() }
    }
    pub fn in_browser(self) -> Self {
        Self { browser: true, ..self }
    }

    pub fn asks(&self, method: &str, path: &str) -> http::request::Builder {
        let accept = if self.browser { "text/html" } else { "application/json" };
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept).header("host", "a.example");
        request = request.header("sec-fetch-site", "same-origin");
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(code) = &self.receipt {
            request = request.header("receipt-code", code);
        }
        request
    }

    fn request(&self, path: &str, words: Value, key: Option<&str>) -> Request<Body> {
        let mut request = self.asks("POST", path);
        if self.browser {
            let mut pairs: Vec<(String, String)> = vec![];
            for (name, value) in words.as_object().expect("words") {
                pairs.push((name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
            }
            pairs.extend(key.map(|k| ("_key".to_owned(), k.to_owned())));
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            return request.body(Body::from(form(&pairs))).expect("a request");
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        request.header(header::CONTENT_TYPE, "application/json").body(Body::from(words.to_string())).expect("a request")
    }
}

fn form(pairs: &[(String, String)]) -> String {
    let escape = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    pairs.iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect::<Vec<_>>().join("&")
}

/// A post of the street, and its holder's sign-in name.
pub fn post(key: &str, role: Role, street: StreetId) -> DemoPost {
    DemoPost {
        key: key.into(),
        name: "王小明".into(),
        role,
        title: key.into(),
        unit: None,
        level: Level::Street,
        place: PlaceId(street.uuid()),
        login: Some(key.into()),
    }
}

fn people(db: &Db, street: StreetId) {
    let posts = [
        ("clerk", Role::Clerk, Some("hall")),
        ("dispatcher", Role::Dispatcher, Some("hall")),
        ("handler", Role::Handler, Some("lifts")),
        ("security", Role::SecurityAdministrator, None),
        ("system", Role::SystemAdministrator, None),
        ("leader", Role::StreetLeader, None),
    ];
    let posts: Vec<DemoPost> = posts
        .into_iter()
        .map(|(key, role, unit)| DemoPost { unit: unit.map(str::to_owned), ..post(key, role, street) })
        .collect();
    let units: Vec<DemoUnit> = ["hall", "lifts"]
        .into_iter()
        .map(|code| DemoUnit { code: code.into(), name: code.into(), kind: "office".into(), organisation: None, community: None })
        .collect();
    let lift = Category {
        code: "lift".into(),
        parent: None,
        name_zh: "电梯".into(),
        name_en: "Lifts".into(),
        case_type: CaseType::Help,
        public_level: PublicLevel::Full,
        handle_key: "handle_help".into(),
        verification: false,
    };
    db.write_now(By::system(street, "test", Moment::now()), move |tx| {
        demo::load(tx, &posts, &units, "no password")?;
        for post in &posts {
            let account = demo::account_id(&post.key);
            identity::actions::open_session(tx, account, Some(&post.key), &post.key, "127.0.0.1", "password")?;
        }
        appeals::store::insert_category(tx, &lift, 1)
    })
    .expect("people");
}

/// Words of a voice about a lift.
pub fn lift(key: &str) -> Value {
    serde_json::json!({
        "client_key": key, "text": "三号楼电梯停了三天", "category": "lift", "address_note": "3幢", "anonymous": true,
    })
}

/// Runs an async scene on each engine.
pub fn each_site(scene: impl AsyncFn(Site)) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        runtime.block_on(scene(site));
    });
}
