//! What the pages of draws show.

use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result};
use kernel::{Moment, StreetId};
use std::collections::HashMap;

/// Draws of one page of the list.
const TOGETHER: i64 = 30;

/// Draws of the street or of one body; there with the form for those who announce.
pub fn draws_view(r: &mut Reader<'_>, viewer: &Viewer, of: Option<BodyId>, before: Option<DrawId>, now: Moment) -> Result<DrawsView> {
    let street = viewer.street;
    let names: HashMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let mut found = store::draws(r, street, of, before, TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let next = found.last().filter(|_| more).map(|d| d.id);
    let name = |id: BodyId| names.get(&id).cloned().unwrap_or_default();
    let rows = found.into_iter().map(|d| DrawRow {
        body_name: name(d.body), id: d.id, code: d.code, category: d.category, stage: d.stage, size: d.rules.size, state: d.state,
        announced_at: d.announced_at, seed_from: d.seed_from,
    });
    let mut view = DrawsView { body: of, draws: rows.collect(), next, ..DrawsView::default() };
    let Some(id) = of else { return Ok(view) };
    let body = store::find_body::<SeeBody>(r, viewer, id, now)?.into_inner();
    view.may_announce = auth::may::<_, AnnounceDraw>(viewer, &body, now) && body.closed_on.is_none();
    if view.may_announce {
        view.categories = drawn_categories(r, street, id, now)?;
    }
    view.body_name = body.name;
    Ok(view)
}

fn drawn_categories(r: &mut Reader<'_>, street: StreetId, of: BodyId, now: Moment) -> Result<Vec<(String, i32)>> {
    let (charters, memberships) = (store::charters_of(r, street, of)?, store::memberships_of(r, street, of)?);
    let Some(charter) = charter_on(&charters, now.day()) else { return Ok(vec![]) };
    let free: HashMap<String, i32> = vacancies(charter, &memberships, now.day()).into_iter().collect();
    let drawn = charter.rules.seats.iter().filter(|s| s.filled_by == FilledBy::Drawn);
    Ok(drawn.map(|s| (s.category.clone(), free.get(&s.category).copied().unwrap_or(0))).collect())
}

/// One draw: what was announced, the pool's numbers, seed and list are everybody's; strata by number are not.
pub fn draw_view(r: &mut Reader<'_>, viewer: &Viewer, id: DrawId, now: Moment) -> Result<DrawView> {
    let street = viewer.street;
    let d = store::find_draw::<SeeDraw>(r, viewer, id, now)?.into_inner();
    let body = store::body(r, street, d.body)?.ok_or(Denied::Hidden)?;
    let lines = store::draw_lines(r, street, id)?;
    let reads = auth::may::<_, ReadPool>(viewer, &d, now);
    let keeps = auth::may::<_, KeepDraw>(viewer, &d, now);
    let may = DrawMay {
        keep: keeps,
        run: d.state == DrawState::Seeded && auth::may::<_, RunDraw>(viewer, &d, now),
        answer: d.state == DrawState::Drawn && auth::may::<_, AnswerDraw>(viewer, &InHand { thing: d.clone(), hands: vec![] }, now),
        open: d.state == DrawState::Drawn && auth::may::<_, OpenDrawLine>(viewer, &d, now),
    };
    let mine = match viewer.account() {
        None => None,
        Some(account) => store::draw_line_of(r, street, id, account)?,
    };
    let seated = seated_names(r, street, &d, &lines)?;
    let number = |l: &DrawLine| NumberView {
        pool_no: l.pool_no.unwrap_or(0),
        state: l.state,
        calls_after: l.calls_after,
        strata: if reads { l.strata.clone() } else { vec![] },
        answer_by: answer_by(&d, l).filter(|_| reads && l.state == LineState::Invited),
    };
    let of = |numbers: &[u64]| numbers.iter().filter_map(|no| lines.iter().find(|l| l.pool_no == Some(*no))).collect::<Vec<_>>();
    let result = d.result.clone().unwrap_or_default();
    let (waiting, called): (Vec<_>, Vec<_>) = of(&result.alternates).into_iter().partition(|l| l.state == LineState::Alternate);
    let algorithm = serde_json::to_value(d.rules.algorithm)?.as_str().unwrap_or_default().to_owned();
    Ok(DrawView {
        id,
        body: d.body,
        body_name: body.name,
        size: d.rules.size,
        alternates: d.rules.alternates,
        algorithm,
        dims: d.rules.dims.iter().map(dim_view).collect(),
        entered: (keeps && d.state == DrawState::Announced).then_some(lines.len()),
        pool: d.pool.as_ref().map(|p| pool_view(&d, p, &lines, reads)),
        attempt: result.attempt,
        panel: of(&result.panel).into_iter().map(number).collect(),
        alternates_called: called.into_iter().map(number).collect(),
        alternates_waiting: waiting.iter().filter_map(|l| l.pool_no).collect(),
        seated,
        fairness: d.fairness.as_ref().map(|f| FairnessView { draws: f.draws, least: thousandths(f.least, u64::from(f.draws)) }),
        responses: responses(&d, &lines),
        mine: mine.map(|l| DrawnView { pool_no: l.pool_no, state: l.state, answer_by: answer_by(&d, &l) }),
        seed: d.seed.as_ref().map(|s| SeedView { seed: s.text.clone(), at: s.at, told: s.told.clone(), witnesses: s.witnesses.clone() }),
        void_at: d.void.as_ref().map(|v| v.0),
        void_why: d.void.as_ref().map(|v| v.1.clone()),
        code: d.code,
        category: d.category,
        stage: d.stage,
        state: d.state,
        pool_rule: d.pool_rule,
        seed_source: d.seed_source,
        seed_from: d.seed_from,
        answer_days: d.answer_days,
        announced_at: d.announced_at,
        again_of: d.again_of,
        again_why: d.again_why,
        drawn_at: d.drawn_at,
        infeasible: d.infeasible,
        may,
        brought: None,
        opened: None,
        typed: DrawTyped::default(),
        problems: vec![],
    })
}

fn dim_view(d: &sortition::Dimension) -> DimView {
    let bound = |c: &sortition::Category| BoundView { code: c.code.clone(), at_least: c.at_least, at_most: c.at_most };
    DimView { name: d.name.clone(), categories: d.categories.iter().map(bound).collect() }
}

fn pool_view(d: &Draw, p: &FrozenPool, lines: &[DrawLine], reads: bool) -> PoolView {
    let (cells, size) = cell_sizes(&d.rules, lines);
    let chance = |cell: &[String]| {
        let f = d.fairness.as_ref()?;
        let of = f.cells.iter().find(|c| c.cell == cell)?;
        Some(thousandths(of.drawn, of.people * u64::from(f.draws)))
    };
    // A chance beside a covered count would tell the count.
    let cells = cells.into_iter().map(|(cell, people)| CellView { chance: people.and_then(|_| chance(&cell)), people, cell });
    PoolView { frozen_at: p.at, hash: p.hash.clone(), size, cells: cells.collect(), file: reads || pool_is_public(lines) }
}

/// Names of those who accepted and still sit there, in no order of numbers.
fn seated_names(r: &mut Reader<'_>, street: StreetId, d: &Draw, lines: &[DrawLine]) -> Result<Vec<String>> {
    let taken: Vec<MembershipId> = lines.iter().filter_map(|l| l.membership).collect();
    if taken.is_empty() {
        return Ok(vec![]);
    }
    let all = store::memberships_of(r, street, d.body)?;
    let mut names: Vec<String> = all.into_iter().filter(|m| taken.contains(&m.id)).map(|m| m.shown_name).collect();
    names.sort();
    Ok(names)
}

/// Who was asked and who accepted, by stratum, each dimension with its small counts covered.
fn responses(d: &Draw, lines: &[DrawLine]) -> Vec<ResponseView> {
    if d.result.is_none() {
        return vec![];
    }
    let of_dim = |(at, dim): (usize, &sortition::Dimension)| {
        let rows: Vec<_> = answers(lines, at, dim);
        rows.into_iter().zip(&dim.categories).map(|((asked, accepted), c)| ResponseView { dimension: dim.name.clone(), code: c.code.clone(), asked, accepted }).collect::<Vec<_>>()
    };
    d.rules.dims.iter().enumerate().flat_map(of_dim).collect()
}

fn thousandths(part: u64, all: u64) -> u64 {
    (part * 1_000 + all / 2).checked_div(all).unwrap_or(0)
}
