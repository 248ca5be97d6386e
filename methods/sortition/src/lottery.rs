//! A lottery as a list of panels with whole weights, and the draw from it.

use crate::leximin::Leximin;
use crate::pool::{Pool, Rules};
use crate::program::{Composition, types};
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng, SeedableRng};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// So many of each type, drawn with probability `weight` over the sum of all weights.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Panel {
    pub people: Vec<u32>,
    pub weight: u64,
}

/// Panels with a share, in ascending order of their compositions, in parts of 10¹².
pub(crate) fn weights(panels: &[Composition], shares: &[f64]) -> Vec<Panel> {
    let weight = |share: &f64| (share * 1e12).round() as u64;
    let listed = panels
        .iter()
        .zip(shares)
        .map(|(people, share)| Panel { people: people.clone(), weight: weight(share) });
    let mut listed: Vec<Panel> = listed.filter(|p| p.weight > 0).collect();
    listed.sort();
    listed
}

/// Panel and alternates. Luck is the ChaCha20 stream (RFC 8439, nonce and counter zero) under the key
/// `SHA-256(seed ‖ SHA-256(canonical input))`, read as little-endian numbers of 64 bits; a number below `n` is the first
/// that is under the greatest multiple of `n`, modulo `n`. The first such number, below the sum of weights, chooses the
/// panel by weights added up in the order of the list; then, type by type, people by ascending number are drawn: place
/// `i` is exchanged with place `i +` a number below what is left. All who are not drawn, by ascending number and
/// shuffled the same way, are the alternates.
pub(crate) fn draw(lottery: &Leximin, pool: &Pool, rules: &Rules, seed: &[u8]) -> (Vec<u64>, Vec<u64>) {
    let key = Sha256::new().chain_update(seed).chain_update(canonical(pool, rules)).finalize();
    let mut luck = Luck(ChaCha20Rng::from_seed(key.into()));
    let all: u64 = lottery.panels.iter().map(|p| p.weight).sum();
    let mut at = luck.below(all);
    let chosen = lottery.panels.iter().find(|panel| {
        let is_here = at < panel.weight;
        at = at.saturating_sub(panel.weight);
        is_here
    });
    let composition = &chosen.expect("a number below the sum of weights").people;
    let (mut panel, mut others) = (vec![], vec![]);
    for (t, many) in types(pool).iter().zip(composition) {
        let mut people = t.people.clone();
        luck.first(&mut people, *many as usize);
        panel.extend(&people[..*many as usize]);
        others.extend(&people[*many as usize..]);
    }
    others.sort_unstable();
    let called = rules.alternates.min(others.len());
    luck.first(&mut others, called);
    others.truncate(called);
    (panel, others)
}

/// SHA-256 over the pool's hash in hexadecimal digits, the size, and a line `dimension,code,at_least,at_most` for each
/// bound in the order of the rules.
fn canonical(pool: &Pool, rules: &Rules) -> [u8; 32] {
    let mut text = format!("{}\n{}\n", hex::encode(pool.hash()), rules.size);
    for dim in &rules.dims {
        for c in &dim.categories {
            text += &format!("{},{},{},{}\n", dim.name, c.code, c.at_least, c.at_most);
        }
    }
    Sha256::digest(text).into()
}

struct Luck(ChaCha20Rng);

impl Luck {
    fn below(&mut self, n: u64) -> u64 {
        let whole = u64::MAX - (u64::MAX % n + 1) % n;
        loop {
            let number = self.0.next_u64();
            if number <= whole {
                return number % n;
            }
        }
    }

    /// Brings a uniform choice of `many` to the front.
    fn first(&mut self, people: &mut [u64], many: usize) {
        for at in 0..many {
            let other = at + self.below((people.len() - at) as u64) as usize;
            people.swap(at, other);
        }
    }
}
