//! Who can pay what: estimates in floating point with their error, and the exact ledger that decides where they overlap.

use crate::{Fraction, Instance, Utility};
use dashu_int::UBig;
use dashu_int::ops::Gcd;

/// One group's stake in a project.
#[derive(Clone, Copy)]
pub(crate) struct Supporter {
    pub group: usize,
    pub electors: u64,
    pub worth: u64,
}

pub(crate) struct Electorate<'a> {
    pub instance: &'a Instance,
    /// By project.
    pub supporters: Vec<Vec<Supporter>>,
}

impl<'a> Electorate<'a> {
    pub fn of(instance: &'a Instance, utility: Utility) -> Electorate<'a> {
        let mut supporters: Vec<Vec<Supporter>> = vec![vec![]; instance.projects.len()];
        for (number, group) in instance.groups.iter().enumerate() {
            for (project, points) in &group.uses {
                let worth = instance.worth(utility, *project, *points);
                supporters[*project].push(Supporter { group: number, electors: group.electors, worth });
            }
        }
        Electorate { instance, supporters }
    }

    pub fn cost(&self, project: usize) -> u64 {
        self.instance.projects[project].cost
    }
}

/// A price lies between `low` and `high`.
#[derive(Clone, Copy)]
pub(crate) struct Estimate {
    pub low: f64,
    pub high: f64,
}

pub(crate) enum Affordable {
    No,
    Yes(Estimate),
    /// Supporters have the cost to within rounding.
    Perhaps,
}

/// Relative to the cost: sums of a hundred thousand terms are far more exact than this.
const ROUNDING: f64 = 1e-10;

/// The smallest price per unit of use at which supporters pay `cost` out of what is `left`, from below: of those taken
/// to be able to pay their part, the ones who cannot are found until there are none. `from` is any lower bound.
pub(crate) fn estimate(supporters: &[Supporter], cost: u64, left: &[f64], from: f64) -> Affordable {
    let cost = cost as f64;
    let mut price = from;
    let mut emptied = usize::MAX;
    loop {
        let (mut given, mut money, mut use_of_rich, mut count) = (0.0, 0.0, 0.0, 0);
        for s in supporters {
            let (electors, worth, has) = (s.electors as f64, s.worth as f64, left[s.group]);
            money += electors * has;
            if has <= price * worth {
                given += electors * has;
                count += 1;
            } else {
                use_of_rich += electors * worth;
            }
        }
        if money < cost * (1.0 - ROUNDING) {
            return Affordable::No;
        }
        if money < cost * (1.0 + ROUNDING) || use_of_rich <= 0.0 {
            return Affordable::Perhaps;
        }
        price = price.max((cost - given) / use_of_rich);
        if count == emptied {
            let error = ROUNDING * (cost / use_of_rich + price);
            return Affordable::Yes(Estimate { low: price - error, high: price + error });
        }
        emptied = count;
    }
}

/// What every group's elector has left, over one denominator.
pub(crate) struct Ledger {
    left: Vec<UBig>,
    den: UBig,
}

/// A price times the ledger's denominator, in lowest terms.
pub(crate) struct Price {
    num: UBig,
    den: UBig,
}

impl Ledger {
    pub fn of(groups: usize, share: &Fraction) -> Ledger {
        let (num, den) = share.parts();
        Ledger { left: vec![num.clone(); groups], den: den.clone() }
    }

    pub fn behind(&self, supporters: &[Supporter]) -> Fraction {
        Fraction::of(self.sum(supporters.iter()), self.den.clone())
    }

    fn sum<'s>(&self, supporters: impl Iterator<Item = &'s Supporter>) -> UBig {
        supporters.fold(UBig::ZERO, |sum, s| sum + &self.left[s.group] * UBig::from(s.electors))
    }

    /// The exact price, `None` where supporters have less than the cost. `guess` are what groups have left to within
    /// rounding and a price surely below the true one: they only save a step.
    pub fn price(&self, supporters: &[Supporter], cost: u64, guess: Option<(&[f64], f64)>) -> Option<Price> {
        let cost = UBig::from(cost) * &self.den;
        let money = self.sum(supporters.iter());
        if money < cost {
            return None;
        }
        if money == cost {
            let all = supporters.iter().map(|s| Price::of(self.left[s.group].clone(), s.worth.into()));
            return all.reduce(|a, b| if a.below(&b) { b } else { a });
        }
        let is_poor = |s: &Supporter| guess.is_some_and(|(left, low)| left[s.group] <= low * s.worth as f64);
        let mut poor: Vec<bool> = supporters.iter().map(is_poor).collect();
        loop {
            let of = |which: bool| {
                supporters.iter().zip(&poor).filter(move |(_, is)| **is == which).map(|(s, _)| s)
            };
            let given = self.sum(of(true));
            let uses: u128 = of(false).map(|s| u128::from(s.electors) * u128::from(s.worth)).sum();
            let price = Price::of(&cost - given, uses.into());
            let mut changed = false;
            for (s, is) in supporters.iter().zip(&mut poor).filter(|(_, is)| !**is) {
                *is = &self.left[s.group] * &price.den < &price.num * UBig::from(s.worth);
                changed |= *is;
            }
            if !changed {
                return Some(price);
            }
        }
    }

    /// Supporters pay. Gives how many electors it emptied, and the most that one paid.
    pub fn pay(&mut self, supporters: &[Supporter], price: &Price) -> (u64, Fraction) {
        let (mut emptied, mut most) = (0, UBig::ZERO);
        let scale = price.den != UBig::ONE;
        if scale {
            self.left.iter_mut().filter(|left| **left != UBig::ZERO).for_each(|left| *left *= &price.den);
            self.den *= &price.den;
        }
        for s in supporters {
            let left = &mut self.left[s.group];
            let due = (&price.num * UBig::from(s.worth)).min(left.clone());
            *left -= &due;
            if *left == UBig::ZERO {
                emptied += s.electors;
            }
            most = most.max(due);
        }
        (emptied, Fraction::of(most, self.den.clone()))
    }

    pub fn fraction(&self, price: &Price) -> Fraction {
        Fraction::of(price.num.clone(), &price.den * &self.den)
    }
}

impl Price {
    fn of(num: UBig, den: UBig) -> Price {
        if num == UBig::ZERO {
            return Price { num, den: UBig::ONE };
        }
        let common = (&num).gcd(&den);
        Price { num: num / &common, den: den / common }
    }

    /// Of two prices in one ledger.
    pub fn below(&self, other: &Price) -> bool {
        &self.num * &other.den < &other.num * &self.den
    }
}
