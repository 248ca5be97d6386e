//! Who stands behind a proposal, who was heard, what ratings say: told once, where nobody can be worked out of it.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Face, Site};

const HERE: &str = "ZA-1-1";
const MONTH: &str = "from=2026-10-01&until=2026-10-12";

fn figure(site: &Site, code: &str) -> (Value, Value) {
    let view = site.get(&format!("/figures/{code}?{MONTH}")).by(&who("officer")).send().json();
    (view["shown"].clone(), view["records"].clone())
}

fn beside(shown: &Value, name: &str) -> Value {
    shown["beside"].as_array().and_then(|all| all.iter().find(|b| b[0] == name)).map_or(Value::Null, |b| b[1].clone())
}

/// A proposal of the building, and a way for people to stand behind it by phone, saying their origin or not.
fn proposed(site: &Site, title: &str) -> String {
    let words = json!({ "title": title, "place_name": HERE, "text": "每周两晚，在活动室。", "shown_name": "林", "way": "desk", "name": format!("林{title}"), "home": HERE, "confirmed": true });
    format!("/proposals/{}", text(&done(site, "clerk", "/proposals", words)["made"]))
}

fn backed(site: &Site, proposal: &str, people: &str, many: usize, origin: &str) {
    for n in 0..many {
        let words = json!({ "way": "phone", "name": format!("{people}{n}"), "home": HERE, "confirmed": true, "origin": origin });
        done(site, "clerk", &format!("{proposal}/supports"), words);
    }
}

fn answered(site: &Site, proposal: &str) -> Value {
    let words = json!({ "verdict": "matter", "reason": "大家都想要", "question": "夜校办在哪里？", "topic": "公共空间" });
    done(site, CHAIR, &format!("{proposal}/answer"), words)["answer"]["matter"].clone()
}

/// 47: backers are counted on the day of the answer and never again; what a small side or too many unsaid would give away is in no
/// figure.
#[test]
fn what_both_origins_back_is_a_figure_counted_once() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let both = proposed(site, "办夜校");
        backed(site, &both, "老", 12, "native");
        backed(site, &both, "新", 7, "new");
        backed(site, &both, "静", 5, "");
        let wrong = json!({ "way": "phone", "name": "外星人", "home": HERE, "confirmed": true, "origin": "mars" });
        assert_eq!(refused(site, "clerk", &format!("{both}/supports"), wrong), ["group-unknown"]);
        let one = proposed(site, "修长椅");
        backed(site, &one, "甲", 21, "native");
        let small = proposed(site, "种树");
        backed(site, &small, "乙", 20, "native");
        backed(site, &small, "丙", 3, "new");
        let open = proposed(site, "装灯");
        backed(site, &open, "丁", 10, "native");
        backed(site, &open, "戊", 10, "new");

        let nothing = figure(site, "deliberation.fusion.proposals").0;
        assert_eq!((nothing["value"].clone(), beside(&nothing, "known")), (Value::Null, json!(0)), "nothing is told before the answer");
        let matter = answered(site, &both);
        for p in [&one, &small] {
            answered(site, p);
        }
        let read = |site: &Site| (figure(site, "deliberation.fusion.proposals"), figure(site, "deliberation.fusion.matters"));
        let ((share, rows), (matters, matter_rows)) = read(site);
        assert_eq!((share["value"].clone(), beside(&share, "known"), beside(&share, "bridging")), (json!(5_000), json!(2), json!(1)), "{share}");
        assert_eq!((rows.as_array().map(Vec::len), rows[0]["path"].clone()), (Some(1), json!(both)));
        assert_eq!((matters["value"].clone(), beside(&matters, "known")), (json!(1), json!(2)));
        assert_eq!(matter_rows[0]["path"], json!(format!("/matters/{}", text(&matter))));

        // Whoever said something else later, or goes, changes no number that was told.
        let before = read(site);
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update told_strata set category = 'native' where street_id = $1", db::args![street])?;
            tx.exec("delete from told_strata where street_id = $1 and category = 'native'", db::args![street])
        });
        assert_eq!(read(site), before);
    });
}

/// Two that were counted together are not counted apart: the difference would tell a few.
#[test]
fn what_was_counted_with_another_is_not_counted_again() {
    testkit::on_both(|site| {
        site.at("2026-10-12T09:00");
        council(site);
        let (first, second) = (proposed(site, "微花园"), proposed(site, "花园一起种"));
        backed(site, &first, "甲", 8, "native");
        backed(site, &first, "乙", 8, "new");
        backed(site, &second, "丙", 8, "native");
        let into = seen(site, CHAIR, &second)["code"].clone();
        let id = |path: &str| path.trim_start_matches("/proposals/").parse::<deliberation::rules::ProposalId>().expect("an id");
        let (from, to) = (id(&first), id(&second));
        // Merged and taken apart once the other was answered: as the rows of that course are.
        answered(site, &second);
        site.by_system(move |tx| {
            let (street, now) = (tx.street(), tx.now());
            tx.exec(
                "insert into proposal_mergers (street_id, id, from_id, into_id, asked_by, asked_at, merged_at, split_at, split_why)
                 values ($1, $2, $3, $4, $2, $5, $5, $5, '两处地方')",
                db::args![street, kernel::uuid::Uuid::now_v7(), from, to, now],
            )
        });
        assert!(text(&into).starts_with('P'));
        answered(site, &first);
        let kept = site.read({
            let street = site.street;
            move |r| Ok((deliberation::store::has_backing(r, street, from)?, deliberation::store::has_backing(r, street, to)?))
        });
        assert_eq!(kept, (false, true));
    });
}

fn opened(site: &Site, body: &str, question: &str) -> String {
    let words = json!({ "question": question, "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    let view = done(site, CONVENOR, &format!("{body}/matters"), words);
    let id = view["matters"].as_array().and_then(|all| all.iter().find(|m| m["question"] == question)).map(|m| text(&m["id"]));
    format!("/matters/{}", id.expect("opened"))
}

/// So many are heard on paper, each saying their groups or not.
fn heard(site: &Site, matter: &str, many: usize, origin: &str, age: &str) {
    for _ in 0..many {
        done(site, CONVENOR, &format!("{matter}/responses"), json!({ "text": "晚上没处停", "way": "paper", "place_name": "ZA-1-1", "origin": origin, "age": age }));
    }
}

/// §9: people heard by ways at once, by groups when the step is over, as they were then; small ones never.
#[test]
fn who_was_heard_is_told_by_ways_at_once_and_by_groups_after_the_step() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let matter = opened(site, &body, "单元门口的车停哪里？");
        heard(site, &matter, 11, "native", "60+");
        heard(site, &matter, 6, "new", "18-35");
        heard(site, &matter, 2, "new", "14-17");
        heard(site, &matter, 5, "", "");
        let wrong = json!({ "text": "停不下", "origin": "mars", "place_name": "ZA-1-1" });
        assert_eq!(refused(site, "lin", &format!("{matter}/responses"), wrong), ["group-unknown"]);
        done(site, "lin", &format!("{matter}/responses"), json!({ "text": "停不下", "origin": "new", "age": "18-35" }));
        let visited = |site: &Site| site.get(&matter).by(&As::Visitor).send().json();
        let running = visited(site);
        assert_eq!((running["heard_by"].clone(), running["reach"].clone()), (json!([{ "way": "web", "people": 1 }, { "way": "paper", "people": 24 }]), Value::Null));
        assert_eq!(seen(site, CONVENOR, &matter)["reach"], Value::Null, "not even for those who keep it");

        done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "先听到这里" }));
        let told = visited(site)["reach"]["groups"].clone();
        assert_eq!(told[0], json!({ "dim": "origin", "hidden": null, "groups": [{ "code": "native", "people": 11 }, { "code": "new", "people": 9 }], "unsaid": 5 }));
        let ages: Vec<Value> = told[1]["groups"].as_array().expect("ages").iter().map(|g| g["people"].clone()).collect();
        assert_eq!(ages[0], Value::Null, "two are a small group");
        assert!(ages.iter().chain([&told[1]["unsaid"]]).filter(|n| n.is_null()).count() > 1, "and one alone could be worked out: {told}");
        let page = site.get(&matter).by(&As::Visitor).face(Face::Page).send().text();
        assert!(page.contains("听到了哪些人") && page.contains("没有说"), "{page}");

        // What is said later changes nothing that was told.
        site.by_system(|tx| {
            let street = tx.street();
            tx.exec("update told_strata set category = 'native' where street_id = $1 and dim = 'origin'", db::args![street])
        });
        assert_eq!(visited(site)["reach"]["groups"], told);
    });
}

/// A matter that takes in another which was counted is not counted itself: the difference would tell who came to it alone.
#[test]
fn a_matter_that_took_in_a_counted_one_is_not_counted() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let (first, second) = (opened(site, &body, "单元门口的车停哪里？"), opened(site, &body, "小区里怎么停车？"));
        heard(site, &first, 20, "native", "");
        done(site, "officer", &format!("{first}/passages"), json!({ "overriding": "先听到这里" }));
        heard(site, &second, 3, "new", "");
        let into = text(&seen(site, CHAIR, &second)["code"]);
        done(site, CHAIR, &format!("{first}/merger"), json!({ "into": into, "reason": "同一件事" }));
        done(site, "officer", &format!("{second}/passages"), json!({ "overriding": "先听到这里" }));
        assert_eq!(seen(site, "lin", &first)["reach"]["groups"][0]["groups"][0]["people"], 20);
        let taken = seen(site, "lin", &second);
        assert_eq!((taken["heard"].clone(), taken["reach"].clone()), (json!(23), Value::Null));
    });
}

/// §14: while ratings come in everybody reads how many and by which ways; what they say when no more do.
#[test]
fn what_ratings_say_is_told_when_the_step_is_over() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let matter = opened(site, &body, "单元门口的车停哪里？");
        let concern = text(&done(site, "lin", &format!("{matter}/concerns"), json!({ "text": "救护车进不来" }))["concerns"][0]["id"]);
        for _ in 0..5 {
            done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "先办后补" }));
        }
        let to = format!("{matter}/ratings");
        let visited = |site: &Site| site.get(&matter).by(&As::Visitor).send().json();
        let mut told = vec![];
        for (n, solved) in ["yes", "no", "partly", "no"].into_iter().enumerate() {
            let (way, eased) = (if n % 2 == 0 { "phone" } else { "paper" }, format!("{concern}:{solved}"));
            let words = json!({ "done": true, "solved": solved, "satisfied": 1 + n, "eased": [eased], "way": way });
            done(site, CONVENOR, &to, words);
            let view = visited(site);
            assert_eq!((view["ratings"]["all"].clone(), view["ratings"]["said"].clone()), (json!(n + 1), Value::Null));
            assert!(view["concerns"][0]["eased"].is_null() && !view["gate"].to_string().contains("eased"));
            told.push(site.get(&matter).by(&As::Visitor).face(Face::Page).send().text().contains("没解决"));
        }
        assert_eq!(told, [false; 4]);
        assert_eq!(visited(site)["ratings"]["by_way"], json!([{ "way": "phone", "people": 2 }, { "way": "paper", "people": 2 }]));
        let keeps = seen(site, CONVENOR, &matter);
        assert_eq!(keeps["ratings"]["said"], json!({ "yes": 1, "partly": 1, "no": 2, "satisfied_sum": 10 }));
        assert!(keeps["gate"].as_array().expect("a gate").iter().any(|c| c["condition"] == "eased" && c["met"] == true));
        // It goes back to be done again: the round that is over is everybody's, the next one says nothing yet.
        done(site, CONVENOR, &format!("{matter}/turns"), json!({ "to": "delivery", "reason": "还没办完" }));
        let view = visited(site);
        assert_eq!((view["ratings"]["all"].clone(), view["rated_before"]["said"]["no"].clone()), (json!(0), json!(2)));
    });
}

/// What was ticked stays where a rating is refused.
#[test]
fn a_refused_rating_keeps_every_answer() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let body = council(site);
        let matter = opened(site, &body, "单元门口的车停哪里？");
        let concern = text(&done(site, "lin", &format!("{matter}/concerns"), json!({ "text": "救护车进不来" }))["concerns"][0]["id"]);
        for _ in 0..5 {
            done(site, "officer", &format!("{matter}/passages"), json!({ "overriding": "先办后补" }));
        }
        let form = [("satisfied", "4"), ("done", "true"), ("text", "灯还是暗"), ("eased", &format!("{concern}:partly"))];
        let answer = site.post(&format!("{matter}/ratings")).by(&who("lin")).face(Face::Page).form(&form).send();
        let page = answer.text();
        assert_eq!(answer.status, 422);
        assert!(page.contains(&format!("value=\"{concern}:partly\" selected")), "{page}");
        assert!(page.contains("灯还是暗") && page.contains("name=\"satisfied\" value=\"4\" checked") && page.contains("name=\"done\" value=\"true\" checked"), "{page}");
    });
}
