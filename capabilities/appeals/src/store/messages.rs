//! Messages to voices that still wait to be sent by SMS.

use crate::rules::{CallbackWish, ReporterId, Urgency};
use db::{Reader, Result, Tx, args};
use kernel::{Moment, Purpose, Sealed, StreetId, uuid::Uuid};

/// A message whose speaker left a number and wishes to be told by phone.
pub struct Unsent {
    pub id: Uuid,
    pub kind: String,
    pub case_no: String,
    pub reporter: ReporterId,
    pub phone: Sealed,
}
db::row!(Unsent { id, kind, case_no, reporter, phone });

/// The oldest first; only those of cases this urgent where `only` is not empty.
pub fn unsent(r: &mut Reader<'_>, street: StreetId, since: Moment, only: &[Urgency], limit: i64) -> Result<Vec<Unsent>> {
    let mut sql = db::Sql::new(
        "select m.id, m.kind, c.case_no, p.id, p.phone
         from voice_messages m
         join voices v on v.street_id = m.street_id and v.id = m.voice_id
         join cases c on c.street_id = m.street_id and c.id = m.case_id
         join reporters p on p.street_id = v.street_id and p.id = v.reporter_id
         where m.street_id = ",
    );
    sql.bind(street).push("\n  and m.sent_at is null and m.id > ").bind(first_of(since));
    sql.push("\n  and m.at > ").bind(since);
    sql.push("\n  and v.withdrawn_at is null and p.phone is not null and p.erased_at is null and ");
    sql.within("v.callback_wish", [CallbackWish::Sms, CallbackWish::Phone].map(|w| w.code()));
    if !only.is_empty() {
        sql.push("\n  and ").within("c.urgency", only.iter().map(|u| u.code()));
    }
    sql.push("\norder by m.id\nlimit ").bind(limit);
    r.list(&sql)
}

/// The lowest id a row of that moment can have: ids begin with milliseconds.
fn first_of(at: Moment) -> Uuid {
    Uuid::from_u128(u128::from((at.0.max(0) / 1_000).unsigned_abs()) << 80)
}

/// A sealed text and a sealed number, where there are any.
pub fn sealed_samples(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Purpose, Uuid, &'static str, Sealed)>> {
    let text: Option<(Uuid, Sealed)> = r.opt("select id, text from voices where street_id = $1 limit 1", args![street])?;
    let phone: Option<(Uuid, Sealed)> =
        r.opt("select id, phone from reporters where street_id = $1 and phone is not null limit 1", args![street])?;
    let found = [(Purpose::Appeals, text, "voices.text"), (Purpose::Contact, phone, "reporters.phone")];
    Ok(found.into_iter().filter_map(|(purpose, row, column)| row.map(|(id, sealed)| (purpose, id, column, sealed))).collect())
}

/// Marks a message as sent; `false` where another worker was first.
pub fn mark_sent(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let sql = "update voice_messages set sent_at = $3 where street_id = $1 and id = $2 and sent_at is null";
    Ok(tx.exec(sql, args![street, id, now])? == 1)
}

/// It did not go out: it waits again.
pub fn mark_unsent(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let street = tx.street();
    tx.exec("update voice_messages set sent_at = null where street_id = $1 and id = $2", args![street, id])?;
    Ok(())
}
