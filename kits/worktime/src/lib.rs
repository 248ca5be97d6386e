//! Working calendars and deadlines, each with a proof anyone can recompute.
