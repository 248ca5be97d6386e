//! What is voted on and what was voted.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Project {
    pub id: String,
    pub name: String,
    /// In the smallest part of the currency that occurs; see [`Instance::unit`].
    pub cost: u64,
}

/// Projects by their place in [`Instance::projects`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vote {
    /// Approved ones.
    Approval(BTreeSet<usize>),
    /// Points for some.
    Points(BTreeMap<usize, u64>),
    /// Best first; the use of one is how many stand after it (Borda).
    Ranking(Vec<usize>),
}

/// Electors who voted alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub electors: u64,
    /// Project, and points or Borda points; 1 for an approval. Nothing with 0.
    pub uses: Vec<(usize, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub projects: Vec<Project>,
    pub budget: u64,
    /// How many smallest parts one unit of the currency has: 1, or 100 where hundredths occur.
    pub unit: u64,
    /// Every vote, empty ones too.
    pub electors: u64,
    pub groups: Vec<Group>,
    /// Votes were sets: a use may be counted as 1 or as the cost.
    pub approvals: bool,
}

impl Instance {
    /// # Errors
    /// An id that stands twice, or a vote for a project that is not there; votes are counted from 1.
    pub fn of(
        projects: Vec<Project>,
        budget: u64,
        unit: u64,
        votes: impl IntoIterator<Item = (u64, Vote)>,
    ) -> Result<Instance, String> {
        let mut ids = BTreeSet::new();
        if let Some(twice) = projects.iter().find(|p| !ids.insert(p.id.as_str())) {
            return Err(format!("project {} stands twice", twice.id));
        }
        let mut groups: BTreeMap<Vec<(usize, u64)>, u64> = BTreeMap::new();
        let (mut electors, mut approvals) = (0, true);
        for (number, (times, vote)) in votes.into_iter().enumerate() {
            approvals &= matches!(vote, Vote::Approval(_));
            let mut uses: Vec<(usize, u64)> = match vote {
                Vote::Approval(set) => set.into_iter().map(|project| (project, 1)).collect(),
                Vote::Points(points) => points.into_iter().collect(),
                Vote::Ranking(order) => {
                    let after = (0..order.len() as u64).rev();
                    order.into_iter().zip(after).collect()
                }
            };
            uses.sort_unstable();
            if uses.iter().any(|(project, _)| *project >= projects.len()) {
                return Err(format!("vote {} names a project that is not there", number + 1));
            }
            if uses.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                return Err(format!("vote {} names a project twice", number + 1));
            }
            uses.retain(|(_, points)| *points > 0);
            electors += times;
            *groups.entry(uses).or_default() += times;
        }
        let groups = groups.into_iter().filter(|(_, electors)| *electors > 0);
        let groups = groups.map(|(uses, electors)| Group { electors, uses }).collect();
        Ok(Instance { projects, budget, unit: unit.max(1), electors, groups, approvals })
    }

    /// Electors with any use of each project.
    pub fn supporters(&self) -> Vec<u64> {
        let mut all = vec![0; self.projects.len()];
        for group in &self.groups {
            group.uses.iter().for_each(|(project, _)| all[*project] += group.electors);
        }
        all
    }

    pub fn cost(&self, projects: &[usize]) -> u64 {
        projects.iter().map(|project| self.projects[*project].cost).sum()
    }
}
