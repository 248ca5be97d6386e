//! What was done on a case: assignments, contacts, questions, notes, callbacks, messages to voices.

use crate::rules::{AssignmentId, Attempt, CallingBack, CaseId, Contacting, Satisfaction, VoiceId};
use crate::rules::{CaseType, Category, PublicLevel};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId, UnitId, uuid::Uuid};

pub fn assign_lead(tx: &mut Tx<'_>, case: CaseId, unit: UnitId, at: Moment) -> Result<AssignmentId> {
    end_lead(tx, case, at, "dispatched_again")?;
    let (street, id) = (tx.street(), AssignmentId::fresh());
    tx.exec(
        "insert into case_assignments (street_id, id, case_id, unit_id, role, dispatched_at)
         values ($1, $2, $3, $4, 'lead', $5)",
        args![street, id, case, unit, at],
    )?;
    Ok(id)
}

pub fn end_lead(tx: &mut Tx<'_>, case: CaseId, at: Moment, reason: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update case_assignments set ended_at = $3, end_reason = $4
         where street_id = $1 and case_id = $2 and role = 'lead' and ended_at is null",
        args![street, case, at, reason],
    )?;
    Ok(())
}

pub fn sign_assignment(tx: &mut Tx<'_>, case: CaseId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update case_assignments set signed_at = $3
         where street_id = $1 and case_id = $2 and role = 'lead' and ended_at is null",
        args![street, case, at],
    )?;
    Ok(())
}

/// Leads without an end: an open case has exactly one from its first dispatch on.
pub fn leads(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<UnitId>> {
    r.all(
        "select unit_id from case_assignments
         where street_id = $1 and case_id = $2 and role = 'lead' and ended_at is null",
        args![street, case],
    )
}

pub fn insert_contact(
    tx: &mut Tx<'_>,
    case: &crate::rules::Case,
    words: &Contacting,
    by: Option<AccountId>,
    note: (Uuid, Option<Sealed>),
) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let means = words.means.map(|m| m.code());
    tx.exec(
        "insert into case_contacts (street_id, id, case_id, voice_id, unit_id, by_account, round, at, means, reached, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![street, note.0, case.id, words.voice, case.lead, by, case.round, now, means, words.reached, note.1],
    )?;
    Ok(())
}

/// Attempts in this round since the unit that leads was handed the case: ids are made in order.
pub fn contacts_in(r: &mut Reader<'_>, street: StreetId, case: CaseId, round: i32) -> Result<i64> {
    r.one(
        "select count(*) from case_contacts t
         where t.street_id = $1 and t.case_id = $2 and t.round = $3
           and t.id > (select a.id from case_assignments a
                       where a.street_id = t.street_id and a.case_id = t.case_id and a.role = 'lead' and a.ended_at is null)",
        args![street, case, round],
    )
}

/// Since when the unit that leads has the case.
pub fn lead_since(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<Moment>> {
    r.opt(
        "select dispatched_at from case_assignments
         where street_id = $1 and case_id = $2 and role = 'lead' and ended_at is null",
        args![street, case],
    )
}

pub fn insert_question(tx: &mut Tx<'_>, case: CaseId, by: Option<AccountId>, question: &str, answer_by: Moment, from: &str) -> Result<()> {
    let (street, now, id) = (tx.street(), tx.now(), Uuid::now_v7());
    tx.exec(
        "insert into case_questions (street_id, id, case_id, asked_at, asked_by, question, answer_by, from_state)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, id, case, now, by, question, answer_by, from],
    )?;
    Ok(())
}

/// The question waiting for its answer: text, and until when.
pub fn open_question(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<(Uuid, String, Moment)>> {
    r.opt(
        "select id, question, answer_by from case_questions
         where street_id = $1 and case_id = $2 and answered_at is null
         order by id desc
         limit 1",
        args![street, case],
    )
}

/// One answer answers whatever was asked. Gives how many questions that were.
pub fn answer_questions(tx: &mut Tx<'_>, case: CaseId) -> Result<u64> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "update case_questions set answered_at = $3 where street_id = $1 and case_id = $2 and answered_at is null",
        args![street, case, now],
    )
}

/// A sealed note: what a speaker added, why somebody sent it back.
pub struct Note {
    pub id: Uuid,
    pub case: CaseId,
    pub voice: Option<VoiceId>,
    pub kind: &'static str,
    pub by: Option<AccountId>,
    pub round: i32,
    pub text: Sealed,
}

pub fn insert_note(tx: &mut Tx<'_>, note: &Note) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_notes (street_id, id, case_id, voice_id, kind, at, by_account, round, text)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![street, note.id, note.case, note.voice, note.kind, now, note.by, note.round, &note.text],
    )?;
    Ok(())
}

pub fn has_note(r: &mut Reader<'_>, street: StreetId, case: CaseId, kind: &str) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from case_notes where street_id = $1 and case_id = $2 and kind = $3",
        args![street, case, kind],
    )?;
    Ok(n > 0)
}

/// Who asked, and how the answer came in.
pub struct Asked<'a> {
    pub case: CaseId,
    pub voice: VoiceId,
    pub round: i32,
    pub by: Option<AccountId>,
    pub method: &'a str,
    pub source: &'a str,
    pub reason: (Uuid, Option<Sealed>),
}

pub fn insert_callback(tx: &mut Tx<'_>, asked: &Asked<'_>, words: &CallingBack) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into case_callbacks (street_id, id, case_id, voice_id, round, at, by_account, method, reached, contacted,
           solved, explained_ok, satisfaction, reason, source)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            street,
            asked.reason.0,
            asked.case,
            asked.voice,
            asked.round,
            now,
            asked.by,
            asked.method,
            words.reached || asked.source == "self",
            words.contacted,
            words.solved,
            words.explained_ok,
            words.satisfaction.map(Satisfaction::code),
            asked.reason.1.clone(),
            asked.source
        ],
    )?;
    Ok(())
}

pub fn attempts(r: &mut Reader<'_>, street: StreetId, voice: VoiceId, round: i32) -> Result<Vec<Attempt>> {
    let rows: Vec<(Moment, bool)> = r.all(
        "select at, reached from case_callbacks
         where street_id = $1 and voice_id = $2 and round = $3 and source <> 'upper'
         order by id",
        args![street, voice, round],
    )?;
    Ok(rows.into_iter().map(|(at, reached)| Attempt { at, reached }).collect())
}

/// Whether the speaker's own answer stands already: it outranks staff's entry.
pub fn answered_by_self(r: &mut Reader<'_>, street: StreetId, voice: VoiceId, round: i32) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from case_callbacks
         where street_id = $1 and voice_id = $2 and round = $3 and source = 'self'",
        args![street, voice, round],
    )?;
    Ok(n > 0)
}

/// Tells every voice of a case, in the transaction of what it is told of. Gives how many.
pub fn tell(tx: &mut Tx<'_>, case: CaseId, kind: &str, body: &serde_json::Value) -> Result<i32> {
    let street = tx.street();
    let voices: Vec<VoiceId> = tx.all(
        "select id from voices where street_id = $1 and case_id = $2 and withdrawn_at is null order by id",
        args![street, case],
    )?;
    tell_voices(tx, case, &voices, kind, body)?;
    Ok(i32::try_from(voices.len()).unwrap_or(i32::MAX))
}

/// Tells these voices of a case.
pub fn tell_voices(tx: &mut Tx<'_>, case: CaseId, voices: &[VoiceId], kind: &str, body: &serde_json::Value) -> Result<()> {
    let (street, now, body) = (tx.street(), tx.now(), body.to_string());
    let row = |voice: &VoiceId| args![street, Uuid::now_v7(), *voice, case, kind, now, &body].to_vec();
    tx.insert_many("voice_messages (street_id, id, voice_id, case_id, kind, at, body)", voices.iter().map(row).collect())
}

/// Messages to one voice, oldest first: kind, when, body.
pub fn messages(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Vec<(String, Moment, String)>> {
    r.all(
        "select kind, at, body from voice_messages where street_id = $1 and voice_id = $2 order by id",
        args![street, voice],
    )
}

/// Counted urgings of a voice since an instant.
pub fn urged_since(r: &mut Reader<'_>, street: StreetId, case: CaseId, voice: VoiceId, since: Moment) -> Result<bool> {
    let bodies: Vec<String> = r.all(
        "select body from events
         where street_id = $1 and subject_kind = 'case' and subject_id = $2 and name = 'appeals.case_urged' and at >= $3",
        args![street, case, since],
    )?;
    Ok(bodies.iter().any(|b| b.contains(&voice.to_string()) && b.contains("\"counted\":true")))
}

const CATEGORY: &str = "code, parent, name_zh, name_en, case_type, public_level, handle_key, verification";

impl FromRow for Category {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            code: r.next()?,
            parent: r.next()?,
            name_zh: r.next()?,
            name_en: r.next()?,
            case_type: super::code(r, CaseType::from_code)?,
            public_level: super::code(r, PublicLevel::from_code)?,
            handle_key: r.next()?,
            verification: r.next()?,
        })
    }
}

pub fn category(r: &mut Reader<'_>, street: StreetId, code: &str) -> Result<Option<Category>> {
    r.opt(&format!("select {CATEGORY} from categories where street_id = $1 and code = $2"), args![street, code])
}

pub fn categories(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Category>> {
    r.all(&format!("select {CATEGORY} from categories where street_id = $1 order by position, code"), args![street])
}

pub fn insert_category(tx: &mut Tx<'_>, c: &Category, position: i64) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into categories (street_id, code, parent, name_zh, name_en, case_type, public_level, handle_key,
           needs_photo, verification, position, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            street,
            &c.code,
            c.parent.clone(),
            &c.name_zh,
            &c.name_en,
            c.case_type.code(),
            c.public_level.code(),
            &c.handle_key,
            false,
            c.verification,
            position,
            tx.now()
        ],
    )?;
    Ok(())
}
