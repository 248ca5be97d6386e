//! What went wrong in peer software and does not here. One scene for each defect that no other test tells of:
//!
//! | peer | number | told by |
//! |---|---|---|
//! | Consul | #2415, PR #5539, PR #5762 | `ballots::a_race_has_one_winner`, `ballots::one_line_for_each_key` |
//! | Consul | #5317, PR #5794 | `ballots::a_secret_ballot_by_three_doors`, `ballot_properties::papers_balance` |
//! | Decidim | #2862, #3233 | `meetings::sealed_minutes`, `meeting_properties::two_persons_seal` |
//! | Decidim | #13699, #1970 | `proposals::micro_gardens_are_merged_and_taken_apart_again` |
//! | Decidim | #3423, #8178, #5100, #3041, #5125 | `calendars::a_feed_tells_only_what_was_published` |
//! | Decidim | #14010, #12518 | `proposal_properties::a_clock_follows_from_its_proofs` |
//! | Decidim | #14264 | `draws::silence_calls_the_next` |
//! | Decidim | #9044 | `ballots::a_race_has_one_winner` |
//! | Decidim | #16143, #12234 | `messages`: `a_days_messages_are_one_list_that_misses_nothing_and_is_never_empty` |
//! | Decidim | PR #13701, #12578 | the speeds of `bench/` |
//! | Loomio | #9796, #9797, #7475 | `secrecy::an_open_ballot_shows_nothing_of_its_contents` |
//! | Go Vocal | PR #7534, PR #13549 | `matter_properties::every_change_of_step_has_its_event` |
//! | CitizenOS | #261 | `counting::a_tie_is_a_tie` |
//! | Polis | #1550 | `proposals::writing_one_shows_what_is_like_it_and_every_page_opens` |

use crate::common::ballots::*;
use crate::common::*;
use deliberation::rules::{BallotId, code_typed};
use serde_json::{Value, json};
use testkit::{As, Face};

fn page(site: &testkit::Site, path: &str, by: &As) -> String {
    let answer = site.get(path).by(by).face(Face::Page).send();
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// Paper totals only by an undocumented file, booths refused unless something else is switched on: here a ballot by paper
/// alone goes from the roll to its result on the desk's pages.
#[test]
fn consul_4774_a_ballot_on_paper_alone() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "doors": ["paper"] }), &[("划线停车", 1_000)], (5, 1));
        let to = |verb: &str| format!("{ballot}/{verb}");
        assert_eq!(refused(site, "lin", &to("votes"), json!({ "choice": ["for"], "checked": true })), ["door-not-listed"]);
        (1..=3).for_each(|n| on_paper(site, &ballot, n));
        site.at("2026-10-13T10:00");
        done(site, CONVENOR, &to("closure"), json!({}));
        for (who, field) in [("clerk", "name=\"issued\""), (CONVENOR, "name=\"count\"")] {
            assert!(page(site, &to("roll"), &crate::common::who(who)).contains(field), "the form stands on the page");
        }
        for who in ["clerk", "clerk-2"] {
            done(site, who, &to("sheet"), json!({ "issued": 3, "accepted": 3 }));
        }
        done(site, CONVENOR, &to("batches"), json!({ "count": 3 }));
        let bundle = format!("/desk{ballot}/batches/1");
        assert!(page(site, &to("roll"), &crate::common::who("clerk")).contains(&bundle), "the roll leads to the bundle");
        assert!(page(site, &bundle, &crate::common::who("clerk")).contains("name=\"slips\""));
        for who in ["clerk", "clerk-2"] {
            done(site, who, &to("batches/1/readings"), json!({ "slips": "1\n1\n2" }));
        }
        let view = done(site, CONVENOR, &to("count"), json!({}));
        assert_eq!((view["counted"]["outcome"].clone(), view["by_door"].clone()), (json!("adopted"), json!({ "paper": 3 })));
    });
}

/// A fresh house lets nobody vote, propose or stand behind anything who is not known: there is no setting to open it.
#[test]
fn consul_4576_nobody_unverified_takes_part() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "secrecy": "named", "doors": ["web", "desk"] }), &[("划线停车", 1_000)], (3, 1));
        let vote = json!({ "choice": ["for"], "checked": true });
        let nobody = site.post(&format!("{ballot}/votes")).json(&vote).send();
        assert_eq!(nobody.status, 401, "{}", nobody.text());
        assert_eq!(refused(site, "stranger", &format!("{ballot}/votes"), vote), ["not-on-roll"]);
        let proposing = json!({ "title": "夜校", "text": "晚上上课", "place_name": "ZA-1", "shown_name": "某人" });
        assert!(!says(site, "stranger", "/proposals", proposing).status.is_success());
        assert_eq!(broken_ballots(site), Vec::<String>::new());
    });
}

/// A cast answer is locked, and the result of a ballot that was only online stands on its page for everybody.
#[test]
fn consul_3233_an_online_ballot_is_locked_and_read() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({ "doors": ["web"] }), &[("划线停车", 1_000)], (3, 2));
        votes(site, "lin", &ballot, &["for"]);
        votes(site, "resident-2", &ballot, &["for"]);
        assert_eq!(refused(site, "lin", &format!("{ballot}/votes"), json!({ "choice": ["against"], "checked": true })), ["voted-already"]);
        counted(site, &ballot);
        let view = site.get(&ballot).send().json();
        assert_eq!((view["counted"]["outcome"].clone(), view["turnout"].clone()), (json!("adopted"), json!(2)));
        assert!(page(site, &ballot, &As::Visitor).contains("划线停车"));
    });
}

/// Who sits in a public body is public, also where its meetings are for members alone.
#[test]
fn decidim_15710_members_are_listed_whatever_their_meetings() {
    testkit::on_both(|site| {
        site.at("2026-11-02T09:00");
        let body = council(site);
        let words = json!({ "from": "2026-11-11T19:00", "venue": "二楼", "members_only": true });
        let view = done(site, CHAIR, &format!("{body}/meetings"), words);
        let meeting = format!("/meetings/{}", text(&view["meetings"][0]["id"]));
        done(site, CONVENOR, &format!("{meeting}/notices"), json!({ "items": [{ "kind": "discuss", "title": "停车" }] }));
        assert_eq!(site.get(&meeting).send().status, 404);
        let roster = site.get(&format!("{body}/roster")).send().json();
        assert_eq!(roster["roster"].as_array().map(Vec::len), Some(13));
        assert!(page(site, &body, &As::Visitor).contains("代表5"));
    });
}

/// A fifth left between choosing and voting, unsure whether it was saved: here each screen says that nothing is in the box
/// yet until it is, and what was marked comes along.
#[test]
fn decidim_5713_each_screen_says_whether_the_vote_is_in_the_box() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        let not_yet = "现在还没有投出";
        let first = page(site, &ballot, &who("lin"));
        assert!(first.contains(not_yet), "{first}");
        let check = site.post(&format!("{ballot}/votes")).by(&who("lin")).form(&[("choice", "for")]).face(Face::Page).send().text();
        assert!(check.contains(not_yet) && check.contains("name=\"choice\" value=\"for\""), "{check}");
        assert_eq!(seen(site, "lin", &ballot)["me"]["state"], "listed");
        votes(site, "lin", &ballot, &["for"]);
        assert_eq!(seen(site, "lin", &ballot)["me"]["state"], "voted");
        assert!(!page(site, &ballot, &who("lin")).contains(not_yet));
    });
}

/// A roll needs no e-mail and no phone, and how many voted of how many stands on the page.
#[test]
fn decidim_15592_a_roll_of_doors_and_a_turnout() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (31, 0));
        (1..=4).for_each(|n| drop(at_desk(site, &ballot, n, &["for"])));
        let view = site.get(&ballot).send().json();
        assert_eq!((view["turnout"].clone(), view["electors"].clone()), (json!(4), json!(31)));
        counted(site, &ballot);
        let view = site.get(&ballot).send().json();
        assert_eq!((view["turnout"].clone(), view["electors"].clone(), view["by_door"].clone()), (json!(4), json!(31), json!({ "desk": 4 })));
    });
}

/// The chain goes on after the vote, and progress is what was verified: nobody types it.
#[test]
fn decidim_1618_what_was_decided_becomes_tasks() {
    testkit::on_both(|site| {
        let (ballot, matter, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        votes(site, "lin", &ballot, &["for"]);
        counted(site, &ballot);
        site.at("2026-10-17T10:00");
        done(site, CONVENOR, &format!("{ballot}/seal"), json!({}));
        done(site, CONVENOR, &format!("{matter}/resolution"), json!({ "text": "划线停车。" }));
        done(site, CONVENOR, &format!("{matter}/passages"), json!({}));
        let task = json!({ "title": "划线", "to_be_seen": "地上有五个车位", "owner_name": "物业", "due": "2026-10-30" });
        let view = done(site, CONVENOR, &format!("{matter}/tasks"), task.clone());
        let mut typed = task;
        typed["progress"] = json!(80);
        assert!(!says(site, CONVENOR, &format!("{matter}/tasks"), typed).status.is_success(), "no field takes a percentage");
        let verified = |view: &Value| view["tasks"].as_array().expect("tasks").iter().filter(|t| t["state"] == "verified").count();
        assert_eq!(verified(&view), 0);
        let task = text(&view["tasks"][0]["id"]);
        done(site, CONVENOR, &format!("{matter}/tasks/{task}/done"), json!({ "evidence": "物业说划好了" }));
        let view = done(site, CHAIR, &format!("{matter}/tasks/{task}/verification"), json!({ "evidence": "五个车位已划", "witness": "林阿姨" }));
        assert_eq!(verified(&view), 1);
        assert_eq!(text(&view["resolutions"][0]["ballot"]), ballot.trim_start_matches("/ballots/"), "the chain leads back to the count");
    });
}

/// What the clock changes by itself has its event, with the rule as its actor.
#[test]
fn decidim_17282_what_the_clock_changes_leaves_a_trace() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        let id: BallotId = ballot.trim_start_matches("/ballots/").parse().expect("an id");
        site.at("2026-10-13T10:00");
        assert_eq!(site.by_system(|tx| deliberation::actions::tend_ballots(tx, 10)), 1);
        assert_eq!(seen(site, "lin", &ballot)["state"], "closed");
        let told: Vec<String> = site.read(move |r| {
            r.all("select actor_kind from events where name = 'deliberation.ballot_closed' and subject_id = $1", db::args![id])
        });
        assert_eq!(told, ["system"]);
    });
}

/// A code that was misheard or mistyped is known to be wrong, and a right one is read however it is written.
#[test]
fn decidim_10421_every_printed_code_checks_itself() {
    testkit::on_both(|site| {
        let (ballot, matter, _) = opened(site, json!({}), &[("划线停车", 1_000)], (3, 1));
        for path in [ballot, matter] {
            let code = text(&seen(site, "lin", &path)["code"]);
            assert_eq!(code_typed(&code.to_lowercase().replace('-', " ")), Some(code.clone()));
            let last = code.chars().next_back().and_then(|c| c.to_digit(10)).expect("a digit");
            let wrong = format!("{}{}", &code[..code.len() - 1], (last + 1) % 10);
            assert_eq!(code_typed(&wrong), None);
        }
    });
}

/// Who was asked can be shown: the roll was frozen before the first vote, its hash is public, and what is added to a sheet
/// afterwards reaches nobody.
#[test]
fn loomio_11819_the_roll_is_known_before_the_first_vote() {
    testkit::on_both(|site| {
        let (ballot, _, _) = opened(site, json!({}), &[("划线停车", 1_000)], (4, 1));
        let before = site.get(&ballot).send().json();
        assert_eq!(text(&before["roll_hash"]).len(), 64);
        assert_eq!(refused(site, CONVENOR, &format!("{ballot}/roll"), json!({ "text": "key\n99-101" })), ["ballot-not-now"]);
        assert_eq!(refused(site, "clerk", &format!("{ballot}/desk-votes"), json!({ "key": "99-101", "choice": ["for"] })), ["not-on-roll"]);
        at_desk(site, &ballot, 2, &["for"]);
        counted(site, &ballot);
        let proof = site.get(&format!("{ballot}/proof.json")).send().json();
        assert_eq!((proof["roll_hash"].clone(), proof["roll"]["electors"].clone()), (before["roll_hash"].clone(), json!(4)));
    });
}

/// Ticks are not people: three electors with six ticks are three.
#[test]
fn citizenos_591_electors_are_counted_not_ticks() {
    testkit::on_both(|site| {
        let options = [("长椅", 1_000), ("路灯", 2_000), ("花坛", 3_000)];
        let (ballot, _, _) = opened(site, json!({ "method": "approval", "tie": "lot" }), &options, (5, 1));
        votes(site, "lin", &ballot, &["1", "2", "3"]);
        at_desk(site, &ballot, 2, &["1", "2"]);
        at_desk(site, &ballot, 3, &["1"]);
        let view = counted(site, &ballot);
        assert_eq!((view["counted"]["electors"].clone(), view["turnout"].clone()), (json!(3), json!(3)));
        assert_eq!(view["counted"]["rounds"]["approvals"], json!([3, 2, 1, 0]));
    });
}
