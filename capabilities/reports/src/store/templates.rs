//! Templates and their versions.

use crate::rules::Template;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, StreetId, uuid::Uuid};

const TEMPLATE: &str = "t.id, t.name, t.version, t.written, t.at from report_templates t";
const NEWEST: &str = "t.version = (select max(n.version) from report_templates n where n.street_id = t.street_id and n.id = t.id)";

impl FromRow for Template {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { id: r.next()?, name: r.next()?, version: r.next()?, text: r.next()?, at: r.next()? })
    }
}

/// The newest version of each template.
pub fn templates(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Template>> {
    r.all(&format!("select {TEMPLATE} where t.street_id = $1 and {NEWEST} order by t.name, t.id limit 200"), args![street])
}

pub fn template(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Template>> {
    r.opt(&format!("select {TEMPLATE} where t.street_id = $1 and t.id = $2 and {NEWEST}"), args![street, id])
}

pub fn insert_template(tx: &mut Tx<'_>, t: &Template, by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into report_templates (street_id, id, version, name, written, by_account, at) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, t.id, t.version, &t.name, &t.text, by, t.at],
    )?;
    Ok(())
}
