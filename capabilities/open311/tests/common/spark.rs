//! XML read back and mapped to JSON by the rule of the interface, types aside.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Map, Value as Json};

#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

fn tree(xml: &[u8]) -> Element {
    let mut reader = Reader::from_reader(xml);
    let (mut open, mut buffer) = (vec![Element::default()], vec![]);
    loop {
        let named = |name: &str| Element { name: name.to_owned(), ..Element::default() };
        match reader.read_event_into(&mut buffer).expect("well-formed") {
            Event::Start(e) => open.push(named(e.name().as_ref())),
            Event::Empty(e) => open.last_mut().expect("a parent").children.push(named(e.name().as_ref())),
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
    assert_eq!(top.children.len(), 1, "one root");
    top.children.remove(0)
}

const CONTAINERS: [&str; 9] =
    ["services", "attributes", "values", "service_requests", "errors", "endpoints", "formats", "notes", "service_request_updates"];

fn mapped(e: &Element) -> Json {
    if CONTAINERS.contains(&e.name.as_str()) {
        return Json::Array(e.children.iter().map(mapped).collect());
    }
    if e.children.is_empty() {
        return if e.text.is_empty() { Json::Null } else { Json::String(e.text.clone()) };
    }
    Json::Object(e.children.iter().map(|c| (c.name.clone(), mapped(c))).collect::<Map<_, _>>())
}

/// The root vanishes, a container is a list, an empty element is `null`.
pub fn json_of(xml: &[u8]) -> Json {
    mapped(&tree(xml))
}

/// XML knows texts only.
pub fn without_types(json: &Json) -> Json {
    match json {
        Json::Bool(b) => Json::String(b.to_string()),
        Json::Number(n) => Json::String(n.to_string()),
        Json::Array(list) => Json::Array(list.iter().map(without_types).collect()),
        Json::Object(map) => Json::Object(map.iter().map(|(n, v)| (n.clone(), without_types(v))).collect()),
        other => other.clone(),
    }
}
