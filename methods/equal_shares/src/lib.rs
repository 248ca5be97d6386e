//! A budget shared equally among electors: neighbours who agree pay for a project together, each out of an equal share.
//! Pure: no database, no clock, no luck but a seed handed in; every number that decides is an exact fraction.
//!
//! Each of `n` electors holds `B/n`. Again and again the project is bought whose supporters can pay it at the smallest
//! price `ρ` per unit of use, each paying `min(what is left, ρ · use)`; it ends where no supporters can pay any more.
//! What is left of the budget is used as the [`Completion`] says.
//!
//! Sources: D. Peters, G. Pierczyński, P. Skowron, Proportional participatory budgeting with additive utilities, NeurIPS
//! 2021 (the method); P. Faliszewski et al., Participatory budgeting: data, tools, and analysis, IJCAI 2023 (the file
//! format and the completions' names).

mod fraction;
mod greedy;
mod instance;
mod outcome;
pub mod pabulib;
mod paying;
mod rule;
mod shares;
mod words;

pub use fraction::Fraction;
pub use greedy::greedy;
pub use instance::{Group, Instance, Project, Vote};
pub use outcome::{Bought, How, Outcome, Refused, Round, Settled, Tie, prefer};
pub use rule::{Completion, Fill, Rule, Step, TieRule, Utility};
pub use shares::run;
