//! The same interface under its test address: where the street is an exercise, and nowhere else.

use super::answer::{Told, notation_of};
use super::ask::Ask;
use super::{reading, writing};
use crate::actions;
use crate::notation::Notation;
use crate::rules::GeoError;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::{IntoResponse, Response};
use edge::App;
use http::Method;

/// Below `/open311/test/v2`: every call by its name and method, as below `/open311/v2`.
pub async fn any(State(app): State<App>, request: Request) -> Response {
    let notation = notation_of(request.uri()).unwrap_or(Notation::Xml);
    let nothing = || Told::of(notation, &[GeoError::no_such_address()]).into_response();
    let street = app.street;
    match app.read(move |r| actions::is_exercise(r, street)).await {
        Ok(true) => {}
        Ok(false) => return nothing(),
        Err(failure) => return Told::from_failure(notation, failure).into_response(),
    }
    let path = request.uri().path().trim_start_matches("/open311/test/v2/").to_owned();
    let (call, one) = match path.split_once('/') {
        Some((call, _)) => (call, true),
        None => (path.rsplit_once('.').map_or(path.as_str(), |(call, _)| call), false),
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads {
        return match (request.method(), call, one) {
            (&Method::POST, "requests", false) => writing::create(State(app), request).await.into_response(),
            (&Method::POST, "servicerequestupdates", false) => writing::add_update(State(app), request).await.into_response(),
            _ => nothing(),
        };
    }
    if path == "discovery.html" {
        return reading::discovery_page(State(app), request).await.into_response();
    }
    let (mut parts, _) = request.into_parts();
    let ask = match Ask::from_request_parts(&mut parts, &app).await {
        Ok(ask) => ask,
        Err(told) => return told.into_response(),
    };
    match (call, one) {
        ("discovery", false) => reading::discovery(State(app), ask).await.into_response(),
        ("services", false) => reading::services(State(app), ask).await.into_response(),
        ("services", true) => reading::definition(State(app), ask).await.into_response(),
        ("requests", false) => reading::requests(State(app), ask).await.into_response(),
        ("requests", true) => reading::request(State(app), ask).await.into_response(),
        ("tokens", true) => reading::token(State(app), ask).await.into_response(),
        ("servicerequestupdates", false) => reading::updates(State(app), ask).await.into_response(),
        _ => nothing(),
    }
}
