//! Two matters become one: sources, concerns and people heard go along, whoever was in both is one; the first points forward.

use crate::common::*;
use crate::house_properties::drawn;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use testkit::Site;

const HERE: &str = "ZA-1-1";

fn resident(site: &Site, name: &str) {
    let account = site.account(name);
    let phone = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk", "/residences", json!({ "name": name, "phone": phone, "home": HERE }));
}

/// A proposal that so many stand behind becomes a matter; its page.
fn from_proposal(site: &Site, by: &str, question: &str, supporters: std::ops::Range<usize>) -> String {
    let words = json!({ "title": question, "place_name": HERE, "text": "晚上没处停。", "shown_name": by });
    let proposal = format!("/proposals/{}", text(&done(site, by, "/proposals", words)["made"]));
    for n in supporters {
        done(site, "clerk", &format!("{proposal}/supports"), json!({ "way": "phone", "name": format!("邻{n}"), "home": HERE, "confirmed": true }));
    }
    let answer = json!({ "verdict": "matter", "reason": "该议", "question": question, "topic": "停车" });
    format!("/matters/{}", text(&done(site, CHAIR, &format!("{proposal}/answer"), answer)["answer"]["matter"]))
}

fn len(view: &Value, list: &str) -> usize {
    view[list].as_array().map_or(0, Vec::len)
}

#[test]
fn two_matters_become_one_and_nobody_counts_twice() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        ["lin", "zhao"].into_iter().for_each(|name| resident(site, name));
        let from = from_proposal(site, "lin", "车停哪里？", 0..5);
        let into = from_proposal(site, "zhao", "停车怎么办？", 3..8);
        let say = |who: &str, matter: &str| done(site, who, &format!("{matter}/responses"), json!({ "text": "没处停", "place_name": HERE }));
        say("lin", &from);
        say("zhao", &from);
        say("zhao", &into);
        let view = done(site, "lin", &format!("{from}/concerns"), json!({ "text": "救护车进不来" }));
        done(site, "zhao", &format!("{from}/concerns/{}/joinings", text(&view["concerns"][0]["id"])), json!({}));
        done(site, "zhao", &format!("{into}/concerns"), json!({ "text": "救护车 进不来" }));
        let (kept, code) = (seen(site, "lin", &into), text(&seen(site, "lin", &into)["code"]));
        assert_eq!((kept["behind"].clone(), kept["heard"].clone(), len(&kept, "sources")), (json!(5), json!(1), 1));
        let merger = format!("{from}/merger");
        let words = |into: &str, reason: &str| json!({ "into": into, "reason": reason });
        assert_eq!(says(site, "lin", &merger, words(&code, "同一件事")).status, 403);
        assert_eq!(refused(site, CONVENOR, &merger, words("M26-9999-9", "同一件事")), ["code-unknown"]);
        let own = text(&seen(site, "lin", &from)["code"]);
        assert_eq!(refused(site, CONVENOR, &merger, words(&own, " ")), ["text-missing", "matter-merge-itself"]);
        let gone = done(site, CONVENOR, &merger, words(&code, "同一件事，合起来议"));
        assert_eq!((gone["state"].clone(), gone["merged_into"]["code"].clone(), gone["ended_why"].clone()), (json!("merged"), json!(code), json!("同一件事，合起来议")));
        assert_eq!((len(&gone, "sources"), len(&gone, "concerns")), (1, 1), "the first stays readable");
        let view = seen(site, "lin", &into);
        assert_eq!((view["behind"].clone(), view["heard"].clone(), len(&view, "sources")), (json!(8), json!(2), 2), "each person once");
        assert_eq!((len(&view, "concerns"), view["concerns"][0]["joined"].clone(), view["merged_from"][0]["code"].clone()), (1, json!(2), json!(own)));
        assert_eq!(refused(site, "lin", &format!("{into}/responses"), json!({ "text": "再说" })), ["heard-already"], "heard there, heard here");
        let newest = text(&seen(site, "lin", "/my/messages")["items"][0]["says"]);
        assert!(newest.contains("已并入另一件"), "{newest}");
        assert_eq!(refused(site, CONVENOR, &merger, words(&code, "再并一次")), ["matter-ended"]);
        assert_eq!(refused(site, CONVENOR, &format!("{into}/merger"), words(&own, "并回去")), ["matter-merge-over"], "no way round in a circle");
        // What is being decided takes nothing up any more.
        let third = from_proposal(site, "lin", "车位怎么画？", 0..5);
        for _ in 0..3 {
            done(site, "officer", &format!("{into}/passages"), json!({ "overriding": "问过了" }));
        }
        assert_eq!(refused(site, CONVENOR, &format!("{third}/merger"), words(&code, "同一件事")), ["matter-merge-decided"]);
        let page = site.get(&from).face(testkit::Face::Page).send().text();
        assert!(page.contains("已并入") && page.contains(&into), "it points forward");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}

/// Taken apart, each is as it was; who joined since goes with the concern that came along; everybody is told; and only until the decision.
#[test]
fn two_matters_are_taken_apart_and_each_has_its_own_again() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        ["lin", "zhao", "qian"].into_iter().for_each(|name| resident(site, name));
        let from = from_proposal(site, "lin", "车停哪里？", 0..5);
        let into = from_proposal(site, "zhao", "停车怎么办？", 3..8);
        done(site, "lin", &format!("{from}/responses"), json!({ "text": "没处停", "place_name": HERE }));
        done(site, "lin", &format!("{from}/concerns"), json!({ "text": "救护车进不来" }));
        done(site, "zhao", &format!("{into}/concerns"), json!({ "text": "晚上吵" }));
        let (before, code) = (seen(site, "lin", &into), text(&seen(site, "lin", &into)["code"]));
        let split = format!("{from}/split");
        assert_eq!(refused(site, CONVENOR, &split, json!({ "reason": "两件事" })), ["matter-split-apart"]);
        done(site, CONVENOR, &format!("{from}/merger"), json!({ "into": code, "reason": "同一件事" }));
        let came = seen(site, "lin", &into)["concerns"].as_array().expect("concerns").iter().find(|c| c["text"] == "救护车进不来").cloned().expect("it came along");
        done(site, "qian", &format!("{into}/concerns/{}/joinings", text(&came["id"])), json!({}));
        assert_eq!(says(site, "lin", &split, json!({ "reason": "两件事" })).status, 403);
        assert_eq!(seen(site, "lin", &from)["may"]["split"], json!(false));
        assert_eq!(refused(site, CONVENOR, &split, json!({ "reason": " " })), ["text-missing"]);
        assert_eq!(seen(site, CONVENOR, &from)["may"]["split"], json!(true));
        let back = done(site, CONVENOR, &split, json!({ "reason": "一个是车位，一个是噪声" }));
        assert_eq!((back["state"].clone(), back["step"].clone(), back["merged_into"].clone()), (json!("walking"), json!("needs"), Value::Null));
        assert_eq!((back["concerns"][0]["joined"].clone(), back["heard"].clone(), back["splits"][0]["reason"].clone()), (json!(2), json!(1), json!("一个是车位，一个是噪声")));
        let after = seen(site, "lin", &into);
        for part in ["sources", "behind", "heard", "concerns", "merged_from"] {
            assert_eq!(after[part], before[part], "{part}");
        }
        for name in ["lin", "zhao", "qian"] {
            let newest = text(&seen(site, name, "/my/messages")["items"][0]["says"]);
            assert!(newest.contains("拆开了"), "{name}: {newest}");
        }
        done(site, "lin", &format!("{into}/responses"), json!({ "text": "没处停", "place_name": HERE }));
        // Together again, and decided: apart no more.
        done(site, CONVENOR, &format!("{from}/merger"), json!({ "into": code, "reason": "还是一件事" }));
        for _ in 0..3 {
            done(site, "officer", &format!("{into}/passages"), json!({ "overriding": "问过了" }));
        }
        assert_eq!(refused(site, CONVENOR, &split, json!({ "reason": "两件事" })), ["matter-split-decided"]);
        done(site, CONVENOR, &format!("{into}/turns"), json!({ "to": "needs", "reason": "重新问" }));
        assert_eq!(refused(site, CONVENOR, &split, json!({ "reason": "两件事" })), ["matter-split-decided"], "it has been decided since");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}

/// Sources by title, people heard, and who is behind each concern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sets {
    sources: BTreeSet<String>,
    heard: BTreeSet<usize>,
    concerns: BTreeMap<&'static str, BTreeSet<usize>>,
}

impl Sets {
    fn with(mut self, other: &Self) -> Self {
        self.sources.extend(other.sources.iter().cloned());
        self.heard.extend(&other.heard);
        for (text, people) in &other.concerns {
            self.concerns.entry(text).or_default().extend(people);
        }
        self
    }

    fn is(&self, view: &Value) {
        let list = |name: &str| view[name].as_array().cloned().unwrap_or_default();
        let mut sources: Vec<String> = list("sources").iter().map(|s| text(&s["title"])).collect();
        sources.sort();
        assert_eq!(sources, self.sources.iter().cloned().collect::<Vec<_>>());
        assert_eq!(view["heard"], json!(self.heard.len()));
        let mut joined: Vec<(String, usize)> = list("concerns").iter().map(|c| (text(&c["text"]), c["joined"].as_u64().map_or(0, |n| usize::try_from(n).unwrap_or(0)))).collect();
        joined.sort();
        assert_eq!(joined, self.concerns.iter().map(|(t, p)| ((*t).to_owned(), p.len())).collect::<Vec<_>>());
    }
}

/// 20: over drawn courses, what two matters were merged into is the union of all three; taken apart in either order, what stays is the
/// union of what is still together, and each has its own sets again.
#[test]
fn a_merger_that_is_taken_apart_restores_the_sets() {
    const PEOPLE: [&str; 4] = ["lin", "zhao", "qian", "wu"];
    let courses = drawn((proptest::collection::vec((0_usize..3, 0_usize..4, 0_usize..3), 6..24), proptest::collection::vec(0_usize..3, 3), proptest::bool::ANY), 4);
    testkit::on_both(|site| {
        let body = council(site);
        PEOPLE.iter().for_each(|name| resident(site, name));
        for (n, (acts, titles, first)) in courses.iter().enumerate() {
            site.at(&format!("2026-10-{:02}T09:00", 12 + n));
            let mut sets = [Sets::default(), Sets::default(), Sets::default()];
            let matters: Vec<String> = titles.iter().enumerate().map(|(m, title)| {
                let title = format!("动议{title}");
                let words = json!({ "question": format!("第{n}轮第{m}件？"), "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": title });
                sets[m].sources.insert(title);
                done(site, CONVENOR, &format!("{body}/matters"), words);
                format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]))
            }).collect();
            for (m, person, act) in acts {
                let (matter, name) = (&matters[*m], PEOPLE[*person]);
                let concern = ["", "救护车进不来", "晚上吵"][*act];
                if *act == 0 {
                    if sets[*m].heard.insert(*person) {
                        done(site, name, &format!("{matter}/responses"), json!({ "text": "没处停", "place_name": HERE }));
                    }
                    continue;
                }
                let known = sets[*m].concerns.contains_key(concern);
                if !sets[*m].concerns.entry(concern).or_default().insert(*person) {
                    continue;
                }
                if known {
                    let view = seen(site, name, matter);
                    let id = view["concerns"].as_array().expect("concerns").iter().find(|c| c["text"] == concern).map(|c| text(&c["id"])).expect("the concern");
                    done(site, name, &format!("{matter}/concerns/{id}/joinings"), json!({}));
                } else {
                    done(site, name, &format!("{matter}/concerns"), json!({ "text": concern }));
                }
            }
            let code = text(&seen(site, CONVENOR, &matters[2])["code"]);
            for matter in &matters[..2] {
                done(site, CONVENOR, &format!("{matter}/merger"), json!({ "into": code, "reason": "同一件事" }));
            }
            let [a, b, c] = &sets;
            c.clone().with(a).with(b).is(&seen(site, CONVENOR, &matters[2]));
            let (out, still) = if *first { (0, 1) } else { (1, 0) };
            sets[out].is(&done(site, CONVENOR, &format!("{}/split", matters[out]), json!({ "reason": "两件事" })));
            c.clone().with(&sets[still]).is(&seen(site, CONVENOR, &matters[2]));
            sets[still].is(&done(site, CONVENOR, &format!("{}/split", matters[still]), json!({ "reason": "也是两件事" })));
            c.is(&seen(site, CONVENOR, &matters[2]));
        }
        let left: i64 = site.read(|r| r.one("select count(*) from matter_merger_parts", &[]));
        assert_eq!(left, 0, "nothing is kept of what went back");
        let street = site.street;
        assert_eq!(site.read(move |r| deliberation::actions::broken_walks(r, street)), Vec::<String>::new());
    });
}
