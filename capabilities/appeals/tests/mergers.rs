//! Cases that go up in another and come back: on both engines.
use appeals::actions;
use appeals::rules::*;
use appeals::store;
use auth::Viewer;
use crate::common::luck::Luck;
use crate::common::{PARKS, PROPERTY, Site, unit};
use db::Tx;
use db::testing::each_engine;
use kernel::{Moment, Outcome, UnitId};

fn merges(id: CaseId, into: &str) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    let into = into.to_owned();
    move |tx, v| actions::merge(tx, v, id, &Merger { into: into.clone(), ..Merger::default() })
}

fn comes_back(id: CaseId) -> impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<Case>> + Send + 'static {
    move |tx, v| actions::unmerge(tx, v, id)
}

fn said(site: &Site<'_>, key: &str) -> Case {
    site.says(&site.visitor(), site.lift(key)).case
}

/// What must be as it was: state, public side, lead, voices and how they stand, and what runs until when.
#[derive(Clone, Debug, PartialEq)]
struct Stands {
    state: State,
    published: bool,
    merged_into: Option<CaseId>,
    count: i32,
    voices: Vec<(VoiceId, Option<Settled>)>,
    leads: Vec<UnitId>,
    running: Vec<(String, Option<Moment>)>,
    shown: (Option<Moment>, Option<String>),
}

fn stands(site: &Site<'_>, id: CaseId) -> Stands {
    let (case, street) = (site.case(id), site.street);
    let read = site.db.read_now(move |r| {
        let voices = store::voices_of(r, street, id)?.into_iter().map(|v| (v.id, v.settled)).collect();
        let mut running: Vec<_> = store::all_running(r, street, id)?.into_iter().map(|c| (c.stage, c.due_at)).collect();
        running.sort();
        Ok((voices, store::leads(r, street, id)?, running))
    });
    let (voices, leads, running) = read.expect("how it stands");
    Stands {
        state: case.state,
        published: case.published,
        merged_into: case.merged_into,
        count: case.voices,
        voices,
        leads,
        running,
        shown: (case.due_at, case.due_stage),
    }
}

/// What is kept is what a recount says, wherever voices went.
fn counts_agree(site: &Site<'_>) {
    let street = site.street;
    let wrong = site.db.read_now(move |r| store::figures_agree(r, street)).expect("a recount");
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Scene 8, the merging: many voices, one case; receipts stay, the earliest promise stays, and one comes back as it was.
#[test]
fn one_lift_many_voices() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T09:00");
        let first = said(&site, "first");
        site.accepted(first.id);
        site.at("2026-03-02T10:00").dispatched(first.id, PROPERTY);
        let promised = site.case(first.id).due_at;
        let later = said(site.at("2026-03-04T09:00"), "later");
        site.accepted(later.id);
        site.dispatched(later.id, PARKS);
        let alone = stands(&site, later.id);
        assert!(alone.shown.0 > promised);
        let mut neighbours = vec![];
        for n in 0..10 {
            neighbours.push(site.says(&site.visitor(), site.lift(&format!("n{n}"))));
        }
        for got in &neighbours {
            site.does(&site.clerk(), merges(got.case.id, &later.case_no));
        }
        // The first one promised sooner: merged, its date goes along, and its lead does not.
        site.does(&site.dispatcher(), merges(first.id, &later.case_no));
        let all = site.case(later.id);
        assert_eq!((all.voices, all.due_at, all.lead), (12, promised, Some(unit(PARKS))));
        let gone = stands(&site, first.id);
        assert_eq!((gone.state, gone.count, gone.voices.len(), gone.running.len()), (State::Merged, 0, 0, 0));
        for got in &neighbours {
            let street = site.street;
            let code = got.code.clone();
            let voice = site.db.read_now(move |r| actions::open_receipt(r, street, &code)).expect("a receipt");
            assert_eq!(voice, Some(got.voice), "the receipt opens its voice");
            assert!(site.told(got.voice).contains(&"merged".to_owned()));
        }
        assert_eq!(site.may_not(&site.clerk(), merges(first.id, &later.case_no)), ["not-now"], "merged once");
        assert_eq!(site.may_not(&site.clerk(), comes_back(first.id)), ["Forbidden"]);
        site.does(&site.dispatcher(), comes_back(first.id));
        let back = site.case(first.id);
        assert_eq!((back.state, back.due_at, back.lead, back.voices), (State::Dispatched, promised, Some(unit(PROPERTY)), 1));
        assert_eq!(site.case(later.id).due_at, alone.shown.0, "the other keeps its own date again");
        assert_eq!(site.case(later.id).voices, 11);
    });
}

/// What must not be merged, and why.
#[test]
fn what_is_not_merged() {
    each_engine(|db| {
        let site = Site::new(db, "2026-03-02T09:00");
        let (a, b) = (said(&site, "a"), said(&site, "b"));
        assert_eq!(site.may_not(&site.clerk(), merges(a.id, "20260302-NOTHNG")), ["merger-unknown"]);
        assert_eq!(site.may_not(&site.clerk(), merges(a.id, &a.case_no)), ["merger-same"]);
        assert_eq!(site.may_not(&site.handler(), merges(a.id, &b.case_no)), ["Hidden"]);
        let about = Reception { accused: vec![unit(PARKS)], ..site.lift("about") };
        let about = site.says(&site.visitor(), about).case;
        assert_eq!(site.may_not(&site.clerk(), merges(about.id, &a.case_no)), ["merger-accused"]);
        assert_eq!(site.may_not(&site.clerk(), merges(a.id, &about.case_no)), ["merger-accused"]);
        site.accepted(a.id);
        site.dispatched(a.id, PROPERTY);
        assert_eq!(site.may_not(&site.dispatcher(), merges(a.id, &b.case_no)), ["merger-behind"]);
        let bearer_voice = site.says(&site.visitor(), site.lift("c"));
        let (id, voice) = (bearer_voice.case.id, bearer_voice.voice);
        let bearer = site.bearer(&bearer_voice.code);
        site.does(&bearer, move |tx, v| actions::withdraw(tx, v, id, voice, &Saying::default()));
        assert_eq!(site.may_not(&site.clerk(), merges(b.id, &bearer_voice.case.case_no)), ["merger-ended"]);
        assert_eq!(site.may_not(&site.dispatcher(), comes_back(b.id)), ["not-now"]);
    });
}

/// I8: whatever is merged into whatever, in any order, taken out again in any order, everything is what it was; no
/// voice is ever gone, and no merged case points to a merged one.
#[test]
fn merging_and_undoing_is_nothing() {
    each_engine(|db| {
        let mut done = 0;
        for seed in 1..=12_u64 {
            let site = Site::in_street(db, &format!("mergers {seed}"), "2026-03-02T09:00");
            let mut luck = Luck::of(seed);
            let cases: Vec<_> = (0..6)
                .map(|n| {
                    site.later(luck.below(600) as i64);
                    let case = said(&site, &format!("case {n}"));
                    let far = luck.below(4);
                    if far > 0 {
                        site.accepted(case.id);
                    }
                    if far > 1 {
                        site.dispatched(case.id, if n % 2 == 0 { PROPERTY } else { PARKS });
                    }
                    if far > 2 {
                        let of = if n % 2 == 0 { PROPERTY } else { PARKS };
                        let handler = site.handler_of(of);
                        let id = case.id;
                        site.does(&handler, move |tx, v| actions::sign(tx, v, id));
                    }
                    case
                })
                .collect();
            let before: Vec<_> = cases.iter().map(|c| stands(&site, c.id)).collect();
            let mut merged: Vec<CaseId> = vec![];
            let check = |when: &str| {
                let now: Vec<_> = cases.iter().map(|c| stands(&site, c.id)).collect();
                let voices: usize = now.iter().map(|s| s.voices.len()).sum();
                assert_eq!(voices, 6, "seed {seed}, {when}: a voice is gone");
                for s in &now {
                    assert_eq!(s.count as usize, s.voices.len(), "seed {seed}, {when}");
                    let into = s.merged_into.map(|into| site.case(into).state);
                    assert_ne!(into, Some(State::Merged), "seed {seed}, {when}: an alias of an alias");
                    assert_eq!(s.merged_into.is_some(), s.state == State::Merged);
                }
                // No date moved later: each voice's case promises no later than its own case did.
                for (case, was) in cases.iter().zip(&before) {
                    let home = now.iter().find(|s| s.voices.iter().any(|v| v.0 == was.voices[0].0)).expect("its case");
                    let due = |s: &Stands, stages: &[&str]| s.running.iter().find(|r| stages.contains(&r.0.as_str())).and_then(|r| r.1);
                    if let Some(promised) = due(was, &["handle"]) {
                        assert!(due(home, &["handle"]).is_some_and(|d| d <= promised), "seed {seed}, {when}: {}", case.case_no);
                    }
                }
            };
            for _ in 0..9 {
                site.later(luck.below(200) as i64);
                let (from, into) = (luck.below(6), luck.below(6));
                let (id, number) = (cases[from].id, cases[into].case_no.clone());
                match site.act(&site.dispatcher(), merges(id, &number)).expect("an answer") {
                    Outcome::Done(_) => {
                        done += 1;
                        merged.push(id);
                    }
                    Outcome::Refused(_, problems) => assert!(!problems.is_empty()),
                }
                if !merged.is_empty() && luck.below(4) == 0 {
                    let id = merged.swap_remove(luck.below(merged.len()));
                    site.does(&site.dispatcher(), comes_back(id));
                }
                check("after a merger");
            }
            while !merged.is_empty() {
                let id = merged.swap_remove(luck.below(merged.len()));
                site.does(&site.dispatcher(), comes_back(id));
                check("after one came back");
            }
            let after: Vec<_> = cases.iter().map(|c| stands(&site, c.id)).collect();
            assert_eq!(after, before, "seed {seed}");
            counts_agree(&site);
        }
        assert!(done >= 25, "only {done} mergers prove little");
    });
}

/// Scene 8, the asking: 30 voices, 27 reached. Three who say no bring the case back; two do not, and each goes on in a
/// case of its own.
#[test]
fn no_no_is_outvoted() {
    each_engine(|db| {
        for (refusals, state) in [(3, State::Handling), (2, State::Closed)] {
            let site = Site::in_street(db, &format!("thirty {refusals}"), "2026-03-02T09:00");
            let first = site.says(&site.visitor(), site.lift("first"));
            let id = first.case.id;
            let mut voices = vec![first.voice];
            for n in 1..30 {
                let got = site.says(&site.visitor(), site.lift(&format!("n{n}")));
                site.does(&site.clerk(), merges(got.case.id, &first.case.case_no));
                voices.push(got.voice);
            }
            site.accepted(id);
            site.dispatched(id, PROPERTY);
            site.signed(id);
            site.contacted(id);
            site.completed(id);
            let reviewer = site.reviewer();
            site.does(&reviewer, move |tx, v| actions::approve(tx, v, id, &Approving::default()));
            let officer = site.callback_officer();
            for (n, voice) in voices.iter().copied().enumerate() {
                // The last three decline to answer.
                let declined = n >= 27;
                let solved = !declined && n >= refusals;
                site.later(1).does(&officer, move |tx, v| {
                    let words = CallingBack {
                        voice: Some(voice),
                        reached: true,
                        contacted: Some(true),
                        declined,
                        solved: Some(solved),
                        explained_ok: Some(false),
                        satisfaction: Some(if solved { Satisfaction::Satisfied } else { Satisfaction::Dissatisfied }),
                        ..CallingBack::default()
                    };
                    actions::call_back(tx, v, id, voice, &words)
                });
            }
            let say = Saying { text: "还有人说没修好。".into(), ..Saying::default() };
            let redo = site.act(&officer, move |tx, v| actions::redo(tx, v, id, &say)).expect("an answer");
            assert_eq!(redo.is_done(), state == State::Handling, "{refusals} of 27");
            if !redo.is_done() {
                site.does(&officer, move |tx, v| actions::close(tx, v, id));
            }
            let case = site.case(id);
            assert_eq!((case.state, case.voices), (state, if refusals == 2 { 28 } else { 30 }));
            if state == State::Closed {
                let street = site.street;
                for voice in voices[..2].iter().copied() {
                    let own = site.db.read_now(move |r| store::voice(r, street, voice)).expect("a voice").expect("a voice").case;
                    let own_case = site.case(own);
                    assert_ne!(own, id);
                    assert_eq!((own_case.state, own_case.lead, own_case.voices), (State::Handling, Some(unit(PROPERTY)), 1));
                    assert!(own_case.due_at.is_some() && own_case.round == 2);
                    assert_eq!(site.told(voice).last().map(String::as_str), Some("separated"));
                }
                assert_eq!(site.told(voices[5]).last().map(String::as_str), Some("closed"));
            } else {
                assert_eq!(case.round, 2);
            }
            counts_agree(&site);
        }
    });
}
