//! One document in two notations. XML has no namespace; JSON is its mapping with the root gone.

use crate::rules::clean;
use crate::views::{Document, Value};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde::ser::{Serialize, SerializeMap, Serializer};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    Xml,
    Json,
}

impl Notation {
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
    pub fn write(self, document: &Document) -> Vec<u8> {
        match self {
            Self::Xml => xml(document).unwrap_or_default(),
            Self::Json => serde_json::to_vec(&document.body).unwrap_or_default(),
        }
    }
}

fn xml(document: &Document) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(vec![]);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer.write_event(Event::Text(BytesText::from_escaped("\n")))?;
    element(&mut writer, document.root, &document.body)?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> std::io::Result<()> {
    let empty = match value {
        Value::Empty => true,
        Value::Text(text) => text.is_empty(),
        Value::List(_, items) => items.is_empty(),
        Value::Fields(fields) => fields.is_empty(),
        Value::Number(_) | Value::Whole(_) | Value::Flag(_) => false,
    };
    if empty {
        return writer.write_event(Event::Empty(BytesStart::new(name)));
    }
    writer.write_event(Event::Start(BytesStart::new(name)))?;
    match value {
        Value::List(each, items) => items.iter().try_for_each(|item| element(writer, each, item))?,
        Value::Fields(fields) => fields.iter().try_for_each(|(name, value)| element(writer, name, value))?,
        plain => writer.write_event(Event::Text(BytesText::new(&spoken(plain))))?,
    }
    writer.write_event(Event::End(BytesEnd::new(name)))
}

fn spoken(value: &Value) -> String {
    match value {
        Value::Text(text) => clean(text),
        Value::Number(n) => n.to_string(),
        Value::Whole(n) => n.to_string(),
        Value::Flag(yes) => yes.to_string(),
        Value::Empty | Value::List(..) | Value::Fields(_) => String::new(),
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => s.serialize_none(),
            Self::Text(text) if text.is_empty() => s.serialize_none(),
            Self::Text(text) => s.serialize_str(&clean(text)),
            Self::Number(n) => s.serialize_f64(*n),
            Self::Whole(n) => s.serialize_i64(*n),
            Self::Flag(yes) => s.serialize_bool(*yes),
            Self::List(_, items) => s.collect_seq(items),
            Self::Fields(fields) => {
                let mut map = s.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests;
