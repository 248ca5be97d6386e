//! What is kept here about somebody with an account: what they proposed and what they stand behind.

use crate::store;
use db::{Result, Tx};
use edge::{Keeper, Kept};
use kernel::AccountId;

/// Proposals and supports of a person.
pub struct Supports;

impl Keeper for Supports {
    fn told(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Kept>> {
        let street = tx.street();
        let kept = store::proposals_about(tx, street, account)?;
        Ok(kept.into_iter().map(|(number, at, title)| Kept { number, at, fields: vec![("text".into(), title)] }).collect())
    }

    /// The name goes; the text and the counts stay under ids alone.
    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
        store::erase_author(tx, account)
    }
}
