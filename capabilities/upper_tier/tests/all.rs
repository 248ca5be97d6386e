//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod line;
mod orders;
mod their_word;
