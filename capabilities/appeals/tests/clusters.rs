//! Many voices of one kind from one community: found by the timer, settled by a person. On both engines.
use appeals::actions;
use appeals::rules::*;
use auth::PlacePath;
use crate::common::Site;
use db::args;
use db::testing::each_engine;
use deliberation::rules::{BodyId, Matter, MatterId, MatterState, MatterStep, Track};
use kernel::{AccountId, PlaceId, uuid::Uuid};

#[test]
fn five_of_a_kind_are_shown_to_a_person() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-23T09:00");
        for n in 0..4 {
            site.says(&site.visitor(), site.lift(&format!("k{n}")));
        }
        assert_eq!(site.by_system(actions::look_for_clusters), 0);
        site.says(&site.visitor(), site.lift("k4"));
        assert_eq!(site.by_system(actions::look_for_clusters), 1);
        assert_eq!(site.by_system(actions::look_for_clusters), 0, "once");
        site.says(&site.visitor(), site.lift("k5"));
        site.by_system(actions::look_for_clusters);
        let page = |who: auth::Viewer| {
            let now = site.now();
            db.read_now(move |r| actions::clusters_page(r, &who, now))
        };
        let shown = page(site.dispatcher()).expect("a page");
        assert_eq!(shown.clusters.iter().map(|c| (c.voices, c.state)).collect::<Vec<_>>(), [(6, ClusterState::Proposed)]);
        assert!(page(site.handler()).is_err() && !page(site.clerk()).expect("a page").may_settle);

        let id = shown.clusters[0].id;
        let confirms = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::settle_cluster(tx, v, id, ClusterState::Confirmed);
        assert_eq!(site.may_not(&site.clerk(), confirms), ["Forbidden"]);
        site.does(&site.dispatcher(), confirms);
        assert_eq!(site.may_not(&site.supervisor(), confirms), ["cluster-settled"]);
        site.says(&site.visitor(), site.lift("k6"));
        assert_eq!(site.by_system(actions::look_for_clusters), 0, "what was settled rests");
        let confirmed = page(site.dispatcher()).expect("a page").clusters;
        assert_eq!(confirmed[0].state, ClusterState::Confirmed);
        assert!(confirmed[0].list.contains("category=lift"), "its cases are one list, and a bulk of it one step away");
    });
}

/// Five people of three buildings: a question many share. It becomes the topic of its community's month, once; everybody
/// behind it is told, and told again what came of it.
#[test]
fn what_many_share_becomes_the_topic_of_the_month() {
    each_engine(|db| {
        let site = Site::new(db, "2026-11-02T09:00");
        let street = site.street;
        let speaks = |n: usize, building: &'static str, days: i64| {
            let phone = format!("1990000{n:04}");
            let words = Reception { phone, ..site.lift(&format!("t{n}-{days}")) };
            let got = site.says(&site.visitor(), words);
            let (id, at) = (got.case.id, site.now().plus_days(-days));
            site.by_system(move |tx| {
                tx.exec(
                    "update cases set building_id = $3, opened_at = $4 where street_id = $1 and id = $2",
                    args![tx.street(), id, PlaceId::named(building), at],
                )
            });
            got
        };
        let asked = || {
            let now = site.now();
            actions::look_for_questions(db, street, now).expect("counted")
        };
        let all: Vec<_> = (1..5).map(|n| speaks(n, ["b1", "b2"][n % 2], 40)).collect();
        speaks(4, "b3", 1);
        assert_eq!(asked(), 0, "four people, the fourth twice");
        let last = speaks(6, "b1", 80);
        assert_eq!((asked(), asked()), (1, 0), "five of three buildings, and proposed once");
        let page = || {
            let (who, now) = (site.dispatcher(), site.now());
            db.read_now(move |r| actions::clusters_page(r, &who, now)).expect("a page").clusters
        };
        let id = page()[0].id;
        assert_eq!((page()[0].people, page()[0].buildings, page()[0].shared), (5, 3, true));

        site.by_system(|tx| {
            let (street, opened) = (tx.street(), tx.now());
            let matter = Matter {
                id: MatterId(Uuid::from_u128(1)), code: "M26-0001-0".into(), body: BodyId(Uuid::from_u128(1)),
                place: PlacePath { community: Some(PlaceId::named("c1")), ..PlacePath::default() }, question: "电梯要不要换？".into(),
                topic: "电梯".into(), track: Track::Money, owner: AccountId::named("secretary"), state: MatterState::Walking,
                step: MatterStep::Needs, round: 1, ended_why: None, frozen_at: None, statement: None, opened_at: opened, merged_into: None, rev: 1,
            };
            tx.exec(
                "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev)
                 values ($1, $2, $3, '议事会', 'community', '商量', 20260101, $4, 1)",
                args![street, Uuid::from_u128(1), PlaceId::named("c1"), opened],
            )?;
            deliberation::store::insert_matter(tx, &matter)
        });
        let topic = |matter: &'static str| {
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::make_topic(tx, v, id, &TopicWords { matter: matter.into() })
        };
        assert_eq!(site.may_not(&site.dispatcher(), topic("M26-0001-0")), ["cluster-unconfirmed"]);
        site.does(&site.dispatcher(), move |tx, v| actions::settle_cluster(tx, v, id, ClusterState::Confirmed));
        assert_eq!(site.may_not(&site.dispatcher(), topic("M26-0009-0")), ["matter-unknown"]);
        assert_eq!(site.may_not(&site.clerk(), topic("M26-0001-0")), ["Forbidden"]);
        site.does(&site.dispatcher(), topic("M26-0001-0"));
        assert_eq!(site.may_not(&site.dispatcher(), topic("M26-0001-0")), ["topic-taken"]);
        let made = page()[0].topic.clone().expect("a topic");
        assert_eq!((made.code.as_str(), made.cases, made.month), ("M26-0001-0", 6, kernel::Day::of(2026, 11, 1)));
        for voice in all.iter().chain([&last]).map(|got| got.voice) {
            assert_eq!(site.told(voice).iter().filter(|t| *t == "referred").count(), 1);
        }
        let sources = db.read_now(move |r| deliberation::store::sources_of(r, street, MatterId(Uuid::from_u128(1)))).expect("sources");
        assert_eq!(sources.iter().map(|s| (s.link_kind.as_str(), s.people)).collect::<Vec<_>>(), [("cluster", 5)]);
        site.by_system(|tx| actions::tell_of_ending(tx, MatterId(Uuid::from_u128(1))));
        assert_eq!(site.told(last.voice).last().map(String::as_str), Some("matter_ended"));
    });
}
