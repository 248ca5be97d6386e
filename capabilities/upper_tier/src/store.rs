//! The only SQL of orders.

use crate::rules::Order;
use appeals::rules::VoiceId;
use db::{FromRow, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, Purpose, Sealed, StreetId, uuid::Uuid};

const ORDER: &str = "id, voice_id, their_no, tier, their_category, their_due_at, taken_at, answered_at, answered_round";
/// What went up, sealed: a unit's reasons are among it.
pub const BODY: &str = "upper_sendings.body";

impl FromRow for Order {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            voice: VoiceId(r.next()?),
            their_no: r.next()?,
            tier: r.next()?,
            their_category: r.next()?,
            their_due_at: r.next()?,
            taken_at: r.next()?,
            answered_at: r.next()?,
            answered_round: r.next()?,
        })
    }
}

pub fn order(r: &mut Reader<'_>, street: StreetId, id: Uuid) -> Result<Option<Order>> {
    r.opt(&format!("select {ORDER} from upper_orders where street_id = $1 and id = $2"), args![street, id])
}

pub fn by_number(r: &mut Reader<'_>, street: StreetId, their_no: &str) -> Result<Option<Order>> {
    r.opt(&format!("select {ORDER} from upper_orders where street_id = $1 and their_no = $2"), args![street, their_no])
}

/// The orders of these voices.
pub fn of_voices(r: &mut Reader<'_>, street: StreetId, voices: &[VoiceId]) -> Result<Vec<Order>> {
    if voices.is_empty() {
        return Ok(vec![]);
    }
    let mut sql = Sql::new(&format!("select {ORDER} from upper_orders where street_id = "));
    sql.bind(street).push(" and ").within("voice_id", voices.iter().map(|v| v.uuid()));
    r.list(&sql)
}

pub fn insert_order(tx: &mut Tx<'_>, o: &Order, import: Option<Uuid>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into upper_orders (street_id, id, voice_id, their_no, tier, their_category, their_due_at, import_id, taken_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, o.id, o.voice.uuid(), &o.their_no, &o.tier, &o.their_category, o.their_due_at, import, o.taken_at],
    )?;
    Ok(())
}

pub fn set_due(tx: &mut Tx<'_>, id: Uuid, due_at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("update upper_orders set their_due_at = $3 where street_id = $1 and id = $2", args![street, id, due_at])?;
    Ok(())
}

pub fn mark_answered(tx: &mut Tx<'_>, id: Uuid, round: i32) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update upper_orders set answered_at = $3, answered_round = $4 where street_id = $1 and id = $2",
        args![street, id, now, round],
    )?;
    Ok(())
}

/// Orders by their due moment, after one of them: of those to be answered the soonest first, of those answered the latest.
pub fn by_due(r: &mut Reader<'_>, street: StreetId, answered: bool, after: Option<Uuid>, limit: i64) -> Result<Vec<Order>> {
    let mut sql = Sql::new(&format!("select {ORDER} from upper_orders\nwhere street_id = "));
    sql.bind(street).push(if answered { "\n  and answered_at is not null" } else { "\n  and answered_at is null" });
    if let Some(after) = after {
        sql.push("\n  and (their_due_at, id) ").push(if answered { "<" } else { ">" }).push(" (select a.their_due_at, a.id from upper_orders a where a.street_id = ").bind(street);
        sql.push(" and a.id = ").bind(after).push(")");
    }
    sql.push(if answered { "\norder by their_due_at desc, id desc" } else { "\norder by their_due_at, id" });
    sql.push("\nlimit ").bind(limit);
    r.list(&sql)
}

/// Orders answered since a moment, by id, after one of them: a case that was worked on again has another answer.
pub fn answered_lately(r: &mut Reader<'_>, street: StreetId, since: Moment, after: Option<Uuid>, limit: i64) -> Result<Vec<Order>> {
    let mut sql = Sql::new(&format!("select {ORDER} from upper_orders\nwhere street_id = "));
    sql.bind(street).push("\n  and answered_at >= ").bind(since).and("id >", after);
    sql.push("\norder by id\nlimit ").bind(limit);
    r.list(&sql)
}

/// Something that went up.
#[derive(Clone, Debug)]
pub struct Sending {
    pub id: Uuid,
    pub order: Uuid,
    pub kind: String,
    pub part: String,
    pub way: String,
    pub sent_at: Moment,
    pub batch: Option<Uuid>,
    pub body: Sealed,
}

const SENDING: &str = "id, order_id, kind, part, way, sent_at, batch_id, body";

impl FromRow for Sending {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            order: r.next()?,
            kind: r.next()?,
            part: r.next()?,
            way: r.next()?,
            sent_at: r.next()?,
            batch: r.next()?,
            body: r.next()?,
        })
    }
}

/// Whether this has gone up already.
pub fn was_sent(r: &mut Reader<'_>, street: StreetId, order: Uuid, kind: &str, part: &str) -> Result<bool> {
    let found: Option<Uuid> = r.opt(
        "select id from upper_sendings where street_id = $1 and order_id = $2 and kind = $3 and part = $4",
        args![street, order, kind, part],
    )?;
    Ok(found.is_some())
}

/// What goes up, with the file it stands in; nothing is written where it went up before. Gives whether it is new.
pub fn insert_sending(
    tx: &mut Tx<'_>, order: Uuid, kind: &str, part: &str, batch: Option<Uuid>, body: &str, by: Option<AccountId>,
) -> Result<bool> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    let way = if batch.is_some() { "file" } else { "line" };
    let body = tx.seal(Purpose::Appeals, BODY, id, body)?;
    let written = tx.exec(
        "insert into upper_sendings (street_id, id, order_id, kind, part, way, sent_at, sent_by, batch_id, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (street_id, order_id, kind, part) do nothing",
        args![street, id, order, kind, part, way, now, by, batch, &body],
    )?;
    Ok(written > 0)
}

/// What one file holds, in the order it was written.
pub fn of_batch(r: &mut Reader<'_>, street: StreetId, batch: Uuid) -> Result<Vec<Sending>> {
    let sql = format!("select {SENDING} from upper_sendings where street_id = $1 and batch_id = $2 order by id");
    r.all(&sql, args![street, batch])
}

/// What went up of one order, the newest first.
pub fn of_order(r: &mut Reader<'_>, street: StreetId, order: Uuid) -> Result<Vec<Sending>> {
    let sql = format!("select {SENDING} from upper_sendings where street_id = $1 and order_id = $2 order by id desc limit 50");
    r.all(&sql, args![street, order])
}

/// The last files that were written: id, when, how much they hold.
pub fn batches(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Uuid, Moment, i64)>> {
    r.all(
        "select batch_id, max(sent_at), count(*) from upper_sendings
         where street_id = $1 and batch_id is not null
         group by batch_id
         order by 2 desc, 1 limit 10",
        args![street],
    )
}

/// A file or a turn of the line, and what it brought.
pub struct Import<'a> {
    pub id: Uuid,
    /// `orders`, `words`.
    pub kind: &'a str,
    pub sha256: &'a str,
    pub lines: usize,
    pub fresh: i32,
    pub changed: i32,
    pub known: i32,
    pub by: Option<AccountId>,
}

pub fn insert_import(tx: &mut Tx<'_>, i: &Import<'_>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into upper_imports (street_id, id, kind, sha256, lines, fresh, changed, known, taken_at, taken_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![street, i.id, i.kind, i.sha256, i32::try_from(i.lines).unwrap_or(i32::MAX), i.fresh, i.changed, i.known, now, i.by],
    )?;
    Ok(())
}

/// The last files: kind, when, fresh, changed, known.
pub fn imports(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(String, Moment, i32, i32, i32)>> {
    r.all(
        "select kind, taken_at, fresh, changed, known from upper_imports where street_id = $1 order by taken_at desc, id desc limit 5",
        args![street],
    )
}

/// Where the line goes on.
pub fn mark(r: &mut Reader<'_>, street: StreetId) -> Result<String> {
    Ok(r.opt("select mark from upper_lines where street_id = $1", args![street])?.unwrap_or_default())
}

pub fn set_mark(tx: &mut Tx<'_>, mark: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into upper_lines (street_id, mark, heard_at) values ($1, $2, $3)
         on conflict (street_id) do update set mark = excluded.mark, heard_at = excluded.heard_at",
        args![street, mark, now],
    )?;
    Ok(())
}

/// The line brought something that cannot be taken as it is: their number, the field, and what is wrong with it.
pub fn turn_back(tx: &mut Tx<'_>, their_no: &str, field: &str, code: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into upper_turned_back (street_id, id, their_no, field, code, at) values ($1, $2, $3, $4, $5, $6)",
        args![street, Uuid::now_v7(), their_no, field, code, now],
    )?;
    Ok(())
}

/// What was turned back lately, the newest first: number, field, code, when.
pub fn turned_back(r: &mut Reader<'_>, street: StreetId, since: Moment) -> Result<Vec<(String, String, String, Moment)>> {
    r.all(
        "select their_no, field, code, at from upper_turned_back where street_id = $1 and at >= $2 order by at desc, id desc limit 20",
        args![street, since],
    )
}
