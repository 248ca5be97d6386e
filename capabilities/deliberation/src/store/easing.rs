//! What people said of each concern with their rating.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{StreetId, uuid::Uuid};

pub fn insert_eased(tx: &mut Tx<'_>, of: &Matter, rating: Uuid, said: &[(Uuid, Solved)]) -> Result<()> {
    let street = tx.street();
    for (concern, eased) in said {
        tx.exec(
            "insert into matter_eased (street_id, rating_id, concern_id, matter_id, round, eased) values ($1, $2, $3, $4, $5, $6)",
            args![street, rating, *concern, of.id, of.round, eased.code()],
        )?;
    }
    Ok(())
}

/// Answers of a round by concern: how many said what.
pub fn eased_of(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<(Uuid, Solved, u64)>> {
    let rows: Vec<(Uuid, String, i64)> = r.all(
        "select concern_id, eased, count(*) from matter_eased where street_id = $1 and matter_id = $2 and round = $3 group by concern_id, eased",
        args![street, of, round],
    )?;
    Ok(rows.into_iter().filter_map(|(id, eased, n)| Some((id, Solved::from_code(&eased)?, u64::try_from(n).unwrap_or(0)))).collect())
}
