//! Scene 5 of the handbook, word by word, and what it says of each card.

use appeals::rules::*;
use boxes::actions;
use boxes::rules::{Correcting, Keying, Miscount, VoidReason};
use crate::common::*;
use http::StatusCode;
use serde_json::json;
use testkit::{As, Site};

/// Seventeen counted; fifteen voices, one blank; refused; a stuck-together card; sealed; three rate by their stubs.
#[test]
fn the_box() {
    testkit::on_both(|site| {
        let of = hang(site);
        let printed = site.does(&site.staff(FIRST), move |tx, v| actions::print_cards(tx, v, of, "a form", Some(1)));
        assert_eq!(printed.len(), 4);
        let opens = |code: &str| site.post("/receipt").json(&json!({ "code": code })).send().status;
        assert_eq!(opens(&printed[0].code), StatusCode::UNPROCESSABLE_ENTITY, "a number is worth nothing before its card is keyed");

        site.at("2026-11-24T10:00");
        let opening = opened(site, of, "S-001");
        counted(site, opening, 17);
        for n in 0..15 {
            let serial = printed.get(n).filter(|_| n < 3).map(|p| p.serial.clone()).unwrap_or_default();
            keyed(site, opening, Keying { serial, ..card(&format!("第{n}张：电梯又停了")) });
        }
        voided(site, opening, VoidReason::Blank);
        confirmed(site, opening);
        let witness = site.staff(SECOND);
        let refusal = site.db().write_now(by(site), {
            let first = site.staff(FIRST);
            move |tx| actions::seal(tx, &first, &witness, opening, "S-002")
        });
        let refusal = refusal.expect("an answer");
        let missing = refusal.problems().iter().find(|p| p.code == "cards-missing").expect("what is missing");
        let args: Vec<_> = missing.args.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(args, ["counted=17", "cards=16", "voices=15", "void=1", "left=1"]);

        keyed(site, opening, card("粘在一起的那张：楼道灯不亮"));
        sealed(site, opening, "S-002");
        let street = site.street;
        let cards = cards(site, opening);
        assert_eq!((cards.len(), cards.iter().filter(|c| c.void.is_none()).count()), (17, 16));
        assert_eq!(how_many(site, "select count(*) from voices where street_id = $1 and channel = 'box' and door = 'box'"), 16);
        assert_eq!(broken(site), Vec::<String>::new());

        for p in &printed[..3] {
            let code = p.code.clone();
            let voice = site.read(move |r| appeals::actions::open_receipt(r, street, &code)).expect("the stub opens its voice");
            let case = site.read(move |r| appeals::store::voice(r, street, voice)).expect("a voice").case;
            walk_to_callback(site, case);
            assert_eq!(opens(&p.code), StatusCode::OK);
            let rating = json!({ "contacted": true, "solved": true, "satisfaction": "satisfied" });
            let rated = site.post("/receipt/callback").by(&As::Bearer(p.code.clone())).json(&rating).send();
            assert_eq!(rated.status, StatusCode::OK, "{}", rated.text());
            assert_eq!(rated.json()["rated"], true);
        }
        assert_eq!(opens(&printed[3].code), StatusCode::UNPROCESSABLE_ENTITY, "the fourth card is still in somebody's pocket");
    });
}

fn by(site: &Site) -> db::By {
    db::By { street: site.street, actor: site.staff(FIRST).actor(), now: site.now(), request: None }
}

/// The work on a case, until its speaker is asked.
fn walk_to_callback(site: &Site, id: CaseId) {
    use appeals::actions as work;
    let accepted = Acceptance { category: "lift".into(), title: "电梯停运".into(), ..Acceptance::default() };
    site.does(&site.staff("clerk"), move |tx, v| work::accept(tx, v, id, &accepted, None));
    let taker = Some(Taker { unit: identity::demo::unit_id(testkit::PROPERTY), active: true, holder: None });
    site.does(&site.staff("dispatcher"), move |tx, v| work::dispatch(tx, v, id, &Dispatching::default(), taker));
    site.does(&site.staff("handler"), move |tx, v| work::sign(tx, v, id));
    let seen = Contacting { means: Some(Means::Visit), reached: true, ..Contacting::default() };
    site.does(&site.staff("handler"), move |tx, v| work::contact(tx, v, id, &seen));
    let done = Completion { result: Some(CaseResult::Solved), public_reply: "电梯修好了。".into(), ..Completion::default() };
    site.does(&site.staff("handler"), move |tx, v| work::complete(tx, v, id, &done));
    site.does(&site.staff("reviewer"), move |tx, v| work::approve(tx, v, id, &Approving::default()));
}

#[test]
fn the_promise_counts_from_the_opening_whenever_the_card_is_keyed() {
    testkit::on_both(|site| {
        let of = hang(site);
        site.at("2026-11-24T10:00");
        let opening = opened(site, of, "S-001");
        counted(site, opening, 1);
        site.at("2026-11-26T09:00");
        keyed(site, opening, card("广场舞太吵"));
        let street = site.street;
        let voice = VoiceId(cards(site, opening)[0].voices[0]);
        let case = site.read(move |r| appeals::store::voice(r, street, voice)).expect("a voice").case;
        let case = site.case(case);
        assert_eq!(case.due_at, kernel::Moment::parse("2026-11-25T17:30"), "one working day after the opening");
        assert_eq!(case.place.community, Some(site.place("ZA")), "where the box hangs, unless the card says otherwise");
        let origin: kernel::uuid::Uuid = site.read(move |r| r.one("select origin_id from voices where street_id = $1 and id = $2", db::args![street, voice]));
        assert_eq!(origin, opening.uuid());
        let wrong = site.read(move |r| appeals::store::figures_agree(r, street));
        assert_eq!(wrong, Vec::<String>::new(), "kept counts equal their recount");
    });
}

#[test]
fn two_subjects_are_two_voices_and_one_card() {
    testkit::on_both(|site| {
        let of = hang(site);
        let printed = site.does(&site.staff(FIRST), move |tx, v| actions::print_cards(tx, v, of, "a form", Some(1)));
        let opening = opened(site, of, "S-001");
        counted(site, opening, 1);
        keyed(site, opening, Keying { serial: printed[0].serial.clone(), ..card("一、电梯停了") });
        let more = Keying { no: Some(1), ..card("二、楼下噪声大") };
        site.does(&site.staff(FIRST), move |tx, v| actions::add_subject(tx, v, opening, &more));
        sealed(site, opening, "S-002");
        let voices = cards(site, opening)[0].voices.clone();
        assert_eq!((cards(site, opening).len(), voices.len()), (1, 2));
        assert_eq!(broken(site), Vec::<String>::new());
        // The stub opens the first voice; the second is found from it, with a code that opens it too.
        let receipt = site.get("/receipt").by(&As::Bearer(printed[0].code.clone())).send().json();
        assert_eq!(receipt["voice"], voices[0].to_string());
        let code = receipt["parts"][0]["code"].as_str().expect("the other subject's code").to_owned();
        let part = site.get("/receipt").by(&As::Bearer(code)).send().json();
        assert_eq!(part["voice"], voices[1].to_string(), "{part}");
    });
}

#[test]
fn a_count_is_corrected_by_both_and_the_first_stays() {
    testkit::on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        counted(site, opening, 3);
        for text in ["电梯", "路灯", "停车"] {
            keyed(site, opening, card(text));
        }
        assert_eq!(refused(site, FIRST, move |tx, v| actions::key(tx, v, opening, &card("第四张"), None)), ["cards-beyond-count"]);
        let correct = |counted, reason| {
            let second = site.staff(SECOND);
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::correct(tx, v, &second, opening, Correcting { counted: Some(counted), reason })
        };
        let why = Some(Miscount::StuckTogether);
        assert_eq!(refused(site, FIRST, correct(2, why)), ["count-below-cards"]);
        assert_eq!(refused(site, FIRST, correct(3, why)), ["count-same"]);
        assert_eq!(refused(site, FIRST, correct(4, None)), ["reason-missing"]);
        let other = site.staff("supervisor");
        let by_another = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::correct(tx, v, &other, opening, Correcting { counted: Some(4), reason: why });
        assert_eq!(refused(site, FIRST, by_another), ["second-differs"]);
        site.does(&site.staff(FIRST), correct(4, why));
        keyed(site, opening, card("第四张"));
        sealed(site, opening, "S-002");
        let view = site.get(&format!("/desk/openings/{opening}")).by(&person("leader")).send().json();
        assert_eq!((&view["counted"], &view["counted_now"]), (&json!(3), &json!(4)));
        assert_eq!(view["corrections"][0]["was"], 3);
        let story: Vec<_> = view["story"].as_array().into_iter().flatten().filter_map(|l| l["what"].as_str()).collect();
        let told = ["box_opened", "cards_photographed", "cards_counted", "card_keyed", "card_keyed", "card_keyed", "count_corrected", "card_keyed", "opening_sealed"];
        assert_eq!(story, told);
        assert_eq!(broken(site), Vec::<String>::new());
    });
}

#[test]
fn what_was_sealed_shows_every_later_change() {
    testkit::on_both(|site| {
        let of = hang(site);
        let opening = opened(site, of, "S-001");
        counted(site, opening, 2);
        keyed(site, opening, card("电梯"));
        voided(site, opening, VoidReason::Advertising);
        confirmed(site, opening);
        sealed(site, opening, "S-002");
        assert_eq!(broken(site), Vec::<String>::new());
        let breaks: [(&'static str, &str); 5] = [
            ("update box_openings set counted_now = 3", "count"),
            ("delete from box_card_voices", "cards"),
            ("update box_cards set void_reason = 'blank' where void_reason is not null", "digest"),
            ("update box_openings set seal_before = 'S-000'", "digest"),
            ("update box_cards set void_confirmed_at = null", "count"),
        ];
        for (sql, why) in breaks {
            let street = site.street;
            let found = site.db().write_now(by(site), move |tx| {
                tx.exec(sql, &[])?;
                tx.undo();
                actions::broken_openings(tx, street)
            });
            let found = found.expect("asked");
            assert!(found.len() == 1 && found[0].ends_with(&format!("({why})")), "{sql}: {found:?}");
        }
    });
}
