//! Two people of two bodies on one device: who may sign together, and how the second signs.

use auth::Denied;
use boxes::actions;
use boxes::rules::*;
use crate::common::*;
use db::Fault;
use http::StatusCode;
use serde_json::json;
use testkit::{Site, on_both};

fn begin(second: &str, site: &Site, of: BoxId) -> impl Fn(&mut db::Tx<'_>, &auth::Viewer) -> db::Result<kernel::Outcome<Option<Opening>>> + Send + use<> {
    let second = site.staff(second);
    let words = Beginning { seal_before: "S-001".into(), finding: None };
    move |tx, v| actions::begin(tx, v, &second, of, &words)
}

#[test]
fn two_persons_two_bodies_and_one_who_handles_nothing() {
    on_both(|site| {
        let of = hang(site);
        assert_eq!(refused(site, FIRST, begin(FIRST, site, of)), ["same-person"]);
        assert_eq!(refused(site, "clerk", begin("clerk-2", site, of)), ["same-body"]);
        assert_eq!(refused(site, FIRST, begin("grid-head", site, of)), ["same-body"], "the grid head is of the same office");
        assert_eq!(refused(site, FIRST, begin("handler", site, of)), ["may-not-sign"]);
        assert_eq!(refused(site, FIRST, begin("secretary-b", site, of)), ["may-not-sign"], "another community's box");
        handles(site, testkit::DESK);
        handles(site, testkit::OFFICE_A);
        assert_eq!(refused(site, FIRST, begin("clerk", site, of)), ["both-handle"]);
        site.does(&site.staff(FIRST), begin(SECOND, site, of)).expect("with a resident it is right");
        assert_eq!(refused(site, FIRST, begin(SECOND, site, of)), ["opening-unsealed"], "one opening at a time");
    });
}

#[test]
fn only_those_named_hold_the_device() {
    on_both(|site| {
        let of = hang(site);
        for (who, denied) in [(SECOND, Denied::Forbidden), ("supervisor", Denied::Forbidden), ("handler", Denied::Hidden), ("secretary-b", Denied::Hidden)] {
            let (viewer, verb) = (site.staff(who), begin("auditor", site, of));
            let by = db::By { street: site.street, actor: viewer.actor(), now: site.now(), request: None };
            match site.db().write_now(by, move |tx| verb(tx, &viewer)) {
                Err(Fault::Denied(d)) => assert_eq!(d, denied, "{who}"),
                other => panic!("{who}: {:?}", other.map(|o| o.is_done())),
            }
        }
        let opening = opened(site, of, "S-001");
        assert_eq!(refused(site, "clerk", move |tx, v| actions::count(tx, v, opening, Some(1))), ["other-hand"]);
    });
}

#[test]
fn the_seal_is_held_against_the_last_one() {
    on_both(|site| {
        let of = hang(site);
        let first = opened(site, of, "S-001");
        counted(site, first, 0);
        let second = site.staff(SECOND);
        assert_eq!(refused(site, FIRST, move |tx, v| actions::seal(tx, v, &second, first, "S-001")), ["seal-same"]);
        sealed(site, first, "S-002");
        let begin = |seal: &'static str, finding| {
            let second = site.staff(SECOND);
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::begin(tx, v, &second, of, &Beginning { seal_before: seal.into(), finding })
        };
        assert_eq!(refused(site, FIRST, begin("", None)), ["seal-missing"]);
        assert_eq!(refused(site, FIRST, begin("S-009", None)), ["seal-differs"]);
        let opening = site.does(&site.staff(FIRST), begin("S-009", Some(Finding::OtherNumber))).expect("opened, with what was found");
        assert_eq!((opening.seal_expected.as_deref(), opening.finding), (Some("S-002"), Some(Finding::OtherNumber)));
    });
}

#[test]
fn the_order_is_picture_count_cards_seal() {
    on_both(|site| {
        let of = hang(site);
        let opening = site.does(&site.staff(FIRST), begin(SECOND, site, of)).expect("opened").id;
        let key = |text: &'static str| move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::key(tx, v, opening, &card(text), None);
        let seal = || {
            let second = site.staff(SECOND);
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::seal(tx, v, &second, opening, "S-002")
        };
        assert_eq!(refused(site, FIRST, key("早了")), ["count-first"]);
        assert_eq!(refused(site, FIRST, seal()), ["count-first"]);
        assert_eq!(refused(site, FIRST, move |tx, v| actions::count(tx, v, opening, Some(2))), ["photo-first"]);
        site.does(&site.staff(FIRST), move |tx, v| actions::photograph(tx, v, opening, &picture(1)));
        counted(site, opening, 2);
        keyed(site, opening, card("电梯"));
        assert_eq!(refused(site, FIRST, move |tx, v| actions::count(tx, v, opening, Some(1))), ["counted-already"], "counting after keying");
        assert_eq!(refused(site, FIRST, move |tx, v| actions::photograph(tx, v, opening, &picture(2))), ["photo-taken", "photo-before-count"]);
        voided(site, opening, VoidReason::Unreadable);
        assert_eq!(refused(site, FIRST, seal()), ["voids-unconfirmed"], "a void not confirmed");
        // It can be read after all: the same card, and nothing to confirm.
        keyed(site, opening, Keying { no: Some(2), ..card("认出来了：路灯") });
        assert_eq!(cards(site, opening).iter().map(|c| (c.no, c.void, c.voices.len())).collect::<Vec<_>>(), [(1, None, 1), (2, None, 1)]);
        sealed(site, opening, "S-002");
        assert_eq!(refused(site, FIRST, key("晚了")), ["opening-sealed"], "keying after sealing");
        assert_eq!(refused(site, FIRST, seal()), ["opening-sealed"]);
    });
}

#[test]
fn the_second_signs_by_password_in_the_firsts_session() {
    on_both(|site| {
        passwords(site, &[FIRST, SECOND, "clerk-2"]);
        let of = hang(site);
        let path = format!("/desk/boxes/{of}/openings");
        let open = |login: &str, password: &str, key: &str| {
            let words = signed(login, password, json!({ "seal_before": "S-001" }));
            site.post(&path).by(&person(FIRST)).header("idempotency-key", key).json(&words).send()
        };
        site.staff(FIRST);
        let sessions = "select count(*) from sessions where street_id = $1";
        let before = how_many(site, sessions);
        let wrong = open(SECOND, "not the password", "k1");
        assert_eq!((wrong.status, wrong.problems()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["password_wrong".to_owned()]));
        assert_eq!(open(FIRST, PASSWORD, "k2").problems(), ["same-person"]);
        assert_eq!(open("nobody", PASSWORD, "k3").problems(), ["password_wrong"], "a name that does not exist answers alike");

        let begun = open(SECOND, PASSWORD, "k4");
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
        let id = begun.json()["id"].as_str().expect("an opening").to_owned();
        assert_eq!(open(SECOND, PASSWORD, "k4").json()["id"], id, "sent again, one opening");
        assert_eq!(how_many(site, "select count(*) from box_openings where street_id = $1"), 1);
        assert_eq!(how_many(site, sessions), before, "no session was opened for the second");
        assert_eq!(how_many(site, "select count(*) from events where street_id = $1 and name = 'identity.countersigned'"), 3);
        let again = site.get("/account").by(&person(FIRST)).send();
        assert_eq!(again.status, StatusCode::OK, "the first stays signed in");
    });
}

/// What is kept of a sending tells repeats, and does not depend on the password: nothing can be guessed from it.
#[test]
fn nothing_of_the_password_is_kept() {
    on_both(|site| {
        passwords(site, &[SECOND, "clerk"]);
        let of = hang(site);
        let path = format!("/desk/boxes/{of}/openings");
        let open = |password: &str| {
            let words = signed(SECOND, password, json!({ "seal_before": "S-001" }));
            site.post(&path).by(&person(FIRST)).header("idempotency-key", "one").json(&words).send()
        };
        let first = open(PASSWORD);
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let other = open("another password");
        assert_eq!(other.json()["id"], first.json()["id"], "the same sending, whatever stands in the field of the password");
    });
}

/// A resident without a password signs by the code on their own telephone.
#[test]
fn a_resident_signs_by_a_code() {
    on_both(|site| {
        let of = hang(site);
        let (zhao, phone) = (site.account("zhao"), "13900000001");
        site.by_system(move |tx| {
            let (street, now) = (tx.street(), tx.now());
            let person: kernel::PersonId = tx.one("select person_id from accounts where street_id = $1 and id = $2", db::args![street, zhao])?;
            tx.exec(
                "insert into posts (street_id, id, person_id, role, title, level, place_id, state, from_at, until_at)
                 values ($1, $2, $3, 'witness', '居民见证人', 'street', $1, 'in_force', $4, $5)",
                db::args![street, kernel::PostId::fresh(), person, now.plus_days(-1), now.plus_days(300)],
            )
        });
        site.later(2);
        let ask = |login: &str| site.post("/desk/openings/codes").by(&person(FIRST)).json(&json!({ "login": login })).send();
        assert_eq!(ask("zhao").problems(), ["phone_form"]);
        assert_eq!(ask(phone).json()["sent"], true);
        let code: String = site.sms.last_to(phone).expect("a message").chars().filter(char::is_ascii_digit).take(6).collect();
        let open = |code: &str| {
            let words = signed(phone, code, json!({ "seal_before": "S-001" }));
            site.post(&format!("/desk/boxes/{of}/openings")).by(&person(FIRST)).json(&words).send()
        };
        assert_eq!(open("000000").problems(), ["code_wrong"]);
        let begun = open(&code);
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
        assert_eq!(begun.json()["second"]["body"], testkit::STREET, "they stand for the residents of the street");
        assert_eq!(site.post("/desk/openings/codes").by(&person(SECOND)).json(&json!({ "login": phone })).send().status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn wrong_passwords_lock_as_at_sign_in() {
    on_both(|site| {
        passwords(site, &[SECOND]);
        let of = hang(site);
        let open = |password: &str| {
            let words = signed(SECOND, password, json!({ "seal_before": "S-001" }));
            site.post(&format!("/desk/boxes/{of}/openings")).by(&person(FIRST)).json(&words).send().problems()
        };
        for _ in 0..5 {
            assert_eq!(open("wrong"), ["password_wrong"]);
        }
        assert_eq!(open(PASSWORD), ["locked"]);
        let sign_in = site.post("/sign-in").json(&json!({ "login": SECOND, "password": PASSWORD })).send();
        assert_eq!(sign_in.problems(), ["locked"], "the same lock for signing in");
        site.later(16);
        assert_eq!(open(PASSWORD), Vec::<String>::new());
    });
}
