//! One SQL text on two engines, through plain closures that answer after the commit.
