//! Who stood behind a proposal when it was answered, and who was heard when a needs step was over: counts, written once.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{PersonId, StreetId};
use std::collections::BTreeMap;

/// The origin people behind a proposal said: here, or for a seat or at a meeting. The last word of each stands.
pub fn origins_behind(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<BTreeMap<PersonId, String>> {
    let said: Vec<(PersonId, String)> = r.all(
        "select person_id, category from (
           select s.person_id, t.category, t.told_at from proposal_supports s
           join told_strata t on t.street_id = s.street_id and t.subject_id = s.person_id
           where s.street_id = $1 and s.proposal_id = $2 and t.dim = 'origin'
           union all
           select s.person_id, t.category, t.told_at from proposal_supports s
           join told_strata t on t.street_id = s.street_id and t.account_id = s.account_id
           where s.street_id = $1 and s.proposal_id = $2 and t.dim = 'origin'
         ) said order by told_at",
        args![street, of],
    )?;
    Ok(said.into_iter().collect())
}

pub fn has_backing(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<bool> {
    Ok(r.opt::<i32>("select came from proposal_backings where street_id = $1 and proposal_id = $2", args![street, of])?.is_some())
}

pub fn insert_backing(tx: &mut Tx<'_>, of: ProposalId, b: Backing) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let whole = |n: u64| i32::try_from(n).unwrap_or(i32::MAX);
    tx.exec(
        "insert into proposal_backings (street_id, proposal_id, at, came, natives, newcomers) values ($1, $2, $3, $4, $5, $6)",
        args![street, of, now, whole(b.came), whole(b.natives), whole(b.newcomers)],
    )?;
    Ok(())
}

/// Everybody heard in a round, in their words or by the survey.
pub fn people_heard(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<PersonId>> {
    r.all(
        "select person_id from matter_responses where street_id = $1 and matter_id = $2 and round = $3
         union select person_id from matter_survey_answers where street_id = $1 and matter_id = $2 and round = $3",
        args![street, of, round],
    )
}

/// What those heard in a round said of themselves.
pub fn groups_heard(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<BTreeMap<(PersonId, Dim), String>> {
    let said: Vec<(PersonId, String, String)> = r.all(
        "select t.subject_id, t.dim, t.category from told_strata t
         where t.street_id = $1 and t.subject_id in (
           select person_id from matter_responses where street_id = $1 and matter_id = $2 and round = $3
           union select person_id from matter_survey_answers where street_id = $1 and matter_id = $2 and round = $3)",
        args![street, of, round],
    )?;
    Ok(said.into_iter().filter_map(|(person, dim, group)| Some(((person, Dim::from_code(&dim)?), group))).collect())
}

/// What was kept of a round; empty where nothing was.
pub fn reach_of(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Reach> {
    let cells: Vec<(String, String, i32)> = r.all(
        "select dim, category, people from matter_reach where street_id = $1 and matter_id = $2 and round = $3",
        args![street, of, round],
    )?;
    let mut all = Reach::new();
    for (dim, group, people) in cells {
        if let Some(dim) = Dim::from_code(&dim) {
            all.entry(dim).or_default().insert(group, u64::try_from(people).unwrap_or(0));
        }
    }
    Ok(all)
}

/// The last round of which counts were kept.
pub fn last_reach(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Option<i32>> {
    r.opt("select round from matter_reach where street_id = $1 and matter_id = $2 order by round desc limit 1", args![street, of])
}

pub fn insert_reach(tx: &mut Tx<'_>, of: &Matter, reach: &Reach) -> Result<()> {
    let street = tx.street();
    for (dim, cells) in reach {
        for (group, people) in cells {
            tx.exec(
                "insert into matter_reach (street_id, matter_id, round, dim, category, people) values ($1, $2, $3, $4, $5, $6)",
                args![street, of.id, of.round, dim.code(), group.as_str(), i32::try_from(*people).unwrap_or(i32::MAX)],
            )?;
        }
    }
    Ok(())
}
