//! Voices, their speakers and their receipts.

use super::{code, code_opt};
use crate::rules::{CallbackWish, CaseId, Channel, ReporterId, Settled, Speaker, Voice, VoiceId};
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, Sealed, StreetId, uuid::Uuid};

const VOICE: &str = "id, case_id, channel, door, speaker, reporter_id, account_id, anonymous, secret, said_at,
  received_at, callback_wish, withdrawn_at, settled";

impl FromRow for Voice {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            case: r.next()?,
            channel: code(r, Channel::from_code)?,
            door: r.next()?,
            speaker: code(r, Speaker::from_code)?,
            reporter: r.next()?,
            account: r.next()?,
            anonymous: r.next()?,
            secret: r.next()?,
            said_at: r.next()?,
            received_at: r.next()?,
            callback_wish: code(r, CallbackWish::from_code)?,
            withdrawn_at: r.next()?,
            settled: code_opt(r, Settled::from_code)?,
        })
    }
}

/// The sealed side of a voice, written once.
pub struct SealedWords {
    pub text: Sealed,
    pub address_note: Option<Sealed>,
    pub client_key: String,
    pub body_digest: Vec<u8>,
    pub code_digest: Vec<u8>,
}

/// The contact details of a speaker.
pub struct Reporter {
    pub id: ReporterId,
    pub account: Option<AccountId>,
    pub name: Option<Sealed>,
    pub phone: Option<Sealed>,
    pub phone_digest: Option<Vec<u8>>,
    pub elder: bool,
}

pub fn insert_reporter(tx: &mut Tx<'_>, who: &Reporter) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into reporters (street_id, id, account_id, name, phone, phone_digest, elder)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            street,
            who.id,
            who.account,
            who.name.clone(),
            who.phone.clone(),
            who.phone_digest.clone(),
            who.elder
        ],
    )?;
    Ok(())
}

pub fn insert_voice(tx: &mut Tx<'_>, voice: &Voice, words: &SealedWords) -> Result<()> {
    let street = tx.street();
    let inserted = tx.exec(
        "insert into voices (street_id, id, case_id, channel, door, speaker, reporter_id, account_id, anonymous, secret,
           said_at, received_at, callback_wish, text, address_note, client_key, body_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         on conflict (street_id, client_key) do nothing",
        args![
            street,
            voice.id,
            voice.case,
            voice.channel.code(),
            &voice.door,
            voice.speaker.code(),
            voice.reporter,
            voice.account,
            voice.anonymous,
            voice.secret,
            voice.said_at,
            voice.received_at,
            voice.callback_wish.code(),
            &words.text,
            words.address_note.clone(),
            &words.client_key,
            words.body_digest.clone()
        ],
    )?;
    if inserted == 0 {
        // The same voice is being written by another request at this moment: run again and find it.
        return Err(db::Fault::Conflict("the same key at the same moment".into()));
    }
    tx.exec(
        "insert into receipts (street_id, voice_id, code_digest, issued_at) values ($1, $2, $3, $4)",
        args![street, voice.id, words.code_digest.clone(), voice.received_at],
    )?;
    Ok(())
}

/// The voice first sent under a key, with the digest of its words.
pub fn by_client_key(r: &mut Reader<'_>, street: StreetId, key: &str) -> Result<Option<(VoiceId, CaseId, Vec<u8>)>> {
    r.opt(
        "select id, case_id, body_digest from voices where street_id = $1 and client_key = $2",
        args![street, key],
    )
}

pub fn voice(r: &mut Reader<'_>, street: StreetId, id: VoiceId) -> Result<Option<Voice>> {
    let sql = format!("select {VOICE} from voices where street_id = $1 and id = $2");
    r.opt(&sql, args![street, id])
}

pub fn voices_of(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Voice>> {
    let sql = format!("select {VOICE} from voices where street_id = $1 and case_id = $2 order by id");
    r.all(&sql, args![street, case])
}

/// Voices out of one record of an entrance, as they came.
pub fn voices_of_origin(r: &mut Reader<'_>, street: StreetId, origin: Uuid) -> Result<Vec<(VoiceId, CaseId)>> {
    r.all("select id, case_id from voices where street_id = $1 and origin_id = $2 order by id", args![street, origin])
}

/// The entrance a voice came by, and the record there that it came out of.
pub fn set_origin(tx: &mut Tx<'_>, voice: VoiceId, door: &str, origin: Uuid) -> Result<()> {
    let street = tx.street();
    let row = args![street, voice, door, origin];
    tx.exec("update voices set door = $3, origin_id = $4 where street_id = $1 and id = $2", row)?;
    Ok(())
}

/// Another number opens the voice: one that was handed out before it was received.
pub fn set_receipt(tx: &mut Tx<'_>, voice: VoiceId, code_digest: Vec<u8>) -> Result<()> {
    let street = tx.street();
    tx.exec("update receipts set code_digest = $3 where street_id = $1 and voice_id = $2", args![street, voice, code_digest])?;
    Ok(())
}

pub fn set_split_from(tx: &mut Tx<'_>, voice: VoiceId, from: VoiceId) -> Result<()> {
    let street = tx.street();
    tx.exec("update voices set split_from = $3 where street_id = $1 and id = $2", args![street, voice, from])?;
    Ok(())
}

/// Voices that were parts of this one, with their cases.
pub fn split_off_from(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Vec<(VoiceId, CaseId)>> {
    r.all("select id, case_id from voices where street_id = $1 and split_from = $2 order by id", args![street, voice])
}

/// One account's own voices, newest first.
pub fn voices_by(r: &mut Reader<'_>, street: StreetId, account: AccountId, limit: i64) -> Result<Vec<Voice>> {
    let sql = format!("select {VOICE} from voices where street_id = $1 and account_id = $2 order by id desc limit $3");
    r.all(&sql, args![street, account, limit])
}

/// The sealed words of a voice: text, and the note of its address.
pub fn words_of(r: &mut Reader<'_>, street: StreetId, id: VoiceId) -> Result<Option<(Sealed, Option<Sealed>)>> {
    r.opt("select text, address_note from voices where street_id = $1 and id = $2", args![street, id])
}

/// The voice a receipt code opens.
pub fn by_receipt(r: &mut Reader<'_>, street: StreetId, digest: Vec<u8>) -> Result<Option<VoiceId>> {
    r.opt("select voice_id from receipts where street_id = $1 and code_digest = $2", args![street, digest])
}

pub fn settle(tx: &mut Tx<'_>, id: VoiceId, settled: Option<Settled>) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update voices set settled = $3 where street_id = $1 and id = $2",
        args![street, id, settled.map(Settled::code)],
    )?;
    Ok(())
}

/// A new round asks everybody again.
pub fn unsettle(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let street = tx.street();
    tx.exec("update voices set settled = null where street_id = $1 and case_id = $2", args![street, case])?;
    Ok(())
}

pub fn withdraw_voice(tx: &mut Tx<'_>, id: VoiceId, at: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update voices set withdrawn_at = $3 where street_id = $1 and id = $2",
        args![street, id, at],
    )?;
    Ok(())
}

/// Earlier voices from a number: open ones first, then the newest.
pub fn history(r: &mut Reader<'_>, street: StreetId, phone_digest: Vec<u8>, limit: i64) -> Result<Vec<(VoiceId, CaseId, String, String, String, Moment)>> {
    r.all(
        "select v.id, c.id, c.case_no, c.title, c.state, v.received_at
         from reporters p
         join voices v on v.street_id = p.street_id and v.reporter_id = p.id
         join cases c on c.street_id = v.street_id and c.id = v.case_id
         where p.street_id = $1 and p.phone_digest = $2
         order by case when c.closed_at is null then 0 else 1 end, v.id desc
         limit $3",
        args![street, phone_digest, limit],
    )
}
