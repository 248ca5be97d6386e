//! Handing a case's question to a deliberating body, and telling its voices what came of it.

use super::{decide, hand, keep_note};
use crate::rules::{self, *};
use crate::store;
use auth::Viewer;
use db::{Result, Tx};
use deliberation::rules::{Matter, MatterId, MatterState, Source, SourceKind};
use kernel::Outcome;
use serde_json::json;

/// Row 30. The matter keeps the case among its sources, with how many people are behind it.
pub fn refer(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Referral) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let found = deliberation::actions::matter_by_code(tx, street, &words.matter)?;
    let named = match &found {
        None => None,
        Some(m) => Some(named(m, store::matters_of(tx, street, id)?.iter().any(|tied| tied.0 == m.id.uuid()))),
    };
    decide::<ReferToMatter, _>(
        tx,
        viewer,
        id,
        |_, held| Ok(rules::refer(held, words, named.as_ref(), now)),
        |tx, _, case| {
            let Some(matter) = &found else { return Ok(()) };
            let source = source_of(tx, case)?;
            deliberation::actions::tie_source(tx, matter.id, &source)?;
            keep_note(tx, case, "matter_referral", hand(viewer), None, &words.text)?;
            tie(tx, viewer, id, matter)
        },
    )
}

/// What row 30 and a topic of the month ask of a matter.
pub(super) fn named(m: &Matter, tied: bool) -> MatterNamed {
    MatterNamed { code: m.code.clone(), community: m.place.community, walks: m.state == MatterState::Walking, tied }
}

/// A case stands behind a matter, and its speakers know.
pub(super) fn tie(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, matter: &Matter) -> Result<()> {
    store::tie_matter(tx, id, matter.id.uuid(), &matter.code, hand(viewer))?;
    store::tell(tx, id, "referred", &json!({ "matter": matter.code })).map(|_| ())
}

/// What everybody may read of the case; one that is not public is its kind and the number of people.
fn source_of(tx: &mut Tx<'_>, case: &Case) -> Result<Source> {
    let street = tx.street();
    let kind = store::category(tx, street, &case.category)?.map_or(String::new(), |c| c.name_zh);
    Ok(Source {
        kind: SourceKind::Voices,
        link_kind: "case".into(),
        link_id: Some(case.id.uuid()),
        title: if case.published { case.title.clone() } else { kind },
        path: if case.published { format!("/cases/{}", case.case_no) } else { String::new() },
        people: i64::from(case.voices),
    })
}

/// A matter goes on in another: its cases stand behind that one, and everybody is told which.
pub fn follow_merger(tx: &mut Tx<'_>, matter: MatterId, into: MatterId) -> Result<()> {
    let street = tx.street();
    let Some(next) = deliberation::actions::matter_by_id(tx, street, into)? else { return Ok(()) };
    let known: Vec<CaseId> = store::cases_behind(tx, street, into.uuid())?.into_iter().map(|c| c.0).collect();
    for (case, _) in store::cases_behind(tx, street, matter.uuid())? {
        store::end_matter(tx, case, matter.uuid())?;
        if !known.contains(&case) {
            store::tie_matter(tx, case, into.uuid(), &next.code, None)?;
            store::tell(tx, case, "referred", &json!({ "matter": next.code }))?;
        }
    }
    Ok(())
}

/// A matter goes on by itself again: its cases stand behind it, and behind the other only where they are among its sources.
pub fn follow_split(tx: &mut Tx<'_>, matter: MatterId, out_of: MatterId) -> Result<()> {
    let street = tx.street();
    let Some(back) = deliberation::actions::matter_by_id(tx, street, matter)? else { return Ok(()) };
    for case in store::cases_once_behind(tx, street, matter.uuid())? {
        store::begin_matter(tx, case, matter.uuid())?;
        if !deliberation::actions::stands_on(tx, street, out_of, ("case", case.uuid()))? {
            store::untie_matter(tx, case, out_of.uuid())?;
        }
        store::tell(tx, case, "referred", &json!({ "matter": back.code }))?;
    }
    Ok(())
}

/// A matter has ended: everybody whose voice was behind it is told, once.
pub fn tell_of_ending(tx: &mut Tx<'_>, matter: MatterId) -> Result<()> {
    let street = tx.street();
    for (case, code) in store::cases_behind(tx, street, matter.uuid())? {
        store::end_matter(tx, case, matter.uuid())?;
        store::tell(tx, case, "matter_ended", &json!({ "matter": code }))?;
    }
    Ok(())
}
