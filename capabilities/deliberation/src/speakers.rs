//! The words of this room's messages.

use crate::actions;
use db::{Result, Tx};
use kernel::{Moment, uuid::Uuid};
use serde_json::Value;
use ui::Lang;

/// Tells members of bodies, people who were drawn, and those who put something forward or stand behind it.
pub struct Speakers;

impl messages::Teller for Speakers {
    fn room(&self) -> &'static str {
        actions::ROOM
    }
    fn says(&self, code: &str, facts: &Value, lang: Lang) -> String {
        let words = crate::words(lang);
        let of = facts["code"].as_str().unwrap_or_default().to_owned();
        if code.starts_with("proposal") {
            let what = ui::sentence(words, &format!("message-{code}"), &[]);
            return i18n_embed_fl::fl!(words, "told-of-proposal", code = of, what = what);
        }
        if code == "helped" {
            let what = crate::word(lang, "deed", &facts["verb"].as_str().unwrap_or_default().replace('_', "-"));
            return i18n_embed_fl::fl!(words, "told-helped", what = what);
        }
        let at = |key: &str| facts[key].as_str().and_then(Moment::parse).map_or_else(String::new, ui::time::short);
        let ground = facts["ground"].as_str().map_or_else(String::new, |g| crate::word(lang, "ground", &g.replace('_', "-")));
        ui::sentence(words, &format!("told-{code}"), &[("code", of), ("from", at("from")), ("until", at("until")), ("ground", ground)])
    }
    /// Nobody is told anything here without an account.
    fn number(&self, _: &mut Tx<'_>, _: Uuid) -> Result<Option<String>> {
        Ok(None)
    }
}
