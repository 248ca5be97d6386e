//! The timed work: sealing, signing, messages to speakers, forgetting.

use appeals::rules::{CallbackWish, Reception, Urgency};
use crate::common::Site;
use db::{By, args};
use jobs::Errand;
use kernel::Moment;
use outside::{MemoryMail, MemorySms, OutsideError, Sms};
use server::work;
use std::sync::Arc;

fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a time")
}

/// A voice of somebody who left a number, told of something at `now`.
fn told(site: &Site, key: &'static str, wish: CallbackWish, urgency: Urgency, now: Moment) {
    let street = site.street;
    let words = Reception {
        client_key: key.into(),
        text: "三号楼电梯停了".into(),
        category: "lift".into(),
        address_note: "3幢".into(),
        phone: "19900001234".into(),
        callback_wish: Some(wish),
        urgency: Some(urgency),
        ..Reception::default()
    };
    let told = site.app.db.write_now(By::system(street, "test", now), move |tx| {
        let viewer = auth::Viewer::nobody(street);
        let intake = appeals::rules::Intake { by: None, staff: true, has_photo: false };
        let place = appeals::actions::Whereabouts::default();
        let got = appeals::actions::receive(tx, &viewer, &words, intake, place)?.into_inner().expect("received");
        appeals::store::tell(tx, got.case.id, "accepted", &serde_json::json!({}))
    });
    assert_eq!(told.expect("told"), 1);
}

/// Passes on what voices were told, and sends what may go out.
fn works(site: &Site, sms: Arc<dyn Sms>, now: Moment) {
    let db = &site.app.db;
    let street = site.street;
    db.write_now(By::system(street, "test", now), |tx| appeals::actions::pass_on(tx, 100)).expect("passed on");
    let post = messages::follow::Post {
        tellers: server::house::tellers(),
        sms,
        mail: Arc::new(MemoryMail::default()),
        street_name: crate::common::STREET.into(),
        site: "https://street.example".into(),
    };
    post.run(db, street, now).expect("a turn");
}

#[test]
fn a_speaker_who_left_a_number_is_told_once_and_by_day() {
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        let (night, morning) = (at("2026-11-26T22:00"), at("2026-11-27T08:00"));
        told(&site, "sms", CallbackWish::Sms, Urgency::Normal, night);
        told(&site, "link", CallbackWish::Link, Urgency::Normal, night);
        let sms = Arc::new(MemorySms::default());
        works(&site, sms.clone(), night);
        assert_eq!(sms.sent().len(), 0, "nobody is woken");
        for _ in 0..2 {
            works(&site, sms.clone(), morning);
        }
        let sent = sms.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(sent[0].0, "19900001234");
        assert!(sent[0].1.contains("青石街道") && sent[0].1.contains("受理"), "{}", sent[0].1);
        let opened: i64 = site.read(|r| r.one("select count(*) from events where name = 'core.sealed_opened'", &[]));
        assert_eq!(opened, 1, "opening the number is on record");
    });
}

#[test]
fn danger_to_life_is_told_at_night_and_old_news_never() {
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        told(&site, "life", CallbackWish::Phone, Urgency::Life, at("2026-11-26T22:00"));
        told(&site, "old", CallbackWish::Phone, Urgency::Life, at("2026-11-20T22:00"));
        let sms = Arc::new(MemorySms::default());
        works(&site, sms.clone(), at("2026-11-26T23:00"));
        assert_eq!(sms.sent().len(), 1);
    });
}

struct Down;
impl Sms for Down {
    fn send(&self, _: &str, _: &str) -> Result<(), OutsideError> {
        Err(OutsideError::Unreachable("the gateway".into()))
    }
}

#[test]
fn what_the_gateway_did_not_take_goes_later() {
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        let noon = at("2026-11-26T12:00");
        told(&site, "later", CallbackWish::Sms, Urgency::Normal, noon);
        works(&site, Arc::new(Down), noon);
        let sms = Arc::new(MemorySms::default());
        works(&site, sms.clone(), noon.plus_minutes(10));
        assert_eq!(sms.sent().len(), 1);
    });
}

#[test]
fn a_pass_seals_signs_and_forgets() {
    db::testing::each_engine(|db| {
        let site = Site::new(db);
        let config = crate::common::settings(site.folder.path());
        let worker = work::worker(&config, db.db.clone()).expect("a worker");
        site.write(|tx| {
            let (street, old, new) = (tx.street(), Moment::now().plus_days(-15), Moment::now());
            let sql = "insert into idempotency (street_id, account, key, body_hash, status, answer, at)
                       values ($1, 'a', $2, $3, 200, '', $4)";
            tx.exec(sql, args![street, "old", vec![1_u8], old])?;
            tx.exec(sql, args![street, "new", vec![1_u8], new])
        });
        // Ids follow the system's clock and an event is sealed a moment after it happened.
        let sealed = || site.read(|r| r.one::<i64>("select count(*) from seals", &[]));
        let happened: i64 = site.read(|r| r.one("select count(*) from events", &[]));
        let begun = std::time::Instant::now();
        while sealed() < happened {
            worker.run_once(Moment::now()).expect("a pass");
            assert!(begun.elapsed().as_secs() < 20, "sealed {} of {happened}", sealed());
        }
        worker.run_once(Moment::now().plus_minutes(11)).expect("a pass");
        let kept: Vec<String> = site.read(|r| r.all("select key from idempotency", &[]));
        assert_eq!(kept, ["new"]);
        let signed: i64 = site.read(|r| r.one("select max(size) from checkpoints", &[]));
        // Timers have written events of their own meanwhile.
        assert!(signed >= happened && signed <= sealed(), "{happened} happened, {signed} signed, {} sealed", sealed());
        let public = server::check::public(&config).expect("a key");
        let lines = server::check::lines(db, site.street, public, vec![]).expect("asked");
        assert!(lines.iter().all(|l| l.holds), "{lines:?}");
    });
}

#[test]
fn pieces_whose_form_never_came_are_swept() {
    let folder = tempfile::tempdir().expect("a folder");
    let arriving = folder.path().join("arriving");
    std::fs::create_dir_all(arriving.join("ab/old")).expect("a folder");
    std::fs::create_dir_all(arriving.join("ab/new")).expect("a folder");
    let (old, new) = (arriving.join("ab/old/0"), arriving.join("ab/new/0"));
    for file in [&old, &new] {
        std::fs::write(file, b"sealed").expect("written");
    }
    let days_ago = |n: u64| std::time::SystemTime::now() - std::time::Duration::from_secs(n * 86_400);
    std::fs::File::options().write(true).open(&old).expect("open").set_modified(days_ago(3)).expect("an older time");
    server::disk::drop_older(&arriving, Moment::now().plus_days(-2)).expect("swept");
    assert!(!old.exists() && new.exists());
    server::disk::drop_older(&folder.path().join("nowhere"), Moment::now()).expect("nothing to do");
}

#[test]
fn a_checkpoint_leaves_the_machine() {
    let db = db::testing::sqlite();
    let site = Site::new(&db);
    let away = tempfile::tempdir().expect("a folder");
    let mut config = crate::common::settings(site.folder.path());
    config.witnesses = vec![away.path().to_owned()];
    config.key_file = db.folder().join("key");
    let worker = work::worker(&config, db.db.clone()).expect("a worker");
    let (street, soon) = (site.street, Moment::now().plus_minutes(1));
    site.write(move |tx| journal::seal(tx, journal::Look::Everything, soon, 1_000));
    worker.run_once(soon).expect("a pass");
    assert!(worker.errands_once(soon) >= 2, "checkpoint and backup left");
    let note = std::fs::read_dir(away.path()).expect("a folder").next().expect("a note").expect("a note").path();
    let note = std::fs::read_to_string(note).expect("a note");
    let public = server::check::public(&config).expect("a key").expect("a key");
    let read = journal::Checkpoint::read(&note, &public).expect("our signature");
    assert_eq!(read.street, street);
    assert!(server::backups::newest(&config.backups).is_some(), "the daily copy");
    // A cut at the tail, its own checkpoint with it, is found by the note that left.
    site.write(|tx| {
        tx.exec("delete from checkpoints", &[])?;
        tx.exec("delete from events where id in (select event_id from seals where seq > 2)", &[])?;
        tx.exec("delete from seals where seq > 2", &[])
    });
    let lines = server::check::lines(&db, street, Some(public.clone()), vec![]).expect("asked");
    assert!(lines.iter().all(|l| l.holds), "a chain alone cannot tell");
    let lines = server::check::lines(&db, street, Some(public), vec![read]).expect("asked");
    assert_eq!(lines.iter().filter(|l| !l.holds).map(|l| l.name).collect::<Vec<_>>(), ["journal"]);
}
