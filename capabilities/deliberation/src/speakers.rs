//! What people are told of proposals, in words.

use crate::actions;
use db::{Result, Tx};
use kernel::uuid::Uuid;
use serde_json::Value;
use ui::Lang;

/// Tells people what became of what they put forward or stand behind.
pub struct Proposers;

impl messages::Teller for Proposers {
    fn room(&self) -> &'static str {
        actions::ROOM
    }
    fn says(&self, code: &str, facts: &Value, lang: Lang) -> String {
        let words = crate::words(lang);
        let what = ui::sentence(words, &format!("message-{code}"), &[]);
        let number = facts["code"].as_str().unwrap_or_default().to_owned();
        i18n_embed_fl::fl!(words, "told-of-proposal", code = number, what = what)
    }
    /// Nobody is told of a proposal without an account.
    fn number(&self, _: &mut Tx<'_>, _: Uuid) -> Result<Option<String>> {
        Ok(None)
    }
}
