//! Whose case it is: returns, sittings and the fallback, on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::store;
use crate::common::{PARKS, PROPERTY, Site, at, unit};
use db::Tx;
use db::testing::each_engine;
use auth::Viewer;
use kernel::{AccountId, UnitId};

/// A case in handling, dispatched on Thursday 5 March at ten.
fn dispatched(site: &Site<'_>, to: &'static str) -> CaseId {
    let id = site.says(&site.visitor(), site.lift("k1")).case.id;
    site.accepted(id);
    site.at("2026-03-05T10:00").dispatched(id, to);
    id
}

fn returns(id: CaseId, other: Option<UnitId>) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<kernel::Outcome<Case>> + Send + 'static {
    move |tx, v| {
        let words = ReturnRequest { text: "这部电梯不归我们管。".into(), basis: "职责清单第三条".into(), unit: other, ..ReturnRequest::default() };
        actions::request_return(tx, v, id, &words, taker(other))
    }
}

fn agrees(id: CaseId, other: Option<UnitId>) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<kernel::Outcome<Case>> + Send + 'static {
    move |tx, v| actions::approve_return(tx, v, id, &ReturnApproval { unit: other, ..ReturnApproval::default() }, taker(other))
}

fn taker(unit: Option<UnitId>) -> Option<Taker> {
    unit.map(|unit| Taker { unit, active: true, holder: None })
}

fn chair() -> AccountId {
    AccountId::named("supervisor")
}

fn calls(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<kernel::Outcome<Case>> + Send + 'static {
    move |tx, v| actions::call_conferral(tx, v, id, &ConferralCall { chair: Some(chair()), ..ConferralCall::default() }, &[chair()])
}

fn leads(site: &Site<'_>, id: CaseId) -> Vec<UnitId> {
    let street = site.street;
    site.db.read_now(move |r| store::leads(r, street, id)).expect("leads")
}

fn handle_clocks(site: &Site<'_>, id: CaseId) -> Vec<store::Clock> {
    let street = site.street;
    let clocks = site.db.read_now(move |r| store::clocks_of(r, street, id)).expect("clocks");
    clocks.into_iter().filter(|c| c.stage == "handle").collect()
}

/// Scene 7: two units return it, nobody concludes, the fallback has it for good; the promise never stopped.
#[test]
fn ping_pong() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = dispatched(&site, PROPERTY);
        let due = site.case(id).due_at;
        assert_eq!(due, Some(at("2026-03-12T17:30")));
        site.at("2026-03-05T14:00").does(&site.reviewer(), returns(id, Some(unit(PARKS))));
        assert_eq!((site.case(id).state, leads(&site, id)), (State::ReturnPending, vec![unit(PROPERTY)]));
        site.at("2026-03-05T15:00").does(&site.dispatcher(), agrees(id, Some(unit(PARKS))));
        assert_eq!((site.case(id).state, leads(&site, id)), (State::Dispatched, vec![unit(PARKS)]));
        site.at("2026-03-06T09:30").does(&site.reviewer_of(PARKS), returns(id, None));
        assert_eq!(site.may_not(&site.dispatcher(), agrees(id, Some(unit(PARKS)))), ["unit-same"]);
        site.does(&site.dispatcher(), agrees(id, None));
        let waiting = site.case(id);
        assert_eq!((waiting.state, waiting.lead, leads(&site, id)), (State::Accepted, Some(unit(PARKS)), vec![unit(PARKS)]));
        assert_eq!(waiting.due_at, due, "the resident's date stands");

        site.at("2026-03-09T10:00").does(&site.dispatcher(), calls(id));
        assert_eq!((site.case(id).state, leads(&site, id)), (State::Conferral, vec![unit(PARKS)]));
        site.at("2026-03-10T17:30").by_system(actions::sweep);
        assert_eq!(site.case(id).state, State::Conferral, "until the last instant");
        site.at("2026-03-10T17:31").by_system(actions::sweep);
        let fallen = site.case(id);
        assert_eq!((fallen.state, fallen.no_return, leads(&site, id)), (State::Dispatched, true, vec![unit(PARKS)]));
        assert_eq!(site.may_not(&site.reviewer_of(PARKS), returns(id, None)), ["no-return"]);
        let handle = handle_clocks(&site, id);
        assert_eq!(handle.len(), 1, "one promise, never started again: {handle:?}");
        assert_eq!((handle[0].inputs.started_at, handle[0].stopped_at), (at("2026-03-05T10:00"), None));
    });
}

/// The resident's promise is one; each unit answers for its own part, from its own handing-out on.
#[test]
fn each_unit_has_its_own_clock() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = dispatched(&site, PROPERTY);
        site.at("2026-03-05T14:00").does(&site.reviewer(), returns(id, None));
        assert_eq!(site.clock(id, "unit").due_at, Some(at("2026-03-12T17:30")), "while it is undecided the unit answers for it");
        site.at("2026-03-06T09:30").does(&site.dispatcher(), agrees(id, None));
        let first = site.clock(id, "unit");
        assert_eq!((first.stopped_at, first.met), (Some(at("2026-03-06T09:30")), None), "given back in time: neither kept nor broken");
        // It lies for a week; the second unit has its five days all the same.
        site.at("2026-03-13T10:00").dispatched(id, PARKS);
        let own = site.clock(id, "unit");
        assert_eq!((own.due_at, own.inputs.started_at), (Some(at("2026-03-20T17:30")), at("2026-03-13T10:00")));
        assert_eq!(site.clock(id, "handle").due_at, Some(at("2026-03-12T17:30")), "the resident's date stands");
        site.at("2026-03-16T10:00").does(&site.handler_of(PARKS), move |tx, v| actions::sign(tx, v, id));
        site.does(&site.handler_of(PARKS), move |tx, v| {
            actions::contact(tx, v, id, &Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() })
        });
        site.does(&site.handler_of(PARKS), move |tx, v| {
            let words = Completion { result: Some(CaseResult::Solved), public_reply: "树枝剪好了。".into(), ..Completion::default() };
            actions::complete(tx, v, id, &words)
        });
        assert_eq!(site.clock(id, "unit").met, None, "until the review");
        site.does(&site.reviewer_of(PARKS), move |tx, v| actions::approve(tx, v, id, &Approving::default()));
        assert_eq!((site.clock(id, "handle").met, site.clock(id, "unit").met), (Some(false), Some(true)));
        let (who, now) = (site.supervisor(), site.now().plus_days(10));
        let rate = |code: &'static str, unit: &str| {
            let who = who.clone();
            let words = appeals::views::FigureWords { from: "2026-03-01".into(), to: "2026-04-01".into(), unit: unit.into(), ..Default::default() };
            let view = site.db.read_now(move |r| actions::figure(r, &who, code, words, now)).expect("a figure");
            view.value.rate.map(|rate| (rate.value, rate.denominator))
        };
        let (parks, property) = (unit(PARKS).to_string(), unit(PROPERTY).to_string());
        assert_eq!((rate("on-time", ""), rate("on-time-unit", "")), (Some((0, 1)), Some((10_000, 1))));
        assert_eq!((rate("on-time-unit", &parks), rate("on-time-unit", &property)), (Some((10_000, 1)), None));
    });
}

/// A sitting concludes by its chair alone, and the unit it names cannot pass the case on.
#[test]
fn a_sitting_names_one_unit() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = dispatched(&site, PROPERTY);
        assert_eq!(site.may_not(&site.dispatcher(), calls(id)), ["not-now"]);
        site.does(&site.reviewer(), returns(id, None));
        assert_eq!(site.may_not(&site.dispatcher(), calls(id)), ["conferral-early"]);
        site.does(&site.dispatcher(), agrees(id, Some(unit(PARKS))));
        site.does(&site.reviewer_of(PARKS), returns(id, None));
        // Two units have denied in writing: the second return need not be decided first.
        site.does(&site.dispatcher(), calls(id));
        let concludes = move |tx: &mut Tx<'_>, v: &Viewer| {
            let words = ConferralConclusion { unit: Some(unit(PROPERTY)), text: "房管所到会，确认由物业办。".into(), ..ConferralConclusion::default() };
            actions::conclude_conferral(tx, v, id, &words, taker(words.unit))
        };
        assert_eq!(site.may_not(&site.dispatcher(), concludes), ["not-chair"]);
        assert_eq!(site.may_not(&site.handler_of(PARKS), concludes), ["Forbidden"]);
        site.does(&site.supervisor(), concludes);
        let settled = site.case(id);
        assert_eq!((settled.state, settled.lead, settled.no_return), (State::Dispatched, Some(unit(PROPERTY)), true));
        site.signed(id);
        assert_eq!(site.may_not(&site.reviewer(), returns(id, None)), ["no-return"]);
    });
}

/// Row 14: one working day after the dispatch and no longer; row 16: refused, it stays for good and counts as signed.
#[test]
fn the_window_closes_and_a_refusal_is_final() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = dispatched(&site, PROPERTY);
        site.at("2026-03-06T17:31");
        assert_eq!(site.may_not(&site.reviewer(), returns(id, None)), ["return-late"]);
        site.at("2026-03-06T17:29").does(&site.reviewer(), returns(id, None));
        let refuses = move |text: &'static str| {
            move |tx: &mut Tx<'_>, v: &Viewer| actions::reject_return(tx, v, id, &Saying { text: text.into(), ..Saying::default() })
        };
        assert_eq!(site.may_not(&site.dispatcher(), refuses("")), ["words-missing"]);
        assert_eq!(site.may_not(&site.both_hands_of(PROPERTY), refuses("是你们的")), ["Forbidden"]);
        site.does(&site.dispatcher(), refuses("职责清单写明归物业。"));
        let kept = site.case(id);
        assert_eq!((kept.state, kept.no_return, kept.lead), (State::Handling, true, Some(unit(PROPERTY))));
        assert_eq!(site.may_not(&site.reviewer(), returns(id, None)), ["no-return"]);
    });
}

/// I7: what another unit tried is no contact of the unit that has the case now.
#[test]
fn a_new_unit_makes_its_own_contact() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-05T09:00");
        let id = dispatched(&site, PROPERTY);
        site.signed(id);
        site.contacted(id);
        assert!(site.case(id).contacted);
        site.does(&site.reviewer(), returns(id, Some(unit(PARKS))));
        site.does(&site.dispatcher(), agrees(id, Some(unit(PARKS))));
        assert!(!site.case(id).contacted);
        let unreached = move |tx: &mut Tx<'_>, v: &Viewer| {
            actions::contact(tx, v, id, &Contacting { means: Some(Means::Phone), reached: false, ..Contacting::default() })
        };
        let parks = site.handler_of(PARKS);
        site.does(&parks, move |tx, v| actions::sign(tx, v, id));
        for _ in 0..2 {
            site.does(&parks, unreached);
            assert!(!site.case(id).contacted, "two tries are not three");
        }
        site.does(&parks, unreached);
        assert!(site.case(id).contacted);
    });
}
