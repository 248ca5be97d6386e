//! Who may be drawn, and the bounds that the panel keeps.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    #[serde(rename = "cells-1")]
    Cells1,
    #[serde(rename = "quotas-1")]
    Quotas1,
    #[serde(rename = "leximin-1")]
    Leximin1,
}

/// How many of a kind the panel holds at least and at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub at_least: usize,
    pub at_most: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    pub name: String,
    pub categories: Vec<Category>,
}

/// What is announced before the pool is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub algorithm: Algorithm,
    pub size: usize,
    #[serde(default)]
    pub alternates: usize,
    pub dims: Vec<Dimension>,
    /// How many orders `quotas-1` tries.
    #[serde(default = "attempts")]
    pub attempts: u32,
}

fn attempts() -> u32 {
    10_000
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub pool_no: u64,
    /// The place of the person's category, by dimension of the rules.
    pub strata: Vec<usize>,
    line: String,
}

/// People by ascending number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    pub people: Vec<Person>,
}

impl Rules {
    /// # Errors
    /// Which rule cannot stand, whatever the pool.
    pub fn check(&self) -> Result<(), String> {
        if self.size == 0 {
            return Err("a panel of nobody".to_owned());
        }
        if self.algorithm == Algorithm::Cells1 && self.dims.len() > 2 {
            return Err(format!(
                "cells-1 has at most two dimensions, not {}; quotas-1 has any number",
                self.dims.len()
            ));
        }
        for dim in &self.dims {
            let codes: BTreeSet<String> = dim.categories.iter().map(|c| alike(&c.code)).collect();
            if codes.len() < dim.categories.len() {
                return Err(format!("{}: a category stands twice", dim.name));
            }
            if let Some(c) = dim.categories.iter().find(|c| c.at_least > c.at_most) {
                return Err(format!(
                    "{} {}: at least {} and at most {}",
                    dim.name, c.code, c.at_least, c.at_most
                ));
            }
        }
        Ok(())
    }

    /// The cell of somebody with such strata: its codes in order of dimensions.
    pub fn cell(&self, strata: &[usize]) -> Vec<String> {
        self.dims.iter().zip(strata).map(|(dim, at)| dim.categories[*at].code.clone()).collect()
    }
}

impl Pool {
    /// Reads `pool_no` and a column for each dimension of the rules; other columns stay in the hash and decide nothing.
    /// Codes are compared trimmed, in NFKC and without case.
    ///
    /// # Errors
    /// The line that cannot be read, and why.
    pub fn read(text: &str, rules: &Rules) -> Result<Pool, String> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let head = reader.headers().map_err(|why| why.to_string())?.clone();
        let column = |name: &str| {
            let found = head.iter().position(|h| alike(h) == alike(name));
            found.ok_or_else(|| format!("the pool has no column `{name}`"))
        };
        let number = column("pool_no")?;
        let columns = rules.dims.iter().map(|dim| column(&dim.name)).collect::<Result<Vec<_>, _>>()?;
        let codes: Vec<BTreeMap<String, usize>> = rules
            .dims
            .iter()
            .map(|dim| dim.categories.iter().enumerate().map(|(at, c)| (alike(&c.code), at)).collect())
            .collect();
        let mut people = BTreeMap::new();
        for record in reader.records() {
            let record = record.map_err(|why| why.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let no = record[number]
                .parse()
                .map_err(|_| format!("line {line}: `{}` is no number", &record[number]))?;
            let strata = columns.iter().zip(&codes).zip(&rules.dims).map(|((column, codes), dim)| {
                let code = &record[*column];
                codes
                    .get(&alike(code))
                    .copied()
                    .ok_or_else(|| format!("line {line}: {} has no category `{code}`", dim.name))
            });
            let strata = strata.collect::<Result<Vec<_>, _>>()?;
            let rest = record.iter().enumerate().filter(|(at, _)| *at != number).map(|(_, text)| text);
            let written =
                std::iter::once(no_text(no)).chain(rest.map(str::to_owned)).collect::<Vec<_>>().join(",");
            if people.insert(no, Person { pool_no: no, strata, line: written }).is_some() {
                return Err(format!("line {line}: number {no} stands twice"));
            }
        }
        Ok(Pool { people: people.into_values().collect() })
    }

    /// SHA-256 over a line for each person, `pool_no,strata…` as in the file, by ascending number, each ended by a line
    /// feed. Published before the seed can exist.
    pub fn hash(&self) -> [u8; 32] {
        let lines = self.people.iter().map(|p| format!("{}\n", p.line));
        lines.fold(Sha256::new(), |hash, line| hash.chain_update(line)).finalize().into()
    }

    /// People of one cell together, cells by the order of categories in the rules.
    pub fn cells(&self) -> BTreeMap<Vec<usize>, Vec<&Person>> {
        let mut cells: BTreeMap<Vec<usize>, Vec<&Person>> = BTreeMap::new();
        self.people.iter().for_each(|p| cells.entry(p.strata.clone()).or_default().push(p));
        cells
    }

    pub fn person(&self, pool_no: u64) -> Option<&Person> {
        let at = self.people.binary_search_by_key(&pool_no, |p| p.pool_no).ok()?;
        Some(&self.people[at])
    }
}

fn no_text(no: u64) -> String {
    no.to_string()
}

fn alike(text: &str) -> String {
    text.trim().nfkc().collect::<String>().to_lowercase()
}
