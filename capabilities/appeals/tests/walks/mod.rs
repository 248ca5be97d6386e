//! Weeks of a street at random: anybody tries any verb at any time, and after every step the promises of the
//! handbook (§13) hold. `LINQIAO_TEST_WALKS` asks for more walks, `LINQIAO_TEST_WALK` repeats one.

mod checks;
mod clockwork;
mod fold;
mod people;
mod steps;

use appeals::rules::*;
use appeals::{actions, store};
use checks::{Kept, Known, check, kept};
use crate::common::{Site, at, unit};
use db::testing::Fresh;
use db::{Fault, Keyset};
use kernel::Outcome;
use crate::common::luck::Luck;
use std::collections::BTreeMap;
use std::sync::Mutex;
use people::{Mood, EVERYBODY, Person, Standing};
use steps::{Step, VERBS};
use worktime::{Calendar, DayKind};

/// Walks in a usual run; PostgreSQL takes a smaller number, since the rules are the same text.
const ON_SQLITE: u64 = 2_000;
const ON_POSTGRES: u64 = 60;
const STEPS: usize = 32;

/// How often each verb was done: walks that go nowhere prove nothing.
static DONE: Mutex<BTreeMap<&str, usize>> = Mutex::new(BTreeMap::new());

fn wanted(default: u64) -> u64 {
    std::env::var("LINQIAO_TEST_WALKS").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

#[test]
fn whatever_is_tried_the_promises_hold() {
    if let Some(one) = std::env::var("LINQIAO_TEST_WALK").ok().and_then(|n| n.parse().ok()) {
        return walk(&db::testing::in_memory(), one);
    }
    let hands = 4;
    std::thread::scope(|scope| {
        for hand in 0..hands {
            scope.spawn(move || {
                let db = db::testing::in_memory();
                (0..wanted(ON_SQLITE)).filter(|n| n % hands == hand).for_each(|n| walk(&db, n));
            });
        }
    });
    let done = DONE.lock().expect("a count");
    let seldom: Vec<_> = VERBS.iter().filter(|v| done.get(v.code()).is_none_or(|n| *n < 5)).collect();
    assert!(seldom.is_empty() || wanted(ON_SQLITE) < ON_SQLITE, "hardly ever done: {seldom:?} of {done:?}");
}

#[test]
fn they_hold_on_postgres_too() {
    let Some(db) = db::testing::postgres() else { return };
    (0..wanted(ON_POSTGRES)).for_each(|n| walk(&db, n));
}

struct Voiced {
    case: CaseId,
    voice: VoiceId,
    code: String,
    by_account: bool,
}

fn walk(db: &Fresh, seed: u64) {
    let mut luck = Luck::of(seed);
    let starts = ["2026-01-28T09:00", "2026-04-01T10:30", "2026-09-15T08:10", "2026-09-28T16:50", "2026-12-21T12:15"];
    let site = Site::in_street(db, &format!("walk {seed}"), luck.pick(&starts));
    let mut calendar = Calendar::state_council();
    let mut known = Known::default();
    known.calendars.insert(calendar.version.clone(), clockwork::Worked::of(&calendar));
    let said: Vec<_> = (0..1 + luck.below(2)).map(|n| says(&site, &mut luck, n)).collect();
    let mut before: Vec<Kept> = said.iter().map(|v| kept(&site, v.case)).collect();
    for n in 0..STEPS {
        // Sittings are left to run out now and then.
        let sitting = before.iter().any(|k| k.case.state == State::Conferral);
        site.later(match luck.below(20) {
            5..16 if sitting => luck.below(3 * 1_440) as i64,
            0 => luck.below(40 * 1_440) as i64,
            1..5 => luck.below(2_000) as i64,
            _ => luck.below(200) as i64,
        });
        let (told, touched, expected) = match luck.below(20) {
            0 => {
                publish(&site, &mut luck, &mut calendar, &mut known, n);
                ("a calendar is published".into(), 0..said.len(), Expected::Anything)
            }
            n if n < 3 || sitting && n < 9 => {
                site.by_system(actions::sweep);
                let again = site.by_system(actions::sweep);
                let all: Vec<_> = said.iter().map(|v| kept(&site, v.case).events).collect();
                assert_eq!(again, 0, "walk {seed}, step {n}: sweeping twice does more: {all:#?}");
                ("the timer sweeps".into(), 0..said.len(), Expected::Anything)
            }
            _ => {
                let which = luck.below(said.len());
                let (told, expected) = one_step(&site, &mut luck, &said, which, &before[which]);
                (told, which..which + 1, expected)
            }
        };
        for (voiced, was) in said[touched.clone()].iter().zip(&mut before[touched]) {
            let is = kept(&site, voiced.case);
            if is.events.iter().skip(was.events.len()).any(|e| e.name == "appeals.case_fell_back") {
                *DONE.lock().expect("a count").entry(Verb::Fallback.code()).or_default() += 1;
            }
            let verdict = check(&is, &mut known)
                .and_then(|_| nothing_is_rewritten(was, &is))
                .and_then(|()| expected.fits(was, &is));
            if let Err(why) = verdict {
                panic!("walk {seed}, step {n} at {:?}, {told}: {why}\n{:#?}", site.now(), is.events);
            }
            *was = is;
        }
    }
    lists_agree(&site, &mut luck, &said, seed);
}

/// A voice with or without a name, in the secretary's community or elsewhere, sometimes about the committee.
fn says(site: &Site<'_>, luck: &mut Luck, n: usize) -> Voiced {
    let by_account = luck.of_hundred(40);
    let who = if by_account { site.resident("speaker") } else { site.visitor() };
    let accuses = luck.of_hundred(15);
    let words = Reception {
        channel: accuses.then_some(Channel::Mailbox),
        about_committee: accuses,
        accused: if luck.of_hundred(10) { vec![unit(crate::common::PARKS)] } else { vec![] },
        callback_wish: Some(if luck.of_hundred(15) { CallbackWish::None } else { CallbackWish::Link }),
        urgency: Some(luck.pick(&[Urgency::Normal, Urgency::Normal, Urgency::Normal, Urgency::Life, Urgency::Utility])),
        case_type: Some(luck.pick(&[CaseType::Help, CaseType::Complaint, CaseType::Consultation])),
        ..site.lift(&format!("key {n}"))
    };
    let got = site.says(&who, words);
    Voiced { case: got.case.id, voice: got.voice, code: got.code, by_account }
}

/// What a step says of itself.
enum Expected {
    /// Done: what it answered is what is kept.
    Answered(Box<Case>),
    /// Refused or denied: nothing is left behind.
    Unchanged,
    Anything,
}

impl Expected {
    fn fits(&self, was: &Kept, is: &Kept) -> Result<(), String> {
        match self {
            Self::Answered(case) if is.case != (Case { links: is.case.links.clone(), ..(**case).clone() }) => {
                Err(format!("it answered {case:?}, kept is {:?}", is.case))
            }
            Self::Unchanged if is.case != was.case || is.events.len() != was.events.len() => {
                Err("what was not done left a trace".into())
            }
            _ => Ok(()),
        }
    }
}

/// Two thirds of the steps are those of a usual walk, so that every state is reached; the rest are anybody's.
fn one_step(site: &Site<'_>, luck: &mut Luck, said: &[Voiced], which: usize, was: &Kept) -> (String, Expected) {
    let voiced = &said[which];
    let listed = verbs_in(was.case.state);
    let mood = [Mood::Contested, Mood::ManyHands, Mood::Plain][usize::from(site.street.uuid().as_bytes()[15]) % 3];
    let likely: Vec<_> = listed.iter().flat_map(|v| std::iter::repeat_n(*v, people::likely(*v, mood, &was.case))).collect();
    let usual = luck.of_hundred(70) && !likely.is_empty();
    let verb = if usual { luck.pick(&likely) } else { luck.pick(VERBS) };
    let who = if usual { people::usual(verb, &was.case) } else { luck.pick(EVERYBODY) };
    let step = Step::any(luck, who, verb, voiced.case, voiced.voice, was.case.rev);
    let other = said.get(1 - which.min(1)).map_or("", |v| v.code.as_str());
    let viewer = people::viewer(site, who, &voiced.code, other);
    let ever_held: Vec<_> = was.led.iter().map(|l| l.unit).collect();
    let standing = Standing {
        case: &was.case,
        by_account: voiced.by_account,
        accused: &was.case.links.accused,
        ever_held: &ever_held,
    };
    let allowed = people::allowed(who, verb, &standing);
    let outcome = step.take(site, &viewer);
    let told = format!("{step:?} at {:?}", site.now());
    match outcome {
        Err(Fault::Denied(_)) => assert!(!allowed, "{told}: denied, though the handbook lets them try"),
        Err(fault) => panic!("{told}: {fault}"),
        Ok(_) if !allowed => panic!("{told}: the handbook does not let them"),
        Ok(Outcome::Done(case)) => {
            assert_eq!(step.wrong, None, "{told}: wrong words were taken");
            assert!(listed.contains(&verb), "{told}: done in {:?}", was.case.state);
            *DONE.lock().expect("a count").entry(verb.code()).or_default() += 1;
            return (told, Expected::Answered(Box::new(case)));
        }
        Ok(Outcome::Refused(_, problems)) => assert!(!problems.is_empty(), "{told}: refused without a reason"),
    }
    (told, Expected::Unchanged)
}

/// I6: other dates for running clocks only; what was promised stays readable beside it.
fn publish(site: &Site<'_>, luck: &mut Luck, calendar: &mut Calendar, known: &mut Known, n: usize) {
    let day = site.now().day().plus(luck.below(20) as i64);
    let kind = luck.pick(&[DayKind::Shutdown, DayKind::Holiday, DayKind::Work]);
    *calendar = calendar.with_day(&format!("walk {n}"), day, kind);
    known.calendars.insert(calendar.version.clone(), clockwork::Worked::of(calendar));
    let fresh = calendar.clone();
    site.by_system(move |tx| actions::publish_calendar(tx, &fresh));
}

/// Rows of clocks, leads, messages and events are added to, never changed, except that what runs may end.
fn nothing_is_rewritten(was: &Kept, is: &Kept) -> Result<(), String> {
    for old in &was.clocks {
        let now = is.clocks.iter().find(|c| c.id == old.id).ok_or("a clock is gone")?;
        let ended = store::Clock {
            stopped_at: old.stopped_at,
            met: old.met,
            superseded: old.superseded,
            ..now.clone()
        };
        if ended != *old {
            return Err(format!("a promise was rewritten: {old:?} became {now:?}"));
        }
        // Judged once is judged for good, unless somebody looked and sent it back: then another row goes on.
        let ended = old.superseded || old.met.is_some() && !now.superseded;
        if ended && now != old {
            return Err(format!("a clock that had ended was changed: {old:?} became {now:?}"));
        }
    }
    let kept = was.events.iter().zip(&is.events).all(|(a, b)| a.name == b.name && a.at == b.at && a.body == b.body);
    if !kept || is.events.len() < was.events.len() || !is.told.starts_with(&was.told) {
        return Err("what had happened or was told has changed".into());
    }
    if is.voices.len() < was.voices.len() {
        return Err("a voice is gone".into());
    }
    Ok(())
}

/// I9 and I14 at the end of the walk: a list shows what the handbook lets its reader see.
fn lists_agree(site: &Site<'_>, luck: &mut Luck, said: &[Voiced], seed: u64) {
    let all: Vec<_> = said.iter().map(|v| kept(site, v.case)).collect();
    for _ in 0..6 {
        let who = luck.pick(EVERYBODY);
        let viewer = people::viewer(site, who, &said[0].code, "");
        let now = site.now();
        let page = Keyset { before: None, limit: 50 };
        let reader = viewer.clone();
        let listed = site
            .db
            .read_now(move |r| store::list(r, &reader, "see_case", &store::CaseFilter::default(), page, now))
            .expect("a list");
        let mut listed: Vec<_> = listed.into_iter().map(|c| c.id).collect();
        listed.sort_unstable();
        let mut seen: Vec<_> = all.iter().filter(|k| sees(who, k)).map(|k| k.case.id).collect();
        seen.sort_unstable();
        assert_eq!(listed, seen, "walk {seed}: the list of {who:?}");
    }
}

fn sees(who: Person, k: &Kept) -> bool {
    let ever_held: Vec<_> = k.led.iter().map(|l| l.unit).collect();
    let s = Standing { case: &k.case, by_account: false, accused: &k.case.links.accused, ever_held: &ever_held };
    let desk = [Verb::Acceptance, Verb::Dispatch, Verb::Signing, Verb::Approval, Verb::Closure, Verb::Redo, Verb::Verification, Verb::Arrival];
    match who {
        Person::Leader => !s.accused.contains(&unit("street-office")),
        Person::Bearer | Person::Speaker => false,
        _ => desk.iter().any(|verb| people::allowed(who, *verb, &s)),
    }
}

#[test]
fn a_fold_notices_what_is_not_listed() {
    let happened = |name: &str| fold::Happened { name: format!("appeals.{name}"), at: at("2026-11-23T09:00"), body: serde_json::json!({}) };
    assert!(fold::fold(&[happened("voice_received"), happened("case_closed")], true).is_err());
    assert!(fold::fold(&[happened("case_accepted")], true).is_err());
}
