//! The routes of a capability as a value: the router, the committed list of routes and the OpenAPI document are
//! three readings of it, the last in `openapi`.

use crate::openapi::{Body, openapi, schema};
use crate::{App, Failure, faces, headers, probes, seen, sent};
use axum::{Router, handler::Handler, middleware, routing};
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
    /// The words in the address.
    pub(crate) asks: Option<Body>,
    pub(crate) takes: Option<Body>,
    pub(crate) gives: Option<Body>,
    /// What a refusal shows, where it is another view than the one given.
    pub(crate) refuses: Option<Body>,
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
    /// One more address whose every method goes to one handler, below one that was opened.
    pub fn open_below<H: Handler<T, App>, T: 'static>(self, under: &'static str, all: H) -> Self {
        Self { router: self.router.route(under, routing::any(all)), ..self }
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
    /// The words the last route reads from the address.
    pub fn asks<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.asks = Some(Body::Json(schema::<T>()));
        }
        self
    }
    /// The words the last route takes.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.takes = Some(Body::Json(schema::<T>()));
        }
        self
    }
    /// The last route takes bytes as they are.
    pub fn takes_bytes(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.takes = Some(Body::Bytes("application/octet-stream"));
        }
        self
    }
    /// The view the last route gives.
    pub fn gives<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.gives = Some(Body::Json(schema::<T>()));
        }
        self
    }
    /// The last route gives a file of that kind.
    pub fn gives_file(mut self, kind: &'static str) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.gives = Some(Body::Bytes(kind));
        }
        self
    }
    /// What the last route shows when it refuses, where that is another view than the one it gives.
    pub fn refuses<T: ToSchema>(mut self) -> Self {
        if let Some(last) = self.list.last_mut() {
            last.refuses = Some(Body::Json(schema::<T>()));
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
        self.list.push(Route { capability: self.capability, verb, path, act, sentence, open: false, asks: None, takes: None, gives: None, refuses: None });
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
        .route("/sw.js", routing::get(crate::assets::worker))
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
        .layer(middleware::map_response(too_large))
        .layer(middleware::from_fn(faces::faces))
        .layer(middleware::from_fn(headers::headers))
        .layer(middleware::from_fn_with_state(app.clone(), seen::ask))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .with_state(app)
        .merge(outside)
}

/// The limit of bodies answers in no face; said again as everything else is.
async fn too_large(answer: axum::response::Response) -> axum::response::Response {
    use axum::response::IntoResponse;
    if answer.status() == http::StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge.into_response() } else { answer }
}

/// A panic in a handler is a fault with a number, in the face that was asked for.
fn panicked(why: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let why = why.downcast_ref::<&str>().map(|s| (*s).to_owned()).or_else(|| why.downcast_ref::<String>().cloned());
    Failure::Fault(format!("a handler panicked: {}", why.unwrap_or_default())).into_response()
}
