//! Words to voices that are not passed on yet, and whom they reach.

use crate::rules::{CallbackWish, CaseId, ReporterId, Urgency, VoiceId};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, Purpose, Sealed, StreetId, uuid::Uuid};

/// A word to a voice, with what says whom it reaches.
pub struct Untold {
    pub id: Uuid,
    pub code: String,
    pub case: CaseId,
    pub case_no: String,
    pub urgency: Urgency,
    pub voice: VoiceId,
    pub withdrawn: bool,
    pub account: Option<AccountId>,
    /// Whoever left a number and wishes to be told by phone.
    pub reporter: Option<ReporterId>,
}

impl FromRow for Untold {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, code, case, case_no) = (r.next()?, r.next()?, r.next()?, r.next()?);
        let urgency = Urgency::from_code(&r.next::<String>()?).unwrap_or(Urgency::Normal);
        let (voice, withdrawn, account) = (r.next()?, r.next::<Option<Moment>>()?.is_some(), r.next()?);
        let wish = CallbackWish::from_code(&r.next::<String>()?);
        let (reporter, has_phone): (Option<ReporterId>, Option<i64>) = (r.next()?, r.next()?);
        let by_phone = matches!(wish, Some(CallbackWish::Sms | CallbackWish::Phone)) && has_phone.is_some();
        Ok(Self { id, code, case, case_no, urgency, voice, withdrawn, account, reporter: reporter.filter(|_| by_phone) })
    }
}

/// What is not passed on yet, the oldest first.
pub fn untold(r: &mut Reader<'_>, street: StreetId, limit: i64) -> Result<Vec<Untold>> {
    r.all(
        "select m.id, m.kind, c.id, c.case_no, c.urgency, v.id, v.withdrawn_at, v.account_id, v.callback_wish, p.id,
           case when p.phone is not null and p.erased_at is null then cast(1 as bigint) end
         from voice_messages m
         join voices v on v.street_id = m.street_id and v.id = m.voice_id
         join cases c on c.street_id = m.street_id and c.id = m.case_id
         left join reporters p on p.street_id = v.street_id and p.id = v.reporter_id
         where m.street_id = $1 and m.sent_at is null
         order by m.id
         limit $2",
        args![street, limit],
    )
}

/// Whether there is anything to pass on; answered by the index.
pub fn any_untold(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    let found: Option<Uuid> =
        r.opt("select id from voice_messages where street_id = $1 and sent_at is null limit 1", args![street])?;
    Ok(found.is_some())
}

/// What is no news any more is passed over.
pub fn pass_over(tx: &mut Tx<'_>, before: Moment) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update voice_messages set sent_at = $3 where street_id = $1 and sent_at is null and at <= $2",
        args![street, before, now],
    )?;
    Ok(())
}

/// Marks a word as passed on; `false` where another worker was first.
pub fn mark_told(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let sql = "update voice_messages set sent_at = $3 where street_id = $1 and id = $2 and sent_at is null";
    Ok(tx.exec(sql, args![street, id, now])? == 1)
}

/// The number somebody left, unless it was taken out since.
pub fn number_of(r: &mut Reader<'_>, street: StreetId, reporter: ReporterId) -> Result<Option<Sealed>> {
    let found: Option<Option<Sealed>> = r.opt(
        "select phone from reporters where street_id = $1 and id = $2 and erased_at is null",
        args![street, reporter],
    )?;
    Ok(found.flatten())
}

/// A sealed text and a sealed number, where there are any.
pub fn sealed_samples(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<(Purpose, Uuid, &'static str, Sealed)>> {
    let text: Option<(Uuid, Sealed)> = r.opt("select id, text from voices where street_id = $1 limit 1", args![street])?;
    let phone: Option<(Uuid, Sealed)> =
        r.opt("select id, phone from reporters where street_id = $1 and phone is not null limit 1", args![street])?;
    let found = [(Purpose::Appeals, text, "voices.text"), (Purpose::Contact, phone, "reporters.phone")];
    Ok(found.into_iter().filter_map(|(purpose, row, column)| row.map(|(id, sealed)| (purpose, id, column, sealed))).collect())
}
