//! Ranked ballots: one seat by instant runoff, several by transferable votes.
//!
//! The quota is Droop's, `⌊valid / (seats + 1)⌋ + 1`. A surplus goes on from all ballots of the elected one alike, each
//! at `value · surplus ÷ sum`, cut at five decimals; what the cut loses is shown. Where nobody has the quota the lowest
//! is excluded and its ballots go on at their value. Where as many remain as there are seats, they have them.
//!
//! A ballot that puts two options in one place counts down to that place and no further.
//!
//! Source: Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45–52. With one seat the same rules are
//! the instant runoff of W. R. Ware (1871).

use crate::lot::settle;
use crate::profile::Profile;
use crate::{Lot, Tie};
use serde::{Serialize, Serializer};
use std::fmt;

/// Votes in hundred-thousandths, so that five decimals are whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Votes(pub u64);

/// One vote.
const ONE: u64 = 100_000;

impl Votes {
    pub fn whole(votes: u64) -> Votes {
        Votes(votes * ONE)
    }
}

impl fmt::Display for Votes {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 % ONE {
            0 => write!(f, "{}", self.0 / ONE),
            part => write!(f, "{}.{part:05}", self.0 / ONE),
        }
    }
}

impl Serialize for Votes {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    FirstPreferences,
    /// The surplus of an elected option goes on.
    Surplus {
        of: usize,
        surplus: Votes,
    },
    /// The lowest goes out, its ballots go on.
    Exclusion {
        of: usize,
    },
    /// As many remain as there are seats.
    Remaining,
}

/// How it stands after one act. `sums` are by option: an elected one keeps the quota once its surplus has gone on, an
/// excluded one has nothing. Sums, exhausted and loss together are the valid votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    pub number: usize,
    pub act: Act,
    pub sums: Vec<Votes>,
    pub exhausted: Votes,
    pub loss: Votes,
    /// Who reached a seat in this round, highest first.
    pub elected: Vec<usize>,
    /// The tie that had to be settled to choose this act.
    pub tie: Option<Tie>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub seats: usize,
    pub valid: u64,
    /// Ballots that rank nobody, or put several first.
    pub blank: u64,
    /// Ballots that counted only down to a place held by two.
    pub cut_short: u64,
    pub quota: u64,
    pub rounds: Vec<Round>,
    /// In the order they were elected.
    pub elected: Vec<usize>,
    /// The tie at which the count stopped, since there was no lot.
    pub open: Option<Tie>,
}

/// Counts rankings for `seats`. The result does not depend on the order of ballots.
pub fn count(profile: &Profile, seats: usize, lot: Option<&Lot>) -> Count {
    Counting::of(profile, seats, lot).run()
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Continuing,
    /// Still to be passed on, if it has a surplus.
    Elected,
    PassedOn,
    Excluded,
}

/// Ballots of one ranking and value, lying with the option they now count for.
struct Bundle {
    ranking: Vec<usize>,
    at: usize,
    value: u64,
    times: u64,
}

struct Counting<'a> {
    count: Count,
    states: Vec<State>,
    piles: Vec<Vec<Bundle>>,
    exhausted: u64,
    loss: u64,
    lot: Option<&'a Lot>,
}

impl<'a> Counting<'a> {
    fn of(profile: &Profile, seats: usize, lot: Option<&'a Lot>) -> Counting<'a> {
        let options = profile.options.len();
        let mut piles: Vec<Vec<Bundle>> = (0..options).map(|_| vec![]).collect();
        let (mut valid, mut blank, mut cut_short) = (0, 0, 0);
        for (places, times) in &profile.ballots {
            let ranking: Vec<usize> = places.iter().take_while(|p| p.len() == 1).flatten().copied().collect();
            let Some(first) = ranking.first().copied() else {
                blank += times;
                continue;
            };
            // A last place shared by all the rest says nothing that an unranked end does not say.
            let named = places.iter().map(Vec::len).sum::<usize>();
            let ends_with_the_rest = named == options && ranking.len() + 1 == places.len();
            if ranking.len() < places.len() && !ends_with_the_rest {
                cut_short += times;
            }
            valid += times;
            piles[first].push(Bundle { ranking, at: 0, value: ONE, times: *times });
        }
        let quota = valid / (seats as u64 + 1) + 1;
        let count =
            Count { seats, valid, blank, cut_short, quota, rounds: vec![], elected: vec![], open: None };
        Counting { count, states: vec![State::Continuing; options], piles, exhausted: 0, loss: 0, lot }
    }

    fn run(mut self) -> Count {
        self.stand(Act::FirstPreferences, None);
        while self.count.elected.len() < self.count.seats {
            let left = self.continuing();
            if left.is_empty() {
                break;
            }
            if left.len() <= self.count.seats - self.count.elected.len() {
                self.stand(Act::Remaining, None);
                break;
            }
            let surplus = self.over_quota();
            let (among, highest) = if surplus.is_empty() { (left, false) } else { (surplus, true) };
            let (chosen, tie) = self.extreme(&among, highest);
            let Some(option) = chosen else {
                self.count.open = tie;
                break;
            };
            let act = if highest { self.pass_on(option) } else { self.exclude(option) };
            self.stand(act, tie);
        }
        self.count
    }

    fn sum(&self, option: usize) -> u64 {
        match self.states[option] {
            State::PassedOn => self.count.quota * ONE,
            _ => self.piles[option].iter().map(|b| b.value * b.times).sum(),
        }
    }

    fn continuing(&self) -> Vec<usize> {
        (0..self.states.len()).filter(|option| self.states[*option] == State::Continuing).collect()
    }

    fn over_quota(&self) -> Vec<usize> {
        let is_over = |option: &usize| {
            self.states[*option] == State::Elected && self.sum(*option) > self.count.quota * ONE
        };
        (0..self.states.len()).filter(is_over).collect()
    }

    /// The highest or lowest of some options, with the tie that stood in the way.
    fn extreme(&self, among: &[usize], highest: bool) -> (Option<usize>, Option<Tie>) {
        let sums = among.iter().map(|option| self.sum(*option));
        let best = if highest { sums.max() } else { sums.min() };
        let tied: Vec<usize> =
            among.iter().copied().filter(|option| Some(self.sum(*option)) == best).collect();
        if tied.len() == 1 {
            return (Some(tied[0]), None);
        }
        let numbers = |round: &Round| round.sums.iter().map(|v| v.0).collect::<Vec<u64>>();
        let rounds: Vec<Vec<u64>> = self.count.rounds.iter().map(numbers).collect();
        let earlier: Vec<&[u64]> =
            rounds.iter().map(Vec::as_slice).take(rounds.len().saturating_sub(1)).collect();
        let (chosen, tie) = settle(&tied, &earlier, highest, self.lot);
        (chosen, Some(tie))
    }

    fn pass_on(&mut self, option: usize) -> Act {
        let sum = self.sum(option);
        let surplus = sum - self.count.quota * ONE;
        let mut gone = 0;
        for bundle in std::mem::take(&mut self.piles[option]) {
            let value = u128::from(bundle.value) * u128::from(surplus) / u128::from(sum);
            let value = u64::try_from(value).expect("a part of the value it had");
            gone += value * bundle.times;
            self.hand_on(Bundle { value, ..bundle });
        }
        self.loss += surplus - gone;
        self.states[option] = State::PassedOn;
        Act::Surplus { of: option, surplus: Votes(surplus) }
    }

    fn exclude(&mut self, option: usize) -> Act {
        self.states[option] = State::Excluded;
        for bundle in std::mem::take(&mut self.piles[option]) {
            self.hand_on(bundle);
        }
        Act::Exclusion { of: option }
    }

    fn hand_on(&mut self, bundle: Bundle) {
        let next = (bundle.at + 1..bundle.ranking.len())
            .find(|at| self.states[bundle.ranking[*at]] == State::Continuing);
        match next {
            Some(at) => self.piles[bundle.ranking[at]].push(Bundle { at, ..bundle }),
            None => self.exhausted += bundle.value * bundle.times,
        }
    }

    /// Writes down how it stands, and who has reached a seat.
    fn stand(&mut self, act: Act, tie: Option<Tie>) {
        let quota = self.count.quota * ONE;
        let mut elected = self.continuing();
        elected.retain(|option| act == Act::Remaining || self.sum(*option) >= quota);
        elected.sort_by_key(|option| std::cmp::Reverse(self.sum(*option)));
        elected.truncate(self.count.seats - self.count.elected.len());
        elected.iter().for_each(|option| self.states[*option] = State::Elected);
        self.count.elected.extend(&elected);
        let sums = (0..self.states.len()).map(|option| Votes(self.sum(option))).collect();
        self.count.rounds.push(Round {
            number: self.count.rounds.len() + 1,
            act,
            sums,
            exhausted: Votes(self.exhausted),
            loss: Votes(self.loss),
            elected,
            tie,
        });
    }
}
