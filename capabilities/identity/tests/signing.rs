//! Sign-in, sessions, tokens and grants, on both engines.

use auth::{Level, Role, Viewer, Who};
use db::{By, testing::each_engine};
use edge::Credentials;
use identity::{actions, demo};
use kernel::{AccountId, Moment, PlaceId, StreetId};

fn street() -> StreetId {
    StreetId::named("street")
}

fn post(key: &str, role: Role) -> demo::DemoPost {
    demo::DemoPost {
        key: key.into(),
        name: "王小明".into(),
        role,
        title: "岗位".into(),
        unit: None,
        level: Level::Street,
        place: PlaceId(street().uuid()),
        login: Some(key.into()),
    }
}

fn viewer(db: &db::Db, token: &str, now: Moment) -> Option<Viewer> {
    let shown = if token.starts_with("lq_") { Credentials::Bearer(token.into()) } else { Credentials::Session(token.into()) };
    let found = db.read_now(move |r| identity::recognise(r, street(), &shown, now)).expect("a read");
    found.map(|f| f.viewer)
}

#[test]
fn staff_sign_in_and_a_token_carries_only_its_scope() {
    each_engine(|db| {
        let now = Moment::now();
        let by = By::system(street(), "test", now);
        let token = db
            .write_now(by, move |tx| {
                let posts = [post("lin", Role::Clerk), post("lin", Role::Handler), post("zhao", Role::SecurityAdministrator)];
                demo::load(tx, &posts, &[], "hash")?;
                actions::open_session(tx, demo::account_id("lin"), Some("lin"), "cookie", "127.0.0.1", "password")?;
                identity::create_token(tx, "lin", &["clerk"], now.plus_days(30))
            })
            .expect("a token");
        let seen = viewer(db, "cookie", now).expect("a session");
        assert!(seen.holds(Role::Clerk, now) && seen.holds(Role::Handler, now));
        assert!(viewer(db, "cookie", now.plus_minutes(31)).is_none(), "staff sessions end when idle");
        let program = viewer(db, &token, now).expect("a token");
        assert!(program.holds(Role::Clerk, now) && !program.holds(Role::Handler, now));
        assert!(viewer(db, &format!("{token}x"), now).is_none());
    });
}

#[test]
fn a_code_works_once_and_opens_a_residents_account() {
    each_engine(|db| {
        let by = By::system(street(), "test", Moment::now());
        let try_code = |digest: &'static [u8], token: &'static str| -> Option<AccountId> {
            db.write_now(by, move |tx| actions::sign_in_by_code(tx, "13800000000", digest, token, "a")).expect("a write").ok()
        };
        assert!(db.write_now(by, |tx| actions::send_code(tx, "13800000000", b"right")).expect("sent"));
        assert!(!db.write_now(by, |tx| actions::send_code(tx, "13800000000", b"again")).expect("too soon"));
        assert!(try_code(b"wrong", "t0").is_none());
        let account = try_code(b"right", "t1").expect("signed in");
        assert!(try_code(b"right", "t2").is_none(), "used up");
        let data = db.write_now(by, move |tx| actions::own_data(tx, account, &[])).expect("own data");
        assert_eq!(data.phone.as_deref(), Some("13800000000"));
        db.write_now(by, move |tx| actions::erase(tx, account, &[])).expect("erased");
        assert!(viewer(db, "t1", by.now).is_none());
    });
}

#[test]
fn the_first_people_come_by_one_token_once() {
    each_engine(|db| {
        let by = By::system(street(), "test", Moment::now());
        let token = db.write_now(by, identity::setup_token).expect("a token");
        let use_it = || {
            let token = token.clone();
            let first = actions::First {
                role: Role::SecurityAdministrator,
                title: "安全管理员",
                name: "zhao".into(),
                login: "zhao".into(),
                password_hash: "hash".into(),
            };
            db.write_now(by, move |tx| actions::set_up(tx, &token, std::slice::from_ref(&first))).expect("a write").is_ok()
        };
        assert!(use_it());
        assert!(!use_it());
        let nobody = Viewer { who: Who::Nobody, ..Viewer::nobody(street()) };
        assert!(db.read_now(move |r| actions::grants(r, &nobody, by.now)).is_err());
    });
}
