//! What parties promise for a case (row 24), on both engines.
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use crate::common::{PARKS, Site, at, unit};
use db::testing::each_engine;
use db::{Result, Tx};
use kernel::{Day, Outcome};

type Done = Result<Outcome<Case>>;

fn day(text: &str) -> Option<Day> {
    Some(at(&format!("{text}T00:00")).day())
}
fn promises(id: CaseId, words: Committing) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| {
        let known = words.unit.map(|unit| (Taker { unit, active: true, holder: None }, "园林所".to_owned()));
        actions::commit(tx, v, id, &words, known)
    }
}
fn neighbours() -> Committing {
    Committing {
        party: "3幢楼组".into(),
        kind: Some(CommitmentKind::People),
        what: "周六上午搬开楼道杂物".into(),
        due_on: day("2026-03-07"),
        ..Committing::default()
    }
}
fn naming(text: &str) -> NamingCommitment {
    NamingCommitment { text: text.into(), ..NamingCommitment::default() }
}
fn completes(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> Done + Send + 'static {
    move |tx, v| {
        let words = Completion { result: Some(CaseResult::Solved), public_reply: "已清好。".into(), ..Completion::default() };
        actions::complete(tx, v, id, &words)
    }
}

#[test]
fn a_promise_has_a_party_a_deed_and_a_day() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = site.at_work("k1").case.id;
        let refused = |words: Committing| site.may_not(&site.handler(), promises(id, words));
        assert_eq!(refused(Committing { party: " ".into(), ..neighbours() }), ["words-missing"]);
        assert_eq!(refused(Committing { party: "老王19900001234".into(), ..neighbours() }), ["personal-words"]);
        assert_eq!(refused(Committing { kind: None, ..neighbours() }), ["commitment-kind"]);
        assert_eq!(refused(Committing { due_on: None, ..neighbours() }), ["commitment-day"]);
        assert_eq!(refused(Committing { due_on: day("2026-03-01"), ..neighbours() }), ["commitment-past"]);
        assert_eq!(refused(Committing { due_on: day("2026-03-10"), ..neighbours() }), ["commitment-late"], "the case is due on the 9th");
        assert_eq!(site.may_not(&site.dispatcher(), promises(id, neighbours())), ["Forbidden"]);
        site.does(&site.handler(), promises(id, neighbours()));
        let street = site.street;
        let lines = |now: &str| {
            let now = at(now);
            db.read_now(move |r| actions::public_commitments(r, street, id, now)).expect("lines")
        };
        assert_eq!(lines("2026-03-07T23:00")[0].stands, "due");
        assert_eq!(lines("2026-03-08T01:00")[0].stands, "overdue");
        assert_eq!((lines("2026-03-07T23:00")[0].party.as_str(), lines("2026-03-07T23:00").len()), ("3幢楼组", 1));
    });
}

/// The work is not called done over an open promise: each is met, or waived with a reason.
#[test]
fn completion_asks_for_each_to_be_met_or_waived() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T10:00");
        let id = site.at_work("k1").case.id;
        site.contacted(id);
        site.does(&site.handler(), promises(id, neighbours()));
        let parks = Committing { unit: Some(unit(PARKS)), party: String::new(), what: "修剪东侧树枝".into(), ..neighbours() };
        site.does(&site.handler(), promises(id, parks));
        assert_eq!(site.may_not(&site.handler(), completes(id)), ["commitments-open"]);
        assert_eq!(site.may_not(&site.handler(), move |tx, v| actions::meet(tx, v, id, &naming("做了。"))), ["commitment-none"], "which of two");
        let street = site.street;
        let all = db.read_now(move |r| appeals::store::commitments(r, street, id)).expect("commitments");
        let (ours, theirs) = (all[0].id, all[1].id);
        assert_eq!(all[1].party, "园林所", "a unit stands under its name");
        let named = move |which, text: &str| NamingCommitment { commitment: Some(which), ..naming(text) };
        assert_eq!(site.may_not(&site.handler_of(PARKS), move |tx, v| actions::meet(tx, v, id, &named(theirs, "剪了。"))), ["Hidden"], "not called to help");
        site.does(&site.dispatcher(), move |tx, v| {
            let taker = Taker { unit: unit(PARKS), active: true, holder: None };
            actions::assist(tx, v, id, &NamingUnit { unit: Some(unit(PARKS)), text: "剪枝。".into(), ..NamingUnit::default() }, Some(taker))
        });
        assert_eq!(site.may_not(&site.handler_of(PARKS), move |tx, v| actions::meet(tx, v, id, &named(ours, "剪了。"))), ["commitment-none"], "not theirs to say");
        site.does(&site.handler_of(PARKS), move |tx, v| actions::meet(tx, v, id, &named(theirs, "剪了两棵。")));
        site.does(&site.handler_of(PARKS), move |tx, v| actions::finish_assistance(tx, v, id, &Saying { text: "好了。".into(), ..Saying::default() }));
        site.does(&site.handler(), move |tx, v| actions::verify_commitment(tx, v, id, &named(theirs, "")));
        assert_eq!(site.may_not(&site.handler(), move |tx, v| actions::waive(tx, v, id, &named(ours, " "))), ["words-missing"]);
        site.does(&site.handler(), move |tx, v| actions::waive(tx, v, id, &named(ours, "下雨，改由物业清。")));
        site.does(&site.handler(), completes(id));
        let lines = db.read_now({ let now = site.now(); move |r| actions::public_commitments(r, street, id, now) }).expect("lines");
        assert_eq!(lines.iter().map(|l| l.stands).collect::<Vec<_>>(), ["verified"], "what was waived is not shown");
    });
}
