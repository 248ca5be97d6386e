//! A roster's sheet: what it would bring, and whose contact stands sealed beside a seat.

use super::BroughtView;
use crate::rules::*;
use kernel::Problem;
use serde::Serialize;
use utoipa::ToSchema;

/// A seat whose holder's name and contact are sealed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SeatCardView {
    #[schema(value_type = String)]
    pub id: MembershipId,
    pub shown_name: String,
    pub category: String,
}

/// Name and contact of a member, opened on record.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenedCardView {
    #[schema(value_type = String)]
    pub id: MembershipId,
    pub name: String,
    pub contact: String,
}

/// The page that brings a roster in.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct RosterSheetView {
    #[schema(value_type = Option<String>)]
    pub body: Option<BodyId>,
    pub body_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought: Option<BroughtView>,
    pub cards: Vec<SeatCardView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<OpenedCardView>,
    /// The sheet that was looked at.
    #[serde(skip)]
    pub sheet: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}
