//! The events table read back: timeline, audit, seal and verification.
//!
//! Events are written by `db::Tx::record` alone and never changed. Here they are read, chained by a [`seal`] pass,
//! summed up in signed [`Checkpoint`]s that leave the machine, and [`verify`]ed against both.
mod chain;
mod checkpoint;
mod merkle;
mod read;
mod seal;
mod verify;

pub use chain::{canonical, link, START};
pub use checkpoint::{checkpoint, due, first_forged, latest, Checkpoint, Signer};
pub use db::EventRow;
pub use merkle::Tree;
pub use read::{audit, timeline, Asked};
pub use seal::{any_open, oldest_open, seal, seal_all, Look};
pub use verify::{verify, Bad, Report};
