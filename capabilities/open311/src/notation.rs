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

/// A long list written item by item, so that only its text is held.
pub struct Running {
    notation: Notation,
    root: &'static str,
    each: &'static str,
    text: Vec<u8>,
    items: usize,
}

impl Running {
    pub fn new(notation: Notation, root: &'static str, each: &'static str) -> Self {
        Self { notation, root, each, text: vec![], items: 0 }
    }
    pub fn add(&mut self, item: &Value) -> std::io::Result<()> {
        let first = self.items == 0;
        self.items += 1;
        match self.notation {
            Notation::Json => {
                self.text.push(if first { b'[' } else { b',' });
                Ok(serde_json::to_writer(&mut self.text, item)?)
            }
            Notation::Xml => {
                let mut writer = Writer::new(std::mem::take(&mut self.text));
                if first {
                    begin(&mut writer)?;
                    writer.write_event(Event::Start(BytesStart::new(self.root)))?;
                }
                element(&mut writer, self.each, item)?;
                self.text = writer.into_inner();
                Ok(())
            }
        }
    }
    pub fn end(mut self) -> Vec<u8> {
        if self.items == 0 {
            return self.notation.write(&Document { root: self.root, body: Value::List(self.each, vec![]) });
        }
        match self.notation {
            Notation::Json => self.text.push(b']'),
            Notation::Xml => self.text.extend(format!("</{}>", self.root).into_bytes()),
        }
        self.text
    }
}

fn begin(writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer.write_event(Event::Text(BytesText::from_escaped("\n")))
}

fn xml(document: &Document) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(vec![]);
    begin(&mut writer)?;
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
