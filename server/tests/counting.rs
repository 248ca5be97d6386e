//! The counts and draws that anybody can repeat from files.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

fn linqiao(words: &[&str], file: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linqiao"));
    command.args(words).args(file).output().unwrap()
}

fn said(words: &[&str], file: Option<&Path>) -> String {
    let output = linqiao(words, file);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_ranked_ballot_prints_every_round() {
    let desk = Desk::new();
    let file = desk.file(
        "council.blt",
        "4 2\n8 1 2 0\n6 1 3 0\n7 2 0\n6 3 0\n3 4 3 0\n0\n\"P\"\n\"Q\"\n\"R\"\n\"S\"\n\"Two seats\"\n",
    );
    let text = said(&["tally", "--method", "stv"], Some(&file));
    assert!(
        text.contains("quota 11") && text.contains("8.71424  Q") && text.ends_with("elected: P, R\n"),
        "{text}"
    );
    let json: Value =
        serde_json::from_str(&said(&["tally", "--json", "--method", "stv"], Some(&file))).unwrap();
    assert_eq!(json["options"][2], "R");
    assert_eq!(json["result"]["rounds"][1]["sums"][2], "7.28568");
    assert_eq!(json["result"]["elected"], serde_json::json!([0, 2]));
}

#[test]
fn a_tie_is_said_and_a_seed_settles_it() {
    let desk = Desk::new();
    let file = desk.file("tie.soi", "# ALTERNATIVE NAME 1: Oak\n# ALTERNATIVE NAME 2: Elm\n5: 1\n5: 2\n");
    let open = said(&["tally", "--method", "irv"], Some(&file));
    assert!(open.contains("tie between Oak, Elm: open") && open.ends_with("elected: nobody\n"), "{open}");
    let drawn = said(&["tally", "--method", "irv", "--seed", "dice 4 4 1"], Some(&file));
    assert!(drawn.contains("settled by lot") && !drawn.ends_with("nobody\n"), "{drawn}");
    assert!(said(&["tally", "--method", "approval"], Some(&file)).contains("tie between Oak, Elm: open"));
}

#[test]
fn categories_are_questions_or_marks() {
    let desk = Desk::new();
    let names = "# ALTERNATIVE NAME 1: Benches\n# ALTERNATIVE NAME 2: Lamps\n";
    let file = desk.file(
        "asked.cat",
        &format!("{names}# CATEGORY NAME 1: For\n# CATEGORY NAME 2: Against\n# CATEGORY NAME 3: Abstain\n61: {{1,2}}\n40: 2,1\n9: {{}},{{}},{{1,2}}\n"),
    );
    let text = said(
        &["tally", "--method", "majority", "--leg", ">1/2 of roll", "--roll", "120", "--turnout", ">1/2"],
        Some(&file),
    );
    assert!(text.contains("electors > 1/2 of the roll: 61 of 120, needs 61: holds"), "{text}");
    let strict = said(&["tally", "--method", "majority", "--leg", ">=2/3 of for_against"], Some(&file));
    assert!(strict.contains("61 of 101, needs 68: fails\nnot adopted"), "{strict}");
    assert!(said(&["tally", "--method", "score"], Some(&file)).ends_with("elected: Lamps\n"));
}

#[test]
fn a_budget_is_shared() {
    let desk = Desk::new();
    let votes = "60;A1,A2,A3\n".repeat(60) + &"1;S1\n".repeat(40);
    let file = desk.file(
        "street.pb",
        &format!("META\nkey;value\nbudget;50000\nvote_type;approval\nPROJECTS\nproject_id;cost\nA1;20000\nA2;15000\nA3;15000\nS1;20000\nVOTES\nvoter_id;vote\n{votes}"),
    );
    let text = said(&["tally", "--method", "equal-shares", "--utility", "count"], Some(&file));
    assert!(text.ends_with("funded for 50000 of 50000: A2, A3, S1\n"), "{text}");
    assert!(said(&["tally", "--method", "greedy"], Some(&file)).ends_with("A1, A2, A3\n"));
    let refused = linqiao(&["tally", "--method", "stv"], Some(&file));
    assert!(
        !refused.status.success()
            && String::from_utf8_lossy(&refused.stderr).contains("equal-shares, greedy")
    );
}

#[test]
fn a_draw_is_repeated() {
    let desk = Desk::new();
    let line = |n: usize| format!("{n},{},{}\n", ["native", "new"][n % 2], ["young", "middle", "old"][n % 3]);
    let pool =
        desk.file("pool.csv", &format!("pool_no,origin,age\n{}", (1..=60).map(line).collect::<String>()));
    let rules = |algorithm: &str, new: usize| {
        format!(
            r#"{{"algorithm": "{algorithm}", "size": 12, "alternates": 6, "dims": [
            {{"name": "origin", "categories": [{{"code": "native", "at_least": 4, "at_most": 8}}, {{"code": "new", "at_least": {new}, "at_most": 12}}]}},
            {{"name": "age", "categories": [{{"code": "young", "at_least": 3, "at_most": 6}}, {{"code": "middle", "at_least": 3, "at_most": 6}}, {{"code": "old", "at_least": 3, "at_most": 6}}]}}]}}"#
        )
    };
    let draw = |rules: &Path| {
        linqiao(
            &["verify", "draw", "--seed", "08 17 23", "--pool", pool.to_str().unwrap(), "--rules"],
            Some(rules),
        )
    };
    for algorithm in ["cells-1", "quotas-1", "leximin-1"] {
        let file = desk.file("rules.json", &rules(algorithm, 4));
        let (once, again) = (draw(&file), draw(&file));
        assert!(once.status.success(), "{}", String::from_utf8_lossy(&once.stderr));
        let text = String::from_utf8(once.stdout.clone()).unwrap();
        assert!(
            text.contains(algorithm) && text.contains("panel (12): ") && text.contains("alternates (6): "),
            "{text}"
        );
        assert_eq!(once.stdout, again.stdout);
    }
    let refused = draw(&desk.file("rules.json", &rules("quotas-1", 10)));
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && why.contains("origin new at least 10 (with 8 a panel is possible)"),
        "{why}"
    );
}

/// A draw of the street: what its page publishes is what the program takes, and the list is the same.
#[test]
fn a_published_draw_is_repeated_from_its_files() {
    let site = testkit::Site::new(&db::testing::in_memory());
    let done = |by: &str, path: &str, words: Value| -> Value {
        let answer = site.post(path).by(&testkit::As::Person(by.into())).json(&words).send();
        assert!(answer.status.is_success(), "{path}: {}", answer.text());
        answer.json()
    };
    let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    site.at("2026-11-16T09:00");
    let charter = "quorum = { count = 1 }\nseats = [ { category = \"drawn\", seats = 9, filled_by = \"drawn\" } ]\n[decisions]\nordinary = { method = \"yes_no\" }\n";
    let founded = done("officer", "/bodies", serde_json::json!({ "name": "议事会", "kind": "community", "place_name": "ZA", "purpose": "议事", "charter": charter }));
    let body = format!("/bodies/{}", id(&founded["bodies"][0]["id"]));
    let draws = done("secretary-a", &format!("{body}/draws"), serde_json::json!({
        "category": "drawn", "size": 9, "alternates": 5, "dims": "来源: 原住 3-6，新迁入 3-6\n年龄: 青年 2-，长者 2-\n性别: 女 4-5，男 4-5",
        "pool_rule": "报名的居民", "seed_source": "骰子", "seed_from": "2026-11-23T20:00",
    }));
    let draw = format!("/draws/{}", id(&draws["draws"][0]["id"]));
    let line = |n: usize| format!("人{n},{n},{},{},{}\n", ["原住", "新迁入"][n % 2], ["青年", "长者"][n / 2 % 2], ["女", "男"][n / 4 % 2]);
    let sheet = format!("姓名,电话,来源,年龄,性别\n{}", (0..80).map(line).collect::<String>());
    done("secretary-a", &format!("{draw}/pool"), serde_json::json!({ "text": sheet }));
    done("secretary-a", &format!("{draw}/freezing"), serde_json::json!({}));
    site.at("2026-11-23T20:05");
    done("secretary-a", &format!("{draw}/seed"), serde_json::json!({ "seed": "4 4 1", "told": "公示栏", "witnesses": "三人" }));
    let view = done("lin", &format!("{draw}/drawing"), serde_json::json!({}));
    let desk = Desk::new();
    let published = |name: &str| desk.file(name, &site.get(&format!("{draw}/{name}")).send().text());
    let (pool, rules) = (published("pool.csv"), published("rules.json"));
    let words = ["verify", "draw", "--json", "--seed", "4 4 1", "--pool", pool.to_str().unwrap(), "--rules"];
    let told: Value = serde_json::from_str(&said(&words, Some(&rules))).unwrap();
    let numbers: Vec<&Value> = view["panel"].as_array().unwrap().iter().map(|n| &n["pool_no"]).collect();
    assert_eq!(told["drawn"]["panel"].as_array().unwrap().iter().collect::<Vec<_>>(), numbers);
    assert_eq!((&told["drawn"]["pool_hash"], &told["drawn"]["alternates"]), (&view["pool"]["hash"], &view["alternates_waiting"]));
}

/// What a ballot's page publishes gives the same count again; one vote more, and it says so.
#[test]
fn a_ballot_is_counted_again() {
    use deliberation::rules::{BallotOption, BallotRule, Counting, RollSize, Votes, prove, votes_csv};
    let desk = Desk::new();
    let rule: BallotRule = serde_json::from_value(serde_json::json!({
        "method": "stv", "elector_kind": "household", "legs": [], "turnout": [], "abstain": "counted_in_cast", "seats": 2, "at_most": 0, "bar": null,
        "most": 10, "blank_is_zero": false, "fewest": 1, "budget": 0, "utility": "cost", "secrecy": "secret", "change": "never", "doors": ["web", "paper"], "tie": "lot"
    }))
    .unwrap();
    let options: Vec<BallotOption> =
        ["P", "Q", "R", "S"].iter().zip(1..).map(|(t, no)| BallotOption { no, option: None, title: (*t).into(), cost: 0, hash: String::new() }).collect();
    let votes: Votes = [("1,2", 8), ("1,3", 6), ("2", 7), ("3", 6), ("4,3", 3)].map(|(content, times)| ((content.to_owned(), 1), times)).into();
    let of = Counting { ballot: "B26-0001-1", rule: &rule, options: &options, roll: RollSize { electors: 40, weight: 40 }, roll_hash: "r", secret: b"dice" };
    let proof = desk.file("proof.json", &serde_json::to_string(&prove(&of, &votes)).unwrap());
    let csv = desk.file("votes.csv", &votes_csv(&votes));
    let text = said(&["verify", "ballot", proof.to_str().unwrap()], Some(&csv));
    assert!(text.contains("30 of 40 electors voted; counted again: elected: P, R") && text.contains("10.28568"), "{text}");
    let more = desk.file("more.csv", &votes_csv(&votes).replace("7,1,2", "8,1,2"));
    let refused = linqiao(&["verify", "ballot", proof.to_str().unwrap()], Some(&more));
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && why.contains("the votes are not those that were counted"), "{why}");
}
