//! The words of this room's messages.

use crate::actions;
use db::{Result, Tx};
use kernel::{Moment, uuid::Uuid};
use messages::Teller;
use serde_json::Value;
use ui::Lang;

/// Members of bodies, and people who were drawn.
pub struct Seated;

impl Teller for Seated {
    fn room(&self) -> &'static str {
        actions::ROOM
    }
    fn says(&self, code: &str, facts: &Value, lang: Lang) -> String {
        let at = |key: &str| facts[key].as_str().and_then(Moment::parse).map_or_else(String::new, ui::time::short);
        let of = facts["code"].as_str().unwrap_or_default().to_owned();
        let args = [("code", of), ("from", at("from")), ("until", at("until"))];
        ui::sentence(crate::words(lang), &format!("told-{code}"), &args)
    }
    fn number(&self, _: &mut Tx<'_>, _: Uuid) -> Result<Option<String>> {
        Ok(None)
    }
}
