//! Every sealed opening accounts for each card counted, and its record is as it was sealed.

use crate::rules::breach;
use crate::store;
use db::{Reader, Result};
use kernel::StreetId;

/// Openings looked at together.
const TOGETHER: i64 = 200;
/// Told at most.
const MOST: usize = 20;

/// The sealed openings that do not hold, each with what is wrong.
pub fn broken_openings(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut after) = (vec![], None);
    loop {
        let openings = store::sealed_after(r, street, after, TOGETHER)?;
        after = openings.last().map(|o| o.id);
        for of in &openings {
            let cards = store::cards_of(r, street, of.id)?;
            let corrections = store::corrections_of(r, street, of.id)?;
            broken.extend(breach(of, &cards, &corrections).map(|why| format!("{} ({why})", of.id)));
        }
        if after.is_none() || broken.len() >= MOST {
            return Ok(broken);
        }
    }
}
