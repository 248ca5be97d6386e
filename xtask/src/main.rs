//! Walls, maps and other chores of the house.
fn main() {}
