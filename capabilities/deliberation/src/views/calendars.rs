//! One's own meetings, and the link by which a calendar follows them.

use super::MeetingLine;
use crate::rules::BodyId;
use kernel::Moment;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct MyMeetingsView {
    /// Bodies in which one sits or holds office.
    #[schema(value_type = Vec<(String, String)>)]
    pub bodies: Vec<(BodyId, String)>,
    pub coming: Vec<MeetingLine>,
    /// When the link in use was made.
    #[schema(value_type = Option<String>)]
    pub link_made: Option<Moment>,
    /// A new link, shown once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}
