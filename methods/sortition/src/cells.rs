//! `cells-1`: seats for every cell by its size, people inside it by lot.

use crate::draw::{Bound, Change, Infeasible};
use crate::pool::{Person, Pool, Rules};
use std::cmp::Reverse;

type Lists = (Vec<u64>, Vec<u64>);

/// Panel and alternates, cell by cell; `rank` is the order inside a cell.
pub(crate) fn draw<K: Ord>(pool: &Pool, rules: &Rules, rank: impl Fn(u64) -> K) -> Result<Lists, Infeasible> {
    let cells = pool.cells();
    let sizes: Vec<usize> = cells.values().map(Vec::len).collect();
    let seats = apportion(rules.size, &sizes);
    let strata: Vec<&Vec<usize>> = cells.keys().collect();
    check(rules, &strata, &seats)?;
    let left: Vec<usize> = sizes.iter().zip(&seats).map(|(size, seats)| size - seats).collect();
    let more = apportion(rules.alternates.min(left.iter().sum()), &left);
    let (mut panel, mut alternates) = (vec![], vec![]);
    for (people, (seats, more)) in cells.values().zip(seats.into_iter().zip(more)) {
        let mut ranked: Vec<&Person> = people.clone();
        ranked.sort_by_cached_key(|p| (rank(p.pool_no), p.pool_no));
        let numbers: Vec<u64> = ranked.iter().map(|p| p.pool_no).collect();
        panel.extend(&numbers[..seats]);
        alternates.extend(&numbers[seats..seats + more]);
    }
    Ok((panel, alternates))
}

/// Places by largest remainder; of equal remainders the larger cell first, then the earlier one.
fn apportion(places: usize, sizes: &[usize]) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    if all == 0 {
        return vec![0; sizes.len()];
    }
    let mut seats: Vec<usize> = sizes.iter().map(|size| places * size / all).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|cell| (Reverse(places * sizes[*cell] % all), Reverse(sizes[*cell]), *cell));
    let given: usize = seats.iter().sum();
    order.into_iter().take(places - given).for_each(|cell| seats[cell] += 1);
    seats
}

fn check(rules: &Rules, strata: &[&Vec<usize>], seats: &[usize]) -> Result<(), Infeasible> {
    let mut changes = vec![];
    for (d, dim) in rules.dims.iter().enumerate() {
        for (at, c) in dim.categories.iter().enumerate() {
            let many: usize =
                strata.iter().zip(seats).filter(|(cell, _)| cell[d] == at).map(|(_, seats)| seats).sum();
            let change = |bound, from| Change {
                dimension: dim.name.clone(),
                code: c.code.clone(),
                bound,
                from,
                to: many,
            };
            if many < c.at_least {
                changes.push(change(Bound::AtLeast, c.at_least));
            }
            if many > c.at_most {
                changes.push(change(Bound::AtMost, c.at_most));
            }
        }
    }
    changes.sort_by_key(|change| Reverse(change.from.abs_diff(change.to)));
    if changes.is_empty() { Ok(()) } else { Err(Infeasible::Bounds { changes }) }
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn the_largest_remainders_get_the_last_seats() {
        assert_eq!(apportion(10, &[33, 33, 34]), [3, 3, 4]);
        // Remainders 0.5 and 0.5 and 0: the larger cell first, then the earlier.
        assert_eq!(apportion(2, &[10, 30]), [0, 2]);
        assert_eq!(apportion(1, &[5, 5]), [1, 0]);
        assert_eq!(apportion(4, &[1, 1, 1, 1]), [1, 1, 1, 1]);
        assert_eq!(apportion(0, &[0, 0]), [0, 0]);
    }
}
