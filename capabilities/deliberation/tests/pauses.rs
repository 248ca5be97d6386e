//! An author pauses for some days: told, heard, and decided by another; votes, supports and ratings go on.

use crate::common::*;
use serde_json::{Value, json};
use testkit::Site;

const HERE: &str = "ZA-1-1";

fn resident(site: &Site, name: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": HERE }));
}

fn words() -> Value {
    json!({ "title": "加灯", "place_name": HERE, "text": "楼道太暗", "shown_name": "某人" })
}

fn proposed(site: &Site, by: &str) -> String {
    format!("/proposals/{}", text(&done(site, by, "/proposals", words())["made"]))
}

fn holds(site: &Site) {
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_pauses(r, street)), Vec::<String>::new());
}

/// 48, for pauses: an objection is decided by another account, and the log never says who or in which words.
#[test]
fn a_pause_stops_new_words_and_nothing_else() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        ["lin", "zhao"].into_iter().for_each(|name| resident(site, name));
        let (own, other) = (proposed(site, "lin"), proposed(site, "zhao"));
        let pause = format!("{own}/pause");
        let said = json!({ "days": 5, "ground": "repeated", "reason": "同一句话贴了九遍" });
        for who in ["zhao", "secretary-b", "clerk"] {
            assert_eq!(says(site, who, &pause, said.clone()).status, 403, "{who}");
        }
        assert_eq!(refused(site, CONVENOR, &pause, json!({ "days": 8 })), ["pause-days", "ground-missing", "text-missing"]);
        done(site, CONVENOR, &pause, said.clone());
        assert_eq!(refused(site, "officer", &pause, said), ["paused-already"]);
        // No new proposal; a support of another's stands.
        assert_eq!(refused(site, "lin", "/proposals", words()), ["author-paused"]);
        done(site, "lin", &format!("{other}/supports"), json!({}));
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("暂停"), "{newest}");
        // The public log: no name, no words; the author reads why.
        let log = public(site, "/moderation/pauses");
        assert_eq!((log["log"][0]["ground"].clone(), log["log"][0]["runs"].clone(), log["log"][0]["role"].clone()), (json!("repeated"), json!(true), json!("community_secretary")));
        assert!(!log.to_string().contains("九遍"));
        let mine = seen(site, "lin", "/moderation/pauses")["log"][0].clone();
        assert_eq!((mine["mine"].clone(), mine["reason"].clone()), (json!(true), json!("同一句话贴了九遍")));
        let at = format!("/moderation/pauses/{}", text(&mine["id"]));
        assert_eq!(says(site, "zhao", &format!("{at}/objection"), json!({ "text": "x" })).status, 404);
        assert_eq!(refused(site, "officer", &format!("{at}/verdict"), json!({ "reason": "x" })), ["no-objection-waits"]);
        done(site, "lin", &format!("{at}/objection"), json!({ "text": "我只贴过两遍" }));
        assert_eq!(refused(site, "lin", &format!("{at}/objection"), json!({ "text": "再说" })), ["objected-already"]);
        assert!(!public(site, "/moderation/pauses").to_string().contains("两遍"));
        assert_eq!(refused(site, CONVENOR, &format!("{at}/verdict"), json!({ "reason": "我看没错" })), ["moderated-by-you"]);
        assert_eq!(done(site, "officer", &format!("{at}/opening"), json!({}))["opened"], json!("我只贴过两遍"));
        done(site, "officer", &format!("{at}/verdict"), json!({ "upheld": false, "reason": "确实只有两遍" }));
        done(site, "lin", "/proposals", words());
        holds(site);
        // By time it is over too.
        done(site, "officer", &format!("{other}/pause"), json!({ "days": 1, "ground": "insult", "reason": "骂人" }));
        assert_eq!(refused(site, "zhao", "/proposals", words()), ["author-paused"]);
        site.later(24 * 60 + 1);
        done(site, "zhao", "/proposals", words());
        holds(site);
    });
}
