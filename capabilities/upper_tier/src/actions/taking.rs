//! Taking in what came down: orders become voices, words go where they belong. A file is looked at first, and taken whole or
//! not at all; the line takes what it can and notes the rest.

use super::may;
use crate::rules::{self, *};
use crate::store::{self, Import};
use crate::views::Brought;
use appeals::actions::{self, FromUpper, Names, Whereabouts};
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, uuid::Uuid};
use outside::upper::{Order as SentOrder, Word as SentWord};
use sha2::{Digest, Sha256};
use sheets::{Dates, Sheet, Unreadable};
use std::collections::HashSet;

/// What a file holds, or every bad cell; beside it what a person should know.
pub type Checked = std::result::Result<(Brought, Vec<Problem>), Vec<Problem>>;

/// The first sheet of a workbook, or a CSV text, as cells of text. A workbook's own days become `2026-11-30 17:30`.
pub fn sheet_of(file: &[u8]) -> std::result::Result<Sheet, Problem> {
    Sheet::read(file, Dates::Hours).map_err(|why| match why {
        Unreadable::NotUtf8 => Problem::at("file", "file-not-utf8"),
        Unreadable::Empty | Unreadable::Broken(_) => Problem::at("file", "file-unreadable"),
    })
}

/// Looks at a file of orders and writes nothing.
pub fn check_orders(r: &mut Reader<'_>, viewer: &Viewer, file: &str, now: Moment) -> Result<Checked> {
    may::<TakeOrders>(viewer, now)?;
    let lines = match read_orders(file, now) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Err(problems)),
    };
    let names = Names::read(r, viewer.street)?;
    let (mut brought, mut notes) = (Brought { lines: lines.len(), ..Brought::default() }, vec![]);
    for (line, taken) in &lines {
        match store::by_number(r, viewer.street, &taken.their_no)? {
            None => {
                brought.fresh += 1;
                notes.extend(unknown(&names, taken).into_iter().map(|p| line.at(p)));
            }
            Some(order) if order.their_due_at != taken.their_due_at => brought.changed += 1,
            Some(_) => brought.known += 1,
        }
    }
    Ok(Ok((brought, notes)))
}

/// Takes a file of orders in: each new number is a voice, a known one at most a new due moment.
pub fn take_orders(tx: &mut Tx<'_>, viewer: &Viewer, file: &str) -> Result<Checked> {
    let now = tx.now();
    may::<TakeOrders>(viewer, now)?;
    let lines = match read_orders(file, now) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Err(problems)),
    };
    let names = { let street = tx.street(); Names::read(tx, street)? };
    let import = Uuid::now_v7();
    let (mut brought, mut notes, mut problems) = (Brought { lines: lines.len(), ..Brought::default() }, vec![], vec![]);
    for (line, taken) in &lines {
        match take_order(tx, viewer, &names, taken, Some(import))? {
            Ok(Came::Fresh) => {
                brought.fresh += 1;
                notes.extend(unknown(&names, taken).into_iter().map(|p| line.at(p)));
            }
            Ok(Came::Changed) => brought.changed += 1,
            Ok(Came::Known) => brought.known += 1,
            Err(found) => problems.extend(found.into_iter().map(|p| line.at(("their_no", p)))),
        }
    }
    if !problems.is_empty() {
        tx.undo();
        return Ok(Err(problems));
    }
    note_import(tx, viewer, import, "orders", file, &brought)?;
    tx.record(&OrdersTaken { of: import, fresh: brought.fresh, changed: brought.changed, known: brought.known })?;
    Ok(Ok((brought, notes)))
}

fn note_import(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, kind: &str, file: &str, brought: &Brought) -> Result<()> {
    let sha256 = hex::encode(Sha256::digest(file));
    let Brought { lines, fresh, changed, known } = *brought;
    store::insert_import(tx, &Import { id, kind, sha256: &sha256, lines, fresh, changed, known, by: viewer.account() })
}

/// The orders of a file, or every bad cell.
fn read_orders(file: &str, now: Moment) -> std::result::Result<Vec<(Read<SentOrder>, Taken)>, Vec<Problem>> {
    let sheet = sheet_of(file.as_bytes()).map_err(|p| vec![p])?;
    let (mut good, mut problems, mut seen) = (vec![], vec![], HashSet::new());
    for line in rules::lines(&sheet, ORDER_COLUMNS)? {
        match rules::take(&line.thing, now) {
            Ok(taken) if !seen.insert(taken.their_no.clone()) => problems.push(line.at(("their_no", Problem::new("their-no-twice")))),
            Ok(taken) => good.push((line, taken)),
            Err(found) => problems.extend(found.into_iter().map(|p| line.at(p))),
        }
    }
    if problems.is_empty() { Ok(good) } else { Err(problems) }
}

/// What of an order the street does not recognise; it is taken all the same, and the clerk looks.
fn unknown(names: &Names, taken: &Taken) -> Vec<AtField> {
    let mut found = vec![];
    if !matches!(names.place_typed(&taken.address), Ok(Some(_))) {
        found.push(("address", Problem::new("address-unknown")));
    }
    if !taken.their_category.is_empty() && names.category_typed(&taken.their_category).is_none() {
        found.push(("category", Problem::new("category-unknown")));
    }
    found
}

/// What an order brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Fresh,
    /// Their due moment moved.
    Changed,
    Known,
}

/// One order: the same number any number of times is one voice.
pub(super) fn take_order(
    tx: &mut Tx<'_>, viewer: &Viewer, names: &Names, taken: &Taken, import: Option<Uuid>,
) -> Result<std::result::Result<Came, Vec<Problem>>> {
    let street = tx.street();
    if let Some(order) = store::by_number(tx, street, &taken.their_no)? {
        if order.their_due_at == taken.their_due_at || order.answered_at.is_some() {
            return Ok(Ok(Came::Known));
        }
        move_due(tx, &order, taken.their_due_at)?;
        return Ok(Ok(Came::Changed));
    }
    let path = names.place_typed(&taken.address).ok().flatten();
    let category = names.category_typed(&taken.their_category).map(|c| c.code.clone()).unwrap_or_default();
    let words = appeals::rules::Reception { category, ..taken.words.clone() };
    let id = Uuid::now_v7();
    let place = Whereabouts { path: path.unwrap_or_default(), office: None };
    let from = FromUpper { order: id, due_at: taken.their_due_at };
    let voice = match actions::receive_order(tx, viewer, &words, place, from)? {
        Outcome::Done(Some(got)) => got.voice,
        refused => return Ok(Err(refused.problems().to_vec())),
    };
    let order = Order {
        id,
        voice,
        their_no: taken.their_no.clone(),
        tier: taken.tier.clone(),
        their_category: taken.their_category.clone(),
        their_due_at: taken.their_due_at,
        taken_at: tx.now(),
        answered_at: None,
        answered_round: None,
    };
    store::insert_order(tx, &order, import)?;
    tx.record(&OrderTaken { of: id, voice: voice.uuid() })?;
    Ok(Ok(Came::Fresh))
}

/// They want it answered at another moment.
pub(super) fn move_due(tx: &mut Tx<'_>, order: &Order, due_at: Moment) -> Result<()> {
    store::set_due(tx, order.id, due_at)?;
    actions::move_upper_due(tx, order.voice, due_at).map(|_| ())
}

/// Looks at a file of words: every bad cell and every number that is not here.
pub fn check_words(r: &mut Reader<'_>, viewer: &Viewer, file: &str, now: Moment) -> Result<Checked> {
    may::<AnswerUpstairs>(viewer, now)?;
    let lines = match read_words(file, now) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut problems = vec![];
    for (line, _) in &lines {
        if store::by_number(r, viewer.street, &line.thing.their_no)?.is_none() {
            problems.push(line.at(("their_no", Problem::new("order-unknown"))));
        }
    }
    let fresh = i32::try_from(lines.len()).unwrap_or(i32::MAX);
    Ok(if problems.is_empty() { Ok((Brought { lines: lines.len(), fresh, ..Brought::default() }, vec![])) } else { Err(problems) })
}

/// Takes a file of words in, whole or not at all.
pub fn take_words(tx: &mut Tx<'_>, viewer: &Viewer, file: &str) -> Result<Checked> {
    let now = tx.now();
    may::<AnswerUpstairs>(viewer, now)?;
    let lines = match read_words(file, now) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Err(problems)),
    };
    let (mut brought, mut problems) = (Brought { lines: lines.len(), ..Brought::default() }, vec![]);
    for (line, said) in &lines {
        let street = tx.street();
        let heard = match store::by_number(tx, street, &line.thing.their_no)? {
            None => Err(vec![Problem::new("order-unknown")]),
            Some(order) => hear_said(tx, viewer, &order, said)?,
        };
        match heard {
            Ok(true) => brought.fresh += 1,
            Ok(false) => brought.known += 1,
            Err(found) => problems.extend(found.into_iter().map(|p| line.at((if p.code == "order-unknown" { "their_no" } else { "kind" }, p)))),
        }
    }
    if !problems.is_empty() {
        tx.undo();
        return Ok(Err(problems));
    }
    let import = Uuid::now_v7();
    note_import(tx, viewer, import, "words", file, &brought)?;
    tx.record(&WordsHeard { of: import, fresh: brought.fresh, known: brought.known })?;
    Ok(Ok((brought, vec![])))
}

fn read_words(file: &str, now: Moment) -> std::result::Result<Vec<(Read<SentWord>, Said)>, Vec<Problem>> {
    let sheet = sheet_of(file.as_bytes()).map_err(|p| vec![p])?;
    let (mut good, mut problems) = (vec![], vec![]);
    for line in rules::lines(&sheet, WORD_COLUMNS)? {
        match rules::hear(&line.thing, now) {
            Ok(said) => good.push((line, said)),
            Err(found) => problems.extend(found.into_iter().map(|p| line.at(p))),
        }
    }
    if problems.is_empty() { Ok(good) } else { Err(problems) }
}

/// Their word on one order, entered by hand.
pub fn hear(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &WordWords) -> Result<Outcome<()>> {
    let street = tx.street();
    may::<AnswerUpstairs>(viewer, tx.now())?;
    let order = store::order(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
    let said = match rules::hear(&words.of(&order.their_no), tx.now()) {
        Ok(said) => said,
        Err(found) => return Ok(Outcome::Refused((), found.into_iter().map(|(field, p)| Problem { field: Some(field), ..p }).collect())),
    };
    Ok(match hear_said(tx, viewer, &order, &said)? {
        Ok(_) => Outcome::Done(()),
        Err(problems) => Outcome::Refused((), problems),
    })
}

/// Takes their word to where it belongs. Gives whether it is new; the same word twice is one.
pub(super) fn hear_said(tx: &mut Tx<'_>, viewer: &Viewer, order: &Order, said: &Said) -> Result<std::result::Result<bool, Vec<Problem>>> {
    let (street, now) = (tx.street(), tx.now());
    let behind = actions::cases_behind(tx, viewer, &[order.voice], now)?;
    let Some(case) = behind.get(&order.voice).map(|c| c.id) else { return Err(auth::Denied::Hidden.into()) };
    let outcome = match said {
        Said::Result(heard) => {
            return Ok(match actions::hear_upper_result(tx, viewer, order.voice, &heard.words())? {
                Outcome::Done(fresh) => Ok(fresh),
                Outcome::Refused(_, problems) => Err(problems),
            });
        }
        Said::Verdict(ask, verdict) => actions::upper_verdict(tx, viewer, case, *ask, verdict)?,
        Said::Rest { rests, text } => actions::rest_for_upper(tx, viewer, case, *rests, text)?,
    };
    if !outcome.is_done() {
        return Ok(Err(outcome.problems().to_vec()));
    }
    // Their moment may have moved with it.
    if let Some(due_at) = actions::upper_due_of(tx, street, order.voice)?.filter(|due| *due != order.their_due_at) {
        store::set_due(tx, order.id, due_at)?;
    }
    Ok(Ok(true))
}
