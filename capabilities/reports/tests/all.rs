//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod editions;
mod moving;
mod public;
mod recount;
mod steps;
mod subtraction;
