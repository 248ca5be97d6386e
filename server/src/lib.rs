//! The linqiao binary's parts: settings, the house put together, and the commands.
pub mod admin;
pub mod backups;
pub mod check;
pub mod config;
pub mod counting;
pub mod demo;
pub mod disk;
pub mod doctor;
pub mod house;
pub mod report;
pub mod serving;
pub mod telemetry;
pub mod work;
