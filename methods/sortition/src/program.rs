//! Panels as whole numbers of people per type: the integer programs behind feasibility, relaxation and the lottery.

use crate::draw::{Bound, Change, Infeasible};
use crate::pool::{Pool, Rules};
use microlp::{ComparisonOp, Error, LinearExpr, OptimizationDirection, Problem, Solution, Variable};
use std::cmp::Reverse;

/// People of equal values, who are interchangeable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Type {
    pub strata: Vec<usize>,
    pub people: Vec<u64>,
}

pub(crate) fn types(pool: &Pool) -> Vec<Type> {
    let of = |(strata, people): (Vec<usize>, Vec<&crate::pool::Person>)| Type {
        strata,
        people: people.iter().map(|p| p.pool_no).collect(),
    };
    pool.cells().into_iter().map(of).collect()
}

/// How many of each type.
pub(crate) type Composition = Vec<u32>;

pub(crate) struct Program<'a> {
    rules: &'a Rules,
    types: &'a [Type],
}

impl<'a> Program<'a> {
    pub fn of(rules: &'a Rules, types: &'a [Type]) -> Program<'a> {
        Program { rules, types }
    }

    /// The panel with the greatest sum of weights, `None` where none keeps all bounds.
    pub fn best(&self, weights: &[f64]) -> Result<Option<Composition>, Infeasible> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let most = |t: &Type| i32::try_from(t.people.len().min(self.rules.size)).unwrap_or(i32::MAX);
        let vars: Vec<Variable> = self
            .types
            .iter()
            .zip(weights)
            .map(|(t, weight)| problem.add_integer_var(*weight, (0, most(t))))
            .collect();
        problem.add_constraint(sum(&vars, |_| true), ComparisonOp::Eq, self.rules.size as f64);
        for (d, dim) in self.rules.dims.iter().enumerate() {
            for (at, c) in dim.categories.iter().enumerate() {
                let of_kind = || sum(&vars, |t| self.types[t].strata[d] == at);
                problem.add_constraint(of_kind(), ComparisonOp::Ge, c.at_least as f64);
                problem.add_constraint(of_kind(), ComparisonOp::Le, c.at_most as f64);
            }
        }
        match solved(&problem) {
            Ok(solution) => Ok(Some(vars.iter().map(|v| solution.var_value(*v).round() as u32).collect())),
            Err(Error::Infeasible) => Ok(None),
            Err(why) => Err(Infeasible::Numbers { problem: why.to_string() }),
        }
    }

    /// The least relaxation: the smallest changes of bounds that leave a panel. Lowering a small minimum weighs more
    /// than lowering a large one: `Σ (1 + 2/min)·down + up`.
    pub fn relaxed(&self) -> Result<Vec<Change>, Infeasible> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let size = self.rules.size as f64;
        let most = |t: &Type| i32::try_from(t.people.len().min(self.rules.size)).unwrap_or(i32::MAX);
        let vars: Vec<Variable> =
            self.types.iter().map(|t| problem.add_integer_var(0.0, (0, most(t)))).collect();
        problem.add_constraint(sum(&vars, |_| true), ComparisonOp::Eq, size);
        let mut slacks = vec![];
        for (d, dim) in self.rules.dims.iter().enumerate() {
            for (at, c) in dim.categories.iter().enumerate() {
                let weight = if c.at_least == 0 { 0.0 } else { 1.0 + 2.0 / c.at_least as f64 };
                let (down, up) =
                    (problem.add_var(weight, (0.0, c.at_least as f64)), problem.add_var(1.0, (0.0, size)));
                let mut of_kind = sum(&vars, |t| self.types[t].strata[d] == at);
                of_kind.add(down, 1.0);
                problem.add_constraint(of_kind, ComparisonOp::Ge, c.at_least as f64);
                let mut of_kind = sum(&vars, |t| self.types[t].strata[d] == at);
                of_kind.add(up, -1.0);
                problem.add_constraint(of_kind, ComparisonOp::Le, c.at_most as f64);
                slacks.push((dim, c, down, up));
            }
        }
        let solution = solved(&problem).map_err(|why| Infeasible::Numbers { problem: why.to_string() })?;
        let by = |v: Variable| solution.var_value(v).round().max(0.0) as usize;
        let mut changes = vec![];
        for (dim, c, down, up) in slacks {
            let change = |bound, from, to| Change {
                dimension: dim.name.clone(),
                code: c.code.clone(),
                bound,
                from,
                to,
            };
            if by(down) > 0 {
                changes.push(change(Bound::AtLeast, c.at_least, c.at_least - by(down)));
            }
            if by(up) > 0 {
                changes.push(change(Bound::AtMost, c.at_most, c.at_most + by(up)));
            }
        }
        changes.sort_by_key(|change| Reverse(change.from.abs_diff(change.to)));
        Ok(changes)
    }
}

/// Whether any panel keeps all bounds; if not, which bounds are in the way.
pub(crate) fn panel_exists(pool: &Pool, rules: &Rules) -> Result<(), Infeasible> {
    let types = types(pool);
    let program = Program::of(rules, &types);
    if program.best(&vec![0.0; types.len()])?.is_some() {
        return Ok(());
    }
    Err(Infeasible::Bounds { changes: program.relaxed()? })
}

fn sum(vars: &[Variable], is_in: impl Fn(usize) -> bool) -> LinearExpr {
    let mut expr = LinearExpr::empty();
    vars.iter().enumerate().filter(|(t, _)| is_in(*t)).for_each(|(_, v)| expr.add(*v, 1.0));
    expr
}

/// Solves without limits of time, so that the answer is the same on every machine.
pub(crate) fn solved(problem: &Problem) -> Result<Solution, Error> {
    problem.solve()?.into_solution().map_err(|_| Error::InternalError("stopped early".to_owned()))
}
