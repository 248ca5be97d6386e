//! Form fields as words: text becomes the number, switch or list the words struct asks for.
//!
//! A form knows only text, JSON knows types; reading both through here, a handler cannot tell which came.

use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

pub(crate) type Error = de::value::Error;

/// A value that may have come from a form.
pub(crate) struct Loose(pub Value);

/// Name and value pairs as an object; a repeated name becomes a list. Names with a leading underscore are the
/// form's own (token, key) and are left out.
pub(crate) fn object(pairs: impl IntoIterator<Item = (String, String)>) -> Value {
    let mut map = serde_json::Map::new();
    for (name, value) in pairs {
        if name.starts_with('_') {
            continue;
        }
        let value = Value::String(value);
        match map.get_mut(&name) {
            None => {
                map.insert(name, value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Value::Object(map)
}

/// One engine keeps a NUL inside a text and the other takes none; nobody types one.
pub(crate) fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

macro_rules! number {
    ($($method:ident $visit:ident $t:ty),*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.as_str().map(str::trim) {
                // A field that was left blank.
                Some("") => visitor.$visit(0 as $t),
                Some(text) => match text.parse::<$t>() {
                    Ok(n) => visitor.$visit(n),
                    Err(_) => Err(de::Error::invalid_value(de::Unexpected::Str(text), &visitor)),
                },
                None => self.0.$method(visitor).map_err(de::Error::custom),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Loose {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(list) => visitor.visit_seq(List(list.into_iter())),
            Value::Object(map) => visitor.visit_map(Fields { pairs: map.into_iter(), value: None }),
            other => other.deserialize_any(visitor).map_err(de::Error::custom),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0 {
            Value::Null => visitor.visit_none(),
            Value::String(s) if s.trim().is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.0 {
            Value::Bool(b) => visitor.visit_bool(*b),
            Value::String(s) => match s.as_str() {
                "on" | "true" | "yes" | "1" => visitor.visit_bool(true),
                "" | "off" | "false" | "no" | "0" => visitor.visit_bool(false),
                other => Err(de::Error::invalid_value(de::Unexpected::Str(other), &visitor)),
            },
            _ => Err(de::Error::custom("not yes or no")),
        }
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(list) => visitor.visit_seq(List(list.into_iter())),
            Value::String(s) if s.is_empty() => visitor.visit_seq(List(vec![].into_iter())),
            Value::Null => visitor.visit_seq(List(vec![].into_iter())),
            one => visitor.visit_seq(List(vec![one].into_iter())),
        }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(s) => visitor.visit_enum(s.into_deserializer()),
            other => other.deserialize_enum(name, variants, visitor).map_err(de::Error::custom),
        }
    }
    number!(deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64, deserialize_f32 visit_f32 f32,
        deserialize_f64 visit_f64 f64);
    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct identifier ignored_any
    }
}

struct List(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for List {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|v| seed.deserialize(Loose(v))).transpose()
    }
}

struct Fields {
    pairs: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.pairs.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Loose(Value::String(name))).map(Some)
    }
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Loose(self.value.take().unwrap_or(Value::Null)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Words {
        text: String,
        amount: Option<i64>,
        level: f64,
        anonymous: bool,
        photos: Vec<String>,
        kind: Option<Kind>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        HelpMe,
    }

    fn read(pairs: &[(&str, &str)]) -> Result<Words, Error> {
        Words::deserialize(Loose(object(pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())))))
    }

    #[test]
    fn a_form_and_json_are_the_same_words() {
        let form = read(&[
            ("text", "123"), ("amount", "12"), ("level", "1.5"), ("anonymous", "on"), ("photos", "a"),
            ("kind", "help_me"), ("_csrf", "x"),
        ]);
        let json = serde_json::json!({"text": "123", "amount": 12, "level": 1.5, "anonymous": true,
            "photos": ["a"], "kind": "help_me"});
        assert_eq!(form, Words::deserialize(Loose(json)));
        assert!(form.is_ok());
    }

    #[test]
    fn a_nul_is_found_wherever_it_stands() {
        for value in [serde_json::json!("a\0"), serde_json::json!({ "a": ["b", { "c": "\0" }] }), serde_json::json!({ "\0": 1 })] {
            assert!(has_nul(&value), "{value}");
        }
        assert!(!has_nul(&serde_json::json!({ "a": ["b", 1, null, true] })));
    }

    #[test]
    fn empty_is_none_and_a_stranger_is_refused() {
        assert_eq!(read(&[("amount", ""), ("level", " "), ("photos", "")]), Ok(Words::default()), "a number left blank is nought");
        assert!(read(&[("amount", "many")]).is_err());
        assert!(read(&[("surprise", "1")]).is_err());
    }
}
