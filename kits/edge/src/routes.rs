//! The routes of a capability as a value: the router, the committed list of routes and the OpenAPI document are
//! three readings of it.

use crate::{App, Failure, faces, headers, probes, seen, sent};
use axum::{Router, handler::Handler, middleware, routing};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// The routes one capability owns.
pub struct Routes {
    capability: &'static str,
    router: Router<App>,
    list: Vec<Route>,
    open: bool,
}

/// One route, for the map of routes and for programs.
#[derive(Clone)]
pub struct Route {
    pub capability: &'static str,
    pub verb: Verb,
    pub path: &'static str,
    /// The act that is checked; `public` where nothing is.
    pub act: &'static str,
    /// One sentence for the reader of the interface.
    pub sentence: &'static str,
    /// Outside the page faces, for any origin: see [`Routes::open`].
    pub open: bool,
    takes: Option<Schema>,
    gives: Option<Schema>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
    Delete,
}

impl Verb {
    pub fn code(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Delete => "delete",
        }
    }
}

#[derive(Clone)]
struct Schema {
    name: String,
    parts: Vec<(String, Value)>,
}

fn schema<T: ToSchema>() -> Schema {
    let mut parts = vec![];
    T::schemas(&mut parts);
    let name = T::name().to_string();
    parts.push((name.clone(), T::schema()));
    let parts = parts.into_iter().filter_map(|(n, s)| Some((n, serde_json::to_value(s).ok()?))).collect();
    Schema { name, parts }
}

impl Routes {
    pub fn new(capability: &'static str) -> Self {
        Self { capability, router: Router::new(), list: vec![], open: false }
    }
    /// Routes outside the page faces: nobody is signed in there and no form token is asked for, so any origin may call
    /// them, and they answer in their own notation. `nothing` answers below `under` where no route or another method is meant.
    /// Their contract is not part of the house's OpenAPI document.
    pub fn open<H: Handler<T, App>, T: 'static>(self, under: &'static str, nothing: H) -> Self {
        let router = self.router.route(under, routing::any(nothing.clone())).method_not_allowed_fallback(nothing);
        let list = self.list.into_iter().map(|route| Route { open: true, ..route }).collect();
        Self { router, list, open: true, ..self }
    }
    pub fn get<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        act: &'static str,
        sentence: &'static str,
        handler: H,
    ) -> Self {
        self.add(Verb::Get, path, act, sentence, routing::get(handler))
    }
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        act: &'static str,
        sentence: &'static str,
        handler: H,
    ) -> Self {
        self.add(Verb::Post, path, act, sentence, routing::post(handler))
    }
    pub fn delete<H: Handler<T, App>, T: 'static>(
        self,
        path: &'static str,
        act: &'static str,
        sentence: &'static str,
        handler: H,
    ) -> Self {
        self.add(Verb::Delete, path, act, sentence, routing::delete(handler))
    }
    /// The words the last route takes.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.takes = Some(schema::<T>());
        }
        self
    }
    /// The view the last route gives.
    pub fn gives<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.gives = Some(schema::<T>());
        }
        self
    }
    pub fn list(&self) -> &[Route] {
        &self.list
    }

    fn add(
        mut self,
        verb: Verb,
        path: &'static str,
        act: &'static str,
        sentence: &'static str,
        handler: routing::MethodRouter<App>,
    ) -> Self {
        self.router = self.router.route(path, handler);
        self.list.push(Route { capability: self.capability, verb, path, act, sentence, open: false, takes: None, gives: None });
        self
    }
}

/// The whole edge: every capability's routes inside the layers that find out who asks and choose the face.
pub fn serve(app: App, rooms: Vec<Routes>) -> Router {
    let document = serde_json::to_vec(&openapi(&rooms)).unwrap_or_default();
    let mut router = Router::new()
        .route("/openapi.json", routing::get(move || async move {
            ([(http::header::CONTENT_TYPE, "application/json; charset=utf-8")], document)
        }))
        .route("/assets/{*path}", routing::get(crate::assets::asset))
        .route("/csp-reports", routing::post(crate::assets::csp_report))
        .route("/healthz", routing::get(probes::healthz))
        .route("/readyz", routing::get(probes::readyz))
        .fallback(|| async { Failure::NotFound });
    let mut outside = Router::new();
    for room in rooms {
        if room.open {
            outside = outside.merge(room.router);
        } else {
            router = router.merge(room.router);
        }
    }
    let outside = outside
        .layer(axum::extract::DefaultBodyLimit::max(64 << 20))
        .layer(middleware::from_fn(headers::headers))
        .layer(middleware::from_fn_with_state(app.clone(), seen::ask_outside))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(app.clone());
    router
        // A method that is not there is not there: nobody learns by it which addresses lead to something.
        .method_not_allowed_fallback(|| async { Failure::NotFound })
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), sent::read))
        .layer(tower_http::limit::RequestBodyLimitLayer::new(64 << 20))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(middleware::from_fn(faces::faces))
        .layer(middleware::from_fn(headers::headers))
        .layer(middleware::from_fn_with_state(app.clone(), seen::ask))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(app)
        .merge(outside)
}

/// A panic in a handler is a fault with a number, in the face that was asked for.
fn panicked(why: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let why = why.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| why.downcast_ref::<String>().cloned());
    Failure::Fault(format!("a handler panicked: {}", why.unwrap_or_default())).into_response()
}

/// OpenAPI 3.1, from the same structs that answer.
pub fn openapi(rooms: &[Routes]) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for route in rooms.iter().flat_map(|r| &r.list).filter(|r| !r.open) {
        for part in [&route.takes, &route.gives].into_iter().flatten() {
            schemas.extend(part.parts.iter().cloned());
        }
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.verb.code()] = operation(route);
    }
    schemas.insert("Failure".into(), json!({ "type": "object", "required": ["status", "error"], "properties": {
        "status": { "type": "integer" }, "error": { "type": "string" },
        "incident": { "type": "string" }, "problems": { "type": "array", "items": { "type": "object" } } } }));
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

fn operation(route: &Route) -> Value {
    let content = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let parameters: Vec<_> = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut responses = Map::new();
    let done = match &route.gives {
        Some(view) => json!({ "description": "The thing as it now stands.", "content": content(&view.name) }),
        None => json!({ "description": "Done." }),
    };
    responses.insert("200".into(), done.clone());
    if route.verb == Verb::Post {
        responses.insert("201".into(), done.clone());
        responses.insert("422".into(), json!({ "description": "Refused: the same view with its problems.",
            "content": done.get("content").cloned().unwrap_or_else(|| content("Failure")) }));
    }
    for (status, why) in [("400", "Not of the form this takes."), ("401", "Sign in first."),
        ("403", "You may know, but not do."), ("404", "No such thing for you."), ("429", "Too many tries."),
        ("503", "Busy; send it again.")] {
        responses.insert(status.into(), json!({ "description": why, "content": content("Failure") }));
    }
    let mut operation = json!({
        "operationId": format!("{}_{}", route.verb.code(), route.path.replace(['/', '{', '}', '-'], "_").trim_matches('_')),
        "summary": route.sentence, "tags": [route.capability], "x-act": route.act,
        "parameters": parameters, "responses": responses,
    });
    if let Some(words) = &route.takes {
        operation["requestBody"] = json!({ "content": content(&words.name) });
    }
    operation
}
