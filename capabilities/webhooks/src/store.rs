//! The only SQL of hooks.

use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, EventId, Moment, Purpose, StreetId, uuid::Uuid};

#[derive(Clone, Debug)]
pub struct Hook {
    pub id: Uuid,
    pub url: String,
    pub names: Vec<String>,
    pub active: bool,
    /// What has a lower id happened before it listened.
    pub listens_from: Uuid,
    pub made_at: Moment,
}

impl FromRow for Hook {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            url: r.next()?,
            names: serde_json::from_str(&r.next::<String>()?)?,
            active: r.next()?,
            listens_from: r.next()?,
            made_at: r.next()?,
        })
    }
}

pub fn hooks(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Hook>> {
    r.all("select id, url, names, active, listens_from, made_at from webhooks where street_id = $1 order by id", args![street])
}

pub fn insert_hook(tx: &mut Tx<'_>, url: &str, names: &[String], by: Option<AccountId>) -> Result<Uuid> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into webhooks (street_id, id, url, names, active, listens_from, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, id, url, serde_json::to_string(names)?, true, id, by, now],
    )?;
    Ok(id)
}

/// Switches it, if it stood otherwise; whether there is such a hook. Woken, it listens from now on.
pub fn switch_hook(tx: &mut Tx<'_>, id: Uuid, active: bool) -> Result<bool> {
    let street = tx.street();
    tx.exec(
        "update webhooks set active = $3, listens_from = $4 where street_id = $1 and id = $2 and active <> $3",
        args![street, id, active, Uuid::now_v7()],
    )?;
    Ok(hooks(tx, street)?.iter().any(|h| h.id == id))
}

/// A hook's secret: made from the house's key, the same each time, stored nowhere.
pub fn secret(r: &mut Reader<'_>, id: Uuid) -> Result<String> {
    Ok(hex::encode(r.blind(Purpose::Identity, "webhooks.secret", &id.to_string())?))
}

/// One message, as it waits.
#[derive(Clone, Debug)]
pub struct Sending {
    pub id: Uuid,
    pub hook: Uuid,
    pub url: String,
    pub name: String,
    pub body: String,
    pub tries: i32,
}
db::row!(Sending { id, hook, url, name, body, tries });

pub fn enlist(tx: &mut Tx<'_>, hook: Uuid, event: EventId, subject: Uuid, name: &str, body: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into webhook_sendings (street_id, id, hook_id, event_id, subject_id, name, body, state, tries, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, $8)
         on conflict (street_id, hook_id, event_id) do nothing",
        args![street, Uuid::now_v7(), hook, event, subject, name, body, now],
    )?;
    Ok(())
}

/// What may be sent now: of one thing, nothing before what came earlier.
pub fn due(r: &mut Reader<'_>, street: StreetId, now: Moment, most: i64) -> Result<Vec<Sending>> {
    r.all(
        "select s.id, s.hook_id, h.url, s.name, s.body, s.tries from webhook_sendings s
         join webhooks h on h.street_id = s.street_id and h.id = s.hook_id
         where s.street_id = $1 and s.state = 'waiting' and s.next_at <= $2 and h.active = $3
           and not exists (select 1 from webhook_sendings e
             where e.street_id = s.street_id and e.hook_id = s.hook_id and e.subject_id = s.subject_id
               and e.state = 'waiting' and e.event_id < s.event_id)
         order by s.event_id, s.id limit $4",
        args![street, now, true, most],
    )
}

/// How a try went; with a moment it waits until then, without one it is over.
pub fn tried(tx: &mut Tx<'_>, id: Uuid, status: i32, sent: bool, next_at: Option<Moment>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let state = match (sent, next_at) {
        (true, _) => "sent",
        (false, Some(_)) => "waiting",
        (false, None) => "failed",
    };
    tx.exec(
        "update webhook_sendings set state = $3, tries = tries + 1, last_at = $4, last_status = $5, next_at = $6
         where street_id = $1 and id = $2 and state = 'waiting'",
        args![street, id, state, now, status, next_at.unwrap_or(now)],
    )?;
    Ok(())
}

/// Puts a failed message back; whether it was one.
pub fn send_again(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let sql = "update webhook_sendings set state = 'waiting', tries = 0, next_at = $3 where street_id = $1 and id = $2 and state = 'failed'";
    Ok(tx.exec(sql, args![street, id, now])? > 0)
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Logged {
    pub id: Uuid,
    pub hook: Uuid,
    pub name: String,
    pub state: String,
    pub tries: i32,
    pub next_at: Moment,
    pub last_at: Option<Moment>,
    pub last_status: Option<i32>,
}
db::row!(Logged { id, hook, name, state, tries, next_at, last_at, last_status });

/// The last messages, newest first.
pub fn log(r: &mut Reader<'_>, street: StreetId, most: i64) -> Result<Vec<Logged>> {
    r.all(
        "select id, hook_id, name, state, tries, next_at, last_at, last_status from webhook_sendings
         where street_id = $1 order by id desc limit $2",
        args![street, most],
    )
}

/// Messages that went out long ago.
pub fn forget(tx: &mut Tx<'_>, before: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from webhook_sendings where street_id = $1 and state <> 'waiting' and last_at < $2", args![street, before])?;
    Ok(())
}
