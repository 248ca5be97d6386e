//! Who came and who did not, against who lives there.

use crate::rules::*;
use kernel::{Day, Problem};
use serde::Serialize;
use utoipa::ToSchema;

/// Seats of a category: how many have a holder, how many of those came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoryCameView {
    pub category: String,
    pub held: usize,
    pub came: usize,
}

/// One dimension, from this meeting or from the body's last twelve months.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComparedView {
    /// Too little is known of the meeting alone; these are of twelve months, without counts.
    pub of_year: bool,
    /// The day of the population's numbers.
    #[schema(value_type = Option<String>)]
    pub as_of: Option<Day>,
    /// Names of groups that have names rather than words: grids.
    pub names: Vec<Option<String>>,
    pub comparison: Comparison,
}

/// Somebody who has not said a group yet, for whoever keeps the door.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnsaidView {
    #[schema(value_type = String)]
    pub attendance: AttendanceId,
    /// Members stand by name; a walk-in by capacity and line of the sheet.
    pub shown_name: Option<String>,
    pub capacity: Capacity,
    pub sheet_line: Option<i32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RepresentationView {
    #[schema(value_type = Option<String>)]
    pub meeting: Option<MeetingId>,
    #[schema(value_type = String)]
    pub body: BodyId,
    pub body_name: String,
    pub counts: CountsOf,
    /// Neighbours who were there: members, substitutes, drawn people and residents.
    pub came: u64,
    pub seats: Vec<CategoryCameView>,
    /// Members who did not come, by shown name; for those who keep the door.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    pub compared: Vec<ComparedView>,
    /// Meetings of twelve months of which enough is known, and those of them with a quarter of each origin.
    pub known_meetings: usize,
    pub mixed_meetings: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<UnsaidView>,
    /// One was there oneself and may say one's groups.
    pub may_tell: bool,
    /// One may announce a draw for the seats of this body, or says what comes next.
    pub may_draw: bool,
    #[serde(skip)]
    pub typed: StrataWords,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub problems: Vec<Problem>,
}

impl RepresentationView {
    /// Groups that came half as often as expected or less, each with its dimension.
    pub fn missing(&self) -> Vec<(Dim, &str, Option<&str>)> {
        let of = |c: &ComparedView| {
            let absent: Vec<_> = missing(&c.comparison).into_iter().map(str::to_owned).collect();
            (0..c.comparison.groups.len()).filter(move |i| absent.contains(&c.comparison.groups[*i].code)).collect::<Vec<_>>()
        };
        self.compared.iter().flat_map(|c| of(c).into_iter().map(move |i| (c.comparison.dim, c.comparison.groups[i].code.as_str(), c.names[i].as_deref()))).collect()
    }
}
