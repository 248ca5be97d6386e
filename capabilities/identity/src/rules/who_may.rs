//! Who may do what to accounts and posts.

use auth::{By, May, Reach, Role};

const fn anyone(act: &'static str) -> May {
    May::by(By::Anyone, act, Reach::Street)
}
const fn own(act: &'static str) -> May {
    May::by(By::SignedIn, act, Reach::Own)
}
const fn hand(role: Role, act: &'static str) -> May {
    May::post(role, act, Reach::Street)
}

/// Who proposes, who confirms and who is concerned are three; [`propose`](super::propose) and
/// [`confirm`](super::confirm) see to that among those named here.
pub const WHO_MAY: &[May] = &[
    anyone("see_sign_in"),
    anyone("sign_in"),
    anyone("send_code"),
    anyone("sign_in_by_code"),
    anyone("sign_out"),
    anyone("set_display"),
    anyone("see_setup"),
    // With the one-time token.
    anyone("set_up"),
    own("see_account"),
    own("see_sessions"),
    own("end_session"),
    own("open_own_data"),
    own("erase_self"),
    own("see_tokens"),
    own("make_token"),
    own("end_token"),
    hand(Role::SecurityAdministrator, "see_grants"),
    hand(Role::StreetLeader, "see_grants"),
    hand(Role::AuditAdministrator, "see_grants"),
    hand(Role::SecurityAdministrator, "propose_post"),
    hand(Role::SecurityAdministrator, "confirm_post"),
    hand(Role::StreetLeader, "confirm_post"),
    hand(Role::SecurityAdministrator, "end_post"),
    hand(Role::StreetLeader, "end_post"),
];
