//! The OpenAPI document: the routes read once more, with the schemas of the structs that answer.

use crate::routes::{Route, Routes, Verb};
use crate::failure::FailureView;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const COMPONENTS: &str = "#/components/schemas/";

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
    for route in &told_apart(rooms.iter().flat_map(Routes::list).filter(|r| !r.open).cloned().collect()) {
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

/// Two rooms may call different things by one name: then each bears its room's name before its own, as in
/// `webhooks.SendingLine`. What links to them is then different itself, and is looked at again.
fn told_apart(mut routes: Vec<Route>) -> Vec<Route> {
    while tell_apart(&mut routes) {}
    routes
}

/// One look at every name; whether any had to be told apart.
fn tell_apart(routes: &mut [Route]) -> bool {
    let mut known: BTreeMap<String, Vec<(Value, &'static str)>> = BTreeMap::new();
    for route in routes.iter_mut() {
        let capability = route.capability;
        for (name, schema) in route.schemas().flat_map(|s| &s.parts) {
            let same = known.entry(name.clone()).or_default();
            if same.iter().all(|(other, _)| other != schema) {
                same.push((schema.clone(), capability));
            }
        }
    }
    known.retain(|_, meanings| meanings.len() > 1);
    for schema in routes.iter_mut().flat_map(Route::schemas) {
        let new = |(name, part): &(String, Value)| {
            let meanings = known.get(name)?;
            let at = meanings.iter().position(|(meaning, _)| meaning == part)?;
            let room = meanings[at].1;
            let again = meanings[..at].iter().filter(|(_, other)| *other == room).count();
            Some((name.clone(), format!("{room}.{name}{}", if again == 0 { String::new() } else { (again + 1).to_string() })))
        };
        let names: BTreeMap<String, String> = schema.parts.iter().filter_map(new).collect();
        for (name, part) in &mut schema.parts {
            if let Some(new) = names.get(name) {
                name.clone_from(new);
            }
            point_to(part, &names);
        }
        if let Some(name) = names.get(&schema.name) {
            schema.name.clone_from(name);
        }
    }
    !known.is_empty()
}

/// Every link within, to the names of now.
fn point_to(schema: &mut Value, names: &BTreeMap<String, String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(link)) = fields.get_mut("$ref")
                && let Some(name) = link.strip_prefix(COMPONENTS).and_then(|name| names.get(name))
            {
                *link = format!("{COMPONENTS}{name}");
            }
            fields.values_mut().for_each(|value| point_to(value, names));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| point_to(value, names)),
        _ => {}
    }
}

impl Route {
    fn schemas(&mut self) -> impl Iterator<Item = &mut Schema> {
        [&mut self.asks, &mut self.takes, &mut self.gives, &mut self.refuses].into_iter().flatten().filter_map(|body| match body {
            Body::Json(schema) => Some(schema),
            Body::Bytes(_) => None,
        })
    }
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
        // A file that is JSON is read as what it holds, not as a text of bytes.
        Body::Bytes("application/json") => json!({ "application/json": { "schema": {} } }),
        Body::Bytes(kind) => json!({ (*kind): { "schema": { "type": "string", "format": "binary" } } }),
    }
}

fn link(schema: &Schema) -> Value {
    json!({ "$ref": format!("{COMPONENTS}{}", schema.name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    mod teas {
        #[derive(utoipa::ToSchema)]
        #[allow(dead_code, reason = "only its schema is read")]
        pub struct Line {
            pub leaf: String,
        }
        #[derive(utoipa::ToSchema)]
        #[allow(dead_code, reason = "only its schema is read")]
        pub struct Shelf {
            pub lines: Vec<Line>,
        }
    }
    mod books {
        #[derive(utoipa::ToSchema)]
        #[allow(dead_code, reason = "only its schema is read")]
        pub struct Line {
            pub pages: i32,
        }
    }

    fn gives<T: ToSchema>(capability: &'static str) -> Route {
        let gives = Some(Body::Json(schema::<T>()));
        Route { capability, verb: Verb::Get, path: "/x", act: "public", sentence: "", open: false, asks: None, takes: None, gives, refuses: None }
    }

    #[test]
    fn two_rooms_may_call_different_things_by_one_name() {
        let mut routes = told_apart(vec![gives::<teas::Shelf>("teas"), gives::<books::Line>("books"), gives::<teas::Line>("shop")]);
        let parts: BTreeMap<String, Value> = routes.iter_mut().flat_map(Route::schemas).flat_map(|s| s.parts.clone()).collect();
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["Shelf", "books.Line", "teas.Line"]);
        assert_eq!(parts["Shelf"]["properties"]["lines"]["items"]["$ref"], "#/components/schemas/teas.Line");
        assert!(parts["books.Line"]["properties"]["pages"].is_object() && parts["teas.Line"]["properties"]["leaf"].is_object());
        let Some(Body::Json(lent)) = &routes[2].gives else { panic!("a schema") };
        assert_eq!(link(lent)["$ref"], "#/components/schemas/teas.Line", "the same thing keeps its name in another room");

        let mut within = told_apart(vec![gives::<teas::Line>("teas"), gives::<books::Line>("teas")]);
        let parts: BTreeMap<String, Value> = within.iter_mut().flat_map(Route::schemas).flat_map(|s| s.parts.clone()).collect();
        assert_eq!(parts.keys().collect::<Vec<_>>(), ["teas.Line", "teas.Line2"], "also within one room");

        let alone = told_apart(vec![gives::<teas::Shelf>("teas"), gives::<teas::Line>("shop")]);
        let Some(Body::Json(line)) = &alone[1].gives else { panic!("a schema") };
        assert_eq!(line.name, "Line", "told apart only where they differ");
    }
}
