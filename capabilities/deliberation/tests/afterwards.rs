//! A settled matter: enough people of the place have it walked again within a year, and a second look asks half a year later.

use crate::common::*;
use db::args;
use serde_json::{Value, json};
use testkit::Site;

/// A building of the grid ZA-1: a proposal there needs five, so three have a matter walked again.
const HERE: &str = "ZA-1-1";
const ELSEWHERE: &str = "ZB-1-1";

/// A matter of one building: its first five steps passed by the street with a reason, rated a week before a moment and settled
/// then; the path of its page.
fn settled(site: &Site, begun: &str, at: &str) -> String {
    site.at(begun);
    let bodies = seen(site, "officer", "/bodies");
    let body = match bodies["bodies"][0]["id"].as_str() {
        Some(id) => format!("/bodies/{id}"),
        None => council(site),
    };
    let words = json!({ "question": "楼道灯怎么修", "topic": "环境", "track": "small", "place_name": HERE, "source": "body", "source_title": "动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    let matter = format!("/matters/{}", text(&seen(site, CONVENOR, &body)["matters"][0]["id"]));
    for _ in 0..5 {
        done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "先办后补" }));
    }
    let good = json!({ "done": true, "solved": "yes", "satisfied": 5 });
    done(site, "lin", &format!("{matter}/ratings"), good.clone());
    for _ in 0..4 {
        let mut words = good.clone();
        words["way"] = json!("phone");
        done(site, CONVENOR, &format!("{matter}/ratings"), words);
    }
    done(site, CONVENOR, &format!("{matter}/statement"), json!({ "text": "灯都换了。" }));
    site.at(at);
    assert_eq!(done(site, CONVENOR, &format!("{matter}/passages"), json!({}))["state"], "settled");
    matter
}

/// Begun a week before, settled at nine on 5 October 2026.
fn settled_in_october(site: &Site) -> String {
    settled(site, "2026-09-28T09:00", "2026-10-05T09:00")
}

fn by_phone(name: &str, home: &str, more: Value) -> Value {
    let mut words = json!({ "way": "phone", "name": name, "home": home, "confirmed": true });
    for (key, value) in more.as_object().expect("an object") {
        words[key] = value.clone();
    }
    words
}

fn tend(site: &Site) -> usize {
    site.by_system(deliberation::actions::tend_looks)
}

fn whole(site: &Site) {
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
}

#[test]
fn half_of_what_a_proposal_needs_has_it_walked_again() {
    testkit::on_both(|site| {
        let matter = settled_in_october(site);
        let ask = format!("{matter}/reopening-requests");
        assert_eq!(seen(site, "lin", &matter)["after"]["needed"], 3);
        let page = |who: &str| site.get(&matter).by(&crate::common::who(who)).face(testkit::Face::Page).send().text();
        assert!(page("lin").contains(&format!("action=\"{ask}\"")), "whoever is signed in asks from the page");
        assert!(!page("lin").contains("name=\"home\"") && page("clerk").contains("name=\"home\""), "staff write for others");
        assert_eq!(refused(site, "clerk", &ask, by_phone("王", HERE, json!({}))), ["text-missing"]);
        assert_eq!(refused(site, "clerk", &ask, by_phone("远", ELSEWHERE, json!({ "reason": "路过看见的" }))), ["not-of-the-matter"]);
        assert_eq!(refused(site, "zhao", &ask, json!({ "reason": "又坏了" })), ["not-of-the-matter"], "nobody knows where they live");
        for name in ["王", "李"] {
            let view = done(site, "clerk", &ask, by_phone(name, HERE, json!({ "reason": format!("{name}说又坏了") })));
            assert_eq!(view["state"], "settled");
        }
        assert_eq!(refused(site, "clerk", &ask, by_phone("李", HERE, json!({ "reason": "再说一次" }))), ["reopening-asked"], "one person, one request");
        assert_eq!(seen(site, "lin", &matter)["after"]["wanted"], 2);
        assert_eq!(seen(site, "lin", &matter)["after"]["reasons"], Value::Null, "reasons are for who keeps the matter");
        assert_eq!(seen(site, CONVENOR, &matter)["after"]["reasons"].as_array().map(Vec::len), Some(2));
        let again = done(site, "clerk", &ask, by_phone("张", HERE, json!({ "reason": "三楼又黑了" })));
        assert_eq!((again["state"].clone(), again["step"].clone(), again["round"].clone()), (json!("walking"), json!("needs"), json!(2)));
        assert_eq!(again["reopenings"][0]["why"], "wanted");
        assert_eq!(again["walk"].as_array().map(Vec::len), Some(6), "the first walk stays");
        assert_eq!(refused(site, "clerk", &ask, by_phone("赵", HERE, json!({ "reason": "还有我" }))), ["not-settled"]);
        whole(site);
    });
}

#[test]
fn a_year_later_it_stays_as_it_is() {
    testkit::on_both(|site| {
        let matter = settled_in_october(site);
        site.at("2027-10-05T08:00");
        assert!(seen(site, "lin", &matter)["after"]["until"].is_string());
        site.at("2027-10-05T09:30");
        let late = by_phone("王", HERE, json!({ "reason": "又坏了" }));
        assert_eq!(refused(site, "clerk", &format!("{matter}/reopening-requests"), late), ["reopening-late"]);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/reopening"), json!({ "reason": "又坏了" })), ["reopening-late"]);
        assert_eq!(seen(site, "lin", &matter)["after"], Value::Null);
    });
}

#[test]
fn the_body_says_why_it_takes_a_matter_up_again() {
    testkit::on_both(|site| {
        let matter = settled_in_october(site);
        assert_eq!(refused(site, CONVENOR, &format!("{matter}/reopening"), json!({})), ["text-missing"]);
        let again = done(site, CONVENOR, &format!("{matter}/reopening"), json!({ "reason": "二单元漏了", "to": "delivery" }));
        assert_eq!((again["step"].clone(), again["reopenings"][0]["reason"].clone()), (json!("delivery"), json!("二单元漏了")));
        let page = site.get(&matter).face(testkit::Face::Page).send().text();
        assert!(page.contains("二单元漏了"), "the reason is public");
        whole(site);
    });
}

#[test]
fn half_a_year_later_people_are_asked_whether_it_lasted() {
    testkit::on_both(|site| {
        let matter = settled_in_october(site);
        let answer = format!("{matter}/second-look");
        let say = |solved: &str| json!({ "solved": solved });
        assert_eq!(refused(site, "lin", &answer, say("yes")), ["look-not-open"]);
        site.at("2027-04-03T08:00");
        assert_eq!(tend(site), 0, "a day before");
        site.at("2027-04-03T09:00");
        assert_eq!((tend(site), tend(site)), (1, 0), "once");
        assert_eq!(refused(site, "lin", &answer, json!({})), ["solved-missing"]);
        done(site, "lin", &answer, say("yes"));
        assert_eq!(refused(site, "lin", &answer, say("no")), ["look-answered"]);
        for n in 0..5 {
            let view = done(site, "clerk", &answer, by_phone(&format!("人{n}"), HERE, say(if n < 2 { "yes" } else { "no" })));
            assert_eq!((view["after"]["looks"][0]["yes"].clone(), view["after"]["looks"][0]["all"].clone()), (Value::Null, Value::Null), "nothing is told while it is open");
        }
        site.at("2027-05-03T09:00");
        assert_eq!(refused(site, "zhao", &answer, say("yes")), ["look-not-open"]);
        assert_eq!(tend(site), 1);
        let view = seen(site, "lin", &matter);
        let look = &view["after"]["looks"][0];
        assert_eq!((look["outcome"].clone(), look["yes"].clone(), look["all"].clone()), (json!("reopens"), json!(3), json!(6)), "half is under three in five");
        assert_eq!((view["state"].clone(), view["step"].clone(), view["round"].clone()), (json!("walking"), json!("delivery"), json!(2)));
        assert_eq!(view["reopenings"][0]["why"], "not_lasting");
        let kept: i64 = site.read(|r| r.one("select count(*) from second_look_answers", args![]));
        assert_eq!(kept, 0, "who answered what is gone");
        whole(site);
    });
}

#[test]
fn few_answers_tell_nothing_and_three_in_five_is_enough() {
    testkit::on_both(|site| {
        let cases = [(1, 2, "few", false), (3, 2, "lasts", true)];
        let matters = [settled_in_october(site), settled(site, "2026-10-05T10:00", "2026-10-12T10:00")];
        site.at("2027-04-10T10:00");
        assert_eq!(tend(site), 2);
        for ((yes, no, outcome, _), matter) in cases.iter().zip(&matters) {
            for n in 0..yes + no {
                let words = json!({ "solved": if n < *yes { "yes" } else { "no" } });
                done(site, "clerk", &format!("{matter}/second-look"), by_phone(&format!("{outcome}{n}"), HERE, words));
            }
        }
        site.at("2027-05-10T10:00");
        assert_eq!(tend(site), 2);
        for ((_, _, outcome, told), matter) in cases.iter().zip(&matters) {
            let view = seen(site, "lin", matter);
            assert_eq!((view["state"].clone(), view["after"]["looks"][0]["outcome"].clone()), (json!("settled"), json!(outcome)));
            assert_eq!(view["after"]["looks"][0]["yes"].is_null(), !told, "three answers would tell them all");
        }
    });
}

/// The settled matters of a span, as their figure counts them.
fn settled_between(site: &Site, span: &str) -> Value {
    seen(site, "officer", &format!("/figures/deliberation.matters.settled?{span}"))
}

#[test]
fn a_matter_that_walks_again_stays_in_the_figures_of_its_time() {
    testkit::on_both(|site| {
        let matter = settled_in_october(site);
        let span = "from=2026-10-01&until=2026-10-31";
        site.at("2026-11-02T09:00");
        let before = settled_between(site, span);
        done(site, CONVENOR, &format!("{matter}/reopening"), json!({ "reason": "又坏了" }));
        let after = settled_between(site, span);
        assert_eq!(before["shown"]["value"], after["shown"]["value"], "{before} / {after}");
        assert!(after["records"].to_string().contains(matter.trim_start_matches("/matters/")), "{after}");
        let later = settled_between(site, "from=2026-11-01&until=2026-11-30");
        assert!(!later["records"].to_string().contains(matter.trim_start_matches("/matters/")), "{later}");
    });
}
