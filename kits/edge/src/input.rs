//! A body that came as a form or as JSON; the handler cannot tell which.

use crate::{App, Failure, loose, sent::bad};
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use serde::de::DeserializeOwned;

/// The words of a verb.
pub struct Input<T>(pub T);

/// The words in the address; every list keeps its filters there.
pub struct Query<T>(pub T);

/// What stands in the path. Something else than was meant names nothing: 404.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        // One engine would take a NUL for a name that is not there, the other for a fault.
        if parts.uri.path().contains("%00") {
            return Err(Failure::NotFound);
        }
        let found = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        found.map(|p| Self(p.0)).map_err(|_| Failure::NotFound)
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Input<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let upload = crate::Upload::<T>::from_request(request, app).await?;
        Ok(Self(upload.words))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_str(parts.uri.query().unwrap_or("")).map_err(bad)?;
        let words = loose::object(pairs);
        if loose::has_nul(&words) {
            return Err(bad("a NUL character"));
        }
        T::deserialize(loose::Loose(words)).map(Self).map_err(bad)
    }
}
