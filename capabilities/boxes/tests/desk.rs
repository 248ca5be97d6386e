//! The list of boxes, plans, printed cards, the public page, and who sees what.

use boxes::actions;
use boxes::rules::*;
use crate::common::*;
use http::StatusCode;
use serde_json::json;
use testkit::{As, Face, on_both};

#[test]
fn a_box_is_due_overdue_and_opened() {
    on_both(|site| {
        // Tuesday, 24 November 2026.
        let of = hang(site);
        let line = || site.get("/desk/boxes").by(&person("leader")).send().json()["boxes"][0].clone();
        assert_eq!((line()["next"].as_str(), &line()["overdue"]), (Some("2026-11-24"), &json!(false)));
        site.at("2026-11-25T09:00");
        assert_eq!(line()["overdue"], true);
        let opening = opened(site, of, "S-001");
        assert_eq!((&line()["open"], &line()["overdue"]), (&json!(opening.to_string()), &json!(false)));
        counted(site, opening, 0);
        sealed(site, opening, "S-002");
        assert_eq!((line()["next"].as_str(), &line()["open"]), (Some("2026-12-01"), &json!(null)));

        let plan = json!({ "location": "小区西门岗亭", "weekday": 5, "every_weeks": 2, "keys": "clerk" });
        let changed = site.post(&format!("/desk/boxes/{of}/plan")).by(&person("officer")).json(&plan).send();
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
        assert_eq!((line()["weekday"].as_i64(), line()["next"].as_str()), (Some(5), Some("2026-12-11")), "a fortnight's Friday");
        let wrong = json!({ "location": "", "weekday": 9, "every_weeks": 99, "keys": "auditor" });
        let refused = site.post(&format!("/desk/boxes/{of}/plan")).by(&person("officer")).json(&wrong).send();
        assert_eq!(refused.problems(), ["location-missing", "keys-missing", "weekday-missing", "weeks-outside"]);
    });
}

#[test]
fn each_sees_the_boxes_of_their_place() {
    on_both(|site| {
        let of = hang(site);
        let seen = |who: &As, path: &str| site.get(path).by(who).send().status;
        let own = format!("/desk/boxes/{of}");
        for (who, status) in [
            ("clerk", 200), (FIRST, 200), (SECOND, 200), ("leader", 200), ("auditor", 200), ("secretary-b", 404), ("handler", 404),
            ("callback", 404), ("sysadmin", 404), ("lin", 404),
        ] {
            assert_eq!(seen(&person(who), &own).as_u16(), status, "{who}");
        }
        assert_eq!(seen(&As::Visitor, &own), StatusCode::UNAUTHORIZED);
        let listed = |who: &str| site.get("/desk/boxes").by(&person(who)).send().json()["boxes"].as_array().map(Vec::len);
        assert_eq!((listed(FIRST), listed("secretary-b"), listed("handler")), (Some(1), Some(0), None));
        let elsewhere = json!({ "place_name": "ZB", "location": "别的社区" });
        let refused = site.post("/desk/boxes").by(&person(FIRST)).json(&elsewhere).send();
        assert_eq!(refused.problems(), ["place-not-yours"]);
        let witness = site.post("/desk/boxes").by(&person(SECOND)).json(&elsewhere).send();
        assert_eq!(witness.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn printed_numbers_are_drawn_once_and_kept_as_digests() {
    on_both(|site| {
        let of = hang(site);
        let print = |who: &str, key: &str| {
            site.post(&format!("/desk/boxes/{of}/cards")).by(&person(who)).json(&json!({ "sheets": 2, "client_key": key })).send()
        };
        let first = print(FIRST, "a form");
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let cards = first.json()["cards"].as_array().cloned().expect("cards");
        assert_eq!(cards.len(), 8);
        assert!(cards.iter().all(|c| c["link"].as_str().is_some_and(|l| l.starts_with("http://street.example/receipt#"))));
        assert_eq!(print(FIRST, "a form").json()["cards"], first.json()["cards"], "the same sheet again, if the page was lost");
        assert_ne!(print(FIRST, "another").json()["cards"], first.json()["cards"]);
        assert_eq!(how_many(site, "select count(*) from box_stubs where street_id = $1"), 16);
        assert_eq!(print(SECOND, "a form").status, StatusCode::FORBIDDEN, "a witness does not print");
        let too_many = site.post(&format!("/desk/boxes/{of}/cards")).by(&person(FIRST)).json(&json!({ "sheets": 999, "client_key": "x" })).send();
        assert_eq!(too_many.problems(), ["sheets-outside"]);

        let (code, serial) = (cards[0]["code"].as_str().expect("a code").to_owned(), cards[0]["serial"].as_str().expect("a serial").to_owned());
        let street = site.street;
        let stored: Vec<Vec<u8>> = site.read(move |r| r.all("select code_digest from box_stubs where street_id = $1", db::args![street]));
        assert!(stored.iter().all(|d| d.len() == 16 && !String::from_utf8_lossy(d).contains(&code)));
        let page = site.get(&format!("/desk/boxes/{of}")).by(&person(FIRST)).face(Face::Page).send().text();
        assert!(!page.contains(&code) && !page.contains(&serial), "shown once");

        let opening = opened(site, of, "S-001");
        counted(site, opening, 3);
        let key = |serial: &str| {
            let words = Keying { serial: serial.into(), ..card("电梯") };
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::key(tx, v, opening, &words, None)
        };
        assert_eq!(refused(site, FIRST, key("1234")), ["serial-unknown"]);
        site.does(&site.staff(FIRST), key(&serial_grouped(&serial)));
        assert_eq!(refused(site, FIRST, key(&serial)), ["serial-used"]);
    });
}

#[test]
fn the_public_reads_where_when_and_how_many() {
    on_both(|site| {
        let of = hang(site);
        let public = || site.get("/boxes").send().json()["boxes"][0].clone();
        assert_eq!((public()["community"].as_str(), &public()["last"]), (Some("竹一社区"), &json!(null)));
        let opening = opened(site, of, "S-001");
        counted(site, opening, 3);
        assert_eq!(public()["last"], json!({ "on": "2026-11-24", "cards": null, "registered": false }), "few, and not registered yet");
        for _ in 0..3 {
            voided(site, opening, VoidReason::Advertising);
        }
        confirmed(site, opening);
        sealed(site, opening, "S-002");
        assert_eq!(public()["last"]["registered"], true);
        site.at("2026-12-01T10:00");
        let next = opened(site, of, "S-002");
        counted(site, next, 6);
        assert_eq!(public()["last"], json!({ "on": "2026-12-01", "cards": 6, "registered": false }));
        let page = site.get("/boxes").face(Face::Page).send().text();
        assert!(page.contains("居委会门厅") && page.contains("共 6 张") && page.contains("正在登记"), "{page}");
    });
}

#[test]
fn the_record_stands_on_paper_once_it_is_sealed() {
    on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        let record = |face| site.get(&format!("/desk/openings/{opening}/record")).by(&person("auditor")).face(face).send();
        assert_eq!(record(Face::Json).status, StatusCode::NOT_FOUND, "there is none yet");
        counted(site, opening, 1);
        keyed(site, opening, card("电梯"));
        sealed(site, opening, "S-002");
        let page = record(Face::Page).text();
        let digest = record(Face::Json).json()["record"]["digest"].as_str().expect("a digest").to_owned();
        assert!(page.contains(&digest) && page.contains("S-001") && page.contains("S-002"), "{page}");
        assert!(page.contains("竹一社区居民"), "the witness stands for the residents");
        ui::testing::assert_nothing_inline(&page);
    });
}

/// Every word is there in both languages.
#[test]
fn no_word_is_missing() {
    ui::testing::assert_same_keys(env!("CARGO_MANIFEST_DIR"));
}

/// Every problem the rules, actions and pages name has its sentence.
#[test]
fn every_refusal_is_said() {
    let words = include_str!("../locales/zh-CN/boxes.ftl");
    let rooms = [
        include_str!("../src/rules/boxes.rs"), include_str!("../src/rules/cards.rs"), include_str!("../src/rules/openings.rs"),
        include_str!("../src/rules/signing.rs"), include_str!("../src/actions/boxes.rs"), include_str!("../src/actions/cards.rs"),
        include_str!("../src/actions/openings.rs"), include_str!("../src/actions/printing.rs"), include_str!("../src/actions/signing.rs"),
        include_str!("../src/web/openings.rs"), include_str!("../src/web/scans.rs"),
    ];
    let mut named = 0;
    for room in rooms {
        for code in ui::testing::problem_codes(room, &[]) {
            named += 1;
            assert!(words.contains(&format!("\nproblem-{code} =")), "{code}");
        }
    }
    assert!(named > 30);
}
