//! How likely everybody was to be drawn: the same draw under many other seeds.

use crate::draw::Infeasible;
use crate::pool::{Algorithm, Person, Pool, Rules};
use crate::{cells, leximin, lottery, quotas};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfCell {
    pub cell: Vec<String>,
    pub people: u64,
    /// How often one of them was drawn, over all simulated draws.
    pub drawn: u64,
}

/// Chances are `drawn / (people × draws)` and `least / draws`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chances {
    pub draws: u32,
    /// How often the least lucky person was drawn.
    pub least: u64,
    pub cells: Vec<OfCell>,
}

/// Draws `draws` times with simulated luck (the handbook asks for 10,000). Orders come from a ChaCha20 stream instead of
/// HMAC: equally random, and fast enough for a pool of thousands.
///
/// # Errors
/// As [`crate::draw`].
pub fn chances(pool: &Pool, rules: &Rules, draws: u32) -> Result<Chances, Infeasible> {
    let mut hits: BTreeMap<u64, u64> = pool.people.iter().map(|p| (p.pool_no, 0)).collect();
    let lottery = if rules.algorithm == Algorithm::Leximin1 { Some(leximin(pool, rules)?) } else { None };
    for number in 0..draws {
        let panel = match (&lottery, rules.algorithm) {
            (Some(lottery), _) => lottery::draw(lottery, pool, rules, number.to_string().as_bytes()).0,
            (None, Algorithm::Cells1) => cells::draw(pool, rules, ranks(pool, number, 0))?.0,
            (None, _) => quotas::draw(pool, rules, |attempt| ranks(pool, number, attempt))?.1,
        };
        panel.iter().for_each(|no| *hits.entry(*no).or_default() += 1);
    }
    let of = |people: &[&Person]| people.iter().map(|p| hits[&p.pool_no]).sum();
    let cells = pool.cells().into_iter().map(|(strata, people)| OfCell {
        cell: rules.cell(&strata),
        people: people.len() as u64,
        drawn: of(&people),
    });
    let cells = cells.collect();
    Ok(Chances { draws, least: hits.values().copied().min().unwrap_or(0), cells })
}

fn ranks(pool: &Pool, number: u32, attempt: u32) -> impl Fn(u64) -> u64 {
    let key = Sha256::digest(format!("simulated draw {number}, attempt {attempt}"));
    let mut stream = ChaCha20Rng::from_seed(key.into());
    let ranks: BTreeMap<u64, u64> = pool.people.iter().map(|p| (p.pool_no, stream.next_u64())).collect();
    move |no| ranks[&no]
}
