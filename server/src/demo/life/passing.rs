//! A unit says it is not theirs: now and then a case is passed on, and sometimes a sitting has to settle it.

use super::super::year::Street;
use super::{Life, Step, saying, taker};
use appeals::actions;
use appeals::rules::*;
use db::{Result, Tx};
use kernel::{Moment, UnitId};

/// Hours after which nobody returns a case any more: well within the window.
const LAST_HOURS: i64 = 14;
/// How many in a hundred are returned the first time, and of those that came from another unit.
const FIRST: f64 = 0.035;
const AGAIN: f64 = 0.2;

impl Life {
    /// Whether the unit that should sign will say instead that it is not theirs.
    pub(super) fn is_denied(&mut self, at: Moment) -> bool {
        let Some(case) = &self.case else { return false };
        let early = at.since(case.touched_at) < LAST_HOURS * Moment::HOUR;
        let calm = matches!(case.urgency, Urgency::Normal | Urgency::Urgent);
        let often = if self.denials == 0 { FIRST } else { AGAIN };
        let may = early && calm && !case.no_return && case.round == 1 && !self.accused();
        self.luck().is(often) && may
    }

    pub(super) fn return_it(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::Dispatched) {
            return Ok(());
        }
        let lead = self.lead()?;
        let reviewer = s.cast.reviewer(lead)?.clone();
        let unit = self.another(s, lead);
        let words = ReturnRequest {
            rev: None,
            text: self.plan.luck.text(&s.words.any.denials).to_owned(),
            basis: self.plan.luck.text(&s.words.any.bases).to_owned(),
            unit,
        };
        self.proposed = unit;
        self.act(tx, at, &reviewer, |tx, v, id| actions::request_return(tx, v, id, &words, taker(unit)))?;
        self.denials += 1;
        let then = self.later(s, at, 90.0);
        s.then(then, n, Step::Decide);
        Ok(())
    }

    pub(super) fn judge_return(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        if self.state() != Some(State::ReturnPending) {
            return Ok(());
        }
        let dispatcher = self.plan.luck.of(&s.cast.dispatchers).clone();
        if self.denials > 1 {
            let chair = s.cast.supervisor.account();
            let chairs: Vec<_> = chair.into_iter().collect();
            let words = ConferralCall { rev: None, chair };
            self.act(tx, at, &dispatcher, |tx, v, id| actions::call_conferral(tx, v, id, &words, &chairs))?;
            let then = self.later(s, at, 260.0);
            s.then(then, n, Step::Conclude);
            return Ok(());
        }
        if self.luck().is(0.3) {
            let words = saying(self.plan.luck.text(&s.words.any.insists));
            self.act(tx, at, &dispatcher, |tx, v, id| actions::reject_return(tx, v, id, &words))?;
            self.begin(s, n, at);
            return Ok(());
        }
        let words = ReturnApproval { rev: None, unit: self.proposed };
        self.act(tx, at, &dispatcher, |tx, v, id| actions::approve_return(tx, v, id, &words, taker(words.unit)))?;
        let then = self.later(s, at, 48.0);
        s.then(then, n, Step::Sign);
        Ok(())
    }

    pub(super) fn conclude(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment) -> Result<()> {
        // The fallback may have had it meanwhile: then it signs.
        if self.state_now(tx)? == Some(State::Conferral) {
            let unit = Some(self.lead()?);
            let text = self.plan.luck.text(&s.words.any.minutes).to_owned();
            let words = ConferralConclusion { rev: None, unit, text };
            let chair = s.cast.supervisor.clone();
            self.act(tx, at, &chair, |tx, v, id| actions::conclude_conferral(tx, v, id, &words, taker(unit)))?;
        }
        let then = self.later(s, at, 48.0);
        s.then(then, n, Step::Sign);
        Ok(())
    }

    /// The timer may have pressed meanwhile: the unit's head says what is being done.
    pub(super) fn answer_pressure(&mut self, tx: &mut Tx<'_>, s: &Street<'_>, at: Moment) -> Result<()> {
        let (street, id) = (tx.street(), self.id()?);
        if appeals::store::supervision(tx, street, id)?.is_none_or(|p| p.replied_at.is_some()) {
            return Ok(());
        }
        let reviewer = s.cast.reviewer(self.lead()?)?.clone();
        let words = saying(self.plan.luck.text(&s.words.any.pressed));
        self.act(tx, at, &reviewer, |tx, v, id| actions::reply_supervision(tx, v, id, &words))
    }

    /// A unit that could have it instead: a bureau, never an office of a community.
    fn another(&mut self, s: &Street<'_>, lead: UnitId) -> Option<UnitId> {
        let others: Vec<_> = s.cast.bureaus.iter().copied().filter(|u| *u != lead).collect();
        (!others.is_empty()).then(|| *self.luck().of(&others))
    }

    /// Where the case stands now: the timer may have had it in its hands.
    fn state_now(&mut self, tx: &mut Tx<'_>) -> Result<Option<State>> {
        let (street, id) = (tx.street(), self.id()?);
        let viewer = auth::Viewer::system(street, "demo");
        let now = tx.now();
        let case = appeals::store::find::<SeeCase>(tx, &viewer, id, now)?.into_inner();
        self.case = Some(case);
        Ok(self.state())
    }
}
