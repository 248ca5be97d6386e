//! What must be the same on both engines.

use db::testing::{Fresh, each_engine};
use db::{By, Fault, args};
use kernel::{Audience, Event, Moment, Purpose, Sealed, StreetId, Subject, uuid::Uuid};
use serde::Serialize;

fn by() -> By {
    By::system(StreetId::named("test"), "test", Moment(1_000_000))
}

#[derive(Serialize)]
struct Happened {
    what: Uuid,
}
impl Event for Happened {
    const NAME: &'static str = "test.happened";
    fn subject(&self) -> Subject {
        Subject { kind: "thing", id: self.what }
    }
    fn audience(&self) -> Audience {
        Audience::Public
    }
}

fn put(db: &Fresh, key: &'static str, value: &'static str) -> db::Result<()> {
    db.write_now(by(), move |tx| {
        let street = tx.street();
        tx.exec("insert into settings (street_id, key, value) values ($1, $2, $3)", args![street, key, value])?;
        Ok(())
    })
}

fn settings(db: &Fresh) -> Vec<(String, String)> {
    db.read_now(|r| r.all("select key, value from settings order by key", &[])).expect("settings")
}

#[test]
fn a_constraint_has_one_name_on_both_engines() {
    each_engine(|db| {
        put(db, "a", "1").expect("first");
        let again = put(db, "a", "2").expect_err("second");
        assert!(again.is_constraint("settings_pk"), "{}: {again}", db.engine);
        let wrong = db.write_now(by(), |tx| {
            let street = tx.street();
            tx.exec(
                "insert into deliveries (street_id, subscriber, event_id, subject_id, state, tries, next_at)
                 values ($1, $2, $3, $4, $5, $6, $7)",
                args![street, "s", Uuid::nil(), Uuid::nil(), "lost", 0, Moment(0)],
            )
        });
        assert!(wrong.expect_err("a check").is_constraint("deliveries_state"), "{}", db.engine);
    });
}

#[test]
fn what_fails_panics_or_is_undone_leaves_no_trace_and_harms_nobody() {
    each_engine(|db| {
        let write = |key: &'static str, end: &'static str| {
            db.write_now(by(), move |tx| {
                let street = tx.street();
                tx.exec("insert into settings (street_id, key, value) values ($1, $2, $3)", args![street, key, "x"])?;
                match end {
                    "fail" => Err(Fault::Other("no".into())),
                    "panic" => panic!("oh"),
                    "undo" => {
                        tx.undo();
                        Ok("refused")
                    }
                    _ => Ok("done"),
                }
            })
        };
        assert!(write("a", "fail").is_err());
        assert!(matches!(write("b", "panic"), Err(Fault::Other(why)) if why.contains("oh")));
        assert_eq!(write("c", "undo").expect("an answer"), "refused");
        assert_eq!(write("d", "keep").expect("an answer"), "done");
        assert_eq!(settings(db), vec![("d".into(), "x".into())], "{}", db.engine);
    });
}

#[test]
fn an_event_stands_or_falls_with_its_change() {
    each_engine(|db| {
        let what = Uuid::now_v7();
        db.write_now(by(), move |tx| tx.record(&Happened { what })).expect("kept");
        let _ = db.write_now(by(), move |tx| {
            tx.record(&Happened { what })?;
            Err::<(), _>(Fault::Other("no".into()))
        });
        let events: Vec<(String, String, Moment)> =
            db.read_now(|r| r.all("select name, reason, at from events", &[])).expect("events");
        assert_eq!(events, vec![("test.happened".into(), "test".into(), Moment(1_000_000))]);
    });
}

#[test]
fn many_writers_lose_nothing() {
    each_engine(|db| {
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        // One row that everybody raises: on PostgreSQL they meet and are run again.
                        let raise = || {
                            db.write_now(by(), |tx| {
                                let street = tx.street();
                                let n: Option<String> =
                                    tx.opt("select value from settings where street_id = $1 and key = 'n'", args![street])?;
                                let next = n.map_or(1, |n| n.parse::<i64>().unwrap_or(0) + 1).to_string();
                                tx.exec(
                                    "insert into settings (street_id, key, value) values ($1, 'n', $2)
                                     on conflict (street_id, key) do update set value = excluded.value",
                                    args![street, next],
                                )
                            })
                        };
                        while let Err(fault) = raise() {
                            assert!(matches!(fault, Fault::Busy), "{fault}");
                        }
                    }
                });
            }
        });
        assert_eq!(settings(db), vec![("n".into(), "200".into())], "{}", db.engine);
    });
}

#[test]
fn words_are_found_alike() {
    each_engine(|db| {
        let texts = ["三号楼电梯停运三天了，老人下不了楼", "小区门口乱停车", "电梯里灯不亮", "Lift broken in building 3"];
        let ids: Vec<Uuid> = texts.iter().map(|_| Uuid::now_v7()).collect();
        let put = ids.clone();
        db.write_now(by(), move |tx| {
            for (id, text) in put.iter().zip(texts) {
                tx.index_words("case", *id, text)?;
            }
            tx.index_words("case", put[1], "小区门口乱停车，挡住消防通道")
        })
        .expect("indexed");
        let find = |q: &'static str| {
            let found = db.read_now(move |r| r.find_words(StreetId::named("test"), "case", q, 10)).expect("found");
            found.iter().map(|id| ids.iter().position(|i| i == id).expect("known")).collect::<Vec<_>>()
        };
        assert_eq!(find("电梯"), vec![2, 0], "{}", db.engine);
        assert_eq!(find("电梯 停运"), vec![0]);
        assert_eq!(find("消防通道"), vec![1]);
        assert_eq!(find("LIFT"), vec![3]);
        assert_eq!(find("'; drop table"), Vec::<usize>::new());
        assert_eq!(find(""), Vec::<usize>::new());
    });
}

#[test]
fn a_sealed_value_opens_in_its_own_place_and_is_logged() {
    each_engine(|db| {
        let (mine, yours) = (Uuid::now_v7(), Uuid::now_v7());
        let sealed: Sealed = db
            .write_now(by(), move |tx| tx.seal(Purpose::Contact, "reporters.phone", mine, "19900001234"))
            .expect("sealed");
        assert!(!sealed.stored().windows(4).any(|w| w == b"1234"));
        let open = |column: &'static str, row| {
            let sealed = sealed.clone();
            db.write_now(by(), move |tx| tx.open_sealed(&sealed, Purpose::Contact, column, row, "callback"))
        };
        assert_eq!(open("reporters.phone", mine).expect("opens"), "19900001234");
        assert!(open("reporters.phone", yours).is_err(), "another row");
        assert!(open("reporters.name", mine).is_err(), "another column");
        let log: i64 = db
            .read_now(|r| r.one("select count(*) from events where name = 'core.sealed_opened'", &[]))
            .expect("log");
        assert_eq!(log, 1, "one opening, one line");
        let blind = |text: &'static str| {
            db.read_now(move |r| r.blind(Purpose::Contact, "reporters.phone", text)).expect("an index")
        };
        assert_eq!(blind("19900001234"), blind("19900001234"));
        assert_ne!(blind("19900001234"), blind("19900001235"));
    });
}

#[test]
fn opening_again_changes_nothing_and_another_key_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = |key: &str| {
        let url = format!("sqlite:{}", folder.path().join("a.db").display());
        db::Db::open(db::Options::new(url, db::KeyFile(folder.path().join(key))))
    };
    drop(open("key").expect("first"));
    drop(open("key").expect("again"));
    let wrong = open("other").err().map(|f| f.to_string()).unwrap_or_default();
    assert!(wrong.contains("right key file"), "{wrong}");
}

#[test]
fn a_request_sent_again_gets_the_first_answer() {
    each_engine(|db| {
        let ask = |hash: &'static [u8]| {
            db.write_now(by(), move |tx| {
                let seen = tx.first_answer("device-1", "key-1", hash)?;
                if seen == db::Repeat::None {
                    tx.remember_answer("device-1", "key-1", hash, 201, "made")?;
                }
                Ok(seen)
            })
            .expect("an answer")
        };
        assert_eq!(ask(b"words"), db::Repeat::None);
        assert_eq!(ask(b"words"), db::Repeat::Same(201, "made".into()));
        assert_eq!(ask(b"other words"), db::Repeat::Different);
        let gone = db.write_now(by(), |tx| tx.forget_answers(Moment(2_000_000))).expect("forgotten");
        assert_eq!((gone, ask(b"other words")), (1, db::Repeat::None), "{}", db.engine);
    });
}

#[test]
fn a_backup_is_restored_with_all_it_had_and_a_damaged_one_is_refused() {
    let fresh = db::testing::sqlite();
    put(&fresh, "a", "1").expect("a row");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = fresh.backup(folder.path(), Moment(0)).expect("a backup");
    put(&fresh, "b", "2").expect("a later row");
    let to = folder.path().join("restored.db");
    let url = format!("sqlite:{}", to.display());
    db::restore(&copy, &url).expect("restored");
    assert!(db::restore(&copy, &url).is_err(), "nothing is overwritten");
    let back = rusqlite::Connection::open(&to).expect("the copy");
    let rows: i64 = back.query_row("select count(*) from settings", [], |r| r.get(0)).expect("rows");
    assert_eq!(rows, 1);

    let mut bytes = std::fs::read(&copy).expect("bytes");
    bytes[4096..].fill(0x5a);
    std::fs::write(&copy, bytes).expect("damage");
    assert!(db::restore(&copy, &format!("sqlite:{}", folder.path().join("no.db").display())).is_err());
}

#[test]
fn a_postgres_backup_is_restored_into_an_empty_database() {
    let Ok(server) = std::env::var("LINQIAO_TEST_POSTGRES") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut admin = postgres::Client::connect(&server, postgres::NoTls).expect("the test server");
    let (base, _) = server.rsplit_once('/').expect("a database in the address");
    let names = ["from", "to"].map(|end| format!("backup_{}_{end}", std::process::id()));
    for name in &names {
        admin.batch_execute(&format!("create database {name}")).expect("a database");
    }
    let [from, to] = names.map(|name| format!("{base}/{name}"));
    let key = || db::KeyFile(folder.path().join("key"));
    let db = db::Db::open(db::Options::new(from, key())).expect("opened");
    db.write_now(by(), |tx| tx.index_words("case", Uuid::nil(), "电梯停运")).expect("indexed");
    let copy = db.backup(folder.path(), Moment(0)).expect("a backup");
    db::restore(&copy, &to).expect("restored");
    let back = db::Db::open(db::Options::new(to, key())).expect("the copy opens");
    let found = back.read_now(|r| r.find_words(StreetId::named("test"), "case", "电梯", 5)).expect("found");
    assert_eq!(found, vec![Uuid::nil()]);
}

#[test]
fn the_schema_reads_as_text() {
    let text = db::schema_text().expect("a schema");
    assert!(text.contains("create table events") || text.contains("CREATE TABLE events"), "{text}");
    assert!(text.contains("events_by_subject"));
}

#[test]
fn health_reads_and_writes() {
    each_engine(|db| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        assert_eq!(runtime.block_on(db.health()), db::Health { reads: true, writes: true }, "{}", db.engine);
    });
}
