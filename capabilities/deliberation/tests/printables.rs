//! Scenes of paper: the notice on the building's board, the sheet at the door, the minutes that are filed.

use crate::common::*;
use serde_json::{Value, json};
use std::io::{Cursor, Read as _};
use testkit::{Answer, As, Face, Site};

/// The words of a served file, as they stand in it.
fn words_of(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.headers["content-type"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body.to_vec())).expect("a .docx is an archive");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("its text").read_to_string(&mut xml).expect("in UTF-8");
    let inside = xml.split("<w:t ").skip(1).filter_map(|s| s.split_once('>')?.1.split_once("</w:t>").map(|t| t.0));
    inside.collect::<Vec<_>>().join("")
}

fn status(site: &Site, by: &As, path: &str) -> u16 {
    site.get(path).by(by).send().status.as_u16()
}

fn item() -> Value {
    json!([{ "kind": "decide", "title": "通过停车公约", "rule_name": "ordinary" }, { "kind": "discuss", "title": "楼道灯" }])
}

#[test]
fn the_notice_goes_on_the_board_and_the_sheet_to_the_door() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let meeting = planned(site, &body, "2026-11-10T19:00");
        assert_eq!(status(site, &who(CHAIR), &format!("{meeting}/notice")), 404, "nothing is convened yet");
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": item() }));
        let code = text(&seen(site, CHAIR, &meeting)["code"]);

        let notice = words_of(&site.get(&format!("{meeting}/notice.docx")).by(&As::Visitor).send());
        for words in ["竹一社区协商议事会", "会议通知", "2026年11月10日（星期二）19:00至20:30", "居委会一楼，无台阶", "通过停车公约（表决", "应到13人，法定人数9人", "居民可以到场旁听", "2026年11月2日", code.as_str()] {
            assert!(notice.contains(words), "{words}: {notice}");
        }
        let page = site.get(&format!("{meeting}/notice")).by(&As::Visitor).face(Face::Page).send().text();
        assert!(page.contains("会议通知") && page.contains("notice.docx") && page.contains("data:image/png;base64,"));
        let twin = site.get(&format!("{meeting}/notice")).by(&As::Visitor).send().json();
        assert_eq!(twin["document"]["signature"], json!({ "by": ["竹一社区协商议事会"], "day": "2026年11月2日", "seal": true }));

        assert_eq!(status(site, &who("lin"), &format!("{meeting}/sign-in-sheet")), 404, "not everybody keeps the door");
        assert_eq!(status(site, &As::Visitor, &format!("{meeting}/sign-in-sheet.docx")), 401);
        let sheet = words_of(&site.get(&format!("{meeting}/sign-in-sheet.docx")).by(&who(TAKER)).send());
        assert!(sheet.contains("代表0") && sheet.contains("代表12") && sheet.contains("签名") && sheet.contains("25"), "{sheet}");

        let change = json!({ "items": item(), "why_changed": "改到二楼", "venue": "居委会二楼" });
        done(site, CONVENOR, &format!("{meeting}/notices"), change);
        let second = words_of(&site.get(&format!("{meeting}/notice.docx")).by(&As::Visitor).send());
        assert!(second.contains("第2号通知") && second.contains("改到二楼") && second.contains("居委会二楼"), "{second}");
        assert_eq!(status(site, &As::Visitor, &format!("{meeting}/minutes.docx")), 404, "no minutes yet");
    });
}

#[test]
fn minutes_say_what_they_are_until_they_are_sealed() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let meeting = convened(site, &body, "2026-11-10T19:00", item());
        site.at("2026-11-10T19:00");
        come(site, &meeting, 0, 10);
        done(site, CHAIR, &format!("{meeting}/opening"), json!({}));
        site.at("2026-11-10T19:20");
        done(site, CHAIR, &format!("{meeting}/results"), json!({ "item": 1, "how": "hands", "for": 7, "against": 2, "abstain": 1, "again_for": 7, "again_against": 2, "again_abstain": 1 }));
        site.later(60);
        done(site, CHAIR, &format!("{meeting}/closure"), json!({}));
        let file = format!("{meeting}/minutes.docx");
        minuted(site, &meeting, "");
        assert_eq!(status(site, &As::Visitor, &file), 404, "drafts are for those who were there");
        let draft = words_of(&site.get(&file).by(&who(TAKER)).send());
        assert!(draft.contains("征求意见稿，尚未封存") && !draft.contains("校验值"), "{draft}");

        site.at("2026-11-18T09:00");
        done(site, CHAIR, &format!("{meeting}/minutes/seal"), json!({}));
        done(site, TAKER, &format!("{meeting}/minutes/seal"), json!({}));
        let public = site.get(&meeting).by(&As::Visitor).send().json();
        let sealed = words_of(&site.get(&file).by(&As::Visitor).send());
        let hash = text(&public["minutes"]["hash"]);
        for words in ["应到13人，法定9人，达到法定人数，会议有效", "举手表决，在场10人，赞成7、反对2、弃权1，通过", "（一）通过停车公约", "议了这一项。", "第1号封存", "竹溪building-head", "2026年11月18日", hash.as_str()] {
            assert!(sealed.contains(words), "{words}: {sealed}");
        }
        assert!(!sealed.contains("尚未封存"));
        let page = site.get(&format!("{meeting}/minutes")).by(&As::Visitor).face(Face::Page).send().text();
        assert!(page.contains(&hash) && page.contains("会议纪要"));
        assert!(site.get(&meeting).by(&As::Visitor).face(Face::Page).send().text().contains("/minutes.docx"));
    });
}

/// Whoever was told of a meeting can open it, members-only or not; nobody else.
#[test]
fn a_member_reads_the_notice_of_a_members_only_meeting() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let seat = json!({ "shown_name": "新代表", "category": "drawn", "login": "clerk", "interests_declared": true });
        done(site, "officer", &format!("{body}/memberships"), seat);
        let words = json!({ "from": "2026-11-10T19:00", "venue": "居委会", "members_only": true });
        let view = done(site, CHAIR, &format!("{body}/meetings"), words);
        let meeting = format!("/meetings/{}", text(&view["meetings"][0]["id"]));
        assert_eq!(status(site, &who("clerk"), &meeting), 404, "a plan is its makers'");
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": item() }));
        assert_eq!(status(site, &who("clerk"), &meeting), 200);
        let notice = words_of(&site.get(&format!("{meeting}/notice.docx")).by(&who("clerk")).send());
        assert!(notice.contains("各位议事代表：") && !notice.contains("旁听"), "{notice}");
        for other in [As::Visitor, who("lin"), who("handler")] {
            assert_eq!(status(site, &other, &meeting), 404);
            assert_eq!(status(site, &other, &format!("{meeting}/notice")), 404);
        }
    });
}
