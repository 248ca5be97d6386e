//! A photo on its way in pieces: each is kept sealed as it arrives, in any order and as often as it comes, and the form
//! that names the photo gets it whole. A network that dies costs at most one piece.

use super::keep;
use crate::upload::{Files, MOST_BYTES, MOST_FILES};
use crate::{App, Failure, RawPhoto, Seen, limits};
use kernel::{Problem, uuid::Uuid};

/// Every piece but the last has this size; the phone cuts alike.
pub const PIECE: usize = 256 * 1024;
/// Where pieces lie until the house sweeps: unfinished things, in no copy and in no row.
pub const ARRIVING: &str = "arriving";

const MOST_PIECES: usize = MOST_BYTES / PIECE;
/// As much as one form may carry itself.
const MOST_TOGETHER: usize = 64 << 20;
/// The field of a form that names a photo sent before: `<id>:<bytes>`.
const FIELD: &str = "_uploaded";

/// Keeps one piece. Whoever made the photo's id, at random, is the only one who knows it.
pub async fn arrive(app: &App, seen: &Seen, photo: Uuid, n: usize, bytes: &[u8]) -> Result<(), Failure> {
    if bytes.is_empty() || bytes.len() > PIECE || n >= MOST_PIECES {
        return Err(Failure::Bad(Problem::new("piece_size").with("most", PIECE).with("pieces", MOST_PIECES)));
    }
    limits::allow(app, seen, "pieces", 4_000, 3_600)?;
    let (street, plain) = (app.street, bytes.to_vec());
    let sealed = app.read(move |r| r.seal_piece(street, photo, n, &plain)).await?;
    keep::put(app, key(photo, n), sealed).await
}

/// Adds the photos that a form names to those it carries. One that is not there whole is a Problem beside `photos`, and
/// the words are kept: the phone sends the pieces again.
pub(crate) async fn join(app: &App, seen: &Seen, fields: &[(String, String)], files: &mut Files) -> Result<(), Failure> {
    let named: Vec<&str> = fields.iter().filter(|(name, _)| name == FIELD).map(|(_, value)| value.as_str()).collect();
    if named.is_empty() {
        return Ok(());
    }
    // A few words make the house read megabytes: counted like the receptions they belong to.
    limits::allow(app, seen, "uploaded", 240, 3_600)?;
    let mut total = 0;
    for value in named {
        let Some((photo, size)) = parsed(value) else {
            files.left_out(Problem::at("photos", "upload_gone"));
            continue;
        };
        total += size;
        if size > MOST_BYTES {
            files.left_out(Problem::at("photos", "file_too_large").with("most", MOST_BYTES >> 20));
        } else if files.photos.len() == MOST_FILES || total > MOST_TOGETHER {
            files.left_out(Problem::at("photos", "too_many_files").with("most", MOST_FILES));
        } else if let Some(bytes) = whole(app, photo, size).await? {
            files.photos.push(RawPhoto { name: "photo".into(), bytes });
        } else {
            files.left_out(Problem::at("photos", "upload_gone"));
        }
    }
    Ok(())
}

/// The photo put together; nothing where a piece is missing or has another size than it must.
async fn whole(app: &App, photo: Uuid, size: usize) -> Result<Option<Vec<u8>>, Failure> {
    let mut sealed = vec![];
    for n in 0..size.div_ceil(PIECE) {
        let Some(piece) = keep::get(app, key(photo, n)).await? else { return Ok(None) };
        sealed.push(piece);
    }
    let street = app.street;
    let bytes = app
        .read(move |r| {
            let mut bytes = Vec::with_capacity(size);
            for (n, piece) in sealed.into_iter().enumerate() {
                bytes.extend(r.open_piece(street, photo, n, &piece)?);
                let due = size.min((n + 1) * PIECE);
                if bytes.len() != due {
                    return Ok(None);
                }
            }
            Ok(Some(bytes))
        })
        .await?;
    Ok(bytes)
}

fn parsed(named: &str) -> Option<(Uuid, usize)> {
    let (photo, size) = named.split_once(':')?;
    let (photo, size) = (photo.parse().ok()?, size.parse::<u32>().ok()?);
    (size > 0).then_some((photo, usize::try_from(size).ok()?))
}

fn key(photo: Uuid, n: usize) -> String {
    format!("{ARRIVING}/{:02x}/{photo}/{n}", photo.as_bytes()[15])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_which_photo_and_how_large() {
        let id = "018f0000-0000-7000-8000-0000000000ab";
        assert_eq!(parsed(&format!("{id}:9")), Some((id.parse().expect("an id"), 9)));
        for wrong in [format!("{id}:0"), id.to_owned(), format!("{id}:-1"), format!("{id}:99999999999"), "x:9".into()] {
            assert_eq!(parsed(&wrong), None, "{wrong}");
        }
        assert_eq!(key(id.parse().expect("an id"), 3), format!("arriving/ab/{id}/3"));
    }
}
