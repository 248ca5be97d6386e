//! What becomes of one voice: each step is a verb of the product, and draws when and what comes next.

mod asking;
mod paper;
mod passing;
mod reception;
mod speaker;
mod work;

use super::done;
use super::luck::Luck;
use super::plan::Plan;
use super::rhythm::{Door, at_work};
use super::words::Leaf;
use super::year::Street;
use appeals::rules::*;
use auth::Viewer;
use db::{Fault, Result, Tx};
use kernel::{Moment, Outcome, UnitId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Say,
    Clerk,
    Confirm,
    Object,
    Supplement,
    Dispatch,
    Sign,
    Return,
    Decide,
    Conclude,
    Contact,
    Ask,
    Complete,
    Review,
    CallBack,
    SelfAnswer,
    Close,
    Redo,
    Reopen,
    Urge,
    Add,
    Withdraw,
}

pub struct Life {
    pub plan: Plan,
    stuck: Option<Step>,
    case: Option<Case>,
    voice: Option<VoiceId>,
    /// A clerk had it before: the next one takes it on.
    sorted: bool,
    /// Attempts to reach the speaker in this round, by the unit and by the callback officer.
    contacts: usize,
    calls: Vec<Moment>,
    answered: bool,
    late: bool,
    /// Units that said it was not theirs, and whose it is in the last one's eyes.
    denials: usize,
    proposed: Option<UnitId>,
}

const DAY_OF_WORK: f64 = 420.0;

impl Life {
    pub fn of(plan: Plan, stuck: Option<Step>) -> Self {
        Self {
            plan,
            stuck,
            case: None,
            voice: None,
            sorted: false,
            contacts: 0,
            calls: vec![],
            answered: false,
            late: false,
            denials: 0,
            proposed: None,
        }
    }

    pub fn step(&mut self, tx: &mut Tx<'_>, s: &mut Street<'_>, n: usize, at: Moment, step: Step) -> Result<()> {
        if self.stuck == Some(step) {
            return Ok(());
        }
        match step {
            Step::Say => self.say(tx, s, n, at),
            Step::Clerk => self.clerk(tx, s, n, at),
            Step::Confirm => self.confirm(tx, s, n, at),
            Step::Object => self.object(tx, s, n, at),
            Step::Supplement => self.supplement(tx, s, n, at),
            Step::Dispatch => self.dispatch(tx, s, n, at),
            Step::Sign => self.sign(tx, s, n, at),
            Step::Return => self.return_it(tx, s, n, at),
            Step::Decide => self.judge_return(tx, s, n, at),
            Step::Conclude => self.conclude(tx, s, n, at),
            Step::Contact => self.contact(tx, s, n, at),
            Step::Ask => self.ask(tx, s, n, at),
            Step::Complete => self.complete(tx, s, n, at),
            Step::Review => self.review(tx, s, n, at),
            Step::CallBack => self.call_back(tx, s, n, at),
            Step::SelfAnswer => self.answer_by_link(tx, s, n, at),
            Step::Close => self.close(tx, s, n, at),
            Step::Redo => self.redo(tx, s, n, at),
            Step::Reopen => self.reopen(tx, s, n, at),
            Step::Urge => self.urge(tx, s, n, at),
            Step::Add => self.add(tx, s, at),
            Step::Withdraw => self.withdraw(tx, s, at),
        }
    }

    fn luck(&mut self) -> &mut Luck {
        &mut self.plan.luck
    }
    fn leaf<'s>(&self, s: &Street<'s>) -> Result<&'s Leaf> {
        s.words.leaf(&self.plan.leaf)
    }
    fn state(&self) -> Option<State> {
        self.case.as_ref().map(|c| c.state)
    }
    /// Open, and not asked a question: that may have lapsed meanwhile.
    fn is_waiting(&self) -> bool {
        self.state().is_some_and(|state| state.is_open() && state != State::AwaitingInfo)
    }
    fn id(&self) -> Result<CaseId> {
        self.case.as_ref().map(|c| c.id).ok_or_else(|| Fault::other("a step before the voice was said"))
    }
    fn voice(&self) -> Result<VoiceId> {
        self.voice.ok_or_else(|| Fault::other("a step before the voice was said"))
    }
    fn lead(&self) -> Result<UnitId> {
        self.case.as_ref().and_then(|c| c.lead).ok_or_else(|| Fault::other("nobody leads the case"))
    }
    fn accused(&self) -> bool {
        self.plan.words.about_committee
    }
    /// The speaker, by account or by the code of the receipt.
    fn speaker(&self, tx: &Tx<'_>, s: &Street<'_>) -> Result<Viewer> {
        match self.plan.resident {
            Some(r) => Ok(s.cast.residents[r].viewer.clone()),
            None => Ok(Viewer { bears: vec![self.voice()?.uuid()], ..Viewer::nobody(tx.street()) }),
        }
    }
    /// Whoever sits at the desk this voice came to.
    fn desk(&mut self, s: &Street<'_>) -> Result<Viewer> {
        let community = self.plan.path.community.filter(|_| self.plan.door == Door::Mailbox && !self.accused());
        match community {
            Some(community) => Ok(s.cast.secretary(community)?.clone()),
            None => Ok(self.plan.luck.of(&s.cast.clerks).clone()),
        }
    }
    /// So many minutes of work later, or simply later where the matter does not wait for the morning.
    fn later(&mut self, s: &Street<'_>, at: Moment, usual: f64) -> Moment {
        let minutes = self.luck().around(usual);
        let waits = self.case.as_ref().is_none_or(|c| matches!(c.urgency, Urgency::Normal | Urgency::Urgent));
        if waits { at_work(s.calendar, at, minutes) } else { at.plus((minutes.min(usual * 3.0) * Moment::MINUTE as f64) as i64) }
    }
    /// Some days later, by day.
    fn days_later(&mut self, at: Moment, low: f64, high: f64) -> Moment {
        let days = low + self.luck().share() * (high - low);
        let then = at.plus((days * Moment::DAY as f64) as i64);
        let hour = 8 + self.luck().below(12) as i64;
        let by_day = then.day().start().plus(hour * Moment::HOUR + self.luck().between(0, Moment::HOUR - 1));
        by_day.max(at.plus(10 * Moment::MINUTE))
    }

    /// One verb at its moment. A refusal is a fault: the year asks only for what can be done.
    fn act(
        &mut self,
        tx: &mut Tx<'_>,
        at: Moment,
        who: &Viewer,
        verb: impl FnOnce(&mut Tx<'_>, &Viewer, CaseId) -> Result<Outcome<Case>>,
    ) -> Result<()> {
        let id = self.id()?;
        self.case = Some(done(tx.at(at, who.actor(), |tx| verb(tx, who, id))?)?);
        Ok(())
    }
}

/// A unit as the rules ask for it: all of the demo are active, and none has a holder.
fn taker(unit: Option<UnitId>) -> Option<Taker> {
    unit.map(|unit| Taker { unit, active: true, holder: None })
}

fn saying(text: &str) -> Saying {
    Saying { rev: None, text: text.to_owned() }
}

/// How slow and how little liked a unit is, 0 to 1, the same every time.
fn temper(unit: UnitId) -> f64 {
    f64::from(unit.uuid().as_bytes()[9]) / 255.0
}
