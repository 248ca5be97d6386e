//! What is kept about a person who spoke with an account: told to them, and taken out with the account.

use crate::rules::{ReporterId, VoiceId};
use crate::store;
use db::{Result, Tx};
use edge::{Keeper, Kept};
use kernel::{AccountId, Purpose, Sealed};

const REASON: &str = "own data";

/// One's own voices.
pub struct Voices;

impl Keeper for Voices {
    fn told(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Kept>> {
        let street = tx.street();
        store::kept_of(tx, street, account)?.into_iter().map(|v| opened(tx, v)).collect()
    }

    fn erase(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
        store::erase_reporters(tx, account)
    }
}

fn opened(tx: &mut Tx<'_>, v: store::KeptVoice) -> Result<Kept> {
    let mut fields = vec![];
    let mut open = |code: &str, sealed: Option<Sealed>, purpose: Purpose, column: &'static str, row: kernel::uuid::Uuid| {
        let Some(sealed) = sealed else { return Ok(()) };
        fields.push((code.to_owned(), tx.open_sealed(&sealed, purpose, column, row, REASON)?));
        Ok::<_, db::Fault>(())
    };
    let voice: VoiceId = v.id;
    open("text", Some(v.text), Purpose::Appeals, "voices.text", voice.uuid())?;
    open("address", v.address_note, Purpose::Appeals, "voices.address_note", voice.uuid())?;
    if let Some(reporter) = v.reporter.map(ReporterId::uuid) {
        open("name", v.name, Purpose::Contact, "reporters.name", reporter)?;
        open("phone", v.phone, Purpose::Contact, "reporters.phone", reporter)?;
    }
    Ok(Kept { number: v.case_no, at: v.said_at, fields })
}
