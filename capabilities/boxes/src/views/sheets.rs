//! Cards to print: shown once, with the numbers of their stubs.

use crate::rules::BoxId;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Serialize, ToSchema)]
pub struct SheetCard {
    /// On the card: whoever keys it types this.
    pub serial: String,
    /// On the stub: the receipt's number, worth nothing until the card is keyed.
    pub code: String,
    /// What the stub's picture holds.
    pub link: String,
}

#[derive(Serialize, ToSchema)]
pub struct SheetView {
    #[serde(rename = "box")]
    #[schema(value_type = String)]
    pub the_box: BoxId,
    pub community: String,
    pub location: String,
    pub cards: Vec<SheetCard>,
}
