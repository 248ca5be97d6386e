//! Rows of photos.
