//! Cards to write on: each with its number, and a stub with the number of the receipt it will have.

use crate::rules::{self, *};
use crate::store;
use appeals::actions::code_digest;
use appeals::rules::code_from;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Outcome, Problem, Purpose};

/// A printed card as it is shown this once.
#[derive(Clone, PartialEq, Eq)]
pub struct PrintedCard {
    pub serial: String,
    /// The receipt's sixteen digits; only their digest is kept.
    pub code: String,
}

/// Draws the numbers of so many sheets. The same key draws the same cards, so that a page that was lost can be had again.
pub fn print_cards(tx: &mut Tx<'_>, viewer: &Viewer, id: BoxId, key: &str, sheets: Option<i32>) -> Result<Outcome<Vec<PrintedCard>>> {
    let now = tx.now();
    store::find_box::<PrintCards>(tx, viewer, id, now)?;
    let Some(sheets) = sheets.filter(|n| (1..=MOST_SHEETS).contains(n)) else {
        return Ok(Outcome::Refused(vec![], vec![Problem::at("sheets", "sheets-outside").with("most", MOST_SHEETS)]));
    };
    if key.trim().is_empty() || key.len() > 100 {
        return Ok(Outcome::Refused(vec![], vec![Problem::at("client_key", "client-key-missing")]));
    }
    let (mut cards, mut fresh) = (vec![], 0);
    for n in 0..sheets * ON_A_SHEET {
        let (card, is_new) = print_one(tx, id, &format!("{id}:{key}:{n}"))?;
        cards.push(card);
        fresh += i32::from(is_new);
    }
    if fresh > 0 {
        tx.record(&CardsPrinted { the_box: id, cards: fresh })?;
    }
    Ok(Outcome::Done(cards))
}

fn print_one(tx: &mut Tx<'_>, of: BoxId, drawn_from: &str) -> Result<(PrintedCard, bool)> {
    let street = tx.street();
    // From the house's own secret, apart from the keys that clients choose: nobody outside can draw the same.
    let mut random = [0; 16];
    random.copy_from_slice(&tx.blind(Purpose::Appeals, "box_stubs.draw", drawn_from)?);
    let code = code_from(&random);
    let digest = code_digest(tx, &code)?;
    if let Some(serial) = store::serial_of(tx, street, &digest)? {
        return Ok((PrintedCard { serial, code }, false));
    }
    let mut turn = 0;
    loop {
        let serial = rules::serial(&digest, turn);
        if store::insert_stub(tx, of, &serial, &digest)? {
            return Ok((PrintedCard { serial, code }, true));
        }
        turn += 1;
    }
}
