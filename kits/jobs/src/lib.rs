//! What must follow an event follows, in order, at least once; and what is due by the clock is done.
