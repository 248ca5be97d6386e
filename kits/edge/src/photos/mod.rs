//! Photos: made harmless, blackened where they show too much, fetched by address, kept before their row is written.
mod blacken;
mod clean;
mod gather;
mod keep;

pub use blacken::{Area, blacken};
pub use clean::{CleanPhoto, clean};
pub use gather::gather;
pub use keep::{KeptPhoto, SealedPhoto, bytes_of, discard, keep, replace, seal};
