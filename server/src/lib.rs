//! The linqiao binary's parts: settings, the house put together, and the commands.
pub mod config;
pub mod demo;
pub mod house;
