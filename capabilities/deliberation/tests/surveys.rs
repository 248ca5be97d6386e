//! Questions of the needs step: written, answered once on every way, read as counts and as words without names.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{Face, Site};

fn opened(site: &Site) -> String {
    let body = council(site);
    let words = json!({ "question": "单元门口的车停哪里？", "topic": "停车", "track": "small", "place_name": "ZA-1", "source": "body", "source_title": "议事会动议" });
    done(site, CONVENOR, &format!("{body}/matters"), words);
    format!("/matters/{}", text(&site.get("/matters").send().json()["matters"][0]["id"]))
}

const LINES: &str = "单选 | 停哪里好？ | 东侧 / 西侧\n多选 | 什么时候最挤？ | 早上 / 晚上 / 周末\nscale | 现在满意吗？\nwords | 还想说什么？\npoint | 哪里最堵？";

fn counts(view: &Value, no: usize) -> Vec<Option<i64>> {
    let found = view["results"][no - 1]["counts"].as_array().cloned().unwrap_or_default();
    found.iter().map(|c| c["people"].as_i64()).collect()
}

/// Six in the room of ZA-1, seven on paper; the counts come when the step is over, small ones never.
#[test]
fn thirteen_people_answer_the_same_numbers() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let matter = opened(site);
        let to = |verb: &str| format!("{matter}/{verb}");
        assert_eq!(refused(site, "lin", &to("survey/answers"), json!({ "q1": ["1"] })), ["survey-none"]);
        assert_eq!(says(site, "lin", &to("survey"), json!({ "lines": LINES })).status, 403);
        assert_eq!(refused(site, CONVENOR, &to("survey"), json!({ "lines": "单选 | 停哪里好？" })), ["question-choices"]);
        assert_eq!(refused(site, CONVENOR, &to("survey"), json!({ "lines": "words | 说\n".repeat(9) })), ["survey-long"]);
        done(site, CONVENOR, &to("survey"), json!({ "lines": "words | 说点什么？" }));
        let view = done(site, CONVENOR, &to("survey"), json!({ "lines": LINES }));
        assert_eq!(view["survey"]["questions"][4], json!({ "no": 5, "kind": "point", "text": "哪里最堵？", "choices": [] }));

        let answers = json!({ "q1": ["1"], "q2": ["3", "1"], "q3": ["2"], "q4": ["救护车进不来"], "q5": ["ZA-1-1"], "place_name": "ZA-1-1" });
        let view = done(site, "lin", &to("survey/answers"), answers.clone());
        assert_eq!((&view["heard"], &view["survey"]["mine"], &view["survey"]["results"]), (&json!(1), &json!(true), &json!([])));
        assert_eq!(refused(site, "lin", &to("survey/answers"), answers), ["answered-once"]);
        assert_eq!(refused(site, CONVENOR, &to("survey"), json!({ "lines": LINES })), ["survey-answered"]);
        assert_eq!(refused(site, "zhao", &to("survey/answers"), json!({ "q1": ["9"], "q6": ["1"] })), ["choice-unknown", "question-unknown"]);
        // Whoever answered may say something too and is still one.
        assert_eq!(done(site, "lin", &to("responses"), json!({ "text": "晚上没处停" }))["heard"], 1);
        assert_eq!(says(site, "lin", &to("survey/answers"), json!({ "q1": ["1"], "way": "paper" })).status, 403);
        for n in 0..12 {
            let side = if n < 8 { "2" } else { "1" };
            done(site, CONVENOR, &to("survey/answers"), json!({ "q1": [side], "q3": ["5"], "way": "paper", "place_name": "ZA-1" }));
        }
        let concern = text(&done(site, "lin", &to("concerns"), json!({ "text": "救护车进不来" }))["concerns"][0]["id"]);
        done(site, CONVENOR, &to(&format!("concerns/{concern}/judgement")), json!({ "taken_up": true }));

        // Those who keep it read everything but whose it is.
        let needs = seen(site, CONVENOR, &to("needs"));
        assert_eq!(needs["said"].as_array().map(Vec::len), Some(1));
        assert_eq!((counts(&needs, 1), counts(&needs, 2), counts(&needs, 3)), (vec![Some(5), Some(8)], vec![Some(1), Some(0), Some(1)], vec![Some(0), Some(1), Some(0), Some(0), Some(12)]));
        assert_eq!(needs["results"][3]["words"], json!(["救护车进不来"]));
        assert_eq!(needs["results"][4]["counts"][0]["people"], 1);
        assert_eq!(site.get(&to("needs")).by(&who("lin")).send().status, 403);

        site.at("2026-10-06T09:00");
        assert_eq!(done(site, CONVENOR, &to("passages"), json!({}))["step"], "options");
        let view = site.get(&matter).send().json()["survey"].clone();
        assert_eq!((counts(&view, 1), counts(&view, 4)), (vec![Some(5), Some(8)], vec![None]));
        assert_eq!(counts(&view, 3), [Some(0), None, Some(0), Some(0), None], "one of thirteen could be worked out from twelve");
        assert_eq!(view["results"][3]["words"], json!([]));
        assert_eq!(refused(site, "zhao", &to("survey/answers"), json!({ "q1": ["1"] })), ["not-in-step"]);

        let sheet = site.get(&to("survey/sheet")).face(Face::Page).send().text();
        assert!(sheet.contains("停哪里好？") && sheet.contains("□ 1. 东侧"), "{sheet}");
        assert_eq!(site.get(&to("survey/sheet.docx")).send().status, 200);
    });
}

/// Who answered only the survey of a matter that is taken up in another was heard there too, once.
#[test]
fn answers_count_as_heard_where_the_matter_goes() {
    testkit::on_both(|site| {
        site.at("2026-10-05T09:00");
        let first = opened(site);
        done(site, CONVENOR, &format!("{first}/survey"), json!({ "lines": "words | 还想说什么？" }));
        done(site, "lin", &format!("{first}/survey/answers"), json!({ "q1": ["太挤"] }));
        let body = text(&site.get(&first).send().json()["body"]);
        let words = json!({ "question": "小区里怎么停车？", "topic": "停车", "track": "small", "source": "body", "source_title": "议事会动议" });
        done(site, CONVENOR, &format!("/bodies/{body}/matters"), words);
        let all = site.get("/matters").send().json();
        let second = all["matters"].as_array().and_then(|m| m.iter().find(|m| m["question"] == "小区里怎么停车？")).cloned().expect("the second");
        let path = format!("/matters/{}", text(&second["id"]));
        done(site, "lin", &format!("{path}/responses"), json!({ "text": "晚上没处停" }));
        done(site, CHAIR, &format!("{first}/merger"), json!({ "into": text(&second["code"]), "reason": "同一件事" }));
        assert_eq!(site.get(&path).send().json()["heard"], 1);
    });
}
