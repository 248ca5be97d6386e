//! The events table read back: timeline, audit, seal and verification.
