//! What one notation says the other says too.

use super::*;
use proptest::prelude::*;
use serde_json::Value as Json;
use spark::{json_of, without_types};

#[path = "../../tests/common/spark.rs"]
mod spark;

fn agree(document: &Document) {
    let xml = Notation::Xml.write(document);
    let json: Json = serde_json::from_slice(&Notation::Json.write(document)).expect("JSON");
    assert_eq!(json_of(&xml), without_types(&json), "{}", String::from_utf8_lossy(&xml));
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
