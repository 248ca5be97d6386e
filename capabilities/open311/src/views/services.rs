//! The services on offer, and what each asks.

use super::{Document, Value};
use crate::rules::Attribute;

/// A category that programs may bring voices for.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub code: String,
    pub name: String,
    pub description: String,
    pub keywords: String,
    /// Name of its heading.
    pub group: String,
    pub attributes: Vec<Attribute>,
}

/// The service list. `batch`: what is brought now is received later.
pub fn services(services: &[Service], batch: bool) -> Document {
    let each = |s: &Service| {
        Value::Fields(vec![
            ("service_code", Value::text(&s.code)),
            ("service_name", Value::text(&s.name)),
            ("description", Value::text(if s.description.is_empty() { &s.name } else { &s.description })),
            ("metadata", Value::Flag(!s.attributes.is_empty())),
            ("type", Value::text(if batch { "batch" } else { "realtime" })),
            ("keywords", Value::text(&s.keywords)),
            ("group", Value::text(&s.group)),
        ])
    };
    Document { root: "services", body: Value::List("service", services.iter().map(each).collect()) }
}

/// What one service asks; nothing is an empty list.
pub fn definition(service: &Service) -> Document {
    let attributes = service.attributes.iter().zip(1..).map(|(attribute, order)| asked(attribute, order)).collect();
    let body = Value::Fields(vec![
        ("service_code", Value::text(&service.code)),
        ("attributes", Value::List("attribute", attributes)),
    ]);
    Document { root: "service_definition", body }
}

fn asked(a: &Attribute, order: i64) -> Value {
    let choice = |(key, name): &(String, String)| Value::Fields(vec![("key", Value::text(key)), ("name", Value::text(name))]);
    Value::Fields(vec![
        ("variable", Value::Flag(a.variable)),
        ("code", Value::text(&a.code)),
        ("datatype", Value::text(a.datatype.code())),
        ("required", Value::Flag(a.required)),
        ("datatype_description", Value::text(&a.hint)),
        ("order", Value::Whole(order)),
        ("description", Value::text(&a.description)),
        ("values", Value::List("value", a.values.iter().map(choice).collect())),
    ])
}
