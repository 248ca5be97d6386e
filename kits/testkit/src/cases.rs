//! Cases brought to where a scene begins, by the same verbs as everybody's.

use crate::cast::As;
use crate::site::Site;
use crate::street::{OFFICE_A, OFFICE_B, PARKS, PROPERTY};
use appeals::actions::{self, Whereabouts};
use appeals::rules::*;
use auth::{PlacePath, Viewer};
use db::{By, Result, Tx};
use identity::demo::unit_id;
use kernel::Outcome;

/// What case a scene needs.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub state: State,
    /// Community `ZA` or `ZB`.
    pub community: &'static str,
    /// The unit it is dispatched to.
    pub lead: &'static str,
    pub accused: Vec<&'static str>,
    /// The resident who says it from an account.
    pub speaker: Option<&'static str>,
    pub words: Reception,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            state: State::Registered,
            community: "ZA",
            lead: PROPERTY,
            accused: vec![],
            speaker: None,
            words: Reception {
                text: "三幢电梯停了三天。".into(),
                category: "lift".into(),
                callback_wish: Some(CallbackWish::Link),
                ..Reception::default()
            },
        }
    }
}

/// A case that stands.
#[derive(Clone, Debug)]
pub struct Made {
    pub case: Case,
    pub voice: VoiceId,
    pub code: String,
}

impl Site {
    /// One verb, done.
    pub fn does<T: Send + 'static>(
        &self,
        who: &Viewer,
        verb: impl Fn(&mut Tx<'_>, &Viewer) -> Result<Outcome<T>> + Send + 'static,
    ) -> T {
        let by = By { street: self.street, actor: who.actor(), now: self.now(), request: None };
        let who = who.clone();
        match self.db().write_now(by, move |tx| verb(tx, &who)).expect("allowed") {
            Outcome::Done(done) => done,
            Outcome::Refused(_, problems) => panic!("refused: {problems:?}"),
        }
    }

    pub fn staff(&self, key: &str) -> Viewer {
        self.viewer(&As::Person(key.into()))
    }

    pub fn case(&self, id: CaseId) -> Case {
        let (viewer, now) = (Viewer::system(self.street, "test"), self.now());
        self.read(move |r| Ok(appeals::store::find::<SeeCase>(r, &viewer, id, now)?.into_inner()))
    }

    /// Says it, and walks it to the state wanted.
    pub fn makes(&self, wanted: &Wanted) -> Made {
        let speaker = wanted.speaker.map_or(Viewer::nobody(self.street), |s| self.viewer(&As::Person(s.into())));
        let grid = if wanted.community == "ZA" { "ZA-1" } else { "ZB-1" };
        let path = PlacePath {
            community: Some(self.place(wanted.community)),
            grid: Some(self.place(grid)),
            building: Some(self.place(&format!("{grid}-1"))),
        };
        let office = unit_id(if wanted.community == "ZA" { OFFICE_A } else { OFFICE_B });
        let mut words = wanted.words.clone();
        words.client_key = format!("{:?}", VoiceId::fresh());
        words.accused = wanted.accused.iter().map(|u| unit_id(u)).collect();
        let got = self
            .does(&speaker, move |tx, v| {
                let intake = Intake { by: v.account(), staff: false, has_photo: false };
                actions::receive(tx, v, &words, intake, Whereabouts { path, office: Some(office) })
            })
            .expect("received");
        self.walks(got.case.id, wanted);
        Made { case: self.case(got.case.id), voice: got.voice, code: got.code }
    }

    fn walks(&self, id: CaseId, wanted: &Wanted) {
        let hand = |of: &str| if wanted.lead == PARKS { format!("{of}-parks") } else { of.to_owned() };
        let category = wanted.words.category.clone();
        let lead = unit_id(wanted.lead);
        let way = [State::Accepted, State::Dispatched, State::Handling, State::Review, State::Callback, State::Closed];
        let far = way.iter().position(|s| *s == wanted.state).map_or(0, |n| n + 1);
        if far > 0 {
            let words = Acceptance { category, title: "电梯停运".into(), ..Acceptance::default() };
            self.does(&self.staff("clerk"), move |tx, v| actions::accept(tx, v, id, &words, None));
        }
        if far > 1 {
            let taker = Some(Taker { unit: lead, active: true, holder: None });
            self.does(&self.staff("dispatcher"), move |tx, v| actions::dispatch(tx, v, id, &Dispatching::default(), taker));
        }
        if far > 2 {
            self.does(&self.staff(&hand("handler")), move |tx, v| actions::sign(tx, v, id));
        }
        if far > 3 {
            let reached = Contacting { means: Some(Means::Phone), reached: true, ..Contacting::default() };
            self.does(&self.staff(&hand("handler")), move |tx, v| actions::contact(tx, v, id, &reached));
            let done = Completion {
                result: Some(CaseResult::Solved),
                public_reply: "电梯主板已经换好。".into(),
                ..Completion::default()
            };
            self.does(&self.staff(&hand("handler")), move |tx, v| actions::complete(tx, v, id, &done));
        }
        if far > 4 {
            self.does(&self.staff(&hand("reviewer")), move |tx, v| actions::approve(tx, v, id, &Approving::default()));
        }
        if far > 5 {
            let voice = self.case(id).links.voices.first().copied().map(VoiceId).expect("a voice");
            let yes = CallingBack {
                reached: true,
                contacted: Some(true),
                solved: Some(true),
                satisfaction: Some(Satisfaction::Satisfied),
                ..CallingBack::default()
            };
            self.does(&self.staff("callback"), move |tx, v| actions::call_back(tx, v, id, voice, &yes));
            self.does(&self.staff("callback"), move |tx, v| actions::close(tx, v, id));
        }
    }
}

