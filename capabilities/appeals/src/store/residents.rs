//! What the residents' pages ask: kept public counts, cases like the one being told, tries of receipt codes.

use super::case::CASE;
use crate::rules::{Case, CaseId, State, Tries, VoiceId};
use db::{Reader, Result, Sql, Tx, args};
use kernel::{AccountId, Moment, PlaceId, StreetId, uuid::Uuid};

/// How many published cases there are under a filter, from the kept counts.
pub fn public_total(r: &mut Reader<'_>, street: StreetId, states: &[State], category: Option<&str>, community: Option<PlaceId>) -> Result<i64> {
    let slice = community.map_or(("street", street.uuid()), |c| ("community", c.uuid()));
    let mut sql = public_counts("cast(coalesce(sum(n), 0) as bigint)", street, slice.0, states);
    sql.and("category =", Some(category.unwrap_or_default().to_owned())).and("of_id =", Some(slice.1));
    Ok(r.list(&sql)?.into_iter().next().unwrap_or(0))
}

/// Published cases by grid, from the kept counts.
pub fn public_by_grid(r: &mut Reader<'_>, street: StreetId, states: &[State], category: Option<&str>) -> Result<Vec<(PlaceId, i64)>> {
    let mut sql = public_counts("of_id, cast(sum(n) as bigint)", street, "grid", states);
    sql.and("category =", Some(category.unwrap_or_default().to_owned())).push("\ngroup by of_id");
    r.list(&sql)
}

fn public_counts(columns: &str, street: StreetId, slice: &str, states: &[State]) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(columns).push(" from public_counts where street_id = ").bind(street).and("slice =", Some(slice));
    if !states.is_empty() {
        sql.push("\n  and ").within("state", states.iter().map(|s| s.code()));
    }
    sql
}

/// Categories by how many published cases they have, the most told of first.
pub fn used_categories(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, i64)>> {
    r.all(
        "select category, cast(sum(n) as bigint) from public_counts
         where street_id = $1 and slice = 'street' and category > ''
         group by category
         order by 2 desc, category",
        args![street],
    )
}

/// Published open cases that might be the one being told, newest first.
pub fn perhaps_same(r: &mut Reader<'_>, street: StreetId, community: Option<PlaceId>, categories: &[String], limit: i64) -> Result<Vec<Case>> {
    let open = State::ALL.iter().filter(|s| s.is_open()).map(|s| s.code());
    let mut sql = Sql::new("select ");
    sql.push(CASE).push("\nfrom cases t\nwhere t.street_id = ").bind(street).push("\n  and t.published = ").bind(true);
    sql.push("\n  and ").within("t.state", open).push("\n  and ").push(super::case::STILL_OPEN).and("t.community_id =", community);
    if !categories.is_empty() {
        sql.push("\n  and ").within("t.category", categories.iter().map(String::as_str));
    }
    sql.push("\norder by t.id desc\nlimit ").bind(limit);
    r.list(&sql)
}

/// Those of `ids` that are published and open.
pub fn published_among(r: &mut Reader<'_>, street: StreetId, ids: &[Uuid]) -> Result<Vec<Case>> {
    let open = State::ALL.iter().filter(|s| s.is_open()).map(|s| s.code());
    let mut sql = Sql::new("select ");
    sql.push(CASE).push("\nfrom cases t\nwhere t.street_id = ").bind(street).push("\n  and t.published = ").bind(true);
    sql.push("\n  and ").within("t.state", open).push("\n  and ").within("t.id", ids.iter().copied());
    r.list(&sql)
}

/// A value of the street's own settings: the hotline's number.
pub fn setting(r: &mut Reader<'_>, street: StreetId, key: &str) -> Result<Option<String>> {
    r.opt("select value from settings where street_id = $1 and key = $2", args![street, key])
}

pub fn set_setting(tx: &mut Tx<'_>, key: &str, value: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into settings (street_id, key, value) values ($1, $2, $3)
         on conflict (street_id, key) do update set value = excluded.value",
        args![street, key, value],
    )?;
    Ok(())
}

/// Wrong codes from an address, as they stand.
pub fn tries(r: &mut Reader<'_>, street: StreetId, address: &str) -> Result<Option<Tries>> {
    let row: Option<(Moment, i32, Option<Moment>)> = r.opt(
        "select window_start, wrong, locked_until from receipt_tries where street_id = $1 and address = $2",
        args![street, address],
    )?;
    Ok(row.map(|(since, wrong, locked_until)| Tries { since, wrong, locked_until }))
}

pub fn set_tries(tx: &mut Tx<'_>, address: &str, tries: Tries) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into receipt_tries (street_id, address, window_start, wrong, locked_until) values ($1, $2, $3, $4, $5)
         on conflict (street_id, address) do update set window_start = excluded.window_start, wrong = excluded.wrong,
           locked_until = excluded.locked_until",
        args![street, address, tries.since, tries.wrong, tries.locked_until],
    )?;
    Ok(())
}

/// A voice becomes one of an account's own, if it is nobody's yet.
pub fn attach(tx: &mut Tx<'_>, voice: VoiceId, account: AccountId) -> Result<bool> {
    let street = tx.street();
    let attached = tx.exec(
        "update voices set account_id = $3 where street_id = $1 and id = $2 and account_id is null",
        args![street, voice, account],
    )?;
    Ok(attached == 1)
}

/// Tells one voice alone.
pub fn tell_one(tx: &mut Tx<'_>, case: CaseId, voice: VoiceId, kind: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into voice_messages (street_id, id, voice_id, case_id, kind, at, body) values ($1, $2, $3, $4, $5, $6, '{}')",
        args![street, Uuid::now_v7(), voice, case, kind, now],
    )?;
    Ok(())
}

/// Everything said with this account, newest first, each with its case's number.
pub fn said_by(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<Vec<(VoiceId, String)>> {
    r.all(
        "select v.id, c.case_no from voices v
         join cases c on c.street_id = v.street_id and c.id = v.case_id
         where v.street_id = $1 and v.account_id = $2
         order by v.id desc",
        args![street, account],
    )
}

/// Names and numbers left with this account, for good; nobody is called or written to any more.
pub fn erase_reporters(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update reporters set name = null, phone = null, phone_digest = null, erased_at = $3
         where street_id = $1 and account_id = $2 and erased_at is null",
        args![street, account, now],
    )?;
    Ok(())
}
