//! Who may do what with messages.

use auth::{Act, By, May, Reach, Role, WholeStreet};

const fn own(act: &'static str) -> May {
    May::by(By::SignedIn, act, Reach::Own)
}

pub const WHO_MAY: &[May] = &[
    own("see_messages"),
    own("read_message"),
    own("choose_means"),
    own("verify_email"),
    // Whoever has the link of an e-mail.
    May::by(By::Anyone, "unsubscribe", Reach::Street),
    May::post(Role::SystemAdministrator, "keep_messages", Reach::Street),
];

pub enum Keep {}
impl Act<WholeStreet> for Keep {
    const NAME: &'static str = "keep_messages";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "keep_messages";
}

/// The log of sendings, for whoever keeps it.
pub fn desk_entries(viewer: &auth::Viewer, now: kernel::Moment) -> Option<&'static str> {
    auth::reaches(WHO_MAY, "keep_messages", viewer, now).then_some("/admin/messages")
}
