//! Open data: what may be taken and used by anybody.

use kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// One dataset, with what each of its columns means.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Dataset {
    pub name: &'static str,
    pub title_zh: &'static str,
    pub title_en: &'static str,
    pub about_zh: &'static str,
    pub about_en: &'static str,
    pub columns: Vec<Column>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Column {
    pub name: &'static str,
    pub means_zh: &'static str,
    pub means_en: &'static str,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenDataView {
    pub datasets: Vec<Dataset>,
    /// The day up to which months are released.
    #[schema(value_type = String)]
    pub until: Day,
    pub licence: &'static str,
}
