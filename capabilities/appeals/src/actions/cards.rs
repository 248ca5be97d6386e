//! Voices out of an opinion box: keyed by staff, promised from the opening, with the receipt that was printed before.

use super::reception::{self, Received, Whereabouts, receive_since};
use crate::rules::{Channel, Intake, Reception, VoiceId, split_key};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

/// Where a card comes from.
#[derive(Clone, Debug)]
pub struct FromBox {
    /// The opening it came out of.
    pub opening: Uuid,
    /// When that was: the promise counts from there.
    pub opened_at: Moment,
    /// The digest of the number on the depositor's stub, if the card was a printed one: that number is the receipt.
    pub stub: Option<Vec<u8>>,
    /// The first voice of the same card, if this is a further subject of it: its receipt then shows this one too.
    pub beside: Option<VoiceId>,
}

/// Row 1 for one subject of a card. Who may key cards is the caller's to judge.
pub fn receive_card(tx: &mut Tx<'_>, viewer: &Viewer, words: &Reception, place: Whereabouts, from: &FromBox) -> Result<Outcome<Option<Received>>> {
    let intake = Intake { by: viewer.account(), staff: true, has_photo: false };
    let words = Reception { channel: Some(Channel::Box), ..words.clone() };
    let outcome = receive_since(tx, viewer, &words, intake, place, &[], from.opened_at)?;
    let Outcome::Done(Some(got)) = &outcome else { return Ok(outcome) };
    if got.repeated {
        return Ok(outcome);
    }
    store::set_origin(tx, got.voice, "box", from.opening)?;
    let receipt = match (&from.stub, from.beside) {
        (Some(stub), _) => Some(stub.clone()),
        (None, Some(first)) => {
            store::set_split_from(tx, got.voice, first)?;
            let code = reception::code_of(tx, &split_key(got.voice))?;
            Some(reception::code_digest(tx, &code)?)
        }
        (None, None) => None,
    };
    if let Some(digest) = receipt {
        store::set_receipt(tx, got.voice, digest)?;
    }
    Ok(outcome)
}
