//! Photos of a case: who looks at them, what may be blackened, when the public sees one.

use crate::rules::{Case, CaseId, MOST_REASON, PhotoApproved, PhotoBlackened, PhotoHidden, Voice, VoiceId, WHO_MAY, text_problem};
use auth::Viewer;
pub use edge::photos::Area;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(PhotoId, "a photo");

/// What is bound into the seal of an original.
pub const ORIGINAL: &str = "photos.original";
/// The most photos one voice may carry, however often it is added to.
pub const MOST_PHOTOS: i64 = 30;
/// Farther than this from the case's point, a photo is marked for whoever reviews.
pub const FAR_M: f64 = 200.0;

/// What a photo shows of the course of things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    #[default]
    Before,
    During,
    After,
    Patrol,
    Verification,
}

impl Stage {
    pub const ALL: [Self; 5] = [Self::Before, Self::During, Self::After, Self::Patrol, Self::Verification];
    pub fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
            Self::After => "after",
            Self::Patrol => "patrol",
            Self::Verification => "verification",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// A photo as it is stored, without where it was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    pub id: PhotoId,
    pub case: CaseId,
    /// The voice it came with; none for evidence of a unit.
    pub voice: Option<VoiceId>,
    pub stage: Stage,
    pub at: Moment,
    /// Of the original.
    pub sha256: String,
    pub original: String,
    pub derivative: String,
    pub width: i32,
    pub height: i32,
    pub taken_at: Option<Moment>,
    /// Taken far from where the case is.
    pub far: bool,
    pub blackened: Vec<Area>,
    pub approved_at: Option<Moment>,
}

/// Whether this reader may look at the clean picture. A speaker sees what came with their own voice, and what the
/// unit has shown for it; the public sees what a person approved of a published case.
pub fn may_look(viewer: &Viewer, case: &Case, photo: &Photo, voice: Option<&Voice>, now: Moment) -> bool {
    let decide = |act| auth::decide(WHO_MAY, act, viewer, case, now);
    let approved = photo.approved_at.is_some();
    let theirs = voice.is_some_and(|v| v.is_of(viewer));
    theirs || approved && (case.published || photo.voice.is_none() && decide("see_own")) || decide("see_case")
}

impl Voice {
    /// Said by this reader: with their account, or they show its receipt.
    pub fn is_of(&self, viewer: &Viewer) -> bool {
        self.account.is_some() && self.account == viewer.account() || viewer.bears.contains(&self.id.uuid())
    }
}

/// Photos added to a case by the unit, or by a desk.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddingPhotos {
    pub stage: Stage,
    /// Addresses the server fetches pictures from.
    pub media_url: Vec<String>,
}

/// A box to be burnt black, in pixels of the clean picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Blackening {
    pub x: u32,
    pub y: u32,
    pub w: u32,
    pub h: u32,
}

/// Why an original is opened; kept in the read log.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningOriginal {
    pub reason: String,
}

impl OpeningOriginal {
    pub fn problems(&self) -> Vec<Problem> {
        text_problem("reason", &self.reason, MOST_REASON).into_iter().collect()
    }
}

type Decision<E> = Result<(Photo, E), Vec<Problem>>;

/// Nothing is public until a person has looked.
pub fn approve_photo(photo: &Photo, now: Moment) -> Decision<PhotoApproved> {
    if photo.approved_at.is_some() {
        return Err(vec![Problem::new("photo-approved")]);
    }
    let event = PhotoApproved { case: photo.case, photo: photo.id };
    Ok((Photo { approved_at: Some(now), ..photo.clone() }, event))
}

/// The inverse of approval.
pub fn hide_photo(photo: &Photo) -> Decision<PhotoHidden> {
    if photo.approved_at.is_none() {
        return Err(vec![Problem::new("photo-hidden")]);
    }
    Ok((Photo { approved_at: None, ..photo.clone() }, PhotoHidden { case: photo.case, photo: photo.id }))
}

/// A box inside the picture; `derivative` is the key of the picture in which it is burnt already.
pub fn blacken_photo(photo: &Photo, words: Blackening, derivative: String) -> Decision<PhotoBlackened> {
    let Blackening { x, y, w, h } = words;
    let (width, height) = (photo.width.unsigned_abs(), photo.height.unsigned_abs());
    if w < 4 || h < 4 || x >= width || y >= height {
        return Err(vec![Problem::at("w", "box-outside").with("width", width).with("height", height)]);
    }
    let area = Area { x, y, w: w.min(width - x), h: h.min(height - y) };
    let mut blackened = photo.blackened.clone();
    blackened.push(area);
    let event = PhotoBlackened { case: photo.case, photo: photo.id, boxes: i32::try_from(blackened.len()).unwrap_or(i32::MAX) };
    Ok((Photo { derivative, blackened, ..photo.clone() }, event))
}

/// Whether a photo was taken away from the case, as far as both are known.
pub fn is_far(taken: Option<(f64, f64)>, case: Option<(f64, f64)>) -> bool {
    taken.zip(case).is_some_and(|(a, b)| metres(a, b) > FAR_M)
}

/// Between two points within a street, on a flat map: exact to a part in a thousand there.
pub fn metres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    const METRES_A_DEGREE: f64 = 111_320.0;
    let (north, east) = (lat_b - lat_a, (lon_b - lon_a) * ((lat_a + lat_b) / 2.0).to_radians().cos());
    north.hypot(east) * METRES_A_DEGREE
}

