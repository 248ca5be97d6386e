//! 52: acting for somebody ends by time, by its end, by sign-out and by any change of account, and whoever was helped is one
//! person afterwards, in whatever order all of it comes.

use crate::common::helping::{Browser, on_behalf};
use crate::common::*;
use kernel::Moment;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use testkit::Site;

#[derive(Clone, Debug)]
enum Step {
    Begin(usize),
    Support(usize),
    Wait(i64),
    End,
    SignOut,
    /// The helped person signs in, in the helper's browser, and the helper comes back.
    Borrow(usize),
    /// The helped person signs in at home and stands behind a proposal by themselves.
    AtHome(usize, usize),
    /// At a desk somebody shows who they are, with their number.
    Verify(usize),
}

const PEOPLE: usize = 3;
const PROPOSALS: usize = 2;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..PEOPLE).prop_map(Step::Begin),
        4 => (0..PROPOSALS).prop_map(Step::Support),
        2 => (1..25_i64).prop_map(Step::Wait),
        1 => Just(Step::End),
        1 => Just(Step::SignOut),
        1 => (0..PEOPLE).prop_map(Step::Borrow),
        1 => (0..PEOPLE, 0..PROPOSALS).prop_map(|(who, at)| Step::AtHome(who, at)),
        2 => (0..PEOPLE).prop_map(Step::Verify),
    ];
    prop::collection::vec(step, 4..22)
}

fn phone(who: usize) -> String {
    format!("137000010{who:02}")
}

fn proposals(site: &Site) -> Vec<String> {
    let account = site.account("lin");
    let number = site.by_system(move |tx| identity::open_phone(tx, account, "test")).expect("a number");
    done(site, "clerk-2", "/residences", json!({ "name": "lin", "phone": number, "home": "ZA-1-1" }));
    let all = (0..PROPOSALS).map(|n| {
        let form = done(site, "lin", "/proposals", json!({ "title": format!("加灯{n}"), "place_name": "ZA-1", "text": "楼道太暗", "shown_name": "林" }));
        format!("/proposals/{}", text(&form["made"]))
    });
    all.collect()
}

/// What must be so, told apart from the rules: who is helped until when, and who stands behind what.
#[derive(Default)]
struct Told {
    running: Option<(usize, Moment)>,
    stands: BTreeSet<(usize, usize)>,
    /// Between a beginning and its end somebody may be acted for; nowhere else.
    spans: Vec<(Moment, Moment)>,
}

impl Told {
    fn over(&mut self, now: Moment) {
        if let (Some((_, until)), Some(span)) = (self.running.take(), self.spans.last_mut()) {
            span.1 = until.min(now);
        }
    }
    fn helped(&self, now: Moment) -> Option<usize> {
        self.running.filter(|(_, until)| now < *until).map(|(who, _)| who)
    }
}

fn verified(site: &Site, who: usize) {
    done(site, "clerk-2", "/residences", json!({ "name": format!("居民{who}"), "phone": phone(who), "home": "ZA-1-1" }));
}

fn walk(site: &Site, steps: &[Step]) {
    site.at("2026-10-12T09:00");
    council(site);
    let paths = proposals(site);
    let mut told = Told::default();
    let mut desk = Browser::of(site, "clerk", "desk");
    let supports = |n: usize| format!("{}/supports", paths[n]);
    for (n, step) in steps.iter().enumerate() {
        // Each step has its minute: what was ended and what is done next are told apart.
        site.later(1);
        desk.stays();
        let now = site.now();
        match step {
            Step::Begin(who) => {
                told.over(now);
                // The last one gives no number: name and home find them again.
                let number = if *who == PEOPLE - 1 { String::new() } else { phone(*who) };
                desk.helps(&format!("居民{who}"), &number);
                told.running = Some((*who, now.plus_minutes(30)));
                told.spans.push((now, now.plus_minutes(30)));
            }
            Step::Support(at) => match told.helped(now) {
                None => assert_eq!(desk.refused(&supports(*at), json!({})), ["residence-missing"], "{n}: the helper's own word"),
                Some(who) if told.stands.contains(&(who, *at)) => assert_eq!(desk.refused(&supports(*at), json!({})), ["supported-already"], "{n}"),
                Some(who) => {
                    desk.done(&supports(*at), json!({}));
                    told.stands.insert((who, *at));
                }
            },
            Step::Wait(minutes) => {
                site.later(*minutes);
                desk.stays();
            }
            Step::End => {
                told.over(now);
                desk.done("/helping/end", json!({}));
            }
            Step::SignOut => {
                told.over(now);
                desk.done("/sign-out", json!({}));
                assert_eq!(desk.says(&supports(0), json!({})).status, 401, "{n}: the session is gone, and with it whom it acted for");
                desk = Browser::of(site, "clerk", &format!("desk{n}"));
            }
            Step::Borrow(who) => {
                let before = Browser::of_token(site, &desk.token);
                told.over(now);
                site.later(1);
                desk.becomes(&phone(*who));
                assert_eq!(desk.seen(&paths[0])["may"]["help"], json!(false), "{n}: a resident acts for nobody");
                assert_eq!(before.refused(&supports(0), json!({})), ["residence-missing"], "{n}: nor does whoever kept the session of before");
                desk = Browser::of(site, "clerk", &format!("desk{n}"));
            }
            Step::Verify(who) => verified(site, *who),
            Step::AtHome(who, at) => {
                let mut home = Browser::of(site, "zhao", &format!("home{n}"));
                site.later(1);
                home.becomes(&phone(*who));
                let answer = home.says(&supports(*at), json!({}));
                match answer.status.as_u16() {
                    422 => assert!([vec!["supported-already".to_owned()], vec!["residence-missing".into()]].contains(&answer.problems()), "{n}"),
                    _ => assert!(told.stands.insert((*who, *at)), "{n}: what was given for them stands once"),
                }
            }
        }
    }
    for who in 0..PEOPLE {
        verified(site, who);
        let mut home = Browser::of(site, "zhao", &format!("last{who}"));
        site.later(10);
        home.becomes(&phone(who));
        for (at, _) in paths.iter().enumerate().filter(|(at, _)| told.stands.contains(&(who, *at))) {
            assert_eq!(home.refused(&supports(at), json!({})), ["supported-already"], "what was given for them is theirs");
        }
    }
    for (at, path) in paths.iter().enumerate() {
        let behind = told.stands.iter().filter(|(_, of)| *of == at).count();
        assert_eq!(seen(site, "lin", path)["inside"], json!(behind), "each once, by whichever way");
    }
    for (at, by, _) in on_behalf(site) {
        assert_eq!(by, site.account("clerk"));
        assert!(told.spans.iter().any(|(from, to)| *from <= at && at < *to), "{at:?} is outside {:?}", told.spans);
    }
    let street = site.street;
    assert_eq!(site.read(move |r| deliberation::actions::broken_proposals(r, street)), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    fn nobody_is_acted_for_after_the_end(steps in steps()) {
        testkit::on_both(|site| walk(site, &steps));
    }
}
