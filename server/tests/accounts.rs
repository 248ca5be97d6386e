//! One's own account over HTTP: sessions, data, tokens; and the operator's hand.

use identity::demo::DemoResident;
use crate::common::{Asker, lift, each_site};
use kernel::Moment;
use serde_json::json;

fn until() -> String {
    Moment::now().plus_days(30).day().to_string()
}

#[test]
fn a_token_is_made_in_person_shown_once_and_ended() {
    each_site(async |site| {
        let clerk = Asker::staff("clerk");
        let words = json!({ "scopes": ["clerk"], "until": until() });
        let made = site.post_once(&clerk, "/account/tokens", words.clone(), "k").await;
        assert_eq!(made.status, 201, "{}", made.body);
        let token = made.json()["made"].as_str().expect("a token").to_owned();
        let again = site.post_once(&clerk, "/account/tokens", words.clone(), "k").await;
        assert!(!again.body.contains("made\":"), "{}", again.body);
        let list = site.get(&clerk, "/account/tokens").await.json();
        assert_eq!(list["tokens"].as_array().map(Vec::len), Some(1));
        assert!(!list.to_string().contains(&token[40..]), "the secret is nowhere");

        let program = Asker::program(token);
        assert_eq!(site.get(&program, "/desk/cases").await.status, 200, "it does its owner's business");
        for (path, words) in [("/account/tokens", words), ("/account/data", json!({})), ("/account/erasure", json!({ "sure": true }))] {
            assert_eq!(site.post(&program, path, words).await.status, 403, "{path}");
        }
        let id = list["tokens"][0]["id"].as_str().expect("an id").to_owned();
        let other = site.post(&Asker::staff("handler"), &format!("/account/tokens/{id}/end"), json!({})).await;
        assert_eq!(other.status, 404, "another's token is not there");
        assert_eq!(site.post(&clerk, &format!("/account/tokens/{id}/end"), json!({})).await.status, 200);
        assert_eq!(site.get(&program, "/desk/cases").await.status, 401);
    });
}

#[test]
fn a_token_opens_nothing_sealed_and_grants_nothing() {
    each_site(async |site| {
        let clerk = Asker::staff("clerk");
        let made = site.post(&clerk, "/account/tokens", json!({ "scopes": ["*"], "until": until() })).await;
        let program = Asker::program(made.json()["made"].as_str().expect("a token").to_owned());
        site.post(&Asker::visitor(), "/voices", crate::common::lift("sealed-1")).await;
        let case = site.get(&program, "/desk/cases").await.json()["cases"][0]["id"].as_str().expect("a case").to_owned();
        let open = json!({ "reason": "routing" });
        let path = format!("/cases/{case}/opening");
        assert_eq!(site.post(&program, &path, open.clone()).await.status, 403);
        let opened = "select count(*) from events where name = 'core.sealed_opened'";
        assert_eq!(site.count(opened).await, 0);
        let in_person = site.post(&clerk, &path, open).await;
        assert_eq!(in_person.status, 200, "{}", in_person.body);
        assert!(site.count(opened).await > 0);

        let made = site.post(&Asker::staff("security"), "/account/tokens", json!({ "scopes": ["*"], "until": until() })).await;
        let keyed = Asker::program(made.json()["made"].as_str().expect("a token").to_owned());
        let grant = json!({ "login": "handler", "role": "clerk", "title": "x", "until": until() });
        assert_eq!(site.post(&keyed, "/admin/posts", grant.clone()).await.status, 404, "it holds no administrator's post");
        assert_eq!(site.post(&Asker::staff("security"), "/admin/posts", grant).await.status, 200);
    });
}

#[test]
fn scopes_beyond_ones_posts_and_endless_tokens_are_refused() {
    each_site(async |site| {
        let clerk = Asker::staff("clerk");
        for words in [json!({ "scopes": ["dispatcher"], "until": until() }), json!({ "until": "2099-01-01" })] {
            let got = site.post(&clerk, "/account/tokens", words).await;
            assert_eq!(got.status, 422, "{}", got.body);
            assert!(!got.json()["problems"][0]["message"].as_str().unwrap_or("").is_empty());
        }
        let page = site.get(&clerk.in_browser(), "/account/tokens?lang=en").await.body;
        assert!(page.contains("API tokens") && page.contains("value=\"clerk\""), "{page}");
    });
}

#[test]
fn a_session_is_seen_ended_and_dead_at_once() {
    each_site(async |site| {
        let clerk = Asker::staff("clerk");
        let page = site.get(&clerk, "/account").await.json();
        let id = page["sessions"][0]["id"].as_str().expect("a session").to_owned();
        let got = site.post_once(&clerk, &format!("/account/sessions/{id}/end"), json!({}), "k").await;
        assert_eq!(got.status, 200, "{}", got.body);
        assert_eq!(site.get(&clerk, "/account").await.status, 401);
        assert_eq!(site.get(&clerk.in_browser(), "/desk/cases").await.status, 401);
    });
}

#[test]
fn ones_own_data_is_a_file_and_its_opening_is_on_record() {
    each_site(async |site| {
        let got = site.post(&Asker::staff("handler"), "/account/data/copy", json!({})).await;
        assert_eq!(got.status, 200, "{}", got.body);
        assert!(got.header("content-disposition").starts_with("attachment"));
        assert_eq!(got.json()["name"], "王小明");
        assert_eq!(site.count("select count(*) from events where name = 'core.sealed_opened'").await, 1);
    });
}

/// What I said is part of what is kept about me; erased, nothing in the street reaches me any more.
#[test]
fn ones_own_voices_are_told_and_their_reach_is_erased() {
    each_site(async |site| {
        let by = db::By::system(site.street, "test", Moment::now());
        let opened = site.app.db.write(by, |tx| {
            let lin = DemoResident { key: "lin".into(), name: "林小燕".into(), phone: "19900001111".into(), login: None };
            identity::demo::load_residents(tx, &[lin], "no password")?;
            identity::actions::open_session(tx, identity::demo::account_id("lin"), None, "lin", "127.0.0.1", "code")
        });
        opened.await.expect("a session");
        let me = Asker::staff("lin");
        let words = json!({ "client_key": "mine", "text": "楼下的灯不亮", "category": "lift", "address_note": "3幢北边",
            "name": "林小燕", "phone": "19900001111" });
        let said = site.post(&me, "/voices", words).await;
        assert_eq!(said.status, 201, "{}", said.body);
        let somebody = site.post(&Asker::visitor(), "/voices", lift("theirs")).await;
        assert_eq!(somebody.status, 201, "{}", somebody.body);
        let told = site.post(&me, "/account/data/copy", json!({})).await.json();
        let kept = told["kept"].as_array().expect("what is kept");
        assert_eq!(kept.len(), 1, "my own voices only: {told}");
        assert_eq!(kept[0]["number"], said.json()["case"]["case_no"]);
        let fields = json!([["text", "楼下的灯不亮"], ["address", "3幢北边"], ["name", "林小燕"], ["phone", "19900001111"]]);
        assert_eq!(kept[0]["fields"], fields);
        let page = site.post(&me.clone().in_browser(), "/account/data", json!({})).await;
        assert!(page.body.contains("我说过的事") && page.body.contains("19900001111"), "{}", page.body);
        assert_eq!(site.post(&me, "/account/erasure", json!({ "sure": true })).await.status, 200);
        let reached = "select count(*) from reporters where name is not null or phone is not null or phone_digest is not null";
        assert_eq!(site.count(reached).await, 0);
        assert_eq!(site.count("select count(*) from voices").await, 2, "no voice is lost");
    });
}

#[test]
fn a_session_in_use_is_noted_at_most_once_a_minute() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    db::testing::each_engine(|db| {
        let site = crate::common::Site::new(db);
        let seen_at = || {
            let hash = stored("clerk");
            site.read(move |r| r.one::<Moment>("select last_seen_at from sessions where token_hash = $1", db::args![hash]))
        };
        let first = seen_at();
        runtime.block_on(site.get(&Asker::staff("clerk"), "/account"));
        assert_eq!(seen_at(), first, "within the minute nothing is written");
        site.write(|tx| {
            let ago = tx.now().plus_minutes(-2);
            tx.exec("update sessions set last_seen_at = $1", db::args![ago])
        });
        let stale = seen_at();
        runtime.block_on(site.get(&Asker::staff("clerk"), "/account"));
        let begun = std::time::Instant::now();
        while seen_at() == stale {
            assert!(begun.elapsed().as_secs() < 10, "noted after the answer");
            std::thread::yield_now();
        }
        assert!(seen_at() >= first);
    });
}

/// What is stored of a session's token.
fn stored(token: &str) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(token).to_vec()
}

#[test]
fn the_operator_shuts_an_account_and_it_is_dead_at_once() {
    each_site(async |site| {
        let clerk = Asker::staff("clerk");
        assert_eq!(site.get(&clerk, "/desk/cases").await.status, 200);
        let by = db::By::system(site.street, "test", Moment::now());
        site.app.db.write(by, |tx| identity::actions::disable(tx, "clerk")).await.expect("shut");
        assert_eq!(site.get(&clerk, "/desk/cases").await.status, 401);
        site.app.db.write(by, |tx| identity::actions::enable(tx, "clerk")).await.expect("opened");
        assert_eq!(site.get(&clerk, "/desk/cases").await.status, 401, "the old session stays ended");
    });
}
