//! What is printed of a ballot: papers with their counterfoils, and the protocol; and a name of the roll, opened on record.

use super::ballots::voted;
use super::ballots_shown::ballot_view;
use super::rolls::name_row;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Papers of one print at most.
pub const MOST_PAPERS_PRINTED: i32 = 50;

/// From which line of the roll, and how many.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct PrintAsked {
    pub from: i32,
    pub many: i32,
}

/// Whose name, and why.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameAsked {
    pub line: i32,
    pub reason: String,
}

/// Papers for lines that have not voted. Printing hands nothing out: the roll turns when a paper is given to somebody.
pub fn papers_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, asked: PrintAsked, now: Moment) -> Result<VotePapersView> {
    let street = viewer.street;
    let b = store::find_ballot::<TakeVotes>(r, viewer, id, now)?.into_inner();
    if !b.rule.takes(Way::Paper) || !matches!(b.state, BallotState::Frozen | BallotState::Open) {
        return Err(Denied::Hidden.into());
    }
    let (from, many) = (asked.from.max(1), if asked.many == 0 { 6 } else { asked.many.clamp(1, MOST_PAPERS_PRINTED) });
    // Lines that are struck or have voted leave gaps; the page is filled from what follows.
    let page = store::roll_page(r, street, id, from - 1, 4 * i64::from(MOST_PAPERS_PRINTED))?;
    let open = page.into_iter().filter(|e| matches!(e.state, ElectorState::Listed | ElectorState::Issued)).map(|e| e.line);
    let body = store::body(r, street, b.body)?.ok_or(Denied::Hidden)?;
    Ok(VotePapersView {
        id,
        body: body.name,
        lines: open.take(usize::try_from(many).unwrap_or(0)).collect(),
        from,
        many,
        code: b.code,
        question: b.question,
        rule: b.rule,
        options: b.options,
        closes: b.closes,
        link: String::new(),
    })
}

/// Everything a count stands on, on paper; for everybody once it is counted.
pub fn protocol_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<ProtocolView> {
    let street = viewer.street;
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let proof = b.proof.as_ref().filter(|_| b.is_counted()).ok_or(Denied::Hidden)?;
    let sheet = store::sheet_of(r, street, id)?.map(|(sheet, ..)| sheet);
    let by_paper = voted(r, street, id)?.get(&Way::Paper).copied().unwrap_or(0);
    let batches = store::batches_of(r, street, id)?.into_iter().map(|x| (x.no, x.slips, x.state)).collect();
    Ok(ProtocolView {
        variance: sheet.as_ref().filter(|_| b.forgotten_at.is_none()).map(|s| s.variance(by_paper)),
        sheet,
        batches,
        hands: store::hands_of(r, street, id)?.map(|h| h.hands),
        votes_hash: proof.votes_hash.clone(),
        counted_at: b.counted_at,
        sealed_at: b.sealed_at,
        link: String::new(),
        ballot: ballot_view(r, viewer, id, now)?,
    })
}

/// The name on one line of the roll: why is asked, and who looked, when and why is on record.
pub fn open_roll_line(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &NameAsked) -> Result<Outcome<Option<String>>> {
    let (street, now) = (tx.street(), tx.now());
    let b = store::find_ballot::<OpenRollLine>(tx, viewer, id, now)?.into_inner();
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let found = store::elector_name(tx, street, id, words.line)?;
    if found.is_none() {
        problems.push(Problem::at("line", "not-on-roll"));
    }
    match found {
        Some(Some(sealed)) if problems.is_empty() => {
            let row = name_row(b.roll_of(), words.line);
            Ok(Outcome::Done(Some(tx.open_sealed(&sealed, Purpose::Identity, "ballot_electors.name", row, &reason)?)))
        }
        _ if problems.is_empty() => Ok(Outcome::Done(None)),
        _ => Ok(Outcome::Refused(None, problems)),
    }
}
