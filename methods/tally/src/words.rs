//! A count as plain text, a line for every step, for terminals and printed protocols.

use crate::majority::{Base, Judged, Judgement, Measure, Outcome};
use crate::transfer::Act;
use crate::{Settled, Tie, approval, score, transfer};
use std::fmt::Write;

fn listed(options: &[usize], names: &[String]) -> String {
    if options.is_empty() {
        return "nobody".to_owned();
    }
    options.iter().map(|option| names[*option].as_str()).collect::<Vec<_>>().join(", ")
}

/// "tie between A, B: settled by …".
fn tie_words(tie: &Tie, names: &[String]) -> String {
    let between = listed(&tie.between, names);
    match &tie.settled {
        Settled::Round(number) => {
            format!("tie between {between}: settled by round {number}, the last in which they differ")
        }
        Settled::Lot(order) => {
            format!("tie between {between}: settled by lot, in the order {}", listed(order, names))
        }
        Settled::Open => format!("tie between {between}: open, no seed was given to draw a lot from"),
    }
}

impl Judgement {
    /// Every comparison as it was made, then the outcome.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let e = self.poll.electors;
        let _ = writeln!(
            out,
            "for {}, against {}, abstain {}; spoiled {}",
            e.yes, e.against, e.abstain, self.poll.spoiled
        );
        for judged in self.turnout.iter().chain(&self.legs) {
            let _ = writeln!(out, "{}", leg_words(judged));
        }
        let outcome = match self.outcome {
            Outcome::Adopted => "adopted",
            Outcome::NotAdopted => "not adopted",
            Outcome::Inquorate => "inquorate: too few took part",
            Outcome::Tie => "tie",
        };
        let _ = writeln!(out, "{outcome}");
        out
    }
}

fn leg_words(judged: &Judged) -> String {
    let base = match judged.base {
        None => "of the roll take part",
        Some(Base::Roll) => "of the roll",
        Some(Base::Present) => "of those present",
        Some(Base::Cast) => "of votes cast",
        Some(Base::ForAgainst) => "of for and against",
    };
    let measure = if judged.measure == Measure::Electors { "electors" } else { "weight" };
    let verdict = if judged.holds { "holds" } else { "fails" };
    format!(
        "{measure} {} {base}: {} of {}, needs {}: {verdict}",
        judged.bar, judged.part, judged.of, judged.needs
    )
}

impl approval::Count {
    pub fn text(&self, names: &[String]) -> String {
        let mut out =
            format!("cast {}, of which blank {}; spoiled {}\n", self.cast, self.blank, self.spoiled);
        for option in &self.order {
            let _ = writeln!(out, "{:>8}  {}", self.approvals[*option], names[*option]);
        }
        if !self.below_bar.is_empty() {
            let _ = writeln!(out, "below the bar: {}", listed(&self.below_bar, names));
        }
        if let Some(tie) = &self.tie {
            let _ = writeln!(out, "{}", tie_words(tie, names));
        }
        let _ = writeln!(out, "elected: {}", listed(&self.elected, names));
        out
    }
}

impl score::Count {
    pub fn text(&self, names: &[String]) -> String {
        let mut out = format!("valid {}; spoiled {}\n", self.valid, self.spoiled);
        for s in &self.order {
            let half = if s.doubled_median % 2 == 1 { ".5" } else { "" };
            let median = format!("{}{half}", s.doubled_median / 2);
            let _ = writeln!(out, "mean {}/{}  median {median}  {}", s.sum, s.marks, names[s.option]);
        }
        if !self.too_few.is_empty() {
            let _ = writeln!(out, "too few marks: {}", listed(&self.too_few, names));
        }
        if let Some(tie) = &self.tie {
            let _ = writeln!(out, "{}", tie_words(tie, names));
        }
        let _ = writeln!(out, "elected: {}", listed(&self.elected, names));
        out
    }
}

impl transfer::Count {
    pub fn text(&self, names: &[String]) -> String {
        let mut out = format!(
            "{} seats, {} valid, {} blank, {} cut short; quota {}\n",
            self.seats, self.valid, self.blank, self.cut_short, self.quota
        );
        for round in &self.rounds {
            if let Some(tie) = &round.tie {
                let _ = writeln!(out, "{}", tie_words(tie, names));
            }
            let act = match round.act {
                Act::FirstPreferences => "first preferences".to_owned(),
                Act::Surplus { of, surplus } => format!("surplus of {} ({surplus}) goes on", names[of]),
                Act::Exclusion { of } => format!("{} is excluded", names[of]),
                Act::Remaining => "as many remain as there are seats".to_owned(),
            };
            let _ = writeln!(out, "round {}: {act}", round.number);
            for (option, sum) in round.sums.iter().enumerate() {
                let _ = writeln!(out, "{:>16}  {}", sum.to_string(), names[option]);
            }
            let _ = writeln!(
                out,
                "{:>16}  exhausted\n{:>16}  loss",
                round.exhausted.to_string(),
                round.loss.to_string()
            );
            if !round.elected.is_empty() {
                let _ = writeln!(out, "  elected: {}", listed(&round.elected, names));
            }
        }
        if let Some(tie) = &self.open {
            let _ = writeln!(out, "{}", tie_words(tie, names));
        }
        let _ = writeln!(out, "elected: {}", listed(&self.elected, names));
        out
    }
}
