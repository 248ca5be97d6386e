//! Every body's chain of seals holds, and sealed minutes say what was sealed.

use crate::rules::{BodyId, MeetingId, Seal, broken_link, says_the_same, state_fits, tiles};
use crate::store;
use db::{Reader, Result};
use kernel::StreetId;
use std::collections::BTreeMap;

/// Told at most.
const MOST: usize = 20;

/// Chains that do not hold, each with its first bad link; minutes that say another thing than was sealed.
pub fn broken_seals(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let mut broken = vec![];
    for body in store::bodies(r, street)? {
        let chain = store::chain_of(r, street, body.id)?;
        broken.extend(broken_link(&chain).map(|no| format!("{} (seal {no})", body.id)));
        broken.extend(unfitting(r, street, body.id, &chain)?.into_iter().map(|m| format!("{m} (state)")));
        for seal in chain.iter().filter(|s| s.addendum.is_none()) {
            let minutes = store::minutes_of(r, street, seal.meeting)?;
            let amendments = store::amendments_of(r, street, seal.meeting)?;
            let cards = store::name_cards_of(r, street, seal.meeting)?;
            if !minutes.is_some_and(|m| says_the_same(seal, &m, &amendments, &cards)) {
                broken.push(format!("{} (record)", seal.meeting));
            }
        }
        if broken.len() >= MOST {
            break;
        }
    }
    Ok(broken)
}

/// Meetings that say another thing of their seal than their chain says last.
fn unfitting(r: &mut Reader<'_>, street: StreetId, body: BodyId, chain: &[Seal]) -> Result<Vec<MeetingId>> {
    let mut by_meeting: BTreeMap<MeetingId, Vec<&Seal>> = BTreeMap::new();
    chain.iter().for_each(|s| by_meeting.entry(s.meeting).or_default().push(s));
    let states = store::meeting_states(r, street, body)?;
    let unfitting = |(id, seals): &(MeetingId, Vec<&Seal>)| !states.get(id).is_some_and(|state| state_fits(*state, seals));
    Ok(by_meeting.into_iter().filter(unfitting).map(|(id, _)| id).collect())
}

/// Bodies whose charters leave a gap or overlap.
pub fn untiled_charters(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let mut wrong = vec![];
    for body in store::bodies(r, street)? {
        if !tiles(&store::charters_of(r, street, body.id)?) {
            wrong.push(body.id.to_string());
        }
    }
    Ok(wrong)
}
