//! What holds for every route: headers, faces, reading that changes nothing, and a disk that takes no writes.

use axum::{Router, body::Body, extract::State};
use crate::common::{Asker, Site, each_site, lift};
use db::{Db, Fault};
use edge::{App, Failure, Routes, Seen};
use http::Request;
use serde_json::json;
use server::house;

const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", "default-src 'none'; script-src 'nonce-"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "o"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "geolocation"),
    ("cache-control", ""),
];

/// Every route with its parameters filled in, as method and path.
fn walk() -> Vec<(&'static str, String)> {
    let nobody = "00000000-0000-7000-8000-000000000000";
    let filled = |path: &str| {
        let parts = path.split('/').map(|p| if p.starts_with('{') { nobody } else { p });
        parts.collect::<Vec<_>>().join("/")
    };
    let mut all: Vec<_> = house::rooms()
        .iter()
        .flat_map(|room| room.list().to_vec())
        .map(|route| (route.verb.code(), filled(route.path)))
        .collect();
    all.extend(["/openapi.json", "/healthz", "/readyz", "/no/such/page"].map(|p| ("get", p.to_owned())));
    all
}

#[test]
fn every_answer_carries_every_header() {
    each_site(async |site| {
        let askers = [Asker::visitor(), Asker::staff("clerk"), Asker::staff("clerk").in_browser()];
        for (method, path) in walk() {
            for who in &askers {
                let request = who.asks(&method.to_uppercase(), &path).body(Body::empty()).expect("a request");
                let got = site.send(request).await;
                assert!(got.status.as_u16() < 500 || path == "/readyz", "{method} {path}: {} {}", got.status, got.body);
                for (name, begins) in HEADERS {
                    assert!(got.headers.contains_key(name), "{method} {path}: {name} is missing");
                    let right = got.header(name).starts_with(begins) || name == "referrer-policy";
                    assert!(right, "{method} {path}: {name}: {}", got.header(name));
                }
            }
        }
    });
}

#[test]
fn refusals_carry_them_too() {
    each_site(async |site| {
        let wrong_key = Asker::program("lq_nobody_nothing".into());
        let foreign = |builder: http::request::Builder| {
            let mut request = builder.body(Body::empty()).expect("a request");
            request.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a value"));
            request
        };
        let refusals = [
            (site.get(&wrong_key, "/").await, 401),
            (site.send(foreign(Asker::staff("clerk").asks("POST", "/sign-out"))).await, 403),
            (site.send(Asker::visitor().asks("PUT", "/").body(Body::empty()).expect("a request")).await, 404),
        ];
        for (got, status) in refusals {
            assert_eq!(got.status, status, "{}", got.body);
            assert!(HEADERS.iter().all(|(name, _)| got.headers.contains_key(*name)), "{got:?}");
            assert_eq!(got.json()["status"], status, "in the face that was asked for");
        }
    });
}

#[test]
fn a_form_without_words_needs_its_token_where_the_browser_says_nothing() {
    each_site(async |site| {
        let silent = |token: &str| {
            let request = Request::builder().method("POST").uri("/sign-out").header("host", "a.example");
            let request = request.header("cookie", "lq-device=desk; lq=clerk").header("accept", "application/json");
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            request.body(Body::from(format!("_csrf={token}"))).expect("a request")
        };
        assert_eq!(site.send(silent("")).await.status, 403);
        let page = site.get(&Asker::staff("clerk").in_browser(), "/account").await.body;
        let token = page.split("name=\"_csrf\" value=\"").nth(1).and_then(|p| p.split('"').next()).expect("a token");
        assert_eq!(site.send(silent(token)).await.status, 200);
    });
}

/// Rows of every table; sessions are noted as in use.
fn everything(db: &Db) -> Vec<(String, i64)> {
    db.row_counts().expect("counts").into_iter().filter(|(table, _)| table != "sessions").collect()
}

#[test]
fn reading_changes_nothing() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        runtime.block_on(site.post(&Asker::visitor(), "/voices", lift("read-1")));
        let before = everything(db);
        runtime.block_on(async {
            for (method, path) in walk().iter().filter(|(method, path)| *method == "get" && path != "/readyz") {
                for who in [Asker::visitor(), Asker::staff("clerk"), Asker::staff("leader").in_browser()] {
                    for verb in [&method.to_uppercase(), "HEAD"] {
                        site.send(who.asks(verb, path).body(Body::empty()).expect("a request")).await;
                    }
                }
            }
        });
        assert_eq!(before, everything(db), "{}", db.engine);
    });
}

#[test]
fn readiness_tells_the_truth_and_nothing_else() {
    each_site(async |site| {
        assert_eq!(site.get(&Asker::default(), "/healthz").await.body, "ok\n");
        let key = site.folder.path().join("linqiao.key");
        assert_eq!(site.get(&Asker::default(), "/readyz").await.status, 503, "the key file is not there");
        std::fs::write(&key, "x").expect("a key");
        let got = site.get(&Asker::default(), "/readyz").await;
        assert_eq!((got.status.as_u16(), &*got.body), (200, "ready\n"));
    });
}

/// A room whose one verb meets a full disk.
/// One engine keeps a NUL inside a text, the other takes none: neither is asked.
#[test]
fn what_no_engine_should_see_is_refused_before_it() {
    each_site(async |site| {
        let nul = site.post(&Asker::visitor(), "/voices", json!({ "client_key": "nul", "text": "灯\u{0}坏了", "address_note": "东门" })).await;
        assert_eq!((nul.status.as_u16(), nul.json()["error"].as_str()), (400, Some("bad")), "{}", nul.body);
        let list = site.post(&Asker::visitor(), "/settings/display", json!(["en", null])).await;
        assert_eq!(list.status, 400, "words are told by name, not by position");
        assert_eq!(site.get(&Asker::visitor(), "/cases/2026%00").await.status, 404);
        assert_eq!(site.get(&Asker::visitor(), "/cases?category=a%00").await.status, 400);
        let malformed = site.get(&Asker::staff("clerk"), "/desk/cases/no-id").await;
        assert_eq!((malformed.status.as_u16(), malformed.json()["error"].as_str()), (404, Some("not_found")));
        assert_eq!(site.count("select count(*) from voices").await, 0);
    });
}

fn full_disk(app: App) -> Router {
    async fn fills(State(app): State<App>, seen: Seen) -> Result<&'static str, Failure> {
        app.write(&seen, |_| Err::<(), _>(Fault::ReadOnly)).await?;
        Ok("written")
    }
    let mut rooms = house::rooms();
    rooms.push(Routes::new("test").post("/test/fill", "public", "Meets a full disk.", fills));
    edge::serve(app, rooms)
}

#[test]
fn a_full_disk_stops_writing_not_reading_and_keeps_the_words() {
    each_site(async |mut site| {
        site.router = full_disk(site.app.clone());
        let visitor = Asker::visitor();
        assert!(!site.get(&visitor.clone().in_browser(), "/").await.body.contains("暂时只能看"));
        assert_eq!(site.post(&visitor, "/test/fill", json!({})).await.status, 503);

        let home = site.get(&visitor.clone().in_browser(), "/").await;
        assert_eq!(home.status, 200, "reading goes on");
        assert!(home.body.contains("暂时只能看"), "and every page says so");
        assert_eq!(site.get(&Asker::default(), "/readyz").await.status, 503);

        let program = site.post_once(&visitor, "/voices", lift("full"), "k").await;
        assert_eq!((program.status.as_u16(), program.header("retry-after")), (503, "5"));
        assert_eq!(program.json()["error"], "read_only");
        assert_eq!(program.json()["words"]["text"], "三号楼电梯停了三天");
        let page = site.post_once(&visitor.in_browser(), "/voices", lift("full"), "k").await;
        assert_eq!(page.status, 503);
        assert!(page.body.contains("<blockquote>三号楼电梯停了三天</blockquote>"), "{}", page.body);
        assert!(page.body.contains("action=\"/voices\"") && page.body.contains("name=\"_key\" value=\"k\""));

        let words = json!({ "login": "lin", "password": "a secret of lin" });
        let got = site.post(&Asker::staff("clerk").in_browser(), "/sign-in", words).await;
        assert!(!got.body.contains("a secret of lin"), "a password is never shown again");
    });
}
