//! Load and scale, measured side by side with the engine's own limit.
fn main() {}
