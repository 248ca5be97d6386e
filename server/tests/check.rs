//! Each line of `check` finds what it is for, on a database broken by hand.

use crate::common::{Asker, Site, lift};
use db::{Tx, args};
use serde_json::json;
use server::check::{self, Line};

/// A dispatched case, sealed and signed events, one voice.
fn street_at_work(db: &db::testing::Fresh) -> Site {
    let site = Site::new(db);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let got = site.post(&Asker::visitor(), "/voices", lift("check-1")).await;
        assert_eq!(got.status, 201, "{}", got.body);
        let queue = site.get(&Asker::staff("clerk"), "/desk/cases").await.json();
        let case = queue["cases"][0]["id"].as_str().expect("a case").to_owned();
        let accept = json!({ "category": "lift", "title": "3幢电梯停运" });
        let accepted = site.post(&Asker::staff("clerk"), &format!("/cases/{case}/acceptance"), accept).await;
        assert_eq!(accepted.status, 200, "{}", accepted.body);
        let unit = json!({ "unit": identity::demo::unit_id("lifts") });
        let sent = site.post(&Asker::staff("dispatcher"), &format!("/cases/{case}/dispatch"), unit).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
    });
    let config = crate::common::settings(site.folder.path());
    let signer = std::sync::Arc::new(journal::Signer::open(&config.signing_key(), crate::common::STREET).expect("a signer"));
    site.write(move |tx| {
        let soon = kernel::Moment::now().plus_minutes(1);
        while journal::seal(tx, journal::Look::Everything, soon, 100)? > 0 {}
        journal::checkpoint(tx, &signer)
    });
    site
}

fn lines(site: &Site) -> Vec<Line> {
    let public = check::public(&crate::common::settings(site.folder.path())).expect("a key");
    check::lines(&site.app.db, site.street, public, vec![]).expect("asked")
}

/// Breaks the database, asks, and takes the break back: the lines that are broken.
fn broken_by(site: &Site, breaking: impl Fn(&mut Tx<'_>) -> db::Result<u64> + Send + 'static) -> Vec<&'static str> {
    let public = check::public(&crate::common::settings(site.folder.path())).expect("a key");
    let lines = site.write(move |tx| {
        assert!(breaking(tx)? > 0, "something was broken");
        tx.undo();
        let street = tx.street();
        check::ask(tx, street, public.as_deref(), &[])
    });
    lines.into_iter().filter(|l| !l.holds).map(|l| l.name).collect()
}

#[test]
fn an_honest_street_holds_and_asking_twice_says_the_same() {
    db::testing::each_engine(|db| {
        let site = street_at_work(db);
        let first = lines(&site);
        assert!(first.iter().all(|l| l.holds), "{first:?}");
        assert_eq!(first, lines(&site));
    });
}

#[test]
fn each_break_is_found_by_its_own_line() {
    db::testing::each_engine(|db| {
        let site = street_at_work(db);
        let breaks: [(&'static str, &[&str]); 10] = [
            ("update clocks set due_at = due_at + 60000000", &["proofs"]),
            ("update figure_counts set voices = voices + 1", &["counts"]),
            ("update state_counts set n = n + 1", &["counts"]),
            ("delete from voices", &["counts", "cases"]),
            ("update case_assignments set ended_at = 1", &["leads"]),
            ("insert into case_assignments (street_id, id, case_id, unit_id, role, dispatched_at)
              select street_id, case_id, case_id, unit_id, role, dispatched_at from case_assignments", &["leads"]),
            ("update events set body = '{}' where name = 'appeals.case_accepted'", &["journal"]),
            ("delete from events where name = 'appeals.case_accepted'", &["counts", "journal"]),
            ("update checkpoints set root = street_id", &["journal", "checkpoints"]),
            ("update checkpoints set note = replace(note, 'linqiao', 'linqiap')", &["checkpoints"]),
        ];
        for (sql, found) in breaks {
            assert_eq!(broken_by(&site, move |tx| tx.exec(sql, &[])), found, "{}: {sql}", db.engine);
        }
        assert!(lines(&site).iter().all(|l| l.holds), "nothing stayed broken");
    });
}

#[test]
fn a_voice_cannot_lose_its_case_and_would_be_found() {
    db::testing::each_engine(|db| {
        let site = street_at_work(db);
        let by = db::By::system(site.street, "test", kernel::Moment::now());
        let gone = db.write_now(by, |tx| tx.exec("delete from cases", args![]));
        assert!(gone.is_err_and(|f| matches!(f, db::Fault::Constraint(_))), "the foreign key holds");
        if db.engine == "postgres" {
            let found = broken_by(&site, |tx| {
                tx.exec("alter table voices drop constraint voices_case", &[])?;
                tx.exec("update voices set case_id = id", &[])
            });
            assert_eq!(found, ["counts", "voices", "cases"]);
        }
    });
}
