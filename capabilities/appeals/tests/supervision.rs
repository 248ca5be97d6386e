//! Pressing for a case: by a person and by the timer, on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use crate::common::{Site, at};
use db::Tx;
use db::testing::each_engine;
use kernel::Outcome;

fn presses(id: CaseId, level: i32) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::supervise(tx, v, id, &Supervising { level, text: "老人下不了楼，今天给回话。".into(), ..Supervising::default() })
}

fn answers(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::reply_supervision(tx, v, id, &Saying { text: "配件明天到，已先派人值守。".into(), ..Saying::default() })
}

fn lifts(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::lift_supervision(tx, v, id)
}

fn clock(site: &Site<'_>, id: CaseId) -> Vec<appeals::store::Clock> {
    let street = site.street;
    let clocks = site.db.read_now(move |r| appeals::store::clocks_of(r, street, id)).expect("clocks");
    clocks.into_iter().filter(|c| c.stage == "supervision").collect()
}

/// Row 41: levels only go up, each with its own time to answer; the same or a higher hand lifts.
#[test]
fn a_higher_hand_presses_harder() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let early = site.says(&site.visitor(), site.lift("k0")).case.id;
        assert_eq!(site.may_not(&site.supervisor(), presses(early, 1)), ["supervision-early"]);
        let id = site.at_work("k1").case.id;
        assert_eq!(site.may_not(&site.reviewer(), answers(id)), ["supervision-none"]);
        assert_eq!(site.may_not(&site.dispatcher(), presses(id, 1)), ["Forbidden"]);
        assert_eq!(site.may_not(&site.supervisor(), presses(id, 4)), ["level-missing"]);
        site.does(&site.supervisor(), presses(id, 1));
        assert_eq!(clock(&site, id)[0].due_at, Some(at("2026-03-05T17:30")), "three working days");
        assert_eq!(site.may_not(&site.supervisor(), presses(id, 1)), ["supervision-level"]);
        site.does(&site.leader(), presses(id, 3));
        let clocks = clock(&site, id);
        assert!(clocks[0].stopped_at.is_some() && clocks[0].met.is_none(), "the lower one is neither kept nor broken");
        assert_eq!(clocks[1].due_at, Some(at("2026-03-03T17:30")), "one working day");
        site.at("2026-03-03T11:00").does(&site.reviewer(), answers(id));
        assert_eq!(clock(&site, id)[1].met, Some(true));
        assert_eq!(site.may_not(&site.reviewer(), answers(id)), ["supervision-none"], "once is enough");
        assert_eq!(site.case(id).supervision, 3, "it stays until it is lifted");
        assert_eq!(site.may_not(&site.supervisor(), lifts(id)), ["supervision-leader"]);
        site.does(&site.leader(), lifts(id));
        assert_eq!(site.case(id).supervision, 0);
    });
}

/// The timer presses for what is overdue, once a round; who keeps asking is heard; an ended case rests.
#[test]
fn the_timer_presses_too() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let (id, voice) = (got.case.id, got.voice);
        site.at("2026-03-09T17:30").by_system(actions::sweep);
        assert_eq!(site.case(id).supervision, 0, "due today is not overdue");
        site.at("2026-03-09T17:31").by_system(actions::sweep);
        assert_eq!(site.case(id).supervision, 1);
        site.at("2026-03-10T09:00").does(&site.supervisor(), lifts(id));
        site.by_system(actions::sweep);
        assert_eq!(site.case(id).supervision, 0, "lifted by a person, it is not pressed for again for the same");
        let bearer = site.bearer(&got.code);
        for day in ["2026-03-10T10:00", "2026-03-11T10:00", "2026-03-12T10:00"] {
            assert_eq!(site.case(id).supervision, 0);
            site.at(day).does(&bearer, move |tx, v| actions::urge(tx, v, id, voice));
        }
        assert_eq!(site.case(id).supervision, 1, "the third counted urging");
        site.does(&bearer, move |tx, v| actions::withdraw(tx, v, id, voice, &Saying::default()));
        let rests = site.case(id);
        assert_eq!((rests.state, rests.supervision), (State::Withdrawn, 0));
        assert!(clock(&site, id).iter().all(|c| c.stopped_at.is_some()));
    });
}

/// Ten voices within seven days, joined or merged: the timer presses. Ten over a month are not that.
#[test]
fn many_voices_are_heard() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let many = |first: &str, days: i64| {
            let id = site.at_work(first).case.id;
            let number = site.case(id).case_no;
            for n in 1..10 {
                site.later(days * 1_440);
                let other = site.says(&site.visitor(), site.lift(&format!("{first} {n}"))).case.id;
                let words = Merger { into: number.clone(), ..Merger::default() };
                site.does(&site.clerk(), move |tx, v| actions::merge(tx, v, other, &words));
            }
            id
        };
        let slow = many("slow", 1);
        site.by_system(actions::sweep);
        assert_eq!(site.case(slow).supervision, 1, "it is overdue by then");
        let cause = |id: CaseId| {
            let street = site.street;
            db.read_now(move |r| appeals::store::supervision(r, street, id)).expect("read").map(|s| s.cause)
        };
        assert_eq!(cause(slow).as_deref(), Some("overdue"));
        let quick = many("quick", 0);
        site.by_system(actions::sweep);
        assert_eq!(cause(quick).as_deref(), Some("voices"));
        assert_eq!(site.by_system(actions::sweep), 0);
    });
}
