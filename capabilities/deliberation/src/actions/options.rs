//! Ways to settle a matter with their price, and what speaks for and against them.

use super::matters::{on_matter, speaker};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, StreetId, uuid::Uuid};

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
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "pricing"), |tx, of| {
        let was = choice(tx, street, id, option)?;
        let taken_up: Vec<Uuid> = store::concerns_of(tx, street, id)?.iter().filter(|c| c.taken_up == Some(true)).map(|c| c.id).collect();
        let problems = pricing_problems(of.track, &taken_up, words);
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
    on_matter::<TakePart, _>(tx, viewer, id, (part, "argument"), |tx, of| {
        let Some(side) = side else { return Ok(Err(vec![Problem::at("side", "side-missing")])) };
        let text = match said("text", typed, 500) {
            Ok(text) => text,
            Err(problem) => return Ok(Err(vec![problem])),
        };
        if let Err(problem) = super::pauses::not_paused(tx, person)? {
            return Ok(Err(vec![problem]));
        }
        if store::arguments_since(tx, street, id, person, now.day().start())? >= MOST_A_DAY {
            return Ok(Err(vec![Problem::new("arguments-many").with("most", MOST_A_DAY)]));
        }
        let trusted = part == Part::Helper || auth::may::<_, ModerateMatter>(viewer, of, now);
        let held = is_held(store::holds_first_arguments(tx, street)?, store::has_argued(tx, street, person)?, trusted);
        let argument = Argument { id: Uuid::now_v7(), side, text, answer: None, person, answered_by: None, held_at: held.then_some(now) };
        store::insert_argument(tx, id, &argument)?;
        Ok(Ok(ArgumentMade { matter: id, argument: argument.id, side: side.code() }))
    })
}

pub fn answer_question(tx: &mut Tx<'_>, viewer: &Viewer, id: MatterId, argument: Uuid, typed: &str) -> Result<Outcome<Matter>> {
    let by = viewer.account().ok_or(Denied::Hidden)?;
    on_matter::<KeepMatter, _>(tx, viewer, id, (Part::Keeper, "answer"), |tx, _| match said("text", typed, 500) {
        Err(problem) => Ok(Err(vec![problem])),
        Ok(text) => {
            let street = tx.street();
            if store::moderations_of(tx, street, Target::Part { matter: id, kind: PartKind::Answer, part: argument })?.iter().any(Moderation::stands) {
                return Ok(Err(vec![Problem::new("moderated-already")]));
            }
            store::answer_question(tx, id, argument, (&text, by))?;
            Ok(Ok(QuestionAnswered { matter: id, argument }))
        }
    })
}
