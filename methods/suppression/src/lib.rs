//! Which cells of a table of counts are covered, so that no small one can be worked out from the others. Pure: no
//! database, no clock, no luck.
//!
//! A table with its totals is a net: rows and columns (the totals are a row and a column like the others) are its knots,
//! covered cells its threads. What a reader can add and subtract are the equations "cells of a line = its total"; they
//! leave a covered cell open exactly if its thread lies on a ring of covered cells. Where it does not, the cheapest ring
//! is closed: the cells that cost readers least are covered with it. Every covered cell holds at least one, so that one
//! up and one down are both possible for every small cell, and nobody can tell which of the covered ones is small.
//!
//! Source: D. Gusfield, A graph theoretic approach to statistical data security, SIAM Journal on Computing 17 (1988):
//! a covered cell of a two-way table is exposed if and only if it is a bridge of that net.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Covers every count from 1 to `fewest - 1`, and as many more as needed. Gives the table as readers get it, `None` where
/// it is covered: rows in order, the columns' totals last; the last cell of a row is its total.
///
/// Zeros stay: that nobody said anything tells of nobody. `counts` are rows of equal length without totals; cost
/// O((rows × columns)²) at worst, for tables of a page.
///
/// # Panics
/// Where rows have different lengths.
pub fn cover(counts: &[Vec<u64>], fewest: u64) -> Vec<Vec<Option<u64>>> {
    let table = with_totals(counts);
    let mut covered: Vec<Vec<bool>> = table.iter().map(|row| row.iter().map(|n| (1..fewest).contains(n)).collect()).collect();
    let small: Vec<_> = places(&covered).collect();
    for (row, column) in small {
        for (r, c) in ring(&table, &covered, row, column) {
            covered[r][c] = true;
        }
    }
    table.iter().zip(&covered).map(|(row, hidden)| row.iter().zip(hidden).map(|(n, h)| (!h).then_some(*n)).collect()).collect()
}

fn with_totals(counts: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let columns = counts.first().map_or(0, Vec::len);
    assert!(counts.iter().all(|row| row.len() == columns), "rows of one length");
    let totals: Vec<u64> = (0..columns).map(|c| counts.iter().map(|row| row[c]).sum()).collect();
    counts.iter().chain([&totals]).map(|row| row.iter().copied().chain([row.iter().sum()]).collect()).collect()
}

fn places(covered: &[Vec<bool>]) -> impl Iterator<Item = (usize, usize)> {
    covered.iter().enumerate().flat_map(|(r, row)| row.iter().enumerate().filter(|(_, c)| **c).map(move |(c, _)| (r, c)))
}

/// The cheapest way from a cell's row to its column without the cell itself, over cells that are not zero: what is
/// covered already costs nothing, a total costs more than any cell of its line is worth.
fn ring(table: &[Vec<u64>], covered: &[Vec<bool>], row: usize, column: usize) -> Vec<(usize, usize)> {
    let (rows, columns) = (table.len(), table[0].len());
    let price = |r: usize, c: usize| match () {
        () if covered[r][c] => 0,
        () if r + 1 == rows || c + 1 == columns => 4 * table[r][c] + 1,
        () => table[r][c] + 1,
    };
    // Knots: rows first, then columns.
    let mut best = vec![u64::MAX; rows + columns];
    let mut came = vec![None; rows + columns];
    let mut heap = BinaryHeap::from([(Reverse(0), row)]);
    best[row] = 0;
    while let Some((Reverse(cost), knot)) = heap.pop() {
        if cost > best[knot] {
            continue;
        }
        let is_row = knot < rows;
        for other in if is_row { rows..rows + columns } else { 0..rows } {
            let (r, c) = if is_row { (knot, other - rows) } else { (other, knot - rows) };
            let next = cost + price(r, c);
            if table[r][c] > 0 && (r, c) != (row, column) && next < best[other] {
                best[other] = next;
                came[other] = Some((knot, (r, c)));
                heap.push((Reverse(next), other));
            }
        }
    }
    let mut way = vec![];
    let mut knot = rows + column;
    while let Some((before, cell)) = came[knot] {
        way.push(cell);
        knot = before;
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_tables_stay_open_and_zeros_too() {
        let seen = cover(&[vec![5, 0], vec![7, 9]], 5);
        assert!(seen.iter().flatten().all(Option::is_some));
        assert_eq!(seen[2], [Some(12), Some(9), Some(21)]);
    }

    /// One small cell alone would be the total without the others: a second one of its row, of its column, and the one
    /// where they cross are covered with it, the cheapest.
    #[test]
    fn one_small_cell_takes_three_with_it() {
        let seen = cover(&[vec![3, 8, 20], vec![9, 6, 30], vec![40, 50, 60]], 5);
        let open = |r: usize, c: usize| seen[r][c].is_some();
        assert_eq!([open(0, 0), open(0, 1), open(1, 0), open(1, 1)], [false; 4]);
        assert_eq!(seen.iter().flatten().filter(|c| c.is_none()).count(), 4);
        assert_eq!(seen[3], [Some(52), Some(64), Some(110), Some(226)]);
    }

    /// A street in which one matter was told once shows nothing at all of it, not even in its totals.
    #[test]
    fn a_single_voice_is_seen_nowhere() {
        let seen = cover(&[vec![0, 1], vec![0, 0]], 5);
        assert_eq!(seen, [vec![Some(0), None, None], vec![Some(0), Some(0), Some(0)], vec![Some(0), None, None]]);
    }
}
