//! Scenes of a draw by lot: announced, sealed, seeded, drawn, answered; and anybody repeats it at home.

use crate::common::*;
use serde_json::{Value, json};
use testkit::{As, Site};

const SECRETARY: &str = "secretary-a";
const SEED_FROM: &str = "2026-11-30T20:30";

fn announcing() -> Value {
    json!({
        "category": "drawn", "size": 1, "alternates": 6, "dims": "origin: native, new\nage: young, old",
        "pool_rule": "本社区年满十八岁的居民", "seed_source": "2026-11-30 福彩双色球红球号码", "seed_from": SEED_FROM,
    })
}

/// A council with one free drawn seat, and a draw announced for it; the paths of both.
fn announced(site: &Site, words: Value) -> (String, String) {
    site.at("2026-11-16T09:00");
    let body = council(site);
    let view = done(site, SECRETARY, &format!("{body}/draws"), words);
    (body, format!("/draws/{}", text(&view["draws"][0]["id"])))
}

/// So many people, origin and age in turn.
fn sheet(many: usize) -> String {
    let line = |n: usize| format!("街坊{n},1390000{n:04},{},{}\n", ["native", "new"][n % 2], ["young", "old"][n / 2 % 2]);
    format!("name,contact,origin,age\n{}", (0..many).map(line).collect::<String>())
}

/// Drawn from a pool of so many.
fn drawn(site: &Site, draw: &str, many: usize) -> Value {
    done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": sheet(many) }));
    done(site, SECRETARY, &format!("{draw}/freezing"), json!({}));
    site.at("2026-11-30T21:00");
    done(site, SECRETARY, &format!("{draw}/seed"), seed());
    let answer = site.post(&format!("{draw}/drawing")).json(&json!({})).send();
    assert_eq!(answer.status.as_u16(), 200, "anybody draws: {}", answer.text());
    answer.json()
}

fn seed() -> Value {
    json!({ "seed": "3 8 14 21 26 31", "told": "中国福利彩票网 第 2026137 期", "witnesses": "楼组长三人" })
}

fn number(view: &Value) -> u64 {
    view["panel"][0]["pool_no"].as_u64().expect("a number")
}

/// Scene 13 in small: two machines give the same list; a refusal calls the first fitting alternate, who takes the seat.
#[test]
fn a_seat_is_drawn_refused_and_taken_by_the_next() {
    testkit::on_both(|site| {
        let (body, draw) = announced(site, announcing());
        let view = drawn(site, &draw, 40);
        assert_eq!((view["state"].clone(), view["panel"].as_array().map(Vec::len), view["algorithm"].clone()), (json!("drawn"), Some(1), json!("cells-1")));
        // The published files and the seed give the same list on another machine.
        let file = |name: &str| site.get(&format!("{draw}/{name}")).by(&As::Visitor).send();
        let rules: sortition::Rules = serde_json::from_str(&file("rules.json").text()).expect("rules");
        let csv = file("pool.csv").text();
        let mut lines: Vec<&str> = csv.lines().collect();
        lines[1..].reverse();
        let pool = sortition::Pool::read(&lines.join("\n"), &rules).expect("a pool");
        let again = sortition::draw(&pool, &rules, b"3 8 14 21 26 31").expect("a list");
        assert_eq!(json!(again.panel), json!([number(&view)]));
        assert_eq!(view["pool"]["hash"], json!(again.pool_hash));
        assert_eq!(view["alternates_waiting"].as_array().map(Vec::len), Some(again.alternates.len()));
        // Who was drawn is a number until they accept.
        let first = number(&view);
        assert!(!csv.contains("街坊") && !site.get(&draw).send().text().contains("街坊"));
        let opened = done(site, SECRETARY, &format!("{draw}/lines/{first}/opening"), json!({}));
        assert!(text(&opened["opened"]["contact"]).starts_with("139"));
        let answer = format!("{draw}/lines/{first}/answer");
        assert_eq!(says(site, "lin", &answer, json!({ "reply": "refused" })).status, 403, "not their number");
        let called = done(site, SECRETARY, &answer, json!({ "reply": "refused" }));
        let next = called["alternates_called"][0].clone();
        assert_eq!((next["state"].clone(), next["calls_after"].clone()), (json!("invited"), json!(first)));
        let cell = |no: u64| lines.iter().find(|l| l.starts_with(&format!("{no},"))).and_then(|l| l.split_once(',')).map(|l| l.1.to_owned());
        let next = next["pool_no"].as_u64().expect("a number");
        let same_cell = again.alternates.iter().find(|no| cell(**no) == cell(first));
        assert_eq!(Some(&next), same_cell.or(again.alternates.first()));
        // Accepting takes the seat, with the declaration every seat needs.
        let answer = format!("{draw}/lines/{next}/answer");
        assert_eq!(refused(site, SECRETARY, &answer, json!({ "reply": "accepted" })), ["text-missing", "interests-undeclared"]);
        let yes = json!({ "reply": "accepted", "shown_name": "苗女士", "interests_declared": true });
        let seated = done(site, SECRETARY, &answer, yes.clone());
        assert_eq!(seated["seated"], json!(["苗女士"]));
        assert_eq!(refused(site, SECRETARY, &answer, yes), ["not-invited"]);
        let roster = site.get(&body).send().json();
        let held: Vec<&Value> = roster["roster"].as_array().expect("a roster").iter().filter(|s| s["shown_name"] == "苗女士").collect();
        assert_eq!((held.len(), held[0]["taken_how"].clone()), (1, json!("drawn")));
        // Drawn again from the same seed, it stands as it is.
        let twice = site.post(&format!("{draw}/drawing")).json(&json!({})).send().json();
        assert_eq!(number(&twice), first);
        let street = site.street;
        assert!(site.read(move |r| deliberation::actions::broken_draws(r, street)).is_empty());
    });
}

/// A week ahead, pool before seed, seed once: nobody can choose the outcome.
#[test]
fn the_seed_comes_after_the_pool_and_never_changes() {
    testkit::on_both(|site| {
        let soon = json!({ "seed_from": "2026-11-20T09:00" });
        let mut words = announcing();
        words["seed_from"] = soon["seed_from"].clone();
        site.at("2026-11-16T09:00");
        let body = council(site);
        let path = format!("{body}/draws");
        assert_eq!(refused(site, SECRETARY, &path, words), ["draw-lead"]);
        assert_eq!(says(site, "lin", &path, announcing()).status, 403);
        assert_eq!(says(site, "secretary-b", &path, announcing()).status, 403);
        let mut over = announcing();
        over["size"] = json!(2);
        assert_eq!(refused(site, SECRETARY, &path, over), ["draw-over-seats"]);
        let mut elected = announcing();
        elected["category"] = json!("resident");
        assert_eq!(refused(site, SECRETARY, &path, elected), ["category-not-drawn"]);
        let view = done(site, SECRETARY, &path, announcing());
        let draw = format!("/draws/{}", text(&view["draws"][0]["id"]));
        let to = |verb: &str| format!("{draw}/{verb}");
        assert_eq!(refused(site, SECRETARY, &to("freezing"), json!({})), ["pool-small"]);
        assert_eq!(refused(site, SECRETARY, &to("seed"), seed()), ["draw-not-frozen"]);
        done(site, SECRETARY, &to("pool"), json!({ "text": sheet(20) }));
        let frozen = done(site, SECRETARY, &to("freezing"), json!({}));
        let hash = frozen["pool"]["hash"].clone();
        assert_eq!(refused(site, SECRETARY, &to("pool"), json!({ "text": sheet(21) })), ["draw-not-announced"]);
        assert_eq!(refused(site, SECRETARY, &to("seed"), seed()), ["seed-early"]);
        site.at("2026-11-30T20:30");
        let unseen = json!({ "seed": "1", "told": "某处", "witnesses": "" });
        assert_eq!(refused(site, SECRETARY, &to("seed"), unseen), ["text-missing"]);
        assert_eq!(refused(site, SECRETARY, &to("drawing"), json!({})), ["draw-not-seeded"]);
        done(site, SECRETARY, &to("seed"), seed());
        assert_eq!(refused(site, SECRETARY, &to("seed"), json!({ "seed": "7", "told": "别处", "witnesses": "一人" })), ["seed-stands"]);
        let view = site.get(&draw).send().json();
        assert_eq!((view["seed"]["seed"].clone(), view["pool"]["hash"].clone()), (json!("3 8 14 21 26 31"), hash));
        // The whole draw may be void, in public.
        assert_eq!(refused(site, SECRETARY, &to("voiding"), json!({})), ["text-missing"]);
        let void = done(site, SECRETARY, &to("voiding"), json!({ "reason": "开奖号码抄错了" }));
        assert_eq!((void["state"].clone(), void["void_why"].clone()), (json!("void"), json!("开奖号码抄错了")));
        assert_eq!(refused(site, SECRETARY, &to("drawing"), json!({})), ["draw-not-seeded"]);
    });
}

/// A pool that is frozen too late is never drawn from: the seed might be known.
#[test]
fn a_pool_is_not_frozen_when_the_seed_may_be_known() {
    testkit::on_both(|site| {
        let (_, draw) = announced(site, announcing());
        done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": sheet(20) }));
        site.at(SEED_FROM);
        assert_eq!(refused(site, SECRETARY, &format!("{draw}/freezing"), json!({})), ["draw-freeze-late"]);
    });
}

/// A sheet goes in whole or not at all; the same people twice are once.
#[test]
fn a_sheet_with_a_bad_cell_brings_nobody() {
    testkit::on_both(|site| {
        let (_, draw) = announced(site, announcing());
        let entered = || seen(site, SECRETARY, &draw)["entered"].clone();
        let bad = "name,contact,origin,age,login\n林一,139,native,young,\n陈二,,native,老,lin-nobody\n";
        let answer = says(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": bad })).json();
        let cells: Vec<String> = answer["problems"].as_array().expect("problems").iter().map(|p| format!("{} {}", text(&p["code"]), text(&p["args"][0][1]))).collect();
        assert_eq!((cells, entered()), (vec!["cell-contact B3".to_owned(), "cell-category D3".into()], json!(0)));
        let nobody = "name,contact,origin,age,login\n林一,139,native,young,nobody-here\n";
        assert_eq!(refused(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": nobody })), ["cell-login"]);
        let looked = done(site, SECRETARY, &format!("{draw}/pool/checks"), json!({ "text": sheet(6) }));
        assert_eq!((looked["brought"].clone(), entered()), (json!({ "lines": 6, "fresh": 6, "done": false }), json!(0)));
        done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": sheet(6) }));
        let again = done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": sheet(8) }));
        assert_eq!((again["brought"]["fresh"].clone(), entered()), (json!(2), json!(8)));
        assert_eq!(says(site, "lin", &format!("{draw}/pool"), json!({ "text": sheet(9) })).status, 403);
    });
}

/// Where no panel keeps every bound, the tightest is named and nothing is loosened; the next announcement says what is.
#[test]
fn an_impossible_draw_is_announced_again() {
    testkit::on_both(|site| {
        let mut words = announcing();
        words["dims"] = json!("origin: native 1, new 0\nage: young, old\ngender: f, m");
        let (body, draw) = announced(site, words);
        let line = |n: usize| format!("居民{n},1{n:03},new,{},{}\n", ["young", "old"][n % 2], ["f", "m"][n / 2 % 2]);
        let text_of = format!("name,contact,origin,age,gender\n{}", (0..12).map(line).collect::<String>());
        done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": text_of }));
        let frozen = done(site, SECRETARY, &format!("{draw}/freezing"), json!({}));
        assert_eq!(frozen["algorithm"], "quotas-1");
        site.at("2026-11-30T21:00");
        done(site, SECRETARY, &format!("{draw}/seed"), seed());
        let view = done(site, "lin", &format!("{draw}/drawing"), json!({}));
        assert_eq!((view["state"].clone(), view["panel"].clone()), (json!("infeasible"), json!([])));
        let first = &view["infeasible"][0];
        assert_eq!((first["dimension"].clone(), first["code"].clone(), first["at_least"].clone(), first["to"].clone()), (json!("origin"), json!("native"), json!(true), json!(0)));
        let id = draw.trim_start_matches("/draws/");
        let mut again = announcing();
        again["again_of"] = json!(id);
        again["seed_from"] = json!("2026-12-20T20:30");
        assert_eq!(refused(site, SECRETARY, &format!("{body}/draws"), again.clone()), ["text-missing"], "say what was loosened");
        again["again_why"] = json!("报名的没有原住居民，不再限制来源");
        let view = done(site, SECRETARY, &format!("{body}/draws"), again);
        let next = format!("/draws/{}", text(&view["draws"][0]["id"]));
        assert_eq!(site.get(&next).send().json()["again_of"], json!(id));
    });
}

/// Five days of silence call the next; the chances are told once simulated.
#[test]
fn silence_calls_the_next() {
    testkit::on_both(|site| {
        let (_, draw) = announced(site, announcing());
        let first = number(&drawn(site, &draw, 40));
        let sweep = || site.by_system(deliberation::actions::sweep_draws);
        site.at("2026-12-05T20:59");
        assert_eq!(sweep(), 0);
        site.at("2026-12-05T21:00");
        assert_eq!((sweep(), sweep()), (1, 0));
        let view = site.get(&draw).send().json();
        assert_eq!((view["panel"][0]["state"].clone(), view["alternates_called"][0]["calls_after"].clone()), (json!("silent"), json!(first)));
        let (street, id) = (site.street, draw.trim_start_matches("/draws/").parse().expect("an id"));
        let (of, lines) = site.read(move |r| deliberation::actions::draw_with_lines(r, street, id)).expect("a draw");
        let chances = deliberation::rules::simulate(&of, &lines, 2_000).expect("chances");
        site.by_system(move |tx| deliberation::actions::tell_chances(tx, id, &chances));
        let view = site.get(&draw).send().json();
        assert_eq!(view["fairness"]["draws"], 2_000);
        // One seat for forty people: the cell that holds it has ten of them.
        assert!(view["pool"]["cells"].as_array().expect("cells").iter().any(|c| c["chance"] == 100), "{}", view["pool"]);
    });
}

/// Small cells are not told, also not by subtraction, and the file of numbers then is the auditor's.
#[test]
fn a_small_cell_is_covered() {
    testkit::on_both(|site| {
        let (_, draw) = announced(site, announcing());
        let few = "name,contact,origin,age\n老邻居,1,native,old\n".to_owned() + sheet(40).replace(",native,old\n", ",native,young\n").split_once('\n').map_or("", |s| s.1);
        done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": few }));
        done(site, SECRETARY, &format!("{draw}/freezing"), json!({}));
        let view = site.get(&draw).send().json();
        let cells = view["pool"]["cells"].as_array().expect("cells").clone();
        let of = |a: &str, b: &str| cells.iter().find(|c| c["cell"] == json!([a, b])).map(|c| c["people"].clone());
        assert_eq!(of("native", "old"), Some(Value::Null));
        assert!(cells.iter().filter(|c| c["people"].is_null()).count() >= 2, "one alone could be worked out: {cells:?}");
        let file = format!("{draw}/pool.csv");
        assert_eq!(site.get(&file).send().status, 404);
        assert_eq!(site.get(&file).by(&who("lin")).send().status, 404);
        assert_eq!(site.get(&file).by(&who("auditor")).send().status, 200);
    });
}

/// Households are invited one by one; who was drawn and has an account answers for themselves.
#[test]
fn who_was_drawn_answers_alone() {
    testkit::on_both(|site| {
        let mut words = announcing();
        (words["stage"], words["size"], words["dims"]) = (json!("invite"), json!(3), json!("origin: native, new"));
        let (body, draw) = announced(site, words);
        let text_of = "name,contact,household,origin,login\n林,1,1-101,native,grid-worker\n陈,2,1-102,new,\n赵,3,1-103,new,\n";
        let twice = text_of.replace("1-102", "1-101");
        assert_eq!(refused(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": twice })), ["cell-household-twice"]);
        done(site, SECRETARY, &format!("{draw}/pool"), json!({ "text": text_of }));
        done(site, SECRETARY, &format!("{draw}/freezing"), json!({}));
        site.at("2026-11-30T21:00");
        done(site, SECRETARY, &format!("{draw}/seed"), seed());
        done(site, SECRETARY, &format!("{draw}/drawing"), json!({}));
        let mine = seen(site, "grid-worker", &draw)["mine"].clone();
        assert_eq!(mine["state"], "invited");
        let no = mine["pool_no"].as_u64().expect("a number");
        let view = done(site, "grid-worker", &format!("{draw}/lines/{no}/answer"), json!({ "reply": "accepted" }));
        assert_eq!(view["mine"]["state"], "accepted");
        assert_eq!(site.get(&body).send().json()["filled"], 13, "an invitation is no seat");
        assert_eq!(seen(site, "zhao", &draw)["mine"], Value::Null);
    });
}
