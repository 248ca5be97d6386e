//! What readers see of photos: the clean picture to everyone entitled, its marks to those who decide about it.

use crate::rules::{Area, Case, CaseId, Photo, PhotoId, Stage, VoiceId};
use auth::Viewer;
use kernel::{Moment, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// A piece of a photo that is kept until its form comes.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceView {
    pub piece: usize,
}

/// A photo as residents and the public see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicPhoto {
    #[schema(value_type = String)]
    pub id: PhotoId,
    pub stage: Stage,
    pub width: i32,
    pub height: i32,
}

impl PublicPhoto {
    pub fn of(photo: &Photo) -> Self {
        Self { id: photo.id, stage: photo.stage, width: photo.width, height: photo.height }
    }
    pub fn src(&self) -> String {
        format!("/photos/{}", self.id)
    }
}

/// A photo as staff see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhotoView {
    #[schema(value_type = String)]
    pub id: PhotoId,
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    pub stage: Stage,
    #[schema(value_type = String)]
    pub at: Moment,
    #[schema(value_type = Option<String>)]
    pub taken_at: Option<Moment>,
    /// Taken more than 200 m from where the case is.
    pub far: bool,
    pub width: i32,
    pub height: i32,
    /// Boxes burnt black so far, in pixels of the clean picture.
    #[schema(value_type = Vec<Object>)]
    pub blackened: Vec<Area>,
    /// The public sees it with the case.
    pub approved: bool,
    /// Of the sealed original.
    pub sha256: String,
}

impl PhotoView {
    pub fn of(photo: Photo) -> Self {
        Self {
            id: photo.id,
            voice: photo.voice,
            stage: photo.stage,
            at: photo.at,
            taken_at: photo.taken_at,
            far: photo.far,
            width: photo.width,
            height: photo.height,
            blackened: photo.blackened,
            approved: photo.approved_at.is_some(),
            sha256: photo.sha256,
        }
    }
    /// Changes with every box, so that a browser does not show the picture before.
    pub fn src(&self) -> String {
        format!("/photos/{}?n={}", self.id, self.blackened.len())
    }
}

/// What this reader may do with a case's photos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhotoMay {
    pub add: bool,
    pub approve: bool,
    pub open_original: bool,
    /// What is added shows what was found on the spot.
    pub look: bool,
}

impl PhotoMay {
    pub fn of(viewer: &Viewer, case: &Case, now: Moment) -> Self {
        use crate::rules::{AddPhoto, ApprovePhoto, OpenOriginal, Verify};
        Self {
            add: auth::may::<Case, AddPhoto>(viewer, case, now),
            approve: auth::may::<Case, ApprovePhoto>(viewer, case, now),
            open_original: auth::may::<Case, OpenOriginal>(viewer, case, now),
            look: auth::may::<Case, Verify>(viewer, case, now),
        }
    }
}

/// A case's photos on a page of their own, for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePhotosView {
    #[schema(value_type = String)]
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    pub photos: Vec<PhotoView>,
    pub may: PhotoMay,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
