//! Clusters, and the kept counts they are found in.

use crate::rules::{CaseId, Cluster, ClusterState, Topic, UNSORTED};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Day, Moment, PlaceId, StreetId, uuid::Uuid};

const CLUSTER: &str = "id, category, community_id, state, voices, people, buildings, proposed_at, settled_at";

impl FromRow for Cluster {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            category: r.next()?,
            community: r.next()?,
            state: super::code(r, ClusterState::from_code)?,
            voices: r.next()?,
            people: r.next()?,
            buildings: r.next()?,
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

/// Residents who spoke of a kind in a community, as far as a number or an account tells them apart, and buildings it was about. Only cases opened
/// since then are looked at.
pub fn people_of_a_kind(r: &mut Reader<'_>, street: StreetId, category: &str, community: PlaceId, since: Moment) -> Result<(i64, i64)> {
    let people = r.one(
        "select count(distinct coalesce(p.phone_digest, v.account_id)) from cases t
         join voices v on v.street_id = t.street_id and v.case_id = t.id
         left join reporters p on p.street_id = v.street_id and p.id = v.reporter_id
         where t.street_id = $1 and t.category = $2 and t.community_id = $3 and t.opened_at >= $4
           and t.state <> 'withdrawn' and v.speaker = 'resident' and v.withdrawn_at is null",
        args![street, category, community, since],
    )?;
    // What was merged away keeps its building.
    let buildings = r.one(
        "select count(distinct building_id) from cases
         where street_id = $1 and category = $2 and community_id = $3 and opened_at >= $4 and state <> 'withdrawn'",
        args![street, category, community, since],
    )?;
    Ok((people, buildings))
}

pub fn count_people(tx: &mut Tx<'_>, id: Uuid, people: i64, buildings: i64) -> Result<()> {
    let (street, most) = (tx.street(), |n: i64| i32::try_from(n).unwrap_or(i32::MAX));
    tx.exec(
        "update clusters set people = $3, buildings = $4 where street_id = $1 and id = $2",
        args![street, id, most(people), most(buildings)],
    )?;
    Ok(())
}

/// Cases of a kind in a community that are nobody's accusation and not behind this matter yet, newest first.
pub fn cases_of_a_kind(r: &mut Reader<'_>, street: StreetId, of: &Cluster, since: Moment, matter: Uuid, most: i64) -> Result<Vec<CaseId>> {
    r.all(
        "select t.id from cases t
         where t.street_id = $1 and t.category = $2 and t.community_id = $3 and t.opened_at >= $4
           and t.state <> 'withdrawn' and t.state <> 'merged'
           and not exists (select 1 from case_accused a where a.street_id = t.street_id and a.case_id = t.id)
           and not exists (select 1 from case_matters m where m.street_id = t.street_id and m.case_id = t.id and m.matter_id = $5)
         order by t.id desc limit $6",
        args![street, &of.category, of.community, since, matter, most],
    )
}

impl FromRow for Topic {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { cluster: r.next()?, month: r.next()?, matter: r.next()?, code: r.next()?, cases: r.next()? })
    }
}

/// Topics since a month.
pub fn topics(r: &mut Reader<'_>, street: StreetId, since: Day) -> Result<Vec<Topic>> {
    r.all(
        "select cluster_id, month, matter_id, code, cases from cluster_topics where street_id = $1 and month >= $2 order by month desc, community_id",
        args![street, since],
    )
}

pub fn has_topic(r: &mut Reader<'_>, street: StreetId, of: &Cluster, month: Day) -> Result<bool> {
    let found: Option<i32> = r.opt(
        "select cases from cluster_topics where street_id = $1 and (community_id = $2 and month = $3 or cluster_id = $4) limit 1",
        args![street, of.community, month, of.id],
    )?;
    Ok(found.is_some())
}

pub fn insert_topic(tx: &mut Tx<'_>, of: &Cluster, topic: &Topic, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into cluster_topics (street_id, community_id, month, cluster_id, matter_id, code, cases, at, by_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, of.community, topic.month, of.id, topic.matter, &topic.code, topic.cases, now, by],
    )?;
    Ok(())
}
