//! A change to the past is found.

use db::testing::{each_engine, Fresh};
use db::{args, By, Value};
use journal::{any_open, checkpoint, latest, seal, timeline, verify, Bad, Checkpoint, Look, Report, Signer};
use kernel::{uuid::Uuid, Event, Moment, StreetId, Subject};
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct Happened {
    what: Uuid,
    n: i64,
}
impl Event for Happened {
    const NAME: &'static str = "test.happened";
    fn subject(&self) -> Subject {
        Subject { kind: "thing", id: self.what }
    }
}

fn street() -> StreetId {
    StreetId::named("journal")
}
fn by() -> By {
    By::system(street(), "test", Moment(1_000_000))
}

fn happen(db: &Fresh, what: Uuid, times: i64) {
    db.write_now(by(), move |tx| {
        for n in 0..times {
            tx.record(&Happened { what, n })?;
        }
        Ok(())
    })
    .expect("events");
}

fn seal_all(db: &Fresh) -> usize {
    db.write_now(by(), |tx| seal(tx, Look::LastHour, Moment::now().plus(Moment::MINUTE), 1_000)).expect("sealed")
}

/// Whether either way of looking finds an event without a seal.
fn open(db: &Fresh) -> [bool; 2] {
    let mark = Moment::now().plus(Moment::MINUTE);
    [Look::Recent, Look::LastHour].map(|look| db.read_now(move |r| any_open(r, street(), look, mark)).expect("looked"))
}

fn check(db: &Fresh, outside: Vec<Checkpoint>) -> Report {
    db.read_now(move |r| verify(r, street(), &outside)).expect("verified")
}

/// Changes the past, looks, and puts nothing back: the change is undone with its transaction.
fn meddle(db: &Fresh, sql: &'static str, args: Vec<Value>, outside: Vec<Checkpoint>) -> Option<Bad> {
    db.write_now(by(), move |tx| {
        tx.exec(sql, &args)?;
        tx.undo();
        verify(tx, street(), &outside)
    })
    .expect("verified")
    .first_bad
}

#[test]
fn an_honest_journal_verifies_and_a_meddled_one_does_not() {
    each_engine(|db| {
        let what = Uuid::now_v7();
        let folder = tempfile::tempdir().expect("a folder");
        let signer = Arc::new(Signer::open(&folder.path().join("sign"), "test-street").expect("a key"));
        assert_eq!(open(db), [false, false], "nothing happened");
        happen(db, what, 20);
        assert_eq!(open(db), [true, true]);
        assert_eq!(seal_all(db), 20);
        assert_eq!(open(db), [false, false]);
        let sign = signer.clone();
        let made = db.write_now(by(), move |tx| checkpoint(tx, &sign)).expect("signed").expect("new");
        happen(db, what, 15);
        assert_eq!(open(db), [true, true], "newer ones beside those that are sealed");
        assert_eq!(seal_all(db), 15);
        assert_eq!(seal_all(db), 0, "sealed once");
        let sign = signer.clone();
        let last = db.write_now(by(), move |tx| checkpoint(tx, &sign)).expect("signed").expect("new");

        let note = db.read_now(|r| latest(r, street())).expect("read").expect("a note");
        assert_eq!(Checkpoint::read(&note, &signer.public()), Some(last.clone()));
        assert_eq!(Checkpoint::read(&note.replacen("35", "36", 1), &signer.public()), None, "a changed note");

        let honest = check(db, vec![made.clone(), last.clone()]);
        assert_eq!((honest.size, honest.pending, honest.first_bad), (35, 0, None), "{}", db.engine);
        assert_eq!(honest.root, last.root);

        let story = db.read_now(move |r| timeline(r, street(), "thing", what)).expect("a story");
        assert_eq!(story.len(), 35);
        for seq in [1_i64, 7, 20, 35] {
            let id = story[seq as usize - 1].id;
            let edits = [
                ("update events set body = '{}' where id = $1", Bad::Changed { seq }),
                ("update events set at = at + 1 where id = $1", Bad::Changed { seq }),
                ("update events set actor_kind = 'nobody' where id = $1", Bad::Changed { seq }),
                ("update events set audience = 'public' where id = $1", Bad::Changed { seq }),
                ("update events set reason = null where id = $1", Bad::Changed { seq }),
                ("delete from events where id = $1", Bad::Gone { seq }),
                ("update seals set hash = prev where event_id = $1", Bad::Changed { seq }),
            ];
            for (sql, bad) in edits {
                assert_eq!(meddle(db, sql, args![id].to_vec(), vec![]), Some(bad), "{}: {sql}", db.engine);
            }
        }
        let middle = args![story[9].id].to_vec();
        assert_eq!(
            meddle(db, "delete from seals where event_id = $1", middle, vec![]),
            Some(Bad::Gap { seq: 10 }),
            "a seal taken out"
        );
        // Cut at the tail with its checkpoint, a chain alone looks whole; the note kept outside tells.
        db.write_now(by(), |tx| {
            tx.exec("delete from checkpoints where size > 20", &[])?;
            tx.exec("delete from events where id in (select event_id from seals where seq > 25)", &[])?;
            tx.exec("delete from seals where seq > 25", &[])
        })
        .expect("cut");
        assert_eq!(check(db, vec![]).first_bad, None, "what a chain alone cannot prove");
        assert_eq!(check(db, vec![last]).first_bad, Some(Bad::Checkpoint { size: 35 }));
    });
}

#[test]
fn an_event_put_in_afterwards_is_found() {
    each_engine(|db| {
        happen(db, Uuid::now_v7(), 3);
        assert_eq!(seal_all(db), 3);
        let old = kernel::EventId::named("long ago");
        let bytes = [&[1, 0, 0, 0, 0, 0][..], &old.bytes()[6..]].concat();
        db.write_now(by(), move |tx| {
            tx.exec(
                "insert into events (street_id, id, at, name, subject_kind, subject_id, actor_kind, audience, body)
                 select street_id, $1, at, name, subject_kind, subject_id, actor_kind, audience, body
                 from events order by id limit 1",
                args![bytes.clone()],
            )
        })
        .expect("put in");
        assert!(matches!(check(db, vec![]).first_bad, Some(Bad::Inserted { .. })), "before the nightly pass");
        let sealed = db.write_now(by(), |tx| seal(tx, Look::Everything, Moment::now().plus(Moment::MINUTE), 100));
        assert_eq!(sealed.expect("sealed"), 1);
        assert!(matches!(check(db, vec![]).first_bad, Some(Bad::Inserted { .. })), "and after it");
    });
}
