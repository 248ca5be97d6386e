//! The one way in for photos: judged, cleaned, the original sealed, both written. Only then the row is written, with
//! the thing they belong to; a file whose row never came is nobody's and harms nobody.

use super::{CleanPhoto, clean};
use crate::{App, Failure, RawPhoto};
use kernel::{Moment, Problem, uuid::Uuid};
use std::sync::Arc;

/// A photo whose files are written; only its row is missing. No `Debug`: where it was taken is nobody's to print.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct KeptPhoto {
    pub id: Uuid,
    /// Key of the sealed original.
    pub original: String,
    /// Key of the clean picture.
    pub derivative: String,
    /// Hex SHA-256 of the original.
    pub sha256: String,
    pub taken_at: Option<Moment>,
    /// Latitude and longitude where the camera stood, WGS-84.
    pub point: Option<(f64, f64)>,
    pub width: u32,
    pub height: u32,
}

/// Cleans, seals and writes. All are judged before the first is written. `column` is bound into the seal.
pub async fn keep(app: &App, column: &'static str, originals: Vec<Vec<u8>>) -> Result<Result<Vec<KeptPhoto>, Vec<Problem>>, Failure> {
    let mut judged = vec![];
    for original in originals.into_iter().map(Arc::new) {
        let looked_at = original.clone();
        match app.blocking(move || clean(&looked_at)).await? {
            Ok(photo) => judged.push((original, photo)),
            Err(problem) => return Ok(Err(vec![problem])),
        }
    }
    let mut kept = vec![];
    for (original, photo) in judged {
        kept.push(write(app, column, original, photo).await?);
    }
    Ok(Ok(kept))
}

/// A picture of which only the sealed original is kept: a scan of somebody's handwriting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPhoto {
    pub id: Uuid,
    /// Key of the sealed original.
    pub original: String,
    /// Hex SHA-256 of the original.
    pub sha256: String,
}

impl SealedPhoto {
    /// Read from its three columns: id, key, digest.
    pub fn read(row: &mut db::Row) -> db::Result<Option<Self>> {
        let (id, original, sha256): (Option<Uuid>, Option<String>, Option<String>) = (row.next()?, row.next()?, row.next()?);
        Ok(id.zip(original).zip(sha256).map(|((id, original), sha256)| Self { id, original, sha256 }))
    }
}

/// Judges as for a photo, seals and writes; no clean picture is made. `column` is bound into the seal.
pub async fn seal(app: &App, column: &'static str, original: Vec<u8>) -> Result<Result<SealedPhoto, Problem>, Failure> {
    let original = Arc::new(original);
    let looked_at = original.clone();
    let photo = match app.blocking(move || clean(&looked_at)).await? {
        Ok(photo) => photo,
        Err(problem) => return Ok(Err(problem)),
    };
    let (id, street) = (Uuid::now_v7(), app.street);
    let sealed = app.read(move |r| r.seal_bytes(street, column, id, &original)).await?;
    let kept = SealedPhoto { id, original: format!("{}.sealed", stem(id)), sha256: photo.sha256 };
    put(app, kept.original.clone(), sealed).await?;
    Ok(Ok(kept))
}

/// The one picture of a form, judged and sealed, if it brought any. `left_out` is why files of the form did not come.
pub async fn seal_one(
    app: &App,
    column: &'static str,
    pictures: Vec<RawPhoto>,
    left_out: Vec<Problem>,
) -> Result<Result<Option<SealedPhoto>, Vec<Problem>>, Failure> {
    if !left_out.is_empty() {
        return Ok(Err(left_out));
    }
    if pictures.len() > 1 {
        return Ok(Err(vec![Problem::at("photos", "one-picture")]));
    }
    let Some(picture) = pictures.into_iter().next() else { return Ok(Ok(None)) };
    Ok(seal(app, column, picture.bytes).await?.map(Some).map_err(|problem| vec![problem]))
}

async fn write(app: &App, column: &'static str, original: Arc<Vec<u8>>, photo: CleanPhoto) -> Result<KeptPhoto, Failure> {
    let (id, street) = (Uuid::now_v7(), app.street);
    let sealed = app.read(move |r| r.seal_bytes(street, column, id, &original)).await?;
    let kept = KeptPhoto {
        id,
        original: format!("{}.sealed", stem(id)),
        derivative: derivative_key(id),
        sha256: photo.sha256,
        taken_at: photo.taken_at,
        point: photo.point,
        width: photo.width,
        height: photo.height,
    };
    put(app, kept.original.clone(), sealed).await?;
    put(app, kept.derivative.clone(), photo.derivative).await?;
    Ok(kept)
}

/// Writes a new clean picture of the same photo under a key of its own.
pub async fn replace(app: &App, id: Uuid, derivative: Vec<u8>) -> Result<String, Failure> {
    let key = derivative_key(id);
    put(app, key.clone(), derivative).await?;
    Ok(key)
}

/// The bytes under a key; a row without its file is a fault.
pub async fn bytes_of(app: &App, key: String) -> Result<Vec<u8>, Failure> {
    get(app, key).await?.ok_or_else(|| Failure::Fault("a photo's file is missing".into()))
}

/// Destroys a picture that is no longer shown.
pub async fn discard(app: &App, key: String) -> Result<(), Failure> {
    let files = app.files.clone();
    on_disk(move || files.remove(&key)).await
}

pub(super) async fn get(app: &App, key: String) -> Result<Option<Vec<u8>>, Failure> {
    let files = app.files.clone();
    on_disk(move || files.get(&key)).await
}

pub(super) async fn put(app: &App, key: String, bytes: Vec<u8>) -> Result<(), Failure> {
    let files = app.files.clone();
    on_disk(move || files.put(&key, &bytes)).await
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, outside::OutsideError> + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| Failure::Fault(e.to_string()))?;
    done.map_err(|e| Failure::Fault(e.to_string()))
}

/// Folders by the last byte, which is random; the first ones are the time.
fn stem(id: Uuid) -> String {
    format!("photos/{:02x}/{id}", id.as_bytes()[15])
}

fn derivative_key(id: Uuid) -> String {
    format!("{}-{:08x}.jpg", stem(id), rand::random::<u32>())
}
