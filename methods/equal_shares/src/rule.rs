//! What a ballot's rule has to say before anybody votes.

use serde::{Deserialize, Serialize};

/// What a project is worth to whoever approves it. Points and ranks say it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Utility {
    /// Its cost: money well spent, large projects are not behind small ones.
    Cost,
    /// One: many small projects.
    Count,
}

/// How an equal price is settled, asked in order; what is still equal goes by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieRule {
    LowerCost,
    MoreVotes,
    /// Ascending HMAC-SHA256(seed, id), where a seed is given.
    Lot,
}

/// What the greedy completion buys next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// Most use for its cost; with `Utility::Cost` that is most votes.
    UsePerCost,
    MostVotes,
}

/// Raising every share by one unit of the currency at a time: when to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Before the first outcome over the budget: what the cities do.
    Overspending,
    /// Also where nothing more fits the budget: what pabutools does.
    Exhaustive,
}

/// What happens with money that no supporters can spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// It stays.
    None,
    /// Greedy over the rest.
    Utilitarian,
    /// All shares rise while the total fits.
    Add1(Step),
    /// The same, then greedy over the rest.
    Add1U(Step),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub utility: Utility,
    pub completion: Completion,
    pub fill: Fill,
    /// Whether the greedy completion may buy what nobody supports.
    pub unsupported: bool,
    /// The first share rounded down to a whole unit of the currency.
    pub whole_start: bool,
    pub ties: Vec<TieRule>,
}

impl Default for Rule {
    /// The house's: `Add1U` until overspending; lower cost, more votes, lot.
    fn default() -> Rule {
        Rule {
            utility: Utility::Cost,
            completion: Completion::Add1U(Step::Overspending),
            fill: Fill::MostVotes,
            unsupported: false,
            whole_start: false,
            ties: vec![TieRule::LowerCost, TieRule::MoreVotes, TieRule::Lot],
        }
    }
}
