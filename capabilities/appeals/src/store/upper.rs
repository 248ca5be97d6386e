//! What the upper tier holds a voice to, what it has been asked, and what it heard from the speaker.

use crate::rules::{CaseId, UpperAsk, VoiceId};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, StreetId, UnitId, uuid::Uuid};

/// Their due moment of a voice; it is not answered yet.
pub fn set_upper_due(tx: &mut Tx<'_>, voice: VoiceId, due_at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec("update voices set upper_due_at = $3 where street_id = $1 and id = $2", args![street, voice, due_at])?;
    Ok(())
}

/// An answer has gone up: their due moment counts no more.
pub fn end_upper(tx: &mut Tx<'_>, voice: VoiceId) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update voices set upper_done_at = $3 where street_id = $1 and id = $2 and upper_done_at is null",
        args![street, voice, now],
    )?;
    Ok(())
}

/// The voices of a case that wait to be answered upstairs, the soonest due first.
pub fn upper_voices(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<(VoiceId, Moment)>> {
    r.all(
        "select id, upper_due_at from voices
         where street_id = $1 and case_id = $2 and upper_due_at is not null and upper_done_at is null and withdrawn_at is null
         order by upper_due_at, id",
        args![street, case],
    )
}

/// Their due moment of one voice, while it waits to be answered there.
pub fn upper_due_of(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Option<Moment>> {
    let due: Option<Option<Moment>> =
        r.opt("select upper_due_at from voices where street_id = $1 and id = $2 and upper_done_at is null", args![street, voice])?;
    Ok(due.flatten())
}

/// The soonest due moment of the upper tier, while a voice of the case waits to be answered there.
pub fn upper_due(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Moment>> {
    Ok(upper_voices(r, street, case)?.first().map(|(_, due)| *due))
}

/// The desk agrees to what waits for the case; nothing is done if nothing waits.
pub fn agree_return(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, unit: Option<UnitId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_returns set agreed_at = $3, agreed_by = $4, agreed_unit_id = $5
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case, now, by, unit],
    )?;
    Ok(())
}

pub fn agree_extension(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_extensions set agreed_at = $3, agreed_by = $4
         where street_id = $1 and case_id = $2 and decided_at is null",
        args![street, case, now, by],
    )?;
    Ok(())
}

/// Something the street asks of the upper tier.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedOfUpper {
    pub id: Uuid,
    pub ask: UpperAsk,
    pub case: CaseId,
    /// Working days asked for.
    pub days: Option<i64>,
    /// The rule a unit returns it by.
    pub basis: Option<String>,
    pub agreed_at: Moment,
}

impl FromRow for AskedOfUpper {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            ask: super::code(r, UpperAsk::from_code)?,
            id: r.next()?,
            case: r.next()?,
            days: r.next()?,
            basis: r.next()?,
            agreed_at: r.next()?,
        })
    }
}

/// What is agreed here and not answered there, oldest first, at most a thousand.
pub fn asked_of_upper(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<AskedOfUpper>> {
    r.all(
        "select 'return', id, case_id, cast(null as bigint), basis, agreed_at from case_returns
         where street_id = $1 and agreed_at is not null and decided_at is null
         union all
         select 'extension', id, case_id, cast(days as bigint), cast(null as text), agreed_at from case_extensions
         where street_id = $1 and agreed_at is not null and decided_at is null
         order by 6, 2 limit 1000",
        args![street],
    )
}

/// One answer to a callback, as it stands beside the others.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    pub voice: VoiceId,
    pub at: Moment,
    pub source: String,
    pub round: i32,
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
}

impl FromRow for AnswerRow {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            voice: r.next()?,
            at: r.next()?,
            source: r.next()?,
            round: r.next()?,
            contacted: r.next()?,
            solved: r.next()?,
            satisfaction: r.next()?,
        })
    }
}

/// What speakers of a case answered, ours and theirs, oldest first; tries that reached nobody are not among them.
pub fn answers_beside(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<AnswerRow>> {
    r.all(
        "select voice_id, at, source, round, contacted, solved, satisfaction from case_callbacks
         where street_id = $1 and case_id = $2 and reached
         order by id",
        args![street, case],
    )
}

/// The cases these voices stand in now.
pub fn cases_of_voices(r: &mut Reader<'_>, street: StreetId, voices: &[VoiceId]) -> Result<Vec<(VoiceId, CaseId)>> {
    if voices.is_empty() {
        return Ok(vec![]);
    }
    let mut sql = Sql::new("select id, case_id from voices where street_id = ");
    sql.bind(street).push(" and ").within("id", voices.iter().copied());
    r.list(&sql)
}
