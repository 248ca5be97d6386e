//! One program for all tests of this room: each program of its own would be linked for itself.
mod common;

mod accounts;
mod backups;
mod check;
mod counting;
mod demo;
mod doctor;
mod edge;
mod once;
mod process;
mod work;
