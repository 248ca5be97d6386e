//! A matter from its question to its end: what people say, what it costs, what was decided, done and rated.

use super::place_typed;
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Event, Moment, Outcome, PersonId, Problem, StreetId, uuid::Uuid};
use std::collections::BTreeSet;
use worktime::{Calendar, Inputs, Policy, Unit};

/// Opened at a body, for a place, with its first source and the clock of its first step.
pub fn open_matter(tx: &mut Tx<'_>, viewer: &Viewer, of: BodyId, words: &Opening) -> Result<Outcome<Option<Matter>>> {
    let (street, now) = (tx.street(), tx.now());
    let body = store::find_body::<OpenMatter>(tx, viewer, of, now)?.into_inner();
    let owner = viewer.account().ok_or(Denied::Forbidden)?;
    let tree = places::tree(tx, street)?;
    let place = match place_typed(&tree, "place_name", &words.place_name) {
        Ok(place) => place.map_or(body.place, |p| tree.path_of(p)),
        Err(problem) => return Ok(Outcome::Refused(None, vec![problem])),
    };
    let code = short_code('M', now.day(), store::next_number(tx, 'M', now.day())?);
    match rules::open_matter((MatterId::fresh(), code), &body, place, words, owner, now) {
        Err(problems) => Ok(Outcome::Refused(None, problems)),
        Ok(((matter, source), event)) => {
            store::insert_matter(tx, &matter)?;
            store::insert_source(tx, matter.id, 1, &source)?;
            begin_step(tx, &matter, 1)?;
            tx.record(&event)?;
            Ok(Outcome::Done(Some(matter)))
        }
    }
}

/// The matter of a short code as somebody typed it.
pub fn matter_by_code(r: &mut Reader<'_>, street: StreetId, typed: &str) -> Result<Option<Matter>> {
    store::matter_by_code(r, street, &typed.trim().to_ascii_uppercase())
}

/// Another capability's thing becomes one more source of a matter: a cluster of voices, a finding.
pub fn tie_source(tx: &mut Tx<'_>, id: MatterId, source: &Source) -> Result<bool> {
    let street = tx.street();
    let Some(matter) = store::matter(tx, street, id)? else { return Ok(false) };
    let known = store::sources_of(tx, street, id)?;
    if source.link_id.is_some() && known.iter().any(|s| s.link_id == source.link_id && s.link_kind == source.link_kind) {
        return Ok(false);
    }
    store::insert_source(tx, id, i32::try_from(known.len()).unwrap_or(i32::MAX - 1) + 1, source)?;
    tx.record(&SourceTied { matter: matter.id, source: source.kind.code() })?;
    Ok(true)
}

/// The stay in a step begins, with its clock and the proof of it.
fn begin_step(tx: &mut Tx<'_>, m: &Matter, no: i32) -> Result<()> {
    let now = tx.now();
    let inputs = Inputs { started_at: now, amount: m.track.days(m.step).1.max(1), unit: Unit::CalendarDays, pauses: vec![], extensions: vec![] };
    let deadline = worktime::due(&inputs, &Calendar::state_council(), &Policy::seed(1), now).map_err(Fault::other)?;
    let stretch = Stretch { no, step: m.step, round: m.round, from: now, to: None, due: deadline.due_at, how: None, reason: None, gate: vec![], asked_by: None };
    store::insert_stretch(tx, m.id, &stretch, &serde_json::to_string(&deadline.proof)?)
}

/// The walk of a verb that leaves the matter's own row as it is.
fn on_matter<A: auth::Act<Matter>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: MatterId,
    (part, verb): (Part, &'static str),
    work: impl FnOnce(&mut Tx<'_>, &Matter) -> Result<std::result::Result<E, Vec<Problem>>>,
) -> Result<Outcome<Matter>> {
    let now = tx.now();
    let of = store::find_matter::<A>(tx, viewer, id, now)?.into_inner();
    if let Err(problems) = in_step(&of, part, verb) {
        return Ok(Outcome::Refused(of, problems));
    }
    match work(tx, &of)? {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok(event) => {
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// Who is behind a word: the reader, or somebody unnamed for whom staff of the place write.
fn speaker(tx: &mut Tx<'_>, viewer: &Viewer, of: &Matter, way: Option<Way>) -> Result<(PersonId, Part, Way)> {
    let (street, now) = (tx.street(), tx.now());
    match way {
        Some(way) if way != Way::Web => {
            if !auth::may::<_, TakePartFor>(viewer, of, now) {
                return Err(Denied::Forbidden.into());
            }
            Ok((PersonId::fresh(), Part::Helper, way))
        }
        _ => {
            let account = viewer.account().ok_or(Denied::Hidden)?;
            let person = identity::find_account(tx, street, account)?.ok_or(Denied::Hidden)?.person;
            Ok((person, Part::Resident, Way::Web))
        }
    }
}

pub fn respond(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Responding) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, way) = speaker(tx, viewer, &of, words.way)?;
    let tree = places::tree(tx, street)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "response"), |tx, of| {
        let text = match said("text", &words.text, 500) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let grid = match place_typed(&tree, "place_name", &words.place_name) {
            Ok(place) => place.and_then(|p| tree.path_of(p).grid),
            Err(problem) => return Ok(Err(vec![problem])),
        };
        if store::was_heard(tx, street, id, of.round, person)? {
            return Ok(Err(vec![Problem::new("heard-already")]));
        }
        store::insert_response(tx, of, &Response { id: Uuid::now_v7(), person, way, grid, text })?;
        Ok(Ok(ResponseGiven { matter: id, way: way.code() }))
    })
}

pub fn name_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, typed: &str, way: Option<Way>) -> Result<Outcome<Matter>> {
    let now = tx.now();
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, _) = speaker(tx, viewer, &of, way)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "concern"), |tx, _| {
        let text = match said("text", typed, 140) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        let concern = Uuid::now_v7();
        store::insert_concern(tx, id, concern, &text, person)?;
        // Whoever names it is the first to whom it happens.
        store::insert_joining(tx, concern, person)?;
        Ok(Ok(ConcernNamed { matter: id, concern }))
    })
}

/// 我也是.
pub fn join_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, _) = speaker(tx, viewer, &of, None)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "joining"), |tx, _| {
        if !store::concerns_of(tx, street, id)?.iter().any(|c| c.id == concern) {
            return Err(Denied::Hidden.into());
        }
        if store::has_joined(tx, street, concern, person)? {
            return Ok(Err(vec![Problem::new("joined-already")]));
        }
        store::insert_joining(tx, concern, person)?;
        Ok(Ok(ConcernJoined { matter: id, concern }))
    })
}

pub fn judge_concern(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, concern: Uuid, taken_up: bool, why_not: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "concern_judging"), |tx, _| {
        let why = if taken_up { None } else {
            match said("why_not", why_not, 200) {
                Ok(why) => Some(why),
                Err(problem) => return Ok(Err(vec![problem])),
            }
        };
        store::judge_concern(tx, id, concern, taken_up, why.as_deref())?;
        Ok(Ok(ConcernJudged { matter: id, concern, taken_up }))
    })
}

pub fn make_option(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, title: &str, typed: &str) -> Result<Outcome<Matter>> {
    let street = tx.street();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    on_matter::<TakePart, _>(tx, viewer, id, (Part::Resident, "option"), |tx, _| {
        let (title, text) = match (said("title", title, 40), said("text", typed, 1_000)) {
            (Ok(title), Ok(text)) => (title, text),
            (title, text) => return Ok(Err([title.err(), text.err()].into_iter().flatten().collect())),
        };
        let n = store::choices_of(tx, street, id)?.len();
        let Some(letter) = (b'A'..=b'Z').nth(n).map(|l| char::from(l).to_string()) else {
            return Ok(Err(vec![Problem::at("title", "options-many")]));
        };
        let choice = Choice { id: Uuid::now_v7(), letter, title, text, state: OptionState::Draft, pricing: None, dropped_why: None, hash: None };
        store::insert_choice(tx, id, &choice, by)?;
        Ok(Ok(OptionMade { matter: id, option: choice.id }))
    })
}

fn choice(r: &mut Reader<'_>, street: StreetId, id: MatterId, option: Uuid) -> Result<Choice> {
    store::choices_of(r, street, id)?.into_iter().find(|c| c.id == option).ok_or_else(|| Denied::Hidden.into())
}

/// Cost, money, who does it, whether it can be done: with all of that an option is ready.
pub fn price_option(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, option: Uuid, words: &Pricing) -> Result<Outcome<Matter>> {
    let street = tx.street();
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "pricing"), |tx, _| {
        let was = choice(tx, street, id, option)?;
        let problems = pricing_problems(words);
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        store::save_choice(tx, &Choice { state: OptionState::Ready, pricing: Some(words.clone()), ..was })?;
        Ok(Ok(OptionPriced { matter: id, option }))
    })
}

pub fn drop_option(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, option: Uuid, why: &str) -> Result<Outcome<Matter>> {
    let street = tx.street();
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "dropping"), |tx, _| {
        let was = choice(tx, street, id, option)?;
        match said("why", why, 200) {
            Err(problem) => Ok(Err(vec![problem])),
            Ok(why) => {
                store::save_choice(tx, &Choice { state: OptionState::Dropped, dropped_why: Some(why), ..was })?;
                Ok(Ok(OptionDropped { matter: id, option }))
            }
        }
    })
}

/// Ready options are closed as they stand; each has a hash that a ballot can name.
pub fn freeze_options(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "freezing"), |tx, of| {
        let ready: Vec<Choice> = store::choices_of(tx, street, id)?.into_iter().filter(|c| c.state == OptionState::Ready).collect();
        if ready.is_empty() || of.frozen_at.is_some() {
            return Ok(Err(vec![Problem::new("nothing-to-freeze")]));
        }
        for c in &ready {
            let whole = format!("{}\n{}\n{}\n{}", c.letter, c.title, c.text, serde_json::to_string(&c.pricing)?);
            store::save_choice(tx, &Choice { state: OptionState::Frozen, hash: Some(rules::hash(&whole)), ..c.clone() })?;
        }
        store::save_matter(tx, of, &Matter { frozen_at: Some(now), rev: of.rev + 1, ..of.clone() })?;
        Ok(Ok(OptionsFrozen { matter: id, options: ready.len() }))
    })
}

/// So many arguments a person makes in a day.
const MOST_A_DAY: i64 = 3;

pub fn argue(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, side: Option<Side>, typed: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, _) = speaker(tx, viewer, &of, None)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "argument"), |tx, _| {
        let Some(side) = side else { return Ok(Err(vec![Problem::at("side", "side-missing")])) };
        let text = match said("text", typed, 500) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        if store::arguments_since(tx, street, id, person, now.day().start())? >= MOST_A_DAY {
            return Ok(Err(vec![Problem::new("arguments-many").with("most", MOST_A_DAY)]));
        }
        let argument = Argument { id: Uuid::now_v7(), side, text, answer: None };
        store::insert_argument(tx, id, &argument, person)?;
        Ok(Ok(ArgumentMade { matter: id, argument: argument.id, side: side.code() }))
    })
}

pub fn answer_question(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, argument: Uuid, typed: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "answer"), |tx, _| match said("text", typed, 500) {
        Err(problem) => Ok(Err(vec![problem])),
        Ok(text) => {
            store::answer_question(tx, id, argument, &text)?;
            Ok(Ok(QuestionAnswered { matter: id, argument }))
        }
    })
}

/// The adopted result of this round whose meeting's minutes are out, if there is one.
fn adopted(r: &mut Reader<'_>, street: StreetId, of: &Matter) -> Result<Option<ItemResult>> {
    let since = store::walk_of(r, street, of.id)?.iter().filter(|s| s.round == of.round).map(|s| s.from).min();
    for result in store::results_about(r, street, of.id.uuid())? {
        let minuted = store::minutes_of(r, street, result.meeting)?.is_some_and(|m| m.circulated_at.is_some());
        if result.verdict == Verdict::Adopted && minuted && since.is_some_and(|since| result.at >= since) {
            return Ok(Some(result));
        }
    }
    Ok(None)
}

/// What was decided, with its force; once a round, from a minuted result.
pub fn adopt(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Resolving) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "resolution"), |tx, of| {
        if store::resolutions_of(tx, street, id)?.iter().any(|v| v.round == of.round) {
            return Ok(Err(vec![Problem::new("resolved-already")]));
        }
        let result = adopted(tx, street, of)?;
        let choices = store::choices_of(tx, street, id)?;
        let charters = store::charters_of(tx, street, of.body)?;
        let basis = charter_on(&charters, now.day()).map(|c| c.rules.basis_text.clone()).unwrap_or_default();
        let code = short_code('R', now.day(), store::next_number(tx, 'R', now.day())?);
        Ok(match resolve((Uuid::now_v7(), code), of, words, (result.as_ref(), &choices, &basis), now) {
            Err(problems) => Err(problems),
            Ok((resolution, event)) => {
                store::insert_resolution(tx, &resolution)?;
                Ok(event)
            }
        })
    })
}

pub fn open_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &Tasking) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task"), |tx, of| {
        let mut problems = vec![];
        let mut field = |name, text: &str, most| said(name, text, most).map_err(|p| problems.push(p)).unwrap_or_default();
        let (title, to_be_seen, owner_name) = (field("title", &words.title, 60), field("to_be_seen", &words.to_be_seen, 200), field("owner_name", &words.owner_name, MOST_NAME));
        let owner = match words.owner_login.trim() {
            "" => None,
            login => match identity::find_account_by_login(tx, street, login)? {
                Some(account) => Some(account.id),
                None => {
                    problems.push(Problem::at("owner_login", "login-unknown"));
                    None
                }
            },
        };
        let due = words.due.filter(|d| *d >= now.day());
        if due.is_none() {
            problems.push(Problem::at("due", "due-missing"));
        }
        let resolution = store::resolutions_of(tx, street, id)?.into_iter().find(|v| v.round <= of.round);
        let (Some(due), Some(resolution), true) = (due, resolution, problems.is_empty()) else { return Ok(Err(problems)) };
        let task = Task {
            id: Uuid::now_v7(), matter: id, resolution: resolution.id, title, to_be_seen, owner_name, owner, due, state: TaskState::Open,
            evidence: None, reason: None, verified_by: None, witness: None, verified_at: None,
        };
        store::insert_task(tx, &task)?;
        Ok(Ok(TaskOpened { matter: id, task: task.id }))
    })
}

fn task(r: &mut Reader<'_>, street: StreetId, id: MatterId, task: Uuid) -> Result<Task> {
    store::tasks_of(r, street, id)?.into_iter().find(|t| t.id == task).ok_or_else(|| Denied::Hidden.into())
}

pub fn verify_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid, evidence: &str, witness: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let by = viewer.account().ok_or(Denied::Hidden)?;
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task_verification"), |tx, _| {
        let was = task(tx, street, id, which)?;
        Ok(match verify(&was, by, evidence, witness, now) {
            Err(problems) => Err(problems),
            Ok((verified, event)) => {
                store::save_task(tx, &was, &verified)?;
                Ok(event)
            }
        })
    })
}

pub fn cancel_task(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, which: Uuid, reason: &str) -> Result<Outcome<Matter>> {
    let street = tx.street();
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "task_cancelling"), |tx, _| {
        let was = task(tx, street, id, which)?;
        match said("reason", reason, 200) {
            Err(problem) => Ok(Err(vec![problem])),
            Ok(_) if matches!(was.state, TaskState::Verified | TaskState::Cancelled) => Ok(Err(vec![Problem::new("task-over")])),
            Ok(reason) => {
                store::save_task(tx, &was, &Task { state: TaskState::Cancelled, reason: Some(reason), ..was.clone() })?;
                Ok(Ok(TaskCancelled { matter: id, task: which }))
            }
        }
    })
}

/// One rating per person and round; never by whoever owned a task.
pub fn rate(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, words: &RatingWords) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_matter::<TakePart>(tx, viewer, id, now)?.into_inner();
    let (person, part, way) = speaker(tx, viewer, &of, words.way)?;
    on_matter::<TakePart, _>(tx, viewer, id, (part, "rating"), |tx, of| {
        let mut problems = rating_problems(words);
        if part == Part::Resident && store::tasks_of(tx, street, id)?.iter().any(|t| t.owner.is_some() && t.owner == viewer.account()) {
            problems.push(Problem::new("own-task"));
        }
        if store::has_rated(tx, street, id, of.round, person)? {
            problems.push(Problem::new("rated-already"));
        }
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        store::insert_rating(tx, of, person, way, words)?;
        Ok(Ok(RatingGiven { matter: id, way: way.code() }))
    })
}

/// The body's own word on what became of it.
pub fn state_result(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, typed: &str) -> Result<Outcome<Matter>> {
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "statement"), |tx, of| match said("text", typed, 1_000) {
        Err(problem) => Ok(Err(vec![problem])),
        Ok(text) => {
            store::save_matter(tx, of, &Matter { statement: Some(text), rev: of.rev + 1, ..of.clone() })?;
            Ok(Ok(StatementMade { matter: id }))
        }
    })
}

/// A matter for those who confirm passages: the chair of its body, or the secretary.
fn in_hand(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId) -> Result<Matter> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::matter(tx, street, id)?.ok_or(Denied::Hidden)?;
    let hands = holders(&store::offices_of(tx, street, thing.body)?, &[Office::Chair], now.day());
    Ok(auth::Held::<_, PassMatter>::take(viewer, InHand { thing, hands }, now)?.into_inner().thing)
}

/// Going on. Where money is at stake one hand asks and another confirms.
pub fn pass_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, overriding: &str) -> Result<Outcome<Matter>> {
    let (street, now) = (tx.street(), tx.now());
    let why = Some(overriding.trim()).filter(|w| !w.is_empty());
    let was = match why {
        Some(_) => store::find_matter::<OverrideGate>(tx, viewer, id, now)?.into_inner(),
        None => in_hand(tx, viewer, id)?,
    };
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let records = records(tx, street, &was, now)?;
    let conditions = gate(was.track, was.step, &records);
    let (matter, how, event) = match rules::pass(&was, &conditions, &records, why) {
        Err(problems) => return Ok(Outcome::Refused(was, problems)),
        Ok(((matter, how), event)) => (matter, how, event),
    };
    if was.track == Track::Money && why.is_none() {
        let asked = store::walk_of(tx, street, id)?.last().and_then(|s| s.asked_by);
        match asked {
            Some(asked) if asked != by => {}
            Some(_) => return Ok(Outcome::Refused(was, vec![Problem::new("another-hand")])),
            None => {
                store::ask_passage(tx, id, by)?;
                tx.record(&PassageAsked { matter: id, step: was.step.code() })?;
                return Ok(Outcome::Done(was));
            }
        }
    }
    let turned = matter.round > was.round;
    let how = if turned { Passing::Turned } else { how };
    let reason = if turned { Some(UNSOLVED) } else { why };
    step_on(tx, &was, &matter, (how, reason), &conditions, by)?;
    tx.record(&event)?;
    Ok(Outcome::Done(matter))
}

/// The open stay ends and the next begins, in one moment.
fn step_on(tx: &mut Tx<'_>, was: &Matter, m: &Matter, (how, reason): (Passing, Option<&str>), gate: &[Condition], by: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    store::save_matter(tx, was, m)?;
    if was.state == MatterState::Walking {
        store::end_stretch(tx, m.id, now, how, reason, gate, Some(by))?;
    }
    if m.state == MatterState::Walking {
        let next = store::walk_of(tx, street, m.id)?.len() + 1;
        begin_step(tx, m, i32::try_from(next).map_err(Fault::other)?)?;
    }
    Ok(())
}

pub fn turn_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, to: Option<MatterStep>, reason: &str) -> Result<Outcome<Matter>> {
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = in_hand(tx, viewer, id)?;
    match turn(&was, to, reason) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((matter, event)) => {
            step_on(tx, &was, &matter, (Passing::Turned, Some(reason.trim())), &[], by)?;
            tx.record(&event)?;
            Ok(Outcome::Done(matter))
        }
    }
}

pub fn end_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, how: Option<MatterState>, reason: &str) -> Result<Outcome<Matter>> {
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = in_hand(tx, viewer, id)?;
    match end(&was, how, reason) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((matter, event)) => {
            step_on(tx, &was, &matter, (Passing::Ended, Some(reason.trim())), &[], by)?;
            tx.record(&event)?;
            Ok(Outcome::Done(matter))
        }
    }
}

pub fn reopen_matter(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, to: Option<MatterStep>, reason: &str) -> Result<Outcome<Matter>> {
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = in_hand(tx, viewer, id)?;
    match reopen(&was, to, reason) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((matter, event)) => {
            step_on(tx, &was, &matter, (Passing::Turned, Some(reason.trim())), &[], by)?;
            tx.record(&event)?;
            Ok(Outcome::Done(matter))
        }
    }
}

/// What the records of a matter show now.
pub fn records(r: &mut Reader<'_>, street: StreetId, of: &Matter, now: Moment) -> Result<Records> {
    let heard = store::heard(r, street, of.id, of.round)?;
    let tree = places::tree(r, street)?;
    let scope: BTreeSet<_> = match (of.place.grid, of.place.community) {
        (Some(grid), _) => [grid].into(),
        (None, Some(community)) => tree.children(community).map(|g| g.id).collect(),
        (None, None) => BTreeSet::new(),
    };
    let from: BTreeSet<_> = heard.iter().filter_map(|h| h.1).filter(|g| scope.contains(g)).collect();
    let concerns = store::concerns_of(r, street, of.id)?;
    let choices = store::choices_of(r, street, of.id)?;
    let arguments = store::arguments_of(r, street, of.id)?;
    let (tasks, ratings) = (store::tasks_of(r, street, of.id)?, store::ratings(r, street, of.id, of.round)?);
    let walk = store::walk_of(r, street, of.id)?;
    let begun = walk.last().map_or(of.opened_at, |s| s.from);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let state = |s: OptionState| count(choices.iter().filter(|c| c.state == s).count());
    let round_begun = walk.iter().filter(|s| s.round == of.round).map(|s| s.from).min().unwrap_or(of.opened_at);
    let mut meetings = 0;
    for (meeting, quorate) in store::meetings_about(r, street, of.id, round_begun)? {
        let minuted = store::minutes_of(r, street, meeting)?.is_some_and(|m| m.circulated_at.is_some());
        meetings += i64::from(quorate && minuted);
    }
    let ways = |list: Vec<&String>| list.into_iter().filter_map(|w| Way::from_code(w)).collect::<BTreeSet<_>>();
    Ok(Records {
        heard: heard.iter().map(|h| h.2).sum(),
        ways: ways(heard.iter().map(|h| &h.0).collect()),
        grids: count(scope.len()),
        grids_heard: count(from.len()),
        concerns: count(concerns.len()),
        concerns_open: count(concerns.iter().filter(|c| c.taken_up.is_none()).count()),
        ready: state(OptionState::Ready) + state(OptionState::Frozen),
        drafts: state(OptionState::Draft),
        frozen: of.frozen_at.is_some(),
        meetings,
        questions_open: count(arguments.iter().filter(|a| a.side == Side::Question && a.answer.is_none()).count()),
        adopted: adopted(r, street, of)?.is_some(),
        resolution: store::resolutions_of(r, street, of.id)?.iter().any(|v| v.round == of.round),
        tasks: count(tasks.len()),
        tasks_open: count(tasks.iter().filter(|t| !matches!(t.state, TaskState::Verified | TaskState::Cancelled)).count()),
        ratings: ratings.iter().map(|x| x.2).sum(),
        rating_ways: count(ways(ratings.iter().map(|x| &x.1).collect()).len()),
        solved: ratings.iter().filter(|x| x.0 == "yes").map(|x| x.2).sum(),
        statement: of.statement.is_some(),
        days: now.day().since(begun.day()),
    })
}

/// Walks that do not tile, and gates that were passed with a condition unmet.
pub fn broken_walks(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut before) = (vec![], None);
    loop {
        let page = store::matters(r, street, None, before, 200)?;
        before = page.last().map(|m| m.id);
        for m in &page {
            let walk = store::walk_of(r, street, m.id)?;
            let open = walk.last().is_some_and(|s| s.to.is_none() && s.step == m.step && s.round == m.round);
            let ended = walk.last().is_some_and(|s| s.to.is_some());
            let stands = if m.state == MatterState::Walking { open } else { ended };
            if !stands || !walk_tiles(&walk) || !gates_held(&walk) {
                broken.push(m.code.clone());
            }
        }
        if before.is_none() || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}

