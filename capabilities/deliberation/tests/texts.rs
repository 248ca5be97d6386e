//! What people write in a matter is flagged, folded, hidden, covered and moved as proposals are; a moderator's post does it too; somebody's
//! first argument waits where the street has it so.

use crate::common::*;
use crate::house_properties::drawn;
use deliberation::rules::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::{Face, Site};

const SECRET: &str = "张三欠钱不还";
const MODERATOR: &str = "qian";

/// A matter in deliberation, with what was said in it: a reason, a question with its answer, an option.
pub struct Talked {
    pub matter: String,
    pub reason: String,
    pub question: String,
    pub option: String,
}

impl Talked {
    fn text(&self, kind: PartKind) -> String {
        let id = match kind {
            PartKind::Argument => &self.reason,
            PartKind::Answer => &self.question,
            PartKind::Option => &self.option,
        };
        format!("{}/texts/{}/{id}", self.matter, kind.code())
    }
}

fn walks(site: &Site, body: &str, question: &str) -> String {
    let words = json!({ "question": question, "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]))
}

fn on(site: &Site, matter: &str) {
    done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "已经问过" }));
}

pub fn talked(site: &Site, body: &str) -> Talked {
    let matter = walks(site, body, "单元门口的车停哪里？");
    on(site, &matter);
    let view = done(site, "lin", &format!("{matter}/options"), json!({ "title": format!("{SECRET}零"), "text": format!("{SECRET}一") }));
    let option = text(&view["options"][0]["id"]);
    on(site, &matter);
    let said = |side: &str, words: String| {
        let view = done(site, "lin", &format!("{matter}/arguments"), json!({ "side": side, "text": words }));
        view["arguments"].as_array().expect("arguments").iter().map(|a| text(&a["id"])).max().expect("one")
    };
    let reason = said("for", format!("{SECRET}二"));
    let question = said("question", "谁来划线？".into());
    done(site, CONVENOR, &format!("{matter}/arguments/{question}/answer"), json!({ "text": format!("{SECRET}三") }));
    Talked { matter, reason, question, option }
}

/// The post of a moderator, at a community.
pub fn appointed(site: &Site, name: &str, community: &str) {
    let (account, place) = (site.account(name), site.place(community));
    site.by_system(move |tx| {
        let (street, now) = (tx.street(), tx.now());
        let person: kernel::PersonId = tx.one("select person_id from accounts where street_id = $1 and id = $2", db::args![street, account])?;
        tx.exec(
            "insert into posts (street_id, id, person_id, role, title, level, place_id, state, from_at, until_at)
             values ($1, $2, $3, 'moderator', '审核员', 'community', $4, 'in_force', $5, $6)",
            db::args![street, kernel::PostId::fresh(), person, place, now.plus_days(-1), now.plus_days(300)],
        )
    });
}

fn holds(site: &Site) {
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_moderation(r, street)), Vec::<String>::new());
    assert_eq!(site.read(move |r| deliberation::actions::broken_pauses(r, street)), Vec::<String>::new());
}

/// Columns of the house that hold text in which words can be read.
const ROWS: [(&str, &str); 12] = [
    ("matter_arguments", "text"), ("matter_arguments", "answer"), ("matter_options", "title"), ("matter_options", "text"), ("matter_options", "pricing"),
    ("moderations", "reason"), ("events", "body"), ("messages", "facts"), ("matters", "question"), ("matter_sources", "title"), ("meeting_results", "how"),
    ("author_pauses", "reason"),
];

fn rows_with(site: &Site, words: &str) -> Vec<String> {
    let like = format!("%{words}%");
    site.read(move |r| {
        let mut found = vec![];
        for (table, column) in ROWS {
            if r.one::<i64>(&format!("select count(*) from {table} where cast({column} as text) like $1"), db::args![like.clone()])? > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
        Ok(found)
    })
}

/// 48, for what stands in matters: hidden words are read nowhere, their author is told the ground and objects, another account decides, and
/// undone they stand where they stood.
#[test]
fn hidden_words_of_a_matter_are_read_nowhere_and_come_back() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let said = talked(site, &council(site));
        ["zhao", MODERATOR].into_iter().for_each(|name| {
            site.account(name);
        });
        appointed(site, MODERATOR, "ZA");
        let before = seen(site, "zhao", &said.matter);
        for kind in PartKind::ALL {
            let (at, kind) = (said.text(*kind), *kind);
            let flags = format!("{at}/flags");
            assert_eq!(refused(site, "zhao", &flags, json!({})), ["ground-missing"]);
            done(site, "zhao", &flags, json!({ "ground": "personal_data" }));
            assert_eq!(refused(site, "zhao", &flags, json!({ "ground": "insult" })), ["flagged-already"]);
            let flagged = |who: &str| seen(site, who, "/moderation")["flagged"].as_array().map_or(0, Vec::len);
            assert_eq!([MODERATOR, CONVENOR, "officer", "secretary-b", "lin"].map(flagged), [1, 1, 1, 0, 0], "{kind:?}");
            let hide = json!({ "act": "hide", "ground": "personal_data" });
            for stranger in ["zhao", "secretary-b", "clerk"] {
                assert_eq!(says(site, stranger, &format!("{at}/moderation"), hide.clone()).status, 403, "{stranger}");
            }
            done(site, MODERATOR, &format!("{at}/moderation"), hide.clone());
            assert_eq!(refused(site, "officer", &format!("{at}/moderation"), hide), ["moderated-already"]);
            assert_eq!(flagged(CONVENOR), 0, "dealt with");
        }
        assert_eq!(rows_with(site, SECRET), Vec::<String>::new());
        let log = public(site, "/moderation")["log"].clone();
        assert_eq!(log.as_array().map(Vec::len), Some(3));
        assert!(log.as_array().is_some_and(|l| l.iter().all(|m| m["role"] == "moderator" && m["act"] == "hide" && m["ground"] == "personal_data")));
        let parts: Vec<String> = PartKind::ALL.iter().map(|k| said.text(*k)).collect();
        let paths = [said.matter.as_str(), "/moderation", "/moderation/pauses", "/matters", "/overdue", "/proposals", "/my/messages"];
        for path in paths.into_iter().chain(parts.iter().map(String::as_str)) {
            for reader in ["lin", "zhao", CONVENOR, "officer", "auditor", MODERATOR] {
                for face in [Face::Page, Face::Json] {
                    let answer = site.get(path).by(&who(reader)).face(face).send();
                    assert!(!answer.text().contains(SECRET), "{reader} {path}");
                }
            }
        }
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("泄露他人信息") && newest.contains("七天内可以提异议"), "{newest}");
        assert!(text(&seen(site, CONVENOR, "/my/messages")["items"][0]["says"]).contains("您写的一段话"), "who answered is told too");
        assert_eq!(refused(site, CONVENOR, &format!("{}/arguments/{}/answer", said.matter, said.question), json!({ "text": SECRET })), ["moderated-already"]);
        holds(site);
        // Their authors object, each to their own; whoever moderated does not decide.
        for line in log.as_array().expect("the log") {
            let (act, author) = (format!("/moderation/{}", text(&line["id"])), if line["kind"] == "answer" { CONVENOR } else { "lin" });
            assert_eq!(says(site, "zhao", &format!("{act}/objection"), json!({ "text": "不该" })).status, 403);
            done(site, author, &format!("{act}/objection"), json!({ "text": format!("{SECRET}是判决") }));
            assert_eq!(refused(site, MODERATOR, &format!("{act}/verdict"), json!({ "reason": "没错" })), ["moderated-by-you"]);
            let opened = done(site, "officer", &format!("{act}/opening"), json!({}))["opened"].clone();
            assert!(text(&opened["text"]).contains(SECRET), "{opened}");
            done(site, "officer", &format!("{act}/verdict"), json!({ "upheld": false, "reason": "是公开的判决" }));
        }
        assert_eq!(rows_with(site, "是判决"), Vec::<String>::new());
        let after = seen(site, "zhao", &said.matter);
        for part in ["options", "arguments"] {
            assert_eq!(after[part], before[part], "{part} come back");
        }
        holds(site);
    });
}

/// Words are covered and the rest stays; an argument moves to another side; undone, both are as they were.
#[test]
fn words_are_covered_and_an_argument_moves() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let said = talked(site, &council(site));
        site.account("zhao");
        let before = seen(site, "zhao", &said.matter);
        let (reason, option) = (said.text(PartKind::Argument), said.text(PartKind::Option));
        let cover = |words: &str| json!({ "act": "redact", "ground": "personal_data", "words": words });
        assert_eq!(refused(site, CONVENOR, &format!("{option}/moderation"), cover("")), ["redact-missing"]);
        assert_eq!(refused(site, CONVENOR, &format!("{option}/moderation"), cover("李四")), ["redact-unknown"]);
        assert_eq!(refused(site, CONVENOR, &format!("{option}/moderation"), json!({ "act": "move", "ground": "off_question", "to": "for" })), ["move-nowhere"]);
        let view = done(site, CONVENOR, &format!("{option}/moderation"), cover("张三"));
        assert_eq!((view["title"].clone(), view["curbed"]["act"].clone()), (json!("▇▇欠钱不还零"), json!("redact")));
        assert!(rows_with(site, "张三").iter().all(|row| row.starts_with("matter_arguments")), "{:?}", rows_with(site, "张三"));
        assert_eq!(refused(site, "officer", &format!("{reason}/moderation"), json!({ "act": "move", "ground": "off_question", "to": "for" })), ["move-side"]);
        let view = done(site, "officer", &format!("{reason}/moderation"), json!({ "act": "move", "ground": "off_question", "to": "against" }));
        assert_eq!(view["side"], json!("against"));
        let answered = format!("{}/texts/argument/{}/moderation", said.matter, said.question);
        assert_eq!(refused(site, "officer", &answered, json!({ "act": "move", "ground": "off_question", "to": "against" })), ["move-answered"]);
        holds(site);
        for line in public(site, "/moderation")["log"].as_array().expect("the log") {
            let act = format!("/moderation/{}", text(&line["id"]));
            done(site, "lin", &format!("{act}/objection"), json!({ "text": "不该动" }));
            let other = if line["act"] == "move" { CONVENOR } else { "officer" };
            done(site, other, &format!("{act}/verdict"), json!({ "upheld": false, "reason": "确实不该动" }));
        }
        let after = seen(site, "zhao", &said.matter);
        assert_eq!((&after["options"], &after["arguments"]), (&before["options"], &before["arguments"]));
        // What a ballot may name is folded at most.
        let price = json!({ "once_low": 1, "once_high": 2, "price_source": "三家询价", "money_from": "公共收益", "responsible": "物业", "feasibility_by": "城管办", "undertaken": true, "feasible": true, "duration_days": 1 });
        done(site, CONVENOR, &format!("{}/turns", said.matter), json!({ "to": "options", "reason": "再算一遍" }));
        done(site, CONVENOR, &format!("{}/options/{}/pricing", said.matter, said.option), price);
        on(site, &said.matter);
        done(site, CONVENOR, &format!("{}/freezing", said.matter), json!({}));
        assert_eq!(refused(site, "officer", &format!("{option}/moderation"), json!({ "act": "hide", "ground": "insult" })), ["option-frozen"]);
        done(site, "officer", &format!("{option}/moderation"), json!({ "act": "fold", "ground": "insult" }));
        holds(site);
    });
}

/// 48: by whatever course of acts on whatever texts, at every moment what is hidden or covered is in no row, one act stands for each text
/// at most, and what was undone reads as it did.
#[test]
fn by_any_course_hidden_words_are_in_no_row() {
    let course = drawn((0_usize..3, 0_usize..4, any::<bool>(), any::<bool>()), 14);
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let body = council(site);
        ["zhao", MODERATOR].into_iter().for_each(|name| {
            site.account(name);
        });
        appointed(site, MODERATOR, "ZA");
        let mut standing: BTreeMap<String, String> = BTreeMap::new();
        for (n, (kind, act, objects, upheld)) in course.iter().enumerate() {
            site.at(&format!("2026-10-{:02}T09:00", 12 + n));
            // Each step of the course has a matter of its own, with the same secret in it.
            let said = talked(site, &body);
            let (kind, act) = (PartKind::ALL[*kind], Curb::ALL[*act]);
            let at = said.text(kind);
            let before = seen(site, "zhao", &said.matter);
            let answer = says(site, CONVENOR, &format!("{at}/moderation"), json!({ "act": act.code(), "ground": "insult", "words": "欠钱", "to": "against" }));
            let own = kind == PartKind::Answer;
            let fits = act != Curb::Move || kind == PartKind::Argument;
            assert_eq!(answer.status.is_success(), !own && fits, "{kind:?} {act:?}: {}", answer.text());
            if own {
                done(site, "officer", &format!("{at}/moderation"), json!({ "act": if act == Curb::Move { "hide" } else { act.code() }, "ground": "insult", "words": "欠钱" }));
            } else if !fits {
                continue;
            }
            let id = text(&seen(site, "officer", &at)["curbed"]["id"]);
            if *objects {
                let (author, other) = if own { (CONVENOR, MODERATOR) } else { ("lin", "officer") };
                done(site, author, &format!("/moderation/{id}/objection"), json!({ "text": "我不同意" }));
                done(site, other, &format!("/moderation/{id}/verdict"), json!({ "upheld": upheld, "reason": "看过了" }));
                let after = seen(site, "zhao", &said.matter);
                let same = (&after["options"], &after["arguments"]) == (&before["options"], &before["arguments"]);
                assert_eq!(same, !upheld, "{kind:?} {act:?}: {after}");
            }
            standing.insert(id, at);
            holds(site);
            let (curbed, words) = (seen(site, "zhao", &said.text(kind)), SECRET.to_owned());
            if curbed["curbed"]["act"] == "hide" || curbed["curbed"]["act"] == "redact" {
                assert!(!curbed.to_string().contains(&words), "{curbed}");
                let id = if kind == PartKind::Option { said.option.clone() } else if kind == PartKind::Answer { said.question.clone() } else { said.reason.clone() };
                let mine: Vec<Value> = ["options", "arguments"].iter().flat_map(|l| seen(site, "zhao", &said.matter)[*l].as_array().cloned().unwrap_or_default()).filter(|t| t["id"] == id).collect();
                assert!(!mine.is_empty() && mine.iter().all(|t| !t.to_string().contains(&words)), "{mine:?}");
            }
        }
        let lives: Vec<i64> = site.read(|r| r.all("select count(*) from moderations where upheld is null or upheld = true group by kind, text_id having count(*) > 1", &[]));
        assert!(lives.is_empty() && standing.len() > 5, "{}", standing.len());
    });
}

/// Who only argues is paused, told the ground, and lets it be lifted early without an objection; everybody reads that it was.
#[test]
fn who_only_argues_is_paused_and_the_pause_is_lifted() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let said = talked(site, &council(site));
        ["zhao", MODERATOR].into_iter().for_each(|name| {
            site.account(name);
        });
        appointed(site, MODERATOR, "ZA");
        let pause = format!("{}/pause", said.text(PartKind::Argument));
        let words = json!({ "days": 7, "ground": "repeated", "reason": "同一句话贴了九遍" });
        assert_eq!(says(site, "zhao", &pause, words.clone()).status, 403);
        assert_eq!(refused(site, MODERATOR, &pause, json!({ "days": 8, "ground": "repeated", "reason": "长" })), ["pause-days"]);
        done(site, MODERATOR, &pause, words.clone());
        assert_eq!(refused(site, "officer", &pause, words), ["paused-already"]);
        let again = |side: &str| json!({ "side": side, "text": "再说一句" });
        assert_eq!(refused(site, "lin", &format!("{}/arguments", said.matter), again("against")), ["author-paused"]);
        done(site, "zhao", &format!("{}/arguments", said.matter), again("against"));
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("重复刷屏"), "{newest}");
        assert_eq!(refused(site, MODERATOR, &format!("{}/pause", said.text(PartKind::Answer)), json!({ "days": 1, "ground": "insult", "reason": "x" })), ["pause-nobody"]);
        let log = public(site, "/moderation/pauses")["log"].clone();
        assert!(!log.to_string().contains("九遍"));
        let at = format!("/moderation/pauses/{}", text(&log[0]["id"]));
        assert_eq!(says(site, "lin", &format!("{at}/lifting"), json!({ "reason": "放我" })).status, 403);
        assert_eq!(refused(site, MODERATOR, &format!("{at}/lifting"), json!({})), ["text-missing"]);
        done(site, MODERATOR, &format!("{at}/lifting"), json!({ "reason": "已经当面说清" }));
        assert_eq!(refused(site, "officer", &format!("{at}/lifting"), json!({ "reason": "x" })), ["pause-over"]);
        let line = public(site, "/moderation/pauses")["log"][0].clone();
        assert_eq!((line["runs"].clone(), line["lifted_why"].clone(), line["lifted_on"].clone()), (json!(false), json!("已经当面说清"), json!("2026-10-12")));
        done(site, "lin", &format!("{}/arguments", said.matter), again("against"));
        holds(site);
    });
}

/// Where the street has first arguments read before they are shown, one waits: its author and those who moderate see it, nobody else; let
/// out it stands for everybody, and the next one does not wait. Elsewhere nothing waits.
#[test]
fn a_first_argument_waits_where_the_street_has_it_so() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        let said = talked(site, &council(site));
        ["zhao", "wu"].into_iter().for_each(|name| {
            site.account(name);
        });
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("insert into settings (street_id, key, value) values ($1, 'deliberation.first_arguments', 'read')", db::args![street])
        });
        let arguments = format!("{}/arguments", said.matter);
        let made = |by: &str, words: &str| {
            let view = done(site, by, &arguments, json!({ "side": "question", "text": words }));
            view["arguments"].as_array().expect("arguments").iter().find(|a| a["text"] == words).cloned().expect("their own is seen")
        };
        assert_eq!(made("lin", "早就说过话的人")["held"], json!(false));
        assert_eq!(made(CONVENOR, "管这里的人")["held"], json!(false));
        let first = made("zhao", "第一次说话");
        assert_eq!(first["held"], json!(true));
        assert_eq!(made("zhao", "还没放出来又说")["held"], json!(true));
        let at = format!("{}/texts/argument/{}", said.matter, text(&first["id"]));
        let page = site.get(&said.matter).by(&who("zhao")).face(Face::Page).send().text();
        assert!(page.contains("在等人看一眼"), "its author reads that it waits");
        for reader in ["lin", "wu", "auditor"] {
            assert!(!seen(site, reader, &said.matter).to_string().contains("第一次说话"), "{reader}");
            assert_eq!(site.get(&at).by(&who(reader)).send().status, 404, "{reader}");
            assert_eq!(says(site, reader, &format!("{at}/flags"), json!({ "ground": "insult" })).status, 404, "{reader}");
        }
        let held = |who: &str| seen(site, who, "/moderation")["held"].as_array().map_or(0, Vec::len);
        assert_eq!(["zhao", "secretary-b", CONVENOR, "officer"].map(held), [0, 0, 2, 2]);
        let open = |name: &str| seen(site, name, &said.matter)["gate"].as_array().expect("a gate").iter().find(|c| c["condition"] == "questions").cloned().expect("questions");
        let before = open(CONVENOR);
        done(site, CONVENOR, &format!("{at}/release"), json!({}));
        assert_eq!(refused(site, CONVENOR, &format!("{at}/release"), json!({})), ["text-not-held"]);
        assert!(public(site, &said.matter).to_string().contains("第一次说话"));
        assert!(before["met"] == json!(false) && open(CONVENOR)["met"] == json!(false), "questions of those who are known are open");
        assert_eq!(made("zhao", "第三次说话")["held"], json!(false), "they have been read once");
        // One that does not pass is hidden, and waits no more.
        let other = made("wu", SECRET);
        let at = format!("{}/texts/argument/{}", said.matter, text(&other["id"]));
        done(site, "officer", &format!("{at}/moderation"), json!({ "act": "hide", "ground": "insult" }));
        assert_eq!(held(CONVENOR), 1, "the second of the one who was let out still waits");
        assert!(made("wu", "又来")["held"] == json!(true), "nothing of theirs stands yet");
        holds(site);
    });
}
