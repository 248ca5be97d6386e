//! The kept counts counted again from the rows: to see whether they agree, or to keep them anew.

use super::counting::{ENOUGH, Found, Sum, names, stories, write};
use crate::rules::CaseId;
use crate::rules::counting::{Counts, Measure};
use crate::rules::figures::DEFINITIONS;
use crate::rules::slices::{Line, Slice};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Day, StreetId, uuid::Uuid};
use std::collections::BTreeMap;

/// Cases read at a time.
const PART: i64 = 400;

/// The ids of the street's cases, a part at a time.
fn part(r: &mut Reader<'_>, street: StreetId, after: Option<CaseId>) -> Result<Vec<CaseId>> {
    r.all(
        "select id from cases where street_id = $1 and id > $2 order by id limit $3",
        args![street, after.unwrap_or(CaseId(Uuid::nil())), PART],
    )
}

type Standings = BTreeMap<(String, Uuid, String), i64>;

/// Whether the kept counts are what the rows say; each difference in one line, none when all agree.
pub fn figures_agree(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut wrong, mut lines, mut stands) = (vec![], BTreeMap::<Line, Counts>::new(), Standings::new());
    let mut ids = part(r, street, None)?;
    while let Some(last) = ids.last().copied() {
        for Found { case_no, now, kept, .. } in stories(r, street, &ids)? {
            if kept.as_ref() != Some(&now) {
                wrong.push(format!("{case_no}: its part in the kept counts is not what its rows say"));
            }
            for (line, counts) in now.lines() {
                lines.entry(line).or_default().plus(&counts, 1);
            }
            for (slice, of) in now.stands() {
                *stands.entry((slice.code().into(), of, now.state.code().into())).or_default() += 1;
            }
        }
        ids = part(r, street, Some(last))?;
    }
    lines.retain(|_, counts| !counts.is_zero());
    for slice in Slice::ALL {
        let mine = lines.iter().filter(|(l, _)| l.slice == slice).map(|(l, c)| (l.clone(), *c)).collect();
        differences(&kept_lines(r, street, slice)?, &mine, &mut wrong);
    }
    let kept: Standings = r
        .all::<(String, Uuid, String, i64)>(
            "select slice, of_id, state, cast(sum(n) as bigint) from state_counts
             where street_id = $1
             group by slice, of_id, state
             having sum(n) <> 0",
            args![street],
        )?
        .into_iter()
        .map(|(slice, of, state, n)| ((slice, of, state), n))
        .collect();
    for (slice, of, state) in kept.keys().chain(stands.keys()).collect::<std::collections::BTreeSet<_>>() {
        let key = (slice.clone(), *of, state.clone());
        let (is, should) = (kept.get(&key).copied().unwrap_or(0), stands.get(&key).copied().unwrap_or(0));
        if is != should {
            wrong.push(format!("{slice} {of} {state}: kept {is}, counted {should}"));
        }
    }
    Ok(wrong)
}

fn kept_lines(r: &mut Reader<'_>, street: StreetId, slice: Slice) -> Result<BTreeMap<Line, Counts>> {
    let sql = format!(
        "select of_id, category, period, since, {} from figure_counts
         where street_id = $1 and slice = $2
         group by of_id, category, period, since",
        names(|m| format!("cast(sum({m}) as bigint)"))
    );
    let rows: Vec<Kept> = r.all(&sql, args![street, slice.code()])?;
    let line = |k: Kept| (Line { slice, period: k.period, of: k.of, category: k.category, since: k.since }, k.counts);
    Ok(rows.into_iter().map(line).filter(|(_, c)| !c.is_zero()).collect())
}

struct Kept {
    of: Uuid,
    category: String,
    period: i32,
    since: Day,
    counts: Counts,
}
impl FromRow for Kept {
    fn from_row(row: &mut Row) -> Result<Self> {
        let (of, category, period, since) = (row.next()?, row.next()?, row.next()?, row.next()?);
        Ok(Self { of, category, period, since, counts: Counts::from_row(row)? })
    }
}
impl FromRow for Counts {
    fn from_row(row: &mut Row) -> Result<Self> {
        let mut counts = Self::default();
        for n in &mut counts.0 {
            *n = row.next()?;
        }
        Ok(counts)
    }
}

fn differences(kept: &BTreeMap<Line, Counts>, counted: &BTreeMap<Line, Counts>, wrong: &mut Vec<String>) {
    for line in kept.keys().chain(counted.keys()).collect::<std::collections::BTreeSet<_>>() {
        let of = |from: &BTreeMap<Line, Counts>| from.get(line).copied().unwrap_or_default();
        let (is, should) = (of(kept), of(counted));
        for m in Measure::ALL.iter().filter(|m| is.get(**m) != should.get(**m)) {
            let Line { slice, period, of, category, .. } = line;
            let (slice, m, is, should) = (slice.code(), m.code(), is.get(*m), should.get(*m));
            wrong.push(format!("{slice} {of} {category} {period} {m}: kept {is}, counted {should}"));
        }
    }
}

/// Throws the kept counts away and counts everything again. Gives how many cases there are.
pub fn recount(tx: &mut Tx<'_>) -> Result<usize> {
    let street = tx.street();
    tx.exec("delete from figure_counts where street_id = $1", args![street])?;
    tx.exec("delete from state_counts where street_id = $1", args![street])?;
    tx.exec("update cases set counted = null where street_id = $1", args![street])?;
    let (mut ids, mut done) = (part(tx, street, None)?, 0);
    let mut sum = Sum::default();
    while let Some(last) = ids.last().copied() {
        for Found { id, now, .. } in stories(tx, street, &ids)? {
            sum.plus(&now);
            tx.exec("update cases set counted = $3 where street_id = $1 and id = $2", args![street, id, write(&now)?])?;
        }
        if sum.lines.len() > ENOUGH {
            std::mem::take(&mut sum).write(tx)?;
        }
        done += ids.len();
        ids = part(tx, street, Some(last))?;
    }
    sum.write(tx)?;
    super::case::recount_public(tx)?;
    super::set_setting(tx, DEFINED, DEFINITIONS)?;
    Ok(done)
}

const DEFINED: &str = "figures.definitions";

/// Whether what is kept was counted by the definitions of today.
pub fn counted_as_defined(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    Ok(super::setting(r, street, DEFINED)?.as_deref() == Some(DEFINITIONS))
}
