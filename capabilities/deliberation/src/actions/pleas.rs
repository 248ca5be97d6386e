//! Objections to a roll and challenges of a count: read by whoever answers, answered in public, with what follows.

use super::ballots::{all_votes, saved};
use super::ballots_shown::may_on;
use crate::rules::{self, *};
use crate::store::{self, Pleas};
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, Purpose, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An answer, and what follows from it where a challenge is upheld.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PleaAnswer {
    pub granted: bool,
    pub reason: String,
    /// Of an upheld challenge: counted again, or void. Void unless said.
    pub remedy: Option<Remedy>,
    /// Bundles that are read again, by their numbers.
    pub bundles: String,
}

pub fn pleas_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<PleasView> {
    let street = viewer.street;
    let b = store::find_ballot::<KeepBallot>(r, viewer, id, now)?.into_inner();
    let bundles = store::batches_of(r, street, id)?.iter().filter(|x| !x.is_aside()).map(|x| x.no).collect();
    Ok(PleasView {
        id,
        objections: plea_views(store::pleas_of(r, street, Pleas::Roll, id)?),
        challenges: plea_views(store::pleas_of(r, street, Pleas::Count, id)?),
        earlier: earlier_views(store::earlier_counts(r, street, id)?),
        bundles,
        may: may_on(viewer, &b, now),
        opened: None,
        answering: None,
        typed: PleaAnswer::default(),
        problems: vec![],
        code: b.code,
        question: b.question,
        state: b.state,
    })
}

pub(super) fn plea_views(list: Vec<store::Plea>) -> Vec<PleaView> {
    list.into_iter().map(|p| PleaView { id: p.id, on: p.at.day(), granted: p.granted, reason: p.reason }).collect()
}

pub(super) fn earlier_views(list: Vec<EarlierCount>) -> Vec<EarlierCountView> {
    let told = list.into_iter().map(|c| EarlierCountView {
        no: c.no,
        on: c.counted_at.day(),
        outcome: c.proof.counted.outcome,
        winners: c.proof.counted.winners,
        result_hash: c.proof.result_hash,
        why: c.why,
    });
    told.collect()
}

/// Somebody's own words, opened for whoever answers them; who opened them and when is on record.
pub fn open_plea(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, which: Uuid) -> Result<String> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<OpenPlea>(tx, viewer, id, now)?.into_inner();
    if of.forgotten_at.is_some() {
        return Err(Denied::Hidden.into());
    }
    let mut kind = None;
    for one in [Pleas::Roll, Pleas::Count] {
        if store::pleas_of(tx, street, one, id)?.iter().any(|p| p.id == which) {
            kind = Some(one);
        }
    }
    let kind = kind.ok_or(Denied::Hidden)?;
    if kind == Pleas::Count {
        store::find_ballot::<JudgeBallot>(tx, viewer, id, now)?;
    }
    let sealed = store::plea_text(tx, street, kind, which)?.ok_or(Denied::Hidden)?;
    tx.open_sealed(&sealed, Purpose::Identity, kind.column(), which, "answer")
}

/// A plea of this ballot that waits for its answer.
fn waits(tx: &mut Tx<'_>, kind: Pleas, id: BallotId, which: Uuid) -> Result<bool> {
    let street = tx.street();
    let found = store::pleas_of(tx, street, kind, id)?.into_iter().find(|p| p.id == which).ok_or(Denied::Hidden)?;
    Ok(found.granted.is_none())
}

/// An objection gets its answer; what it changes on the roll is a line added or struck.
pub fn judge_objection(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, which: Uuid, words: &PleaAnswer) -> Result<Outcome<Ballot>> {
    let now = tx.now();
    let of = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    let why = match said("reason", &words.reason, 300) {
        _ if !waits(tx, Pleas::Roll, id, which)? => return Ok(Outcome::Refused(of, vec![Problem::new("answered-already")])),
        Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
        Ok(why) => why,
    };
    store::judge_plea(tx, Pleas::Roll, id, which, words.granted, &why)?;
    tx.record(&RollJudged { ballot: id, objection: which, accepted: words.granted })?;
    Ok(Outcome::Done(of))
}

/// A challenge gets its answer. One that is upheld is followed by another count beside the first, or ends the ballot: what
/// cannot be counted is asked again.
pub fn judge_challenge(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, which: Uuid, words: &PleaAnswer) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::find_ballot::<JudgeBallot>(tx, viewer, id, now)?.into_inner();
    let why = match said("reason", &words.reason, 300) {
        _ if !waits(tx, Pleas::Count, id, which)? => return Ok(Outcome::Refused(was, vec![Problem::new("answered-already")])),
        _ if !matches!(was.state, BallotState::Counted | BallotState::Closed) => return Ok(Outcome::Refused(was, vec![Problem::new("ballot-over")])),
        Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
        Ok(why) => why,
    };
    let again = words.granted && words.remedy == Some(Remedy::Recount);
    if again {
        let batches = store::batches_of(tx, street, id)?;
        let wanted = match bundles_typed(&words.bundles) {
            Ok(wanted) => wanted,
            Err(problem) => return Ok(Outcome::Refused(was, vec![problem])),
        };
        let ((next, aside, fresh), event) = match rules::recount(&was, &batches, &wanted) {
            Ok(decided) => decided,
            Err(problems) => return Ok(Outcome::Refused(was, problems)),
        };
        let (Some(proof), Some(counted_at)) = (was.proof.clone(), was.counted_at) else { return Err(Denied::Hidden.into()) };
        let votes = votes_csv(&all_votes(tx, street, &was)?);
        let no = store::earlier_counts(tx, street, id)?.last().map_or(0, |c| c.no) + 1;
        store::keep_count(tx, id, &EarlierCount { no, proof, votes, counted_at, why: why.clone() })?;
        for (b, was) in aside.iter().zip(batches.iter().filter(|b| wanted.contains(&b.no))) {
            store::save_batch(tx, was, b)?;
        }
        for b in &fresh {
            store::insert_batch(tx, b)?;
        }
        store::judge_plea(tx, Pleas::Count, id, which, true, &why)?;
        tx.record(&ChallengeJudged { ballot: id, challenge: which, upheld: true })?;
        store::save_ballot(tx, &was, &next)?;
        tx.record(&event)?;
        return Ok(Outcome::Done(next));
    }
    store::judge_plea(tx, Pleas::Count, id, which, words.granted, &why)?;
    tx.record(&ChallengeJudged { ballot: id, challenge: which, upheld: words.granted })?;
    if words.granted { saved(tx, was, |_, was| Ok(rules::void_ballot(was, &why))) } else { Ok(Outcome::Done(was)) }
}

/// A count that was made again, as it stood: its proof, and its votes where they give nobody away.
pub fn earlier_count(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, no: i32, now: Moment) -> Result<EarlierCount> {
    store::find_ballot::<SeeBallot>(r, viewer, id, now)?;
    Ok(store::earlier_counts(r, viewer.street, id)?.into_iter().find(|c| c.no == no).ok_or(Denied::Hidden)?)
}

pub fn earlier_votes(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, no: i32, now: Moment) -> Result<String> {
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    if !may_publish_votes(b.rule.secrecy, b.roll, b.options.len()) && !auth::may::<_, SettleVotes>(viewer, &b, now) {
        return Err(Denied::Hidden.into());
    }
    Ok(earlier_count(r, viewer, id, no, now)?.votes)
}
