//! Saying it, and what a desk makes of it.

use super::super::rhythm::Door;
use super::super::year::Street;
use super::{DAY_OF_WORK, Life, Step, done, saying};
use appeals::actions::{self, Whereabouts};
use appeals::rules::*;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::Moment;

impl Life {
    pub(super) fn say(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        let staff = matches!(self.plan.door, Door::Hotline | Door::Visit);
        let viewer = match (self.plan.resident, self.plan.door, self.plan.path.community) {
            (Some(r), ..) => s.cast.residents[r].viewer.clone(),
            (_, Door::Visit, Some(community)) => s.cast.secretary(community)?.clone(),
            (_, Door::Hotline, _) => self.plan.luck.of(&s.cast.clerks).clone(),
            _ => Viewer::nobody(tx.street()),
        };
        let office = self.plan.path.community.and_then(|c| s.cast.offices.get(&c)).copied();
        let place = Whereabouts { path: self.plan.path, office };
        let intake = Intake { by: viewer.account(), staff, has_photo: false };
        let words = &self.plan.words;
        let got = tx.at(at, viewer.actor(), |tx| actions::receive(tx, &viewer, words, intake, place))?;
        let got = done(got)?.ok_or_else(|| Fault::other("no receipt"))?;
        self.case = Some(got.case);
        self.voice = Some(got.voice);
        // A call is sorted while the caller waits; the rest when a desk opens.
        let sorted = if staff { at.plus_minutes(self.luck().between(3, 12)) } else { self.later(s, at, 38.0) };
        s.then(sorted, n, Step::Clerk);
        self.by_the_way(s, n, at);
        Ok(())
    }

    /// What speakers do on their own while they wait.
    pub(super) fn by_the_way(&mut self, s: &mut Street<'_>, n: usize, at: Moment) {
        let impatient = if self.stuck.is_some() { 0.35 } else { 0.06 };
        for (share, step, low, high) in
            [(impatient, Step::Urge, 1.5, 8.0), (0.05, Step::Add, 0.1, 4.0), (0.015, Step::Withdraw, 0.2, 5.0)]
        {
            // Whoever is to be found waiting for an answer neither answers nor leaves.
            let stays = self.stuck == Some(Step::Supplement) && step != Step::Urge;
            if self.luck().is(share) && !stays {
                let then = self.days_later(at, low, high);
                s.then(then, n, step);
            }
        }
    }

    pub(super) fn clerk(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Registered) {
            return Ok(());
        }
        let desk = self.desk(s)?;
        let words_alone = s.categories.get(&self.plan.leaf).is_some_and(|c| {
            matches!(c.case_type, CaseType::Consultation | CaseType::Suggestion | CaseType::Praise)
        });
        let first = !std::mem::replace(&mut self.sorted, true);
        let draw = self.luck().share();
        let asks = first && self.stuck == Some(Step::Supplement) || draw < 0.05;
        let ends_refused = matches!(self.stuck, Some(Step::Confirm | Step::Object));
        let refuses = first && (ends_refused || (0.05..0.085).contains(&draw)) && !self.accused();
        let answers = first && words_alone && draw < 0.75 && !self.plan.words.category.is_empty() && !self.accused();
        match () {
            () if refuses => self.refuse(tx, s, n, at),
            () if first && asks => self.ask_before(tx, s, n, at, &desk),
            () if answers => self.answer(tx, s, n, at, &desk),
            () => self.accept(tx, s, n, at, &desk),
        }
    }

    pub(super) fn refuse(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        let desk = self.plan.luck.of(&s.cast.clerks).clone();
        let (reason, office) = s.words.refusal(self.luck());
        let words = Refusal { rev: None, reason, right_office: office };
        self.act(tx, at, &desk, |tx, v, id| actions::propose_refusal(tx, v, id, &words))?;
        let then = self.later(s, at, 80.0);
        s.then(then, n, Step::Confirm);
        Ok(())
    }

    pub(super) fn confirm(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Registered) {
            return Ok(());
        }
        let dispatcher = self.plan.luck.of(&s.cast.dispatchers).clone();
        self.act(tx, at, &dispatcher, actions::confirm_refusal)?;
        if self.luck().is(0.18) {
            let then = self.days_later(at, 0.5, 12.0);
            s.then(then, n, Step::Object);
        }
        Ok(())
    }

    pub(super) fn object(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Refused) {
            return Ok(());
        }
        let (speaker, voice) = (self.speaker(tx, s)?, self.voice()?);
        let words = saying(self.plan.luck.text(&s.words.any.objections));
        self.act(tx, at, &speaker, |tx, v, id| actions::object(tx, v, id, voice, &words))?;
        let then = self.later(s, at, 60.0);
        s.then(then, n, Step::Clerk);
        Ok(())
    }

    /// The desk cannot place it yet.
    pub(super) fn ask_before(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment, desk: &Viewer) -> Result<()> {
        let leaf = self.leaf(s)?;
        let words = saying(self.plan.luck.text(&leaf.asks));
        self.act(tx, at, desk, |tx, v, id| actions::request_information(tx, v, id, &words))?;
        // Some never answer, and a few of them much later.
        let (low, high) = if self.luck().is(0.72) { (0.1, 4.0) } else { (9.0, 60.0) };
        let then = self.days_later(at, low, high);
        if then.since(at) < 30 * Moment::DAY {
            s.then(then, n, Step::Supplement);
        }
        Ok(())
    }

    pub(super) fn supplement(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if !matches!(self.state(), Some(State::AwaitingInfo | State::Handling)) {
            return Ok(());
        }
        let before = self.state() == Some(State::AwaitingInfo);
        let (speaker, voice) = (self.speaker(tx, s)?, self.voice()?);
        let words = saying(&self.plan.blanks.fill(self.plan.luck.text(&s.words.any.supplements)));
        self.act(tx, at, &speaker, |tx, v, id| actions::supplement(tx, v, id, Some(voice), &words))?;
        let then = self.later(s, at, 60.0);
        if before {
            s.then(then, n, Step::Clerk);
        } else {
            self.work_on(s, n, at);
        }
        Ok(())
    }

    pub(super) fn answer(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment, desk: &Viewer) -> Result<()> {
        let leaf = self.leaf(s)?;
        let words = saying(&self.plan.blanks.fill(self.plan.luck.text(&leaf.replies)));
        self.act(tx, at, desk, |tx, v, id| actions::answer(tx, v, id, &words))?;
        let asked_back = self.plan.words.callback_wish != Some(CallbackWish::None);
        if asked_back && self.luck().is(0.15) {
            let then = self.later(s, at, DAY_OF_WORK);
            s.then(then, n, Step::CallBack);
        }
        if self.luck().is(0.025) {
            let then = self.days_later(at, 1.0, 20.0);
            s.then(then, n, Step::Reopen);
        }
        Ok(())
    }

    pub(super) fn accept(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment, desk: &Viewer) -> Result<()> {
        let words = Acceptance {
            category: self.plan.leaf.clone(),
            title: self.plan.title.clone(),
            urgency: Some(self.urgency()),
            ..Acceptance::default()
        };
        self.act(tx, at, desk, |tx, v, id| actions::accept(tx, v, id, &words, None))?;
        let then = self.later(s, at, 35.0);
        s.then(then, n, Step::Dispatch);
        Ok(())
    }

    pub(super) fn urgency(&mut self) -> Urgency {
        let draw = self.luck().share();
        match self.plan.leaf.as_str() {
            "utilities-gas" if draw < 0.3 => Urgency::Life,
            "utilities-water" | "utilities-power" | "utilities-gas" if draw < 0.85 => Urgency::Utility,
            "property-lift" | "safety-hazard" | "traffic-firelane" | "roads-cover" if draw < 0.35 => Urgency::Urgent,
            _ => Urgency::Normal,
        }
    }
}
