//! Who stands behind a proposal: one row per person over all ways.

use super::code;
use crate::rules::*;
use auth::PlacePath;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, StreetId};

const SUPPORT: &str = "person_id, account_id, door, version_no, community_id, grid_id, building_id, at, read_by, read_again_by, withdrawn_at";

impl FromRow for Support {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (person, account) = (r.next()?, r.next()?);
        let way = code(r, Way::from_code)?;
        let version = r.next()?;
        let place = PlacePath { community: r.next()?, grid: r.next()?, building: r.next()? };
        Ok(Self { person, account, way, version, place, at: r.next()?, read_by: r.next()?, read_again_by: r.next()?, withdrawn_at: r.next()? })
    }
}

/// Every support of a proposal, those taken back too.
pub fn supports_of(r: &mut Reader<'_>, street: StreetId, of: ProposalId) -> Result<Vec<Support>> {
    r.all(&format!("select {SUPPORT} from proposal_supports where street_id = $1 and proposal_id = $2 order by at, person_id"), args![street, of])
}

pub fn support_by(r: &mut Reader<'_>, street: StreetId, of: ProposalId, person: PersonId) -> Result<Option<Support>> {
    r.opt(&format!("select {SUPPORT} from proposal_supports where street_id = $1 and proposal_id = $2 and person_id = $3"), args![street, of, person])
}

/// The one row of a person, as it now is.
pub fn put_support(tx: &mut Tx<'_>, of: ProposalId, s: &Support) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into proposal_supports (street_id, proposal_id, person_id, account_id, door, version_no, community_id, grid_id, building_id,
           at, read_by, read_again_by, withdrawn_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (street_id, proposal_id, person_id) do update set door = excluded.door, version_no = excluded.version_no,
           community_id = excluded.community_id, grid_id = excluded.grid_id, building_id = excluded.building_id, at = excluded.at,
           read_by = excluded.read_by, read_again_by = excluded.read_again_by, withdrawn_at = excluded.withdrawn_at",
        args![
            street, of, s.person, s.account, s.way.code(), s.version, s.place.community, s.place.grid, s.place.building, s.at, s.read_by,
            s.read_again_by, s.withdrawn_at
        ],
    )?;
    Ok(())
}

/// Code, moment and title of what somebody put forward or stood behind, the newest first.
pub fn proposals_about(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<(String, Moment, String)>> {
    r.all(
        "select p.code, p.opened_at, p.title from proposals p where p.street_id = $1 and (
           p.id in (select proposal_id from proposal_authors where street_id = $1 and account_id = $2)
           or p.id in (select proposal_id from proposal_supports where street_id = $1 and account_id = $2))
         order by p.opened_at desc, p.id",
        args![street, account],
    )
}

/// The name by which somebody was shown goes.
pub fn erase_author(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let street = tx.street();
    tx.exec("update proposal_authors set shown_name = '已注销' where street_id = $1 and account_id = $2", args![street, account])?;
    Ok(())
}
