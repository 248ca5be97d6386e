//! Who was there, kept when minutes are sealed, and told so that nobody can be worked out of it: not by adding and subtracting,
//! not by comparing two dates, not by knowing these rules.
//!
//! What is told is a function of counts that never change. Meetings of fifteen neighbours and more are told alone, smaller ones
//! only several together; which, is read from how many came, which everybody knows. No meeting stands in two tables.

use super::MeetingId;
use super::representativeness::{Dim, FEWEST_KNOWN, FEWEST_SHOWN, Group, Hidden, MOST_UNKNOWN, mixed};
use kernel::{Moment, codes};
use std::collections::BTreeMap;
use std::ops::Range;

/// Meetings of fewer neighbours are told together until so many came to them.
const TOGETHER: u64 = 2 * FEWEST_KNOWN;
/// So many ways of filling what is covered are tried; where more were needed, the table is not shown.
const MOST_TRIED: usize = 600;

codes! {
    /// Which counts a page tells: those of twelve months; of a meeting as they stand, for those who keep it; not yet, until the
    /// minutes are sealed; as they were then; or none, where minutes were sealed before counts were kept.
    CountsOf { Year "year", Working "working", Waiting "waiting", Sealed "sealed", NotKept "not_kept" }
}

/// Neighbours at one meeting by group, as they were when its minutes were sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headcount {
    pub meeting: MeetingId,
    /// The link of the body's chain by which it was sealed.
    pub no: i32,
    pub held: Moment,
    /// Neighbours who were there; those in no group of a dimension did not say.
    pub came: u64,
    pub groups: BTreeMap<Dim, BTreeMap<String, u64>>,
}

impl Headcount {
    pub fn of(&self, dim: Dim) -> BTreeMap<String, u64> {
        self.groups.get(&dim).cloned().unwrap_or_default()
    }
    fn with(&self, other: &Self) -> Self {
        let sum = |dim: &Dim| {
            let mut all = self.of(*dim);
            other.of(*dim).into_iter().for_each(|(code, n)| *all.entry(code).or_default() += n);
            (*dim, all)
        };
        Self { came: self.came + other.came, groups: Dim::ALL.iter().map(sum).collect(), held: self.held.max(other.held), ..self.clone() }
    }
    /// Enough came that it is told alone.
    pub fn stands_alone(&self) -> bool {
        self.came >= FEWEST_KNOWN
    }
    /// The groups of a dimension, and how many did not say.
    pub fn cells(&self, dim: Dim) -> (Vec<(String, u64)>, u64) {
        let cells: Vec<_> = self.of(dim).into_iter().collect();
        let known: u64 = cells.iter().map(|(_, n)| n).sum();
        (cells, self.came.saturating_sub(known))
    }
    /// Whether both origins were there in earnest; nothing where the meeting's own table does not say it already.
    pub fn was_mixed(&self) -> Option<bool> {
        let of = |code: &str| self.of(Dim::Origin).get(code).copied().unwrap_or(0);
        (self.stands_alone() && self.is_open(Dim::Origin)).then(|| mixed(of("native"), of("new")))
    }
    /// Every cell of a dimension may be read.
    pub fn is_open(&self, dim: Dim) -> bool {
        let (cells, unknown) = self.cells(dim);
        let counts: Vec<u64> = cells.iter().map(|(_, n)| *n).collect();
        told_cells(&counts, unknown).is_ok_and(|cells| cells.iter().all(Option::is_some))
    }
}

/// What is told as one table: meetings that stand alone, and small ones together in the order of their seals as soon as thirty
/// came to them. Whoever fewer than five came to is in none. A later seal adds a table and changes none.
pub fn tables(counts: &[Headcount]) -> Vec<Headcount> {
    let mut sealed: Vec<&Headcount> = counts.iter().collect();
    sealed.sort_by_key(|c| c.no);
    let mut all: Vec<Headcount> = sealed.iter().filter(|c| c.stands_alone()).map(|c| (*c).clone()).collect();
    let mut waiting: Option<Headcount> = None;
    for small in sealed.into_iter().filter(|c| !c.stands_alone() && c.came >= FEWEST_SHOWN) {
        let sum = waiting.take().map_or_else(|| small.clone(), |w| w.with(small));
        match sum.came >= TOGETHER {
            true => all.push(sum),
            false => waiting = Some(sum),
        }
    }
    all
}

/// A body's meetings of a span in one dimension: the sum of the tables that are open in every cell, so that it says nothing they
/// do not say. With how many came to those and did not say.
pub fn summed(tables: &[Headcount], dim: Dim, span: &Range<Moment>) -> (BTreeMap<String, u64>, u64) {
    let open = tables.iter().filter(|t| span.contains(&t.held) && t.is_open(dim));
    open.fold((BTreeMap::new(), 0), |(mut all, silent), t| {
        let (cells, unknown) = t.cells(dim);
        cells.into_iter().for_each(|(code, n)| *all.entry(code).or_default() += n);
        (all, silent + unknown)
    })
}

/// What was kept beside who lives there, in the order of `live`. The groups are those of the count, whatever the tree of places
/// became since; one that is no more has nobody living in it.
pub fn beside(kept: &BTreeMap<String, u64>, live: &[(String, u64)]) -> Vec<Group> {
    let still = live.iter().filter(|(code, _)| kept.is_empty() || kept.contains_key(code));
    let still = still.map(|(code, live)| Group { code: code.clone(), came: kept.get(code).copied().unwrap_or(0), live: *live });
    let gone = kept.iter().filter(|(code, _)| !live.iter().any(|(l, _)| l == *code));
    still.chain(gone.map(|(code, n)| Group { code: code.clone(), came: *n, live: 0 })).collect()
}

/// The cells of one dimension as readers get them, the unknown last; whole or in parts covered. Not at all where too few are
/// known, or where what is left open would give a covered one away to somebody who knows this rule.
pub fn told_cells(groups: &[u64], unknown: u64) -> Result<Vec<Option<u64>>, Hidden> {
    let told = covered(groups, unknown).ok_or(Hidden::Few)?;
    if is_safe(&told, groups.iter().sum::<u64>() + unknown) { Ok(told) } else { Err(Hidden::Few) }
}

/// Enough known, small cells and others with them covered.
fn covered(groups: &[u64], unknown: u64) -> Option<Vec<Option<u64>>> {
    let known: u64 = groups.iter().sum();
    if known < FEWEST_KNOWN || unknown * 100 > MOST_UNKNOWN * (known + unknown) {
        return None;
    }
    let row: Vec<u64> = groups.iter().copied().chain([unknown]).collect();
    let mut told = suppression::cover(std::slice::from_ref(&row), FEWEST_SHOWN).swap_remove(0);
    told.truncate(row.len());
    Some(told)
}

/// No covered cell is fixed: among all rooms of this size that are told in just this way, each has two values at least. It is
/// asked of what is told alone, so that the answer itself tells nothing more.
fn is_safe(told: &[Option<u64>], came: u64) -> bool {
    let hidden: Vec<usize> = (0..told.len()).filter(|i| told[*i].is_none()).collect();
    let Some((last, free)) = hidden.split_last() else { return true };
    let sum = came - told.iter().flatten().sum::<u64>();
    let mut row: Vec<u64> = told.iter().map(|n| n.unwrap_or(1)).collect();
    let mut seen: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    for _ in 0..MOST_TRIED {
        row[*last] = sum - free.iter().map(|i| row[*i]).sum::<u64>();
        let (unknown, groups) = row.split_last().map_or((0, &[][..]), |(u, g)| (*u, g));
        if covered(groups, unknown).as_deref() == Some(told) {
            for i in &hidden {
                let (least, most) = seen.entry(*i).or_insert((row[*i], row[*i]));
                (*least, *most) = ((*least).min(row[*i]), (*most).max(row[*i]));
            }
            if seen.values().all(|(least, most)| least < most) {
                return true;
            }
        }
        // The next filling, as a meter turns: the first wheel that is not round yet, those before it from the beginning.
        let turned = free.iter().any(|i| {
            row[*i] += 1;
            let fits = free.iter().map(|j| row[*j]).sum::<u64>() < sum;
            if !fits {
                row[*i] = 1;
            }
            fits
        });
        if !turned {
            return false;
        }
    }
    false
}
