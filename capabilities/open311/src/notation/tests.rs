//! What one notation says the other says too.

use super::*;
use proptest::prelude::*;
use quick_xml::Reader;
use serde_json::{Map, Value as Json};

/// Reads our XML back into a tree: name, text, children.
#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

fn read(xml: &[u8]) -> Element {
    let mut reader = Reader::from_reader(xml);
    let (mut open, mut buffer) = (vec![Element::default()], vec![]);
    loop {
        let event = reader.read_event_into(&mut buffer).expect("well-formed");
        let name = |n: &str| n.to_owned();
        match event {
            Event::Start(e) => open.push(Element { name: name(e.name().as_ref()), ..Element::default() }),
            Event::Empty(e) => {
                let empty = Element { name: name(e.name().as_ref()), ..Element::default() };
                open.last_mut().expect("a parent").children.push(empty);
            }
            Event::End(_) => {
                let done = open.pop().expect("an element");
                open.last_mut().expect("a parent").children.push(done);
            }
            Event::Text(t) => open.last_mut().expect("an element").text.push_str(&t),
            Event::GeneralRef(r) => {
                let sign = match &*r {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("an entity we never write: {other}"),
                };
                open.last_mut().expect("an element").text.push_str(sign);
            }
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
    let mut top = open.pop().expect("the document");
    top.children.pop().expect("a root")
}

/// The mapping of XML to JSON, types aside: a container of one kind is a list, an empty element is nothing.
const CONTAINERS: [&str; 9] = ["services", "attributes", "values", "service_requests", "errors", "endpoints", "formats", "notes", "service_request_updates"];

fn mapped(e: &Element) -> Json {
    if CONTAINERS.contains(&e.name.as_str()) {
        return Json::Array(e.children.iter().map(mapped).collect());
    }
    if e.children.is_empty() {
        return if e.text.is_empty() { Json::Null } else { Json::String(e.text.clone()) };
    }
    Json::Object(e.children.iter().map(|c| (c.name.clone(), mapped(c))).collect::<Map<_, _>>())
}

fn without_types(json: &Json) -> Json {
    match json {
        Json::Bool(b) => Json::String(b.to_string()),
        Json::Number(n) => Json::String(n.to_string()),
        Json::Array(list) => Json::Array(list.iter().map(without_types).collect()),
        Json::Object(map) => Json::Object(map.iter().map(|(n, v)| (n.clone(), without_types(v))).collect()),
        other => other.clone(),
    }
}

fn agree(document: &Document) {
    let xml = Notation::Xml.write(document);
    let json: Json = serde_json::from_slice(&Notation::Json.write(document)).expect("JSON");
    assert_eq!(mapped(&read(&xml)), without_types(&json), "{}", String::from_utf8_lossy(&xml));
}

fn request(texts: &[String]) -> Document {
    let fields = |text: &String| {
        Value::Fields(vec![
            ("service_request_id", Value::text("20261124-AB23CD")),
            ("description", Value::text(text)),
            ("lat", Value::Number(31.97521)),
            ("metadata", Value::Flag(true)),
            ("zipcode", Value::Empty),
            ("attributes", Value::List("attribute", vec![])),
        ])
    };
    Document { root: "service_requests", body: Value::List("request", texts.iter().map(fields).collect()) }
}

#[test]
fn both_notations_say_the_same() {
    let hard = ["", "&amp; & < > \" ' ]]>", "第一行\n第二行", "𠮷野家 👨‍👩‍👧", "a\u{0}b\u{b}", " 两头有空格 "];
    agree(&request(&hard.map(str::to_owned)));
    agree(&request(&[]));
    agree(&crate::views::errors(&[crate::rules::GeoError::key(), crate::rules::GeoError::service()]));
}

proptest! {
    #[test]
    fn both_notations_say_the_same_of_any_text(texts in prop::collection::vec(any::<String>(), 0..4)) {
        let spoken: Vec<String> = texts.iter().map(|t| crate::rules::clean(t)).collect();
        agree(&request(&spoken));
    }
}

#[test]
fn it_looks_as_the_standard_shows_it() {
    let document = crate::views::errors(&[crate::rules::GeoError::key()]);
    let xml = String::from_utf8(Notation::Xml.write(&document)).expect("text");
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<errors><error><code>403</code><description>api_key is missing or not valid."), "{xml}");
    let json = String::from_utf8(Notation::Json.write(&document)).expect("text");
    assert!(json.starts_with("[{\"code\":403,\"description\":\"api_key is missing or not valid."), "{json}");
    let none = Document { root: "service_requests", body: Value::List("request", vec![]) };
    assert_eq!(Notation::Xml.write(&none), b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<service_requests/>");
    assert_eq!(Notation::Json.write(&none), b"[]");
}
