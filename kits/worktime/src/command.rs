//! Words typed at a command line, read into clock inputs; the answer as JSON.

use crate::{Calendar, Inputs, Pause, Policy, Unit, due};
use kernel::Moment;

/// The deadline and its proof as indented JSON; an error is a sentence for the person who typed.
/// `calendar` is the text of a calendar file; without it the State Council's days are used.
pub fn cli_json(
    start: &str,
    amount: i64,
    unit: &str,
    calendar: Option<&str>,
    pauses: &[String],
    now: Moment,
) -> Result<String, String> {
    let started_at =
        Moment::parse(start).ok_or_else(|| format!("`{start}` is not a time such as 2026-09-29T16:00"))?;
    let unit = Unit::from_code(unit).ok_or_else(|| {
        format!("`{unit}` is not a unit; choose one of {}", Unit::ALL.map(Unit::code).join(", "))
    })?;
    let pauses = pauses.iter().map(|p| pause(p)).collect::<Result<_, _>>()?;
    let calendar = calendar.map_or_else(
        || Ok(Calendar::state_council()),
        |text| Calendar::parse(text).map_err(|e| format!("the calendar cannot be read: {e}")),
    )?;
    let inputs = Inputs { started_at, amount, unit, pauses, extensions: vec![] };
    let deadline = due(&inputs, &calendar, &Policy::seed(1), now).map_err(|e| e.to_string())?;
    serde_json::to_string_pretty(&deadline).map_err(|e| e.to_string())
}

fn pause(text: &str) -> Result<Pause, String> {
    let pause = Pause::parse(text)
        .ok_or_else(|| format!("`{text}` is not a pause such as 2026-10-09T10:00..2026-10-12T11:00"))?;
    if pause.to.is_some_and(|to| to < pause.from) {
        return Err(format!("the pause `{text}` ends before it begins"));
    }
    Ok(pause)
}
