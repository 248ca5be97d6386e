//! The usual way: the projects with the most behind them, as long as they fit.

use crate::{Fill, Instance, Utility};
use std::cmp::{Ordering, Reverse};

/// Projects in the order they are bought after `already`: most use for the cost (or most votes) first, equal ones by id;
/// what does not fit is skipped. What nobody supports comes last and is bought only if `unsupported`.
pub fn greedy(
    instance: &Instance,
    utility: Utility,
    fill: Fill,
    unsupported: bool,
    already: &[usize],
) -> Vec<usize> {
    let votes = instance.supporters();
    let mut uses = vec![0u128; instance.projects.len()];
    for group in &instance.groups {
        for (project, points) in &group.uses {
            uses[*project] +=
                u128::from(group.electors) * u128::from(instance.worth(utility, *project, *points));
        }
    }
    let cost = |project: usize| u128::from(instance.projects[project].cost);
    // A project without a cost has its support for nothing: infinite, unless there is none.
    let by_density = |a: usize, b: usize| match (cost(a), cost(b)) {
        (0, 0) => (uses[a] > 0).cmp(&(uses[b] > 0)),
        (0, _) if uses[a] > 0 => Ordering::Greater,
        (_, 0) if uses[b] > 0 => Ordering::Less,
        (in_a, in_b) => (uses[a] * in_b.max(1)).cmp(&(uses[b] * in_a.max(1))),
    };
    let mut order: Vec<usize> = (0..instance.projects.len()).filter(|p| !already.contains(p)).collect();
    order.retain(|project| unsupported || votes[*project] > 0);
    order.sort_by(|a, b| {
        let ahead = match fill {
            Fill::UsePerCost => by_density(*b, *a),
            Fill::MostVotes => Reverse(votes[*a]).cmp(&Reverse(votes[*b])),
        };
        ahead.then_with(|| instance.projects[*a].id.cmp(&instance.projects[*b].id))
    });
    let mut left = instance.budget.saturating_sub(instance.cost(already));
    order.retain(|project| {
        let fits = instance.projects[*project].cost <= left;
        if fits {
            left -= instance.projects[*project].cost;
        }
        fits
    });
    order
}
