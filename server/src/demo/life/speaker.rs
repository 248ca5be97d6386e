//! What speakers do while they wait.

use super::super::rhythm::Door;
use super::super::year::Street;
use super::{Life, Step, saying};
use appeals::actions;
use db::{Result, Tx};
use kernel::Moment;

impl Life {
    pub(super) fn urge(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if !self.is_waiting() {
            return Ok(());
        }
        let calls = self.plan.door == Door::Hotline && self.luck().is(0.6);
        let who = if calls && !self.accused() { self.plan.luck.of(&s.cast.clerks).clone() } else { self.speaker(tx, s)? };
        let voice = self.voice()?;
        if !self.urge_on_paper(tx, s, n, at)? {
            self.act(tx, at, &who, |tx, v, id| actions::urge(tx, v, id, voice))?;
        }
        if self.luck().is(0.4) {
            let then = self.days_later(at, 0.8, 4.0);
            s.then(then, n, Step::Urge);
        }
        Ok(())
    }

    /// Something more is said, unasked.
    pub(super) fn add(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, at: Moment) -> Result<()> {
        if !self.is_waiting() {
            return Ok(());
        }
        let (speaker, voice) = (self.speaker(tx, s)?, self.voice()?);
        let words = saying(&self.plan.blanks.fill(self.plan.luck.text(&s.words.any.supplements)));
        self.act(tx, at, &speaker, |tx, v, id| actions::supplement(tx, v, id, Some(voice), &words))
    }

    pub(super) fn withdraw(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, at: Moment) -> Result<()> {
        if !self.is_waiting() {
            return Ok(());
        }
        let (speaker, voice) = (self.speaker(tx, s)?, self.voice()?);
        let words = saying(self.plan.luck.text(&s.words.any.withdrawals));
        self.act(tx, at, &speaker, |tx, v, id| actions::withdraw(tx, v, id, voice, &words))
    }
}
