//! The sealed pictures of an opening: the cards laid out, and the scan of one. Opened for a reason, and only then.

use crate::rules::{OpenScan, OpeningId};
use crate::store;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use edge::photos::SealedPhoto;
use kernel::Moment;

/// What is bound into the seal of a picture of cards.
pub const SCAN: &str = "box_cards.scan";

/// Which picture: that of a card by its number, or of all laid out.
pub type Which = Option<i32>;

/// The picture this reader may open: asked before its file is read.
pub fn openable(r: &mut Reader<'_>, viewer: &Viewer, id: OpeningId, which: Which, now: Moment) -> Result<SealedPhoto> {
    let of = store::find_opening::<OpenScan>(r, viewer, id, now)?.into_inner();
    let picture = match which {
        None => of.photo,
        Some(no) => store::cards_of(r, viewer.street, id)?.into_iter().find(|c| c.no == no).and_then(|c| c.scan),
    };
    Ok(picture.ok_or(Denied::Hidden)?)
}

/// Opened; who, what and why are in the read log.
pub fn open_scan(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId, which: Which, sealed: &[u8], reason: &str) -> Result<Vec<u8>> {
    let now = tx.now();
    let picture = openable(tx, viewer, id, which, now)?;
    tx.open_bytes(sealed, SCAN, picture.id, reason)
}
