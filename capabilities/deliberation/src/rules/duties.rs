//! The monthly duty: a meeting owed per body, community or grid and month, and what became of it. A function of meetings,
//! seals, excuses and the day.

use super::{BodyId, MeetingId, MeetingState, codes};
use kernel::{Day, PlaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

codes! {
    /// Who owes a meeting a month.
    DutyLevel { Body "body", Community "community", Grid "grid" }
}
codes! {
    /// What a cell of the calendar says.
    DutyState {
        Met "met", Held "held", Planned "planned", AtRisk "at_risk", Missed "missed", Excused "excused", Running "running",
        Coming "coming", NotYet "not_yet",
    }
}

/// Why nothing is owed in a month.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExcuseWords {
    /// `202609`.
    pub month: i32,
    pub reason: String,
}

/// A meeting as the duty sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    pub meeting: MeetingId,
    pub body: BodyId,
    pub community: Option<PlaceId>,
    pub grid: Option<PlaceId>,
    pub covered: Vec<PlaceId>,
    pub day: Day,
    pub state: MeetingState,
    pub quorate: bool,
    /// It is a grid's own open meeting, good with enough residents though nobody holds a seat.
    pub open_to_grid: bool,
    /// Attendees by the grid they come from.
    pub came_from: BTreeMap<PlaceId, i64>,
}

/// Who owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owing {
    Body(BodyId),
    Community(PlaceId),
    Grid(PlaceId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// `202609`.
    pub month: i32,
    pub state: DutyState,
    /// Meetings that count, its own and those that covered it.
    pub own: Vec<MeetingId>,
    pub covering: Vec<MeetingId>,
}

/// So many residents make an open grid meeting count.
const OPEN_GRID: i64 = 5;
/// Days before the end of the month from which nothing convened is a risk.
const RISK_DAYS: i64 = 10;

pub fn month_of(day: Day) -> i32 {
    day.0 / 100
}

fn first_of(month: i32) -> Day {
    Day(month * 100 + 1)
}
fn first_after(month: i32) -> Day {
    if month % 100 == 12 { first_of((month / 100 + 1) * 100 + 1) } else { first_of(month + 1) }
}

impl Sitting {
    fn serves(&self, who: Owing) -> Option<bool> {
        match who {
            Owing::Body(body) => (self.body == body).then_some(true),
            Owing::Community(place) => (self.community == Some(place)).then_some(true),
            Owing::Grid(grid) if self.grid == Some(grid) => Some(true),
            // It counts for a grid it covers only if somebody came from there.
            Owing::Grid(grid) => (self.covered.contains(&grid) && self.is_coming_or_came(grid)).then_some(false),
        }
    }
    fn is_coming_or_came(&self, grid: PlaceId) -> bool {
        let before = matches!(self.state, MeetingState::Planned | MeetingState::Convened | MeetingState::Open);
        before || self.came_from.get(&grid).copied().unwrap_or(0) > 0
    }
    fn good(&self) -> bool {
        let enough = self.open_to_grid && self.grid.is_some_and(|g| self.came_from.get(&g).copied().unwrap_or(0) >= OPEN_GRID);
        self.quorate || enough
    }
}

/// One cell. `since` is the first day on which the duty is owed.
pub fn cell(who: Owing, month: i32, sittings: &[Sitting], excused: bool, since: Day, today: Day) -> Cell {
    let served: Vec<(&Sitting, bool)> =
        sittings.iter().filter(|s| month_of(s.day) == month).filter_map(|s| Some((s, s.serves(who)?))).collect();
    let counts = |own: bool| {
        let good = served.iter().filter(move |(s, o)| *o == own && s.state == MeetingState::Sealed && s.good());
        good.map(|(s, _)| s.meeting).collect::<Vec<_>>()
    };
    let (own, covering) = (counts(true), counts(false));
    let any = |states: &[MeetingState]| served.iter().any(|(s, _)| states.contains(&s.state));
    use MeetingState::{Circulated, Closed, Convened, Drafted, Open, Planned, Voided};
    let held = served.iter().any(|(s, _)| s.good() && matches!(s.state, Closed | Drafted | Circulated | Voided));
    let over = today >= first_after(month);
    let left = first_after(month).since(today);
    let state = match () {
        () if first_after(month) <= since => DutyState::NotYet,
        () if !own.is_empty() || !covering.is_empty() => DutyState::Met,
        () if excused => DutyState::Excused,
        () if held => DutyState::Held,
        () if over => DutyState::Missed,
        () if any(&[Convened, Open]) => DutyState::Planned,
        () if today < first_of(month) => if any(&[Planned]) { DutyState::Planned } else { DutyState::Coming },
        () if left <= RISK_DAYS => DutyState::AtRisk,
        () if any(&[Planned]) => DutyState::Planned,
        () => DutyState::Running,
    };
    Cell { month, state, own, covering }
}

/// Met over owed less excused, of the months that have begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DutyRate {
    pub met: usize,
    pub owed: usize,
    pub excused: usize,
    /// Met by a meeting elsewhere that covered it.
    pub by_covering: usize,
}

pub fn rate<'a>(cells: impl Iterator<Item = &'a Cell>) -> DutyRate {
    let begun = cells.filter(|c| !matches!(c.state, DutyState::Coming | DutyState::NotYet));
    begun.fold(DutyRate::default(), |mut r, c| {
        r.owed += 1;
        r.met += usize::from(c.state == DutyState::Met);
        r.excused += usize::from(c.state == DutyState::Excused);
        r.by_covering += usize::from(c.state == DutyState::Met && c.own.is_empty());
        r
    })
}
