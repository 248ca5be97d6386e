//! What follows from a challenge that is upheld: counted again, with the count before it kept beside, or not at all.

use super::*;
use crate::rules::codes;
use kernel::{Event, Moment, Problem, Subject};
use serde::Serialize;

codes! { Remedy { Recount "recount", Void "void" } }

/// A count as it stood before it was made again.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierCount {
    /// From 1.
    pub no: i32,
    pub proof: Proof,
    /// The votes it was made from, as they are published.
    pub votes: String,
    pub counted_at: Moment,
    /// What was wrong with it.
    pub why: String,
}

/// Numbers of bundles: `1, 3`; none for a count without reading anything anew.
pub fn bundles_typed(typed: &str) -> Result<Vec<i32>, Problem> {
    let parts = typed.split([',', '，', '、', ' ']).map(str::trim).filter(|t| !t.is_empty());
    parts.map(|t| t.parse().ok().filter(|n| *n > 0)).collect::<Option<Vec<i32>>>().ok_or_else(|| Problem::at("bundles", "bundle-unknown"))
}

/// Open for counting once more. Bundles that were read wrongly are set aside, and the same slips are read again under a
/// number of their own: the readings before stay as they were.
pub fn recount(was: &Ballot, batches: &[Batch], wanted: &[i32]) -> Decided<(Ballot, Vec<Batch>, Vec<Batch>), BallotReopened> {
    if was.state != BallotState::Counted {
        return Err(vec![Problem::new("ballot-not-now").with("state", was.state.code())]);
    }
    let aside: Vec<&Batch> = batches.iter().filter(|b| wanted.contains(&b.no) && b.state != BatchState::SetAside).collect();
    if aside.len() != wanted.len() {
        return Err(vec![Problem::at("bundles", "bundle-unknown")]);
    }
    let last = batches.iter().map(|b| b.no).max().unwrap_or(0);
    let fresh = aside.iter().zip(last + 1..).map(|(b, no)| Batch { no, state: BatchState::Waiting, contents: None, settled_by: None, ..(*b).clone() });
    let fresh = fresh.collect();
    let aside = aside.into_iter().map(|b| Batch { state: BatchState::SetAside, contents: None, ..b.clone() }).collect();
    let again = Ballot { state: BallotState::Closed, counted_at: None, proof: None, rev: was.rev + 1, ..was.clone() };
    Ok(((again, aside, fresh), BallotReopened { ballot: was.id, bundles: wanted.len() }))
}

super::events::events! {
    BallotReopened "deliberation.ballot_reopened" "ballot" ballot: BallotId, bundles: usize;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_are_named_by_number() {
        assert_eq!(bundles_typed(" 1，3 "), Ok(vec![1, 3]));
        assert_eq!(bundles_typed(""), Ok(vec![]));
        assert!(bundles_typed("一").is_err() && bundles_typed("0").is_err());
    }
}
