//! What is kept about a person here: told to them, and taken out with the account.

use crate::store;
use db::{Result, Tx};
use edge::{Keeper, Kept};
use kernel::AccountId;

/// One's own address and choices. Messages have no words of their own: what they tell of is kept where it happened.
pub struct Mailbox;

impl Keeper for Mailbox {
    fn told(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Kept>> {
        let Some(email) = store::open_email(tx, account, "own data")? else { return Ok(vec![]) };
        Ok(vec![Kept { number: String::new(), at: tx.now(), fields: vec![("email".into(), email)] }])
    }

    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
        store::forget(tx, account)
    }
}
