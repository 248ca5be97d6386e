//! The method itself: one run at one share, and the runs at rising shares.

use crate::outcome::{Bought, How, Outcome, Refused, Round, Settled, Tie};
use crate::paying::{Affordable, Electorate, Estimate, Ledger, Price, estimate};
use crate::rule::{Completion, Rule, Step, TieRule};
use crate::{Fraction, Instance, greedy};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::cmp::Reverse;

/// Buys projects by equal shares and completes as the rule says. `seed` draws the lots the rule names; the same instance
/// and seed give the same outcome, whatever the order of votes.
pub fn run(instance: &Instance, rule: &Rule, seed: Option<&[u8]>) -> Outcome {
    let electorate = Electorate::of(instance, rule.utility);
    let running = Running { electorate: &electorate, rule, seed, votes: instance.supporters() };
    let (mut steps, mut best) = (0, running.at(&running.share(0), None));
    let step = match rule.completion {
        Completion::Add1(step) | Completion::Add1U(step) => Some(step),
        Completion::None | Completion::Utilitarian => None,
    };
    while let Some(step) = step
        && !running.is_all(&best)
        && !(step == Step::Exhaustive && running.is_exhaustive(&best))
    {
        let next = running.at(&running.share(steps + 1), Some(instance.budget));
        if next.cost > instance.budget {
            break;
        }
        (steps, best) = (steps + 1, next);
    }
    running.told(steps, best)
}

struct Running<'a> {
    electorate: &'a Electorate<'a>,
    rule: &'a Rule,
    seed: Option<&'a [u8]>,
    votes: Vec<u64>,
}

/// One run: what costs nothing, then what shares bought, each with the tie that was met.
struct Pass {
    free: Vec<usize>,
    bought: Vec<(usize, Option<Tie>)>,
    cost: u64,
}

struct Candidate {
    project: usize,
    /// The price was never lower than this and only rises.
    low: f64,
    high: f64,
}

impl Running<'_> {
    fn instance(&self) -> &Instance {
        self.electorate.instance
    }

    fn share(&self, steps: u64) -> Fraction {
        let (i, electors) = (self.instance(), self.instance().electors.max(1));
        if self.rule.whole_start {
            return Fraction::whole((i.budget / electors / i.unit + steps) * i.unit);
        }
        Fraction::of(i.budget.into(), electors.into()).plus(&Fraction::whole(steps * i.unit))
    }

    fn is_all(&self, pass: &Pass) -> bool {
        pass.free.len() + pass.bought.len() == self.votes.iter().filter(|votes| **votes > 0).count()
    }

    fn is_exhaustive(&self, pass: &Pass) -> bool {
        let left = self.instance().budget.saturating_sub(pass.cost);
        let is_in =
            |project: &usize| pass.free.contains(project) || pass.bought.iter().any(|(p, _)| p == project);
        (0..self.votes.len())
            .filter(|project| !is_in(project))
            .all(|project| self.electorate.cost(project) > left)
    }

    /// One run. With `limit` it ends at the first purchase beyond it, since such a run is thrown away.
    fn at(&self, share: &Fraction, limit: Option<u64>) -> Pass {
        let wanted = (0..self.votes.len()).filter(|project| self.votes[*project] > 0);
        let (mut free, priced): (Vec<usize>, Vec<usize>) =
            wanted.partition(|p| self.electorate.cost(*p) == 0);
        free.sort_by_key(|project| &self.instance().projects[*project].id);
        let mut pass = Pass { free, bought: vec![], cost: 0 };
        let mut candidates: Vec<Candidate> =
            priced.into_iter().map(|project| Candidate { project, low: 0.0, high: f64::INFINITY }).collect();
        let groups = self.instance().groups.len();
        let mut left = vec![share.about(); groups];
        let mut books = Books {
            ledger: Ledger::of(groups, share),
            applied: 0,
            left: &mut left,
            electorate: self.electorate,
        };
        loop {
            let contenders = self.cheapest(&mut candidates, &pass, &mut books);
            let (chosen, tie) = match contenders[..] {
                [] => return pass,
                [one] => (one, None),
                _ => self.exactly(&contenders, &candidates, &pass, &mut books),
            };
            let bought = candidates.remove(chosen);
            books.pay(&bought);
            pass.cost += self.electorate.cost(bought.project);
            pass.bought.push((bought.project, tie));
            if limit.is_some_and(|limit| pass.cost > limit) {
                return pass;
            }
        }
    }

    /// Places of the candidates whose price may be the smallest. Looks at candidates by their lower bounds and stops
    /// where these are above the best; who cannot be paid any more is taken out.
    fn cheapest(&self, candidates: &mut Vec<Candidate>, pass: &Pass, books: &mut Books) -> Vec<usize> {
        candidates.sort_by(|a, b| a.low.total_cmp(&b.low).then(a.project.cmp(&b.project)));
        let (mut best, mut seen, mut out) = (f64::INFINITY, 0, vec![]);
        for candidate in candidates.iter_mut() {
            if candidate.low > best {
                break;
            }
            seen += 1;
            match books.look(candidate, pass) {
                Some(found) => {
                    (candidate.low, candidate.high) = (found.low, found.high);
                    best = best.min(found.high);
                }
                None => out.push(candidate.project),
            }
        }
        let mut place = 0;
        let mut contenders = vec![];
        candidates.retain(|candidate| {
            let stays = !out.contains(&candidate.project);
            if stays
                && place + out.len() < seen + out.len()
                && candidate.low <= best
                && candidate.high.is_finite()
            {
                contenders.push(place);
            }
            place += usize::from(stays);
            stays
        });
        contenders
    }

    /// Which of several is the cheapest in exact fractions, and which tie there was.
    fn exactly(
        &self,
        contenders: &[usize],
        candidates: &[Candidate],
        pass: &Pass,
        books: &mut Books,
    ) -> (usize, Option<Tie>) {
        books.catch_up(pass);
        let price = |place: usize| books.price(&candidates[place]).expect("found to be affordable");
        let mut best: Vec<(usize, Price)> = vec![];
        for place in contenders {
            let price = price(*place);
            match best.first() {
                Some((_, lowest)) if lowest.below(&price) => {}
                Some((_, lowest)) if price.below(lowest) => best = vec![(*place, price)],
                _ => best.push((*place, price)),
            }
        }
        let places: Vec<usize> = best.into_iter().map(|(place, _)| place).collect();
        if places.len() == 1 {
            return (places[0], None);
        }
        let projects: Vec<usize> = places.iter().map(|place| candidates[*place].project).collect();
        let (chosen, settled) = self.settle(&projects);
        let place = places[projects.iter().position(|p| *p == chosen).expect("one of them")];
        let mut between = projects;
        between.sort_unstable();
        (place, Some(Tie { between, settled }))
    }

    fn settle(&self, tied: &[usize]) -> (usize, Settled) {
        let mut left = tied.to_vec();
        let id = |project: usize| self.instance().projects[project].id.as_str();
        for rule in &self.rule.ties {
            let (key, settled): (Box<dyn Fn(usize) -> Key>, _) = match rule {
                TieRule::LowerCost => {
                    (Box::new(|p| Key::Number(self.electorate.cost(p))), Settled::LowerCost)
                }
                TieRule::MoreVotes => {
                    (Box::new(|p| Key::Falling(Reverse(self.votes[p]))), Settled::MoreVotes)
                }
                TieRule::Lot => match self.seed {
                    Some(seed) => (Box::new(move |p| Key::Lot(lot(seed, id(p)))), Settled::Lot),
                    None => continue,
                },
            };
            let best = left.iter().map(|project| key(*project)).min();
            left.retain(|project| Some(key(*project)) == best);
            if left.len() == 1 {
                return (left[0], settled);
            }
        }
        (left.into_iter().min_by_key(|project| id(*project)).expect("somebody tied"), Settled::Id)
    }

    /// The run that counts, told again in exact fractions, and completed.
    fn told(&self, steps: u64, pass: Pass) -> Outcome {
        let instance = self.instance();
        let share = self.share(steps);
        let mut ledger = Ledger::of(instance.groups.len(), &share);
        let mut rounds = vec![];
        for (project, tie) in &pass.bought {
            let supporters = &self.electorate.supporters[*project];
            let money_behind = ledger.behind(supporters);
            let price =
                ledger.price(supporters, self.electorate.cost(*project), None).expect("it was bought");
            let told = ledger.fraction(&price);
            let (emptied, most_paid) = ledger.pay(supporters, &price);
            rounds.push(Round {
                project: *project,
                price: told,
                money_behind,
                most_paid,
                emptied,
                tie: tie.clone(),
            });
        }
        let bought = |how: How| move |project: &usize| Bought { project: *project, how };
        let mut list: Vec<Bought> = pass.free.iter().map(bought(How::Free)).collect();
        list.extend(pass.bought.iter().map(|(project, _)| bought(How::Shares)(project)));
        if matches!(self.rule.completion, Completion::Utilitarian | Completion::Add1U(_)) {
            let already: Vec<usize> = list.iter().map(|b| b.project).collect();
            let filled = greedy(instance, self.rule.utility, self.rule.fill, self.rule.unsupported, &already);
            list.extend(filled.iter().map(bought(How::Filled)));
        }
        let is_bought = |project: &usize| list.iter().any(|b| b.project == *project);
        let refused = (0..self.votes.len()).filter(|project| !is_bought(project)).map(|project| {
            match self.votes[project] {
                0 => Refused::NoSupport { project },
                _ => Refused::TooLittleBehind {
                    project,
                    money_behind: ledger.behind(&self.electorate.supporters[project]),
                },
            }
        });
        let refused = refused.collect();
        let cost = list.iter().map(|b| self.electorate.cost(b.project)).sum();
        let (electors, budget) = (instance.electors, instance.budget);
        Outcome {
            electors,
            budget,
            share,
            steps,
            bought: list,
            cost,
            rounds,
            refused,
            votes: self.votes.clone(),
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u64),
    Falling(Reverse<u64>),
    Lot([u8; 32]),
}

fn lot(seed: &[u8], id: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(seed).expect("a key of any length");
    mac.update(id.as_bytes());
    mac.finalize().into_bytes().into()
}

/// What is left in both forms; the exact one follows only as far as it is asked.
struct Books<'a> {
    left: &'a mut Vec<f64>,
    ledger: Ledger,
    applied: usize,
    electorate: &'a Electorate<'a>,
}

impl Books<'_> {
    fn look(&mut self, candidate: &Candidate, pass: &Pass) -> Option<Estimate> {
        let supporters = &self.electorate.supporters[candidate.project];
        match estimate(supporters, self.electorate.cost(candidate.project), self.left, candidate.low) {
            Affordable::No => None,
            Affordable::Yes(found) => Some(found),
            Affordable::Perhaps => {
                self.catch_up(pass);
                let price = self.price(candidate)?;
                let about = self.ledger.fraction(&price).about();
                Some(Estimate { low: about * (1.0 - 1e-12), high: about * (1.0 + 1e-12) })
            }
        }
    }

    fn price(&self, candidate: &Candidate) -> Option<Price> {
        let supporters = &self.electorate.supporters[candidate.project];
        self.ledger.price(
            supporters,
            self.electorate.cost(candidate.project),
            Some((self.left, candidate.low)),
        )
    }

    /// Brings the ledger up to what was bought.
    fn catch_up(&mut self, pass: &Pass) {
        for (project, _) in &pass.bought[self.applied..] {
            let supporters = &self.electorate.supporters[*project];
            let price =
                self.ledger.price(supporters, self.electorate.cost(*project), None).expect("it was bought");
            self.ledger.pay(supporters, &price);
        }
        self.applied = pass.bought.len();
    }

    fn pay(&mut self, bought: &Candidate) {
        let price = (bought.low + bought.high) / 2.0;
        for s in &self.electorate.supporters[bought.project] {
            let due = price * s.worth as f64;
            let left = &mut self.left[s.group];
            *left = if *left <= due { 0.0 } else { *left - due };
        }
    }
}
