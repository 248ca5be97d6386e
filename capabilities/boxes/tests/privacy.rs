//! What stands on a card is a voice's sealed words and stands nowhere else; scans are opened by few, for a reason.

use boxes::actions;
use boxes::rules::*;
use crate::common::*;
use http::StatusCode;
use serde_json::json;
use testkit::{As, CAST, Face, Site, on_both};

const MARKS: [&str; 4] = ["金丝雀卡上的话", "鹓小雏", "17770009999", "蓼莪巷"];

fn marked() -> Keying {
    Keying {
        text: format!("{}，住{}", MARKS[0], MARKS[3]),
        name: MARKS[1].into(),
        phone: MARKS[2].into(),
        consented: true,
        ..Keying::default()
    }
}

/// Every page of this room, for everybody there is.
fn read_everywhere(site: &Site, of: BoxId, opening: OpeningId) -> String {
    let paths = [
        "/boxes".to_owned(), "/desk/boxes".into(), format!("/desk/boxes/{of}"), format!("/desk/openings/{opening}"),
        format!("/desk/openings/{opening}/record"),
    ];
    let staff = CAST.iter().map(|m| person(m.key));
    let mut all = String::new();
    for who in [As::Visitor, person("zhao")].into_iter().chain(staff) {
        for path in &paths {
            for face in [Face::Page, Face::Fragment, Face::Json] {
                let got = site.get(path).by(&who).face(face).send();
                assert!(!got.status.is_server_error(), "{who:?} {path}: {}", got.text());
                all.push_str(&format!("{:?} {}", got.headers, got.text()));
            }
        }
    }
    all
}

#[test]
fn no_word_of_a_card_is_read_anywhere() {
    on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        counted(site, opening, 1);
        keyed(site, opening, marked());
        sealed(site, opening, "S-002");
        let seen = read_everywhere(site, of, opening);
        assert!(seen.contains("S-002"), "the record is there to be read");
        for mark in MARKS {
            assert!(!seen.contains(mark), "`{mark}` is read");
        }
        let street = site.street;
        let journal: Vec<String> = site.read(move |r| r.all("select body from events where street_id = $1", db::args![street]));
        assert!(MARKS.iter().all(|m| !journal.concat().contains(m)), "in the journal");
        // The control: opened for a reason, the words are there.
        let voice = appeals::rules::VoiceId(cards(site, opening)[0].voices[0]);
        let case = site.read(move |r| appeals::store::voice(r, street, voice)).expect("a voice").case;
        let opened = site.post(&format!("/cases/{case}/opening")).by(&person("clerk")).json(&json!({ "reason": "answering" })).send();
        assert!(MARKS[..3].iter().all(|m| opened.text().contains(m)), "{}", opened.text());
    });
}

#[test]
fn a_name_is_kept_only_where_the_card_agrees_to_it() {
    on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        counted(site, opening, 2);
        let silent = Keying { consented: false, ..marked() };
        assert_eq!(refused(site, FIRST, move |tx, v| actions::key(tx, v, opening, &silent, None)), ["contact-needs-consent"]);
        keyed(site, opening, card("没留名"));
        keyed(site, opening, marked());
        assert_eq!(how_many(site, "select count(*) from reporters where street_id = $1"), 1);
        assert_eq!(how_many(site, "select count(*) from voices where street_id = $1 and callback_wish = 'none'"), 1, "nobody there can be asked");
        assert_eq!(how_many(site, "select count(*) from voices where street_id = $1 and callback_wish = 'phone'"), 1);
    });
}

#[test]
fn what_a_card_says_of_the_committee_the_committee_does_not_see() {
    on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        counted(site, opening, 1);
        keyed(site, opening, Keying { about_committee: true, ..card("居委会办事太慢") });
        let street = site.street;
        let voice = appeals::rules::VoiceId(cards(site, opening)[0].voices[0]);
        let case = site.read(move |r| appeals::store::voice(r, street, voice)).expect("a voice").case;
        let look = |who: &str| site.get(&format!("/desk/cases/{case}")).by(&person(who)).send().status;
        assert_eq!((look(FIRST), look("clerk")), (StatusCode::NOT_FOUND, StatusCode::OK));
    });
}

#[test]
fn pictures_are_sealed_and_opened_by_few_for_a_reason() {
    on_both(|site| {
        passwords(site, &[SECOND]);
        let of = hang(site);
        let begun = site.post(&format!("/desk/boxes/{of}/openings")).by(&person(FIRST));
        let begun = begun.json(&signed(SECOND, PASSWORD, json!({ "seal_before": "S-001" }))).send();
        let id = begun.json()["id"].as_str().expect("an opening").to_owned();
        let at = |noun: &str| format!("/desk/openings/{id}/{noun}");
        let none = site.post(&at("photo")).by(&person(FIRST)).json(&json!({})).send();
        assert_eq!(none.problems(), ["photo-missing"]);
        assert_eq!(with_picture(site, &at("photo"), &[], b"no picture").problems(), ["not_a_photo"]);
        let photographed = with_picture(site, &at("photo"), &[], &png());
        assert_eq!(photographed.status, StatusCode::OK, "{}", photographed.text());
        let counted = site.post(&at("count")).by(&person(FIRST)).json(&json!({ "counted": 1 })).send();
        assert_eq!(counted.json()["stage"], "cards", "{}", counted.text());
        let keyed = with_picture(site, &at("cards"), &[("text", "扫描的卡"), ("category", "lift")], &png());
        assert_eq!(keyed.json()["cards"][0]["scanned"], true, "{}", keyed.text());

        let kept: Vec<String> = files(site);
        assert_eq!(kept.len(), 2, "one sealed file for each picture, and nothing beside: {kept:?}");
        assert!(kept.iter().all(|name| name.ends_with(".sealed")));
        let open = |who: &str, noun: &str, reason: &str| site.post(&at(noun)).by(&person(who)).json(&json!({ "reason": reason })).send();
        for noun in ["photo/original", "cards/1/scan/original"] {
            assert_eq!(open("clerk", noun, "checking").body, png());
            assert_eq!(open("clerk", noun, "").problems(), ["reason-missing"]);
            assert_eq!(open(FIRST, noun, "checking").status, StatusCode::FORBIDDEN, "the community's own secretary does not");
            assert_eq!(open("handler", noun, "checking").status, StatusCode::NOT_FOUND);
        }
        assert_eq!(how_many(site, "select count(*) from events where street_id = $1 and name = 'core.sealed_opened'"), 2);
        assert_eq!(open("clerk", "cards/2/scan/original", "checking").status, StatusCode::NOT_FOUND);
    });
}

/// Names of all files the house keeps.
fn files(site: &Site) -> Vec<String> {
    let street = site.street;
    let mut keys: Vec<String> = site.read(move |r| r.all("select photo from box_openings where street_id = $1", db::args![street]));
    keys.extend(site.read(move |r| r.all::<String>("select scan from box_cards where street_id = $1 and scan is not null", db::args![street])));
    assert!(keys.iter().all(|key| site.app.files.get(key).is_ok_and(|file| file.is_some())));
    let folders = keys.iter().filter_map(|k| k.rsplit_once('/')).map(|(folder, _)| folder.to_owned());
    let mut names = vec![];
    for folder in folders {
        let path = site.folder().join("files").join(folder);
        names.extend(std::fs::read_dir(path).expect("a folder").map(|f| f.expect("a file").file_name().to_string_lossy().into_owned()));
    }
    names.sort();
    names.dedup();
    names
}
