//! A draw as plain text.

use crate::draw::{Bound, Change, Drawn, Infeasible};
use std::fmt;

impl Drawn {
    pub fn text(&self) -> String {
        let list = |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
        let attempt = self.attempt.map_or_else(String::new, |n| format!(", attempt {n}"));
        let name = serde_name(self.algorithm);
        format!(
            "algorithm {name}{attempt}\npool of {}, hash {}\npanel ({}): {}\nalternates ({}): {}\n",
            self.pool_size,
            self.pool_hash,
            self.panel.len(),
            list(&self.panel),
            self.alternates.len(),
            list(&self.alternates)
        )
    }
}

fn serde_name(algorithm: crate::Algorithm) -> &'static str {
    match algorithm {
        crate::Algorithm::Cells1 => "cells-1",
        crate::Algorithm::Quotas1 => "quotas-1",
        crate::Algorithm::Leximin1 => "leximin-1",
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let bound = if self.bound == Bound::AtLeast { "at least" } else { "at most" };
        write!(f, "{} {} {bound} {}", self.dimension, self.code, self.from)?;
        if self.from == self.to { Ok(()) } else { write!(f, " (with {} a panel is possible)", self.to) }
    }
}

impl fmt::Display for Infeasible {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Infeasible::TooFewPeople { pool, size } => {
                write!(f, "infeasible: {pool} people for {size} places")
            }
            Infeasible::Bounds { changes } => {
                let all: Vec<String> = changes.iter().map(Change::to_string).collect();
                write!(f, "infeasible, the tightest bound first: {}", all.join("; "))
            }
            Infeasible::Attempts { attempts, often_missed } => {
                write!(f, "infeasible in {attempts} attempts; most often in the way: {often_missed}")
            }
            Infeasible::Rules { problem } | Infeasible::Numbers { problem } => write!(f, "{problem}"),
        }
    }
}

impl std::error::Error for Infeasible {}
