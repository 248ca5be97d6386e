//! Two rows of one person become one: what both have said stands once.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, PersonId, StreetId};

/// Tables where a person stands once for what these columns name.
const ONCE: [(&str, &[&str]); 5] = [
    ("matter_responses", &["matter_id", "round"]),
    ("matter_joinings", &["concern_id"]),
    ("matter_ratings", &["matter_id", "round"]),
    ("matter_survey_answers", &["matter_id", "round"]),
    ("proposal_authors", &["proposal_id"]),
];
/// Tables where a person may stand often.
const OFTEN: [&str; 3] = ["matter_concerns", "matter_arguments", "matter_merger_parts"];

/// What one has said and put forward is the other's; what the other has said already stands.
pub fn unite_words(tx: &mut Tx<'_>, from: (PersonId, AccountId), to: (PersonId, AccountId)) -> Result<()> {
    let street = tx.street();
    for (table, columns) in ONCE {
        let same: String = columns.iter().map(|c| format!(" and x.{c} = {table}.{c}")).collect();
        tx.exec(
            &format!(
                "update {table} set person_id = $3 where street_id = $1 and person_id = $2
                   and not exists (select 1 from {table} x where x.street_id = $1 and x.person_id = $3{same})"
            ),
            args![street, from.0, to.0],
        )?;
        tx.exec(&format!("delete from {table} where street_id = $1 and person_id = $2"), args![street, from.0])?;
    }
    for table in OFTEN {
        tx.exec(&format!("update {table} set person_id = $3 where street_id = $1 and person_id = $2"), args![street, from.0, to.0])?;
    }
    // Of what both have said of themselves their own word stands.
    tx.exec(
        "update told_strata set subject_id = $3 where street_id = $1 and subject_id = $2
           and not exists (select 1 from told_strata x where x.street_id = $1 and x.subject_id = $3 and x.dim = told_strata.dim)",
        args![street, from.0, to.0],
    )?;
    tx.exec("delete from told_strata where street_id = $1 and subject_id = $2", args![street, from.0])?;
    tx.exec("update told_strata set account_id = $3 where street_id = $1 and account_id = $2", args![street, from.1, to.1])?;
    tx.exec("update proposal_authors set account_id = $3 where street_id = $1 and account_id = $2", args![street, from.1, to.1])?;
    tx.exec("update proposals set author = $3 where street_id = $1 and author = $2", args![street, from.1, to.1])?;
    Ok(())
}

/// Proposals somebody stands or stood behind.
pub fn supported_by(r: &mut Reader<'_>, street: StreetId, person: PersonId) -> Result<Vec<ProposalId>> {
    r.all("select proposal_id from proposal_supports where street_id = $1 and person_id = $2 order by proposal_id", args![street, person])
}

pub fn drop_support(tx: &mut Tx<'_>, of: ProposalId, person: PersonId) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from proposal_supports where street_id = $1 and proposal_id = $2 and person_id = $3", args![street, of, person])?;
    Ok(())
}
