//! A street with its people, a hand on the clock, and the verbs as sentences.
#![allow(dead_code, reason = "each scene uses its own part of the cast")]

pub mod door;
pub mod luck;

use appeals::actions::{self, Received, Whereabouts};
use appeals::rules::*;
use appeals::{seeds, store};
use auth::{Level, PlacePath, PostHeld, Role, Scope, Strength, Viewer, Who};
use db::testing::Fresh;
use db::{By, Fault, Tx};
use kernel::{AccountId, Moment, Outcome, PlaceId, PostId, StreetId, UnitId};
use std::cell::Cell;

pub struct Site<'a> {
    pub db: &'a Fresh,
    pub street: StreetId,
    now: Cell<Moment>,
}

pub const PROPERTY: &str = "property-office";
pub const PARKS: &str = "parks-office";
pub const CALLS: &str = "call-centre";

pub fn at(text: &str) -> Moment {
    Moment::parse(text).expect("a time")
}
pub fn unit(name: &str) -> UnitId {
    UnitId::named(name)
}

/// Somebody was reached and says how it was.
pub fn rating(satisfied: Satisfaction, solved: bool) -> CallingBack {
    CallingBack { reached: true, contacted: Some(true), solved: Some(solved), satisfaction: Some(satisfied), ..CallingBack::default() }
}

/// A picture whose files nobody asks for.
pub fn picture() -> edge::photos::KeptPhoto {
    let id = kernel::uuid::Uuid::now_v7();
    edge::photos::KeptPhoto {
        id,
        original: format!("photos/{id}.sealed"),
        derivative: format!("photos/{id}.jpg"),
        sha256: id.simple().to_string(),
        taken_at: None,
        point: None,
        width: 8,
        height: 8,
    }
}

impl<'a> Site<'a> {
    pub fn new(db: &'a Fresh, start: &str) -> Self {
        Self::in_street(db, "青石街道", start)
    }
    /// Several streets share one database without meeting.
    pub fn in_street(db: &'a Fresh, street: &str, start: &str) -> Self {
        let street = StreetId::named(street);
        let site = Self { db, street, now: Cell::new(at(start)) };
        site.by_system(|tx| {
            seeds::plant(tx)?;
            let lift = Category {
                code: "lift".into(),
                parent: None,
                name_zh: "电梯".into(),
                name_en: "Lifts".into(),
                case_type: CaseType::Help,
                public_level: PublicLevel::Full,
                handle_key: "handle_help".into(),
                verification: false,
            };
            store::insert_category(tx, &lift, 1)?;
            let complaint = Category {
                code: "committee".into(),
                case_type: CaseType::Complaint,
                public_level: PublicLevel::CountOnly,
                name_zh: "社区工作".into(),
                name_en: "Committee".into(),
                ..lift
            };
            let lamp = Category {
                code: "lamp".into(),
                name_zh: "路灯不亮".into(),
                name_en: "Lamps".into(),
                case_type: CaseType::Component,
                public_level: PublicLevel::Full,
                verification: true,
                ..complaint.clone()
            };
            store::insert_category(tx, &complaint, 2)?;
            store::insert_category(tx, &lamp, 3)?;
            let (street, parks) = (tx.street(), unit(PARKS));
            tx.exec(
                "insert into units (street_id, id, code, name, kind) values ($1, $2, $3, $4, $5)",
                db::args![street, parks, PARKS, "园林所", "office"],
            )?;
            let line = CatalogueItem::street_wide("lift", LeadRule::Unit(unit(PROPERTY)), parks, "派单目录第一条");
            store::first_catalogue(tx, "派单目录", &[line])
        });
        site
    }
    pub fn now(&self) -> Moment {
        self.now.get()
    }
    pub fn at(&self, text: &str) -> &Self {
        self.now.set(at(text));
        self
    }
    pub fn later(&self, minutes: i64) -> &Self {
        self.now.set(self.now().plus_minutes(minutes));
        self
    }
    pub fn by_system<T: Send + 'static>(&self, work: impl Fn(&mut Tx<'_>) -> db::Result<T> + Send + 'static) -> T {
        self.db.write_now(By::system(self.street, "test", self.now()), work).expect("the program's own act")
    }
    pub fn act<T: Send + 'static>(
        &self,
        who: &Viewer,
        verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<T>> + Send + 'static,
    ) -> Result<Outcome<T>, Fault> {
        let by = By { street: self.street, actor: who.actor(), now: self.now(), request: None };
        let who = who.clone();
        self.db.write_now(by, move |tx| {
            let outcome = verb(tx, &who)?;
            if !outcome.is_done() {
                tx.undo();
            }
            Ok(outcome)
        })
    }
    /// The verb is done.
    pub fn does<T: Send + 'static>(
        &self,
        who: &Viewer,
        verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<T>> + Send + 'static,
    ) -> T {
        match self.act(who, verb).expect("allowed") {
            Outcome::Done(t) => t,
            Outcome::Refused(_, problems) => panic!("refused: {problems:?}"),
        }
    }
    /// The verb is refused; the codes of its problems.
    pub fn may_not<T: Send + std::fmt::Debug + 'static>(
        &self,
        who: &Viewer,
        verb: impl Fn(&mut Tx<'_>, &Viewer) -> db::Result<Outcome<T>> + Send + 'static,
    ) -> Vec<String> {
        match self.act(who, verb) {
            Ok(Outcome::Refused(_, problems)) => problems.iter().map(|p| p.code.to_owned()).collect(),
            Ok(Outcome::Done(t)) => panic!("it was done: {t:?}"),
            Err(Fault::Denied(d)) => vec![format!("{d:?}")],
            Err(fault) => panic!("{fault}"),
        }
    }

    /// A visitor's voice whose case the property office has in hand since this moment.
    pub fn at_work(&self, key: &str) -> Received {
        let got = self.says(&self.visitor(), self.lift(key));
        self.accepted(got.case.id);
        self.dispatched(got.case.id, PROPERTY);
        self.signed(got.case.id);
        got
    }
    pub fn says(&self, who: &Viewer, words: Reception) -> Received {
        let place = self.somewhere();
        self.does(who, move |tx, v| {
            let intake = Intake { by: v.account(), staff: v.is_staff(), has_photo: false };
            actions::receive(tx, v, &words, intake, place)
        })
        .expect("received")
    }
    pub fn somewhere(&self) -> Whereabouts {
        let path = PlacePath {
            community: Some(PlaceId::named("c1")),
            grid: Some(PlaceId::named("g1")),
            building: Some(PlaceId::named("b1")),
        };
        Whereabouts { path, office: Some(unit("c1-office")) }
    }
    pub fn lift(&self, key: &str) -> Reception {
        Reception {
            client_key: key.into(),
            text: "三号楼电梯停了三天，老人下不了楼。我的电话是19900001234".into(),
            category: "lift".into(),
            callback_wish: Some(CallbackWish::Link),
            ..Reception::default()
        }
    }
    pub fn case(&self, id: CaseId) -> Case {
        let viewer = Viewer::system(self.street, "test");
        let now = self.now();
        self.by_system(move |tx| Ok(store::find::<SeeCase>(tx, &viewer, id, now)?.into_inner()))
    }
    /// Every message a voice got.
    pub fn told(&self, voice: VoiceId) -> Vec<String> {
        let street = self.street;
        let messages = self.db.read_now(move |r| store::messages(r, street, voice)).expect("messages");
        messages.into_iter().map(|m| m.0).collect()
    }
    pub fn clocks(&self, id: CaseId) -> Vec<store::Clock> {
        let street = self.street;
        self.db.read_now(move |r| store::clocks_of(r, street, id)).expect("clocks")
    }
    pub fn clock(&self, id: CaseId, stage: &str) -> store::Clock {
        let clocks = self.clocks(id);
        clocks.into_iter().rfind(|c| c.stage == stage && !c.superseded).expect("a clock of that stage")
    }
    pub fn accepted(&self, case: CaseId) -> Case {
        self.does(&self.clerk(), move |tx, v| {
            let words = Acceptance { category: "lift".into(), title: "3幢电梯停运".into(), ..Acceptance::default() };
            actions::accept(tx, v, case, &words, None)
        })
    }
    pub fn dispatched(&self, case: CaseId, to: &'static str) -> Case {
        self.does(&self.dispatcher(), move |tx, v| {
            let taker = Taker { unit: unit(to), active: true, holder: None };
            actions::dispatch(tx, v, case, &Dispatching::default(), Some(taker))
        })
    }
    pub fn signed(&self, case: CaseId) -> Case {
        self.does(&self.handler(), move |tx, v| actions::sign(tx, v, case))
    }
    pub fn contacted(&self, case: CaseId) -> Case {
        self.does(&self.handler(), move |tx, v| {
            let words = Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() };
            actions::contact(tx, v, case, &words)
        })
    }
    pub fn completed(&self, case: CaseId) -> Case {
        self.does(&self.handler(), move |tx, v| {
            let words = Completion {
                result: Some(CaseResult::Solved),
                public_reply: "电梯主板已经换好，今天起恢复运行。".into(),
                ..Completion::default()
            };
            actions::complete(tx, v, case, &words)
        })
    }
    pub fn approved(&self, case: CaseId) -> Case {
        self.does(&self.reviewer(), move |tx, v| actions::approve(tx, v, case, &Approving::default()))
    }

    fn person(&self, name: &str, role: Role, of: Option<&str>) -> Viewer {
        let post = PostHeld {
            id: PostId::named(name),
            role,
            scope: Scope { level: Level::Street, place: PlaceId::named("street") },
            unit: of.map(unit),
            until: at("2030-01-01T00:00"),
            organisation: None,
        };
        Viewer { who: Who::Account(AccountId::named(name)), posts: vec![post], strength: Strength::Known, ..Viewer::nobody(self.street) }
    }
    pub fn clerk(&self) -> Viewer {
        self.person("clerk", Role::Clerk, Some("front-desk"))
    }
    pub fn dispatcher(&self) -> Viewer {
        self.person("dispatcher", Role::Dispatcher, Some("front-desk"))
    }
    pub fn handler(&self) -> Viewer {
        self.person("handler", Role::Handler, Some(PROPERTY))
    }
    pub fn handler_of(&self, of: &str) -> Viewer {
        self.person(&format!("handler of {of}"), Role::Handler, Some(of))
    }
    pub fn reviewer(&self) -> Viewer {
        self.person("reviewer", Role::Reviewer, Some(PROPERTY))
    }
    pub fn reviewer_of(&self, of: &str) -> Viewer {
        self.person(&format!("reviewer of {of}"), Role::Reviewer, Some(of))
    }
    /// One person who handles and reviews for the same unit.
    pub fn both_hands_of(&self, of: &str) -> Viewer {
        let mut both = self.person(&format!("both hands of {of}"), Role::Handler, Some(of));
        let reviewer = PostHeld { role: Role::Reviewer, id: PostId::named("second post"), ..both.posts[0].clone() };
        both.posts.push(reviewer);
        both
    }
    pub fn other_dispatcher(&self) -> Viewer {
        self.person("other dispatcher", Role::Dispatcher, Some("front-desk"))
    }
    pub fn leader(&self) -> Viewer {
        self.person("leader", Role::StreetLeader, Some("street-office"))
    }
    /// A clerk whose term has ended.
    pub fn former_clerk(&self) -> Viewer {
        let mut former = self.person("former clerk", Role::Clerk, Some("front-desk"));
        former.posts[0].until = at("2020-01-01T00:00");
        former
    }
    pub fn verifier(&self) -> Viewer {
        self.verifier_of(CALLS)
    }
    pub fn verifier_of(&self, of: &str) -> Viewer {
        self.person(&format!("verifier of {of}"), Role::Verifier, Some(of))
    }
    pub fn callback_officer(&self) -> Viewer {
        self.person("callback", Role::CallbackOfficer, Some(CALLS))
    }
    pub fn callback_officer_of(&self, of: &str) -> Viewer {
        self.person(&format!("callback of {of}"), Role::CallbackOfficer, Some(of))
    }
    pub fn supervisor(&self) -> Viewer {
        self.person("supervisor", Role::Supervisor, Some("street-office"))
    }
    /// One of the panel on scores, by name and unit.
    pub fn panel(&self, name: &str, of: &str) -> Viewer {
        self.person(&format!("panel {name}"), Role::ExclusionPanel, Some(of))
    }
    pub fn secretary(&self) -> Viewer {
        let mut secretary = self.person("secretary", Role::CommunitySecretary, Some("c1-office"));
        secretary.posts[0].scope = Scope { level: Level::Community, place: PlaceId::named("c1") };
        secretary
    }
    pub fn resident(&self, name: &str) -> Viewer {
        Viewer { who: Who::Account(AccountId::named(name)), strength: Strength::Known, ..Viewer::nobody(self.street) }
    }
    pub fn visitor(&self) -> Viewer {
        Viewer::nobody(self.street)
    }
    /// Somebody who shows a receipt code.
    pub fn bearer(&self, code: &str) -> Viewer {
        let (street, code) = (self.street, code.to_owned());
        let voice = self.db.read_now(move |r| actions::open_receipt(r, street, &code)).expect("read");
        Viewer { bears: voice.into_iter().map(|v| v.uuid()).collect(), ..self.visitor() }
    }
}
