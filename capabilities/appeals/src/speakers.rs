//! The words of this room's messages, and the numbers left with it.

use crate::actions;
use crate::rules::ReporterId;
use db::{Result, Tx};
use kernel::uuid::Uuid;
use messages::Teller;
use serde_json::Value;
use ui::Lang;

/// Speakers, and staff for whom a case waits.
pub struct Speakers;

impl Teller for Speakers {
    fn room(&self) -> &'static str {
        actions::ROOM
    }
    fn says(&self, code: &str, facts: &Value, lang: Lang) -> String {
        let words = crate::words(lang);
        let what = ui::sentence(words, &format!("message-{code}"), &[]);
        let case = facts["case_no"].as_str().unwrap_or_default().to_owned();
        match code.starts_with("work-") {
            true => i18n_embed_fl::fl!(words, "told-staff", case = case, what = what),
            false => i18n_embed_fl::fl!(words, "told-speaker", case = case, what = what),
        }
    }
    fn number(&self, tx: &mut Tx<'_>, guest: Uuid) -> Result<Option<String>> {
        actions::number_of(tx, ReporterId(guest))
    }
}
