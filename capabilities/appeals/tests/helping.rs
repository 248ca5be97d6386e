//! Several units on one case: whistled to a spot, or assisting (rows 21 to 23), on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use crate::common::{PARKS, PROPERTY, Site, at, unit};
use db::testing::each_engine;
use db::{Result, Tx};
use kernel::{Outcome, UnitId};

const POWER: &str = "power-office";
const WATER: &str = "water-office";
const FIRE: &str = "fire-office";

type Done = Result<Outcome<Case>>;

fn takers(names: &'static [&'static str]) -> Vec<Option<Taker>> {
    names.iter().map(|n| Some(Taker { unit: unit(n), active: true, holder: None })).collect()
}
fn whistles(id: CaseId, names: &'static [&'static str], urgent: bool) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| {
        let units: Vec<UnitId> = names.iter().map(|n| unit(n)).collect();
        let words = Whistling { units, spot: "东门口".into(), urgent, text: "水管爆了，电井也进了水。".into(), ..Whistling::default() };
        actions::whistle(tx, v, id, &words, &takers(names))
    }
}
fn arrives(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::arrive(tx, v, id, &Arriving::default())
}
fn settles(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::settle_arrival(tx, v, id, &saying("阀门已关。"))
}
fn declines(id: CaseId, why: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::decline_arrival(tx, v, id, &saying(why))
}
fn assists(id: CaseId, name: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| actions::assist(tx, v, id, &named(name, "请剪掉压着电线的树枝。"), takers_of(name))
}
fn takers_of(name: &'static str) -> Option<Taker> {
    Some(Taker { unit: unit(name), active: true, holder: None })
}
fn named(name: &str, text: &str) -> NamingUnit {
    NamingUnit { unit: Some(unit(name)), text: text.into(), ..NamingUnit::default() }
}
fn saying(text: &str) -> Saying {
    Saying { text: text.into(), ..Saying::default() }
}
fn completes(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| {
        let words = Completion { result: Some(CaseResult::Solved), public_reply: "已修好。".into(), ..Completion::default() };
        actions::complete(tx, v, id, &words)
    }
}

/// Scene 13: three are called, two come in time, one declines without a reason and is refused; at 09:31 it is late, and
/// the case is pressed for. The lead does not change.
#[test]
fn three_departments_are_whistled() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T08:50");
        let id = site.at_work("k1").case.id;
        site.contacted(id);
        site.at("2026-03-02T09:00");
        assert_eq!(site.may_not(&site.handler(), whistles(id, &[POWER], true)), ["Forbidden"]);
        assert_eq!(site.may_not(&site.dispatcher(), whistles(id, &[], true)), ["unit-missing"]);
        assert_eq!(site.may_not(&site.dispatcher(), whistles(id, &[PROPERTY], true)), ["helper-already"], "the lead is there anyway");
        site.does(&site.dispatcher(), whistles(id, &[POWER, WATER, FIRE], true));
        assert!(site.clocks(id).iter().filter(|c| c.stage == "arrival").all(|c| c.due_at == Some(at("2026-03-02T09:30"))));
        assert_eq!(site.may_not(&site.handler_of(PARKS), arrives(id)), ["Hidden"], "nobody called them");
        site.at("2026-03-02T09:20").does(&site.handler_of(POWER), arrives(id));
        site.at("2026-03-02T09:28").does(&site.handler_of(WATER), arrives(id));
        assert_eq!(site.may_not(&site.handler_of(WATER), arrives(id)), ["arrival-already"]);
        assert_eq!(site.may_not(&site.handler_of(FIRE), settles(id)), ["arrival-first"]);
        assert_eq!(site.may_not(&site.handler_of(FIRE), declines(id, "")), ["words-missing"]);
        site.at("2026-03-02T09:30").by_system(actions::sweep);
        assert_eq!(site.case(id).supervision, 0, "not late yet");
        site.at("2026-03-02T09:31").by_system(actions::sweep);
        assert_eq!(site.by_system(actions::sweep), 0, "once");
        let case = site.case(id);
        assert_eq!((case.supervision, case.lead, case.state), (1, Some(unit(PROPERTY)), State::Handling));
        assert_eq!(site.may_not(&site.handler(), completes(id)), ["helpers-open"]);
        site.does(&site.handler_of(POWER), settles(id));
        site.does(&site.handler_of(WATER), settles(id));
        site.does(&site.handler_of(FIRE), declines(id, "全队在隔壁街道救火。"));
        assert_eq!(site.may_not(&site.handler(), completes(id)), ["helpers-open"], "nobody has agreed yet");
        let any = NamingUnit::default();
        site.does(&site.dispatcher(), move |tx, v| actions::confirm_decline(tx, v, id, &any));
        let met: Vec<_> = site.clocks(id).into_iter().filter(|c| c.stage == "arrival").map(|c| c.met).collect();
        assert_eq!(met, [Some(true), Some(true), Some(false)], "on time, on time, and late before it was excused");
        site.does(&site.handler(), completes(id));
    });
}

/// A department that cannot come is still called until a dispatcher agrees.
#[test]
fn whoever_declines_is_still_called() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T09:00");
        let id = site.at_work("k1").case.id;
        site.does(&site.secretary(), whistles(id, &[POWER, WATER], false));
        assert_eq!(site.clock(id, "arrival").due_at, Some(at("2026-03-03T17:30")), "one working day");
        site.does(&site.handler_of(POWER), declines(id, "归供电公司管。"));
        site.does(&site.handler_of(WATER), declines(id, "没有人手。"));
        let any = NamingUnit { text: "仍请到场。".into(), ..NamingUnit::default() };
        assert_eq!(site.may_not(&site.dispatcher(), { let any = any.clone(); move |tx, v| actions::reject_decline(tx, v, id, &any) }), ["helper-none"], "which of two");
        site.does(&site.dispatcher(), move |tx, v| actions::reject_decline(tx, v, id, &named(WATER, "仍请到场。")));
        site.does(&site.handler_of(WATER), arrives(id));
        site.does(&site.dispatcher(), move |tx, v| actions::confirm_decline(tx, v, id, &NamingUnit::default()));
        assert_eq!(site.case(id).links.assists, [unit(WATER)]);
        assert_eq!(site.may_not(&site.handler_of(POWER), arrives(id)), ["Hidden"], "it has no part in it any more");
    });
}

/// Row 23: the head asks, a dispatcher names; the assisting unit sees its part and no speaker, and has its own date.
#[test]
fn another_unit_assists_without_taking_over() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = site.at_work("k1").case.id;
        site.contacted(id);
        let asks = move |tx: &mut Tx<'_>, v: &Viewer| actions::request_assistance(tx, v, id, &named(PARKS, "树枝压着电线。"));
        site.does(&site.reviewer(), asks);
        assert_eq!(site.may_not(&site.reviewer(), asks), ["assistance-pending"]);
        site.does(&site.dispatcher(), move |tx, v| actions::refuse_assistance(tx, v, id, &saying("先自己看看。")));
        site.does(&site.reviewer(), asks);
        let promised = site.case(id).due_at;
        site.does(&site.dispatcher(), assists(id, PARKS));
        assert_eq!(site.may_not(&site.dispatcher(), assists(id, PARKS)), ["helper-already"]);
        assert_eq!(site.clock(id, "assist").due_at, Some(at("2026-03-05T17:30")), "three working days");
        let case = site.case(id);
        assert_eq!((case.lead, case.due_at), (Some(unit(PROPERTY)), promised));
        let helper = site.handler_of(PARKS);
        let decides = |act| auth::decide(WHO_MAY, act, &helper, &case, site.now());
        assert!(decides("see_case") && decides("add_photo") && decides("help_out"));
        assert!(!decides("open_sealed") && !decides("complete") && !decides("contact"));
        let asked: Option<AssistanceAsking> = {
            let street = site.street;
            db.read_now(move |r| appeals::store::assistance_asked(r, street, id)).expect("read")
        };
        assert_eq!(asked, None, "granted");
        assert_eq!(site.may_not(&site.handler(), completes(id)), ["helpers-open"]);
        site.does(&helper, move |tx, v| actions::finish_assistance(tx, v, id, &saying("剪好了。")));
        assert_eq!(site.clock(id, "assist").met, Some(true));
        site.does(&site.dispatcher(), assists(id, POWER));
        site.does(&site.dispatcher(), move |tx, v| actions::release(tx, v, id, &named(POWER, "不用停电了。")));
        assert_eq!(site.clock(id, "assist").met, None, "neither kept nor broken");
        site.does(&site.handler(), completes(id));
        site.approved(id);
        assert_eq!(
            site.may_not(&site.callback_officer_of(PARKS), move |tx, v| actions::close(tx, v, id)),
            ["Hidden"],
            "whoever helped does not ask whether it is solved"
        );
    });
}

/// What ends takes its helpers along; nobody waits for them, and their clocks rest.
#[test]
fn helpers_go_with_the_case() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let got = site.at_work("k1");
        let (id, voice) = (got.case.id, got.voice);
        site.does(&site.dispatcher(), assists(id, PARKS));
        site.does(&site.dispatcher(), whistles(id, &[POWER], true));
        site.does(&site.reviewer(), move |tx, v| actions::request_assistance(tx, v, id, &named(WATER, "还要关水。")));
        site.later(60).does(&site.bearer(&got.code), move |tx, v| actions::withdraw(tx, v, id, voice, &Saying::default()));
        assert_eq!(site.case(id).links.assists, []);
        assert!(site.clocks(id).iter().all(|c| c.stopped_at.is_some()));
        assert_eq!(site.by_system(actions::sweep), 0, "nobody is late for what has ended");
        assert_eq!(site.may_not(&site.handler_of(POWER), arrives(id)), ["Hidden"]);
    });
}
