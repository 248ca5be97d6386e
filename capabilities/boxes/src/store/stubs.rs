//! Printed numbers: only what a card needs to find the receipt its depositor holds.

use crate::rules::{BoxId, Stub};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::StreetId;

impl FromRow for Stub {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (serial, code_digest, used_at): (String, Vec<u8>, Option<i64>) = (r.next()?, r.next()?, r.next()?);
        Ok(Self { serial, code_digest, used: used_at.is_some() })
    }
}

pub fn stub(r: &mut Reader<'_>, street: StreetId, serial: &str) -> Result<Option<Stub>> {
    r.opt("select serial, code_digest, used_at from box_stubs where street_id = $1 and serial = $2", args![street, serial])
}

/// The number of the card whose stub carries this code.
pub fn serial_of(r: &mut Reader<'_>, street: StreetId, code_digest: &[u8]) -> Result<Option<String>> {
    r.opt("select serial from box_stubs where street_id = $1 and code_digest = $2", args![street, code_digest])
}

/// Whether the number was free.
pub fn insert_stub(tx: &mut Tx<'_>, of: BoxId, serial: &str, code_digest: &[u8]) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let added = tx.exec(
        "insert into box_stubs (street_id, serial, code_digest, box_id, printed_at) values ($1, $2, $3, $4, $5)
         on conflict (street_id, serial) do nothing",
        args![street, serial, code_digest, of, now],
    )?;
    Ok(added == 1)
}

pub fn use_stub(tx: &mut Tx<'_>, serial: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("update box_stubs set used_at = $3 where street_id = $1 and serial = $2", args![street, serial, now])?;
    Ok(())
}
