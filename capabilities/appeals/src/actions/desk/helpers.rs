//! Units called to help a case, as the desk shows them.

use super::Names;
use crate::rules::{CaseId, Help, Helper};
use crate::store::{self, Clock};
use crate::views::HelperLine;
use db::{Reader, Result};
use kernel::StreetId;

/// Those at it first, then those that have finished.
pub(super) fn helpers(r: &mut Reader<'_>, names: &Names, street: StreetId, id: CaseId, helping: &[Helper], clocks: &[Clock]) -> Result<Vec<HelperLine>> {
    let mut lines = vec![];
    for h in helping {
        let clock = clocks.iter().find(|c| c.assignment == Some(h.id) && c.stopped_at.is_none() && !c.superseded);
        let stands = match h {
            Helper { declining: true, .. } => "declining",
            Helper { arrived_at: Some(_), .. } => "arrived",
            _ => "called",
        };
        lines.push(HelperLine {
            unit: names.unit(Some(h.unit)).unwrap_or_default(),
            unit_id: h.unit.to_string(),
            help: h.help.code(),
            spot: h.spot.clone(),
            due_at: clock.and_then(|c| c.due_at),
            stands: stands.into(),
        });
    }
    for (unit, help, how) in store::helped(r, street, id)? {
        let help = Help::from_code(&help).map_or("assist", Help::code);
        let unit_name = names.unit(Some(unit)).unwrap_or_default();
        lines.push(HelperLine { unit: unit_name, unit_id: unit.to_string(), help, spot: None, due_at: None, stands: how.unwrap_or_default() });
    }
    Ok(lines)
}
