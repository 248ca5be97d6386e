//! Who may do what here: everyone sees, two roles bring in.

use auth::{By, May, Reach, Role};

pub const WHO_MAY: &[May] = &[
    May::by(By::Anyone, "see_places", Reach::Street),
    May::post(Role::StreetOfficer, "import_places", Reach::Street),
    May::post(Role::SystemAdministrator, "import_places", Reach::Street),
    May::by(By::System, "import_places", Reach::Street),
];

/// The street as a whole: what an import changes.
pub struct WholeStreet(pub kernel::StreetId);

impl auth::Facts for WholeStreet {
    fn id(&self) -> kernel::uuid::Uuid {
        self.0.uuid()
    }
}

/// Bringing in boundaries, buildings and statistics.
pub enum Import {}

impl auth::Act<WholeStreet> for Import {
    const NAME: &'static str = "import_places";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "see_places";
}
