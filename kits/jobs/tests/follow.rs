//! What follows an event follows, once in effect and in order.

use db::testing::{each_engine, Fresh};
use db::{args, By, EventRow, Fault, Result, Tx};
use jobs::{stuck, try_again, Subscriber, Timer, Worker};
use kernel::{uuid::Uuid, Event, Moment, StreetId, Subject};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

const START: Moment = Moment(1_000_000_000_000);

fn street() -> StreetId {
    StreetId::named("jobs")
}
fn by() -> By {
    By::system(street(), "test", START)
}

#[derive(Serialize, Deserialize)]
struct Said {
    what: Uuid,
    word: String,
}
impl Event for Said {
    const NAME: &'static str = "test.said";
    fn subject(&self) -> Subject {
        Subject { kind: "thing", id: self.what }
    }
}

/// Writes each word behind the others of its thing; refuses "bad" while told to.
struct Scribe {
    refuses: AtomicBool,
}
impl Subscriber for Scribe {
    fn name(&self) -> &'static str {
        "scribe"
    }
    fn wants(&self, event: &str) -> bool {
        event == "test.said"
    }
    fn handle(&self, tx: &mut Tx<'_>, event: &EventRow) -> Result<()> {
        let said: Said = event.read()?;
        append(tx, &said.what.to_string(), &said.word)?;
        if said.word == "bad" && self.refuses.load(Ordering::Relaxed) {
            return Err(Fault::Other("not this one".into()));
        }
        Ok(())
    }
}

struct Hourly;
impl Timer for Hourly {
    fn name(&self) -> &'static str {
        "hourly"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(3_600)
    }
    fn run(&self, tx: &mut Tx<'_>, _: Moment) -> Result<()> {
        append(tx, "hours", "x")
    }
}

fn append(tx: &mut Tx<'_>, key: &str, word: &str) -> Result<()> {
    let street = tx.street();
    let before: Option<String> =
        tx.opt("select value from settings where street_id = $1 and key = $2", args![street, key])?;
    let after = before.map_or(word.to_owned(), |b| format!("{b} {word}"));
    tx.exec(
        "insert into settings (street_id, key, value) values ($1, $2, $3)
         on conflict (street_id, key) do update set value = excluded.value",
        args![street, key, after],
    )?;
    Ok(())
}

fn say(db: &Fresh, what: Uuid, words: &'static [&'static str]) {
    db.write_now(by(), move |tx| {
        for word in words {
            tx.record(&Said { what, word: (*word).into() })?;
        }
        Ok(())
    })
    .expect("said");
}

fn written(db: &Fresh, key: impl ToString) -> String {
    let key = key.to_string();
    db.read_now(move |r| r.opt::<String>("select value from settings where key = $1", args![key]))
        .expect("read")
        .unwrap_or_default()
}

fn worker(db: &Fresh, refuses: bool) -> (Worker, Arc<Scribe>) {
    let scribe = Arc::new(Scribe { refuses: AtomicBool::new(refuses) });
    (Worker::new(db.db.clone(), vec![street()], vec![scribe.clone()], vec![Arc::new(Hourly)]), scribe)
}

#[test]
fn each_event_is_handled_once_and_in_order() {
    each_engine(|db| {
        let (worker, _) = worker(db, false);
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        say(db, a, &["one", "two"]);
        say(db, b, &["uno"]);
        worker.run_once(START).expect("a pass");
        say(db, a, &["three"]);
        worker.run_once(START).expect("a pass");
        assert_eq!(worker.run_once(START).expect("a pass"), 0, "nothing is left");
        assert_eq!((written(db, a), written(db, b)), ("one two three".into(), "uno".into()), "{}", db.engine);
    });
}

#[test]
fn a_failing_event_holds_its_own_subject_only_and_ends_on_the_list() {
    each_engine(|db| {
        let (worker, scribe) = worker(db, true);
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        say(db, a, &["one", "bad", "three"]);
        say(db, b, &["uno"]);
        worker.run_once(START).expect("a pass");
        assert_eq!((written(db, a), written(db, b)), ("one".into(), "uno".into()), "{}", db.engine);
        for day in 1..10 {
            worker.run_once(START.plus_days(day)).expect("a pass");
        }
        let list = db.read_now(|r| stuck(r, street(), 10)).expect("a list");
        assert_eq!((list.len(), list[0].subject, list[0].tries), (1, a, 8));
        assert_eq!(list[0].last_error.as_deref(), Some("not this one"));
        assert_eq!(written(db, a), "one", "what failed left nothing behind");

        scribe.refuses.store(false, Ordering::Relaxed);
        db.write_now(by(), |tx| try_again(tx, "scribe")).expect("again");
        worker.run_once(START.plus_days(11)).expect("a pass");
        assert_eq!(written(db, a), "one bad three");
    });
}

#[test]
fn two_workers_handle_nothing_twice() {
    each_engine(|db| {
        let (first, _) = worker(db, false);
        let (second, _) = worker(db, false);
        let things: Vec<Uuid> = (0..10).map(|_| Uuid::now_v7()).collect();
        for thing in &things {
            say(db, *thing, &["one", "two", "three"]);
        }
        std::thread::scope(|scope| {
            for worker in [&first, &second] {
                // A pass that met the other one is repeated, as the loop does.
                scope.spawn(move || (0..3).for_each(|_| drop(worker.run_once(START))));
            }
        });
        first.run_once(START.plus_days(1)).expect("a last pass");
        for thing in things {
            assert_eq!(written(db, thing), "one two three", "{}", db.engine);
        }
    });
}

#[test]
fn a_timer_runs_at_its_interval() {
    each_engine(|db| {
        let (worker, _) = worker(db, false);
        for minute in [0, 30, 61, 90, 122] {
            worker.run_once(START.plus_minutes(minute)).expect("a pass");
        }
        assert_eq!(written(db, "hours"), "x x x", "{}", db.engine);
    });
}
