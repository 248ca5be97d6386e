//! The world beyond the walls: SMS and files, each a trait, a real one and a memory one.
