//! A case whose question goes to a deliberating body (row 30), on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::{PlacePath, Viewer};
use crate::common::Site;
use db::testing::each_engine;
use db::{Tx, args};
use deliberation::rules::{BodyId, Matter, MatterId, MatterState, MatterStep, Track};
use kernel::{AccountId, Outcome, PlaceId, uuid::Uuid};

fn matter(n: u128, community: &str) -> Matter {
    Matter {
        id: MatterId(Uuid::from_u128(n)),
        code: format!("M26-000{n}-0"),
        body: BodyId(Uuid::from_u128(1)),
        place: PlacePath { community: Some(PlaceId::named(community)), ..PlacePath::default() },
        question: "3幢的电梯要不要换新的？".into(),
        topic: "电梯".into(),
        track: Track::Money,
        owner: AccountId::named("secretary"),
        state: MatterState::Walking,
        step: MatterStep::Needs,
        round: 1,
        ended_why: None,
        frozen_at: None,
        statement: None,
        opened_at: crate::common::at("2026-03-01T09:00"),
        merged_into: None, rev: 1,
    }
}

fn refers(id: CaseId, code: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::refer(tx, v, id, &Referral { matter: code.into(), text: "换新电梯要全楼同意。".into(), ..Referral::default() })
}

/// Row 30: tied once, to a matter that walks where the case is; every voice is told, and told again what came of it.
#[test]
fn a_question_for_many_goes_to_the_council() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let id = got.case.id;
        site.by_system(|tx| {
            let (street, community) = (tx.street(), PlaceId::named("c1"));
            let (id, opened) = (Uuid::from_u128(1), tx.now());
            tx.exec(
                "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev)
                 values ($1, $2, $3, '议事会', 'community', '商量', 20260101, $4, 1)",
                args![street, id, community, opened],
            )?;
            let all = [matter(1, "c1"), matter(2, "c2"), matter(3, "c1")];
            all.iter().try_for_each(|m| deliberation::store::insert_matter(tx, m))?;
            tx.exec(
                "update matters set state = 'declined', ended_why = '不再需要' where street_id = $1 and id = $2",
                args![street, Uuid::from_u128(3)],
            )
        });
        let (desk, due) = (site.dispatcher(), site.case(id).due_at);
        assert_eq!(site.may_not(&desk, refers(id, "M26-9999-0")), ["matter-unknown"]);
        assert_eq!(site.may_not(&desk, refers(id, "M26-0002-0")), ["matter-elsewhere"]);
        assert_eq!(site.may_not(&desk, refers(id, "M26-0003-0")), ["matter-ended"]);
        assert_eq!(site.may_not(&site.handler(), refers(id, "M26-0001-0")), ["Forbidden"]);
        site.does(&desk, refers(id, " m26-0001-0 "));
        assert_eq!(site.may_not(&desk, refers(id, "M26-0001-0")), ["matter-already"]);
        assert_eq!((site.case(id).state, site.case(id).due_at), (State::Handling, due), "the work goes on");
        assert_eq!(site.told(got.voice).last().map(String::as_str), Some("referred"));
        let street = site.street;
        let sources = db.read_now(move |r| deliberation::store::sources_of(r, street, MatterId(Uuid::from_u128(1)))).expect("sources");
        assert_eq!(sources.len(), 1);
        assert_eq!((sources[0].people, sources[0].path.as_str()), (1, ""), "a case that is not public has no address there");
        assert!(!sources[0].title.contains("电梯停运"), "nor its title: {}", sources[0].title);

        for _ in 0..2 {
            site.by_system(|tx| actions::tell_of_ending(tx, MatterId(Uuid::from_u128(1))));
        }
        let told = site.told(got.voice);
        assert_eq!(told.iter().filter(|t| *t == "matter_ended").count(), 1, "{told:?}");
    });
}

/// A council of the community with these matters before it.
fn before_the_council(site: &Site, all: &[u128]) {
    let all: Vec<Matter> = all.iter().map(|n| matter(*n, "c1")).collect();
    site.by_system(move |tx| {
        let (street, opened) = (tx.street(), tx.now());
        tx.exec(
            "insert into bodies (street_id, id, community_id, name, kind, purpose, opened_on, made_at, rev)
             values ($1, $2, $3, '议事会', 'community', '商量', 20260101, $4, 1)",
            args![street, Uuid::from_u128(1), PlaceId::named("c1"), opened],
        )?;
        all.iter().try_for_each(|m| deliberation::store::insert_matter(tx, m))
    });
}

/// A matter goes on in another: its cases stand behind that one, each once, and whoever is told of the end is told once.
#[test]
fn cases_follow_a_matter_that_was_merged() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let (both, one) = (site.at_work("k1"), site.at_work("k2"));
        before_the_council(&site, &[1, 4]);
        let (desk, [gone, kept]) = (site.dispatcher(), [1, 4].map(|n| MatterId(Uuid::from_u128(n))));
        site.does(&desk, refers(both.case.id, "M26-0001-0"));
        site.does(&desk, refers(both.case.id, "M26-0004-0"));
        site.does(&desk, refers(one.case.id, "M26-0001-0"));
        let street = site.street;
        let behind = |of: MatterId| -> Vec<CaseId> {
            let found = db.read_now(move |r| appeals::store::cases_behind(r, street, of.uuid())).expect("cases");
            found.into_iter().map(|c| c.0).collect()
        };
        assert_eq!((behind(gone).len(), behind(kept)), (2, vec![both.case.id]));
        // The event may come twice.
        for _ in 0..2 {
            site.by_system(move |tx| actions::follow_merger(tx, gone, kept));
        }
        let mut expected = vec![both.case.id, one.case.id];
        expected.sort();
        assert_eq!((behind(gone), behind(kept)), (vec![], expected));
        let times = |voice, what: &str| site.told(voice).iter().filter(|t| *t == what).count();
        assert_eq!((times(both.voice, "referred"), times(one.voice, "referred")), (2, 2), "told of the other; who stood behind both knew");
        for of in [gone, kept, kept] {
            site.by_system(move |tx| actions::tell_of_ending(tx, of));
        }
        assert_eq!((times(both.voice, "matter_ended"), times(one.voice, "matter_ended")), (1, 1));
    });
}

/// The two are taken apart again: each case stands behind its own, and who stood behind both does again.
#[test]
fn cases_go_back_with_a_matter_that_is_taken_apart() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let (both, one) = (site.at_work("k1"), site.at_work("k2"));
        before_the_council(&site, &[1, 4]);
        let (desk, [back, kept]) = (site.dispatcher(), [1, 4].map(|n| MatterId(Uuid::from_u128(n))));
        site.does(&desk, refers(both.case.id, "M26-0001-0"));
        site.does(&desk, refers(both.case.id, "M26-0004-0"));
        site.does(&desk, refers(one.case.id, "M26-0001-0"));
        let street = site.street;
        let behind = |of: MatterId| -> Vec<CaseId> {
            let found = db.read_now(move |r| appeals::store::cases_behind(r, street, of.uuid())).expect("cases");
            found.into_iter().map(|c| c.0).collect()
        };
        let before = behind(back);
        site.by_system(move |tx| actions::follow_merger(tx, back, kept));
        // The event may come twice.
        for _ in 0..2 {
            site.by_system(move |tx| actions::follow_split(tx, back, kept));
        }
        assert_eq!((behind(back), behind(kept)), (before, vec![both.case.id]));
        site.by_system(move |tx| actions::follow_merger(tx, back, kept));
        assert_eq!((behind(back).len(), behind(kept).len()), (0, 2), "and together again");
    });
}
