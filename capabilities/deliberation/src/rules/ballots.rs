//! A ballot: its frozen rule, what a vote may say, and its life from a draft to a sealed count.

use super::*;
use crate::rules::codes;
use auth::PlacePath;
use kernel::{AccountId, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use tally::majority::{Abstain, Leg as Majority, Measure, Turnout};
use utoipa::ToSchema;

kernel::id!(BallotId, "a ballot: one question put to one roll");

codes! {
    BallotState {
        Drafted "drafted", RollOpen "roll_open", Frozen "frozen", Open "open", Closed "closed", Counted "counted", Sealed "sealed",
        Void "void",
    }
}
codes! {
    BallotMethod {
        YesNo "yes_no", Approval "approval", Score "score", Irv "irv", Stv "stv", EqualShares "equal_shares", Hands "hands", Consent "consent",
    }
}
codes! { ElectorKind { Person "person", Household "household", Building "building", Property "property", Organisation "organisation", Seat "seat" } }
codes! {
    /// Who can see what somebody chose: whoever it is shown to, auditors alone, nobody.
    Secrecy { Named "named", Confidential "confidential", Secret "secret" }
}
codes! { Changing { Never "never", UntilClose "until_close", WithReceipt "with_receipt" } }
codes! { TiePolicy { Fails "fails", SecondVote "second_vote", Lot "lot" } }

/// The rule of a ballot, frozen with its options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BallotRule {
    pub method: BallotMethod,
    pub elector_kind: ElectorKind,
    /// Comparisons that all have to hold, of a question.
    #[schema(value_type = Vec<Object>)]
    pub legs: Vec<Majority>,
    #[schema(value_type = Vec<Object>)]
    pub turnout: Vec<Turnout>,
    #[schema(value_type = String)]
    pub abstain: Abstain,
    /// How many win.
    pub seats: u32,
    /// The most options one vote names; 0 for all.
    pub at_most: u32,
    /// What an approved option must reach of the votes cast.
    #[schema(value_type = Option<Object>)]
    pub bar: Option<tally::Bar>,
    /// The highest mark.
    pub most: u32,
    pub blank_is_zero: bool,
    /// Marks an option needs to win.
    pub fewest: u64,
    /// Yuan to be shared.
    pub budget: i64,
    #[schema(value_type = String)]
    pub utility: equal_shares::Utility,
    pub secrecy: Secrecy,
    pub change: Changing,
    pub doors: Vec<Way>,
    pub tie: TiePolicy,
}

/// What the desk says of a ballot to be drafted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Drawing {
    pub method: Option<BallotMethod>,
    pub elector_kind: Option<ElectorKind>,
    pub secrecy: Option<Secrecy>,
    pub change: Option<Changing>,
    pub tie: Option<TiePolicy>,
    pub doors: Vec<Way>,
    /// The option a question is about.
    #[schema(value_type = Option<String>)]
    pub option: Option<Uuid>,
    /// `>1/2`, of `base`.
    pub bar: String,
    pub base: Option<Base>,
    /// `>1/2` of the roll has to take part; empty for no such rule.
    pub turnout: String,
    /// Both by heads and by weight.
    pub by_weight: bool,
    /// Of raised hands: the meeting and the number of its item, `<meeting>/<item>`.
    pub meeting_item: String,
    pub seats: u32,
    pub at_most: u32,
    /// Yuan.
    pub budget: i64,
    /// Who may vote, in words.
    pub scope: String,
    /// Days on which the roll lies open.
    pub check_days: Option<i64>,
    #[schema(value_type = Option<String>)]
    pub opens: Option<Moment>,
    #[schema(value_type = Option<String>)]
    pub closes: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    pub id: BallotId,
    pub code: String,
    /// What it decides about; seats of the body where it elects.
    pub matter: Option<MatterId>,
    pub body: BodyId,
    pub round: i32,
    pub place: PlacePath,
    pub question: String,
    pub options: Vec<BallotOption>,
    pub options_hash: String,
    pub rule: BallotRule,
    pub scope: String,
    pub check_days: i64,
    pub state: BallotState,
    pub opens: Moment,
    pub closes: Moment,
    /// Until when the roll lies open.
    pub roll_until: Option<Moment>,
    pub roll: RollSize,
    pub roll_hash: Option<String>,
    pub commitment: Option<String>,
    /// Who asked for an early close; another hand does it.
    pub closing_by: Option<AccountId>,
    pub closed_at: Option<Moment>,
    pub counted_at: Option<Moment>,
    pub sealed_at: Option<Moment>,
    pub proof: Option<Proof>,
    pub why_void: Option<String>,
    /// The meeting and the item of it in which hands are raised.
    pub meeting: Option<MeetingId>,
    pub item: Option<i32>,
    /// The ballot it asks again, and the first of them, whose roll it has.
    pub follows: Option<BallotId>,
    pub root: Option<BallotId>,
    /// How often a text that was objected to has been worded anew.
    pub rewording: i32,
    /// Seats of this category are filled by it.
    pub category: Option<String>,
    /// Two years after the count the roll and the votes are gone; how many came by which door is kept.
    pub forgotten_at: Option<Moment>,
    pub kept_doors: Option<BTreeMap<Way, i64>>,
    pub drafted_by: AccountId,
    pub rev: i32,
}

impl Ballot {
    /// Options of the matter that won; "leave as is" is none of them.
    pub fn won(&self) -> Vec<Uuid> {
        let winners = self.proof.as_ref().map(|p| p.counted.winners.as_slice()).unwrap_or_default();
        self.options.iter().filter(|o| winners.contains(&o.no)).filter_map(|o| o.option).collect()
    }
    pub fn by_weight(&self) -> bool {
        self.rule.legs.iter().any(|l| l.measure == Measure::Weight)
    }
    pub fn is_counted(&self) -> bool {
        matches!(self.state, BallotState::Counted | BallotState::Sealed)
    }
    /// As it is drafted in a body for a place: about no matter yet, with no roll, nothing opened and nothing counted.
    pub fn drafted(
        (id, code): (BallotId, String), (body, place): (BodyId, PlacePath), (question, scope): (String, String),
        (rule, options): (BallotRule, Vec<BallotOption>), days: BallotDays, by: AccountId,
    ) -> Self {
        Self {
            id, code, matter: None, body, round: 1, place, question, options_hash: options_hash(&options), options, rule, scope, check_days: days.check,
            state: BallotState::Drafted, opens: days.opens, closes: days.closes, roll_until: None, roll: RollSize::default(), roll_hash: None,
            commitment: None, closing_by: None, closed_at: None, counted_at: None, sealed_at: None, proof: None, why_void: None, meeting: None,
            item: None, follows: None, root: None, rewording: 0, category: None, forgotten_at: None, kept_doors: None, drafted_by: by, rev: 1,
        }
    }
    /// The ballot for which the keys of the roll were made blind.
    pub fn roll_of(&self) -> BallotId {
        self.root.unwrap_or(self.id)
    }
}

/// Days a ballot is open, at least and at most; days after the count in which it may be challenged.
pub const BALLOT_DAYS: (i64, i64) = (1, 14);
pub const CHALLENGE_DAYS: i64 = 3;
/// Days a roll lies open; a body's own seats are public anyway.
pub const CHECK_DAYS: i64 = 5;
/// What agreement is asked in: yes, yes with a concern, not in the way of it, no with a reason.
pub const STANCES: [&str; 4] = ["consent", "concern", "aside", "object"];
/// So many lines one paper has at most.
pub const MOST_OPTIONS: usize = 20;

impl BallotMethod {
    /// Asks one question, so that its paper has three boxes.
    pub fn is_question(self) -> bool {
        matches!(self, Self::YesNo | Self::Hands)
    }
    /// Is about one option, which is taken or not.
    pub fn asks_of_one(self) -> bool {
        self.is_question() || self == Self::Consent
    }
}

impl BallotRule {
    pub fn takes(&self, door: Way) -> bool {
        self.doors.contains(&door)
    }
    pub fn is_secret(&self) -> bool {
        self.secrecy == Secrecy::Secret
    }
    pub fn is_question(&self) -> bool {
        self.method.is_question()
    }
    pub fn is_ranked(&self) -> bool {
        matches!(self.method, BallotMethod::Irv | BallotMethod::Stv)
    }
    fn most_named(&self, options: usize) -> usize {
        if self.at_most == 0 { options } else { (self.at_most as usize).min(options) }
    }

    /// What somebody marked, as it is kept: `for`, `1,3`, `2,1`, `3|-|5`. The order of ticks tells nothing.
    pub fn vote(&self, marked: &[String], options: usize) -> Result<String, Problem> {
        let wrong = |code: &'static str| Problem { field: Some("choice"), ..Problem::new(code) };
        let said: Vec<&str> = marked.iter().map(|m| m.trim()).collect();
        let named = || said.iter().copied().filter(|m| !m.is_empty());
        match self.method {
            BallotMethod::Consent => match named().collect::<Vec<_>>()[..] {
                [one] if STANCES.contains(&one) => Ok(one.to_owned()),
                [] => Err(wrong("choice-missing")),
                _ => Err(wrong("choice-unreadable")),
            },
            BallotMethod::YesNo | BallotMethod::Hands => match named().collect::<Vec<_>>()[..] {
                [one @ ("for" | "against" | "abstain")] => Ok(one.to_owned()),
                [] => Err(wrong("choice-missing")),
                _ => Err(wrong("choice-unreadable")),
            },
            BallotMethod::Score => {
                let marks = (0..options).map(|at| match said.get(at).copied().unwrap_or_default() {
                    "" | "-" => Some("-".to_owned()),
                    mark => mark.parse::<u32>().ok().filter(|m| *m <= self.most).map(|m| m.to_string()),
                });
                let marks: Vec<String> = marks.collect::<Option<_>>().ok_or_else(|| wrong("choice-unreadable"))?;
                if said.len() > options {
                    return Err(wrong("choice-unreadable"));
                }
                if marks.iter().all(|m| m == "-") { Err(wrong("choice-missing")) } else { Ok(marks.join("|")) }
            }
            _ => {
                if named().eq([NOBODY]) && !self.is_ranked() {
                    return Ok(NOBODY.to_owned());
                }
                let read = |m: &str| m.parse::<usize>().ok().filter(|n| (1..=options).contains(n));
                let chosen: Vec<usize> = named().map(read).collect::<Option<_>>().ok_or_else(|| wrong("choice-unreadable"))?;
                let distinct: BTreeSet<usize> = chosen.iter().copied().collect();
                let most = self.most_named(options);
                match () {
                    () if chosen.is_empty() => Err(wrong("choice-missing")),
                    () if distinct.len() < chosen.len() => Err(wrong("choice-twice")),
                    () if chosen.len() > most => Err(wrong("choice-many").with("most", most)),
                    () if self.is_ranked() => Ok(joined(chosen)),
                    () => Ok(joined(distinct)),
                }
            }
        }
    }

    /// What is said beside a vote where agreement is asked for: an objection has its reason, a concern may have one.
    pub fn reason(&self, content: &str, typed: &str) -> Result<String, Problem> {
        match (self.method, content) {
            (BallotMethod::Consent, "object") => said("reason", typed, 500),
            (BallotMethod::Consent, "concern") if !typed.trim().is_empty() => said("reason", typed, 500),
            _ => Ok(String::new()),
        }
    }

    /// A kept or published content, read again.
    pub fn canonical(&self, content: &str, options: usize) -> Option<String> {
        let parts: Vec<String> = match self.method {
            method if method.asks_of_one() => vec![content.to_owned()],
            BallotMethod::Score => content.split('|').map(str::to_owned).collect(),
            _ => content.split(',').map(str::to_owned).collect(),
        };
        self.vote(&parts, options).ok()
    }
}

fn joined(numbers: impl IntoIterator<Item = usize>) -> String {
    numbers.into_iter().map(|n| n.to_string()).collect::<Vec<_>>().join(",")
}

/// The rule and the lines of the paper from what the desk says and what the matter has frozen.
pub fn rule_of(words: &Drawing, frozen: &[Choice], as_is: &str) -> Result<(BallotRule, Vec<BallotOption>), Vec<Problem>> {
    let mut problems = vec![];
    let method = words.method.unwrap_or(BallotMethod::YesNo);
    let in_room = method == BallotMethod::Hands;
    let open = in_room || method == BallotMethod::Consent;
    // A raised hand is seen, and an objection is answered for with its reason.
    let secrecy = if in_room { Secrecy::Named } else { words.secrecy.unwrap_or(if open { Secrecy::Named } else { Secrecy::Secret }) };
    let bar_typed = |field: &'static str, text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<tally::Bar>().map(Some).map_err(|_| Problem::at(field, "bar-unreadable")),
    };
    let mut read = |field, text: &str| bar_typed(field, text).map_err(|p| problems.push(p)).unwrap_or_default();
    let (bar, turnout) = (read("bar", &words.bar), read("turnout", &words.turnout));
    let base = match words.base.unwrap_or(Base::Cast) {
        Base::Roll => tally::majority::Base::Roll,
        Base::ForAgainst => tally::majority::Base::ForAgainst,
        Base::Cast => tally::majority::Base::Cast,
        Base::Present if method == BallotMethod::Hands => tally::majority::Base::Present,
        Base::Present => {
            problems.push(Problem::at("base", "base-present"));
            tally::majority::Base::Cast
        }
    };
    let half = tally::Bar::more_than(1, 2);
    let measures: &[Measure] = if words.by_weight { &[Measure::Electors, Measure::Weight] } else { &[Measure::Electors] };
    let legs = measures.iter().filter(|_| method.is_question()).map(|m| Majority { measure: *m, base, bar: bar.unwrap_or(half) }).collect();
    let turnout = measures.iter().filter_map(|m| Some(Turnout { measure: *m, bar: turnout? })).collect();
    let mut doors: Vec<Way> = words.doors.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if in_room {
        doors.retain(|d| *d == Way::Web);
        doors.push(Way::Room);
    } else if method == BallotMethod::Consent && doors.is_empty() {
        doors = vec![Way::Web, Way::Desk];
    } else if doors.is_empty() {
        doors = vec![Way::Web, Way::Desk, Way::Paper];
    }
    let rule = BallotRule {
        method,
        elector_kind: if in_room { ElectorKind::Seat } else { words.elector_kind.unwrap_or(if open { ElectorKind::Seat } else { ElectorKind::Household }) },
        legs,
        turnout,
        abstain: Abstain::CountedInCast,
        seats: words.seats.clamp(1, 50),
        at_most: words.at_most,
        bar: bar.filter(|_| method == BallotMethod::Approval),
        most: 10,
        blank_is_zero: false,
        fewest: 1,
        budget: words.budget,
        utility: equal_shares::Utility::Cost,
        secrecy,
        change: words.change.unwrap_or(Changing::Never),
        doors,
        tie: words.tie.unwrap_or(if method == BallotMethod::EqualShares { TiePolicy::Lot } else { TiePolicy::Fails }),
    };
    let options = lines(&rule, words, frozen, as_is).map_err(|p| problems.push(p)).unwrap_or_default();
    problems.extend(rule_problems(&rule, &options));
    if problems.is_empty() { Ok((rule, options)) } else { Err(problems) }
}

/// A question is about one option; a choice has "leave as is" beside all of them, money shared out has not.
fn lines(rule: &BallotRule, words: &Drawing, frozen: &[Choice], as_is: &str) -> Result<Vec<BallotOption>, Problem> {
    let frozen: Vec<&Choice> = frozen.iter().filter(|c| c.state == OptionState::Frozen).collect();
    let of_one = rule.method.asks_of_one();
    let chosen: Vec<&Choice> = match words.option {
        Some(id) if of_one => frozen.into_iter().filter(|c| c.id == id).collect(),
        None if of_one && frozen.len() != 1 => return Err(Problem::at("option", "option-missing")),
        _ => frozen,
    };
    if chosen.is_empty() {
        return Err(Problem::at("option", "nothing-frozen"));
    }
    let cost = |c: &Choice| c.pricing.as_ref().map_or(0, |p| p.once_high);
    let titled = chosen.iter().map(|c| (Some(c.id), format!("{} · {}", c.letter, c.title), cost(c), c.hash.clone().unwrap_or_default()));
    let beside = !of_one && rule.method != BallotMethod::EqualShares;
    let rest = beside.then(|| (None, as_is.to_owned(), 0, hash(as_is)));
    let all = titled.chain(rest).zip(1..);
    Ok(all.map(|((option, title, cost, hash), no)| BallotOption { no, option, title, cost, hash }).collect())
}

fn rule_problems(rule: &BallotRule, options: &[BallotOption]) -> Vec<Problem> {
    let weighted = rule.legs.iter().any(|l| l.measure == Measure::Weight);
    let mut problems = vec![];
    let mut unless = |holds: bool, field: &'static str, code: &'static str| if !holds { problems.push(Problem::at(field, code)) };
    unless(options.len() <= MOST_OPTIONS, "option", "options-many");
    // An area is as good as a name, and a paper slip without a name has no weight.
    unless(!weighted || (!rule.is_secret() && !rule.takes(Way::Paper)), "by_weight", "weight-tells");
    unless(!(rule.is_secret() && rule.takes(Way::Phone)), "doors", "phone-hears");
    unless(!rule.takes(Way::Room) || rule.method == BallotMethod::Hands, "doors", "room-by-hands");
    unless(!weighted || rule.method != BallotMethod::Hands, "by_weight", "hands-are-heads");
    // A reason needs somebody who gives it, and a slip has no room for one.
    unless(rule.method != BallotMethod::Consent || !(rule.is_secret() || rule.takes(Way::Paper) || rule.takes(Way::Phone)), "secrecy", "consent-open");
    unless(rule.method != BallotMethod::EqualShares || rule.budget > 0, "budget", "budget-missing");
    unless(rule.method != BallotMethod::EqualShares || rule.tie == TiePolicy::Lot, "tie", "shares-by-lot");
    unless(!(rule.is_secret() && rule.change == Changing::UntilClose), "change", "change-with-receipt");
    problems
}

/// The days of a ballot: its roll lies open for some, then it is open itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotDays {
    /// Days in which the roll lies open.
    pub check: i64,
    pub opens: Moment,
    pub closes: Moment,
}

impl BallotDays {
    /// As they were said, otherwise as soon as the roll has been checked, for a week. A body's own seats are public anyway.
    pub fn said(check: Option<i64>, of_seats: bool, (opens, closes): (Option<Moment>, Option<Moment>), now: Moment) -> Self {
        let check = check.unwrap_or(CHECK_DAYS).clamp(if of_seats { 0 } else { CHECK_DAYS }, 30);
        let opens = opens.unwrap_or_else(|| now.plus_days(check));
        Self { check, opens, closes: closes.unwrap_or_else(|| opens.plus_days(7)) }
    }
    /// It opens when its roll has been checked, and is open for one to fourteen days.
    pub fn problems(&self, now: Moment) -> Vec<Problem> {
        let mut problems = vec![];
        let open = self.closes.since(self.opens);
        if self.opens < now.plus_days(self.check) {
            problems.push(Problem::at("opens", "opens-early").with("days", self.check));
        }
        if open < BALLOT_DAYS.0 * Moment::DAY || open > BALLOT_DAYS.1 * Moment::DAY {
            problems.push(Problem::at("closes", "ballot-days").with("least", BALLOT_DAYS.0).with("most", BALLOT_DAYS.1));
        }
        problems
    }
}

fn at(was: &Ballot, state: BallotState) -> Result<Ballot, Vec<Problem>> {
    if was.state == state { Ok(Ballot { rev: was.rev + 1, ..was.clone() }) } else { Err(vec![Problem::new("ballot-not-now").with("state", was.state.code())]) }
}

/// The roll lies open: everybody may look at their own line.
pub fn open_roll(was: &Ballot, electors: usize, now: Moment) -> Decided<Ballot, RollOpened> {
    let next = at(was, BallotState::Drafted)?;
    if electors == 0 {
        return Err(vec![Problem::new("roll-empty")]);
    }
    let until = now.plus_days(was.check_days);
    Ok((Ballot { state: BallotState::RollOpen, roll_until: Some(until), ..next }, RollOpened { ballot: was.id, electors, until }))
}

/// Nothing on it changes any more.
pub fn freeze_roll(was: &Ballot, (roll, hash): (RollSize, String), objections: usize, now: Moment) -> Decided<Ballot, RollFrozen> {
    let next = at(was, BallotState::RollOpen)?;
    if was.roll_until.is_some_and(|until| now < until) {
        return Err(vec![Problem::new("roll-still-open").with("until", was.roll_until.map_or_else(String::new, |u| u.day().to_string()))]);
    }
    if objections > 0 {
        return Err(vec![Problem::new("objections-open").with("n", objections)]);
    }
    let event = RollFrozen { ballot: was.id, electors: roll.electors, hash: hash.clone() };
    Ok((Ballot { state: BallotState::Frozen, roll, roll_hash: Some(hash), ..next }, event))
}

/// Votes are taken from now on. The hash of the secret is public before the first of them.
pub fn open_ballot(was: &Ballot, commitment: String, now: Moment) -> Decided<Ballot, BallotOpened> {
    let next = at(was, BallotState::Frozen)?;
    if now < was.opens {
        return Err(vec![Problem::new("ballot-early").with("opens", was.opens.day())]);
    }
    if now >= was.closes {
        return Err(vec![Problem::new("ballot-late")]);
    }
    let event = BallotOpened { ballot: was.id, matter: was.matter, commitment: commitment.clone() };
    Ok((Ballot { state: BallotState::Open, commitment: Some(commitment), ..next }, event))
}

/// At its hour by itself; before that by two hands, one after the other.
pub fn close_ballot(was: &Ballot, by: Option<AccountId>, now: Moment) -> Result<(Ballot, bool), Vec<Problem>> {
    let next = at(was, BallotState::Open)?;
    let due = now >= was.closes;
    let second = by.is_some() && was.closing_by.is_some() && was.closing_by != by;
    match by {
        Some(_) if !due && was.closing_by == by => Err(vec![Problem::new("closing-hand")]),
        Some(by) if !due && !second => Ok((Ballot { closing_by: Some(by), ..next }, false)),
        None if !due => Err(vec![Problem::new("ballot-running")]),
        _ => Ok((Ballot { state: BallotState::Closed, closed_at: Some(now), ..next }, true)),
    }
}

/// Only what is closed is counted.
pub fn may_be_counted(was: &Ballot) -> Result<(), Vec<Problem>> {
    at(was, BallotState::Closed).map(drop)
}

/// Counted, with everything the count stands on.
pub fn count_ballot(was: &Ballot, proof: Proof, unread: i64, now: Moment) -> Decided<Ballot, BallotCounted> {
    let next = at(was, BallotState::Closed)?;
    if unread > 0 {
        return Err(vec![Problem::new("paper-unread").with("n", unread)]);
    }
    let event = BallotCounted { ballot: was.id, matter: was.matter, outcome: proof.counted.outcome.code(), result_hash: proof.result_hash.clone() };
    Ok((Ballot { state: BallotState::Counted, counted_at: Some(now), proof: Some(proof), ..next }, event))
}

/// Sealed when nobody challenged it, or every challenge has its answer.
pub fn seal_count(was: &Ballot, open_challenges: usize, now: Moment) -> Decided<Ballot, CountSealed> {
    let next = at(was, BallotState::Counted)?;
    let until = was.counted_at.unwrap_or(now).plus_days(CHALLENGE_DAYS);
    if now < until {
        return Err(vec![Problem::new("may-be-challenged").with("until", until.day())]);
    }
    if open_challenges > 0 {
        return Err(vec![Problem::new("challenged").with("n", open_challenges)]);
    }
    let event = CountSealed { ballot: was.id, matter: was.matter, outcome: was.proof.as_ref().map_or("", |p| p.counted.outcome.code()) };
    Ok((Ballot { state: BallotState::Sealed, sealed_at: Some(now), ..next }, event))
}

/// Not counted at all, with a reason everybody may read.
pub fn void_ballot(was: &Ballot, reason: &str) -> Decided<Ballot, BallotVoided> {
    let why = said("reason", reason, 300).map_err(|p| vec![p])?;
    if matches!(was.state, BallotState::Sealed | BallotState::Void) {
        return Err(vec![Problem::new("ballot-over")]);
    }
    Ok((Ballot { state: BallotState::Void, why_void: Some(why), rev: was.rev + 1, ..was.clone() }, BallotVoided { ballot: was.id }))
}

super::events::events! {
    BallotDrafted "deliberation.ballot_drafted" "ballot" ballot: BallotId, matter: Option<MatterId>, method: &'static str, secrecy: &'static str;
    RollDrawn "deliberation.roll_drawn" "ballot" ballot: BallotId, electors: usize;
    RollOpened "deliberation.roll_opened" "ballot" ballot: BallotId, electors: usize, until: Moment;
    RollObjected "deliberation.roll_objected" "ballot" ballot: BallotId, objection: Uuid;
    RollJudged "deliberation.roll_judged" "ballot" ballot: BallotId, objection: Uuid, accepted: bool;
    RollFrozen "deliberation.roll_frozen" "ballot" ballot: BallotId, electors: u64, hash: String;
    BallotOpened "deliberation.ballot_opened" "ballot" ballot: BallotId, matter: Option<MatterId>, commitment: String;
    VoteAccepted "deliberation.vote_accepted" "ballot" ballot: BallotId, door: &'static str;
    PaperIssued "deliberation.paper_issued" "ballot" ballot: BallotId, line: i32;
    EnvelopeAccepted "deliberation.envelope_accepted" "ballot" ballot: BallotId, line: i32;
    BatchRead "deliberation.batch_read" "ballot" ballot: BallotId, batch: i32, equal: Option<bool>;
    BatchSettled "deliberation.batch_settled" "ballot" ballot: BallotId, batch: i32;
    PaperBalanced "deliberation.paper_balanced" "ballot" ballot: BallotId, issued: i64, accepted: i64, spoiled: i64, not_come_back: i64, variance: i64;
    BallotClosing "deliberation.ballot_closing" "ballot" ballot: BallotId;
    BallotClosed "deliberation.ballot_closed" "ballot" ballot: BallotId, matter: Option<MatterId>, accepted: i64;
    BallotCounted "deliberation.ballot_counted" "ballot" ballot: BallotId, matter: Option<MatterId>, outcome: &'static str, result_hash: String;
    CountChallenged "deliberation.count_challenged" "ballot" ballot: BallotId, challenge: Uuid;
    ChallengeJudged "deliberation.challenge_judged" "ballot" ballot: BallotId, challenge: Uuid, upheld: bool;
    CountSealed "deliberation.count_sealed" "ballot" ballot: BallotId, matter: Option<MatterId>, outcome: &'static str;
    BallotVoided "deliberation.ballot_voided" "ballot" ballot: BallotId;
}
