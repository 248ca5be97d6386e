//! Who may do what here: everyone sees, two roles bring in.

use auth::{By, May, Reach, Role, WholeStreet};

pub const WHO_MAY: &[May] = &[
    May::by(By::Anyone, "see_places", Reach::Street),
    May::post(Role::StreetOfficer, "import_places", Reach::Street),
    May::post(Role::SystemAdministrator, "import_places", Reach::Street),
    May::by(By::System, "import_places", Reach::Street),
];

/// Bringing in boundaries, buildings and statistics.
pub enum Import {}

impl auth::Act<WholeStreet> for Import {
    const NAME: &'static str = "import_places";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "see_places";
}
