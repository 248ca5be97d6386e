//! A request sent again has one effect: the first answer is kept beside it, in the same transaction.

use crate::{Result, Tx, args};
use kernel::Moment;

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Never seen: do it.
    None,
    /// Done before with the same words: this was the status and the answer.
    Same(u16, String),
    /// The key was used for other words.
    Different,
}

impl Tx<'_> {
    /// Looks a key up before acting. `account` names who sends: an account's or a device's key.
    pub fn first_answer(&mut self, account: &str, key: &str, body_hash: &[u8]) -> Result<Repeat> {
        let street = self.street();
        let seen: Option<(Vec<u8>, i32, String)> = self.opt(
            "select body_hash, status, answer from idempotency where street_id = $1 and account = $2 and key = $3",
            args![street, account, key],
        )?;
        Ok(match seen {
            None => Repeat::None,
            Some((hash, status, answer)) if hash == body_hash => {
                Repeat::Same(u16::try_from(status).unwrap_or(200), answer)
            }
            Some(_) => Repeat::Different,
        })
    }

    /// Keeps the answer for the next time the same request arrives.
    pub fn remember_answer(
        &mut self,
        account: &str,
        key: &str,
        body_hash: &[u8],
        status: u16,
        answer: &str,
    ) -> Result<()> {
        let (street, now) = (self.street(), self.now());
        self.exec(
            "insert into idempotency (street_id, account, key, body_hash, status, answer, at)
             values ($1, $2, $3, $4, $5, $6, $7)",
            args![street, account, key, body_hash, i32::from(status), answer, now],
        )?;
        Ok(())
    }

    /// Drops the answers older than `before`; returns how many.
    pub fn forget_answers(&mut self, before: Moment) -> Result<u64> {
        let street = self.street();
        self.exec("delete from idempotency where street_id = $1 and at < $2", args![street, before])
    }
}
