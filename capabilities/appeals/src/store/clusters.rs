//! Clusters, and the kept counts they are found in.

use crate::rules::{Cluster, ClusterState, UNSORTED};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Day, PlaceId, StreetId, uuid::Uuid};

const CLUSTER: &str = "id, category, community_id, state, voices, proposed_at, settled_at";

impl FromRow for Cluster {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            category: r.next()?,
            community: r.next()?,
            state: super::code(r, ClusterState::from_code)?,
            voices: r.next()?,
            proposed_at: r.next()?,
            settled_at: r.next()?,
        })
    }
}

/// What residents said since a day, by kind and community, where it is at least so much. Read from the kept counts.
pub fn many_of_a_kind(r: &mut Reader<'_>, street: StreetId, since: Day, least: i64) -> Result<Vec<(PlaceId, String, i64)>> {
    r.all(
        "select of_id, category, cast(sum(residents) as bigint) from figure_counts
         where street_id = $1 and slice = 'community_category' and period >= $2 and of_id <> $3 and category <> $5
         group by of_id, category
         having cast(sum(residents) as bigint) >= $4
         order by of_id, category",
        args![street, since.0, Uuid::nil(), least, UNSORTED],
    )
}

/// The newest cluster of a kind in a community.
pub fn last_cluster(r: &mut Reader<'_>, street: StreetId, category: &str, community: PlaceId) -> Result<Option<Cluster>> {
    let sql = format!(
        "select {CLUSTER} from clusters where street_id = $1 and category = $2 and community_id = $3 order by id desc limit 1"
    );
    r.opt(&sql, args![street, category, community])
}

pub fn cluster(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Cluster>> {
    r.opt(&format!("select {CLUSTER} from clusters where street_id = $1 and id = $2"), args![street, id])
}

/// Those that wait and those confirmed, newest first.
pub fn clusters(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Cluster>> {
    let sql = format!("select {CLUSTER} from clusters where street_id = $1 and state <> 'dismissed' order by id desc limit 200");
    r.all(&sql, args![street])
}

pub fn insert_cluster(tx: &mut Tx<'_>, category: &str, community: PlaceId, voices: i64) -> Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into clusters (street_id, id, category, community_id, state, voices, proposed_at)
         values ($1, $2, $3, $4, 'proposed', $5, $6)",
        args![street, id, category, community, i32::try_from(voices).unwrap_or(i32::MAX), now],
    )?;
    Ok(id)
}

pub fn count_cluster(tx: &mut Tx<'_>, id: Uuid, voices: i64) -> Result<()> {
    let street = tx.street();
    let voices = i32::try_from(voices).unwrap_or(i32::MAX);
    tx.exec("update clusters set voices = $3 where street_id = $1 and id = $2", args![street, id, voices])?;
    Ok(())
}

pub fn settle_cluster(tx: &mut Tx<'_>, id: Uuid, state: ClusterState, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update clusters set state = $3, settled_by = $4, settled_at = $5 where street_id = $1 and id = $2",
        args![street, id, state.code(), by, now],
    )?;
    Ok(())
}
