//! One function per verb: find, decide, save, record. Web, the demo street and the command line all call these.
mod boxes;
mod cards;
mod checks;
mod openings;
mod printing;
mod scans;
mod shown;
mod signing;

pub use boxes::*;
pub use cards::*;
pub use checks::*;
pub use openings::*;
pub use printing::*;
pub use scans::*;
pub use shown::*;

use crate::rules::{Card, Decided, Opening, OpeningId, WorkOn};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Event, Outcome};

/// The walk of a verb that changes the opening's own row: the opening with its cards, the decision, the row, its event.
fn on_opening<E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: OpeningId,
    decision: impl FnOnce(&mut Tx<'_>, &Opening, &[Card]) -> Result<Decided<Opening, E>>,
) -> Result<Outcome<Opening>> {
    let (was, cards) = at_work(tx, viewer, id)?;
    match decision(tx, &was, &cards)? {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((opening, event)) => {
            store::save_opening(tx, &was, &opening)?;
            tx.record(&event)?;
            Ok(Outcome::Done(opening))
        }
    }
}

/// An opening that this reader may work on, with its cards.
fn at_work(tx: &mut Tx<'_>, viewer: &Viewer, id: OpeningId) -> Result<(Opening, Vec<Card>)> {
    let (street, now) = (tx.street(), tx.now());
    let held = store::find_opening::<WorkOn>(tx, viewer, id, now)?;
    Ok((held.into_inner(), store::cards_of(tx, street, id)?))
}
