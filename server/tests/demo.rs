//! The demo street: it loads once, whole, with something of everything, and every stored promise holds.

use db::args;
use db::testing::each_engine;
use kernel::StreetId;
use server::demo;
use std::collections::BTreeMap;

/// Enough for every state to occur.
const VOICES: usize = 420;

#[test]
fn a_small_demo_street_has_something_of_everything_and_holds() {
    each_engine(|db| {
        let street = StreetId::named("青石街道");
        db.write_now(db::By::system(street, "setup", kernel::Moment::now()), appeals::seeds::plant).expect("seeds");
        assert!(demo::load_some(db, street, VOICES, demo::SEED).expect("loaded"));
        assert!(!demo::load_some(db, street, VOICES, demo::SEED).expect("asked again"), "it is loaded once");

        let (holding, broken) = db.read_now(move |r| appeals::actions::verify_clocks(r, street)).expect("proofs");
        assert!(holding > VOICES && broken.is_empty(), "{holding} hold, broken {broken:?}");
        let wrong = db.read_now(move |r| appeals::store::figures_agree(r, street)).expect("counted");
        assert!(wrong.is_empty(), "kept counts differ: {:?}", wrong.iter().take(5).collect::<Vec<_>>());
        let counted: Vec<(String, i64)> = db
            .read_now(move |r| {
                r.all("select state, count(*) from cases where street_id = $1 group by state", args![street])
            })
            .expect("counted");
        let states: BTreeMap<_, _> = counted.into_iter().collect();
        for state in [
            "registered", "awaiting_info", "accepted", "dispatched", "handling", "review", "callback", "answered", "refused",
            "closed", "withdrawn", "archived",
        ] {
            assert!(states.contains_key(state), "nothing is {state}: {states:?}");
        }
        let count = |sql: &'static str| {
            let n: i64 = db.read_now(move |r| r.one(sql, args![street])).expect("counted");
            n
        };
        let cards = count("select count(*) from voices where street_id = $1 and channel = 'box'");
        let orders = count("select count(*) from upper_orders where street_id = $1");
        assert_eq!(states.values().sum::<i64>(), VOICES as i64 + cards + orders);
        assert!(orders > 5, "{orders} orders came from upstairs");
        assert!(cards > 20, "{cards} cards came out of boxes");
        let broken = db.read_now(move |r| boxes::actions::broken_openings(r, street)).expect("asked");
        assert_eq!(broken, Vec::<String>::new());
        for channel in ["hotline", "online", "mailbox", "visit"] {
            let n: i64 = db
                .read_now(move |r| {
                    r.one("select count(*) from voices where street_id = $1 and channel = $2", args![street, channel])
                })
                .expect("counted");
            assert!(n > 0, "{channel}");
        }
        assert_eq!(count("select count(*) from cases where street_id = $1 and community_id is null"), 0);
        assert!(count("select count(*) from cases where street_id = $1 and round > 1") > 0, "somebody said no");
        assert!(count("select count(*) from cases where street_id = $1 and urgings > 0") > 0);
        assert!(count("select count(*) from cases where street_id = $1 and due_at < opened_at") == 0);
        let services = db.read_now(move |r| open311::actions::services(r, street)).expect("services");
        assert!(services.len() > 20 && services.iter().all(|s| !s.description.is_empty() && !s.group.is_empty()));
        let asked: Vec<_> = services.iter().filter(|s| !s.attributes.is_empty()).map(|s| s.code.as_str()).collect();
        assert_eq!(asked, ["property-lift", "traffic-sharedbike", "clean-garbage", "roads-lamp"]);
    });
}

#[test]
fn every_role_of_the_desk_has_a_sign_in() {
    let roles = demo::roles_with_a_sign_in().expect("posts.toml");
    for role in [
        "clerk", "dispatcher", "handler", "reviewer", "callback_officer", "supervisor", "street_leader", "community_secretary",
        "auditor", "witness",
    ] {
        assert!(roles.iter().any(|r| r.code() == role), "{role}");
    }
    let reviewers = roles.iter().filter(|r| r.code() == "reviewer").count();
    assert!(reviewers >= 2, "two units can be walked through");
    assert!(demo::sign_ins().expect("posts.toml").iter().any(|(login, _)| login == "resident"));
}
