//! Cases that wait in public: on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::views::{Deferred, FigureWords};
use auth::Viewer;
use crate::common::{Site, at};
use db::Tx;
use db::testing::each_engine;
use kernel::Day;

fn puts_off(id: CaseId, until: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<kernel::Outcome<Case>> + Send + 'static {
    move |tx, v| {
        let words = Deferring {
            reason: "season".into(),
            text: "已选好苗木，三月下旬补种。".into(),
            public_note: "天冷种不活，开春补种。".into(),
            review_on: Day::parse(until),
            ..Deferring::default()
        };
        actions::defer(tx, v, id, &words)
    }
}

fn takes_up(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<kernel::Outcome<Case>> + Send + 'static {
    move |tx, v| actions::end_deferral(tx, v, id)
}

/// Rows 28 and 29: the promise waits, the timer ends it on its day, and the second time needs the leader.
#[test]
fn what_is_not_ready_waits_in_public() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let id = got.case.id;
        assert_eq!(site.case(id).due_at, Some(at("2026-03-09T17:30")));
        site.at("2026-03-04T10:00");
        assert_eq!(site.may_not(&site.reviewer(), puts_off(id, "2026-03-20")), ["Forbidden"]);
        assert_eq!(site.may_not(&site.supervisor(), puts_off(id, "2026-03-04")), ["review-day"]);
        assert_eq!(site.may_not(&site.supervisor(), puts_off(id, "2026-06-03")), ["review-day"]);
        site.does(&site.supervisor(), puts_off(id, "2026-03-20"));
        let waiting = site.case(id);
        assert_eq!((waiting.state, waiting.due_at), (State::Deferred, None), "no date while it waits");
        let street = site.street;
        let told = site.db.read_now(move |r| appeals::store::messages(r, street, got.voice)).expect("messages");
        assert_eq!(told.last().map(|m| m.0.as_str()), Some("deferred"), "every voice is told");
        site.at("2026-03-19T23:59").by_system(actions::sweep);
        assert_eq!(site.case(id).state, State::Deferred);
        let waits = |now: &str| {
            let (who, now) = (site.supervisor(), at(now));
            site.db.read_now(move |r| actions::rates(r, &who, FigureWords::default(), now)).expect("rates").deferred
        };
        let fifteen = Deferred { open: 1, middle_days: 15, longest_days: 15, past_review: 0 };
        assert_eq!(waits("2026-03-19T23:59"), fifteen);
        assert_eq!(waits("2026-03-21T09:00"), Deferred { middle_days: 17, longest_days: 17, past_review: 1, ..fifteen });
        site.at("2026-03-20T08:00").by_system(actions::sweep);
        // 3 March was counted; from 4 to 19 March nothing is; 20, 23, 24 and 25 March are.
        let again = site.case(id);
        assert_eq!((again.state, again.due_at), (State::Handling, Some(at("2026-03-25T17:30"))));
        assert_eq!(site.may_not(&site.supervisor(), puts_off(id, "2026-04-20")), ["deferral-leader"]);
        site.does(&site.leader(), puts_off(id, "2026-04-20"));
        assert_eq!(site.may_not(&site.handler(), takes_up(id)), ["Forbidden"]);
        site.at("2026-03-23T09:00").does(&site.supervisor(), takes_up(id));
        assert_eq!(site.case(id).state, State::Handling);
    });
}

/// An answer to an open question starts no promise that waits for its conditions.
#[test]
fn two_reasons_to_wait_end_apart() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T09:00");
        let got = site.at_work("k1");
        let (id, voice) = (got.case.id, got.voice);
        site.at("2026-03-03T10:00").does(&site.handler(), move |tx, v| {
            actions::request_information(tx, v, id, &Saying { text: "请问是哪一棵？".into(), ..Saying::default() })
        });
        site.at("2026-03-04T10:00").does(&site.supervisor(), puts_off(id, "2026-03-20"));
        let bearer = site.bearer(&got.code);
        site.at("2026-03-05T10:00").does(&bearer, move |tx, v| {
            actions::supplement(tx, v, id, Some(voice), &Saying { text: "东边那棵。".into(), ..Saying::default() })
        });
        assert_eq!(site.case(id).due_at, None, "the season has not come");
        site.at("2026-03-10T09:00").does(&site.supervisor(), takes_up(id));
        assert!(site.case(id).due_at.is_some());
    });
}
