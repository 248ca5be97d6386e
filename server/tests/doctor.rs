//! The doctor finds what was made wrong on purpose, and nothing else.

use db::{Options, Verdict};
use kernel::Moment;
use server::doctor::{self, Finding};
use server::{config::Config, house};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn installed() -> (tempfile::TempDir, Config) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = crate::common::settings(&folder.path().join("data"));
    let db = house::open(&config, false).expect("opened");
    server::backups::make(&config, &db, &config.backups, Moment::now()).expect("a copy");
    (folder, config)
}

fn of<'a>(found: &'a [Finding], name: &str) -> &'a Finding {
    found.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no line {name}: {found:?}"))
}

fn rights(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("rights");
}

#[test]
fn a_fresh_installation_has_no_fault() {
    let (_folder, config) = installed();
    let found = doctor::look(&config, Moment::now());
    // How full the disk of this machine is, is no matter of the installation.
    let faults: Vec<_> = found.iter().filter(|f| f.verdict == Verdict::Bad && f.name != "disk").collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(of(&found, "witnesses").verdict, Verdict::Weak);
    assert_eq!(of(&found, "backup").verdict, Verdict::Good);
}

#[test]
fn each_seeded_fault_is_found() {
    type Seed = fn(&mut Config);
    let seeds: [(&str, Verdict, Seed); 9] = [
        ("key", Verdict::Bad, |c| rights(&c.key_file, 0o644)),
        ("key", Verdict::Bad, |c| std::fs::remove_file(&c.key_file).expect("removed")),
        ("data", Verdict::Bad, |c| rights(&c.data, 0o755)),
        ("database", Verdict::Bad, |c| c.database_url = "sqlite:/nowhere/at/all.db".into()),
        ("database", Verdict::Bad, |c| std::fs::write(&c.key_file, "1".repeat(64)).expect("another key")),
        ("backup", Verdict::Weak, |c| c.backups = c.data.join("none")),
        ("witnesses", Verdict::Bad, |c| c.witnesses = vec![c.data.join("none")]),
        ("https", Verdict::Bad, |c| c.listen = "0.0.0.0:80".into()),
        ("clock", Verdict::Bad, |c| {
            let db = db::Db::open(Options::new(&c.database_url, db::KeyFile(c.key_file.clone()))).expect("opened");
            let ahead = db::By::system(house::street(c), "test", Moment::now().plus_minutes(20));
            let login = |tx: &mut db::Tx<'_>| {
                identity::demo::load(tx, &[crate::common::post("lin", auth::Role::Clerk, tx.street())], &[], "hash")?;
                identity::actions::disable(tx, "lin")
            };
            db.write_now(ahead, login).expect("an event");
        }),
    ];
    for (name, verdict, seed) in seeds {
        let (_folder, mut config) = installed();
        seed(&mut config);
        let found = doctor::look(&config, Moment::now());
        assert_eq!(of(&found, name).verdict, verdict, "{name}: {found:?}");
    }
}

#[test]
fn a_clock_set_back_does_not_serve() {
    let (_folder, config) = installed();
    let db = house::open(&config, false).expect("opened");
    let street = house::street(&config);
    let now = Moment::now();
    db.write_now(db::By::system(street, "test", now), move |tx| {
        identity::demo::load(tx, &[crate::common::post("lin", auth::Role::Clerk, street)], &[], "hash")?;
        identity::actions::disable(tx, "lin")
    })
    .expect("an event");
    assert!(doctor::right_clock(&config, &db, now.plus_minutes(-4)).is_ok());
    assert!(doctor::right_clock(&config, &db, now.plus_minutes(-6)).is_err());
}
