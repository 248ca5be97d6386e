//! The only SQL of papers.

use crate::rules::{Paper, PaperAct, PaperId};
use appeals::rules::VoiceId;
use db::{Fault, FromRow, Reader, Result, Row, Tx, args};
use edge::photos::SealedPhoto;
use kernel::{StreetId, uuid::Uuid};

db::stored_id!(PaperId);

const PAPER: &str = "id, voice_id, case_id, act, sheet, written_on, at, scan_id, scan, scan_sha256";
/// A speaker writes a handful; shown at most.
const MOST: i64 = 200;

impl FromRow for Paper {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, voice, case) = (r.next()?, r.next()?, r.next()?);
        let act = db::code(r, PaperAct::from_code)?;
        let (sheet, written_on, at) = (r.next()?, r.next()?, r.next()?);
        Ok(Self { id, voice, case, act, sheet, written_on, at, scan: SealedPhoto::read(r)? })
    }
}

pub fn paper(r: &mut Reader<'_>, street: StreetId, voice: VoiceId, sheet: &str) -> Result<Option<Paper>> {
    let sql = format!("select {PAPER} from papers where street_id = $1 and voice_id = $2 and sheet = $3");
    r.opt(&sql, args![street, voice, sheet])
}

/// What came back for a voice, newest first.
pub fn papers_of(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<Vec<Paper>> {
    let sql = format!("select {PAPER} from papers where street_id = $1 and voice_id = $2 order by id desc limit $3");
    r.all(&sql, args![street, voice, MOST])
}

/// The papers after one, in the order they were keyed.
pub fn papers_after(r: &mut Reader<'_>, street: StreetId, after: Option<PaperId>, limit: i64) -> Result<Vec<Paper>> {
    let sql = format!("select {PAPER} from papers where street_id = $1 and id > $2 order by id limit $3");
    r.all(&sql, args![street, after.unwrap_or(PaperId(Uuid::nil())), limit])
}

pub fn insert(tx: &mut Tx<'_>, p: &Paper) -> Result<()> {
    let (street, scan) = (tx.street(), p.scan.as_ref());
    let inserted = tx.exec(
        "insert into papers (street_id, id, voice_id, case_id, act, sheet, written_on, at, scan_id, scan, scan_sha256)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (street_id, voice_id, sheet) do nothing",
        args![
            street, p.id, p.voice, p.case, p.act.code(), &p.sheet, p.written_on, p.at, scan.map(|s| s.id),
            scan.map(|s| s.original.clone()), scan.map(|s| s.sha256.clone())
        ],
    )?;
    if inserted == 0 {
        // The same sheet is being keyed by another hand at this moment: run again and find it.
        return Err(Fault::Conflict("the same sheet at the same moment".into()));
    }
    Ok(())
}
