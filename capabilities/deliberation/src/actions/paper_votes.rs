//! Paper: counterfoils handed out, envelopes accepted against the roll, bundles read blind by two, a sheet that balances.

use super::ballots::{roll_key, voted};
use crate::rules::{self, *};
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, StreetId};

/// A paper is handed out: its counterfoil has the number of the roll's line, which goes on the outer envelope.
pub fn issue_paper(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, typed: &str) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<TakeVotes>(tx, viewer, id, now)?.into_inner();
    let key = roll_key(tx, &of, typed)?;
    let Some(line) = store::elector_by_key(tx, street, id, &key)? else {
        return Ok(Outcome::Refused(of, vec![Problem::at("key", "not-on-roll")]));
    };
    if let Err(problems) = may_vote(&of, &line, Way::Paper) {
        return Ok(Outcome::Refused(of, problems));
    }
    if line.state == ElectorState::Issued {
        return Ok(Outcome::Refused(of, vec![Problem::new("paper-is-out")]));
    }
    let issued = Elector { state: ElectorState::Issued, counterfoil: Some(line.line.into()), taken_by: viewer.account(), ..line.clone() };
    if !store::save_elector(tx, &line, &issued, None)? {
        return Ok(Outcome::Refused(of, vec![Problem::new("paper-is-out")]));
    }
    tx.record(&PaperIssued { ballot: id, line: line.line })?;
    Ok(Outcome::Done(of))
}

/// The number of the paper that was handed out for a key.
pub fn counterfoil_of(r: &mut Reader<'_>, street: StreetId, id: BallotId, typed: &str) -> Result<Option<i64>> {
    let Some(of) = store::ballot(r, street, id)? else { return Ok(None) };
    let key = roll_key(r, &of, typed)?;
    Ok(store::elector_by_key(r, street, id, &key)?.and_then(|line| line.counterfoil))
}

/// The outer envelope comes back: the line turns before anybody opens the inner one.
pub fn accept_envelope(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, counterfoil: i64) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<TakeVotes>(tx, viewer, id, now)?.into_inner();
    let Some(line) = store::elector_by_counterfoil(tx, street, id, counterfoil)? else {
        return Ok(Outcome::Refused(of, vec![Problem::at("counterfoil", "counterfoil-unknown")]));
    };
    if let Err(problems) = may_vote(&of, &line, Way::Paper) {
        return Ok(Outcome::Refused(of, problems));
    }
    let in_hand = Elector { state: ElectorState::Voted, door: Some(Way::Paper), voted_on: Some(now.day()), taken_by: viewer.account(), ..line.clone() };
    if !store::save_elector(tx, &line, &in_hand, None)? {
        return Ok(Outcome::Refused(of, vec![voted_already(&line)]));
    }
    tx.record(&EnvelopeAccepted { ballot: id, line: line.line })?;
    Ok(Outcome::Done(of))
}

/// Slips are taken out and mixed after the close: a bundle of at most fifty.
pub fn add_batch(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, slips: i32) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    if of.state != BallotState::Closed {
        return Ok(Outcome::Refused(of.clone(), vec![Problem::new("ballot-not-now").with("state", of.state.code())]));
    }
    if !(1..=MOST_IN_BATCH).contains(&slips) {
        return Ok(Outcome::Refused(of, vec![Problem::at("slips", "batch-size").with("most", MOST_IN_BATCH)]));
    }
    let no = store::batches_of(tx, street, id)?.last().map_or(0, |b| b.no) + 1;
    store::insert_batch(tx, &Batch { ballot: id, no, slips, state: BatchState::Waiting, contents: None, settled_by: None })?;
    Ok(Outcome::Done(of))
}

fn batch_of(tx: &mut Tx<'_>, of: &Ballot, no: i32) -> Result<Batch> {
    let street = tx.street();
    store::batches_of(tx, street, of.id)?.into_iter().find(|b| b.no == no).ok_or_else(|| Denied::Hidden.into())
}

/// One of two blind readings. Whoever wrote an option tells no votes.
pub fn read_batch(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, no: i32, typed: &str) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<ReadVotes>(tx, viewer, id, now)?.into_inner();
    let reader = viewer.account().ok_or(Denied::Hidden)?;
    let was = batch_of(tx, &of, no)?;
    if of.state != BallotState::Closed {
        return Ok(Outcome::Refused(of.clone(), vec![Problem::new("ballot-not-now").with("state", of.state.code())]));
    }
    let authors = store::option_authors(tx, street, of.matter)?;
    if let Err(problems) = may_tell(reader, &authors, &store::recusals_of(tx, street, id)?) {
        return Ok(Outcome::Refused(of, problems));
    }
    let contents = match typed_batch(&of.rule, of.options.len(), was.slips, typed) {
        Ok(contents) => contents,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let earlier = store::readings_of(tx, street, id, no)?;
    let reading = Reading { batch: no, reader, contents };
    match rules::read_batch(&was, &earlier, &reading) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((batch, event)) => {
            store::insert_reading(tx, id, &reading)?;
            store::save_batch(tx, &was, &batch)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// A third settles from the slips what two read differently.
pub fn settle_batch(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, no: i32, typed: &str) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<SettleVotes>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let was = batch_of(tx, &of, no)?;
    let contents = match typed_batch(&of.rule, of.options.len(), was.slips, typed) {
        Ok(contents) => contents,
        Err(problems) => return Ok(Outcome::Refused(of, problems)),
    };
    let earlier = store::readings_of(tx, street, id, no)?;
    match rules::settle_batch(&was, &earlier, by, &contents) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((batch, event)) => {
            store::save_batch(tx, &was, &batch)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// The desk's sheet: one counts and writes it down, another counts and writes the same.
pub fn balance_papers(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, sheet: &Balance) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<TakeVotes>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let by_paper = voted(tx, street, id)?.get(&Way::Paper).copied().unwrap_or(0);
    let mut problems = balance_problems(sheet, by_paper);
    if of.state != BallotState::Closed {
        problems.push(Problem::new("ballot-not-now").with("state", of.state.code()));
    }
    let known = store::sheet_of(tx, street, id)?;
    let second = match &known {
        Some((first, teller, None)) if *teller != by => {
            let same = (first.issued, first.accepted, first.spoiled, first.not_come_back) == (sheet.issued, sheet.accepted, sheet.spoiled, sheet.not_come_back);
            if !same {
                problems.push(Problem::at("issued", "tellers-differ"));
            }
            Some(*teller)
        }
        Some((_, _, Some(_))) => {
            problems.push(Problem::new("sheet-signed"));
            None
        }
        _ => None,
    };
    if !problems.is_empty() {
        return Ok(Outcome::Refused(of, problems));
    }
    match second {
        Some(first) => store::put_sheet(tx, id, sheet, first, Some(by))?,
        None => store::put_sheet(tx, id, sheet, by, None)?,
    }
    let event = PaperBalanced {
        ballot: id, issued: sheet.issued, accepted: sheet.accepted, spoiled: sheet.spoiled, not_come_back: sheet.not_come_back, variance: sheet.variance(by_paper),
    };
    tx.record(&event)?;
    Ok(Outcome::Done(of))
}
