//! How like two short Chinese texts are, and which of many are likest. Pure: no database, no clock, no luck.
//!
//! A [`Document`] is a text cut into features: pairs and triples of characters, and words. [`Frequencies`] count in how
//! many documents each stands; under them two documents have a likeness of 0 to 2, the sum of one tf-idf cosine for the
//! characters and one for the words. A caller who knows the candidates weighs each and asks [`rank`]; a caller who holds
//! all texts in memory asks an [`Index`]. Both give the same numbers in the same order.
//!
//! Source: G. Salton, C. Buckley, Term-weighting approaches in automatic text retrieval, 1988 (logarithmic tf, smoothed
//! idf, cosine). On short appeals BM25, SimHash and MinHash were measured worse; see `docs/decisions/0014-likeness.md`.
mod document;
mod frequency;
mod hint;
mod index;
mod normal;

pub use document::{Document, Feature};
pub use frequency::{Frequencies, Weighed};
pub use hint::{Hint, Near, Place, Settings, Verdict, rank};
pub use index::Index;
pub use normal::normal;
