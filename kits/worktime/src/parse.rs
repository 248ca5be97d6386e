//! Words typed at a command line, read into clock inputs.

use crate::{due, Calendar, Inputs, Pause, Policy, Unit};
use kernel::Moment;

/// What could not be read, in a sentence for the person who typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Unreadable {}

/// The deadline and its proof as indented JSON.
/// `calendar` is the text of a calendar file; without it the State Council's calendars are used.
pub fn cli_json(
    start: &str,
    amount: i64,
    unit: &str,
    calendar: Option<&str>,
    pauses: &[String],
) -> Result<String, Unreadable> {
    let mut inputs = Inputs::new(parse_start(start)?, amount, parse_unit(unit)?);
    inputs.pauses = pauses.iter().map(|p| parse_pause(p)).collect::<Result<_, _>>()?;
    let calendar = calendar.map_or_else(|| Ok(Calendar::state_council()), parse_calendar)?;
    let deadline = due(&inputs, &calendar, &Policy::default()).map_err(|e| Unreadable(format!("{e}")))?;
    serde_json::to_string_pretty(&deadline).map_err(|e| Unreadable(e.to_string()))
}

/// `2026-09-29T16:00` in street time, or with an offset.
pub fn parse_start(text: &str) -> Result<Moment, Unreadable> {
    Moment::parse(text).ok_or_else(|| Unreadable(format!("`{text}` is not a time such as 2026-09-29T16:00")))
}

/// `minutes`, `work_minutes`, `work_days` or `calendar_days`.
pub fn parse_unit(text: &str) -> Result<Unit, Unreadable> {
    Unit::from_code(text).ok_or_else(|| {
        let known = Unit::ALL.map(Unit::code).join(", ");
        Unreadable(format!("`{text}` is not a unit; choose one of {known}"))
    })
}

/// `A..B`, or `A..` for a pause that is still open.
pub fn parse_pause(text: &str) -> Result<Pause, Unreadable> {
    let Some((from, to)) = text.split_once("..") else {
        return Err(Unreadable(format!("`{text}` is not a pause such as 2026-10-09T10:00..2026-10-12T11:00")));
    };
    let to = if to.is_empty() { None } else { Some(parse_start(to)?) };
    Ok(Pause { from: parse_start(from)?, to, reason: "waiting_resident".into() })
}

/// A calendar file's text.
pub fn parse_calendar(text: &str) -> Result<Calendar, Unreadable> {
    Calendar::from_json(text).map_err(|e| Unreadable(format!("the calendar cannot be read: {e}")))
}
