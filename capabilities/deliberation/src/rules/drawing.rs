//! The list of a draw, and people asked in its order: who does not answer or will not calls the next. The drawing itself is
//! `sortition`'s.

use super::*;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use sortition::{Bound, Change, Chances, Dimension, Infeasible, Rules};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The list, or why there is none: never part of one.
pub fn run_draw(was: &Draw, lines: &[DrawLine], now: Moment) -> Result<(Draw, Vec<DrawLine>), Vec<Problem>> {
    let (DrawState::Seeded, Some(seed)) = (was.state, &was.seed) else { return Err(vec![Problem::new("draw-not-seeded")]) };
    let pool = pool_of(&was.rules, lines).map_err(|why| vec![Problem::new("pool-unreadable").with("why", why)])?;
    if was.pool.as_ref().is_none_or(|p| p.hash != hex::encode(pool.hash())) {
        return Err(vec![Problem::new("pool-changed")]);
    }
    let base = Draw { drawn_at: Some(now), rev: was.rev + 1, ..was.clone() };
    let drawn = match sortition::draw(&pool, &was.rules, seed.text.as_bytes()) {
        Err(why) => return Ok((Draw { state: DrawState::Infeasible, infeasible: changes(&why), ..base }, vec![])),
        Ok(drawn) => drawn,
    };
    let changed = lines.iter().filter_map(|l| {
        let no = l.pool_no?;
        match () {
            () if drawn.panel.contains(&no) => Some(DrawLine { state: LineState::Invited, invited_at: Some(now), ..l.clone() }),
            () if drawn.alternates.contains(&no) => Some(DrawLine { state: LineState::Alternate, ..l.clone() }),
            () => None,
        }
    });
    let changed = changed.collect();
    let result = DrawResult { attempt: drawn.attempt, panel: drawn.panel, alternates: drawn.alternates };
    Ok((Draw { state: DrawState::Drawn, result: Some(result), ..base }, changed))
}

fn changes(why: &Infeasible) -> Vec<BoundChange> {
    let told = |c: &Change| BoundChange {
        dimension: c.dimension.clone(), code: c.code.clone(), at_least: c.bound == Bound::AtLeast, from: c.from, to: c.to,
    };
    match why {
        Infeasible::Bounds { changes } => changes.iter().map(told).collect(),
        Infeasible::Attempts { often_missed, .. } => vec![told(often_missed)],
        Infeasible::TooFewPeople { pool, size } => {
            vec![BoundChange { dimension: String::new(), code: String::new(), at_least: true, from: *size, to: *pool }]
        }
        Infeasible::Rules { .. } | Infeasible::Numbers { .. } => vec![],
    }
}

/// Everybody's chance under the announced rules, over simulated seeds.
pub fn simulate(draw: &Draw, lines: &[DrawLine], draws: u32) -> Option<Fairness> {
    let pool = pool_of(&draw.rules, lines).ok()?;
    let Chances { draws, least, cells } = sortition::chances(&pool, &draw.rules, draws).ok()?;
    let cells = cells.into_iter().map(|c| CellChance { cell: c.cell, people: c.people, drawn: c.drawn });
    Some(Fairness { draws, least, cells: cells.collect() })
}

/// Somebody who was drawn says yes or no.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Replying {
    pub reply: Option<DrawReply>,
    /// As the roster will show them.
    pub shown_name: String,
    pub profession: String,
    pub interests: String,
    pub interests_declared: bool,
}

/// The answer of one who is asked.
pub fn reply_draw(of: &Draw, was: &DrawLine, reply: Option<DrawReply>, now: Moment) -> Result<DrawLine, Vec<Problem>> {
    let Some(reply) = reply else { return Err(vec![Problem::at("reply", "reply-missing")]) };
    if of.state != DrawState::Drawn || was.state != LineState::Invited {
        return Err(vec![Problem::new("not-invited")]);
    }
    let state = match reply {
        DrawReply::Accepted => LineState::Accepted,
        DrawReply::Refused => LineState::Refused,
    };
    Ok(DrawLine { state, answered_at: Some(now), ..was.clone() })
}

/// Until when somebody who was asked may answer.
pub fn answer_by(of: &Draw, line: &DrawLine) -> Option<Moment> {
    line.invited_at.map(|at| at.plus_days(i64::from(of.answer_days)))
}

/// Those who let the days go by.
pub fn fallen_silent(of: &Draw, lines: &[DrawLine], now: Moment) -> Vec<DrawLine> {
    let late = lines.iter().filter(|l| of.state == DrawState::Drawn && l.state == LineState::Invited && answer_by(of, l).is_some_and(|by| by <= now));
    late.map(|l| DrawLine { state: LineState::Silent, answered_at: Some(now), ..l.clone() }).collect()
}

/// Whom a recorded refusal or silence calls: the first alternate of the same cell, then the first that keeps every bound.
pub fn next_called(of: &Draw, lines: &[DrawLine], gone: u64, now: Moment) -> Option<DrawLine> {
    let result = of.result.as_ref()?;
    let pool = pool_of(&of.rules, lines).ok()?;
    let stands = |no: &u64, states: &[LineState]| lines.iter().any(|l| l.pool_no == Some(*no) && states.contains(&l.state));
    if !stands(&gone, &[LineState::Refused, LineState::Silent]) {
        return None;
    }
    let sits = |l: &&DrawLine| matches!(l.state, LineState::Invited | LineState::Accepted);
    let panel: Vec<u64> = lines.iter().filter(sits).filter_map(|l| l.pool_no).collect();
    let waiting: Vec<u64> = result.alternates.iter().copied().filter(|no| stands(no, &[LineState::Alternate])).collect();
    let next = sortition::replacement(&pool, &of.rules, &panel, gone, &waiting)?;
    let line = lines.iter().find(|l| l.pool_no == Some(next.pool_no))?;
    Some(DrawLine { state: LineState::Invited, invited_at: Some(now), calls_after: Some(gone), ..line.clone() })
}

/// The whole draw is void, in public. Seats that were taken stay taken.
pub fn void_draw(was: &Draw, reason: &str, now: Moment) -> Decided<Draw, DrawVoided> {
    let mut problems = vec![];
    let reason = said("reason", reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if was.state == DrawState::Void {
        problems.push(Problem::new("draw-void-already"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let draw = Draw { state: DrawState::Void, void: Some((now, reason)), rev: was.rev + 1, ..was.clone() };
    Ok((draw, DrawVoided { draw: was.id }))
}

/// Counts below this are not told.
pub const FEWEST: u64 = 5;

/// Whether numbers and strata may be everybody's: no cell is small.
pub fn pool_is_public(lines: &[DrawLine]) -> bool {
    let mut cells: BTreeMap<&[String], u64> = BTreeMap::new();
    lines.iter().for_each(|l| *cells.entry(&l.strata).or_default() += 1);
    cells.values().all(|n| *n >= FEWEST)
}

/// The pool's cells with their sizes, by the order of the rules, and how many there are in all; `None` where a count is
/// covered, so that no small one is told or can be worked out. Two dimensions are rows and columns with their own totals.
pub fn cell_sizes(rules: &Rules, lines: &[DrawLine]) -> (Vec<(Vec<String>, Option<u64>)>, Option<u64>) {
    let many = |cell: &[&str]| lines.iter().filter(|l| l.strata.iter().map(String::as_str).eq(cell.iter().copied())).count() as u64;
    let codes = |d: usize| rules.dims.get(d).map(|d| d.categories.iter().map(|c| c.code.as_str()).collect::<Vec<_>>()).unwrap_or_default();
    if let [_, _] = rules.dims.as_slice() {
        let (rows, columns) = (codes(0), codes(1));
        let counts: Vec<Vec<u64>> = rows.iter().map(|r| columns.iter().map(|c| many(&[r, c])).collect()).collect();
        let covered = suppression::cover(&counts, FEWEST);
        let cells = rows.iter().zip(&covered).flat_map(|(r, line)| columns.iter().zip(line).map(|(c, n)| (vec![(*r).to_owned(), (*c).to_owned()], *n)));
        return (cells.collect(), covered.last().and_then(|totals| totals.last().copied().flatten()));
    }
    let mut cells: BTreeMap<Vec<usize>, (Vec<String>, u64)> = BTreeMap::new();
    for line in lines {
        let place = line.strata.iter().zip(&rules.dims).map(|(s, d)| d.categories.iter().position(|c| c.code == *s).unwrap_or(0)).collect();
        cells.entry(place).or_insert_with(|| (line.strata.clone(), 0)).1 += 1;
    }
    let covered = suppression::cover(&[cells.values().map(|(_, n)| *n).collect()], FEWEST);
    let row = covered.into_iter().next().unwrap_or_default();
    let total = row.last().copied().flatten();
    (cells.into_values().map(|(cell, _)| cell).zip(row).collect(), total)
}

/// Of each category of a dimension: how many were asked, how many accepted; `None` where that would tell of few.
pub fn answers(lines: &[DrawLine], at: usize, dim: &Dimension) -> Vec<(Option<u64>, Option<u64>)> {
    let many = |code: &str, states: &[LineState]| {
        lines.iter().filter(|l| l.strata.get(at).is_some_and(|s| s == code) && states.contains(&l.state)).count() as u64
    };
    let rows = dim.categories.iter().map(|c| {
        vec![many(&c.code, &[LineState::Accepted]), many(&c.code, &[LineState::Invited, LineState::Refused, LineState::Silent])]
    });
    let covered = suppression::cover(&rows.collect::<Vec<_>>(), FEWEST);
    covered.iter().take(dim.categories.len()).map(|row| (row.last().copied().flatten(), row.first().copied().flatten())).collect()
}

/// Pool, seed and list belong together: the hash recomputes, and the seed gives the list that was published.
pub fn draw_holds(draw: &Draw, lines: &[DrawLine]) -> bool {
    let (Some(frozen), Ok(pool)) = (&draw.pool, pool_of(&draw.rules, lines)) else { return false };
    if frozen.hash != hex::encode(pool.hash()) || frozen.size != lines.len() as i64 {
        return false;
    }
    let Some(result) = &draw.result else { return true };
    let Some(seed) = &draw.seed else { return false };
    sortition::draw(&pool, &draw.rules, seed.text.as_bytes())
        .is_ok_and(|d| DrawResult { attempt: d.attempt, panel: d.panel, alternates: d.alternates } == *result)
}
