//! Acting for a resident: their name once, everything theirs, and over in time.

use crate::common::helping::{Browser, on_behalf};
use crate::common::*;
use serde_json::json;
use testkit::Site;

const HOME: &str = "ZA-1-1";
const PHONE: &str = "13700001001";

fn proposal(site: &Site) -> String {
    let account = site.account("lin");
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": "lin", "phone": phone, "home": HOME }));
    let form = done(site, "lin", "/proposals", json!({ "title": "加灯", "place_name": HOME, "text": "楼道太暗", "shown_name": "林" }));
    format!("/proposals/{}", text(&form["made"]))
}

#[test]
fn the_name_is_said_once_and_all_that_follows_is_theirs() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let proposal = proposal(site);
        let desk = Browser::of(site, "clerk", "desk");
        let bare = desk.refused("/helping", json!({}));
        assert_eq!(bare, ["help-way-missing", "text-missing", "home-missing"]);
        let view = desk.helps("王阿姨", PHONE);
        assert_eq!(&text(&view["running"]["until"])[11..16], "09:30");
        // A proposal, a support taken back and given again: nobody's name is typed.
        desk.done(&format!("{proposal}/supports"), json!({}));
        assert_eq!(desk.refused(&format!("{proposal}/supports"), json!({})), ["supported-already"]);
        desk.done(&format!("{proposal}/supports/withdrawal"), json!({}));
        desk.done(&format!("{proposal}/supports"), json!({}));
        let own = desk.done("/proposals", json!({ "title": "加扶手", "place_name": HOME, "text": "楼梯口", "shown_name": "王阿姨" }));
        assert!(!desk.page(&proposal).text().contains("helped-name"), "no field asks who it is");
        let told = on_behalf(site);
        assert!(told.len() >= 4 && told.iter().all(|(_, by, _)| *by == site.account("clerk")));
        // Ended: the slip names what was done, and the next word is the clerk's own again.
        let ended = desk.done("/helping/end", json!({}));
        let slip = desk.seen(&format!("/helping/{}", text(&ended["ended"])));
        let verbs: Vec<String> = slip["deeds"].as_array().expect("deeds").iter().map(|d| text(&d["verb"])).collect();
        assert_eq!(verbs, ["support", "support_withdrawal", "support", "propose"]);
        assert_eq!((text(&slip["name"]), slip["over"].clone()), ("王**".into(), json!(true)));
        assert_eq!(desk.refused(&format!("{proposal}/supports"), json!({})), ["residence-missing"]);
        assert_eq!(on_behalf(site).len(), told.len());
        // Whoever was helped signs in with that number: it is all there, once, and was told.
        let mut home = Browser::of(site, "lin", "home");
        home.becomes(PHONE);
        assert_eq!(home.refused(&format!("{proposal}/supports"), json!({})), ["supported-already"]);
        assert_eq!(home.seen(&proposal)["inside"], json!(1));
        assert_eq!(home.seen(&format!("/proposals/{}", text(&own["made"])))["may"]["author"], json!(true));
        assert_eq!(home.seen("/my/messages")["items"].as_array().map(Vec::len), Some(4));
        assert_eq!(desk.page(&format!("/helping/{}", text(&ended["ended"]))).status, 200);
        assert_eq!(home.page(&format!("/helping/{}", text(&ended["ended"]))).status, 404, "a slip is its helper's to print");
    });
}

#[test]
fn whom_one_acts_for_stands_on_every_page_and_after_every_error() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let proposal = proposal(site);
        let desk = Browser::of(site, "clerk", "desk");
        let stands = |answer: testkit::Answer| answer.text().contains("正在替王**办事") && answer.text().contains("/helping/end");
        assert!(!stands(desk.page("/proposals")));
        let helping = text(&desk.helps("王阿姨", "")["running"]["id"]);
        for path in ["/", "/proposals", "/matters", "/helping", "/account", "/desk/intake", "/no-such-page", "/cases/none", &format!("/helping/{helping}")] {
            assert!(stands(desk.page(path)), "{path}");
        }
        let refused = desk.form("/proposals", &[("_for", &helping), ("title", "加灯")]);
        assert_eq!(refused.status, 422);
        assert!(stands(refused));
        // A form of before, or of somebody else, does nothing and loses nothing.
        for stale in [&[("title", "先前写的字")][..], &[("_for", "018f0000-0000-7000-8000-000000000000"), ("title", "先前写的字")]] {
            let answer = desk.form(&format!("{proposal}/supports"), stale);
            assert_eq!(answer.status, 409);
            assert!(answer.text().contains("先前写的字") && stands(answer));
        }
        site.later(31);
        let late = Browser::of(site, "clerk", "again");
        assert_eq!(late.form(&format!("{proposal}/supports"), &[("_for", &helping)]).status, 409, "over, and the open page does not know");
        assert!(!stands(late.page("/proposals")));
    });
}

#[test]
fn who_may_act_for_whom() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let words = json!({ "name": "王阿姨", "home": HOME, "help_way": "phone" });
        for (who, status) in [("lin", 404), ("handler", 404), ("officer", 404), ("auditor", 404), ("clerk", 201), ("grid-worker", 201), ("secretary-a", 201)] {
            assert_eq!(says(site, who, "/helping", words.clone()).status, status, "{who}");
        }
        assert_eq!(refused(site, "secretary-b", "/helping", words.clone()), ["home-elsewhere"]);
        assert_eq!(site.post("/helping").by(&testkit::As::Token("clerk".into())).json(&words).send().status, 404, "a key acts for nobody");
        // What only the person can do stays theirs.
        let desk = Browser::of(site, "clerk", "desk");
        desk.helps("王阿姨", PHONE);
        let proposal = proposal(site);
        assert_eq!(desk.refused(&format!("{proposal}/authors/consent"), json!({ "invitation": "123456" })), ["helping-not-this"]);
        // A post that ends takes it along.
        let clerk = site.account("clerk");
        let post = site.read({
            let street = site.street;
            move |r| r.one::<kernel::PostId>("select p.id from posts p join accounts a on a.street_id = p.street_id and a.person_id = p.person_id where p.street_id = $1 and a.id = $2", db::args![street, clerk])
        });
        done(site, "secadmin", &format!("/admin/posts/{post}/end"), json!({}));
        assert_eq!(desk.says(&format!("{proposal}/supports"), json!({})).status, 422);
        assert!(on_behalf(site).is_empty());
    });
}

/// An account that is shut takes along whomever it acted for; opened again it acts for nobody.
#[test]
fn a_shut_account_acts_for_nobody_afterwards() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let proposal = proposal(site);
        let desk = Browser::of(site, "clerk", "desk");
        let helping = text(&desk.helps("王阿姨", PHONE)["running"]["id"]);
        site.by_system(|tx| identity::actions::disable(tx, "clerk"));
        let (street, id) = (site.street, helping.parse::<kernel::uuid::Uuid>().expect("an id"));
        let how: Option<String> = site.read(move |r| r.one("select ended_how from helping_sessions where street_id = $1 and id = $2", db::args![street, id]));
        assert_eq!(how.as_deref(), Some("account_changed"));
        assert!(!desk.says(&format!("{proposal}/supports"), json!({})).status.is_success());
        assert!(on_behalf(site).is_empty(), "nothing was done for anybody");
    });
}
