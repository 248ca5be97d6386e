//! Sheets, on both engines: printed, brought back, keyed by somebody who had no part in the work.

mod common;

use appeals::actions;
use appeals::rules::{CallingBack, REFUSAL_REASONS, Refusal, Satisfaction, State};
use common::*;
use http::StatusCode;
use papers::rules::{PaperAct, sheet_number};
use serde_json::{Value, json};
use testkit::{Face, Made, OFFICE_A, Site, Wanted, on_both};

fn made(site: &Site, state: State) -> Made {
    site.makes(&Wanted { state, ..Wanted::default() })
}

/// A case in which the act is possible.
fn ripe(site: &Site, act: PaperAct) -> Made {
    match act {
        PaperAct::Rating => made(site, State::Callback),
        PaperAct::Reopening => made(site, State::Closed),
        PaperAct::Objection => refused(site),
        _ => made(site, State::Handling),
    }
}

fn refused(site: &Site) -> Made {
    let made = made(site, State::Registered);
    let id = made.case.id;
    let reason = Refusal { reason: REFUSAL_REASONS[0].into(), right_office: "供电公司，95598".into(), ..Refusal::default() };
    site.does(&site.staff("clerk"), move |tx, v| actions::propose_refusal(tx, v, id, &reason));
    site.does(&site.staff("dispatcher"), move |tx, v| actions::confirm_refusal(tx, v, id));
    made
}

/// The same act by the speaker's own hand.
fn online(site: &Site, act: PaperAct, made: &Made) {
    let words = match act {
        PaperAct::Urging => json!({}),
        PaperAct::Rating => json!({ "contacted": true, "solved": false, "satisfaction": "dissatisfied", "reason": "又停了" }),
        _ => json!({ "text": "电梯还是会停，老人下不了楼" }),
    };
    let noun = if act == PaperAct::Rating { "callback" } else { act.code() };
    let done = site.post(&format!("/receipt/{noun}")).by(&testkit::As::Bearer(made.code.clone())).json(&words).send();
    assert_eq!(done.status, StatusCode::OK, "{act:?}: {}", done.text());
}

#[test]
fn each_act_on_paper_is_the_act_online() {
    on_both(|site| {
        for (n, act) in PaperAct::ALL.iter().copied().enumerate() {
            let (by_hand, by_paper) = (ripe(site, act), ripe(site, act));
            online(site, act, &by_hand);
            let keyed = keys(site, "clerk", by_paper.voice, &typed(act, n as u64), true);
            assert_eq!(keyed.status, StatusCode::OK, "{act:?}: {}", keyed.text());
            assert_eq!(keyed.json()["papers"][0]["act"], act.code());
            assert_eq!(record(site, &by_paper), record(site, &by_hand), "{act:?}");
            let told = receipt(site, &by_paper)["messages"].as_array().cloned().unwrap_or_default();
            assert!(told.iter().any(|m| m["kind"] == "paper"), "{act:?}: the speaker is told that it came");
            let journal = site.read({
                let (street, case) = (site.street, by_paper.case.id);
                move |r| journal::timeline(r, street, "case", case.uuid())
            });
            let rows: Vec<_> = journal.iter().filter(|e| e.name == act.event() || e.name == "papers.paper_keyed").collect();
            assert_eq!(rows.len(), 2, "{act:?}");
            let clerk = site.account("clerk").uuid();
            assert!(rows.iter().all(|e| e.actor_id == Some(clerk)), "{act:?}: the journal names who keyed it");
        }
        assert_eq!(how_many(site, "select count(*) from papers where street_id = $1"), 6);
        assert_eq!(how_many(site, "select count(*) from case_callbacks where street_id = $1 and source = 'self' and method = 'paper'"), 1);
        assert_eq!(broken(site), Vec::<String>::new());
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update papers set act = 'urging' where street_id = $1 and act = 'supplement'", db::args![street])
        });
        assert_eq!(broken(site).len(), 1, "a paper whose act nobody did is found");
    });
}

#[test]
fn a_sheet_keyed_twice_is_done_once() {
    on_both(|site| {
        let asked = made(site, State::Callback);
        let first = keys(site, "clerk", asked.voice, &typed(PaperAct::Rating, 7), true);
        let before = record(site, &asked);
        let again = keys(site, "callback", asked.voice, &with(typed(PaperAct::Rating, 7), "satisfaction", "satisfied"), true);
        assert_eq!((again.status, again.json()["papers"].clone()), (StatusCode::OK, first.json()["papers"].clone()));
        assert_eq!(record(site, &asked), before);
        let files = |site: &Site| -> Vec<String> { site.read(|r| r.all("select scan from papers", &[])) };
        assert_eq!(files(site).len(), 1);
        let told = receipt(site, &asked)["messages"].as_array().cloned().unwrap_or_default();
        assert_eq!(told.iter().filter(|m| m["kind"] == "paper").count(), 1);
        let page = site.get(&format!("{}?act=rating&sheet={}", at(asked.voice), sheet_number(7))).by(&person("clerk")).face(Face::Page).send().text();
        assert!(page.contains("已经录过了"), "{page}");
        // The same number on another's sheet is another's matter.
        let other = made(site, State::Callback);
        assert_eq!(keys(site, "clerk", other.voice, &typed(PaperAct::Rating, 7), true).status, StatusCode::OK);
        assert_eq!(broken(site), Vec::<String>::new());
    });
}

#[test]
fn what_is_refused_is_said_beside_its_field_and_leaves_nothing() {
    on_both(|site| {
        let asked = made(site, State::Callback);
        let wrong = |fields: &[(&'static str, String)], pictured| keys(site, "clerk", asked.voice, fields, pictured).problems();
        let rating = || typed(PaperAct::Rating, 3);
        assert_eq!(wrong(&with(rating(), "sheet", "12345678"), true), ["sheet-wrong"]);
        assert_eq!(wrong(&rating(), false), ["picture-missing"]);
        assert_eq!(wrong(&with(rating(), "written_on", "2026-11-25"), true), ["day-ahead"]);
        assert_eq!(wrong(&with(rating(), "written_on", "2026-11-01"), true), ["day-before-voice"]);
        assert_eq!(wrong(&with(rating(), "act", "reopening"), true), ["act-not-now"]);
        assert_eq!(wrong(&with(rating(), "act", ""), true), ["act-missing"]);
        assert_eq!(wrong(&with(rating(), "solved", ""), true), ["solved-missing"]);
        let long = "字".repeat(600);
        let told = keys(site, "clerk", asked.voice, &with(rating(), "text", &long), true);
        assert_eq!(told.json()["problems"][0]["field"], "text", "{}", told.text());
        assert_eq!(how_many(site, "select count(*) from papers where street_id = $1"), 0);
        assert_eq!(how_many(site, "select count(*) from case_callbacks where street_id = $1 and source = 'self'"), 0);
        assert_eq!(receipt(site, &asked)["rated"], false);
        let folder = site.folder().join("files").join("photos");
        assert!(sealed_under(&folder).is_empty(), "the picture of a refused sheet is not kept: {:?}", sealed_under(&folder));
        let body = [("act", "rating"), ("sheet", "12345678"), ("written_on", "2026-11-24"), ("text", "又停了三天")];
        let page = site.post(&at(asked.voice)).by(&person("clerk")).form(&body).face(Face::Page).send();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text().contains("又停了三天") && page.text().contains("12345678"), "what was typed stands there again");
    });
}

fn sealed_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let paths = entries.map(|e| e.expect("an entry").path());
    paths.flat_map(|p| if p.is_dir() { sealed_under(&p) } else { vec![p] }).collect()
}

#[test]
fn whoever_did_the_work_or_is_complained_about_keys_nothing() {
    on_both(|site| {
        let asked = made(site, State::Callback);
        let rating = typed(PaperAct::Rating, 1);
        let supplement = |n| typed(PaperAct::Supplement, n);
        for (who, status) in [("callback-property", 403), ("secretary-a", 403), ("handler", 404), ("leader", 404), ("supervisor", 403), ("secretary-b", 404), ("lin", 404)] {
            assert_eq!(keys(site, who, asked.voice, &rating, true).status.as_u16(), status, "{who}");
        }
        assert_eq!(keys(site, "callback", asked.voice, &rating, true).status, StatusCode::OK);
        // A secretary brings what her neighbours add, and decides nothing for them.
        let handled = made(site, State::Handling);
        assert_eq!(keys(site, "secretary-a", handled.voice, &supplement(2), false).status, StatusCode::OK);
        assert_eq!(keys(site, "secretary-a", handled.voice, &typed(PaperAct::Urging, 3), false).status, StatusCode::OK);
        assert_eq!(keys(site, "secretary-a", handled.voice, &typed(PaperAct::Withdrawal, 4), true).status, StatusCode::FORBIDDEN);
        assert_eq!(keys(site, "secretary-b", handled.voice, &supplement(5), false).status, StatusCode::NOT_FOUND);
        // The clerk's own desk worked on it once.
        let case = handled.case.id;
        site.by_system(move |tx| {
            let street = tx.street();
            let desk = identity::demo::unit_id(testkit::DESK);
            tx.exec("update case_assignments set unit_id = $3 where street_id = $1 and case_id = $2", db::args![street, case, desk])
        });
        assert_eq!(keys(site, "clerk", handled.voice, &supplement(6), false).status, StatusCode::FORBIDDEN);
        let page = site.get(&at(handled.voice)).by(&person("clerk")).face(Face::Page).send();
        assert!(page.text().contains("由别的单位的人录入"), "{}", page.text());
        let accused = site.makes(&Wanted { accused: vec![testkit::DESK, OFFICE_A], ..Wanted::default() });
        for who in ["clerk", "secretary-a"] {
            assert_eq!(keys(site, who, accused.voice, &supplement(7), false).status, StatusCode::NOT_FOUND, "{who}");
        }
        // A program's key brings nothing in anybody's name.
        let token = site.post(&at(asked.voice)).by(&testkit::As::Token("clerk".into())).json(&json!({ "act": "urging" })).send();
        assert_eq!(token.status, StatusCode::FORBIDDEN);
    });
}

#[test]
fn the_picture_is_sealed_and_opened_by_few_for_a_reason() {
    on_both(|site| {
        let asked = made(site, State::Callback);
        assert_eq!(keys(site, "clerk", asked.voice, &typed(PaperAct::Rating, 9), true).status, StatusCode::OK);
        let kept = sealed_under(&site.folder().join("files").join("photos"));
        assert_eq!(kept.len(), 1, "{kept:?}");
        let bytes = std::fs::read(&kept[0]).expect("a file");
        assert!(kept[0].to_string_lossy().ends_with(".sealed") && !bytes.windows(8).any(|w| w == &png()[..8]), "sealed");
        assert_eq!(how_many(site, "select count(*) from photos where street_id = $1"), 0, "it is no photo of the case");
        let open = |who: &str, no: &str, reason: &str| {
            site.post(&format!("{}/{no}/scan/original", at(asked.voice))).by(&person(who)).json(&json!({ "reason": reason })).send()
        };
        let no = sheet_number(9);
        assert_eq!(open("clerk", &no, "checking").body, png());
        assert_eq!(open("supervisor", &no, "supervision").body, png());
        assert_eq!(open("clerk", &no, "curious").problems(), ["reason-missing"]);
        for (who, status) in [("callback-property", 403), ("callback", 403), ("secretary-a", 403), ("handler", 404), ("lin", 404)] {
            assert_eq!(open(who, &no, "checking").status.as_u16(), status, "{who}");
        }
        assert_eq!(open("clerk", &sheet_number(10), "checking").status, StatusCode::NOT_FOUND);
        assert_eq!(how_many(site, "select count(*) from events where street_id = $1 and name = 'core.sealed_opened'"), 2);
    });
}

#[test]
fn a_rating_on_paper_is_the_speakers_own_and_counts_once() {
    on_both(|site| {
        let asked = made(site, State::Callback);
        let (case, voice) = (asked.case.id, asked.voice);
        let staff = CallingBack { reached: true, solved: Some(true), satisfaction: Some(Satisfaction::Satisfied), ..CallingBack::default() };
        let by_phone = staff.clone();
        let tally = |site: &Site| {
            let (street, day) = (site.street, site.now().day());
            let t = site.read(move |r| appeals::store::tally(r, street, day, day.plus(1)));
            (t.valid, t.solved_yes, t.satisfied)
        };
        site.does(&site.staff("callback"), move |tx, v| actions::call_back(tx, v, case, voice, &by_phone));
        assert_eq!(tally(site), (1, 1, 1));
        // Staff wrote yes; the speaker wrote no, and theirs is the word that counts, once.
        let keyed = keys(site, "clerk", voice, &typed(PaperAct::Rating, 2), true);
        assert_eq!(keyed.status, StatusCode::OK, "{}", keyed.text());
        assert_eq!(tally(site), (1, 0, 0));
        site.does(&site.staff("callback"), move |tx, v| actions::call_back(tx, v, case, voice, &staff));
        assert_eq!(tally(site), (1, 0, 0), "what the speaker signed outranks what staff enter");
        let second = keys(site, "clerk", voice, &typed(PaperAct::Rating, 3), true);
        assert_eq!(second.problems(), ["act-not-now"], "their own word stands");
        let street = site.street;
        let apart: Vec<String> = site.read(move |r| appeals::store::figures_agree(r, street));
        assert_eq!(apart, Vec::<String>::new());
    });
}

#[test]
fn sheets_are_printed_for_what_is_possible_and_printing_keeps_nothing() {
    on_both(|site| {
        let asked = site.makes(&Wanted { state: State::Callback, speaker: Some("lin"), ..Wanted::default() });
        let bearer = testkit::As::Bearer(asked.code.clone());
        let events = |site: &Site| how_many(site, "select count(*) from events where street_id = $1 and subject_kind = 'case'");
        let before = events(site);
        let offered = site.get("/receipt/sheets").by(&bearer).send().json()["offered"].clone();
        assert_eq!(offered, json!(["supplement", "rating", "urging", "withdrawal"]));
        let sheet = |path: &str, who: &testkit::As| site.get(path).by(who).send();
        let own = sheet("/receipt/sheets?act=rating", &bearer).json();
        let number = own["sheet"].as_str().expect("a number").to_owned();
        assert_eq!(papers::rules::sheet_typed(&number), Some(number.clone()));
        assert_eq!(own["link"], format!("http://street.example{}?act=rating&sheet={number}", at(asked.voice)));
        assert_ne!(sheet("/receipt/sheets?act=rating", &bearer).json()["sheet"], json!(number), "each print has a number of its own");
        assert_eq!(sheet("/receipt/sheets?act=objection", &bearer).problems(), ["act-not-now"]);
        let by_account = format!("/voices/{}/sheets?act=urging", asked.voice);
        for (who, status) in [("lin", 200), ("zhao", 404), ("clerk", 404)] {
            assert_eq!(sheet(&by_account, &person(who)).status.as_u16(), status, "{who}");
        }
        let visit = format!("/desk/voices/{}/sheets?act=rating", asked.voice);
        for (who, status) in [("clerk", 200), ("secretary-a", 200), ("callback", 200), ("secretary-b", 404), ("handler", 404), ("lin", 404)] {
            assert_eq!(sheet(&visit, &person(who)).status.as_u16(), status, "{who}");
        }
        let page = site.get("/receipt/sheets?act=rating").by(&bearer).face(Face::Page).send().text();
        for word in [asked.case.case_no.as_str(), "电梯停运", "评价办理结果", "问题解决了吗", "签名", "class=\"qr\""] {
            assert!(page.contains(word), "{word}: {page}");
        }
        ui::testing::assert_nothing_inline(&page);
        assert_eq!((events(site), how_many(site, "select count(*) from papers where street_id = $1")), (before, 0), "nothing is written");
        let link = site.get("/receipt").by(&bearer).face(Face::Page).send().text();
        assert!(link.contains("href=\"/receipt/sheets\""), "the receipt leads there");
        let desk = site.get(&format!("/desk/cases/{}", asked.case.id)).by(&person("clerk")).face(Face::Page).send().text();
        assert!(desk.contains(&format!("href=\"{}\"", at(asked.voice))), "and so does the desk");
    });
}

/// What is written on a sheet is read nowhere but where the voice's own words are opened.
#[test]
fn no_word_of_a_sheet_is_read_anywhere() {
    on_both(|site| {
        let handled = made(site, State::Handling);
        let mark = "金丝雀纸上的话";
        let said = with(typed(PaperAct::Supplement, 5), "text", mark);
        assert_eq!(keys(site, "clerk", handled.voice, &said, true).status, StatusCode::OK);
        let paths = [
            at(handled.voice), format!("/desk/voices/{}/sheets", handled.voice), format!("/desk/voices/{}/sheets?act=urging", handled.voice),
            format!("/desk/cases/{}", handled.case.id),
        ];
        let mut seen = String::new();
        for member in testkit::CAST {
            for path in &paths {
                for face in [Face::Page, Face::Json] {
                    let got = site.get(path).by(&person(member.key)).face(face).send();
                    assert!(!got.status.is_server_error(), "{} {path}: {}", member.key, got.text());
                    seen.push_str(&got.text());
                }
            }
        }
        let street = site.street;
        let journal: Vec<String> = site.read(move |r| r.all("select body from events where street_id = $1", db::args![street]));
        assert!(seen.contains(&sheet_number(5)), "the sheet is there to be seen");
        assert!(!seen.contains(mark) && !journal.concat().contains(mark));
        let opened = site.post(&format!("/cases/{}/opening", handled.case.id)).by(&person("clerk")).json(&json!({ "reason": "handling" })).send();
        let notes: Vec<Value> = opened.json()["notes"].as_array().cloned().unwrap_or_default();
        assert!(notes.iter().any(|n| n["text"] == mark), "opened for a reason, the words are there: {}", opened.text());
    });
}

/// Every word is there in both languages, and every problem has its sentence.
#[test]
fn no_word_is_missing() {
    ui::testing::assert_same_keys(env!("CARGO_MANIFEST_DIR"));
    let words = include_str!("../locales/zh-CN/papers.ftl");
    let rooms = [include_str!("../src/rules.rs"), include_str!("../src/web.rs")];
    let mut named = 0;
    for room in rooms {
        for code in ui::testing::problem_codes(room, &[]) {
            named += 1;
            assert!(words.contains(&format!("\nproblem-{code} =")), "{code}");
        }
    }
    assert!(named > 6);
}
