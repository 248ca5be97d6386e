//! What is kept about a person who spoke with an account: told to them, and taken out with the account.

use crate::actions::open_voice;
use crate::store;
use db::{Result, Tx};
use edge::{Keeper, Kept};
use kernel::AccountId;

/// One's own voices.
pub struct Voices;

impl Keeper for Voices {
    fn told(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Kept>> {
        let street = tx.street();
        let mut told = vec![];
        for (id, number) in store::said_by(tx, street, account)? {
            let voice = store::voice(tx, street, id)?.ok_or(auth::Denied::Hidden)?;
            let opened = open_voice(tx, &voice, false, "own data")?;
            let fields = [
                ("text", Some(opened.text)), ("address", opened.address_note), ("name", opened.name), ("phone", opened.phone),
            ];
            let fields = fields.into_iter().filter_map(|(code, value)| Some((code.to_owned(), value?))).collect();
            told.push(Kept { number, at: voice.said_at, fields });
        }
        Ok(told)
    }

    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
        store::erase_reporters(tx, account)
    }
}
