//! Photos: made harmless, blackened where they show too much, fetched by address or taken in pieces, kept before their
//! row is written.
mod blacken;
mod clean;
mod gather;
mod handed;
mod keep;
mod pieces;

pub use blacken::{Area, blacken};
pub use clean::{CleanPhoto, clean};
pub use gather::gather;
pub use handed::{SCAN_REASONS, ScanOpening, as_file};
pub use keep::{KeptPhoto, SealedPhoto, bytes_of, discard, keep, replace, seal, seal_one};
pub(crate) use pieces::join;
pub use pieces::{ARRIVING, PIECE, arrive};
