//! Bulks: which verb, on which cases, and how each went.

use crate::rules::{BulkVerb, CaseId};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

pub struct Bulk {
    pub id: Uuid,
    pub account: AccountId,
    pub verb: BulkVerb,
    pub words: String,
    pub query: String,
    pub cases: i32,
    pub at: Moment,
}

impl FromRow for Bulk {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            account: r.next()?,
            verb: super::code(r, BulkVerb::from_code)?,
            words: r.next()?,
            query: r.next()?,
            cases: r.next()?,
            at: r.next()?,
        })
    }
}

/// Fixes a list of cases for a verb.
pub fn insert_bulk(tx: &mut Tx<'_>, account: AccountId, verb: BulkVerb, words: &str, query: &str, cases: &[CaseId]) -> Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    let held = i32::try_from(cases.len()).unwrap_or(i32::MAX);
    tx.exec(
        "insert into bulks (street_id, id, account_id, verb, words, query, cases, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, id, account, verb.code(), words, query, held, now],
    )?;
    let row = |(n, case): (usize, &CaseId)| args![street, id, i32::try_from(n).unwrap_or(i32::MAX), *case, "waiting"].to_vec();
    tx.insert_many("bulk_items (street_id, bulk_id, position, case_id, outcome)", cases.iter().enumerate().map(row).collect())?;
    Ok(id)
}

/// A bulk of one's own.
pub fn bulk(r: &mut Reader<'_>, street: StreetId, account: AccountId, id: Uuid) -> Result<Option<Bulk>> {
    r.opt(
        "select id, account_id, verb, words, query, cases, at from bulks where street_id = $1 and id = $2 and account_id = $3",
        args![street, id, account],
    )
}

/// The next cases with this outcome, in order or from the last one back.
pub fn bulk_items(r: &mut Reader<'_>, street: StreetId, id: Uuid, outcome: &str, last_first: bool, most: i64) -> Result<Vec<(i32, CaseId)>> {
    let order = if last_first { "desc" } else { "asc" };
    r.all(
        &format!(
            "select position, case_id from bulk_items where street_id = $1 and bulk_id = $2 and outcome = $3
             order by position {order} limit $4"
        ),
        args![street, id, outcome, most],
    )
}

pub fn mark_bulk_item(tx: &mut Tx<'_>, id: Uuid, position: i32, outcome: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update bulk_items set outcome = $4 where street_id = $1 and bulk_id = $2 and position = $3",
        args![street, id, position, outcome],
    )?;
    Ok(())
}

/// How many went how.
pub fn bulk_outcomes(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Vec<(String, i64)>> {
    r.all(
        "select outcome, count(*) from bulk_items where street_id = $1 and bulk_id = $2 group by outcome order by outcome",
        args![street, id],
    )
}
