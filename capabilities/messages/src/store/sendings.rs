//! The ways messages go out.

use crate::rules::{Kind, Means, Urgent};
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// A sending whose time has come, with its message.
#[derive(Clone, Debug)]
pub struct Sending {
    pub id: Uuid,
    pub account: Option<AccountId>,
    pub guest: Option<Uuid>,
    pub means: Means,
    pub digest: bool,
    pub state: String,
    pub tries: i32,
    pub room: String,
    pub code: String,
    pub kind: Kind,
    pub facts: String,
    pub link: String,
    pub urgent: Option<Urgent>,
    pub at: Moment,
}
db::row!(Sending { id, account, guest, means, digest, state, tries, room, code, kind, facts, link, urgent, at });

const SENDING: &str = "s.id, s.account_id, s.guest_id, s.means, s.digest, s.state, s.tries, m.room, m.code, m.kind, m.facts, m.link, m.urgent, m.at
    from message_sendings s
    join messages m on m.street_id = s.street_id and m.id = s.message_id";

pub fn enlist(tx: &mut Tx<'_>, message: Uuid, to: (Option<AccountId>, Option<Uuid>), means: Means, digest: bool, next_at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into message_sendings (street_id, id, message_id, account_id, guest_id, means, digest, state, tries, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8)
         on conflict (street_id, message_id, means) do nothing",
        args![street, Uuid::now_v7(), message, to.0, to.1, means.code(), digest, next_at],
    )?;
    Ok(())
}

/// The sendings that are due, the longest due first; those whose sender died on the way among them.
pub fn due(r: &mut Reader<'_>, street: StreetId, now: Moment, but: &[Means], most: i64) -> Result<Vec<Sending>> {
    let mut sql = db::Sql::new("select ");
    sql.push(SENDING).push("\nwhere s.street_id = ").bind(street);
    sql.push("\n  and s.state in ('waiting', 'leaving') and s.next_at <= ").bind(now);
    for means in but {
        sql.push("\n  and s.means <> ").bind(means.code());
    }
    sql.push("\norder by s.next_at, s.id\nlimit ").bind(most);
    r.list(&sql)
}

/// What goes to an account together with a sending of a day's list: every one that is due and stands as it does.
pub fn together(r: &mut Reader<'_>, street: StreetId, account: AccountId, (means, state): (Means, &str), now: Moment) -> Result<Vec<Sending>> {
    let mut sql = db::Sql::new("select ");
    sql.push(SENDING).push("\nwhere s.street_id = ").bind(street);
    sql.push("\n  and s.account_id = ").bind(account).push(" and s.means = ").bind(means.code());
    sql.push("\n  and s.state = ").bind(state).push(" and s.digest = ").bind(true).push(" and s.next_at <= ").bind(now);
    sql.push("\norder by s.id");
    r.list(&sql)
}

/// Takes a sending in hand until `until`; `false` where another worker was first.
pub fn leave(tx: &mut Tx<'_>, s: &Sending, until: Moment) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let moved = tx.exec(
        "update message_sendings set state = 'leaving', tries = tries + 1, next_at = $3, last_at = $4
         where street_id = $1 and id = $2 and state = $5 and tries = $6",
        args![street, s.id, until, now, &s.state, s.tries],
    )?;
    Ok(moved == 1)
}

/// How it stands now; `next_at` stays where none is given.
pub fn stand(tx: &mut Tx<'_>, id: Uuid, state: &str, next_at: Option<Moment>, why: Option<&str>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update message_sendings set state = $3, next_at = coalesce($4, next_at), why = $5, last_at = $6
         where street_id = $1 and id = $2",
        args![street, id, state, next_at, why, now],
    )?;
    Ok(())
}

pub fn tries(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<i32> {
    r.one("select tries from message_sendings where street_id = $1 and id = $2", args![street, id])
}

/// A line of the log: nobody's name, number or words.
#[derive(Clone, Debug)]
pub struct Logged {
    pub id: Uuid,
    pub room: String,
    pub code: String,
    pub means: Means,
    pub state: String,
    pub tries: i32,
    pub next_at: Moment,
    pub last_at: Option<Moment>,
    pub why: Option<String>,
}
db::row!(Logged { id, room, code, means, state, tries, next_at, last_at, why });

/// The log, newest first, below `before`; only of one state where it is named.
pub fn log(r: &mut Reader<'_>, street: StreetId, state: Option<&str>, before: Option<Uuid>, most: i64) -> Result<Vec<Logged>> {
    let mut sql = db::Sql::new(
        "select s.id, m.room, m.code, s.means, s.state, s.tries, s.next_at, s.last_at, s.why
         from message_sendings s
         join messages m on m.street_id = s.street_id and m.id = s.message_id
         where s.street_id = ",
    );
    sql.bind(street).and("s.state =", state).and("s.id <", before);
    sql.push("\norder by s.id desc\nlimit ").bind(most);
    r.list(&sql)
}

/// Lets one that failed wait again, from the first try on; `false` where there is none.
pub fn try_again(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let sql = "update message_sendings set state = 'waiting', tries = 0, next_at = $3, why = null
               where street_id = $1 and id = $2 and state = 'failed'";
    Ok(tx.exec(sql, args![street, id, now])? == 1)
}
