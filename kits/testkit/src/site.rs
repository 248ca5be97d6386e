//! The house put together over a fresh database.

use crate::ask::Ask;
use crate::cast::{As, CAST};
use crate::street;
use auth::Viewer;
use axum::Router;
use db::testing::Fresh;
use db::{By, Db, Result, Tx};
use edge::{App, Credentials};
use http::Method;
use identity::demo::{DemoPost, account_id};
use kernel::{AccountId, Moment, PlaceId, PostId, StreetId};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub struct Site {
    pub app: App,
    pub engine: &'static str,
    pub street: StreetId,
    pub sms: Arc<outside::MemorySms>,
    pub mail: Arc<outside::MemoryMail>,
    pub(crate) router: Router,
    pub(crate) runtime: tokio::runtime::Runtime,
    clock: Arc<AtomicI64>,
    /// Sessions and tokens that were opened, with the moment they were: staff sessions end when idle.
    shown: Mutex<HashMap<String, (String, Moment)>>,
    residents: Mutex<HashMap<String, AccountId>>,
    folder: tempfile::TempDir,
}

/// Runs a scene on SQLite and on PostgreSQL.
pub fn on_both(scene: impl Fn(&Site)) {
    scene(&Site::new(&db::testing::in_memory()));
    if let Some(fresh) = db::testing::postgres() {
        scene(&Site::new(&fresh));
    }
}

impl Site {
    /// Tuesday morning in a small street.
    pub fn new(fresh: &Fresh) -> Self {
        Self::of_street(fresh, street::STREET)
    }

    /// A street of that name, perhaps beside another in the same database.
    pub fn of_street(fresh: &Fresh, name: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let vars = [("LINQIAO_DATA", folder.path().display().to_string()), ("LINQIAO_STREET", name.to_owned())];
        let config = server::config::load(vars.map(|(k, v)| (k.to_owned(), v))).expect("settings");
        let street = server::house::street(&config);
        let clock = Arc::new(AtomicI64::new(Moment::parse("2026-11-24T09:30").expect("a time").0));
        let sms = Arc::new(outside::MemorySms::default());
        let mut app = server::house::app(&config, fresh.db.clone()).expect("the edge");
        let by_hand = clock.clone();
        app.clock = Arc::new(move || Moment(by_hand.load(Ordering::Relaxed)));
        let mail = Arc::new(outside::MemoryMail::default());
        app.sms = sms.clone();
        app.mail = mail.clone();
        let router = edge::serve(app.clone(), server::house::rooms());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let site = Self {
            app,
            engine: fresh.engine,
            street,
            sms,
            mail,
            router,
            runtime,
            clock,
            shown: Mutex::default(),
            residents: Mutex::default(),
            folder,
        };
        site.by_system(|tx| {
            appeals::seeds::plant(tx)?;
            street::places(tx)?;
            street::categories(tx)
        });
        site.by_system(people);
        site
    }

    pub fn db(&self) -> &Db {
        &self.app.db
    }
    /// Where the house keeps its files.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
    pub fn now(&self) -> Moment {
        Moment(self.clock.load(Ordering::Relaxed))
    }
    pub fn at(&self, text: &str) -> &Self {
        self.clock.store(Moment::parse(text).expect("a time").0, Ordering::Relaxed);
        self
    }
    pub fn later(&self, minutes: i64) -> &Self {
        self.clock.fetch_add(minutes * Moment::MINUTE, Ordering::Relaxed);
        self
    }

    pub fn get(&self, path: &str) -> Ask<'_> {
        Ask::new(self, Method::GET, path)
    }
    pub fn post(&self, path: &str) -> Ask<'_> {
        Ask::new(self, Method::POST, path)
    }
    pub fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        Ask::new(self, method, path)
    }

    pub fn by_system<T: Send + 'static>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static) -> T {
        self.db().write_now(By::system(self.street, "test", self.now()), work).expect("the program's own act")
    }
    pub fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut db::Reader<'_>) -> Result<T> + Send + 'static) -> T {
        self.db().read_now(work).expect("a read")
    }
    pub fn place(&self, code: &str) -> PlaceId {
        let (street, code) = (self.street, code.to_owned());
        self.read(move |r| Ok(places::tree(r, street)?.by_code(&code).map(|p| p.id))).expect("a place of the street")
    }

    /// The account of a member of the cast, or of a resident who signs in for the first time.
    pub fn account(&self, key: &str) -> AccountId {
        if CAST.iter().any(|m| m.key == key) {
            return account_id(key);
        }
        if let Some(known) = self.residents.lock().get(key) {
            return *known;
        }
        let phone = format!("139{:08}", self.residents.lock().len() + 1);
        let account = self.by_system(move |tx| {
            identity::actions::send_code(tx, &phone, b"code")?;
            let opened = identity::actions::sign_in_by_code(tx, &phone, b"code", &format!("first/{phone}"), "test")?;
            Ok(opened.expect("the right code"))
        });
        self.residents.lock().insert(key.into(), account);
        account
    }

    /// The reader behind a request in this name.
    pub fn viewer(&self, who: &As) -> Viewer {
        let (street, now) = (self.street, self.now());
        match who {
            As::Visitor => Viewer::nobody(street),
            As::Bearer(code) => {
                let code = code.clone();
                let voice = self.read(move |r| appeals::actions::open_receipt(r, street, &code));
                Viewer { bears: voice.into_iter().map(|v| v.uuid()).collect(), ..Viewer::nobody(street) }
            }
            As::Person(_) | As::Token(_) => {
                let kept = self.credential(who);
                let shown = match who {
                    As::Token(_) => Credentials::Bearer(kept),
                    _ => Credentials::Session(kept),
                };
                let known = self.read(move |r| identity::recognise(r, street, &shown, now));
                known.expect("somebody known").viewer
            }
        }
    }

    /// The header by which a request says who asks.
    pub(crate) fn shown_by(&self, who: &As) -> Option<(&'static str, String)> {
        match who {
            As::Visitor => None,
            As::Person(_) => Some(("cookie", format!("lq={}", self.credential(who)))),
            As::Token(_) => Some(("authorization", format!("Bearer {}", self.credential(who)))),
            As::Bearer(code) => Some(("receipt-code", code.clone())),
        }
    }

    fn credential(&self, who: &As) -> String {
        let (As::Person(key) | As::Token(key)) = who else { return String::new() };
        let (name, now) = (format!("{who:?}"), self.now());
        if let Some((kept, since)) = self.shown.lock().get(&name)
            && now.since(*since) < 20 * Moment::MINUTE
            && now >= *since
        {
            return kept.clone();
        }
        let account = self.account(key);
        let login = key.clone();
        let kept = match who {
            As::Token(_) => self.by_system(move |tx| identity::create_token(tx, &login, &["*"], tx.now().plus_days(30))),
            _ => {
                let token = format!("session/{name}/{}", now.0);
                let opened = token.clone();
                self.by_system(move |tx| {
                    identity::actions::open_session(tx, account, None, &opened, "test", "password")
                });
                token
            }
        };
        self.shown.lock().insert(name, (kept.clone(), now));
        kept
    }
}

fn people(tx: &mut Tx<'_>) -> Result<()> {
    let street = tx.street();
    let tree = places::tree(tx, street)?;
    let place = |code: &str| tree.by_code(code).map(|p| p.id).ok_or_else(|| db::Fault::other(format!("no place {code}")));
    let mut posts = vec![];
    for m in CAST {
        posts.push(DemoPost {
            key: m.key.into(),
            name: format!("竹溪{}", m.key),
            role: m.role,
            title: m.role.code().into(),
            unit: m.unit.map(str::to_owned),
            level: m.level(),
            place: m.place.map_or(Ok(PlaceId(street.uuid())), place)?,
            login: Some(m.key.into()),
        });
    }
    identity::demo::load(tx, &posts, &street::units(place("ZA")?, place("ZB")?), "no password opens this")?;
    let ended = tx.now().plus_days(-1);
    for m in CAST.iter().filter(|m| m.former) {
        let post = PostId::named(&format!("post/{}/{}/0", m.key, m.role.code()));
        tx.exec("update posts set until_at = $3 where street_id = $1 and id = $2", db::args![street, post, ended])?;
    }
    Ok(())
}
