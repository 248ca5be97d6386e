//! A request sent again has one effect, whoever sends it and in whichever face.

use crate::common::{Asker, Got, Site, each_site, lift};
use serde_json::{Value, json};

/// A case just received: its id and the receipt's code.
async fn received(site: &Site, key: &str) -> (String, String) {
    let got = site.post(&Asker::visitor(), "/voices", lift(key)).await;
    assert_eq!(got.status, 201, "{}", got.body);
    let code = got.json()["code"].as_str().expect("a code").to_owned();
    let queue = site.get(&Asker::staff("clerk"), "/desk/cases").await.json();
    let number = got.json()["case"]["case_no"].clone();
    let lines = queue["cases"].as_array().cloned().unwrap_or_default();
    let line = lines.iter().find(|c| c["case_no"] == number).expect("the case on the desk");
    (line["id"].as_str().expect("an id").to_owned(), code)
}

async fn five_times(site: &Site, who: &Asker, path: &str, words: Value, key: &str) -> Vec<Got> {
    let send = || site.post_once(who, path, words.clone(), key);
    let (a, b, c, d, e) = tokio::join!(send(), send(), send(), send(), send());
    vec![a, b, c, d, e]
}

const ACCEPTED: &str = "select count(*) from events where name = 'appeals.case_accepted'";
const SUPPLEMENTS: &str = "select count(*) from case_notes where kind = 'supplement'";

fn acceptance() -> Value {
    json!({ "category": "lift", "title": "3幢电梯停运" })
}

#[test]
fn five_times_at_once_is_one_effect() {
    each_site(async |site| {
        let (case, _) = received(&site, "once-1").await;
        let path = format!("/cases/{case}/acceptance");
        for got in five_times(&site, &Asker::staff("clerk"), &path, acceptance(), "k1").await {
            assert_eq!(got.status, 200, "{}", got.body);
            assert_eq!(got.json()["case"]["state"], "accepted");
        }
        assert_eq!(site.count(ACCEPTED).await, 1);
    });
}

#[test]
fn a_browser_is_sent_to_the_thing_each_time() {
    each_site(async |site| {
        let (case, _) = received(&site, "once-2").await;
        let path = format!("/cases/{case}/acceptance");
        let clerk = Asker::staff("clerk").in_browser();
        for got in five_times(&site, &clerk, &path, acceptance(), "k2").await {
            assert_eq!((got.status.as_u16(), got.header("location")), (303, &*format!("/desk/cases/{case}")));
        }
        assert_eq!(site.count(ACCEPTED).await, 1);
    });
}

#[test]
fn a_bearer_of_a_receipt_supplements_once() {
    each_site(async |site| {
        let (_, code) = received(&site, "once-3").await;
        let words = json!({ "text": "是东边那部电梯" });
        for got in five_times(&site, &Asker::bearing(&code), "/receipt/supplement", words.clone(), "k3").await {
            assert_eq!(got.status, 200, "{}", got.body);
        }
        assert_eq!(site.count(SUPPLEMENTS).await, 1);
        let other = site.post_once(&Asker::bearing(&code), "/receipt/supplement", words, "k4").await;
        assert_eq!((other.status.as_u16(), site.count(SUPPLEMENTS).await), (200, 2), "another key is another sending");
    });
}

#[test]
fn other_words_under_the_same_key_are_refused_in_every_face() {
    each_site(async |site| {
        let (case, code) = received(&site, "once-4").await;
        let bearer = Asker::bearing(&code);
        assert_eq!(site.post_once(&bearer, "/receipt/supplement", json!({ "text": "一" }), "k").await.status, 200);
        let program = site.post_once(&bearer, "/receipt/supplement", json!({ "text": "二" }), "k").await;
        assert_eq!(program.status, 422);
        assert_eq!(program.json()["problems"][0]["code"], "idem_key_reused");
        let page = site.post_once(&bearer.clone().in_browser(), "/receipt/supplement", json!({ "text": "三" }), "k").await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("请重新打开再填一次"), "{}", page.body);
        assert_eq!(site.count(SUPPLEMENTS).await, 1);
        // Another reader's key of the same name is another key.
        let clerk = Asker::staff("clerk");
        let got = site.post_once(&clerk, &format!("/cases/{case}/acceptance"), acceptance(), "k").await;
        assert_eq!(got.status, 200, "{}", got.body);
    });
}

#[test]
fn a_refusal_is_not_kept() {
    each_site(async |site| {
        let (_, code) = received(&site, "once-5").await;
        let bearer = Asker::bearing(&code);
        let empty = json!({ "text": "" });
        for _ in 0..2 {
            assert_eq!(site.post_once(&bearer, "/receipt/supplement", empty.clone(), "k").await.status, 422);
        }
        let mended = site.post_once(&bearer, "/receipt/supplement", json!({ "text": "补充" }), "k").await;
        assert_eq!((mended.status.as_u16(), site.count(SUPPLEMENTS).await), (200, 1));
    });
}

#[test]
fn a_reception_is_repeated_by_its_own_key_with_its_receipt() {
    each_site(async |site| {
        let got = five_times(&site, &Asker::visitor(), "/voices", lift("draft-1"), "k").await;
        let codes: std::collections::BTreeSet<_> = got.iter().map(|g| g.json()["code"].to_string()).collect();
        assert!(got.iter().all(|g| g.status == 201), "{:?}", got.iter().map(|g| &g.body).collect::<Vec<_>>());
        assert_eq!((codes.len(), site.count("select count(*) from voices").await), (1, 1));
    });
}
