//! One draw, whichever algorithm, and who follows when somebody declines.

use crate::pool::{Algorithm, Pool, Rules};
use crate::{cells, leximin, lottery, order, program, quotas};
use serde::Serialize;

/// The published result. Numbers only; names appear when a seat is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Drawn {
    pub algorithm: Algorithm,
    pub pool_hash: String,
    pub pool_size: usize,
    /// Which order of `quotas-1` fitted, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    pub panel: Vec<u64>,
    /// In the order they are called.
    pub alternates: Vec<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    AtLeast,
    AtMost,
}

/// A bound with what would have to stand in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub dimension: String,
    pub code: String,
    pub bound: Bound,
    pub from: usize,
    pub to: usize,
}

/// No panel keeps every bound. Nothing is loosened by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum Infeasible {
    /// Fewer people than places.
    TooFewPeople { pool: usize, size: usize },
    /// The smallest changes that would leave a panel; the first is the tightest bound.
    Bounds { changes: Vec<Change> },
    /// A panel exists, and so many orders did not find one.
    Attempts { attempts: u32, often_missed: Change },
    /// The rules cannot stand.
    Rules { problem: String },
    /// The program gave up on the numbers, as it says.
    Numbers { problem: String },
}

/// Draws by the rules' algorithm.
///
/// # Errors
/// Where no panel keeps every bound; never a partial panel.
pub fn draw(pool: &Pool, rules: &Rules, seed: &[u8]) -> Result<Drawn, Infeasible> {
    rules.check().map_err(|problem| Infeasible::Rules { problem })?;
    if pool.people.len() < rules.size {
        return Err(Infeasible::TooFewPeople { pool: pool.people.len(), size: rules.size });
    }
    let (attempt, panel, alternates) = match rules.algorithm {
        Algorithm::Cells1 => {
            let (panel, alternates) = cells::draw(pool, rules, |no| order::rank(seed, no))?;
            (None, panel, alternates)
        }
        Algorithm::Quotas1 => {
            program::panel_exists(pool, rules)?;
            let key = |attempt: u32| [seed, attempt.to_string().as_bytes()].concat();
            let (attempt, panel, alternates) = quotas::draw(pool, rules, |attempt| {
                let key = key(attempt);
                move |no| order::rank(&key, no)
            })?;
            (Some(attempt), panel, alternates)
        }
        Algorithm::Leximin1 => {
            let lottery = leximin(pool, rules)?;
            let (panel, alternates) = lottery::draw(&lottery, pool, rules, seed);
            (None, panel, alternates)
        }
    };
    let pool_hash = hex::encode(pool.hash());
    Ok(Drawn {
        algorithm: rules.algorithm,
        pool_hash,
        pool_size: pool.people.len(),
        attempt,
        panel,
        alternates,
    })
}

/// Who is called next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Replacement {
    pub pool_no: u64,
    /// The first alternate of the same cell; otherwise the first that keeps all bounds.
    pub same_cell: bool,
}

/// Whom the refusal or silence of `leaving` calls: the first alternate of the same cell, then the first of all with whom
/// every bound still holds. `alternates` are those not called yet, in their order; `panel` holds who sits, with or
/// without `leaving`.
pub fn replacement(
    pool: &Pool,
    rules: &Rules,
    panel: &[u64],
    leaving: u64,
    alternates: &[u64],
) -> Option<Replacement> {
    let of = |no: u64| pool.person(no).map(|p| p.strata.as_slice());
    let (gone, stay) = (of(leaving)?, panel.iter().filter(|no| **no != leaving));
    let stay: Vec<&[usize]> = stay.filter_map(|no| of(*no)).collect();
    if let Some(no) = alternates.iter().find(|no| of(**no) == Some(gone)) {
        return Some(Replacement { pool_no: *no, same_cell: true });
    }
    let keeps = |no: &&u64| {
        of(**no).is_some_and(|strata| {
            let people: Vec<&[usize]> = stay.iter().copied().chain([strata]).collect();
            rules.dims.iter().enumerate().all(|(d, dim)| {
                dim.categories.iter().enumerate().all(|(at, c)| {
                    let many = people.iter().filter(|strata| strata[d] == at).count();
                    (c.at_least..=c.at_most).contains(&many)
                })
            })
        })
    };
    alternates.iter().find(keeps).map(|no| Replacement { pool_no: *no, same_cell: false })
}
