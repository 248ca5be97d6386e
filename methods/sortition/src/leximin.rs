//! The lottery over panels that is fairest to whoever is least likely to be drawn, then to the next least likely.
//!
//! A lottery gives each type a chance. The least chance is made as great as possible; whose chance can be no greater is
//! fixed at it, and the least of the others is made as great as possible. Both halves are linear programs with a column
//! for every panel; panels are made when needed, as the ones that a weighing of people values most.
//!
//! The weighing is the certificate. Where non-negative weights `y` over people have sum 1 over those not fixed, and no
//! panel weighs more than `w`, then every lottery that gives the fixed ones `p` gives somebody of the others at most
//! `w − Σ y·p`: that can be checked with one integer program a stage, without trusting how the lottery was found.
//!
//! The chances are unique, the lottery is not.

use crate::draw::Infeasible;
use crate::lottery::{Panel, weights};
use crate::pool::{Pool, Rules};
use crate::program::{Composition, Program, Type, solved, types};
use microlp::{ComparisonOp, Error, LinearExpr, OptimizationDirection, Problem, Solution, Variable};
use serde::Serialize;
use std::collections::BTreeSet;

/// A weighing may overlook a panel that weighs so much more.
const GAP: f64 = 1e-6;
/// A weight above it says that the chance cannot be greater.
const WEIGHT: f64 = 1e-7;

/// One stage of the certificate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// The least chance among those not fixed before.
    pub value: f64,
    /// What no lottery exceeds: the heaviest panel of all less the fixed chances, by `weights`.
    pub bound: f64,
    pub weights: Vec<f64>,
    /// Types fixed by this stage.
    pub fixed: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certificate {
    pub stages: Vec<Stage>,
    /// The greatest `bound − value`; at most 1e-6.
    pub gap: f64,
    /// By how much the lottery misses a fixed chance at most; at most 1e-6.
    pub shortfall: f64,
    /// How often fixed chances were lowered by 1e-7 since rounding had made them unreachable together.
    pub lowered: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leximin {
    /// The cells of types, in the order that panels and chances use.
    pub types: Vec<Vec<String>>,
    pub people: Vec<usize>,
    /// The chance of one person of each type.
    pub chances: Vec<f64>,
    /// Types that no panel can hold.
    pub uncoverable: Vec<usize>,
    pub panels: Vec<Panel>,
    pub certificate: Certificate,
    /// Over people who can be drawn: 0 where all have one chance.
    pub gini: f64,
    pub geometric_mean: f64,
}

/// The leximin lottery of a pool.
///
/// # Errors
/// Where no panel keeps every bound, or numbers fail.
pub fn leximin(pool: &Pool, rules: &Rules) -> Result<Leximin, Infeasible> {
    let types = types(pool);
    let program = Program::of(rules, &types);
    let mut search = Search::of(rules, &types, &program)?;
    search.cover()?;
    let mut stages: Vec<Stage> = vec![];
    let mut lowered = 0;
    while search.fixed.iter().any(Option::is_none) {
        match search.stage() {
            Ok(stage) => stages.push(stage),
            Err(Stuck::Unbounded) if lowered < 100 => {
                lowered += 1;
                search.fixed.iter_mut().flatten().for_each(|chance| *chance -= 1e-7);
            }
            Err(Stuck::Unbounded) => {
                return Err(Infeasible::Numbers { problem: "a stage without end".to_owned() });
            }
            Err(Stuck::Other(why)) => return Err(why),
        }
    }
    let (shares, shortfall) = search.lottery()?;
    let panels = weights(&search.panels, &shares);
    let chances = search.chances(&panels);
    let gap = stages.iter().map(|s| s.bound - s.value).fold(0.0, f64::max);
    let (gini, geometric_mean) = spread(&types, &chances, &search.uncoverable);
    Ok(Leximin {
        types: types.iter().map(|t| rules.cell(&t.strata)).collect(),
        people: types.iter().map(|t| t.people.len()).collect(),
        chances,
        uncoverable: search.uncoverable.into_iter().collect(),
        panels,
        certificate: Certificate { stages, gap, shortfall, lowered },
        gini,
        geometric_mean,
    })
}

impl Certificate {
    /// Checks the bounds anew, trusting only the integer program: the greatest amount by which a stage's value falls
    /// short of, or exceeds, what its weighing proves.
    ///
    /// # Errors
    /// Where no panel exists or numbers fail.
    pub fn check(&self, pool: &Pool, rules: &Rules) -> Result<f64, Infeasible> {
        let types = types(pool);
        let program = Program::of(rules, &types);
        let mut fixed: Vec<Option<f64>> = vec![None; types.len()];
        let mut worst: f64 = 0.0;
        for stage in &self.stages {
            let open: f64 = (0..types.len()).filter(|t| fixed[*t].is_none()).map(|t| stage.weights[t]).sum();
            let weighed: Vec<f64> =
                types.iter().zip(&stage.weights).map(|(t, y)| y / t.people.len() as f64).collect();
            let Some(panel) = program.best(&weighed)? else {
                return Err(Infeasible::Bounds { changes: program.relaxed()? });
            };
            let heaviest: f64 = panel.iter().zip(&weighed).map(|(x, w)| f64::from(*x) * w).sum();
            let held: f64 = fixed.iter().zip(&stage.weights).filter_map(|(p, y)| p.map(|p| p * y)).sum();
            worst = worst.max((open - 1.0).abs()).max(heaviest - held - stage.value);
            stage.fixed.iter().for_each(|t| fixed[*t] = Some(stage.value));
        }
        Ok(worst)
    }
}

enum Stuck {
    Unbounded,
    Other(Infeasible),
}

impl From<Infeasible> for Stuck {
    fn from(why: Infeasible) -> Stuck {
        Stuck::Other(why)
    }
}

fn numbers(why: &Error) -> Infeasible {
    Infeasible::Numbers { problem: why.to_string() }
}

struct Search<'a> {
    rules: &'a Rules,
    types: &'a [Type],
    program: &'a Program<'a>,
    panels: Vec<Composition>,
    known: BTreeSet<Composition>,
    uncoverable: BTreeSet<usize>,
    /// Chances fixed so far; of those who cannot be drawn, nothing.
    fixed: Vec<Option<f64>>,
}

/// A weighing with the greatest weight a known panel has by it.
struct Weighing {
    y: Vec<f64>,
    heaviest: f64,
}

impl<'a> Search<'a> {
    fn of(rules: &'a Rules, types: &'a [Type], program: &'a Program<'a>) -> Result<Search<'a>, Infeasible> {
        let start = program.best(&vec![0.0; types.len()])?;
        let Some(start) = start else { return Err(Infeasible::Bounds { changes: program.relaxed()? }) };
        let known = BTreeSet::from([start.clone()]);
        let fixed = vec![None; types.len()];
        Ok(Search { rules, types, program, panels: vec![start], known, uncoverable: BTreeSet::new(), fixed })
    }

    fn add(&mut self, panel: &Composition) -> bool {
        let is_new = self.known.insert(panel.clone());
        if is_new {
            self.panels.push(panel.clone());
        }
        is_new
    }

    fn size(&self, t: usize) -> f64 {
        self.types[t].people.len() as f64
    }

    /// First panels that hold every type at least once, and who is in none.
    fn cover(&mut self) -> Result<(), Infeasible> {
        let mut weight = vec![1.0; self.types.len()];
        let mut idle = 0;
        let is_seen = |search: &Self, t: usize| search.panels.iter().any(|p| p[t] > 0);
        while idle < 5 && (0..self.types.len()).any(|t| !is_seen(self, t)) {
            let Some(panel) = self.program.best(&weight)? else { break };
            for (t, x) in panel.iter().enumerate() {
                weight[t] *= 1.0 - 0.6 * f64::from(*x) / self.size(t);
            }
            idle = if self.add(&panel) { 0 } else { idle + 1 };
        }
        for t in 0..self.types.len() {
            if is_seen(self, t) {
                continue;
            }
            let mut only = vec![0.0; self.types.len()];
            only[t] = 1.0;
            match self.program.best(&only)? {
                Some(panel) if panel[t] > 0 => _ = self.add(&panel),
                _ => {
                    self.uncoverable.insert(t);
                    self.fixed[t] = Some(0.0);
                }
            }
        }
        Ok(())
    }

    /// Makes the least chance of those not fixed as great as possible, and fixes whose chance cannot be greater.
    fn stage(&mut self) -> Result<Stage, Stuck> {
        let mut master = Master::of(self)?;
        loop {
            let weighing = master.weighing(self);
            let held: f64 = self.fixed.iter().zip(&weighing.y).filter_map(|(p, y)| p.map(|p| p * y)).sum();
            let value = weighing.heaviest - held;
            let mut weighed: Vec<f64> = (0..self.types.len()).map(|t| weighing.y[t] / self.size(t)).collect();
            let found = self.priced(&weighed)?;
            if found.1 - weighing.heaviest <= GAP {
                return Ok(self.fix(value, found.1 - held, weighing.y));
            }
            let mut fresh = vec![found.0];
            // More panels at once, for those whom this one does not hold.
            for _ in 0..4 {
                let last = fresh.last().expect("at least the priced one");
                last.iter().zip(&mut weighed).filter(|(x, _)| **x > 0).for_each(|(_, w)| *w /= 2.0);
                let more = self.priced(&weighed)?.0;
                if !fresh.contains(&more) {
                    fresh.push(more);
                }
            }
            for panel in fresh {
                if self.add(&panel) {
                    master = master.with(self, &panel)?;
                }
            }
        }
    }

    fn priced(&self, weighed: &[f64]) -> Result<(Composition, f64), Infeasible> {
        // Weights of about one a head keep the solver's tolerances small beside them.
        let scale = self.types.iter().map(|t| t.people.len()).sum::<usize>() as f64;
        let scaled: Vec<f64> = weighed.iter().map(|w| w * scale).collect();
        let Some(panel) = self.program.best(&scaled)? else {
            return Err(Infeasible::Numbers { problem: "a panel that was there is gone".to_owned() });
        };
        let price = panel.iter().zip(weighed).map(|(x, w)| f64::from(*x) * w).sum();
        Ok((panel, price))
    }

    fn fix(&mut self, value: f64, bound: f64, y: Vec<f64>) -> Stage {
        let open: Vec<usize> = (0..self.types.len()).filter(|t| self.fixed[*t].is_none()).collect();
        // Where the places that are left are just enough to give everybody this chance, nobody can have more.
        let places: f64 = (0..self.types.len()).map(|t| self.fixed[t].unwrap_or(value) * self.size(t)).sum();
        let is_full = (self.rules.size as f64 - places).abs() < 1e-6;
        let fixed: Vec<usize> = open.into_iter().filter(|t| is_full || y[*t] > WEIGHT).collect();
        fixed.iter().for_each(|t| self.fixed[*t] = Some(value));
        Stage { value, bound, weights: y, fixed }
    }

    /// Shares of panels that miss no fixed chance by more than can be helped, and by how much they miss.
    fn lottery(&self) -> Result<(Vec<f64>, f64), Infeasible> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let shares: Vec<Variable> = self.panels.iter().map(|_| problem.add_var(0.0, (0.0, 1.0))).collect();
        let short = problem.add_var(1.0, (0.0, 1.0));
        let mut all = LinearExpr::empty();
        shares.iter().for_each(|share| all.add(*share, 1.0));
        problem.add_constraint(all, ComparisonOp::Eq, 1.0);
        for (t, chance) in self.fixed.iter().enumerate().filter(|(t, _)| !self.uncoverable.contains(t)) {
            let mut expr = LinearExpr::empty();
            for (share, panel) in shares.iter().zip(&self.panels).filter(|(_, p)| p[t] > 0) {
                expr.add(*share, f64::from(panel[t]) / self.size(t));
            }
            expr.add(short, 1.0);
            problem.add_constraint(expr, ComparisonOp::Ge, chance.unwrap_or(0.0));
        }
        let solution = solved(&problem).map_err(|why| numbers(&why))?;
        let shares: Vec<f64> = shares.iter().map(|v| solution.var_value(*v).max(0.0)).collect();
        Ok((shares, solution.var_value(short).max(0.0)))
    }

    fn chances(&self, panels: &[Panel]) -> Vec<f64> {
        let all: u64 = panels.iter().map(|p| p.weight).sum();
        let of = |t: usize| {
            let drawn: u128 = panels.iter().map(|p| u128::from(p.weight) * u128::from(p.people[t])).sum();
            drawn as f64 / (all as f64 * self.size(t))
        };
        (0..self.types.len()).map(of).collect()
    }
}

/// The dual of a stage: weights on people, the heaviest known panel as light as possible.
struct Master {
    solution: Solution,
    y: Vec<Variable>,
    heaviest: Variable,
}

impl Master {
    fn of(search: &Search) -> Result<Master, Stuck> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let heaviest = problem.add_var(1.0, (0.0, f64::INFINITY));
        let y: Vec<Variable> = (0..search.types.len())
            .map(|t| {
                let top = if search.uncoverable.contains(&t) { 0.0 } else { f64::INFINITY };
                problem.add_var(-search.fixed[t].unwrap_or(0.0), (0.0, top))
            })
            .collect();
        let mut open = LinearExpr::empty();
        (0..y.len()).filter(|t| search.fixed[*t].is_none()).for_each(|t| open.add(y[t], 1.0));
        problem.add_constraint(open, ComparisonOp::Eq, 1.0);
        for panel in &search.panels {
            problem.add_constraint(row(search, panel, &y, heaviest), ComparisonOp::Le, 0.0);
        }
        match solved(&problem) {
            Ok(solution) => Ok(Master { solution, y, heaviest }),
            Err(Error::Unbounded) => Err(Stuck::Unbounded),
            Err(why) => Err(Stuck::Other(numbers(&why))),
        }
    }

    fn with(self, search: &Search, panel: &Composition) -> Result<Master, Stuck> {
        let Master { solution, y, heaviest } = self;
        let solved = solution.add_constraint(row(search, panel, &y, heaviest), ComparisonOp::Le, 0.0);
        match solved.map(|outcome| outcome.into_solution()) {
            Ok(Ok(solution)) => Ok(Master { solution, y, heaviest }),
            // What could not be warmed up is solved from the beginning.
            _ => Master::of(search),
        }
    }

    /// The weighing with sum 1 over the open ones, and the weight of the heaviest known panel by it.
    fn weighing(&self, search: &Search) -> Weighing {
        let mut y: Vec<f64> = self.y.iter().map(|v| self.solution.var_value(*v).max(0.0)).collect();
        let open: f64 = y.iter().zip(&search.fixed).filter(|(_, p)| p.is_none()).map(|(y, _)| y).sum();
        y.iter_mut().for_each(|y| *y /= open);
        let weight = |panel: &Composition| {
            (0..y.len()).map(|t| y[t] * f64::from(panel[t]) / search.size(t)).sum::<f64>()
        };
        let heaviest = search.panels.iter().map(weight).fold(0.0, f64::max);
        Weighing { y, heaviest }
    }
}

fn row(search: &Search, panel: &Composition, y: &[Variable], heaviest: Variable) -> LinearExpr {
    let mut expr = LinearExpr::empty();
    for (t, x) in panel.iter().enumerate().filter(|(_, x)| **x > 0) {
        expr.add(y[t], f64::from(*x) / search.size(t));
    }
    expr.add(heaviest, -1.0);
    expr
}

/// Gini coefficient and geometric mean over people who can be drawn.
fn spread(types: &[Type], chances: &[f64], uncoverable: &BTreeSet<usize>) -> (f64, f64) {
    let mut people: Vec<f64> = vec![];
    for (t, chance) in chances.iter().enumerate().filter(|(t, _)| !uncoverable.contains(t)) {
        people.extend(std::iter::repeat_n(*chance, types[t].people.len()));
    }
    people.sort_by(f64::total_cmp);
    let (n, sum) = (people.len() as f64, people.iter().sum::<f64>());
    let ranked: f64 = people.iter().enumerate().map(|(at, p)| (2.0 * (at as f64 + 1.0) - n - 1.0) * p).sum();
    let logs: f64 = people.iter().map(|p| p.ln()).sum();
    (ranked / (n * sum), (logs / n).exp())
}
