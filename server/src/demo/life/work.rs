//! The unit's part: handed out, signed, somebody called, done, looked at.

use super::super::rhythm::at_work;
use super::super::year::Street;
use super::{DAY_OF_WORK, Life, Step, saying, taker, temper};
use appeals::actions;
use appeals::rules::*;
use db::{Result, Tx};
use kernel::Moment;

impl Life {
    pub(super) fn dispatch(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Accepted) {
            return Ok(());
        }
        let Some(case) = &self.case else { return Ok(()) };
        let street = tx.street();
        let proposal = actions::proposal(tx, street, case, at)?;
        let taker = taker(proposal.map(|p| p.unit));
        let words = Dispatching { unit: taker.map(|t| t.unit), ..Dispatching::default() };
        let dispatcher = self.plan.luck.of(&s.cast.dispatchers).clone();
        self.act(tx, at, &dispatcher, |tx, v, id| actions::dispatch(tx, v, id, &words, taker))?;
        let then = self.later(s, at, 48.0);
        s.then(then, n, Step::Sign);
        Ok(())
    }

    pub(super) fn sign(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Dispatched) {
            return Ok(());
        }
        if self.is_denied(at) {
            s.then(at, n, Step::Return);
            return Ok(());
        }
        let handler = s.cast.handler(self.lead()?)?.clone();
        self.act(tx, at, &handler, actions::sign)?;
        self.begin(s, n, at);
        Ok(())
    }

    /// A round begins: first somebody is called, then the work is done.
    pub(super) fn begin(&mut self, s: &mut Street<'_>, n: usize, at: Moment) {
        self.contacts = 0;
        self.calls.clear();
        self.answered = false;
        let then = self.later(s, at, 110.0);
        s.then(then, n, Step::Contact);
    }

    pub(super) fn contact(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Handling) {
            return Ok(());
        }
        let handler = s.cast.handler(self.lead()?)?.clone();
        let anonymous = self.plan.words.anonymous;
        let reached = !anonymous && self.luck().is(0.86);
        let means = match self.luck().below(10) {
            _ if anonymous => Means::Message,
            0..=6 => Means::Phone,
            7..=8 => Means::Visit,
            _ => Means::Desk,
        };
        let notes = if reached { &s.words.any.contacts } else { &s.words.any.missed };
        let words = Contacting { means: Some(means), reached, note: self.plan.luck.text(notes).to_owned(), ..Contacting::default() };
        self.act(tx, at, &handler, |tx, v, id| actions::contact(tx, v, id, &words))?;
        self.contacts += 1;
        if !self.case.as_ref().is_some_and(|c| c.contacted) {
            let then = self.later(s, at, 150.0);
            s.then(then, n, Step::Contact);
        } else if self.luck().is(0.05) {
            let then = self.later(s, at, 90.0);
            s.then(then, n, Step::Ask);
        } else {
            self.work_on(s, n, at);
        }
        Ok(())
    }

    /// Draws when the unit is done: some way towards the promise, or past it.
    pub(super) fn work_on(&mut self, s: &mut Street<'_>, n: usize, at: Moment) {
        let Some(case) = &self.case else { return };
        let due = case.due_at.unwrap_or(at.plus_days(5)).max(at.plus(Moment::HOUR));
        let waits = matches!(case.urgency, Urgency::Normal | Urgency::Urgent);
        let slow = case.lead.map_or(0.0, temper).mul_add(0.12, 0.03);
        self.late = self.luck().is(slow);
        let way = if self.late { 1.05 + self.luck().share() * 0.9 } else { 0.15 + self.luck().share() * 0.8 };
        let then = at.plus((due.since(at) as f64 * way) as i64);
        let then = if waits { at_work(s.calendar, then, 0.0) } else { then };
        // Opening hours alone make nobody late.
        let last = due.plus(-self.luck().between(2, 50) * Moment::MINUTE);
        let then = if self.late { then } else { then.min(last).max(at.plus(5 * Moment::MINUTE)) };
        s.then(then, n, Step::Complete);
    }

    pub(super) fn ask(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Handling) {
            return Ok(());
        }
        let handler = s.cast.handler(self.lead()?)?.clone();
        let leaf = self.leaf(s)?;
        let words = saying(self.plan.luck.text(&leaf.asks));
        self.act(tx, at, &handler, |tx, v, id| actions::request_information(tx, v, id, &words))?;
        if self.luck().is(0.85) {
            let then = self.days_later(at, 0.1, 3.0);
            s.then(then, n, Step::Supplement);
        } else {
            // Nobody answers: the unit does what it can.
            let then = self.later(s, at, 6.0 * DAY_OF_WORK);
            s.then(then, n, Step::Complete);
        }
        Ok(())
    }

    pub(super) fn complete(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Handling) {
            return Ok(());
        }
        if self.late {
            self.answer_pressure(tx, s, at)?;
        }
        let handler = s.cast.handler(self.lead()?)?.clone();
        let leaf = self.leaf(s)?;
        let result = match self.luck().below(100) {
            0..=82 => CaseResult::Solved,
            83..=96 => CaseResult::Explained,
            _ => CaseResult::Unsolved,
        };
        let words = Completion {
            rev: None,
            result: Some(result),
            public_reply: self.plan.blanks.fill(self.plan.luck.text(&leaf.replies)),
            internal_note: self.plan.luck.text(&s.words.any.notes).to_owned(),
        };
        self.act(tx, at, &handler, |tx, v, id| actions::complete(tx, v, id, &words))?;
        let then = self.later(s, at, 130.0);
        s.then(then, n, Step::Review);
        Ok(())
    }

    pub(super) fn review(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Review) {
            return Ok(());
        }
        let reviewer = s.cast.reviewer(self.lead()?)?.clone();
        if self.luck().is(0.05) {
            let words = Looking { text: self.plan.luck.text(&s.words.any.reworks).to_owned(), ..Looking::default() };
            self.act(tx, at, &reviewer, |tx, v, id| actions::rework(tx, v, id, &words))?;
            let then = self.later(s, at, 160.0);
            s.then(then, n, Step::Complete);
            return Ok(());
        }
        self.act(tx, at, &reviewer, |tx, v, id| actions::approve(tx, v, id, &Approving::default()))?;
        if self.state() == Some(State::Callback) {
            if self.luck().is(0.17) && self.stuck != Some(Step::CallBack) {
                let then = self.days_later(at, 0.05, 1.2);
                s.then(then, n, Step::SelfAnswer);
            }
            let then = self.later(s, at, 190.0);
            s.then(then, n, Step::CallBack);
        }
        Ok(())
    }
}
