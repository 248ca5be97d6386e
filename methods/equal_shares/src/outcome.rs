//! What was bought, at which price and out of whose share, and why the others were not.

use crate::{Fraction, Instance, Utility};
use serde::Serialize;

/// A price that several projects had, said aloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// Projects by place.
    pub between: Vec<usize>,
    pub settled: Settled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    LowerCost,
    MoreVotes,
    Lot,
    /// By id in string order: nothing before told them apart.
    Id,
}

/// One purchase out of the shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    pub project: usize,
    /// Per unit of use.
    pub price: Fraction,
    /// What the supporters still had together before it.
    pub money_behind: Fraction,
    /// The most that one of them pays.
    pub most_paid: Fraction,
    /// Electors who gave all they had left.
    pub emptied: u64,
    pub tie: Option<Tie>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Its supporters paid.
    Shares,
    /// It costs nothing and somebody wants it.
    Free,
    /// Greedily, from what was left.
    Filled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bought {
    pub project: usize,
    pub how: How,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    NoSupport {
        project: usize,
    },
    /// The supporters had this much left at the end.
    TooLittleBehind {
        project: usize,
        money_behind: Fraction,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub electors: u64,
    pub budget: u64,
    /// What each elector held in the run that counts; more than `budget / electors` where shares were raised.
    pub share: Fraction,
    /// How often shares were raised by one unit.
    pub steps: u64,
    /// In the order they were bought.
    pub bought: Vec<Bought>,
    pub cost: u64,
    pub rounds: Vec<Round>,
    pub refused: Vec<Refused>,
    /// Votes for each project, by place.
    pub votes: Vec<u64>,
}

impl Outcome {
    pub fn projects(&self) -> Vec<usize> {
        self.bought.iter().map(|b| b.project).collect()
    }

    /// Where the share of an elector with such uses went: project and amount, in order; then what is left.
    pub fn receipt(
        &self,
        instance: &Instance,
        utility: Utility,
        uses: &[(usize, u64)],
    ) -> (Vec<(usize, Fraction)>, Fraction) {
        let mut left = self.share.clone();
        let mut paid = vec![];
        for round in &self.rounds {
            let Some((_, points)) = uses.iter().find(|(project, _)| *project == round.project) else {
                continue;
            };
            let due = round.price.times(instance.worth(utility, round.project, *points)).min(left.clone());
            left = left.minus(&due);
            paid.push((round.project, due));
        }
        (paid, left)
    }
}

impl Instance {
    /// The use of a project to an elector who gave it `points`.
    pub(crate) fn worth(&self, utility: Utility, project: usize, points: u64) -> u64 {
        if self.approvals && utility == Utility::Cost { self.projects[project].cost } else { points }
    }
}

/// How many electors have more use of the one set than of the other: (first, second). The comparison some cities make
/// with the greedy outcome, which wins only with strictly more.
pub fn prefer(instance: &Instance, utility: Utility, first: &[usize], second: &[usize]) -> (u64, u64) {
    let mut sides = (0, 0);
    for group in &instance.groups {
        let of = |set: &[usize]| -> u128 {
            let uses = group.uses.iter().filter(|(project, _)| set.contains(project));
            uses.map(|(project, points)| u128::from(instance.worth(utility, *project, *points))).sum()
        };
        match of(first).cmp(&of(second)) {
            std::cmp::Ordering::Greater => sides.0 += group.electors,
            std::cmp::Ordering::Less => sides.1 += group.electors,
            std::cmp::Ordering::Equal => {}
        }
    }
    sides
}
