//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod create;
mod errors;
mod privacy;
mod ranges;
mod reading;
mod spool;
mod wire;
