//! The OpenAPI document: the routes read once more, with the schemas of the structs that answer.

use crate::routes::{Route, Routes, Verb};
use crate::failure::FailureView;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// What goes in or comes out.
#[derive(Clone)]
pub(crate) enum Body {
    Json(Schema),
    /// Bytes of that kind.
    Bytes(&'static str),
}

#[derive(Clone)]
pub(crate) struct Schema {
    name: String,
    parts: Vec<(String, Value)>,
}

pub(crate) fn schema<T: ToSchema>() -> Schema {
    let mut parts = vec![];
    T::schemas(&mut parts);
    let name = T::name().to_string();
    parts.push((name.clone(), T::schema()));
    let parts = parts.into_iter().filter_map(|(n, s)| Some((n, serde_json::to_value(s).ok()?))).collect();
    Schema { name, parts }
}

/// OpenAPI 3.1, from the same structs that answer.
pub fn openapi(rooms: &[Routes]) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    let failure = schema::<FailureView>();
    schemas.extend(failure.parts.iter().cloned());
    for route in rooms.iter().flat_map(Routes::list).filter(|r| !r.open) {
        for part in [&route.takes, &route.gives, &route.refuses].into_iter().flatten() {
            if let Body::Json(schema) = part {
                schemas.extend(schema.parts.iter().cloned());
            }
        }
        // Words in the address are written out with the route; only what they are made of has a name of its own.
        if let Some(Body::Json(words)) = &route.asks {
            schemas.extend(words.parts.iter().filter(|(name, _)| *name != words.name).cloned());
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.verb.code()] = operation(route, &failure);
    }
    let schemas = together(schemas);
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Linqiao", "version": env!("CARGO_PKG_VERSION"),
            "description": "Every page is also JSON: send `Accept: application/json`." },
        "paths": paths,
        "components": { "schemas": schemas, "securitySchemes": {
            "key": { "type": "http", "scheme": "bearer" },
            "receipt": { "type": "apiKey", "in": "header", "name": "Receipt-Code" } } },
        "security": [{}, { "key": [] }, { "receipt": [] }],
    })
}

/// A view that holds another's fields beside its own is written as one object: "nothing else" of a part would forbid
/// the rest.
fn together(schemas: Map<String, Value>) -> Map<String, Value> {
    let whole = |schema: &Value| {
        let Some(parts) = schema["allOf"].as_array() else { return schema.clone() };
        let mut object = json!({ "type": "object", "properties": {}, "required": [] });
        for part in parts {
            let named = part["$ref"].as_str().and_then(|r| schemas.get(r.rsplit('/').next()?));
            let part = named.unwrap_or(part);
            for (name, property) in part["properties"].as_object().into_iter().flatten() {
                object["properties"][name] = property.clone();
            }
            let required = part["required"].as_array().cloned().unwrap_or_default();
            object["required"].as_array_mut().into_iter().for_each(|all| all.extend(required.clone()));
        }
        if let Some(text) = schema.get("description") {
            object["description"] = text.clone();
        }
        object
    };
    schemas.iter().map(|(name, schema)| (name.clone(), whole(schema))).collect()
}

fn operation(route: &Route, failure: &Schema) -> Value {
    let parameters: Vec<_> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .chain(asked(route))
        .collect();
    let failed = json!({ "application/json": { "schema": link(failure) } });
    let mut responses = Map::new();
    let done = match &route.gives {
        Some(body) => json!({ "description": "The thing as it now stands.", "content": content(body) }),
        None => json!({ "description": "Done." }),
    };
    responses.insert("200".into(), done.clone());
    if route.verb == Verb::Post {
        responses.insert("201".into(), done);
    }
    if route.verb != Verb::Get {
        let shown = match (&route.refuses, &route.gives) {
            (Some(Body::Json(view)), _) | (None, Some(Body::Json(view))) => json!({ "anyOf": [link(view), link(failure)] }),
            _ => link(failure),
        };
        let content = json!({ "application/json": { "schema": shown } });
        responses.insert("422".into(), json!({ "description": "Refused: what was sent, with its problems.", "content": content }));
    }
    for (status, why) in [("400", "Not of the form this takes."), ("401", "Sign in first."), ("403", "You may know, but not do."),
        ("404", "No such thing for you."), ("413", "More than this takes."), ("429", "Too many tries."), ("503", "Busy; send it again.")] {
        responses.insert(status.into(), json!({ "description": why, "content": failed }));
    }
    let mut operation = json!({
        "operationId": format!("{}_{}", route.verb.code(), route.path.replace(['/', '{', '}', '-'], "_").trim_matches('_')),
        "summary": route.sentence, "tags": [route.capability], "x-act": route.act,
        "parameters": parameters, "responses": responses,
    });
    if let Some(words) = &route.takes {
        operation["requestBody"] = json!({ "content": content(words) });
    }
    operation
}

/// The words in the address, each a parameter that may stay away.
fn asked(route: &Route) -> Vec<Value> {
    let Some(Body::Json(words)) = &route.asks else { return vec![] };
    let own = words.parts.iter().find(|(name, _)| *name == words.name).map(|(_, schema)| schema);
    let properties = own.and_then(|schema| schema["properties"].as_object());
    let parameter = |(name, schema): (&String, &Value)| json!({ "name": name, "in": "query", "required": false, "schema": schema });
    properties.into_iter().flatten().map(parameter).collect()
}

fn content(body: &Body) -> Value {
    match body {
        Body::Json(schema) => json!({ "application/json": { "schema": link(schema) } }),
        Body::Bytes(kind) => json!({ (*kind): { "schema": { "type": "string", "format": "binary" } } }),
    }
}

fn link(schema: &Schema) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", schema.name) })
}
