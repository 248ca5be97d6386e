//! Many ended cases written at once: what a street to measure with is made of. Their clocks are not written, as if
//! retention had taken them; everything else a page shows of an archived case is.

use super::case::{STORED, count_public, values};
use super::counting::keep_new;
use super::{Reporter, SealedWords};
use crate::rules::counting::{AnswerGiven, Story, Turn};
use crate::rules::*;
use db::{Noted, Result, Tx, Value, args};
use kernel::{AccountId, Actor, Moment, UnitId, uuid::Uuid};

/// One case with one voice, from its reception to its end.
pub struct Past {
    pub case: Case,
    pub voice: Voice,
    pub words: SealedWords,
    pub reporter: Option<Reporter>,
    /// What the case went through, when and by whom, in order.
    pub turns: Vec<(Turn, Moment, Actor)>,
    pub dispatched: Option<(UnitId, Moment)>,
    pub answer: Option<(CallingBack, AccountId, Moment)>,
}

/// Writes them with their journal, their kept counts and their place in the search.
pub fn insert_past(tx: &mut Tx<'_>, pasts: &[Past]) -> Result<()> {
    let street = tx.street();
    let stories: Vec<_> = pasts.iter().map(story).collect();
    let kept = keep_new(tx, stories.iter())?;
    let cases = pasts.iter().zip(kept).map(|(p, kept)| {
        let mut row = values(street, &p.case);
        row.push(kept.into());
        row
    });
    tx.insert_many(&format!("cases (street_id, id, {STORED}, counted)"), cases.collect())?;
    count_public(tx, pasts.iter().map(|p| (&p.case, 1)))?;
    people(tx, pasts)?;
    let leads = pasts.iter().filter_map(|p| {
        let (unit, at) = p.dispatched?;
        Some(args![street, AssignmentId::fresh(), p.case.id, unit, "lead", at, at, p.case.closed_at, "closed"].to_vec())
    });
    let into = "case_assignments (street_id, id, case_id, unit_id, role, dispatched_at, signed_at, ended_at, end_reason)";
    tx.insert_many(into, leads.collect())?;
    let dispatches = pasts.iter().filter_map(|p| {
        let (unit, at) = p.dispatched?;
        // The id sorts by the case's own moment: the last handings-out of a category are read by it.
        Some(args![street, p.case.id, p.case.id, &p.case.category, p.case.place.community, unit, unit, false, at, false].to_vec())
    });
    let into = "case_dispatches (street_id, id, case_id, category, community_id, unit_id, proposed_unit_id, by_rule, at, overturned)";
    tx.insert_many(into, dispatches.collect())?;
    answers(tx, pasts)?;
    let mut journal = vec![];
    for past in pasts {
        for (turn, at, actor) in &past.turns {
            journal.push(tx.at(*at, *actor, |tx| noted(tx, past, *turn))?);
        }
    }
    tx.record_all(journal)?;
    let texts: Vec<_> = pasts.iter().map(|p| (p.case.id.uuid(), format!("{} {}", p.case.case_no, p.case.title))).collect();
    tx.index_many("case", &texts)
}

fn people(tx: &mut Tx<'_>, pasts: &[Past]) -> Result<()> {
    let street = tx.street();
    let reporters = pasts.iter().filter_map(|p| p.reporter.as_ref()).map(|r| {
        args![street, r.id, r.account, r.name.clone(), r.phone.clone(), r.phone_digest.clone(), r.elder].to_vec()
    });
    tx.insert_many("reporters (street_id, id, account_id, name, phone, phone_digest, elder)", reporters.collect())?;
    let voices = pasts.iter().map(|Past { voice: v, words: w, .. }| {
        args![
            street, v.id, v.case, v.channel.code(), &v.door, v.speaker.code(), v.reporter, v.account, v.anonymous, v.secret,
            v.said_at, v.received_at, v.callback_wish.code(), &w.text, w.address_note.clone(), &w.client_key,
            w.body_digest.clone(), v.settled.map(Settled::code)
        ]
        .to_vec()
    });
    let into = "voices (street_id, id, case_id, channel, door, speaker, reporter_id, account_id, anonymous, secret, said_at,
      received_at, callback_wish, text, address_note, client_key, body_digest, settled)";
    tx.insert_many(into, voices.collect())?;
    let receipts = pasts.iter().map(|p| args![street, p.voice.id, p.words.code_digest.clone(), p.voice.received_at].to_vec());
    tx.insert_many("receipts (street_id, voice_id, code_digest, issued_at)", receipts.collect())
}

fn answers(tx: &mut Tx<'_>, pasts: &[Past]) -> Result<()> {
    let street = tx.street();
    let rows = pasts.iter().filter_map(|p| {
        let (words, by, at) = p.answer.as_ref()?;
        let row: Vec<Value> = args![
            street, answer_id(p), p.case.id, p.voice.id, 1, *at, *by, "phone", words.reached, words.contacted, words.solved,
            words.explained_ok, words.satisfaction.map(Satisfaction::code), "staff"
        ]
        .to_vec();
        Some(row)
    });
    let into = "case_callbacks (street_id, id, case_id, voice_id, round, at, by_account, method, reached, contacted, solved,
      explained_ok, satisfaction, source)";
    tx.insert_many(into, rows.collect())
}

/// The id of the one answer to a voice: drawn from the voice's own.
fn answer_id(past: &Past) -> Uuid {
    past.voice.id.uuid()
}

fn story(p: &Past) -> Story {
    let answer = p.answer.iter().map(|(words, _, at)| AnswerGiven {
        id: answer_id(p),
        voice: p.voice.id,
        round: 1,
        at: *at,
        reached: words.reached,
        own: false,
        contacted: words.contacted,
        solved: words.solved,
        satisfaction: words.satisfaction,
    });
    Story {
        case_type: p.case.case_type,
        category: p.case.category.clone(),
        community: p.case.place.community,
        grid: p.case.place.grid,
        lead: p.case.lead,
        state: p.case.state,
        opened_at: p.case.opened_at,
        repeats: None,
        voices: vec![(p.voice.id, p.voice.speaker, p.voice.received_at)],
        promises: vec![],
        leads: p.dispatched.into_iter().collect(),
        dispatches: p.dispatched.iter().map(|(unit, at)| (*unit, *at, false)).collect(),
        answers: answer.collect(),
        commitments: vec![],
        turns: p.turns.iter().map(|(turn, at, _)| (*turn, *at)).collect(),
    }
}

fn noted(tx: &Tx<'_>, past: &Past, turn: Turn) -> Result<Noted> {
    let (case, result) = (past.case.id, past.case.result.map_or("unsolved", CaseResult::code));
    let noted = match turn {
        Turn::Answered => tx.noted(&CaseAnswered { case })?,
        Turn::Dispatched => {
            let unit = past.dispatched.map_or(UnitId(Uuid::nil()), |d| d.0);
            tx.noted(&CaseDispatched { case, unit, round: 1 })?
        }
        Turn::Approved => tx.noted(&CompletionApproved { case, result, look: false })?,
        Turn::Closed => tx.noted(&CaseClosed { case, result })?,
        _ => tx.noted(&CaseAccepted { case, category: past.case.category.clone(), urgency: past.case.urgency.code() })?,
    };
    Ok(noted.1)
}
