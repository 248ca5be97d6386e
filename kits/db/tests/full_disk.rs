//! A full disk stops writing, not reading, and heals by itself.
//!
//! Needs a file system of a few megabytes, named by `LINQIAO_TEST_SMALL_DISK`; without one there is nothing to fill.

use db::{By, Db, Fault, KeyFile, Options, args};
use kernel::{Moment, StreetId};
use std::time::{Duration, Instant};

fn put(db: &Db, key: String) -> db::Result<u64> {
    let by = By::system(StreetId::named("test"), "test", Moment(1));
    db.write_now(by, move |tx| {
        let street = tx.street();
        tx.exec(
            "insert into settings (street_id, key, value) values ($1, $2, $3)",
            args![street, key.as_str(), "x".repeat(20_000)],
        )
    })
}

#[test]
fn a_full_disk_stops_writing_not_reading_and_heals() {
    let Ok(disk) = std::env::var("LINQIAO_TEST_SMALL_DISK") else { return };
    let folder = tempfile::tempdir_in(disk).expect("a folder on the small disk");
    let url = format!("sqlite:{}", folder.path().join("a.db").display());
    let db = Db::open(Options::new(url, KeyFile(folder.path().join("key")))).expect("opened");
    let ballast = folder.path().join("ballast");
    std::fs::write(&ballast, vec![0; 3_000_000]).expect("ballast");

    let mut kept = 0_i64;
    let refusal = loop {
        match put(&db, format!("k{kept}")) {
            Ok(_) => kept += 1,
            Err(fault) => break fault,
        }
        assert!(kept < 10_000, "the disk is not small");
    };
    assert!(matches!(refusal, Fault::ReadOnly), "{refusal}");
    assert!(db.is_read_only());
    let count = || db.read_now(|r| r.one::<i64>("select count(*) from settings", &[])).expect("reading goes on");
    assert_eq!(count(), kept, "what was acknowledged is there, what was refused is not");

    std::fs::remove_file(ballast).expect("space");
    let freed = Instant::now();
    while put(&db, "after".into()).is_err() {
        assert!(freed.elapsed() < Duration::from_secs(30), "writing again within 30 seconds");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(count(), kept + 1);
}
