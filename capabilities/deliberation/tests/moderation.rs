//! A text is flagged, hidden with one line in a public log, objected to, and decided by another account.

use crate::common::*;
use deliberation::rules::*;
use kernel::{AccountId, Moment};
use proptest::prelude::*;
use serde_json::{Value, json};
use testkit::{Face, Site};

const HERE: &str = "ZA-1-1";
const SECRET: &str = "张三欠钱不还";

fn resident(site: &Site, name: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": HERE }));
}

fn proposed(site: &Site, by: &str) -> String {
    let words = json!({ "title": format!("{SECRET}一"), "place_name": HERE, "text": format!("{SECRET}二"), "offer": format!("{SECRET}三"), "shown_name": by });
    format!("/proposals/{}", text(&done(site, by, "/proposals", words)["made"]))
}

fn holds(site: &Site) {
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_moderation(r, street)), Vec::<String>::new());
    assert_eq!(site.read(move |r| deliberation::actions::broken_proposals(r, street)), Vec::<String>::new());
}

/// Rows of the house in which the words can be read.
fn rows_with_words(site: &Site) -> i64 {
    site.read(|r| {
        let like = format!("%{SECRET}%");
        let mut all = 0_i64;
        for (table, column) in [("proposals", "title"), ("proposals", "text"), ("proposals", "offer"), ("proposal_versions", "text"), ("proposal_versions", "title"), ("matter_sources", "title"), ("events", "body"), ("moderations", "reason")] {
            all += r.one::<i64>(&format!("select count(*) from {table} where cast({column} as text) like $1"), db::args![like.clone()])?;
        }
        Ok(all)
    })
}

/// 48: the hidden text has one log row, which never contains it; its objection is decided by another account.
#[test]
fn a_hidden_text_is_read_nowhere_and_comes_back_by_another_account() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        ["lin", "zhao"].into_iter().for_each(|name| resident(site, name));
        let proposal = proposed(site, "lin");
        done(site, "zhao", &format!("{proposal}/supports"), json!({}));
        done(site, "lin", &format!("{proposal}/versions"), json!({ "title": format!("{SECRET}四"), "text": format!("{SECRET}五"), "offer": "" }));
        let before = seen(site, "lin", &proposal);
        // Flags: once a person, seen by those who moderate there alone.
        let flags = format!("{proposal}/flags");
        assert_eq!(refused(site, "zhao", &flags, json!({})), ["ground-missing"]);
        done(site, "zhao", &flags, json!({ "ground": "insult" }));
        assert_eq!(refused(site, "zhao", &flags, json!({ "ground": "insult" })), ["flagged-already"]);
        let flagged = |who: &str| seen(site, who, "/moderation")["flagged"].as_array().map_or(0, Vec::len);
        assert_eq!((flagged(CONVENOR), flagged("officer"), flagged("secretary-b"), flagged("lin")), (1, 1, 0, 0));
        // Hidden by the secretary of the place.
        let curb = format!("{proposal}/moderation");
        let hide = json!({ "act": "hide", "ground": "personal_data" });
        assert_eq!(says(site, "zhao", &curb, hide.clone()).status, 403);
        assert_eq!(says(site, "secretary-b", &curb, hide.clone()).status, 403);
        assert_eq!(refused(site, CONVENOR, &curb, json!({})), ["curb-missing", "ground-missing"]);
        done(site, CONVENOR, &curb, hide.clone());
        assert_eq!(refused(site, "officer", &curb, hide), ["moderated-already"]);
        assert_eq!(rows_with_words(site), 0);
        for path in ["/proposals", &proposal, "/moderation", "/overdue", "/matters", "/proposals/new?title=张三欠钱&place_name=ZA-1-1"] {
            for who_reads in ["lin", "zhao", CONVENOR, "officer", "auditor"] {
                for face in [Face::Page, Face::Json] {
                    let answer = site.get(path).by(&who(who_reads)).face(face).send();
                    assert!(!answer.text().contains(SECRET), "{who_reads} {path}");
                }
            }
        }
        assert_eq!(flagged(CONVENOR), 0, "dealt with");
        assert_eq!(refused(site, "lin", &format!("{proposal}/versions"), json!({ "title": "一", "text": "二", "offer": "" })), ["proposal-hidden"]);
        let log = public(site, "/moderation")["log"].clone();
        assert_eq!(log.as_array().map(Vec::len), Some(1));
        assert_eq!((log[0]["act"].clone(), log[0]["ground"].clone(), log[0]["role"].clone(), log[0]["upheld"].clone()), (json!("hide"), json!("personal_data"), json!("community_secretary"), Value::Null));
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("七天内可以提异议"), "{newest}");
        holds(site);
        // Its author objects; whoever hid it does not decide, nor does its author.
        let act = format!("/moderation/{}", text(&log[0]["id"]));
        let objection = format!("{act}/objection");
        assert_eq!(says(site, "zhao", &objection, json!({ "text": "不该隐藏" })).status, 403);
        assert_eq!(refused(site, "officer", &format!("{act}/verdict"), json!({ "reason": "无" })), ["no-objection-waits"]);
        assert_eq!(refused(site, "lin", &objection, json!({ "text": "" })), ["text-missing"]);
        done(site, "lin", &objection, json!({ "text": format!("{SECRET}是真的") }));
        assert_eq!(refused(site, "lin", &objection, json!({ "text": "再说一次" })), ["objected-already"]);
        assert!(!public(site, "/moderation").to_string().contains(SECRET));
        let waiting = |who: &str| seen(site, who, "/moderation")["waiting"].as_array().map_or(0, Vec::len);
        assert_eq!((waiting(CONVENOR), waiting("officer"), waiting("lin")), (0, 1, 0));
        assert_eq!(refused(site, CONVENOR, &format!("{act}/verdict"), json!({ "reason": "我看没错" })), ["moderated-by-you"]);
        assert_eq!(says(site, "zhao", &format!("{act}/opening"), json!({})).status, 403);
        let opened = done(site, "officer", &format!("{act}/opening"), json!({}))["opened"].clone();
        assert_eq!((opened["text"].clone(), opened["objection"].clone()), (json!(format!("{SECRET}五")), json!(format!("{SECRET}是真的"))));
        assert_eq!(refused(site, "officer", &format!("{act}/verdict"), json!({ "upheld": false })), ["text-missing"]);
        done(site, "officer", &format!("{act}/verdict"), json!({ "upheld": false, "reason": "说的是公开的判决" }));
        let after = seen(site, "lin", &proposal);
        for part in ["title", "text", "offer", "versions", "inside"] {
            assert_eq!(after[part], before[part], "{part} comes back");
        }
        assert_eq!((after["curbed"].clone(), public(site, "/moderation")["log"][0]["upheld"].clone()), (Value::Null, json!(false)));
        holds(site);
    });
}

/// Folded is one tap away; an objection comes within seven days; what was upheld stays.
#[test]
fn a_fold_stands_where_an_objection_is_dismissed_or_too_late() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin");
        let (first, late) = (proposed(site, "lin"), proposed(site, "lin"));
        let act_on = |proposal: &str| {
            let view = done(site, "officer", &format!("{proposal}/moderation"), json!({ "act": "fold", "ground": "off_question" }));
            format!("/moderation/{}", text(&view["curbed"]["id"]))
        };
        let (act, other) = (act_on(&first), act_on(&late));
        assert!(site.get(&first).face(Face::Page).send().text().contains(SECRET), "folded, still there");
        done(site, "lin", &format!("{act}/objection"), json!({ "text": "有关系" }));
        done(site, CONVENOR, &format!("{act}/verdict"), json!({ "upheld": true, "reason": "与本楼无关" }));
        assert_eq!(seen(site, "lin", &first)["curbed"]["upheld"], json!(true));
        site.at("2026-10-19T09:01");
        assert_eq!(refused(site, "lin", &format!("{other}/objection"), json!({ "text": "有关系" })), ["objection-late"]);
        holds(site);
    });
}

#[test]
fn supports_in_bursts_are_listed_for_the_auditor_and_none_is_struck() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        resident(site, "lin");
        let proposal = proposed(site, "lin");
        let names: Vec<String> = (0..6).map(|n| format!("web{n}")).collect();
        names.iter().for_each(|name| resident(site, name));
        for (n, name) in names.iter().enumerate() {
            // Five close upon each other, one an hour later.
            if n == 5 {
                site.later(60);
            }
            done(site, name, &format!("{proposal}/supports"), json!({}));
        }
        let listed = |who: &str| seen(site, who, "/moderation")["bursts"].as_array().cloned().unwrap_or_default();
        let bursts = listed("auditor");
        assert_eq!((bursts.len(), bursts[0]["supports"].clone(), listed(CONVENOR).len()), (1, json!(5), 0));
        assert_eq!(seen(site, "lin", &proposal)["inside"], json!(6), "nothing is struck");
        let marks: Vec<Vec<u8>> = site.read(|r| r.all("select from_mark from proposal_supports", &[]));
        assert!(marks.iter().all(|m| m.len() == 16), "no address is kept");
        holds(site);
    });
}

proptest! {
    /// 48: whatever is done in whatever order by whomever, one act stands at a time, whoever moderated or wrote it never decides, an
    /// objection is made once and in time, and a decision comes with its reason.
    #[test]
    fn a_hidden_text_has_one_act_and_another_decides(steps in prop::collection::vec((0_u8..4, 0_u8..4, 0_i64..5, any::<bool>(), "[ 因]{0,2}", prop::sample::select(Curb::ALL.to_vec())), 1..40)) {
        let account = |n: u8| AccountId::named(&n.to_string());
        let start = Moment::parse("2026-10-12T09:00").expect("a time");
        let of = Text {
            of: Target::Part { matter: MatterId::named("m"), kind: PartKind::Argument, part: kernel::uuid::Uuid::nil() }, place: auth::PlacePath::default(), code: "M".into(),
            words: HiddenWords { text: "张三欠钱不还".into(), ..HiddenWords::default() }, authors: vec![account(0)], author: None, side: Some(Side::For),
            answered: false, frozen: false, held_at: None,
        };
        let (mut acts, mut now): (Vec<Moderation>, Moment) = (vec![], start);
        for (act, by, days, upheld, reason, how) in steps {
            now = now.plus_days(days);
            let live = acts.iter().any(Moderation::stands);
            match act {
                0 => {
                    let words = Curbing { act: Some(how), ground: Some(Wrong::Insult), words: "张三".into(), to: Some(if upheld { Side::Against } else { Side::For }) };
                    let done = curb(ModerationId::named(&acts.len().to_string()), &of, (&words, live), (account(by), "street_officer"), now);
                    prop_assert_eq!(done.is_ok(), !live && by != 0 && (how != Curb::Move || upheld));
                    if let Ok(((_, kept), event)) = &done {
                        prop_assert_eq!(kept.is_some(), matches!(how, Curb::Hide | Curb::Redact));
                        prop_assert!(kept.iter().all(|k| !k.shown().text.contains("张三") && k.back(&k.shown()).text == of.words.text));
                        prop_assert!(!serde_json::to_string(event).expect("an event").contains("张三"));
                    }
                    acts.extend(done.map(|d| d.0.0));
                }
                1 => if let Some(last) = acts.last_mut() {
                    let done = object(last, &Objecting { text: reason.clone() }, now, now);
                    prop_assert_eq!(done.is_ok(), last.objected_at.is_none() && now <= last.at.plus_days(OBJECT_DAYS) && !reason.trim().is_empty());
                    if let Ok(((next, _), _)) = done { *last = next; }
                },
                _ => if let Some(last) = acts.last_mut() {
                    let done = settle(last, &Settling { upheld, reason: reason.clone() }, &[account(0)], account(by), now);
                    prop_assert_eq!(done.is_ok(), last.waits() && last.by != account(by) && by != 0 && !reason.trim().is_empty());
                    if let Ok((next, _)) = done { *last = next; }
                },
            }
            prop_assert!(acts.iter().filter(|m| m.stands()).count() <= 1);
            prop_assert!(acts.iter().all(|m| m.decided.as_ref().is_none_or(|d| d.by != m.by && d.by != account(0))));
        }
    }

    /// 48: whatever words are covered, none of them can be read where the text stands, what nobody named stays, and undone every place
    /// is as it was, but for those that were written anew since.
    #[test]
    fn covered_words_are_read_nowhere_and_come_back(text in "[甲乙丙丁]{1,30}", older in "[甲乙丙丁]{0,30}", named in prop::collection::vec("[甲乙丙丁]{1,3}", 1..4), anew in any::<bool>()) {
        let whole = HiddenWords { title: text.clone(), text: text.clone(), offer: String::new(), versions: vec![(1, older.clone(), older, text.clone())], named: vec![] };
        let typed = named.join("\n");
        let there = |w: &String| whole.text.contains(w.as_str()) || whole.versions[0].1.contains(w.as_str());
        let found = named_in(&whole, &typed);
        prop_assert_eq!(found.is_ok(), named.iter().all(there));
        if let Ok(words) = found {
            let kept = HiddenWords { named: words, ..whole.clone() };
            let mut shown = kept.shown();
            for place in [&shown.title, &shown.text, &shown.versions[0].1, &shown.versions[0].3] {
                prop_assert!(named.iter().all(|w| !place.contains(w.as_str())), "{} in {}", typed, place);
            }
            prop_assert_eq!(shown.text.is_empty(), whole.text.is_empty());
            if anew {
                shown.text = "新写的".into();
            }
            let back = kept.back(&shown);
            let text = if anew { "新写的".to_owned() } else { whole.text.clone() };
            prop_assert_eq!(back, HiddenWords { text, ..whole });
        }
    }

    /// A burst is what a count by hand finds: five of one mark within ten minutes; every other support is in none.
    #[test]
    fn bursts_are_what_a_count_by_hand_finds(minutes in prop::collection::vec((0_u8..3, 0_i64..120), 0..40)) {
        let start = Moment::parse("2026-10-12T09:00").expect("a time");
        let marks: Vec<(Vec<u8>, Moment)> = minutes.iter().map(|(m, at)| (vec![*m], start.plus_minutes(*at))).collect();
        let found = bursts(&marks);
        prop_assert!(found.iter().all(|b| b.supports >= BURST_SUPPORTS && b.from <= b.to));
        let by_hand = |mark: u8, at: i64| minutes.iter().filter(|(m, t)| *m == mark && (at..=at + BURST_MINUTES).contains(t)).count() >= BURST_SUPPORTS;
        prop_assert_eq!(found.is_empty(), !minutes.iter().any(|(m, at)| by_hand(*m, *at)));
        prop_assert!(found.iter().map(|b| b.supports).sum::<usize>() <= marks.len(), "none twice");
    }
}
