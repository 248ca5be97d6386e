//! An outcome as plain text, a line for every purchase.

use crate::{How, Instance, Outcome, Refused, Settled};
use std::fmt::Write;

impl Instance {
    /// An amount in units of the currency.
    pub fn money(&self, parts: u64) -> String {
        match parts % self.unit {
            0 => (parts / self.unit).to_string(),
            part => format!("{}.{part:0width$}", parts / self.unit, width = self.unit.ilog10() as usize),
        }
    }

    fn about(&self, parts: f64) -> String {
        format!("{:.2}", parts / self.unit as f64)
    }
}

impl Outcome {
    pub fn text(&self, instance: &Instance) -> String {
        let label = |project: usize| {
            let p = &instance.projects[project];
            if p.name.is_empty() { p.id.clone() } else { format!("{} {}", p.id, p.name) }
        };
        let mut out = format!(
            "{} electors share {}: {} each, raised {} times to {}\n",
            self.electors,
            instance.money(self.budget),
            instance.about(self.budget as f64 / self.electors.max(1) as f64),
            self.steps,
            instance.about(self.share.about())
        );
        for (number, round) in self.rounds.iter().enumerate() {
            if let Some(tie) = &round.tie {
                let between: Vec<String> =
                    tie.between.iter().map(|p| instance.projects[*p].id.clone()).collect();
                let by = match tie.settled {
                    Settled::LowerCost => "the lower cost",
                    Settled::MoreVotes => "more votes",
                    Settled::Lot => "lot",
                    Settled::Id => "the order of ids",
                };
                let _ = writeln!(out, "tie between {}: settled by {by}", between.join(", "));
            }
            let _ = writeln!(
                out,
                "round {}: {} for {}; {} votes with {} behind it, nobody pays more than {}, {} give all they have left",
                number + 1,
                label(round.project),
                instance.money(instance.projects[round.project].cost),
                self.votes[round.project],
                instance.about(round.money_behind.about()),
                instance.about(round.most_paid.about()),
                round.emptied
            );
        }
        for bought in self.bought.iter().filter(|b| b.how != How::Shares) {
            let why = if bought.how == How::Free { "costs nothing" } else { "from what is left" };
            let cost = instance.money(instance.projects[bought.project].cost);
            let _ = writeln!(
                out,
                "{why}: {} for {cost}; {} votes",
                label(bought.project),
                self.votes[bought.project]
            );
        }
        for refused in &self.refused {
            let _ = match refused {
                Refused::NoSupport { project } => {
                    writeln!(out, "not funded: {}: nobody chose it", label(*project))
                }
                Refused::TooLittleBehind { project, money_behind } => writeln!(
                    out,
                    "not funded: {}: costs {}, its {} supporters have {} left",
                    label(*project),
                    instance.money(instance.projects[*project].cost),
                    self.votes[*project],
                    instance.about(money_behind.about())
                ),
            };
        }
        let ids: Vec<&str> = self.bought.iter().map(|b| instance.projects[b.project].id.as_str()).collect();
        let _ = writeln!(
            out,
            "funded for {} of {}: {}",
            instance.money(self.cost),
            instance.money(self.budget),
            ids.join(", ")
        );
        out
    }
}
