//! Who may do what here: everybody reads what is public; only a program with a key brings something.

use auth::{By, May, Reach};

pub const CREATE: &str = "create_request";
pub const UPDATE: &str = "add_update";

/// The scope a key needs to bring requests, and the one it needs to add to them.
pub const OPEN_CREATE: &str = "open311";
pub const OPEN_UPDATE: &str = "open311_updates";

pub const WHO_MAY: &[May] =
    &[May::by(By::Client, CREATE, Reach::Street), May::by(By::Client, UPDATE, Reach::Street)];
