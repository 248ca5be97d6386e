//! What everybody may know of boxes.

use kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// Fewer cards than this are not told exactly: nobody should find out who dropped one in.
pub const FEW: i32 = 5;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicOpening {
    #[schema(value_type = String)]
    pub on: Day,
    /// None where there were some, and fewer than five.
    pub cards: Option<i32>,
    /// Every card counted is registered.
    pub registered: bool,
}

impl PublicOpening {
    /// As the public is told it: small numbers are not.
    pub fn of(on: Day, counted: Option<i32>, registered: bool) -> Self {
        Self { on, cards: counted.filter(|n| *n == 0 || *n >= FEW), registered }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicBox {
    pub community: String,
    pub location: String,
    /// Monday is 1.
    pub weekday: i8,
    pub every_weeks: i32,
    #[schema(value_type = String)]
    pub next: Day,
    pub last: Option<PublicOpening>,
}

/// Where boxes hang, and what came out last.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicBoxesView {
    pub boxes: Vec<PublicBox>,
}
