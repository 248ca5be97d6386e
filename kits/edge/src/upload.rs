//! Words with files beside them.

use crate::{App, Failure, loose, sent};
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};
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
    /// Files that were left out: too large or too many. The words are kept, so that nobody types them again.
    pub problems: Vec<Problem>,
}

impl<T> Upload<T> {
    /// The one file a form brings, as text: what was uploaded, as `read` reads it, else what was `typed`. A file that was
    /// left out, and none at all, are problems at `file`.
    pub fn into_text(self, typed: impl FnOnce(T) -> String, read: impl FnOnce(&[u8]) -> Result<String, Problem>) -> Result<String, Problem> {
        if let Some(left_out) = self.problems.into_iter().next() {
            return Err(Problem { field: Some("file"), ..left_out });
        }
        match self.photos.first() {
            Some(file) => read(&file.bytes),
            None => Some(typed(self.words)).filter(|text| !text.trim().is_empty()).ok_or_else(|| Problem::at("file", "file-missing")),
        }
    }
}

/// The most files of one message, and how large each may be.
pub const MOST_FILES: usize = 9;
pub(crate) const MOST_BYTES: usize = 12 * 1024 * 1024;

impl<T: DeserializeOwned + Send> FromRequest<App> for Upload<T> {
    type Rejection = Failure;
    async fn from_request(mut request: Request, _: &App) -> Result<Self, Failure> {
        let (value, Files { photos, problems }) = sent::take(&mut request)?;
        let words = T::deserialize(loose::Loose(value)).map_err(sent::bad)?;
        Ok(Self { words, photos, problems })
    }
}

/// The files of a form, and why some were left out.
#[derive(Default)]
pub(crate) struct Files {
    pub photos: Vec<RawPhoto>,
    problems: Vec<Problem>,
}

pub(crate) async fn parts(mut form: Multipart) -> Result<(Vec<(String, String)>, Files), Failure> {
    let (mut pairs, mut files) = (vec![], Files::default());
    while let Some(mut part) = form.next_field().await.map_err(unread)? {
        let name = part.name().unwrap_or("").to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            pairs.push((name, part.text().await.map_err(unread)?));
            continue;
        };
        let (mut bytes, mut size) = (vec![], 0);
        while let Some(chunk) = part.chunk().await.map_err(unread)? {
            size += chunk.len();
            // The rest of a file that is too large still has to arrive, but is not kept.
            if size <= MOST_BYTES && files.photos.len() < MOST_FILES {
                bytes.extend_from_slice(&chunk);
            }
        }
        match size {
            0 => {}
            _ if files.photos.len() == MOST_FILES => files.left_out(Problem::at("photos", "too_many_files").with("most", MOST_FILES)),
            _ if size > MOST_BYTES => files.left_out(Problem::at("photos", "file_too_large").with("most", MOST_BYTES >> 20)),
            _ => files.photos.push(RawPhoto { name: file, bytes }),
        }
    }
    Ok((pairs, files))
}

fn unread(why: MultipartError) -> Failure {
    sent::unread(why.status(), &why.body_text())
}

impl Files {
    pub(crate) fn left_out(&mut self, why: Problem) {
        if !self.problems.contains(&why) {
            self.problems.push(why);
        }
    }
}
