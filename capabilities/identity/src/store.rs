//! The only SQL of this room.

mod helping;
mod posts;
mod residences;

pub use helping::*;
pub use posts::*;
pub use residences::*;

use crate::views::{SessionLine, TokenLine};
use db::{Fault, FromRow, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, PersonId, Sealed, StreetId, uuid::Uuid};

/// An account as sign-in needs it.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    pub password_hash: Option<String>,
    pub masked_name: String,
}
db::row!(Account { id, person, password_hash, masked_name });

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

/// People asked for by one statement.
const TOGETHER: usize = 500;

/// Accounts that are open of some people.
pub fn accounts_of(r: &mut Reader<'_>, street: StreetId, people: &[PersonId]) -> Result<Vec<AccountId>> {
    let mut all = vec![];
    for some in people.chunks(TOGETHER) {
        let mut sql = Sql::new("select id from accounts where street_id = ");
        sql.bind(street).push(" and disabled_at is null and ").within("person_id", some.iter().copied()).push(" order by id");
        all.extend(r.list::<AccountId>(&sql)?);
    }
    Ok(all)
}

/// Whether an account has a number to send to.
pub fn has_phone(r: &mut Reader<'_>, street: StreetId, id: AccountId) -> Result<bool> {
    let found: Option<i64> = r.opt(
        "select 1 from accounts a join people p on p.street_id = a.street_id and p.id = a.person_id
         where a.street_id = $1 and a.id = $2 and a.disabled_at is null and p.phone is not null",
        args![street, id],
    )?;
    Ok(found.is_some())
}

/// The mark of the number of an account, where it has one.
pub fn phone_mark_of(r: &mut Reader<'_>, street: StreetId, id: AccountId) -> Result<Option<Vec<u8>>> {
    let found: Option<Option<Vec<u8>>> = r.opt(
        "select p.phone_blind from accounts a join people p on p.street_id = a.street_id and p.id = a.person_id
         where a.street_id = $1 and a.id = $2 and a.disabled_at is null",
        args![street, id],
    )?;
    Ok(found.flatten())
}

pub fn any_account(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    let found: Option<AccountId> = r.opt("select id from accounts where street_id = $1 limit 1", args![street])?;
    Ok(found.is_some())
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

/// The token's hash of one's own session that is not ended yet, by its id.
pub fn own_session(r: &mut Reader<'_>, account: AccountId, id: Uuid, street: StreetId) -> Result<Option<Vec<u8>>> {
    r.opt(
        "select token_hash from sessions where street_id = $1 and account_id = $2 and id = $3 and revoked_at is null",
        args![street, account, id],
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
