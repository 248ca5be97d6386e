//! More time for a case, and the end of waiting: on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::store;
use crate::common::{Site, at};
use db::testing::each_engine;
use kernel::Outcome;

/// §6.2: a promise waits ten working days for an answer and no longer, however many questions there are.
#[test]
fn nobody_waits_for_ever() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let id = got.case.id;
        let ask = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
            actions::request_information(tx, v, id, &Saying { text: "请问是哪一部电梯？".into(), ..Saying::default() })
        };
        site.at("2026-03-03T10:00").does(&site.handler(), ask);
        site.at("2026-03-17T17:29").by_system(actions::sweep);
        assert_eq!(site.case(id).due_at, None, "the tenth day is not over");
        site.at("2026-03-18T09:00").by_system(actions::sweep);
        // 3 to 16 March do not count; 17, 18, 19, 20 and 23 March do.
        assert_eq!(site.case(id).due_at, Some(at("2026-03-23T17:30")));
        site.does(&site.handler(), ask);
        assert_eq!(site.case(id).due_at, Some(at("2026-03-23T17:30")), "a second question does not stop it again");
    });
}

/// Scene 9: too late for more time.
#[test]
fn too_late_for_more_time() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-09T10:00");
        let got = site.at_work("k1");
        let id = got.case.id;
        assert_eq!(site.case(id).due_at, Some(at("2026-03-16T17:30")));
        let ask = move |days: i64| {
            move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
                let words = ExtensionRequest { days, text: "配件要从厂家调来。".into(), ..ExtensionRequest::default() };
                actions::request_extension(tx, v, id, &words)
            }
        };
        let no = |done: Outcome<Case>, why: &str| match done {
            Outcome::Refused(_, problems) => assert!(problems.iter().any(|p| p.code == why), "{problems:?}"),
            Outcome::Done(_) => panic!("{why} was let through"),
        };
        no(site.at("2026-03-16T17:31").act(&site.reviewer(), ask(10)).expect("an answer"), "extension-late");
        no(site.at("2026-03-16T17:29").act(&site.reviewer(), ask(11)).expect("an answer"), "extension-days");
        site.does(&site.reviewer(), ask(10));
        no(site.act(&site.reviewer(), ask(1)).expect("an answer"), "extension-pending");
        assert_eq!(site.case(id).due_at, Some(at("2026-03-16T17:30")), "asking moves nothing");
        site.does(&site.dispatcher(), move |tx, v| actions::grant_extension(tx, v, id));
        assert_eq!(site.case(id).due_at, Some(at("2026-03-30T17:30")));
        let (street, voice) = (site.street, got.voice);
        let told = db.read_now(move |r| store::messages(r, street, voice)).expect("messages");
        assert_eq!(told.iter().filter(|m| m.0 == "extended").count(), 1);
        no(site.act(&site.reviewer(), ask(1)).expect("an answer"), "extension-used-up");
    });
}

/// The second time a supervisor decides, and a refusal leaves the date.
#[test]
fn more_time_twice() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-09T10:00");
        let id = site.at_work("k1").case.id;
        let ask = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
            let words = ExtensionRequest { days: 3, text: "配件在路上。".into(), ..ExtensionRequest::default() };
            actions::request_extension(tx, v, id, &words)
        };
        let grant = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| actions::grant_extension(tx, v, id);
        site.does(&site.reviewer(), ask);
        let no = Saying { text: "配件本地有货。".into(), ..Saying::default() };
        site.does(&site.dispatcher(), move |tx, v| actions::refuse_extension(tx, v, id, &no));
        assert_eq!(site.case(id).due_at, Some(at("2026-03-16T17:30")));
        site.does(&site.reviewer(), ask);
        site.does(&site.dispatcher(), grant);
        assert_eq!(site.case(id).due_at, Some(at("2026-03-19T17:30")));
        site.does(&site.reviewer(), ask);
        let refused = site.act(&site.dispatcher(), grant).expect("an answer");
        assert!(matches!(refused, Outcome::Refused(_, p) if p[0].code == "extension-supervisor"));
        site.does(&site.supervisor(), grant);
        assert_eq!(site.case(id).due_at, Some(at("2026-03-24T17:30")));
        assert_eq!(db.read_now({ let street = site.street; move |r| store::figures_agree(r, street) }).expect("counted"), Vec::<String>::new());
    });
}
