//! What programs read: one document for both notations, in the field order of the standard.
mod discovery;
mod document;
mod export;
mod requests;
mod services;

pub use discovery::*;
pub use document::*;
pub use export::*;
pub use requests::*;
pub use services::*;
