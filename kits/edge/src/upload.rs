//! Words with files beside them.

use crate::{App, Failure, loose, sent};
use axum::extract::{FromRequest, Multipart, Request};
use kernel::Problem;
use serde::de::DeserializeOwned;

/// A file as it arrived; nothing about it is believed yet.
#[derive(Clone, Debug)]
pub struct RawPhoto {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Words and photos; also takes a plain form or JSON, then without photos.
pub struct Upload<T> {
    pub words: T,
    pub photos: Vec<RawPhoto>,
}

const MOST_FILES: usize = 9;
const MOST_BYTES: usize = 12 * 1024 * 1024;

impl<T: DeserializeOwned + Send> FromRequest<App> for Upload<T> {
    type Rejection = Failure;
    async fn from_request(mut request: Request, _: &App) -> Result<Self, Failure> {
        let (value, photos) = sent::take(&mut request)?;
        let words = T::deserialize(loose::Loose(value)).map_err(sent::bad)?;
        Ok(Self { words, photos })
    }
}

pub(crate) async fn parts(mut form: Multipart) -> Result<(Vec<(String, String)>, Vec<RawPhoto>), Failure> {
    let (mut pairs, mut photos) = (vec![], vec![]);
    while let Some(mut part) = form.next_field().await.map_err(sent::bad)? {
        let name = part.name().unwrap_or("").to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            pairs.push((name, part.text().await.map_err(sent::bad)?));
            continue;
        };
        let mut bytes = vec![];
        while let Some(chunk) = part.chunk().await.map_err(sent::bad)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_BYTES {
                return Err(Failure::Bad(Problem::at("photos", "file_too_large").with("most_mb", MOST_BYTES >> 20)));
            }
        }
        if bytes.is_empty() {
            continue;
        }
        photos.push(RawPhoto { name: file, bytes });
        if photos.len() > MOST_FILES {
            return Err(Failure::Bad(Problem::at("photos", "too_many_files").with("most", MOST_FILES)));
        }
    }
    Ok((pairs, photos))
}
