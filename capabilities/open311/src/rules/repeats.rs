//! A request sent again is the same voice: by the key the program gave it, or by what it says, for ten minutes.

use super::Params;
use kernel::{Moment, uuid::Uuid};
use sha2::{Digest, Sha256};

/// So long the same words count as sent again.
pub const REPEAT: i64 = 10 * Moment::MINUTE;

/// Under which keys of the reception the same request may stand already, the one to use first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatKeys {
    /// What a new voice is received under.
    pub own: String,
    /// Where an earlier sending stands if it was made in the ten minutes before.
    pub before: Option<String>,
    /// The program named the request itself: other words under the same name are an error.
    pub named: bool,
}

/// `client` is the program's key, `name` its `Idempotency-Key`.
pub fn repeat_keys(client: Uuid, name: Option<&str>, params: &Params, now: Moment) -> RepeatKeys {
    if let Some(name) = name.map(str::trim).filter(|n| !n.is_empty()) {
        return RepeatKeys { own: key(client, &[("name", name)], ""), before: None, named: true };
    }
    let told = ["service_code", "lat", "long", "address_string", "address_id", "description"];
    let mut parts: Vec<(&str, &str)> = told.iter().filter_map(|n| Some((*n, params.get(n)?))).collect();
    parts.extend(params.attributes());
    let turn = now.0.div_euclid(REPEAT);
    let of = |turn: i64| key(client, &parts, &turn.to_string());
    RepeatKeys { own: of(turn), before: Some(of(turn - 1)), named: false }
}

fn key(client: Uuid, parts: &[(&str, &str)], turn: &str) -> String {
    let mut hash = Sha256::new();
    for text in parts.iter().flat_map(|(n, v)| [*n, *v]).chain([turn]) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    format!("open311/{}/{}", client.simple(), &hex::encode(hash.finalize())[..40])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_are_the_same_request_for_a_while() {
        let client = Uuid::from_u128(7);
        let words = |text: &str| Params(vec![("service_code".into(), "lift".into()), ("description".into(), text.into())]);
        let at = |minute: i64| Moment::parse("2026-11-24T09:30").expect("a time").plus_minutes(minute);
        let keys = |text: &str, minute| repeat_keys(client, None, &words(text), at(minute));
        assert_eq!(keys("停了", 0), keys("停了", 9));
        assert_eq!(keys("停了", 12).before, Some(keys("停了", 4).own));
        assert_ne!(keys("停了", 0).own, keys("停了", 20).own);
        assert_ne!(keys("停了", 0).own, keys("又停了", 0).own);
        assert_ne!(keys("停了", 0).own, repeat_keys(Uuid::from_u128(8), None, &words("停了"), at(0)).own);
        let named = repeat_keys(client, Some("a-1"), &words("停了"), at(0));
        assert_eq!(named, repeat_keys(client, Some("a-1"), &words("另一句"), at(500)));
        assert!(named.own.len() <= 100, "{}", named.own.len());
    }
}
