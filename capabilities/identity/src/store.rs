//! The only SQL of this room.

use crate::views::{GrantLine, PostHere, PostLine, SessionLine, TokenLine, Unit};
use db::{Fault, FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, PlaceId, PostId, Sealed, StreetId, UnitId, uuid::Uuid};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    pub password_hash: Option<String>,
    pub masked_name: String,
}
db::row!(Account { id, person, password_hash, masked_name });

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

pub struct Person {
    pub name: Option<Sealed>,
    pub phone: Option<Sealed>,
    pub made_at: Moment,
}
db::row!(Person { name, phone, made_at });

pub fn by_login(r: &mut Reader<'_>, street: StreetId, login: &str) -> Result<Option<Account>> {
    r.opt(
        "select a.id, a.person_id, a.password_hash, p.masked_name
         from accounts a join people p on p.street_id = a.street_id and p.id = a.person_id
         where a.street_id = $1 and a.login = $2 and a.disabled_at is null",
        args![street, login],
    )
}

pub fn by_phone(r: &mut Reader<'_>, street: StreetId, blind: &[u8]) -> Result<Option<Account>> {
    r.opt(
        "select a.id, a.person_id, a.password_hash, p.masked_name
         from people p join accounts a on a.street_id = p.street_id and a.person_id = p.id
         where p.street_id = $1 and p.phone_blind = $2 and a.disabled_at is null",
        args![street, blind],
    )
}

pub fn account(r: &mut Reader<'_>, street: StreetId, id: AccountId) -> Result<Option<Account>> {
    r.opt(
        "select a.id, a.person_id, a.password_hash, p.masked_name
         from accounts a join people p on p.street_id = a.street_id and p.id = a.person_id
         where a.street_id = $1 and a.id = $2 and a.disabled_at is null",
        args![street, id],
    )
}

pub fn any_account(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    let found: Option<AccountId> = r.opt("select id from accounts where street_id = $1 limit 1", args![street])?;
    Ok(found.is_some())
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

/// Role and unit's name behind each post, for stories that name posts and not people.
pub fn post_names(r: &mut Reader<'_>, street: StreetId, posts: &[Uuid]) -> Result<Vec<(Uuid, String, Option<String>)>> {
    let mut sql = db::Sql::new("select p.id, p.role, u.name
         from posts p left join units u on u.street_id = p.street_id and u.id = p.unit_id
         where p.street_id = ");
    sql.bind(street).push(" and ").within("p.id", posts.iter().copied());
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

/// A person with an account. Names and numbers are sealed on the way in.
pub fn add_person(
    tx: &mut Tx<'_>,
    ids: (PersonId, AccountId),
    name: &str,
    masked: &str,
    phone: Option<&str>,
    sign_in: Option<(&str, &str)>,
) -> Result<()> {
    let (street, now, (person, account)) = (tx.street(), tx.now(), ids);
    let identity = kernel::Purpose::Identity;
    let name = tx.seal(identity, "people.name", person.uuid(), name)?;
    let (sealed, blind) = match phone {
        Some(phone) => {
            (Some(tx.seal(identity, "people.phone", person.uuid(), phone)?), Some(tx.blind(identity, "people.phone", phone)?))
        }
        None => (None, None),
    };
    tx.exec(
        "insert into people (street_id, id, name, masked_name, phone, phone_blind, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, person, name, masked, sealed, blind, now],
    )?;
    tx.exec(
        "insert into accounts (street_id, id, person_id, login, password_hash, made_at) values ($1, $2, $3, $4, $5, $6)",
        args![street, account, person, sign_in.map(|s| s.0), sign_in.map(|s| s.1), now],
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

pub fn open_session(
    tx: &mut Tx<'_>,
    hash: &[u8],
    account: AccountId,
    lasts: crate::rules::Lasting,
    address: &str,
) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let open: Vec<Vec<u8>> = tx.all(
        "select token_hash from sessions
         where street_id = $1 and account_id = $2 and revoked_at is null and absolute_until > $3
         order by made_at desc",
        args![street, account, now],
    )?;
    for oldest in open.iter().skip(lasts.parallel - 1) {
        end_session(tx, oldest)?;
    }
    tx.exec(
        "insert into sessions (street_id, token_hash, id, account_id, made_at, last_seen_at, idle_until, absolute_until,
           address_prefix)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
        args![street, hash, Uuid::now_v7(), account, now, now.plus(lasts.idle), now.plus(lasts.absolute), address],
    )?;
    Ok(())
}

/// Whose session it is, and when it was last noted as in use.
pub fn session(r: &mut Reader<'_>, street: StreetId, hash: &[u8], now: Moment) -> Result<Option<(AccountId, Moment)>> {
    r.opt(
        "select account_id, last_seen_at from sessions
         where street_id = $1 and token_hash = $2 and revoked_at is null and idle_until > $3 and absolute_until > $3",
        args![street, hash, now],
    )
}

pub fn sessions(r: &mut Reader<'_>, street: StreetId, account: AccountId, now: Moment) -> Result<Vec<SessionLine>> {
    r.all(
        "select id, made_at, last_seen_at, token_hash from sessions
         where street_id = $1 and account_id = $2 and revoked_at is null and idle_until > $3 and absolute_until > $3
         order by last_seen_at desc",
        args![street, account, now],
    )
}

pub fn touch_session(tx: &mut Tx<'_>, hash: &[u8], idle_until: Moment) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update sessions set last_seen_at = $3, idle_until = $4
         where street_id = $1 and token_hash = $2 and last_seen_at < $5",
        args![street, hash, now, idle_until, now.plus(-Moment::MINUTE)],
    )?;
    Ok(())
}

pub fn end_session(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("update sessions set revoked_at = $3 where street_id = $1 and token_hash = $2", args![street, hash, now])?;
    Ok(())
}

/// One's own session by its id; how many rows it was.
pub fn end_own_session(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<u64> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update sessions set revoked_at = $4 where street_id = $1 and account_id = $2 and id = $3 and revoked_at is null",
        args![street, account, id, now],
    )
}

pub fn lockout(r: &mut Reader<'_>, street: StreetId, key: &str) -> Result<Option<(i64, Option<Moment>)>> {
    r.opt("select failures, locked_until from lockouts where street_id = $1 and key = $2", args![street, key])
}

pub fn set_lockout(tx: &mut Tx<'_>, key: &str, failures: i64, until: Option<Moment>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into lockouts (street_id, key, failures, locked_until) values ($1, $2, $3, $4)
         on conflict (street_id, key) do update set failures = excluded.failures, locked_until = excluded.locked_until",
        args![street, key, failures, until],
    )?;
    Ok(())
}

pub fn codes_sent(r: &mut Reader<'_>, street: StreetId, blind: &[u8], since: Moment) -> Result<Vec<Moment>> {
    r.all(
        "select made_at from sms_codes where street_id = $1 and phone_blind = $2 and made_at > $3",
        args![street, blind, since],
    )
}

pub fn add_code(tx: &mut Tx<'_>, blind: &[u8], digest: &[u8]) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into sms_codes (street_id, id, phone_blind, digest, made_at, until_at, tries)
         values ($1, $2, $3, $4, $5, $6, 0)",
        args![street, Uuid::now_v7(), blind, digest, now, now.plus(crate::rules::CODE_LASTS)],
    )?;
    Ok(())
}

/// The newest code of a phone that is still good: id, digest, tries.
pub fn code(r: &mut Reader<'_>, street: StreetId, blind: &[u8], now: Moment) -> Result<Option<(Uuid, Vec<u8>, i64)>> {
    r.opt(
        "select id, digest, tries from sms_codes
         where street_id = $1 and phone_blind = $2 and used_at is null and until_at > $3
         order by made_at desc
         limit 1",
        args![street, blind, now],
    )
}

pub fn tried_code(tx: &mut Tx<'_>, id: Uuid, used: Option<Moment>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update sms_codes set tries = tries + 1, used_at = $3 where street_id = $1 and id = $2",
        args![street, id, used],
    )?;
    Ok(())
}

pub fn add_token(tx: &mut Tx<'_>, id: Uuid, account: AccountId, hash: &[u8], scopes: &str, until: Moment) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into api_tokens (street_id, id, account_id, secret_hash, scopes, made_at, until_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, id, account, hash, scopes, now, until],
    )?;
    Ok(())
}

pub fn token(r: &mut Reader<'_>, street: StreetId, id: Uuid, now: Moment) -> Result<Option<(AccountId, Vec<u8>, String)>> {
    r.opt(
        "select account_id, secret_hash, scopes from api_tokens
         where street_id = $1 and id = $2 and revoked_at is null and until_at > $3",
        args![street, id, now],
    )
}

pub fn tokens(r: &mut Reader<'_>, street: StreetId, account: AccountId, now: Moment) -> Result<Vec<TokenLine>> {
    r.all(
        "select id, scopes, made_at, until_at from api_tokens
         where street_id = $1 and account_id = $2 and revoked_at is null and until_at > $3
         order by id desc",
        args![street, account, now],
    )
}

/// One's own token by its id; how many rows it was.
pub fn revoke_token(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<u64> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update api_tokens set revoked_at = $4 where street_id = $1 and account_id = $2 and id = $3 and revoked_at is null",
        args![street, account, id, now],
    )
}

/// Shuts an account and ends what it had open.
pub fn disable(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let all = args![tx.street(), account, tx.now()].to_vec();
    tx.exec("update accounts set disabled_at = $3 where street_id = $1 and id = $2", &all)?;
    tx.exec("update sessions set revoked_at = $3 where street_id = $1 and account_id = $2 and revoked_at is null", &all)?;
    tx.exec("update api_tokens set revoked_at = $3 where street_id = $1 and account_id = $2 and revoked_at is null", &all)?;
    Ok(())
}

/// Opens a shut account again, if there is one of that name.
pub fn enable(tx: &mut Tx<'_>, login: &str) -> Result<Option<AccountId>> {
    let street = tx.street();
    let shut: Option<AccountId> = tx.opt(
        "select id from accounts where street_id = $1 and login = $2 and disabled_at is not null",
        args![street, login],
    )?;
    if let Some(account) = shut {
        tx.exec("update accounts set disabled_at = null where street_id = $1 and id = $2", args![street, account])?;
    }
    Ok(shut)
}

/// A sealed name and a sealed number, where there are any.
pub fn sealed_samples(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Uuid, &'static str, Sealed)>> {
    let name: Option<(Uuid, Sealed)> =
        r.opt("select id, name from people where street_id = $1 and name is not null limit 1", args![street])?;
    let phone: Option<(Uuid, Sealed)> =
        r.opt("select id, phone from people where street_id = $1 and phone is not null limit 1", args![street])?;
    let found = [(name, "people.name"), (phone, "people.phone")];
    Ok(found.into_iter().filter_map(|(row, column)| row.map(|(id, sealed)| (id, column, sealed))).collect())
}

pub fn add_setup_token(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into setup_tokens (street_id, token_hash, until_at) values ($1, $2, $3)",
        args![street, hash, now.plus(crate::rules::SETUP_LASTS)],
    )?;
    Ok(())
}

/// Uses a set-up token up; whether it was good.
pub fn use_setup_token(tx: &mut Tx<'_>, hash: &[u8]) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let used = tx.exec(
        "update setup_tokens set used_at = $3
         where street_id = $1 and token_hash = $2 and used_at is null and until_at > $3",
        args![street, hash, now],
    )?;
    Ok(used == 1)
}

pub fn person(r: &mut Reader<'_>, street: StreetId, id: PersonId) -> Result<Person> {
    r.opt(
        "select name, phone, made_at from people where street_id = $1 and id = $2",
        args![street, id],
    )?
    .ok_or(Fault::Denied(auth::Denied::Hidden))
}

/// Empties the person, shuts the account and ends its sessions, tokens and posts.
pub fn erase(tx: &mut Tx<'_>, person: PersonId, account: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update people set name = null, phone = null, phone_blind = null, masked_name = '已注销', erased_at = $3
         where street_id = $1 and id = $2",
        args![street, person, now],
    )?;
    tx.exec(
        "update accounts set login = null, password_hash = null, disabled_at = $3 where street_id = $1 and id = $2",
        args![street, account, now],
    )?;
    let all = args![street, account, now];
    tx.exec("update sessions set revoked_at = $3 where street_id = $1 and account_id = $2", all)?;
    tx.exec("update api_tokens set revoked_at = $3 where street_id = $1 and account_id = $2", all)?;
    tx.exec(
        "update posts set state = 'ended' where street_id = $1 and person_id = $2",
        args![street, person],
    )?;
    Ok(())
}

db::row!(Unit { id, code, name, kind, organisation, community });
db::row!(PostHere { role, title, masked_name });
db::row!(PostLine { title, role, unit, until });
db::row!(GrantLine { id, masked_name, title, role, state, until });
impl FromRow for SessionLine {
    fn from_row(row: &mut Row) -> Result<Self> {
        let (id, made_at, last_seen_at, hash) = (row.next()?, row.next()?, row.next()?, row.next()?);
        Ok(Self { id, made_at, last_seen_at, here: false, hash })
    }
}

impl FromRow for TokenLine {
    fn from_row(row: &mut Row) -> Result<Self> {
        let (id, scopes): (Uuid, String) = (row.next()?, row.next()?);
        Ok(Self { id, scopes: serde_json::from_str(&scopes)?, made_at: row.next()?, until: row.next()? })
    }
}
