//! What was voted: rankings with multiplicity, in no order.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Places from the first; options in one place stand equal. Options by their number on the ballot, from 0.
pub type Ranking = Vec<Vec<usize>>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    pub options: Vec<String>,
    #[serde(skip)]
    pub ballots: BTreeMap<Ranking, u64>,
}

impl Profile {
    /// # Errors
    /// An option that does not exist, or one that stands twice on a ballot; ballots are counted from 1.
    pub fn of(
        options: Vec<String>,
        ballots: impl IntoIterator<Item = (u64, Ranking)>,
    ) -> Result<Profile, String> {
        let mut profile = Profile { options, ballots: BTreeMap::new() };
        for (number, (times, mut ranking)) in ballots.into_iter().enumerate() {
            let mut seen = BTreeSet::new();
            for option in ranking.iter().flatten() {
                if *option >= profile.options.len() {
                    return Err(format!("ballot {}: there is no option {}", number + 1, option + 1));
                }
                if !seen.insert(*option) {
                    return Err(format!("ballot {}: option {} stands twice", number + 1, option + 1));
                }
            }
            ranking.retain(|place| !place.is_empty());
            ranking.iter_mut().for_each(|place| place.sort_unstable());
            *profile.ballots.entry(ranking).or_default() += times;
        }
        profile.ballots.retain(|_, times| *times > 0);
        Ok(profile)
    }

    /// All ballots, blank ones too.
    pub fn all(&self) -> u64 {
        self.ballots.values().sum()
    }

    /// Ballots that name nobody.
    pub fn blank(&self) -> u64 {
        self.ballots.get(&Ranking::new()).copied().unwrap_or(0)
    }

    /// SHA-256 over the distinct ballots, sorted, a line each: `times: 1,2,{3,4}` with options from 1.
    pub fn hash(&self) -> [u8; 32] {
        let mut lines: Vec<String> =
            self.ballots.iter().map(|(r, times)| format!("{times}: {}\n", written(r))).collect();
        lines.sort_unstable();
        lines.iter().fold(Sha256::new(), |hash, line| hash.chain_update(line)).finalize().into()
    }
}

/// A ranking as PrefLib writes it.
pub(crate) fn written(ranking: &Ranking) -> String {
    let numbers = |place: &[usize]| place.iter().map(|o| (o + 1).to_string()).collect::<Vec<_>>().join(",");
    let place = |p: &Vec<usize>| if p.len() == 1 { numbers(p) } else { format!("{{{}}}", numbers(p)) };
    ranking.iter().map(place).collect::<Vec<_>>().join(",")
}
