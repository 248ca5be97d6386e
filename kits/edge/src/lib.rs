//! HTTP: words in, pages out, in three faces; who is asking, limits, uploads and headers.
//!
//! A handler says what; this kit says how it looks on the wire. See [`View`] and [`Page`].
mod app;
mod assets;
mod cookie;
mod csrf;
mod faces;
mod failure;
mod headers;
mod input;
pub mod limits;
mod log;
mod loose;
mod once;
mod openapi;
pub mod photos;
mod probes;
mod routes;
mod seen;
mod sent;
mod upload;

pub use app::{App, Credentials, Keeper, Kept, Recognised};
pub use cookie::Cookie;
pub use faces::{Answer, Page, View};
pub use failure::{Failure, incident};
pub use input::{Input, Path, Query};
pub use openapi::openapi;
pub use routes::{Route, Routes, Verb, serve};
pub use seen::Seen;
pub use sent::Sent;
pub use upload::{MOST_FILES, RawPhoto, Upload};
