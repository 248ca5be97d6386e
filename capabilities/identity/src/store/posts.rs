//! Posts, the units they belong to, and who was given which.

use crate::views::{GrantLine, PostHere, PostLine, Unit};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, PersonId, PlaceId, PostId, StreetId, UnitId, uuid::Uuid};

/// A stored post in force, with its unit's organisation.
pub struct PostRow {
    pub id: PostId,
    pub role: String,
    pub title: String,
    pub level: String,
    pub place: PlaceId,
    pub unit: Option<UnitId>,
    pub organisation: Option<UnitId>,
    pub until: Moment,
}
db::row!(PostRow { id, role, title, level, place, unit, organisation, until });

/// A grant under way or in force.
pub struct Grant {
    pub person: PersonId,
    pub role: String,
    pub state: String,
    pub proposed_by: Option<PersonId>,
}
db::row!(Grant { person, role, state, proposed_by });

pub struct NewPost<'a> {
    pub id: PostId,
    pub person: PersonId,
    pub role: &'a str,
    pub title: &'a str,
    pub level: &'a str,
    pub place: PlaceId,
    pub unit: Option<UnitId>,
    pub state: &'a str,
    pub from: Moment,
    pub until: Moment,
    pub proposed_by: Option<PersonId>,
}

pub fn posts_in_force(r: &mut Reader<'_>, street: StreetId, person: PersonId, now: Moment) -> Result<Vec<PostRow>> {
    r.all(
        "select p.id, p.role, p.title, p.level, p.place_id, p.unit_id, u.organisation_id, p.until_at
         from posts p left join units u on u.street_id = p.street_id and u.id = p.unit_id
         where p.street_id = $1 and p.person_id = $2 and p.state = 'in_force' and p.from_at <= $3 and p.until_at > $3
         order by p.id",
        args![street, person, now],
    )
}

pub fn posts_of(r: &mut Reader<'_>, street: StreetId, person: PersonId, now: Moment) -> Result<Vec<PostLine>> {
    r.all(
        "select p.title, p.role, u.name, p.until_at
         from posts p left join units u on u.street_id = p.street_id and u.id = p.unit_id
         where p.street_id = $1 and p.person_id = $2 and p.state = 'in_force' and p.from_at <= $3 and p.until_at > $3
         order by p.id",
        args![street, person, now],
    )
}

pub fn posts_at(r: &mut Reader<'_>, street: StreetId, place: PlaceId, now: Moment) -> Result<Vec<PostHere>> {
    r.all(
        "select p.role, p.title, n.masked_name
         from posts p join people n on n.street_id = p.street_id and n.id = p.person_id
         where p.street_id = $1 and p.place_id = $2 and p.state = 'in_force' and p.from_at <= $3 and p.until_at > $3
         order by p.role, p.id",
        args![street, place, now],
    )
}

/// Who holds one of these roles now: account, role, masked name. Whoever cannot sign in is left out.
pub fn holders(r: &mut Reader<'_>, street: StreetId, roles: &[auth::Role], now: Moment) -> Result<Vec<(AccountId, String, String)>> {
    let mut sql = db::Sql::new(
        "select a.id, p.role, n.masked_name
         from posts p
         join people n on n.street_id = p.street_id and n.id = p.person_id
         join accounts a on a.street_id = p.street_id and a.person_id = p.person_id
         where p.street_id = ",
    );
    sql.bind(street).push(" and ").within("p.role", roles.iter().map(|r| r.code()));
    sql.push(" and a.disabled_at is null and p.state = 'in_force' and p.from_at <= ").bind(now);
    sql.push(" and p.until_at > ").bind(now).push("\norder by p.role, n.masked_name, a.id");
    r.list(&sql)
}

/// Who holds one of these roles in a unit now and can sign in.
pub fn accounts_of_unit(r: &mut Reader<'_>, street: StreetId, unit: UnitId, roles: &[auth::Role], now: Moment) -> Result<Vec<AccountId>> {
    let mut sql = db::Sql::new(
        "select distinct a.id
         from posts p
         join accounts a on a.street_id = p.street_id and a.person_id = p.person_id
         where p.street_id = ",
    );
    sql.bind(street).push(" and p.unit_id = ").bind(unit).push(" and ").within("p.role", roles.iter().map(|r| r.code()));
    sql.push(" and a.disabled_at is null and p.state = 'in_force' and p.from_at <= ").bind(now);
    sql.push(" and p.until_at > ").bind(now).push("\norder by a.id");
    r.list(&sql)
}

/// Role and unit's name behind each post, for stories that name posts and not people.
pub fn post_names(r: &mut Reader<'_>, street: StreetId, posts: &[Uuid]) -> Result<Vec<(Uuid, String, Option<String>)>> {
    let mut sql = db::Sql::new("select p.id, p.role, u.name
         from posts p left join units u on u.street_id = p.street_id and u.id = p.unit_id
         where p.street_id = ");
    sql.bind(street).push(" and ").within("p.id", posts.iter().copied());
    r.list(&sql)
}

/// Title, masked name and unit behind each post: who signed a record.
pub fn post_holders(r: &mut Reader<'_>, street: StreetId, posts: &[PostId]) -> Result<Vec<(PostId, String, String, Option<String>)>> {
    let mut sql = db::Sql::new("select p.id, p.title, n.masked_name, u.name
         from posts p
         join people n on n.street_id = p.street_id and n.id = p.person_id
         left join units u on u.street_id = p.street_id and u.id = p.unit_id
         where p.street_id = ");
    sql.bind(street).push(" and ").within("p.id", posts.iter().copied());
    r.list(&sql)
}

/// Units in which somebody holds one of these roles now.
pub fn units_with(r: &mut Reader<'_>, street: StreetId, roles: &[auth::Role], now: Moment) -> Result<Vec<UnitId>> {
    let mut sql = db::Sql::new("select distinct p.unit_id from posts p where p.street_id = ");
    sql.bind(street).push(" and ").within("p.role", roles.iter().map(|r| r.code()));
    sql.push(" and p.unit_id is not null and p.state = 'in_force' and p.from_at <= ").bind(now);
    sql.push(" and p.until_at > ").bind(now);
    r.list(&sql)
}

pub fn units(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Unit>> {
    r.all(
        "select id, code, name, kind, organisation_id, community_id from units where street_id = $1 order by code",
        args![street],
    )
}

/// The office of a community: where its own work goes.
pub fn office_of(r: &mut Reader<'_>, street: StreetId, community: PlaceId) -> Result<Option<UnitId>> {
    r.opt(
        "select id from units where street_id = $1 and community_id = $2 order by code limit 1",
        args![street, community],
    )
}

pub fn unit(r: &mut Reader<'_>, street: StreetId, id: UnitId) -> Result<Option<Unit>> {
    r.opt(
        "select id, code, name, kind, organisation_id, community_id from units where street_id = $1 and id = $2",
        args![street, id],
    )
}

pub fn add_unit(tx: &mut Tx<'_>, u: &Unit) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into units (street_id, id, code, name, kind, organisation_id, community_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, u.id, &u.code, &u.name, &u.kind, u.organisation, u.community],
    )?;
    Ok(())
}

pub fn add_post(tx: &mut Tx<'_>, p: &NewPost<'_>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into posts (street_id, id, person_id, role, title, level, place_id, unit_id, state, from_at, until_at,
           proposed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            street, p.id, p.person, p.role, p.title, p.level, p.place, p.unit, p.state, p.from, p.until, p.proposed_by
        ],
    )?;
    Ok(())
}

pub fn grant(r: &mut Reader<'_>, street: StreetId, id: PostId) -> Result<Option<Grant>> {
    r.opt(
        "select person_id, role, state, proposed_by from posts where street_id = $1 and id = $2",
        args![street, id],
    )
}

pub fn grants(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Vec<GrantLine>> {
    r.all(
        "select p.id, n.masked_name, p.title, p.role, p.state, p.until_at
         from posts p join people n on n.street_id = p.street_id and n.id = p.person_id
         where p.street_id = $1 and p.state <> 'ended' and p.until_at > $2
         order by p.state desc, p.id
         limit 500",
        args![street, now],
    )
}

pub fn set_grant(tx: &mut Tx<'_>, id: PostId, state: &str, hand: PersonId) -> Result<()> {
    let street = tx.street();
    let sql = match state {
        "in_force" => "update posts set state = $3, confirmed_by = $4 where street_id = $1 and id = $2",
        _ => "update posts set state = $3, ended_by = $4 where street_id = $1 and id = $2",
    };
    tx.exec(sql, args![street, id, state, hand])?;
    Ok(())
}

db::row!(Unit { id, code, name, kind, organisation, community });
db::row!(PostHere { role, title, masked_name });
db::row!(PostLine { title, role, unit, until });
db::row!(GrantLine { id, masked_name, title, role, state, until });
