//! Asking the speaker, and what the answers set in motion.

use super::super::rhythm::at_work;
use super::super::year::Street;
use super::{Life, Step, saying, temper};
use appeals::actions;
use appeals::rules::*;
use auth::Viewer;
use db::{Result, Tx};
use kernel::Moment;

impl Life {
    pub(super) fn call_back(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        let due = self.state() == Some(State::Callback) && !self.answered;
        if !due && self.state() != Some(State::Answered) {
            return Ok(());
        }
        let caller = self.plan.luck.of(&s.cast.callers).clone();
        let reached = self.luck().is(0.87) && !self.plan.words.anonymous;
        let words = if reached { self.opinion(s)? } else { CallingBack::default() };
        self.ask_back(tx, at, &caller, &words)?;
        self.calls.push(at);
        if self.state() == Some(State::Answered) {
            return Ok(());
        }
        if reached {
            self.decide(s, n, at, &words);
            return Ok(());
        }
        // Another day, another hour; after three attempts and three days the voice counts as not reached.
        let first = self.calls.first().copied().unwrap_or(at);
        match self.calls.len() {
            1 => {
                let evening = at.plus_days(1).day().start().plus_minutes(18 * 60 + self.luck().between(5, 110));
                s.then(evening, n, Step::CallBack);
            }
            2 => {
                let again = at_work(s.calendar, first.plus_days(3), self.plan.luck.share() * 120.0 + 1.0);
                s.then(again, n, Step::CallBack);
            }
            _ => s.then(at.plus_minutes(self.luck().between(3, 30)), n, Step::Close),
        }
        Ok(())
    }

    pub(super) fn answer_by_link(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Callback) || self.answered {
            return Ok(());
        }
        let speaker = self.speaker(tx, s)?;
        let words = self.opinion(s)?;
        if !self.answer_on_paper(tx, s, n, at, &words)? {
            self.ask_back(tx, at, &speaker, &words)?;
        }
        self.decide(s, n, at, &words);
        Ok(())
    }

    pub(super) fn ask_back(&mut self, tx: &mut Tx<'_>, at: Moment, who: &Viewer, words: &CallingBack) -> Result<()> {
        let voice = self.voice()?;
        self.act(tx, at, who, |tx, v, id| actions::call_back(tx, v, id, voice, words))
    }

    /// Not accepted is redone, anything else is closed; by the callback centre, in its hours.
    pub(super) fn decide(&mut self, s: &mut Street<'_>, n: usize, at: Moment, words: &CallingBack) {
        self.answered = true;
        let accepted = words.declined || words.solved == Some(true) || words.explained_ok == Some(true);
        let minutes = 2.0 + self.luck().share() * 30.0;
        s.then(at_work(s.calendar, at, minutes), n, if accepted { Step::Close } else { Step::Redo });
    }

    /// What the speaker says when asked.
    pub(super) fn opinion(&mut self, s: &Street<'_>) -> Result<CallingBack> {
        let leaf = self.leaf(s)?;
        let round = self.case.as_ref().map_or(1, |c| c.round);
        let temper = self.case.as_ref().and_then(|c| c.lead).map_or(0.5, temper);
        let words_alone = self.state() == Some(State::Answered);
        let share = 0.93 - 0.1 * temper - if self.late { 0.14 } else { 0.0 } + if round > 2 { 0.08 } else { 0.0 };
        if self.luck().is(0.012) {
            return Ok(CallingBack { reached: true, declined: true, ..CallingBack::default() });
        }
        let solved = words_alone || self.luck().is(share);
        let explained = !solved && self.luck().is(0.42);
        let (levels, reasons, tells) = match (solved, explained) {
            (true, _) => ([38.0, 42.0, 15.0, 4.0, 1.0], &s.words.any.content, 0.35),
            (_, true) => ([2.0, 22.0, 48.0, 22.0, 6.0], &leaf.reasons, 0.7),
            _ => ([0.0, 3.0, 17.0, 50.0, 30.0], &leaf.reasons, 0.95),
        };
        let level = Satisfaction::ALL[self.luck().weighed(&levels)];
        let displeased = matches!(level, Satisfaction::Dissatisfied | Satisfaction::VeryDissatisfied);
        let reasons = if solved && displeased { &leaf.reasons } else { reasons };
        let reason = if self.luck().is(tells) { self.plan.blanks.fill(self.plan.luck.text(reasons)) } else { String::new() };
        Ok(CallingBack {
            reached: true,
            contacted: Some(self.luck().is(if solved { 0.98 } else { 0.86 })),
            solved: Some(solved),
            explained_ok: (!solved).then_some(explained),
            satisfaction: Some(level),
            reason,
            ..CallingBack::default()
        })
    }

    pub(super) fn close(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Callback) {
            return Ok(());
        }
        let caller = self.plan.luck.of(&s.cast.callers).clone();
        self.act(tx, at, &caller, actions::close)?;
        if self.luck().is(0.018) {
            let then = self.days_later(at, 2.0, 25.0);
            s.then(then, n, Step::Reopen);
        }
        Ok(())
    }

    pub(super) fn redo(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Callback) {
            return Ok(());
        }
        let often = self.case.as_ref().is_some_and(|c| c.redos >= REDOS_BY_OFFICER);
        let who = if often { s.cast.supervisor.clone() } else { self.plan.luck.of(&s.cast.callers).clone() };
        let words = saying(self.plan.luck.text(&s.words.any.redos));
        self.act(tx, at, &who, |tx, v, id| actions::redo(tx, v, id, &words))?;
        self.begin(s, n, at);
        Ok(())
    }

    pub(super) fn reopen(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if !matches!(self.state(), Some(State::Closed | State::Answered)) {
            return Ok(());
        }
        let (speaker, voice) = (self.speaker(tx, s)?, self.voice()?);
        let words = saying(self.plan.luck.text(&s.words.any.reopenings));
        self.act(tx, at, &speaker, |tx, v, id| actions::reopen(tx, v, id, Some(voice), &words))?;
        if self.state() == Some(State::Registered) {
            let then = self.later(s, at, 60.0);
            s.then(then, n, Step::Clerk);
        } else {
            self.begin(s, n, at);
        }
        Ok(())
    }
}
