//! What goes up: an answer of each round and each request, once. A file can be written again as it was.

use super::may;
use crate::rules::*;
use crate::store;
use appeals::actions;
use appeals::rules::{Case, UpperAsk};
use auth::Viewer;
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, Problem, Purpose, uuid::Uuid};
use outside::upper::Up;

/// Orders read at a time.
const PAGE: i64 = 500;

/// One thing that has yet to go up.
#[derive(Clone, Debug)]
pub struct Upward {
    pub order: Order,
    pub case: Case,
    /// A request; else the answer.
    pub ask: Option<(UpperAsk, Uuid)>,
    pub days: Option<i64>,
    /// The rule a unit returns it by.
    pub basis: Option<String>,
}

impl Upward {
    pub fn kind(&self) -> &'static str {
        self.ask.map_or("answer", |(ask, _)| ask.code())
    }
    /// The round it answers, or the id of what is asked.
    pub fn part(&self) -> String {
        self.ask.map_or_else(|| self.case.round.to_string(), |(_, id)| id.to_string())
    }
}

/// Everything that has not gone up, as far as this reader may see the cases.
pub fn to_send(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Vec<Upward>> {
    let street = viewer.street;
    let mut found = vec![];
    for answered in [false, true] {
        let mut after = None;
        loop {
            let orders = match answered {
                false => store::by_due(r, street, false, after, PAGE)?,
                true => store::answered_lately(r, street, now.plus_days(-AGAIN_DAYS), after, PAGE)?,
            };
            let Some(last) = orders.last() else { break };
            after = Some(last.id);
            let voices: Vec<_> = orders.iter().map(|o| o.voice).collect();
            let cases = actions::cases_behind(r, viewer, &voices, now)?;
            let ready = |o: &Order| cases.get(&o.voice).filter(|case| stands(o, case, now) == Stands::Ready).cloned();
            found.extend(orders.into_iter().filter_map(|order| {
                let case = ready(&order)?;
                Some(Upward { order, case, ask: None, days: None, basis: None })
            }));
        }
    }
    for asked in actions::asked_of_upper(r, viewer, now)? {
        for order in store::of_voices(r, street, &asked.voices)? {
            let part = asked.id.to_string();
            if store::was_sent(r, street, order.id, asked.ask.code(), &part)? {
                continue;
            }
            if let Some(case) = actions::cases_behind(r, viewer, &[order.voice], now)?.remove(&order.voice) {
                found.push(Upward { order, case, ask: Some((asked.ask, asked.id)), days: asked.days, basis: asked.basis.clone() });
            }
        }
    }
    Ok(found)
}

/// What is said upstairs; a unit's reasons are opened for it.
pub(super) fn words_up(tx: &mut Tx<'_>, it: &Upward) -> Result<Up> {
    let (street, now) = (tx.street(), tx.now());
    let text = match it.ask {
        None => it.case.public_reply.clone().unwrap_or_default(),
        Some((ask, _)) => {
            let why = actions::open_ask(tx, it.case.id, ask)?;
            it.basis.as_ref().map_or(why.clone(), |basis| format!("{why}（{basis}）"))
        }
    };
    let refused = it.case.refusal_reason.is_some() && it.case.refused_by.is_some();
    let result = match (it.ask, refused) {
        (Some(_), _) => "",
        (None, true) => "refused",
        (None, false) => it.case.result.map_or("explained", |r| r.code()),
    };
    let unit = it.case.lead.map(|unit| identity::unit(tx, street, unit)).transpose()?.flatten();
    Ok(Up {
        their_no: it.order.their_no.clone(),
        kind: it.kind().into(),
        case_no: it.case.case_no.clone(),
        result: result.into(),
        text,
        unit: unit.map(|u| u.name).unwrap_or_default(),
        days: it.days,
        round: it.case.round,
        at: now.rfc3339(),
    })
}

/// It has gone up, in this file or over the line. Gives whether that is new.
pub(super) fn note_sent(tx: &mut Tx<'_>, viewer: &Viewer, it: &Upward, up: &Up, batch: Option<Uuid>) -> Result<bool> {
    let body = serde_json::to_string(up)?;
    if !store::insert_sending(tx, it.order.id, it.kind(), &it.part(), batch, &body, viewer.account())? {
        return Ok(false);
    }
    let way = if batch.is_some() { "file" } else { "line" };
    tx.record(&SentUp { of: it.order.id, kind: it.kind(), way, round: it.case.round })?;
    if it.ask.is_none() {
        store::mark_answered(tx, it.order.id, it.case.round)?;
        actions::answered_upper(tx, it.order.voice, it.case.round)?;
    }
    Ok(true)
}

/// Puts everything that has not gone up into one file. Gives the file's id.
pub fn send_file(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Outcome<Option<Uuid>>> {
    let now = tx.now();
    may::<AnswerUpstairs>(viewer, now)?;
    let batch = Uuid::now_v7();
    let waiting = to_send(tx, viewer, now)?;
    if waiting.is_empty() {
        return Ok(Outcome::Refused(None, vec![Problem::new("nothing-to-send")]));
    }
    for it in &waiting {
        let up = words_up(tx, it)?;
        note_sent(tx, viewer, it, &up, Some(batch))?;
    }
    Ok(Outcome::Done(Some(batch)))
}

/// What a file holds, opened because somebody writes it.
pub fn batch(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Vec<Up>> {
    let street = tx.street();
    may::<AnswerUpstairs>(viewer, tx.now())?;
    let sendings = store::of_batch(tx, street, id)?;
    if sendings.is_empty() {
        return Err(auth::Denied::Hidden.into());
    }
    let mut up = vec![];
    for s in sendings {
        let body = tx.open_sealed(&s.body, Purpose::Appeals, store::BODY, s.id, "upper")?;
        up.push(serde_json::from_str(&body)?);
    }
    Ok(up)
}
