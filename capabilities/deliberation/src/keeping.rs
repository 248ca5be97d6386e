//! What is kept here about somebody with an account: what they proposed, what they stand behind, and what
//! they said of themselves to be counted.

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
        let proposals = kept.into_iter().map(|(number, at, title)| Kept { number, at, fields: vec![("text".into(), title)] });
        let said = store::strata_about(tx, street, account)?;
        let said = said.into_iter().map(|(dim, group, at)| Kept { number: dim, at, fields: vec![("text".into(), group)] });
        Ok(proposals.chain(said).collect())
    }

    /// The name goes; the text and the counts stay under ids alone.
    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
        store::erase_strata(tx, account)?;
        store::erase_author(tx, account)
    }
}
