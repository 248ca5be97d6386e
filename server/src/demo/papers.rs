//! Sheets of the demo that came back on paper: the picture of each.

use db::{Db, Fault, Result};
use edge::photos::SealedPhoto;
use kernel::{StreetId, uuid::Uuid};
use outside::Files;
use papers::actions::SCAN;

/// What every sheet of the demo looks like.
const PICTURE: &[u8] = include_bytes!("../../../demo/cards.png");

pub fn picture() -> Result<SealedPhoto> {
    let id = Uuid::now_v7();
    let sha256 = edge::photos::clean(PICTURE).map_err(|p| Fault::other(p.code))?.sha256;
    Ok(SealedPhoto { id, original: format!("photos/demo/{id}.sealed"), sha256 })
}

/// Writes the pictures of the demo's sheets where the house keeps its files.
pub fn lay_out(db: &Db, street: StreetId, files: &dyn Files) -> Result<()> {
    let pictures = db.read_now(move |r| {
        let mut pictures = vec![];
        let mut after = None;
        loop {
            let papers = papers::store::papers_after(r, street, after, 200)?;
            after = papers.last().map(|p| p.id);
            if after.is_none() {
                return Ok(pictures);
            }
            for scan in papers.into_iter().filter_map(|p| p.scan).filter(|p| p.original.starts_with("photos/demo/")) {
                pictures.push((r.seal_bytes(street, SCAN, scan.id, PICTURE)?, scan.original));
            }
        }
    })?;
    pictures.iter().try_for_each(|(sealed, key)| files.put(key, sealed)).map_err(Fault::other)
}
