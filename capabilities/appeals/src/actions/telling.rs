//! Words to voices and what waits for staff, passed on to whom they reach. Inbox, SMS and e-mail are the room `messages`.

use crate::rules::{self, CaseId, NEWS, WaitsFor, is_news, kind_told, told_at_once};
use crate::store;
use db::{EventRow, Result, Tx};
use kernel::{Purpose, UnitId};
use messages::{Kind, Telling, To, tell};
use serde_json::{Value, json};

/// This room's name among those that tell people things.
pub const ROOM: &str = "appeals";

/// Passes on what the voices were told since, at most `limit`; what is no news any more is passed over. Gives how many.
pub fn pass_on(tx: &mut Tx<'_>, limit: i64) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    store::pass_over(tx, now.plus(-NEWS))?;
    let untold = store::untold(tx, street, limit)?;
    for word in &untold {
        if !store::mark_told(tx, word.id)? || word.withdrawn {
            continue;
        }
        let to = To { account: word.account, guest: word.reporter.map(|r| r.uuid()) };
        let telling = Telling {
            room: ROOM,
            told_of: &word.id.to_string(),
            code: &word.code,
            kind: kind_told(&word.code),
            facts: &json!({ "case_no": word.case_no }),
            link: &format!("/voices/{}", word.voice),
            urgent: told_at_once(word.urgency),
        };
        tell(tx, to, &telling)?;
    }
    Ok(untold.len())
}

/// Tells those for whom an event waits: never a unit complained about, nor whoever did it.
pub fn tell_staff(tx: &mut Tx<'_>, event: &EventRow) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let Some((code, waits)) = rules::waits_for(&event.name).filter(|_| is_news(event.at, now)) else { return Ok(()) };
    let body: Value = serde_json::from_str(&event.body)?;
    // An urging that did not count asks nothing of anybody.
    if body["counted"] == json!(false) {
        return Ok(());
    }
    let Some(case) = store::load(tx, street, CaseId(event.subject_id))? else { return Ok(()) };
    let unit = match waits {
        WaitsFor::Lead => case.lead,
        WaitsFor::Named => body["unit"].as_str().and_then(|id| id.parse::<UnitId>().ok()),
    };
    let Some(unit) = unit.filter(|u| !case.links.accused.contains(u)) else { return Ok(()) };
    for account in identity::accounts_of_unit(tx, street, unit, &rules::HANDS, now)? {
        if event.actor_id == Some(account.uuid()) {
            continue;
        }
        let telling = Telling {
            room: ROOM,
            told_of: &format!("{}/{account}", event.id),
            code: &format!("work-{code}"),
            kind: Kind::Work,
            facts: &json!({ "case_no": case.case_no }),
            link: &format!("/desk/cases/{}", case.id),
            urgent: None,
        };
        tell(tx, To { account: Some(account), guest: None }, &telling)?;
    }
    Ok(())
}

/// Opens one sealed text and one number, to see that the key in force opens them; how many there were.
pub fn open_samples(tx: &mut Tx<'_>) -> Result<usize> {
    let street = tx.street();
    let samples = store::sealed_samples(tx, street)?;
    for (purpose, id, column, sealed) in &samples {
        tx.open_sealed(sealed, *purpose, column, *id, "restored copy")?;
    }
    Ok(samples.len())
}

/// The number left by somebody, opened on record.
pub(crate) fn number_of(tx: &mut Tx<'_>, reporter: rules::ReporterId) -> Result<Option<String>> {
    let street = tx.street();
    let sealed = store::number_of(tx, street, reporter)?;
    sealed.map(|s| tx.open_sealed(&s, Purpose::Contact, "reporters.phone", reporter.uuid(), "message")).transpose()
}
