//! Messages as they lie in an inbox.

use crate::rules::{Kind, Urgent};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// A message, as it is kept.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    pub room: String,
    pub code: String,
    pub kind: Kind,
    pub facts: String,
    pub link: String,
    pub urgent: Option<Urgent>,
    pub at: Moment,
    pub read_at: Option<Moment>,
}
db::row!(Message { id, room, code, kind, facts, link, urgent, at, read_at });

/// Keeps a message; `false` where it was told already.
pub fn insert(tx: &mut Tx<'_>, account: Option<AccountId>, told_of: &str, m: &Message) -> Result<bool> {
    let street = tx.street();
    let kept = tx.exec(
        "insert into messages (street_id, id, account_id, room, told_of, code, kind, facts, link, urgent, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (street_id, room, told_of) do nothing",
        args![street, m.id, account, &m.room, told_of, &m.code, m.kind.code(), &m.facts, &m.link, m.urgent.map(|u| u.code()), m.at],
    )?;
    Ok(kept == 1)
}

/// One's own messages, newest first, below `before`.
pub fn of_account(r: &mut Reader<'_>, street: StreetId, account: AccountId, before: Option<Uuid>, most: i64) -> Result<Vec<Message>> {
    let mut sql = db::Sql::new("select id, room, code, kind, facts, link, urgent, at, read_at from messages where street_id = ");
    sql.bind(street).push("\n  and account_id = ").bind(account);
    sql.and("id <", before);
    sql.push("\norder by id desc\nlimit ").bind(most);
    r.list(&sql)
}

/// What an account has not read yet, counted up to this many.
pub const MOST_UNREAD: i64 = 100;

/// How many of one's messages are unread; [`MOST_UNREAD`] is that many or more. Answered by an index.
pub fn unread(r: &mut Reader<'_>, street: StreetId, account: AccountId) -> Result<i64> {
    r.one(
        "select count(*) from (
           select 1 from messages where street_id = $1 and account_id = $2 and read_at is null limit $3
         ) as open",
        args![street, account, MOST_UNREAD],
    )
}

/// Marks one's own message as read: `None` where there is none, `false` where it was read already.
pub fn mark_read(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<Option<bool>> {
    let (street, now) = (tx.street(), tx.now());
    let read: Option<Option<Moment>> =
        tx.opt("select read_at from messages where street_id = $1 and id = $2 and account_id = $3", args![street, id, account])?;
    let Some(read) = read else { return Ok(None) };
    if read.is_none() {
        tx.exec("update messages set read_at = $3 where street_id = $1 and id = $2", args![street, id, now])?;
    }
    Ok(Some(read.is_none()))
}

/// Marks all of one's messages as read; how many there were.
pub fn mark_all_read(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec("update messages set read_at = $3 where street_id = $1 and account_id = $2 and read_at is null", args![street, account, now])
}

/// Empties an account's inbox for good, with what was still to go out.
pub fn forget(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let street = tx.street();
    for table in ["message_sendings", "messages", "message_choices", "message_wishes", "message_codes"] {
        tx.exec(&format!("delete from {table} where street_id = $1 and account_id = $2"), args![street, account])?;
    }
    Ok(())
}

/// What went out and was read long ago.
pub fn forget_older(tx: &mut Tx<'_>, before: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "delete from message_sendings where street_id = $1 and state in ('sent', 'failed', 'dropped') and last_at < $2",
        args![street, before],
    )?;
    tx.exec(
        "delete from messages where street_id = $1 and at < $2
           and not exists (select 1 from message_sendings s where s.street_id = messages.street_id and s.message_id = messages.id)",
        args![street, before],
    )?;
    Ok(())
}
