//! How a tie is settled: by an earlier round, then by a lot that anybody can draw again.

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;

/// The lot of one count: SHA-256 over the secret and the hash of the votes. The secret's own hash is published before
/// anybody votes, so neither who keeps the secret nor who casts the last vote can choose the lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot([u8; 32]);

impl Lot {
    pub fn of(secret: &[u8], votes_hash: &[u8; 32]) -> Lot {
        Lot(Sha256::new().chain_update(secret).chain_update(votes_hash).finalize().into())
    }

    /// Options in the order of the lot: ascending HMAC-SHA256(lot, number of the option on the ballot, from 1, in
    /// decimal digits). The first is the one the lot favours.
    pub fn order(&self, options: &[usize]) -> Vec<usize> {
        let mut order = options.to_vec();
        order.sort_by_cached_key(|option| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
            mac.update((option + 1).to_string().as_bytes());
            <[u8; 32]>::from(mac.finalize().into_bytes())
        });
        order
    }
}

/// A tie that was met, said aloud: between whom, and what settled it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// Options by their place on the ballot, from 0.
    pub between: Vec<usize>,
    pub settled: Settled,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// The last earlier round in which they differed, from 1.
    Round(usize),
    /// Options in the order of the lot.
    Lot(Vec<usize>),
    /// By nothing: there is no lot, and what hangs on the tie stays open.
    Open,
}

/// Which of `tied` is ahead: by the last earlier round that differs, then by lot. `earlier` are the sums of the rounds
/// before, oldest first. `highest` looks for the one ahead, otherwise for the one behind.
pub(crate) fn settle(
    tied: &[usize],
    earlier: &[&[u64]],
    highest: bool,
    lot: Option<&Lot>,
) -> (Option<usize>, Tie) {
    let mut left = tied.to_vec();
    for (number, sums) in earlier.iter().enumerate().rev() {
        let rank =
            |option: &usize| if highest { (sums[*option], Reverse(0)) } else { (0, Reverse(sums[*option])) };
        let best = left.iter().map(rank).max();
        left.retain(|option| Some(rank(option)) == best);
        if left.len() == 1 {
            return (Some(left[0]), Tie { between: tied.to_vec(), settled: Settled::Round(number + 1) });
        }
    }
    let Some(lot) = lot else { return (None, Tie { between: left, settled: Settled::Open }) };
    let order = lot.order(&left);
    let chosen = if highest { order.first() } else { order.last() };
    (chosen.copied(), Tie { between: left, settled: Settled::Lot(order) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_round_that_differs_comes_before_the_lot() {
        let earlier: [&[u64]; 3] = [&[5, 9, 7], &[8, 6, 7], &[7, 7, 7]];
        assert_eq!(settle(&[0, 1, 2], &earlier, true, None).0, Some(0));
        assert_eq!(settle(&[0, 1, 2], &earlier, false, None).0, Some(1));
        let lot = Lot::of(b"dice 4 4 1", &[7; 32]);
        let (first, tie) = settle(&[0, 1, 2], &earlier[2..], true, Some(&lot));
        let Settled::Lot(order) = tie.settled else { panic!("a lot") };
        assert_eq!(first, Some(order[0]));
        assert_eq!(settle(&[0, 1, 2], &earlier[2..], false, Some(&lot)).0, Some(order[2]));
    }

    /// The number as an outsider gets it: `printf 2 | openssl dgst -sha256 -mac HMAC -macopt hexkey:…`.
    #[test]
    fn a_lot_depends_on_secret_and_votes_alone() {
        let (a, b) = (Lot::of(b"s", &[1; 32]), Lot::of(b"s", &[2; 32]));
        assert_ne!(a, b);
        let all: Vec<usize> = (0..20).collect();
        let mut backwards = all.clone();
        backwards.reverse();
        assert_eq!(a.order(&all), a.order(&backwards));
        assert_ne!(a.order(&all), b.order(&all));
    }
}
