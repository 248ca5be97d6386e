//! Somebody of another unit looks on the spot (rows 32 to 34), on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use crate::common::{PARKS, PROPERTY, Site, at, picture};
use db::testing::each_engine;
use db::{Result, Tx};
use kernel::Outcome;

fn verifies(id: CaseId, words: Looking) -> impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::verify(tx, v, id, &words)
}
fn sends_back(id: CaseId, text: &'static str) -> impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::rework(tx, v, id, &Looking { text: text.into(), ..Looking::default() })
}
fn takes(id: CaseId, stage: Stage) -> impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::add_evidence(tx, v, id, stage, &[picture()])
}
fn asks_for_a_look(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::approve(tx, v, id, &Approving { verification: true })
}

/// A case at a known point, done and reviewed, with a look asked for.
fn reviewed(site: &Site<'_>, key: &str) -> CaseId {
    let words = Reception { lat: Some(30.65), lon: Some(104.06), ..site.lift(key) };
    let id = site.says(&site.visitor(), words).case.id;
    site.accepted(id);
    site.dispatched(id, PROPERTY);
    site.signed(id);
    site.contacted(id);
    site.completed(id);
    site.does(&site.reviewer(), asks_for_a_look(id));
    id
}

#[test]
fn somebody_else_looks_with_a_photo_and_from_near() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = reviewed(&site, "k1");
        assert_eq!(site.case(id).state, State::Verification);
        assert_eq!(site.clock(id, "verification").due_at, Some(at("2026-03-04T17:30")), "two working days");
        let here = Looking { lat: Some(30.651), lon: Some(104.06), ..Looking::default() };
        let far = Looking { lat: Some(30.66), lon: Some(104.06), ..Looking::default() };
        assert_eq!(site.may_not(&site.verifier_of(PROPERTY), verifies(id, here.clone())), ["Hidden"], "the unit itself does not look");
        assert_eq!(site.may_not(&site.reviewer(), verifies(id, here.clone())), ["Forbidden"]);
        assert_eq!(site.may_not(&site.verifier(), verifies(id, here.clone())), ["verification-photo"]);
        assert_eq!(site.may_not(&site.handler(), takes(id, Stage::Verification)), ["photo-stage"], "the unit's photo is no look");
        assert_eq!(site.may_not(&site.verifier(), takes(id, Stage::After)), ["photo-stage"]);
        site.does(&site.verifier(), takes(id, Stage::Verification));
        assert_eq!(site.may_not(&site.verifier(), verifies(id, far.clone())), ["verification-away"]);
        assert_eq!(site.may_not(&site.verifier(), verifies(id, Looking::default())), ["verification-away"]);
        site.does(&site.verifier(), verifies(id, Looking { text: "围挡封路，隔着路口看到的。".into(), ..far }));
        assert_eq!(site.case(id).state, State::Callback);
        assert_eq!(site.clock(id, "verification").met, Some(true));
        assert_eq!(site.may_not(&site.verifier(), takes(id, Stage::Verification)), ["Hidden"], "out of their hands");
        let other = reviewed(&site, "k2");
        site.does(&site.verifier(), takes(other, Stage::Verification));
        site.does(&site.verifier(), verifies(other, here.clone()));
        assert_eq!(site.case(other).state, State::Callback);
    });
}

/// What was judged in time was not done after all: the same date goes on, residents hear of it, and the second look
/// needs a photo of its own.
#[test]
fn what_is_not_so_goes_back_with_its_date() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = reviewed(&site, "k1");
        let promised = site.clock(id, "handle");
        assert_eq!(promised.met, Some(true));
        site.later(60);
        assert_eq!(site.may_not(&site.reviewer(), sends_back(id, "还漏。")), ["Forbidden"], "the review is over");
        assert_eq!(site.may_not(&site.verifier(), sends_back(id, "还漏。")), ["verification-photo"]);
        site.does(&site.verifier(), takes(id, Stage::Verification));
        assert_eq!(site.may_not(&site.verifier(), sends_back(id, " ")), ["words-missing"]);
        site.does(&site.verifier(), sends_back(id, "轿厢灯还是不亮。"));
        let runs = site.clock(id, "handle");
        assert_eq!((site.case(id).state, runs.due_at, runs.stopped_at, runs.met), (State::Handling, promised.due_at, None, None));
        assert_eq!(site.case(id).due_at, promised.due_at);
        site.later(60).completed(id);
        site.does(&site.reviewer(), asks_for_a_look(id));
        assert_eq!(site.may_not(&site.verifier(), verifies(id, Looking { text: "好了。".into(), ..Looking::default() })), ["verification-photo"]);
        let street = site.street;
        let kinds: Vec<String> = db
            .read_now(move |r| r.all("select kind from voice_messages where street_id = $1 and case_id = $2 order by id", db::args![street, id]))
            .expect("messages");
        assert_eq!(kinds[kinds.len() - 3..], ["replied", "sent_back", "replied"]);
    });
}

/// Where the category demands it nobody has to ask for it; without a resident to ask, the look closes the case.
#[test]
fn a_category_demands_a_look() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = site.says(&site.visitor(), Reception { callback_wish: Some(CallbackWish::None), ..site.lift("k1") }).case.id;
        site.does(&site.clerk(), move |tx, v| {
            actions::accept(tx, v, id, &Acceptance { category: "lamp".into(), title: "路灯不亮".into(), ..Acceptance::default() }, None)
        });
        site.dispatched(id, PARKS);
        let handler = site.handler_of(PARKS);
        site.does(&handler, move |tx, v| actions::sign(tx, v, id));
        site.does(&handler, move |tx, v| {
            actions::contact(tx, v, id, &Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() })
        });
        site.does(&handler, move |tx, v| {
            let words = Completion { result: Some(CaseResult::Solved), public_reply: "灯亮了。".into(), ..Completion::default() };
            actions::complete(tx, v, id, &words)
        });
        site.does(&site.reviewer_of(PARKS), move |tx, v| actions::approve(tx, v, id, &Approving::default()));
        assert_eq!(site.case(id).state, State::Verification);
        site.does(&site.verifier(), takes(id, Stage::Verification));
        site.does(&site.verifier(), verifies(id, Looking::default()));
        let closed = site.case(id);
        assert_eq!((closed.state, closed.closed_at.is_some()), (State::Closed, true));
    });
}
