//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod desk;
mod privacy;
mod signing;
mod the_box;
mod walks;
