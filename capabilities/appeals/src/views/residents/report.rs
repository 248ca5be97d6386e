//! The forms for a new voice, with what was typed.

use crate::rules::{Category, Reception};
use crate::views::{Choice, PublicCase};
use kernel::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// A choice of the category list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryChoice {
    pub code: String,
    pub name_zh: String,
    pub name_en: String,
    /// The heading it stands under.
    pub parent: String,
}

impl From<Category> for CategoryChoice {
    fn from(c: Category) -> Self {
        Self { code: c.code, name_zh: c.name_zh, name_en: c.name_en, parent: c.parent.unwrap_or_default() }
    }
}

/// The report form.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportView {
    #[serde(flatten)]
    pub words: Reception,
    /// The categories most told, most first.
    pub usual: Vec<CategoryChoice>,
    pub categories: Vec<CategoryChoice>,
    /// The place chosen from the list.
    pub chosen: Option<Choice>,
    /// Cases that may be the same; none asked for yet when absent.
    pub hints: Option<Vec<PublicCase>>,
    /// The case one's voice is added to.
    pub join: Option<PublicCase>,
    /// Signed in: the voice is found again under "my things".
    pub signed_in: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

/// Published cases that may be the one being told.
#[derive(Debug, Serialize, ToSchema)]
pub struct HintsView {
    pub cases: Vec<PublicCase>,
}

/// Places that fit what is typed, or where the device is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacesFoundView {
    pub found: Vec<Choice>,
}

/// The page of what waits on a device, which knows that alone. What sending it later needs stands here fresh.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftsView {
    /// The token of forms sent from this device.
    pub csrf: String,
    /// A mark of who is signed in, empty for nobody: what one person wrote is never sent in another's name.
    pub who: String,
}

/// The letter to a community's secretary.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct MailboxView {
    #[serde(flatten)]
    pub words: Reception,
    pub communities: Vec<Choice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
