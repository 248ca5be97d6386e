//! A document as both notations write it, so that they cannot differ.

use crate::rules::GeoError;

/// A value. An empty text equals an empty element: `null` in JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Number(f64),
    Whole(i64),
    Flag(bool),
    /// A container of one repeated kind, named in XML: always a list, also with one element or none.
    List(&'static str, Vec<Value>),
    Fields(Vec<(&'static str, Value)>),
}

/// A document; its root vanishes in JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub root: &'static str,
    pub body: Value,
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }
}

/// What is wrong: always a list.
pub fn errors(errors: &[GeoError]) -> Document {
    let each = |e: &GeoError| {
        Value::Fields(vec![("code", Value::Whole(e.code.into())), ("description", Value::text(&e.description))])
    };
    Document { root: "errors", body: Value::List("error", errors.iter().map(each).collect()) }
}
