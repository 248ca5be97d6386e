//! What readers see of photos.
