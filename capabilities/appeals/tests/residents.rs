//! What residents do through the front door, on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::store;
use axum::http::StatusCode;
use crate::common::door::{Came, Door};
use crate::common::{PROPERTY, Site};
use db::testing::{Fresh, each_engine};
use kernel::StreetId;
use serde_json::{Value, json};

fn says(door: &Door, who: &str, key: &str, text: &str) -> Value {
    let words = json!({ "client_key": key, "text": text, "category": "lift", "address_note": "3 幢" });
    let came = door.posts(who, "/voices", words);
    assert_eq!(came.status, StatusCode::CREATED, "{}", came.text());
    came.json()
}

fn case_of(db: &Fresh, street: StreetId, receipt: &Value) -> CaseId {
    let number = receipt["case"]["case_no"].as_str().expect("a number").to_owned();
    db.read_now(move |r| store::by_number(r, street, &number)).expect("read").expect("a case")
}

fn code(receipt: &Value) -> String {
    receipt["code"].as_str().expect("a code").to_owned()
}

fn hints(door: &Door, text: &str) -> Vec<Value> {
    door.posts("", "/report/hints", json!({ "text": text, "category": "lift" })).json()["cases"].as_array().expect("cases").clone()
}

#[test]
fn a_neighbour_adds_their_voice_to_a_known_case() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let first = says(&door, "lin", "k1", "3 幢电梯停了三天");
        let (id, number) = (case_of(db, site.street, &first), first["case"]["case_no"].as_str().expect("a number").to_owned());
        let voices = format!("/cases/{number}/voices");
        let too = |key: &str| json!({ "client_key": key, "callback_wish": "link" });
        assert!(hints(&door, "电梯停运了").is_empty(), "nothing is hinted before it is public");
        assert_eq!(door.posts("zhao", &voices, too("k2")).status, StatusCode::NOT_FOUND);

        site.accepted(id);
        site.by_system(move |tx| store::publish(tx, id));
        assert_eq!(hints(&door, "电梯停运了")[0]["case_no"], json!(number));
        assert!(hints(&door, "").is_empty(), "the same kind somewhere in the street is no hint");
        assert!(door.posts("", "/report/hints", json!({ "text": "路灯不亮" })).json()["cases"].as_array().is_some_and(Vec::is_empty));
        let came = door.posts("zhao", &voices, too("k2"));
        assert_eq!(came.status, StatusCode::CREATED, "{}", came.text());
        let second = came.json();
        assert_ne!(code(&second), code(&first), "a receipt of its own");
        assert_eq!(second["case"]["case_no"], json!(number));
        assert_eq!(second["messages"][0]["kind"], "joined");
        assert_eq!(site.case(id).voices, 2);
        let again = door.posts("zhao", &voices, too("k2")).json();
        assert_eq!((code(&again), site.case(id).voices), (code(&second), 2), "sent twice, said once");
        assert_eq!(door.gets("", &format!("/cases/{number}")).json()["case"]["residents"], Value::Null, "two are \"several\"");

        for n in 3..6 {
            door.posts("", &voices, too(&format!("k{n}")));
        }
        assert_eq!(door.gets("", &format!("/cases/{number}")).json()["case"]["residents"], 5);
        let told = door.gets(&code(&first), "/receipt").json()["messages"].clone();
        assert!(!told.to_string().contains("joined"), "the others are not told of it");
    });
}

#[test]
fn wrong_codes_rest_for_an_hour_and_the_answer_is_one() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let right = code(&says(&Door::of(&site), "", "k1", "电梯停了"));
        let door = Door::of(&site);
        let open = |door: &Door, code: &str| door.posts("", "/receipt", json!({ "code": code }));
        let problem = |came: &Came| came.json()["problems"][0]["code"].as_str().map(str::to_owned);
        assert_eq!(open(&door, &right).status, StatusCode::OK);
        let unknown = code_from(&[9; 16]);
        for wrong in ["1", "1234 5678 9012 3456", unknown.as_str()].into_iter().cycle().take(10) {
            assert_eq!(problem(&open(&door, wrong)).as_deref(), Some("receipt-wrong"), "{wrong}");
        }
        assert_eq!(problem(&open(&door, &right)).as_deref(), Some("receipt-locked"), "even the right one rests");
        site.at("2026-11-23T10:01");
        assert_eq!(open(&Door::of(&site), &right).status, StatusCode::OK);
    });
}

#[test]
fn by_account_or_by_code_and_by_nobody_else() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let own = says(&door, "lin", "k1", "电梯停了");
        let voice = own["voice"].as_str().expect("a voice").to_owned();
        let path = format!("/voices/{voice}");
        for (who, status) in [("lin", 200), ("zhao", 404), ("", 404), ("clerk", 404)] {
            assert_eq!(door.gets(who, &path).status.as_u16(), status, "{who}");
        }
        assert_eq!(door.posts("zhao", &format!("{path}/urging"), json!({})).status, StatusCode::NOT_FOUND);
        assert_eq!(door.posts("lin", &format!("{path}/urging"), json!({})).status, StatusCode::OK);
        assert_eq!(door.gets("lin", "/my").json()["voices"][0]["voice"], json!(voice));

        let alone = says(&door, "", "k2", "路灯坏了");
        let attach = |who: &str| door.posts(who, "/my/receipts", json!({ "code": code(&alone) }));
        assert_eq!(attach("").status, StatusCode::UNAUTHORIZED);
        assert_eq!(attach("zhao").status, StatusCode::OK);
        assert_eq!(attach("zhao").status, StatusCode::OK, "twice is once");
        assert_eq!(attach("lin").json()["problems"][0]["code"], "receipt-taken");
        assert_eq!(door.gets("zhao", "/my").json()["voices"].as_array().map(Vec::len), Some(1));
    });
}

/// From the question to the reopening, everything by the code.
#[test]
fn the_speaker_answers_rates_and_says_it_is_not_settled() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let first = says(&door, "", "k1", "电梯停了");
        let (id, code) = (case_of(db, site.street, &first), code(&first));
        let receipt = |door: &Door| door.gets(&code, "/receipt").json();
        let verb = |door: &Door, noun: &str, words: Value| door.posts(&code, &format!("/receipt/{noun}"), words);
        let may = |door: &Door| {
            let view = receipt(door);
            ["urge", "supplement", "rate", "withdraw", "reopen", "object"].into_iter().filter(|m| view["may"][*m] == true).collect::<Vec<_>>()
        };
        assert_eq!(may(&door), ["urge", "supplement", "withdraw"]);
        site.accepted(id);
        site.dispatched(id, PROPERTY);
        site.signed(id);
        site.does(&site.handler(), move |tx, v| {
            actions::request_information(tx, v, id, &Saying { text: "请问是东边还是西边那部？".into(), ..Saying::default() })
        });
        assert_eq!(receipt(&door)["question"]["text"], "请问是东边还是西边那部？");
        assert!(door.page(&code, "/receipt").text().contains("请问是东边还是西边那部？"));
        assert_eq!(verb(&door, "supplement", json!({ "text": "东边" })).json()["question"], Value::Null);
        site.contacted(id);
        site.completed(id);
        site.approved(id);
        assert!(may(&door).contains(&"rate"));
        let rating = json!({ "contacted": true, "solved": true, "satisfaction": "satisfied" });
        assert_eq!(verb(&door, "callback", rating).json()["rated"], true);
        site.does(&site.callback_officer(), move |tx, v| actions::close(tx, v, id));
        assert_eq!(may(&door), ["reopen"]);
        let not_settled = json!({ "text": "第二天又停了" });
        assert_eq!(verb(&door, "reopening", not_settled.clone()).json()["case"]["state"], "handling");
        assert_eq!(site.case(id).round, 2);
        assert_eq!(verb(&door, "withdrawal", json!({})).json()["withdrawn"], true);
        site.at("2027-01-20T09:00");
        assert_eq!(verb(&Door::of(&site), "reopening", not_settled).status, StatusCode::UNPROCESSABLE_ENTITY);
    });
}

#[test]
fn a_fuzzy_case_names_no_building_and_no_hour_and_counts_are_true() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:17");
        let door = Door::of(&site);
        let mut ids = vec![];
        for n in 0..4 {
            let got = site.says(&site.visitor(), site.lift(&format!("k{n}")));
            site.accepted(got.case.id);
            ids.push(got.case.id);
        }
        let (fuzzy, moved) = (ids[0], ids[1]);
        site.by_system(move |tx| {
            let (viewer, now) = (auth::Viewer::system(tx.street(), "test"), tx.now());
            let was = store::find::<SeeCase>(tx, &viewer, fuzzy, now)?.into_inner();
            store::save(tx, &was, &Case { public_level: PublicLevel::Fuzzy, rev: was.rev + 1, ..was.clone() })
        });
        for id in ids[..3].iter().copied() {
            site.by_system(move |tx| store::publish(tx, id));
        }
        site.dispatched(moved, PROPERTY);
        let list = door.gets("", "/cases").json();
        assert_eq!((list["total"].as_i64(), list["cases"].as_array().map(Vec::len)), (Some(3), Some(3)));
        assert_eq!(door.gets("", "/cases?progress=open").json()["total"], 3);
        assert_eq!(door.gets("", "/cases?progress=done").json()["total"], 0);
        assert_eq!(door.gets("", "/cases?category=committee").json()["total"], 0);
        let shown = list["cases"].as_array().expect("cases").iter().find(|c| c["by_day"] == true).expect("the fuzzy one");
        assert_eq!(shown["opened_at"], "2026-11-23T00:00:00+08:00");
        let number = shown["case_no"].as_str().expect("a number");
        assert!(!door.page("", &format!("/cases/{number}")).text().contains("09:17"));
        let (street, states) = (site.street, [State::Dispatched]);
        let kept = db.read_now(move |r| store::public_total(r, street, &states, None, None)).expect("counted");
        assert_eq!(kept, 1, "the count follows the case");
    });
}

/// A code can be guessed by header as well as by the form: neither opens the way.
#[test]
fn codes_shown_in_vain_are_no_longer_looked_at() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        let door = Door::of(&site);
        let right = code(&says(&door, "", "k1", "电梯停了"));
        assert!(!door.gets(&right, "/receipt").json()["voice"].is_null());
        for n in 0..60_u8 {
            assert!(door.gets(&code_from(&[n; 16]), "/receipt").json()["voice"].is_null());
        }
        assert!(door.gets(&right, "/receipt").json()["voice"].is_null(), "even the right one rests");
        site.at("2026-11-23T10:01");
        assert!(!Door::of(&site).gets(&right, "/receipt").json()["voice"].is_null());
    });
}
