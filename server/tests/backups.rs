//! A copy comes back whole in a new place, and nowhere else.

use crate::common::{Asker, Site, lift};
use kernel::Moment;
use server::backups;
use std::path::Path;

fn street_with_a_voice(db: &db::testing::Fresh) -> Site {
    let site = Site::new(db);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let got = runtime.block_on(site.post(&Asker::visitor(), "/voices", lift("backup-1")));
    assert_eq!(got.status, 201, "{}", got.body);
    site
}

/// The settings of the test's database: its key lies beside it.
fn settings(db: &db::testing::Fresh, site: &Site) -> server::config::Config {
    let mut config = crate::common::settings(site.folder.path());
    config.key_file = db.folder().join("key");
    config
}

#[test]
fn a_copy_comes_back_whole_with_its_photos() {
    let db = db::testing::sqlite();
    let site = street_with_a_voice(&db);
    let config = settings(&db, &site);
    std::fs::create_dir_all(config.data.join("files/photos")).expect("a folder");
    std::fs::write(config.data.join("files/photos/a.jpg"), b"sealed").expect("a photo");
    std::fs::create_dir_all(config.data.join("files/arriving/ab")).expect("a folder");
    std::fs::write(config.data.join("files/arriving/ab/0"), b"sealed").expect("a piece");
    let copy = backups::make(&config, &db, &config.backups, Moment::now()).expect("a copy");

    let to = site.folder.path().join("restored");
    let lines = backups::restore(&config, &copy, &to.display().to_string()).expect("restored");
    assert!(lines.iter().all(|l| l.holds), "{lines:?}");
    let sealed = lines.iter().find(|l| l.name == "sealed").expect("the line of sealed values");
    assert!(sealed.text.starts_with("2 samples"), "{}", sealed.text);
    assert_eq!(std::fs::read(to.join("files/photos/a.jpg")).expect("the photo"), b"sealed");
    assert!(!to.join("files/arriving").exists(), "what is on its way is in no copy");

    let again = backups::restore(&config, &copy, &to.display().to_string());
    assert!(again.expect_err("refused").to_string().contains("not empty"));
}

#[test]
fn a_damaged_copy_a_lost_row_and_a_wrong_key_are_told() {
    let db = db::testing::sqlite();
    let site = street_with_a_voice(&db);
    let config = settings(&db, &site);
    let copy = backups::make(&config, &db, &config.backups, Moment::now()).expect("a copy");
    let to = |name: &str| site.folder.path().join(name).display().to_string();

    let damaged = copy.with_file_name("linqiao-damaged.db");
    let mut bytes = std::fs::read(&copy).expect("the copy");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&damaged, bytes).expect("damaged");
    assert!(backups::restore(&config, &damaged, &to("a")).is_err());

    let lost = copy.with_file_name("linqiao-lost.db");
    std::fs::copy(&copy, &lost).expect("copied");
    std::fs::copy(copy.with_extension("json"), lost.with_extension("json")).expect("copied");
    let file = rusqlite::Connection::open(&lost).expect("opened");
    file.execute("delete from receipts", []).expect("lost");
    drop(file);
    let lines = backups::restore(&config, &lost, &to("b")).expect("restored");
    assert!(lines.iter().any(|l| l.name == "rows" && !l.holds), "{lines:?}");

    let mut stranger = config.clone();
    stranger.key_file = site.folder.path().join("other.key");
    assert!(backups::restore(&stranger, &copy, &to("c")).is_err(), "no key");
    std::fs::write(&stranger.key_file, "0".repeat(64)).expect("another key");
    let wrong = backups::restore(&stranger, &copy, &to("d"));
    assert!(wrong.expect_err("refused").to_string().contains("right key file"));
}

#[test]
fn old_copies_go_and_the_newest_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = Moment::now().plus_days(-40).civil().strftime("linqiao-%Y%m%d-%H%M%S.db").to_string();
    let older = Moment::now().plus_days(-50).civil().strftime("linqiao-%Y%m%d-%H%M%S.db").to_string();
    for name in [&old, &older] {
        std::fs::write(folder.path().join(name), b"x").expect("a copy");
    }
    backups::drop_old(folder.path(), Moment::now()).expect("dropped");
    let there = |name: &str| Path::new(folder.path()).join(name).exists();
    assert!(there(&old) && !there(&older));
}

#[test]
fn postgres_is_copied_with_its_own_tool_or_says_what_is_missing() {
    let Some(db) = db::testing::postgres() else { return };
    let site = street_with_a_voice(&db);
    let config = settings(&db, &site);
    match backups::make(&config, &db, &config.backups, Moment::now()) {
        Ok(copy) => assert!(copy.extension().is_some_and(|e| e == "dump")),
        Err(fault) => assert!(fault.to_string().contains("pg_dump"), "{fault}"),
    }
}
