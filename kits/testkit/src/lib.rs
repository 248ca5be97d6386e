//! Site, the cast of people, a clock moved by hand.
