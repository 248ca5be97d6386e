//! What the categories say of themselves to programs.

use super::code;
use crate::rules::{CaseType, PublicLevel};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{Moment, StreetId};

/// A category as a program reads it; one that no other has as its heading can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceLine {
    pub code: String,
    pub parent: Option<String>,
    pub name: String,
    pub description: String,
    pub keywords: String,
    /// A JSON list: code, datatype, required, description, hint, values.
    pub attributes: String,
    pub case_type: CaseType,
    pub public_level: PublicLevel,
}

impl FromRow for ServiceLine {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            code: r.next()?,
            parent: r.next()?,
            name: r.next()?,
            description: r.next()?,
            keywords: r.next()?,
            attributes: r.next()?,
            case_type: code(r, CaseType::from_code)?,
            public_level: code(r, PublicLevel::from_code)?,
        })
    }
}

/// The whole tree, headings included, in its order.
pub fn service_lines(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<ServiceLine>> {
    r.all(
        "select code, parent, name_zh, description, keywords, attributes, case_type, public_level from categories
         where street_id = $1
         order by position, code",
        args![street],
    )
}

/// When the list last changed; nothing where it is empty.
pub fn services_changed_at(r: &mut Reader<'_>, street: StreetId) -> Result<Option<Moment>> {
    r.one("select max(changed_at) from categories where street_id = $1", args![street])
}

/// Says of a category what programs read: description, keywords, and a JSON list of attributes.
pub fn describe_category(tx: &mut Tx<'_>, code: &str, description: &str, keywords: &str, attributes: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update categories set description = $3, keywords = $4, attributes = $5, changed_at = $6
         where street_id = $1 and code = $2",
        args![street, code, description, keywords, attributes, now],
    )?;
    Ok(())
}
