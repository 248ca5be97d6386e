//! Editions of reports.

use super::changed;
use crate::rules::{Edition, EditionState};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args, code};
use figures::Span;
use kernel::{StreetId, uuid::Uuid};

const EDITION: &str = "id, template_id, template_version, from_day, to_day, state, content, hash, drafted_by, drafted_at, reviewed_by,
  reviewed_at, signed_by, signed_at, returned_why, rev";

impl FromRow for Edition {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            template: r.next()?,
            version: r.next()?,
            span: Span { from: r.next()?, to: r.next()? },
            state: code(r, EditionState::from_code)?,
            content: serde_json::from_str(&r.next::<String>()?)?,
            hash: r.next()?,
            drafted_by: r.next()?,
            drafted_at: r.next()?,
            reviewed_by: r.next()?,
            reviewed_at: r.next()?,
            signed_by: r.next()?,
            signed_at: r.next()?,
            returned_why: r.next()?,
            rev: r.next()?,
        })
    }
}

pub fn edition(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Edition>> {
    r.opt(&format!("select {EDITION} from report_editions where street_id = $1 and id = $2"), args![street, id])
}

/// Editions, the newest first; those that are signed, or all.
pub fn editions(r: &mut Reader<'_>, street: StreetId, signed: bool, before: Option<Uuid>, limit: i64) -> Result<Vec<Edition>> {
    let mut sql = Sql::new(&format!("select {EDITION} from report_editions where street_id = "));
    sql.bind(street).and("state =", signed.then_some("signed")).and("id <", before);
    sql.push("\norder by id desc limit ").bind(limit);
    r.list(&sql)
}

pub fn insert_edition(tx: &mut Tx<'_>, e: &Edition) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into report_editions (street_id, id, template_id, template_version, from_day, to_day, state, content, hash, drafted_by, drafted_at, rev)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            street, e.id, e.template, e.version, e.span.from, e.span.to, e.state.code(), serde_json::to_string(&e.content)?, &e.hash, e.drafted_by,
            e.drafted_at, e.rev
        ],
    )?;
    Ok(())
}

/// A signed edition is never written again.
pub fn save_edition(tx: &mut Tx<'_>, was: &Edition, e: &Edition) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update report_editions set state = $4, content = $5, hash = $6, drafted_by = $7, drafted_at = $8, reviewed_by = $9, reviewed_at = $10,
           signed_by = $11, signed_at = $12, returned_why = $13, rev = $14
         where street_id = $1 and id = $2 and rev = $3 and state <> 'signed'",
        args![
            street, e.id, was.rev, e.state.code(), serde_json::to_string(&e.content)?, &e.hash, e.drafted_by, e.drafted_at, e.reviewed_by,
            e.reviewed_at, e.signed_by, e.signed_at, e.returned_why.clone(), e.rev
        ],
    )?)
}
