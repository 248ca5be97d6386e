//! A matter: one question that walks six steps. A step lets happen what it lists; its gate opens on what the records show.

use super::*;
use crate::rules::codes;
use auth::PlacePath;
use kernel::{AccountId, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use utoipa::ToSchema;

kernel::id!(MatterId, "a matter: one question walking six steps");

codes! {
    /// 问需求 → 提方案 → 议事项 → 定方案 → 促落实 → 评效果.
    MatterStep {
        Needs "needs", Options "options", Deliberation "deliberation", Decision "decision", Delivery "delivery",
        Evaluation "evaluation",
    }
}
codes! {
    MatterState {
        Walking "walking", Settled "settled", Declined "declined", Withdrawn "withdrawn", Referred "referred", Lapsed "lapsed",
        Merged "merged",
    }
}
codes! { Track { Ordinary "ordinary", Small "small", Money "money", Covenant "covenant", Urgent "urgent" } }
codes! { SourceKind { Voices "voices", Proposal "proposal", Patrol "patrol", Body "body", Upper "upper" } }
codes! {
    /// By which way somebody took part.
    Way { Web "web", Desk "desk", Phone "phone", Paper "paper", Room "room" }
}
codes! {
    /// Who takes part: a resident in person, staff for a resident, a member of its body, whoever keeps the matter.
    Part { Resident "resident", Helper "helper", Member "member", Keeper "keeper" }
}
codes! { Passing { Passed "passed", Overridden "overridden", Turned "turned", Ended "ended" } }

#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    pub id: MatterId,
    pub code: String,
    pub body: BodyId,
    pub place: PlacePath,
    pub question: String,
    pub topic: String,
    pub track: Track,
    pub owner: AccountId,
    pub state: MatterState,
    pub step: MatterStep,
    pub round: i32,
    pub ended_why: Option<String>,
    pub frozen_at: Option<Moment>,
    /// The body's own word on what became of it.
    pub statement: Option<String>,
    pub opened_at: Moment,
    /// What took it up.
    pub merged_into: Option<MatterId>,
    pub rev: i32,
}

/// Where a matter comes from. All are kept, whatever becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    pub kind: SourceKind,
    pub link_kind: String,
    #[schema(value_type = Option<String>)]
    pub link_id: Option<Uuid>,
    pub title: String,
    pub path: String,
    /// Distinct people behind it.
    pub people: i64,
}

/// One stay in a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    pub no: i32,
    pub step: MatterStep,
    pub round: i32,
    pub from: Moment,
    pub to: Option<Moment>,
    pub due: Option<Moment>,
    pub how: Option<Passing>,
    pub reason: Option<String>,
    pub gate: Vec<Condition>,
    pub asked_by: Option<AccountId>,
}

/// A condition of a gate, with what the records show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Condition {
    pub condition: String,
    pub met: bool,
    pub have: i64,
    pub need: i64,
}

#[derive(Clone, Debug, Deserialize)]
struct StepRules {
    resident: Vec<String>,
    helper: Vec<String>,
    #[serde(default)]
    member: Vec<String>,
    keeper: Vec<String>,
    gate: Vec<String>,
}
#[derive(Clone, Debug, Deserialize)]
struct TrackRules {
    heard: i64,
    #[serde(default)]
    heard_in_hundred: i64,
    ratings: i64,
    /// Quorate meetings with minutes: a covenant is read twice.
    #[serde(default = "once")]
    meetings: i64,
    days: BTreeMap<String, (i64, i64)>,
}
fn once() -> i64 {
    1
}
#[derive(Debug, Deserialize)]
struct TrackFile {
    #[serde(flatten)]
    steps: BTreeMap<String, StepRules>,
    track: BTreeMap<String, TrackRules>,
}

fn file() -> &'static TrackFile {
    static READ: OnceLock<TrackFile> = OnceLock::new();
    READ.get_or_init(|| toml::from_str(include_str!("tracks.toml")).unwrap_or_else(|e| unreachable!("the tracks shipped with the house: {e}")))
}

impl Track {
    fn rules(self) -> &'static TrackRules {
        &file().track[self.code()]
    }
    /// How many ratings it takes to tell anything.
    pub fn least_ratings(self) -> i64 {
        self.rules().ratings
    }
    /// People to be heard where so many households live; a building keeps to a number of its own.
    fn to_be_heard(self, r: &Records) -> i64 {
        let rules = self.rules();
        if r.one_building { rules.heard.min(BUILDING_HEARD) } else { rules.heard.max(in_hundred(rules.heard_in_hundred, r.households)) }
    }
    /// Calendar days a step takes at least and at most.
    pub fn days(self, step: MatterStep) -> (i64, i64) {
        self.rules().days[step.code()]
    }
}

/// In one building so many people are enough.
const BUILDING_HEARD: i64 = 5;
/// Of a hundred who took part so many rate the result.
const RATINGS_IN_HUNDRED: i64 = 5;

/// So many of a hundred, rounded up.
fn in_hundred(share: i64, of: i64) -> i64 {
    (of * share + 99) / 100
}

/// Whether a step lists a verb for somebody. Nobody, staff included, does what it does not list.
pub fn declares(step: MatterStep, part: Part, verb: &str) -> bool {
    let rules = &file().steps[step.code()];
    let list = match part {
        Part::Resident => &rules.resident,
        Part::Helper => &rules.helper,
        Part::Member => &rules.member,
        Part::Keeper => &rules.keeper,
    };
    list.iter().any(|v| v == verb)
}

/// A verb in the step that is open now, or why not.
pub fn in_step(of: &Matter, part: Part, verb: &str) -> Result<(), Vec<Problem>> {
    match of.state {
        MatterState::Walking if declares(of.step, part, verb) => Ok(()),
        MatterState::Walking => Err(vec![Problem::new("not-in-step").with("step", of.step.code())]),
        _ => Err(vec![Problem::new("matter-ended")]),
    }
}

/// What the records of a matter show: the gates are computed from this and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Distinct people who said something in this round.
    pub heard: i64,
    /// Households of the place it is about by the newest number; 0 where none is known.
    pub households: i64,
    pub one_building: bool,
    pub ways: BTreeSet<Way>,
    /// The same people by the way they came.
    pub heard_by: BTreeMap<Way, i64>,
    pub grids: i64,
    pub grids_heard: i64,
    pub concerns: i64,
    /// Not looked at yet, or left aside without a reason.
    pub concerns_open: i64,
    /// Options beside "leave as is" that have all they need.
    pub ready: i64,
    /// Drafts that are neither ready nor dropped.
    pub drafts: i64,
    pub frozen: bool,
    /// Quorate meetings with the item whose minutes are circulated.
    pub meetings: i64,
    pub questions_open: i64,
    pub adopted: bool,
    pub resolution: bool,
    pub tasks: i64,
    /// Neither verified nor cancelled.
    pub tasks_open: i64,
    pub ratings: i64,
    /// Distinct people who took part, counted where the result is rated.
    pub took_part: i64,
    pub rating_ways: i64,
    pub solved: i64,
    /// Concerns people are asked about, and those of them that somebody answered.
    pub concerns_asked: i64,
    pub concerns_eased: i64,
    pub statement: bool,
    /// Whole days since the step was opened.
    pub days: i64,
}

/// The gate of the open step, each condition with its value.
pub fn gate(track: Track, step: MatterStep, r: &Records) -> Vec<Condition> {
    let rules = track.rules();
    let yes = |met: bool| (i64::from(met), 1);
    let none = |left: i64| (i64::from(left == 0), 1);
    let judged = file().steps[step.code()].gate.iter().map(|name| {
        let (have, need) = match name.as_str() {
            "heard" => (r.heard, track.to_be_heard(r)),
            // Two ways, one of them without a screen of one's own.
            "doors" if r.ways.iter().all(|w| *w == Way::Web) => (0, 2),
            "doors" => (i64::try_from(r.ways.len()).unwrap_or(0), 2),
            "grids" => (r.grids_heard, r.grids),
            "concerns" => if r.concerns == 0 { (0, 1) } else { none(r.concerns_open) },
            "ready" => (r.ready, if track == Track::Small || track == Track::Urgent { 1 } else { 2 }),
            "priced" => none(r.drafts),
            "met" => (r.meetings, rules.meetings),
            "questions" => none(r.questions_open),
            "frozen" => yes(r.frozen),
            "adopted" => yes(r.adopted),
            "resolution" => yes(r.resolution),
            "tasks" => (r.tasks, 1),
            "verified" => if r.tasks == 0 { (0, 1) } else { none(r.tasks_open) },
            "ratings" => (r.ratings, rules.ratings.max(in_hundred(RATINGS_IN_HUNDRED, r.took_part))),
            "rating_doors" => (r.rating_ways, 2),
            EASED => (r.concerns_eased, r.concerns_asked),
            "statement" => yes(r.statement),
            _ => (r.days, track.days(step).0),
        };
        Condition { condition: name.clone(), met: have >= need, have, need }
    });
    judged.collect()
}

/// The condition that each concern was answered with a rating.
pub const EASED: &str = "eased";

/// Why a matter turns back by rule: too few say it is solved.
pub const UNSOLVED: &str = "unsolved";
/// Three in five say it is solved; partly is not yes.
pub const SOLVED: Bar = Bar { num: 3, den: 5, strict: false };

impl MatterStep {
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Opening {
    pub question: String,
    pub topic: String,
    pub track: Option<Track>,
    /// Where it applies: the body's own place unless said.
    pub place_name: String,
    pub source: Option<SourceKind>,
    pub source_title: String,
    pub source_people: i64,
}

pub const MOST_QUESTION: usize = 60;

/// Opened with a plain question and a source.
pub fn open_matter((id, code): (MatterId, String), body: &Body, place: PlacePath, words: &Opening, owner: AccountId, now: Moment) -> Decided<(Matter, Source), MatterOpened> {
    let mut problems = vec![];
    let question = said("question", &words.question, MOST_QUESTION).map_err(|p| problems.push(p)).unwrap_or_default();
    let topic = said("topic", &words.topic, 20).map_err(|p| problems.push(p)).unwrap_or_default();
    let title = said("source_title", &words.source_title, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let Some(kind) = words.source else {
        problems.push(Problem::at("source", "source-missing"));
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let track = words.track.unwrap_or(Track::Ordinary);
    let matter = Matter {
        id, code, body: body.id, place, question, topic, track, owner, state: MatterState::Walking, step: MatterStep::Needs, round: 1,
        ended_why: None, frozen_at: None, statement: None, opened_at: now, merged_into: None, rev: 1,
    };
    let source = Source { kind, link_kind: String::new(), link_id: None, title, path: String::new(), people: words.source_people.max(0) };
    Ok(((matter, source), MatterOpened { matter: id, body: body.id, track: track.code(), source: kind.code() }))
}

/// Going on: the conditions of the gate hold, or a street officer overrides them with a public reason. After the last
/// step the matter is settled if enough say it is solved, and turns back otherwise.
pub fn pass(was: &Matter, conditions: &[Condition], records: &Records, overriding: Option<&str>) -> Decided<(Matter, Passing), MatterPassed> {
    if was.state != MatterState::Walking {
        return Err(vec![Problem::new("matter-ended")]);
    }
    let unmet = conditions.iter().filter(|c| !c.met);
    let problems: Vec<_> = unmet.map(|c| Problem::new("gate-unmet").with("condition", &c.condition).with("have", c.have).with("need", c.need)).collect();
    // Evaluation is never jumped over.
    let may_override = overriding.is_some_and(|why| !why.trim().is_empty()) && was.step != MatterStep::Evaluation;
    if !problems.is_empty() && !may_override {
        return Err(problems);
    }
    let how = if problems.is_empty() { Passing::Passed } else { Passing::Overridden };
    let on = Matter { rev: was.rev + 1, ..was.clone() };
    let on = match was.step.next() {
        Some(step) => Matter { step, ..on },
        None if SOLVED.reached(records.solved, records.ratings) => Matter { state: MatterState::Settled, ..on },
        None => Matter { step: MatterStep::Delivery, round: was.round + 1, statement: None, ..on },
    };
    let event = MatterPassed { matter: was.id, from: was.step.code(), to: on.step.code(), state: on.state.code(), how: how.code(), round: on.round };
    Ok(((on, how), event))
}

/// Back to an earlier step, with a reason; the earlier rounds stay readable.
pub fn turn(was: &Matter, to: Option<MatterStep>, reason: &str) -> Decided<Matter, MatterTurned> {
    said("reason", reason, 300).map_err(|p| vec![p])?;
    if was.state != MatterState::Walking {
        return Err(vec![Problem::new("matter-ended")]);
    }
    let Some(to) = to.filter(|to| *to < was.step) else { return Err(vec![Problem::at("to", "turn-forward")]) };
    let frozen_at = was.frozen_at.filter(|_| to > MatterStep::Deliberation);
    let turned = Matter { step: to, round: was.round + 1, frozen_at, statement: None, rev: was.rev + 1, ..was.clone() };
    Ok((turned, MatterTurned { matter: was.id, from: was.step.code(), to: to.code(), round: was.round + 1 }))
}

/// An end that is not "settled": with a reason everybody may read.
pub fn end(was: &Matter, how: Option<MatterState>, reason: &str) -> Decided<Matter, MatterEnded> {
    let mut problems = vec![];
    let why = said("reason", reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if was.state != MatterState::Walking {
        problems.push(Problem::new("matter-ended"));
    }
    let state = how.filter(|s| !matches!(s, MatterState::Walking | MatterState::Settled | MatterState::Merged));
    match state {
        Some(state) if problems.is_empty() => {
            let event = MatterEnded { matter: was.id, state: state.code() };
            Ok((Matter { state, ended_why: Some(why), rev: was.rev + 1, ..was.clone() }, event))
        }
        Some(_) => Err(problems),
        None => {
            problems.push(Problem::at("state", "ending-missing"));
            Err(problems)
        }
    }
}

/// The same matter walks again: old results stay, the round grows.
pub fn reopen(was: &Matter, settled: Option<Moment>, to: Option<MatterStep>, reason: &str, now: Moment) -> Decided<Matter, MatterReopened> {
    said("reason", reason, 300).map_err(|p| vec![p])?;
    reopenable(was, settled, now)?;
    Ok(again(was, to.filter(|s| *s < MatterStep::Evaluation).unwrap_or(MatterStep::Needs), ReopeningWhy::Motion))
}

super::events::events! {
    MatterOpened "deliberation.matter_opened" "matter" matter: MatterId, body: BodyId, track: &'static str, source: &'static str;
    SourceTied "deliberation.source_tied" "matter" matter: MatterId, source: &'static str;
    ResponseGiven "deliberation.response_given" "matter" matter: MatterId, way: &'static str;
    ConcernNamed "deliberation.concern_named" "matter" matter: MatterId, concern: Uuid;
    ConcernJoined "deliberation.concern_joined" "matter" matter: MatterId, concern: Uuid;
    ConcernJudged "deliberation.concern_judged" "matter" matter: MatterId, concern: Uuid, taken_up: bool;
    OptionMade "deliberation.option_made" "matter" matter: MatterId, option: Uuid;
    OptionPriced "deliberation.option_priced" "matter" matter: MatterId, option: Uuid;
    OptionDropped "deliberation.option_dropped" "matter" matter: MatterId, option: Uuid;
    OptionsFrozen "deliberation.options_frozen" "matter" matter: MatterId, options: usize;
    ArgumentMade "deliberation.argument_made" "matter" matter: MatterId, argument: Uuid, side: &'static str;
    QuestionAnswered "deliberation.question_answered" "matter" matter: MatterId, argument: Uuid;
    PassageAsked "deliberation.passage_asked" "matter" matter: MatterId, step: &'static str;
    MatterPassed "deliberation.matter_passed" "matter" matter: MatterId, from: &'static str, to: &'static str, state: &'static str, how: &'static str, round: i32;
    MatterTurned "deliberation.matter_turned" "matter" matter: MatterId, from: &'static str, to: &'static str, round: i32;
    MatterEnded "deliberation.matter_ended" "matter" matter: MatterId, state: &'static str;
    MatterReopened "deliberation.matter_reopened" "matter" matter: MatterId, round: i32, why: &'static str;
    ResolutionAdopted "deliberation.resolution_adopted" "matter" matter: MatterId, resolution: Uuid, round: i32, force: &'static str, result: Uuid;
    TaskOpened "deliberation.task_opened" "matter" matter: MatterId, task: Uuid;
    TaskVerified "deliberation.task_verified" "matter" matter: MatterId, task: Uuid;
    TaskCancelled "deliberation.task_cancelled" "matter" matter: MatterId, task: Uuid;
    RatingGiven "deliberation.rating_given" "matter" matter: MatterId, way: &'static str;
    StatementMade "deliberation.statement_made" "matter" matter: MatterId;
}

/// Whether stretches tile a matter's life: in order, each beginning where the one before ended, at most the last one open.
pub fn walk_tiles(walk: &[Stretch]) -> bool {
    let joined = walk.windows(2).all(|pair| pair[0].to == Some(pair[1].from) || pair[0].how == Some(Passing::Ended) || pair[0].how == Some(Passing::Passed) && pair[0].step == MatterStep::Evaluation);
    let numbered = walk.iter().zip(1..).all(|(s, no)| s.no == no);
    joined && numbered && walk.iter().rev().skip(1).all(|s| s.to.is_some())
}

/// Whether every passage without an override shows a gate of met conditions.
pub fn gates_held(walk: &[Stretch]) -> bool {
    walk.iter().all(|s| match s.how {
        Some(Passing::Passed) => !s.gate.is_empty() && s.gate.iter().all(|c| c.met),
        Some(_) => s.reason.as_ref().is_some_and(|r| !r.trim().is_empty()),
        None => true,
    })
}
