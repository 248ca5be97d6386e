//! A question answered by for, against and abstain: every leg must hold.

use crate::Bar;
use serde::{Deserialize, Serialize};

/// What is counted: heads, or what stands behind them (for properties 0.01 m²).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Electors,
    Weight,
}

/// What the share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    Roll,
    Present,
    /// For, against and, if the rule counts them, abstentions.
    Cast,
    ForAgainst,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    pub measure: Measure,
    pub base: Base,
    pub bar: Bar,
}

/// How many of the roll must take part, whatever they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turnout {
    pub measure: Measure,
    pub bar: Bar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Abstain {
    CountedInCast,
    LeftOut,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub legs: Vec<Leg>,
    #[serde(default)]
    pub turnout: Vec<Turnout>,
    pub abstain: Abstain,
}

/// The votes by one measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    #[serde(rename = "for")]
    pub yes: u64,
    pub against: u64,
    pub abstain: u64,
    /// All who may vote; in a meeting, all who are entitled.
    pub roll: u64,
    /// Who of them is there; outside of a meeting nobody.
    pub present: u64,
}

/// What was voted. Spoiled votes are in no base; they are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    pub electors: Sides,
    pub weight: Sides,
    pub spoiled: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Adopted,
    /// A leg fails.
    NotAdopted,
    /// Too few took part; the legs were not asked.
    Inquorate,
    /// As many for as against, and nothing but that is missing: a rule may ask again or draw.
    Tie,
}

/// One comparison as it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Judged {
    pub measure: Measure,
    /// `None`: participation of the roll.
    pub base: Option<Base>,
    pub bar: Bar,
    pub part: u64,
    pub of: u64,
    /// The least part that would have passed.
    pub needs: u64,
    pub holds: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    pub poll: Poll,
    pub turnout: Vec<Judged>,
    pub legs: Vec<Judged>,
    pub outcome: Outcome,
}

/// Judges a question. A rule without legs adopts nothing.
pub fn judge(rule: &Rule, poll: &Poll) -> Judgement {
    let sides = |measure| if measure == Measure::Electors { poll.electors } else { poll.weight };
    let compare = |measure, base, bar: Bar, part, of| Judged {
        measure,
        base,
        bar,
        part,
        of,
        needs: bar.least(of),
        holds: bar.holds(part, of),
    };
    let turnout: Vec<_> = rule
        .turnout
        .iter()
        .map(|t| {
            let s = sides(t.measure);
            compare(t.measure, None, t.bar, s.yes + s.against + s.abstain, s.roll)
        })
        .collect();
    let legs: Vec<_> = rule
        .legs
        .iter()
        .map(|leg| {
            let s = sides(leg.measure);
            let of = match leg.base {
                Base::Roll => s.roll,
                Base::Present => s.present,
                Base::ForAgainst => s.yes + s.against,
                Base::Cast if rule.abstain == Abstain::LeftOut => s.yes + s.against,
                Base::Cast => s.yes + s.against + s.abstain,
            };
            compare(leg.measure, Some(leg.base), leg.bar, s.yes, of)
        })
        .collect();
    let outcome = outcome(poll, &turnout, &legs);
    Judgement { poll: *poll, turnout, legs, outcome }
}

fn outcome(poll: &Poll, turnout: &[Judged], legs: &[Judged]) -> Outcome {
    let halved = poll.electors.yes == poll.electors.against && poll.electors.yes > 0;
    let on_the_bar = |leg: &Judged| leg.bar.strict && leg.bar.is_met_exactly(leg.part, leg.of);
    match () {
        () if turnout.iter().any(|t| !t.holds) => Outcome::Inquorate,
        () if !legs.is_empty() && legs.iter().all(|l| l.holds) => Outcome::Adopted,
        () if !legs.is_empty() && halved && legs.iter().all(|l| l.holds || on_the_bar(l)) => Outcome::Tie,
        () => Outcome::NotAdopted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(base: Base, bar: &str) -> Rule {
        let leg = Leg { measure: Measure::Electors, base, bar: bar.parse().unwrap() };
        Rule { legs: vec![leg], turnout: vec![], abstain: Abstain::CountedInCast }
    }

    fn households(yes: u64, against: u64, abstain: u64) -> Poll {
        Poll { electors: Sides { yes, against, abstain, roll: 120, present: 0 }, ..Poll::default() }
    }

    /// Handbook, scene 5.
    #[test]
    fn exact_bars_on_a_roll_of_120_households() {
        let said = |base, bar, poll| judge(&rule(base, bar), &poll).outcome;
        assert_eq!(said(Base::Roll, ">1/2", households(61, 40, 9)), Outcome::Adopted);
        assert_eq!(said(Base::ForAgainst, ">=2/3", households(61, 40, 9)), Outcome::NotAdopted);
        assert_eq!(said(Base::Roll, ">1/2", households(60, 40, 9)), Outcome::NotAdopted);
        assert_eq!(said(Base::Roll, ">=1/2", households(60, 40, 9)), Outcome::Adopted);
    }

    /// Handbook, scene 6, in 0.01 m²: enough heads, too little area, and the leg that fails is named.
    #[test]
    fn owners_decide_by_number_and_by_area() {
        let bar = Bar::more_than(1, 2);
        let leg = |measure| Leg { measure, base: Base::Cast, bar };
        let part = |measure| Turnout { measure, bar: Bar::at_least(2, 3) };
        let rule = Rule {
            legs: vec![leg(Measure::Electors), leg(Measure::Weight)],
            turnout: vec![part(Measure::Electors), part(Measure::Weight)],
            abstain: Abstain::CountedInCast,
        };
        let poll = Poll {
            electors: Sides { yes: 120, against: 80, abstain: 10, roll: 300, present: 0 },
            weight: Sides { yes: 910_000, against: 900_000, abstain: 35_000, roll: 2_700_000, present: 0 },
            spoiled: 0,
        };
        let result = judge(&rule, &poll);
        assert_eq!(result.turnout.iter().map(|t| t.needs).collect::<Vec<_>>(), [200, 1_800_000]);
        assert_eq!(
            result.legs.iter().map(|l| (l.holds, l.needs)).collect::<Vec<_>>(),
            [(true, 106), (false, 922_501)]
        );
        assert_eq!(result.outcome, Outcome::NotAdopted);
        let few = Poll { electors: Sides { against: 60, ..poll.electors }, ..poll };
        assert_eq!(judge(&rule, &few).outcome, Outcome::Inquorate);
    }

    #[test]
    fn a_tie_is_one_only_where_nothing_else_is_missing() {
        let half = rule(Base::Cast, ">1/2");
        assert_eq!(judge(&half, &households(40, 40, 0)).outcome, Outcome::Tie);
        assert_eq!(judge(&half, &households(40, 40, 1)).outcome, Outcome::NotAdopted);
        assert_eq!(judge(&rule(Base::Cast, ">=2/3"), &households(40, 40, 0)).outcome, Outcome::NotAdopted);
        let left_out = Rule { abstain: Abstain::LeftOut, ..half };
        assert_eq!(judge(&left_out, &households(40, 40, 1)).outcome, Outcome::Tie);
        assert_eq!(judge(&left_out, &households(0, 0, 5)).outcome, Outcome::NotAdopted);
    }
}
