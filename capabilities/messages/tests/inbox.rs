//! Messages on both engines: what a voice's speaker finds in the inbox, by e-mail or SMS, when, and how often.

use appeals::rules::{Acceptance, CallbackWish, Reception, State, Urgency};
use jobs::{Errand, Worker};
use messages::follow::Post;
use outside::{Letter, Mail, MemorySms, OutsideError, Sms};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{As, Site, Wanted, on_both};

fn lin() -> As {
    As::Person("lin".into())
}

fn post(sms: Arc<dyn Sms>, mail: Arc<dyn Mail>) -> Post {
    Post { tellers: server::house::tellers(), sms, mail, street_name: "竹溪街道".into(), site: "https://street.example".into() }
}

/// What the house does by the clock: voices' words and staff's work are passed on, and what may go out goes.
fn works(site: &Site) {
    passes_on(site);
    let out = post(site.sms.clone(), site.mail.clone());
    out.run(site.db(), site.street, site.now()).expect("a turn");
}

fn passes_on(site: &Site) {
    let worker = Worker::new(site.db().clone(), vec![site.street], vec![Arc::new(appeals::follow::Waiting)], vec![Arc::new(appeals::follow::Telling)]);
    site.later(1);
    worker.run_once(site.now()).expect("a pass");
}

fn inbox(site: &Site, who: &As) -> Value {
    site.get("/my/messages").by(who).send().json()
}

fn speaks(site: &Site, state: State) -> testkit::Made {
    site.account("lin");
    site.makes(&Wanted { state, speaker: Some("lin"), ..Wanted::default() })
}

/// An address, verified by the code that comes.
fn verifies(site: &Site, who: &As, email: &str) {
    let sent = site.post("/account/messages/email").by(who).json(&json!({ "email": email })).send();
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.text());
    let text = site.mail.last_to(email).expect("a letter").text;
    let code: String = text.split("验证码是 ").nth(1).expect("a code").chars().take(6).collect();
    let verified = site.post("/account/messages/email/verification").by(who).json(&json!({ "code": code })).send();
    assert_eq!(verified.status.as_u16(), 200, "{}", verified.text());
}

fn chooses(site: &Site, who: &As, words: Value) {
    let answer = site.post("/account/messages").by(who).json(&words).send();
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
}

fn by_email(quiet: (&str, &str), daily: bool) -> Value {
    json!({ "progress": "email", "callback": "email", "office": "email", "quiet_from": quiet.0, "quiet_until": quiet.1, "daily": daily })
}

/// Letters to lin, but for the codes.
fn letters(site: &Site) -> Vec<Letter> {
    site.mail.sent().into_iter().filter(|l| l.unsubscribe.is_some()).collect()
}

#[test]
fn an_answer_lies_in_the_inbox_unread_and_is_read() {
    on_both(|site| {
        let made = speaks(site, State::Accepted);
        assert_eq!(inbox(site, &lin())["items"], json!([]), "nothing before it is passed on");
        works(site);
        let shown = inbox(site, &lin());
        assert_eq!((&shown["unread"], shown["items"].as_array().map(Vec::len)), (&json!(1), Some(1)), "{shown}");
        let item = &shown["items"][0];
        assert_eq!((&item["kind"], &item["read"], &item["link"]), (&json!("progress"), &json!(false), &json!(format!("/voices/{}", made.voice))));
        assert!(item["says"].as_str().is_some_and(|s| s.contains(&made.case.case_no) && s.contains("受理")), "{item}");
        assert!(site.get("/account").by(&lin()).face(testkit::Face::Page).send().text().contains("1 条未读消息"));
        assert_eq!(site.get(item["link"].as_str().expect("a link")).by(&lin()).send().status.as_u16(), 200, "the link opens");
        let read = format!("/my/messages/{}/reading", item["id"].as_str().expect("an id"));
        assert_eq!(site.post(&read).by(&As::Person("zhao".into())).json(&json!({})).send().status.as_u16(), 404, "another's is not there");
        let after = site.post(&read).by(&lin()).json(&json!({})).send().json();
        assert_eq!((&after["unread"], &after["items"][0]["read"]), (&json!(0), &json!(true)));
        works(site);
        assert_eq!(inbox(site, &lin())["items"].as_array().map(Vec::len), Some(1), "told once");
        assert!(site.sms.sent().is_empty() && site.mail.sent().is_empty(), "who chose nothing and left no number is rung by nothing");
    });
}

#[test]
fn pages_go_on_below_the_last_one() {
    on_both(|site| {
        for _ in 0..21 {
            speaks(site, State::Accepted);
        }
        works(site);
        let first = inbox(site, &lin());
        assert_eq!((first["items"].as_array().map(Vec::len), &first["unread"]), (Some(20), &json!(21)));
        let below = format!("/my/messages?before={}", first["next"].as_str().expect("more"));
        let rest = site.get(&below).by(&lin()).send().json();
        assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next"]), (Some(1), &Value::Null));
        let all = site.post("/my/messages/reading").by(&lin()).json(&json!({})).send().json();
        assert_eq!(all["unread"], 0);
    });
}

#[test]
fn by_choice_it_goes_by_email_and_only_once_verified() {
    on_both(|site| {
        site.account("lin");
        let refused = site.post("/account/messages").by(&lin()).json(&by_email(("", ""), false)).send();
        assert_eq!((refused.status.as_u16(), refused.problems()), (422, vec!["no-email".to_owned(); 3]));
        let wrong = site.post("/account/messages/email").by(&lin()).json(&json!({ "email": "nowhere" })).send();
        assert_eq!(wrong.problems(), ["email-form"]);
        verifies(site, &lin(), "lin@example.com");
        assert_eq!(site.get("/account/messages").by(&lin()).send().json()["email"], "l***@example.com");
        chooses(site, &lin(), by_email(("", ""), false));
        speaks(site, State::Accepted);
        works(site);
        works(site);
        let sent = letters(site);
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert!(sent[0].to == "lin@example.com" && sent[0].text.contains("https://street.example/voices/"), "{:?}", sent[0]);
        assert!(!sent[0].text.contains("电梯停了三天"), "no words of what was said");
        let kept: Vec<Vec<u8>> = site.read(|r| r.all("select email from message_wishes where email is not null", &[]));
        assert!(kept.iter().all(|k| !String::from_utf8_lossy(k).contains("example")), "the address is sealed");
    });
}

#[test]
fn a_code_is_tried_five_times_and_no_more() {
    on_both(|site| {
        site.account("lin");
        site.post("/account/messages/email").by(&lin()).json(&json!({ "email": "lin@example.com" })).send();
        let tries = |code: &str| site.post("/account/messages/email/verification").by(&lin()).json(&json!({ "code": code })).send();
        let text = site.mail.last_to("lin@example.com").expect("a letter").text;
        let right: String = text.split("验证码是 ").nth(1).expect("a code").chars().take(6).collect();
        for _ in 0..5 {
            assert_eq!(tries(if right == "000000" { "000001" } else { "000000" }).problems(), ["email-code"]);
        }
        assert_eq!(tries(&right).problems(), ["email-code"], "too late for the right one");
        assert_eq!(site.post("/account/messages/email").by(&lin()).json(&json!({ "email": "lin@example.com" })).send().status.as_u16(), 429);
    });
}

#[test]
fn a_quiet_evening_is_kept_and_the_morning_brings_it() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), by_email(("18:00", "09:15"), false));
        site.at("2026-11-24T19:00");
        speaks(site, State::Accepted);
        works(site);
        assert!(letters(site).is_empty(), "the street's hours are open, the person's are not");
        assert_eq!(inbox(site, &lin())["unread"], 1, "the inbox rings nobody");
        works(site.at("2026-11-25T08:30"));
        assert!(letters(site).is_empty());
        works(site.at("2026-11-25T09:15"));
        assert_eq!(letters(site).len(), 1);
    });
}

#[test]
fn danger_does_not_wait_and_says_why() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), json!({ "progress": "app", "quiet_from": "18:00", "quiet_until": "09:15" }));
        site.at("2026-11-24T23:00");
        let id = speaks(site, State::Registered).case.id;
        let words = Acceptance { category: "lift".into(), title: "电梯困人".into(), urgency: Some(Urgency::Life), ..Acceptance::default() };
        site.does(&site.staff("clerk"), move |tx, v| appeals::actions::accept(tx, v, id, &words, None));
        works(site);
        let sent = site.sms.sent();
        assert!(!sent.is_empty() && sent.iter().all(|(_, text)| text.contains("涉及人身安全")), "{sent:?}");
        assert!(letters(site).is_empty(), "by one means");
    });
}

#[test]
fn a_days_messages_are_one_list_that_misses_nothing_and_is_never_empty() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), by_email(("", ""), true));
        works(site.at("2026-11-24T18:01"));
        assert!(letters(site).is_empty(), "nothing happened, nothing is sent");
        site.at("2026-11-25T10:00");
        speaks(site, State::Handling);
        works(site);
        assert!(letters(site).is_empty(), "not before its time");
        works(site.at("2026-11-25T18:00"));
        let (sent, shown) = (letters(site), inbox(site, &lin()));
        assert_eq!(sent.len(), 1);
        let items = shown["items"].as_array().expect("messages");
        assert_eq!(items.len(), 3, "accepted, dispatched, signed");
        for item in items {
            assert!(sent[0].text.contains(item["says"].as_str().expect("words")), "{item} is missing in {}", sent[0].text);
        }
        works(site.at("2026-11-26T18:00"));
        assert_eq!(letters(site).len(), 1, "a day without messages has no list");
    });
}

/// Takes what it is given and then the process dies: nobody notes that it went.
struct Dies(Arc<dyn Mail>);
impl Mail for Dies {
    fn send(&self, letter: &Letter) -> Result<(), OutsideError> {
        self.0.send(letter)?;
        panic!("the process dies between sending and noting")
    }
}

#[test]
fn a_crash_between_sending_and_noting_is_no_second_letter() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), by_email(("", ""), false));
        speaks(site, State::Accepted);
        passes_on(site);
        let dying = post(site.sms.clone(), Arc::new(Dies(site.mail.clone())));
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dying.run(site.db(), site.street, site.now())));
        assert!(died.is_err());
        let state = || log(site)["sendings"][0]["state"].clone();
        works(site);
        assert_eq!((letters(site).len(), state()), (1, json!("leaving")), "not while it may still be on its way");
        works(site.later(10));
        assert_eq!((letters(site).len(), state()), (1, json!("sent")), "sent again under the same id, and known as a repeat");
    });
}

/// A gateway that knows no repeats, and a process that dies.
struct DiesBySms(Arc<MemorySms>);
impl Sms for DiesBySms {
    fn send(&self, to: &str, text: &str) -> Result<(), OutsideError> {
        self.0.send(to, text)?;
        panic!("the process dies between sending and noting")
    }
}

#[test]
fn where_repeats_are_not_known_nothing_is_sent_twice() {
    on_both(|site| {
        site.account("lin");
        chooses(site, &lin(), json!({ "progress": "sms" }));
        speaks(site, State::Accepted);
        passes_on(site);
        let dying = post(Arc::new(DiesBySms(site.sms.clone())), site.mail.clone());
        let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dying.run(site.db(), site.street, site.now())));
        assert!(died.is_err());
        works(site.later(11));
        let line = log(site)["sendings"][0].clone();
        assert_eq!((site.sms.sent().len(), &line["state"], &line["why"]), (1, &json!("failed"), &json!("unknown")), "{line}");
    });
}

fn admin() -> As {
    As::Person("sysadmin".into())
}
fn log(site: &Site) -> Value {
    site.get("/admin/messages").by(&admin()).send().json()
}

struct Down;
impl Sms for Down {
    fn send(&self, _: &str, _: &str) -> Result<(), OutsideError> {
        Err(OutsideError::Unreachable("the gateway".into()))
    }
}

#[test]
fn a_gateway_that_is_down_is_asked_again_and_the_log_names_nobody() {
    on_both(|site| {
        site.account("lin");
        chooses(site, &lin(), json!({ "progress": "sms" }));
        speaks(site, State::Accepted);
        passes_on(site);
        let down = post(Arc::new(Down), site.mail.clone());
        for minutes in [0, 2, 6, 31, 121, 361] {
            // Within the hours of one day.
            site.later(minutes);
            down.run(site.db(), site.street, site.now()).expect("a turn");
        }
        let line = log(site)["sendings"][0].clone();
        assert_eq!((&line["state"], &line["tries"], &line["why"]), (&json!("failed"), &json!(6), &json!("unreachable")), "{line}");
        let page = site.get("/admin/messages").by(&admin()).face(testkit::Face::Page).send().text();
        assert!(page.contains("appeals.accepted") && !page.contains("139000000") && !page.contains("受理了"), "codes only");
        assert_eq!(site.get("/admin/messages").by(&As::Person("dispatcher".into())).send().status.as_u16(), 404);
        let again = format!("/admin/messages/{}/again", line["id"].as_str().expect("an id"));
        assert_eq!(site.post(&again).by(&admin()).json(&json!({})).send().status.as_u16(), 200);
        works(site);
        assert_eq!((site.sms.sent().len(), &log(site)["sendings"][0]["state"]), (1, &json!("sent")));
        assert_eq!(site.post(&again).by(&admin()).json(&json!({})).send().status.as_u16(), 404, "what was sent is not sent again");
    });
}

#[test]
fn the_link_of_a_letter_ends_letters_without_signing_in_and_sms_goes_on() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), json!({ "progress": "email", "office": "sms" }));
        speaks(site, State::Accepted);
        works(site);
        let link = letters(site)[0].unsubscribe.clone().expect("a way out");
        let path = link.strip_prefix("https://street.example").expect("of this street");
        assert_eq!(site.get(path).send().json()["done"], false, "opening it changes nothing");
        let (start, end) = path.split_at(path.len() - 1);
        let forged = format!("{start}{}", if end == "0" { "1" } else { "0" });
        assert_eq!(site.post(&forged).json(&json!({})).send().status.as_u16(), 404);
        // As a mail program sends it: no cookie, no origin.
        let click = site.post(path).form(&[("List-Unsubscribe", "One-Click")]).send();
        assert_eq!((click.status.as_u16(), &click.json()["done"]), (200, &json!(true)));
        let choices = site.get("/account/messages").by(&lin()).send().json()["choices"].clone();
        assert_eq!((&choices[0]["means"], &choices[2]["means"]), (&json!("app"), &json!("sms")), "{choices}");
        speaks(site, State::Accepted);
        works(site);
        assert_eq!(letters(site).len(), 1);
        assert_eq!(inbox(site, &lin())["items"].as_array().map(Vec::len), Some(2), "the inbox has everything");
    });
}

#[test]
fn a_choice_that_changed_while_it_waited_is_obeyed() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        chooses(site, &lin(), by_email(("", ""), false));
        site.at("2026-11-24T21:00");
        speaks(site, State::Accepted);
        works(site);
        chooses(site, &lin(), json!({ "progress": "app" }));
        works(site.at("2026-11-25T08:00"));
        assert!(letters(site).is_empty());
        assert_eq!(log(site)["sendings"][0]["why"], "chosen-otherwise");
    });
}

#[test]
fn staff_find_what_waits_for_them_and_nobody_else_does() {
    on_both(|site| {
        let made = speaks(site, State::Handling);
        let (id, supervisor) = (made.case.id, site.staff("supervisor"));
        let words = appeals::rules::Supervising { level: 1, text: "请抓紧办理。".into(), ..Default::default() };
        site.does(&supervisor, move |tx, v| appeals::actions::supervise(tx, v, id, &words));
        works(site);
        let shown = inbox(site, &As::Person("handler".into()));
        let item = &shown["items"][0];
        assert_eq!((&item["kind"], &item["link"]), (&json!("work"), &json!(format!("/desk/cases/{id}"))), "{shown}");
        assert!(item["says"].as_str().is_some_and(|s| s.contains("督办")));
        for other in ["handler-parks", "supervisor", "clerk"] {
            assert_eq!(inbox(site, &As::Person(other.into()))["unread"], 0, "{other}");
        }
        assert!(site.get("/my/messages").by(&As::Person("handler".into())).face(testkit::Face::Page).send().text().contains("督办"));
    });
}

#[test]
fn who_has_no_account_is_told_by_sms_as_they_wished() {
    on_both(|site| {
        let said = |wish: CallbackWish, at: &str| {
            site.at(at);
            let words = Reception { phone: "19900001234".into(), callback_wish: Some(wish), ..Wanted::default().words };
            site.makes(&Wanted { state: State::Accepted, words, ..Wanted::default() });
        };
        said(CallbackWish::Sms, "2026-11-24T21:30");
        said(CallbackWish::Link, "2026-11-24T21:31");
        works(site);
        assert!(site.sms.sent().is_empty(), "nobody is woken");
        works(site.at("2026-11-25T08:00"));
        let sent = site.sms.sent();
        assert!(sent.len() == 1 && sent[0].0 == "19900001234" && sent[0].1.contains("竹溪街道"), "{sent:?}");
    });
}

#[test]
fn an_account_that_is_erased_leaves_nothing_to_write_to() {
    on_both(|site| {
        site.account("lin");
        verifies(site, &lin(), "lin@example.com");
        let data = site.post("/account/data").by(&lin()).json(&json!({})).send();
        assert!(data.text().contains("lin@example.com"), "one's own data holds the address");
        chooses(site, &lin(), by_email(("", ""), false));
        speaks(site, State::Accepted);
        passes_on(site);
        assert_eq!(site.post("/account/erasure").by(&lin()).json(&json!({ "sure": true })).send().status.as_u16(), 200);
        works(site);
        assert!(letters(site).is_empty());
        let left: i64 = site.read(|r| r.one("select count(*) from message_wishes", &[]));
        assert_eq!(left, 0);
    });
}

#[test]
fn words_stand_in_both_languages() {
    ui::testing::assert_same_keys(env!("CARGO_MANIFEST_DIR"));
}
