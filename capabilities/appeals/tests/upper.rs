//! Voices the upper tier holds to a moment, on both engines: their clock, what waits for their word, and when it waits no more.
use appeals::actions::{self, FromUpper};
use appeals::rules::*;
use crate::common::{PROPERTY, Site, at, unit};
use db::testing::each_engine;
use kernel::{Outcome, uuid::Uuid};

/// An order whose case the property office has in hand.
fn in_hand(site: &Site, key: &str, due: &'static str) -> (CaseId, VoiceId) {
    let (words, place) = (Reception { callback_wish: Some(CallbackWish::None), ..site.lift(key) }, site.somewhere());
    let from = FromUpper { order: Uuid::now_v7(), due_at: at(due) };
    let got = site.does(&site.clerk(), move |tx, v| actions::receive_order(tx, v, &words, place, from)).expect("received");
    site.accepted(got.case.id);
    site.dispatched(got.case.id, PROPERTY);
    site.signed(got.case.id);
    (got.case.id, got.voice)
}

#[test]
fn their_clock_runs_to_their_moment_and_is_judged_by_the_first_answer() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00:20");
        let (id, voice) = in_hand(&site, "k1", "2026-03-20T17:30");
        let clock = site.clock(id, UPPER);
        assert_eq!((clock.due_at, clock.inputs.unit), (Some(at("2026-03-20T17:30")), worktime::Unit::Minutes));
        let moved = site.by_system(move |tx| {
            Ok((actions::move_upper_due(tx, voice, at("2026-03-23T12:00"))?, actions::move_upper_due(tx, voice, at("2026-03-23T12:00"))?))
        });
        assert_eq!(moved, (true, false));
        assert_eq!(site.clock(id, UPPER).due_at, Some(at("2026-03-23T12:00")));
        site.at("2026-03-23T12:01").by_system(move |tx| actions::answered_upper(tx, voice, 1));
        assert_eq!(site.clock(id, UPPER).met, Some(false), "a minute late is late");
        site.by_system(move |tx| actions::answered_upper(tx, voice, 2));
        assert_eq!(site.clocks(id).iter().filter(|c| c.stage == UPPER && !c.superseded).count(), 1, "a second answer starts nothing");
        let street = site.street;
        let (_, broken) = db.read_now(move |r| actions::verify_clocks(r, street)).expect("verified");
        assert!(broken.is_empty(), "{broken:?}");
    });
}

/// §4.5: effective only when they accept; the desk cannot take back what is with them, and once answered nothing waits.
#[test]
fn what_is_agreed_waits_for_them_and_for_nobody_else() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let (id, voice) = in_hand(&site, "k1", "2026-03-20T17:30");
        let ask = move |tx: &mut db::Tx<'_>, v: &auth::Viewer| {
            let words = ExtensionRequest { days: 2, text: "配件要从厂家调来。".into(), ..ExtensionRequest::default() };
            actions::request_extension(tx, v, id, &words)
        };
        site.does(&site.reviewer(), ask);
        let before = site.case(id).due_at;
        let other = site.other_dispatcher();
        site.does(&site.dispatcher(), move |tx, v| actions::grant_extension(tx, v, id));
        assert_eq!(site.may_not(&other, move |tx, v| actions::grant_extension(tx, v, id)), ["upper-waits"]);
        let no = Saying { text: "不同意".into(), ..Saying::default() };
        assert_eq!(site.may_not(&other, move |tx, v| actions::refuse_extension(tx, v, id, &no)), ["upper-waits"]);
        assert_eq!(site.case(id).due_at, before);
        let said = UpperVerdict { accepted: true, text: "同意".into(), due_at: None };
        let handler_says = said.clone();
        let denied = site.may_not(&site.handler(), move |tx, v| actions::upper_verdict(tx, v, id, UpperAsk::Extension, &handler_says));
        assert_eq!(denied, ["Forbidden"]);
        site.does(&site.dispatcher(), move |tx, v| actions::upper_verdict(tx, v, id, UpperAsk::Extension, &said));
        assert_eq!((before, site.case(id).due_at), (Some(at("2026-03-09T17:30")), Some(at("2026-03-11T17:30"))));
        assert!(site.told(voice).contains(&"extended".to_owned()), "the voice is told when it holds");

        site.by_system(move |tx| actions::answered_upper(tx, voice, 1));
        site.does(&site.reviewer(), ask);
        site.does(&site.supervisor(), move |tx, v| actions::grant_extension(tx, v, id));
        assert_eq!(site.case(id).due_at, Some(at("2026-03-13T17:30")), "answered upstairs, the street decides alone");
    });
}

/// What waits lapses with the state it waited in, and their verdict then finds nothing.
#[test]
fn a_verdict_on_what_waits_no_more_decides_nothing() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let (id, _) = in_hand(&site, "k1", "2026-03-20T17:30");
        let words = ReturnRequest { text: "不是物业的事。".into(), basis: "三定方案".into(), ..ReturnRequest::default() };
        site.does(&site.reviewer(), move |tx, v| actions::request_return(tx, v, id, &words, None));
        let taker = Some(Taker { unit: unit("parks"), active: true, holder: None });
        let agree = ReturnApproval { unit: Some(unit("parks")), ..ReturnApproval::default() };
        let case = site.does(&site.dispatcher(), move |tx, v| actions::approve_return(tx, v, id, &agree, taker));
        assert_eq!((case.state, case.lead), (State::ReturnPending, Some(unit(PROPERTY))));
        let refused = UpperVerdict { accepted: false, text: "属地办理".into(), due_at: None };
        let again = refused.clone();
        site.does(&site.dispatcher(), move |tx, v| actions::upper_verdict(tx, v, id, UpperAsk::Return, &refused));
        assert_eq!((site.case(id).state, site.case(id).no_return), (State::Handling, true));
        let outcome = site.act(&site.dispatcher(), move |tx, v| actions::upper_verdict(tx, v, id, UpperAsk::Return, &again)).expect("an answer");
        assert!(matches!(outcome, Outcome::Refused(_, ref p) if p[0].code == "upper-not-asked"));
    });
}
