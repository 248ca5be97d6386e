//! A verb sent again has one effect: its key is looked up and kept in the transaction of the verb itself.

use crate::{App, Failure, Seen};
use db::{Fault, Reader, Repeat, Tx};
use kernel::{Outcome, Problem};

/// The same key came with other words.
pub(crate) const KEY_REUSED: &str = "idem_key_reused";

/// What came of a verb.
enum Came<V> {
    Now(Outcome<V>),
    /// Done when it was sent first; nothing was done again.
    Before,
    WithOtherWords,
}

impl App {
    /// One verb as the viewer; a refusal leaves no trace in the database. Sent again, nothing is done twice and the
    /// reader is sent back to where the form stood: where there is a thing to show, [`act_on`](Self::act_on) it.
    pub async fn act<V: Send + 'static>(
        &self,
        seen: &Seen,
        verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<V>> + Send + 'static,
    ) -> Result<Outcome<V>, Failure> {
        match self.write(seen, once(seen, verb)).await? {
            Came::Now(outcome) => Ok(outcome),
            Came::Before => Err(Failure::Done(seen.sent.as_ref().map(|s| s.from.clone()))),
            Came::WithOtherWords => Err(Failure::KeyReused),
        }
    }

    /// One verb on a thing, and the thing as it then stands, in the same transaction; done now, done before, or refused.
    pub async fn act_on<V: Send + 'static, W: Send + 'static>(
        &self,
        seen: &Seen,
        verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<V>> + Send + 'static,
        view: impl Fn(&mut Reader<'_>) -> db::Result<W> + Send + 'static,
    ) -> Result<Outcome<W>, Failure> {
        let verb = once(seen, verb);
        self.write(seen, move |tx| {
            let came = verb(tx)?;
            let done = matches!(came, Came::Now(Outcome::Done(_)) | Came::Before);
            let view = match view(tx) {
                // What was done may have moved the thing out of this reader's sight; it stays done.
                Err(Fault::Denied(_)) if done => return Ok(None),
                view => view?,
            };
            Ok(Some(match came {
                Came::Now(Outcome::Refused(_, problems)) => Outcome::Refused(view, problems),
                Came::WithOtherWords => Outcome::Refused(view, vec![Problem::new(KEY_REUSED)]),
                _ => Outcome::Done(view),
            }))
        })
        .await?
        .ok_or(Failure::Done(None))
    }
}

/// The verb behind its key. Without a key it is done each time.
fn once<V>(
    seen: &Seen,
    verb: impl Fn(&mut Tx<'_>) -> db::Result<Outcome<V>> + Send + 'static,
) -> impl Fn(&mut Tx<'_>) -> db::Result<Came<V>> + Send + 'static {
    let (sender, sent) = (seen.sender.clone(), seen.sent.clone());
    move |tx| {
        if let Some(sent) = &sent {
            match tx.first_answer(&sender, &sent.key, &sent.hash)? {
                Repeat::None => {}
                Repeat::Same(..) => return Ok(Came::Before),
                Repeat::Different => return Ok(Came::WithOtherWords),
            }
        }
        let outcome = verb(tx)?;
        match &sent {
            _ if !outcome.is_done() => tx.undo(),
            Some(sent) => tx.remember_answer(&sender, &sent.key, &sent.hash, 200, "")?,
            None => {}
        }
        Ok(Came::Now(outcome))
    }
}
