//! Who may do what to a box and its openings. Which two may sign together, `signing` says among those named here.

use super::{Opening, OpinionBox};
use auth::{Act, By, May, PostHeld, Reach, Role, ScopeColumns, Strength, Viewer};
use kernel::Moment;

pub const SEE: &str = "see_openings";
pub const KEEP: &str = "keep_boxes";
pub const OPEN: &str = "open_box";
pub const COUNTERSIGN: &str = "countersign";

const fn post(role: Role, act: &'static str, within: Reach) -> May {
    May::post(role, act, within)
}
/// In person, at a screen: a program opens no box.
const fn hand(role: Role, act: &'static str, within: Reach) -> May {
    May::post(role, act, within).at(Strength::Known)
}

pub const WHO_MAY: &[May] = &[
    May::by(By::Anyone, "see_boxes", Reach::Street),
    // Boxes with their openings and records; no word of any card.
    post(Role::Clerk, SEE, Reach::Street),
    post(Role::CommunitySecretary, SEE, Reach::Scope),
    post(Role::GridHead, SEE, Reach::Scope),
    post(Role::StreetOfficer, SEE, Reach::Street),
    post(Role::Supervisor, SEE, Reach::Street),
    post(Role::StreetLeader, SEE, Reach::Street),
    post(Role::Auditor, SEE, Reach::Street),
    post(Role::Witness, SEE, Reach::Scope),
    // Putting boxes up, their plan and their keys.
    hand(Role::CommunitySecretary, KEEP, Reach::Scope),
    hand(Role::StreetOfficer, KEEP, Reach::Street),
    // The hand at the device: opens, counts, keys, seals.
    hand(Role::Clerk, OPEN, Reach::Street),
    hand(Role::CommunitySecretary, OPEN, Reach::Scope),
    hand(Role::GridHead, OPEN, Reach::Scope),
    hand(Role::StreetOfficer, OPEN, Reach::Street),
    // Whoever stands beside and signs too.
    hand(Role::Witness, COUNTERSIGN, Reach::Scope),
    hand(Role::Clerk, COUNTERSIGN, Reach::Street),
    hand(Role::CommunitySecretary, COUNTERSIGN, Reach::Scope),
    hand(Role::GridHead, COUNTERSIGN, Reach::Scope),
    hand(Role::StreetOfficer, COUNTERSIGN, Reach::Street),
    hand(Role::Supervisor, COUNTERSIGN, Reach::Street),
    hand(Role::Auditor, COUNTERSIGN, Reach::Street),
    // Cards to write on, with the receipt numbers that are shown this once.
    hand(Role::Clerk, "print_cards", Reach::Street),
    hand(Role::CommunitySecretary, "print_cards", Reach::Scope),
    hand(Role::StreetOfficer, "print_cards", Reach::Street),
    // The scan of a card and the picture of all: handwriting, for a reason that is kept.
    hand(Role::Clerk, "open_scan", Reach::Street),
    hand(Role::Supervisor, "open_scan", Reach::Street),
];

/// The columns lists filter on; boxes belong to places and to nobody.
pub const COLUMNS: ScopeColumns = ScopeColumns {
    community: "community_id",
    grid: "grid_id",
    building: "building_id",
    lead: "community_id",
    state: "id",
    published: "active",
    thing: "id",
    owners: ("boxes", "id"),
    bearable: ("boxes", "id"),
    assignments: ("boxes", "id", "id", "id"),
    contested: "boxes",
    accused: ("boxes", "id"),
};

macro_rules! acts {
    ($($name:ident $code:literal of $thing:ty),* $(,)?) => { $(
        pub enum $name {}
        impl Act<$thing> for $name {
            const NAME: &'static str = $code;
            const RULES: &'static [May] = WHO_MAY;
            const SEE: &'static str = SEE;
        }
    )* };
}
acts! {
    SeeBox "see_openings" of OpinionBox,
    KeepBox "keep_boxes" of OpinionBox,
    OpenBox "open_box" of OpinionBox,
    PrintCards "print_cards" of OpinionBox,
    SeeOpening "see_openings" of Opening,
    WorkOn "open_box" of Opening,
    OpenScan "open_scan" of Opening,
}

/// Whether a post, alone, gives its holder this act here.
pub fn gives<T: auth::Facts>(viewer: &Viewer, post: &PostHeld, act: &str, thing: &T, now: Moment) -> bool {
    let alone = Viewer { posts: vec![post.clone()], ..viewer.clone() };
    auth::decide(WHO_MAY, act, &alone, thing, now)
}

/// The desk's pages that this reader's posts open, by their path.
pub fn desk_entries(viewer: &Viewer, now: Moment) -> Vec<&'static str> {
    if auth::reaches(WHO_MAY, SEE, viewer, now) { vec!["/desk/boxes"] } else { vec![] }
}
