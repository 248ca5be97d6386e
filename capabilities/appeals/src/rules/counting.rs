//! What one case adds to the kept counts: every figure is a sum of these. Pure, so that kept and recounted are the
//! same function, once over what changed and once over everything.

use crate::rules::{CaseType, Satisfaction, Speaker, State, VoiceId};
use kernel::{Day, Moment, PlaceId, UnitId, uuid::Uuid};
use std::collections::{BTreeMap, BTreeSet};

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident $code:literal),* $(,)?) => {
        /// What is counted; the code is the column of the kept table. New ones go to the end: stored counts name
        /// them by position.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Measure { $($(#[$doc])* $name),* }
        impl Measure {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}
measures! {
    /// Voices of any speaker, by the day they came in.
    Voices "voices",
    /// Of those, what residents and enterprises said.
    Residents "residents",
    Accepted "accepted",
    /// Settled by words at intake, and not reopened since.
    Answered "answered",
    Refused "refused",
    Dispatched "dispatched",
    Approved "approved",
    Reworked "reworked",
    Closed "closed",
    /// Closings of a first round that never went back.
    ClosedFirst "closed_first",
    /// Closings that were reopened within thirty days, by the day of the closing.
    ClosedReopened "closed_reopened",
    Redone "redone",
    /// Promises by the day they were due, once they are decided: not those waiting for a review.
    IntakeDue "intake_due",
    IntakeMet "intake_met",
    SignDue "sign_due",
    SignMet "sign_met",
    ContactDue "contact_due",
    ContactMet "contact_met",
    HandleDue "handle_due",
    HandleMet "handle_met",
    RedoDue "redo_due",
    RedoMet "redo_met",
    /// Voices asked in a round, by the day of the answer or of the last try.
    Asked "asked",
    Reached "reached",
    /// Answered by the speakers themselves.
    Own "own",
    /// Voices behind the three rates; each question has its own denominator.
    Valid "valid",
    ContactSaid "contact_said",
    ContactYes "contact_yes",
    SolveSaid "solve_said",
    SolveYes "solve_yes",
    Rated "rated",
    Satisfied "satisfied",
    Basically "basically",
    /// Handings-out by their own day; of those, the ones that were neither returned nor settled otherwise.
    Handed "handed",
    Held "held",
    /// Of the promises to handle, those given more time.
    HandleExtended "handle_extended",
    VerificationDue "verification_due",
    VerificationMet "verification_met",
    ArrivalDue "arrival_due",
    ArrivalMet "arrival_met",
    AssistDue "assist_due",
    AssistMet "assist_met",
    /// Cases a post or a unit raised first and somebody looked at, and cases a resident raised first; by the first voice.
    FoundFirst "found_first",
    SaidFirst "said_first",
    /// The part of the unit that leads, from its own handing-out on.
    UnitDue "unit_due",
    UnitMet "unit_met",
    /// What parties promised, by the day it was due; waived ones are left out.
    CommitmentDue "commitment_due",
    CommitmentMet "commitment_met",
    /// Cases by their first handing-out; of those, the ones that two units or more gave back.
    HandedCases "handed_cases",
    ReturnedTwice "returned_twice",
    /// Accepted cases, by the day they were opened; of those, the ones that had one like them just before.
    Sorted "sorted",
    Repeated "repeated",
}

/// One number per measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts(pub [i64; Measure::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Measure::ALL.len()])
    }
}

impl Counts {
    pub fn get(&self, m: Measure) -> i64 {
        self.0[m as usize]
    }
    pub fn add(&mut self, m: Measure, n: i64) {
        self.0[m as usize] += n;
    }
    pub fn plus(&mut self, other: &Self, times: i64) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs * times;
        }
    }
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|n| *n == 0)
    }
}

/// Stages whose promises are counted.
pub const COUNTED_STAGES: &[(&str, Measure, Measure)] = &[
    ("intake", Measure::IntakeDue, Measure::IntakeMet),
    ("sign", Measure::SignDue, Measure::SignMet),
    ("contact", Measure::ContactDue, Measure::ContactMet),
    ("handle", Measure::HandleDue, Measure::HandleMet),
    ("redo", Measure::RedoDue, Measure::RedoMet),
    ("verification", Measure::VerificationDue, Measure::VerificationMet),
    ("arrival", Measure::ArrivalDue, Measure::ArrivalMet),
    ("assist", Measure::AssistDue, Measure::AssistMet),
    ("unit", Measure::UnitDue, Measure::UnitMet),
];

/// Everything about one case that is ever counted.
#[derive(Clone, Debug)]
pub struct Story {
    pub case_type: CaseType,
    pub category: String,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub lead: Option<UnitId>,
    pub state: State,
    pub opened_at: Moment,
    /// Whether one of its category was near it within the thirty days before; unknown until it is accepted.
    pub repeats: Option<bool>,
    pub voices: Vec<(VoiceId, Speaker, Moment)>,
    pub promises: Vec<Promised>,
    /// Lead units and since when, in order.
    pub leads: Vec<(UnitId, Moment)>,
    /// To whom it was handed out, when, and whether that did not hold.
    pub dispatches: Vec<(UnitId, Moment, bool)>,
    pub answers: Vec<AnswerGiven>,
    pub commitments: Vec<Committed>,
    /// In order.
    pub turns: Vec<(Turn, Moment)>,
}

/// A clock that no later one supersedes.
#[derive(Clone, Debug)]
pub struct Promised {
    pub stage: String,
    pub started_at: Moment,
    pub due_at: Option<Moment>,
    pub stopped_at: Option<Moment>,
    pub met: Option<bool>,
    /// The helping unit whose part it is; the lead's own if absent.
    pub unit: Option<UnitId>,
    pub extended: bool,
}

/// What a party promised and nobody waived.
#[derive(Clone, Copy, Debug)]
pub struct Committed {
    /// The party, where it is a unit of the street; else the lead answers for it.
    pub unit: Option<UnitId>,
    pub due_on: Day,
    pub met_at: Option<Moment>,
}

/// One try to ask one voice.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerGiven {
    pub id: Uuid,
    pub voice: VoiceId,
    pub round: i32,
    pub at: Moment,
    pub reached: bool,
    pub own: bool,
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<Satisfaction>,
}

/// A turn of the case that figures know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Accepted,
    Answered,
    Refused,
    Objected,
    Dispatched,
    Approved,
    Reworked,
    Closed,
    Redone,
    Reopened,
    Withdrawn,
    /// Back from being withdrawn.
    Resumed,
    /// Somebody has looked on the spot.
    Verified,
}

/// Where in time and with whom a number belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    pub day: Day,
    /// Counts only in windows that begin on or before this day; zero: in all.
    pub since: Day,
    pub unit: Option<UnitId>,
}

pub const ALWAYS: Day = Day(0);
/// The place of what has none.
pub const UNPLACED: PlaceId = PlaceId(Uuid::nil());

/// What one case adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    pub community: PlaceId,
    pub grid: PlaceId,
    pub category: String,
    pub lead: Option<UnitId>,
    pub state: State,
    pub cells: BTreeMap<Cell, Counts>,
}

/// Reads the story of a case as numbers.
pub fn added(story: &Story) -> Added {
    let mut tally = Cells { story, cells: BTreeMap::new() };
    tally.voices();
    tally.first();
    tally.sorted();
    tally.dispatches();
    tally.turns();
    tally.promises();
    tally.commitments();
    tally.answers();
    tally.cells.retain(|_, counts| !counts.is_zero());
    Added {
        community: story.community.unwrap_or(UNPLACED),
        grid: story.grid.unwrap_or(UNPLACED),
        category: story.category.clone(),
        lead: story.lead,
        state: story.state,
        cells: tally.cells,
    }
}

struct Cells<'a> {
    story: &'a Story,
    cells: BTreeMap<Cell, Counts>,
}

impl Cells<'_> {
    fn put(&mut self, at: Moment, unit: Option<UnitId>, m: Measure) {
        self.cells.entry(Cell { day: at.day(), since: ALWAYS, unit }).or_default().add(m, 1);
    }

    /// Who led at that moment; before the first dispatch nobody did.
    fn lead_at(&self, at: Moment) -> Option<UnitId> {
        self.story.leads.iter().rfind(|(_, since)| *since <= at).map(|(unit, _)| *unit)
    }

    fn voices(&mut self) {
        for (_, speaker, at) in &self.story.voices {
            self.put(*at, None, Measure::Voices);
            if matches!(speaker, Speaker::Resident | Speaker::Enterprise) {
                self.put(*at, None, Measure::Residents);
            }
        }
    }

    /// Who raised it first. What a post or a unit says counts once somebody has looked.
    fn first(&mut self) {
        let Some((_, speaker, at)) = self.story.voices.iter().min_by_key(|(id, _, at)| (*at, *id)) else { return };
        let verified = self.story.turns.iter().any(|t| t.0 == Turn::Verified);
        match speaker {
            Speaker::Resident | Speaker::Enterprise => self.put(*at, None, Measure::SaidFirst),
            Speaker::Post | Speaker::Unit if verified => self.put(*at, None, Measure::FoundFirst),
            Speaker::Post | Speaker::Unit => {}
        }
    }

    /// Merged and withdrawn ones are left out: what was merged was one case all along.
    fn sorted(&mut self) {
        let Some(repeats) = self.story.repeats.filter(|_| !self.story.is_left_out()) else { return };
        self.put(self.story.opened_at, None, Measure::Sorted);
        if repeats {
            self.put(self.story.opened_at, None, Measure::Repeated);
        }
    }

    fn dispatches(&mut self) {
        if let Some((_, first, _)) = self.story.dispatches.first() {
            self.put(*first, None, Measure::HandedCases);
            if self.story.dispatches.iter().filter(|d| d.2).count() >= 2 {
                self.put(*first, None, Measure::ReturnedTwice);
            }
        }
        for (unit, at, overturned) in &self.story.dispatches {
            self.put(*at, Some(*unit), Measure::Handed);
            if !overturned {
                self.put(*at, Some(*unit), Measure::Held);
            }
        }
    }

    fn turns(&mut self) {
        let (mut first, mut answered, mut refused) = (true, None, None);
        let mut closings: Vec<(Moment, bool, bool)> = vec![];
        for (turn, at) in &self.story.turns {
            let unit = self.lead_at(*at);
            match turn {
                Turn::Accepted => self.put(*at, None, Measure::Accepted),
                Turn::Dispatched => self.put(*at, unit, Measure::Dispatched),
                Turn::Approved => self.put(*at, unit, Measure::Approved),
                Turn::Answered => answered = Some(*at),
                Turn::Refused => refused = Some(*at),
                Turn::Objected => refused = None,
                Turn::Closed => closings.push((*at, first, false)),
                Turn::Reworked => {
                    first = false;
                    self.put(*at, unit, Measure::Reworked);
                }
                Turn::Redone => {
                    first = false;
                    self.put(*at, unit, Measure::Redone);
                }
                Turn::Reopened => {
                    first = false;
                    answered = None;
                    let soon = |closed: Moment| at.since(closed) <= crate::rules::REOPEN_DAYS * Moment::DAY;
                    if let Some(last) = closings.last_mut().filter(|c| soon(c.0)) {
                        last.2 = true;
                    }
                }
                Turn::Withdrawn | Turn::Resumed | Turn::Verified => {}
            }
        }
        if let Some(at) = answered {
            self.put(at, None, Measure::Answered);
        }
        if let Some(at) = refused {
            self.put(at, None, Measure::Refused);
        }
        for (at, first, reopened) in closings {
            let unit = self.lead_at(at);
            self.put(at, unit, Measure::Closed);
            if first {
                self.put(at, unit, Measure::ClosedFirst);
            }
            if reopened {
                self.put(at, unit, Measure::ClosedReopened);
            }
        }
    }

    /// Merged and withdrawn cases are left out; so are stops that wait for their review.
    fn promises(&mut self) {
        if self.story.is_left_out() {
            return;
        }
        for p in self.story.promises.iter().filter(|p| p.is_decided_or_runs()) {
            let (Some(due), Some((_, all, met))) = (p.due_at, COUNTED_STAGES.iter().find(|s| s.0 == p.stage)) else { continue };
            let unit = if p.stage == "intake" { None } else { p.unit.or_else(|| self.lead_at(p.started_at)) };
            self.put(due, unit, *all);
            if p.stage == "handle" && p.extended {
                self.put(due, unit, Measure::HandleExtended);
            }
            if p.met == Some(true) {
                self.put(due, unit, *met);
            }
        }
    }

    fn commitments(&mut self) {
        if self.story.is_left_out() {
            return;
        }
        for c in &self.story.commitments {
            let due = c.due_on.start();
            let unit = c.unit.or_else(|| self.lead_at(c.due_on.plus(1).start()));
            self.put(due, unit, Measure::CommitmentDue);
            if c.met_at.is_some_and(|at| at.day() <= c.due_on) {
                self.put(due, unit, Measure::CommitmentMet);
            }
        }
    }

    fn answers(&mut self) {
        let asked: BTreeSet<_> = self.story.answers.iter().map(|a| a.voice).collect();
        for voice in asked {
            let rounds = standing(self.story.answers.iter().filter(|a| a.voice == voice));
            for a in &rounds {
                let cell = Cell { day: a.at.day(), since: ALWAYS, unit: self.lead_at(a.at) };
                self.cells.entry(cell).or_default().plus(&a.asked(), 1);
            }
            if self.story.counts_for_rates(voice) {
                self.rates(&rounds.into_iter().filter(|a| a.reached).collect::<Vec<_>>());
            }
        }
    }

    /// A voice counts once in a window, with its last answer there: a window that holds both an answer and the one of
    /// a later round takes the earlier back.
    fn rates(&mut self, rounds: &[&AnswerGiven]) {
        for (n, a) in rounds.iter().enumerate() {
            let unit = self.lead_at(a.at);
            let said = a.said();
            let cell = Cell { day: a.at.day(), since: ALWAYS, unit };
            self.cells.entry(cell).or_default().plus(&said, 1);
            if let Some(later) = rounds.get(n + 1) {
                let cell = Cell { day: later.at.day(), since: a.at.day(), unit };
                self.cells.entry(cell).or_default().plus(&said, -1);
            }
        }
    }
}

impl Story {
    fn is_left_out(&self) -> bool {
        let ends = |t: &Turn| matches!(t, Turn::Withdrawn | Turn::Resumed | Turn::Closed | Turn::Answered | Turn::Refused);
        let last = self.turns.iter().map(|t| t.0).rfind(ends);
        match self.state {
            State::Merged | State::Withdrawn => true,
            State::Archived => last == Some(Turn::Withdrawn),
            _ => false,
        }
    }

    /// Consultation and praise are not asked whether they were solved.
    fn counts_for_rates(&self, voice: VoiceId) -> bool {
        let by_resident = |v: &(VoiceId, Speaker, Moment)| matches!(v.1, Speaker::Resident | Speaker::Enterprise);
        let counted = !matches!(self.case_type, CaseType::Consultation | CaseType::Praise);
        counted && self.voices.iter().any(|v| v.0 == voice && by_resident(v))
    }
}

impl Promised {
    fn is_decided_or_runs(&self) -> bool {
        self.stopped_at.is_none() || self.met.is_some()
    }
}

impl AnswerGiven {
    /// What it is as a try to reach the speaker.
    pub fn asked(&self) -> Counts {
        let mut asked = Counts::default();
        asked.add(Measure::Asked, 1);
        asked.add(Measure::Reached, i64::from(self.reached));
        asked.add(Measure::Own, i64::from(self.reached && self.own));
        asked
    }

    /// What it says to the three questions.
    pub fn said(&self) -> Counts {
        let mut said = Counts::default();
        said.add(Measure::Valid, 1);
        said.add(Measure::ContactSaid, i64::from(self.contacted.is_some()));
        said.add(Measure::ContactYes, i64::from(self.contacted == Some(true)));
        said.add(Measure::SolveSaid, i64::from(self.solved.is_some()));
        said.add(Measure::SolveYes, i64::from(self.solved == Some(true)));
        let level = self.satisfaction.filter(|s| *s != Satisfaction::NoAnswer);
        let happy = matches!(level, Some(Satisfaction::VerySatisfied | Satisfaction::Satisfied));
        said.add(Measure::Rated, i64::from(level.is_some()));
        said.add(Measure::Satisfied, i64::from(happy));
        said.add(Measure::Basically, i64::from(level == Some(Satisfaction::Basically)));
        said
    }
}

/// The answer that stands in each round of one voice, in order: the speaker's own last word, else staff's last entry
/// of somebody reached, else the last try.
pub fn standing<'a>(tries: impl Iterator<Item = &'a AnswerGiven>) -> Vec<&'a AnswerGiven> {
    let mut rounds: BTreeMap<i32, &AnswerGiven> = BTreeMap::new();
    let weight = |a: &AnswerGiven| (a.reached, a.own, a.id);
    for a in tries {
        let kept = rounds.entry(a.round).or_insert(a);
        if weight(a) > weight(kept) {
            *kept = a;
        }
    }
    rounds.into_values().collect()
}
