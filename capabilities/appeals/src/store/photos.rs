//! Photos: their rows. The files are written before, by the edge.

use super::find;
use crate::rules::{Case, CaseId, Photo, PhotoId, Stage, VoiceId};
use auth::{Act, Denied, Held, Viewer};
use db::{FromRow, Reader, Result, Row, Tx, args};
use edge::photos::KeptPhoto;
use kernel::{AccountId, Moment, Sealed, StreetId};

const PHOTO: &str = "id, case_id, voice_id, stage, at, sha256, original, derivative, width, height, taken_at, far,
  blackened, approved_at";

impl FromRow for Photo {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self {
            id: r.next()?,
            case: r.next()?,
            voice: r.next()?,
            stage: super::code(r, Stage::from_code)?,
            at: r.next()?,
            sha256: r.next()?,
            original: r.next()?,
            derivative: r.next()?,
            width: r.next()?,
            height: r.next()?,
            taken_at: r.next()?,
            far: r.next()?,
            blackened: serde_json::from_str(&r.next::<String>()?)?,
            approved_at: r.next()?,
        })
    }
}

pub fn photo(r: &mut Reader<'_>, street: StreetId, id: PhotoId) -> Result<Option<Photo>> {
    let sql = format!("select {PHOTO} from photos where street_id = $1 and id = $2");
    r.opt(&sql, args![street, id])
}

/// A photo for an act on its case: not there and not visible are one answer.
pub fn find_photo<A: Act<Case>>(r: &mut Reader<'_>, viewer: &Viewer, id: PhotoId, now: Moment) -> Result<(Photo, Held<Case, A>)> {
    let photo = photo(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    let held = find::<A>(r, viewer, photo.case, now)?;
    Ok((photo, held))
}

/// A case's photos in the order they came.
pub fn photos_of(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Vec<Photo>> {
    let sql = format!("select {PHOTO} from photos where street_id = $1 and case_id = $2 order by id");
    r.all(&sql, args![street, case])
}

pub fn photos_with(r: &mut Reader<'_>, street: StreetId, voice: VoiceId) -> Result<i64> {
    r.one("select count(*) from photos where street_id = $1 and voice_id = $2", args![street, voice])
}

/// Whether the row is new: the same picture comes once with a voice.
pub fn insert_photo(
    tx: &mut Tx<'_>,
    case: CaseId,
    voice: Option<VoiceId>,
    stage: Stage,
    kept: &KeptPhoto,
    by: Option<AccountId>,
    place: (Option<Sealed>, bool),
) -> Result<bool> {
    let (street, now) = (tx.street(), tx.now());
    let (position, far) = place;
    let added = tx.exec(
        "insert into photos (street_id, id, case_id, voice_id, stage, at, by_account, sha256, original, derivative,
           width, height, taken_at, position, far, blackened)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '[]')
         on conflict (street_id, voice_id, sha256) do nothing",
        args![
            street, PhotoId(kept.id), case, voice, stage.code(), now, by, &kept.sha256, &kept.original, &kept.derivative,
            i64::from(kept.width), i64::from(kept.height), kept.taken_at, position, far
        ],
    )?;
    Ok(added == 1)
}

/// The photo as it now stands, if its picture is still the one that was looked at.
pub fn save_photo(tx: &mut Tx<'_>, was: &Photo, photo: &Photo, by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    let saved = tx.exec(
        "update photos set derivative = $3, blackened = $4, approved_at = $5, approved_by = $6
         where street_id = $1 and id = $2 and derivative = $7",
        args![
            street, photo.id, &photo.derivative, serde_json::to_string(&photo.blackened)?, photo.approved_at,
            by.filter(|_| photo.approved_at.is_some()), &was.derivative
        ],
    )?;
    if saved == 1 { Ok(()) } else { Err(db::Fault::Busy) }
}
