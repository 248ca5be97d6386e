//! The promises of the whole house, proved at its front door: every route, every reader.

mod canary;
mod edge_walk;
mod logged;
mod maps;
mod matrix;
mod oracle;
mod parity;
