//! Minutes: drafted with the results as they were taken, circulated, corrected in the open, sealed by two persons.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Moment, PersonId, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

codes! { AmendmentVerdict { Accepted "accepted", Declined "declined" } }

/// Minutes of one meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Minutes {
    pub meeting: MeetingId,
    pub items: Vec<ItemRecord>,
    pub written_by: AccountId,
    pub drafted_at: Moment,
    pub circulated_at: Option<Moment>,
    pub amend_until: Option<Moment>,
    pub chair: Option<AccountId>,
    pub taker: Option<AccountId>,
    pub sealed_at: Option<Moment>,
    pub rev: i32,
}

/// What was said of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ItemRecord {
    pub no: i32,
    pub title: String,
    pub text: String,
}

/// An attendee's correction to one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Amendment {
    pub id: Uuid,
    pub meeting: MeetingId,
    pub account: AccountId,
    pub shown_name: String,
    pub no: i32,
    pub text: String,
    pub at: Moment,
    pub verdict: Option<AmendmentVerdict>,
    pub reason: Option<String>,
}

/// A link of the body's chain: the canonical text of minutes or an addendum, its hash and the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    pub body: BodyId,
    pub no: i32,
    pub meeting: MeetingId,
    /// An addendum's id; none for the minutes themselves.
    pub addendum: Option<Uuid>,
    pub canonical: String,
    pub hash: String,
    pub previous: String,
    pub at: Moment,
}

/// The name behind a token of sealed minutes, with the salt that hides it. Both go when the person is erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCard {
    pub meeting: MeetingId,
    pub token: String,
    pub person: Option<PersonId>,
    pub salt: Option<String>,
    pub shown_name: Option<String>,
}

/// The text of each item, by its number.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Drafting {
    pub items: Vec<ItemText>,
    /// The number and text of one item, for a form.
    pub item: Option<i32>,
    pub text: String,
}
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ItemText {
    pub no: i32,
    pub text: String,
}

pub const MOST_MINUTES: usize = 6_000;

/// Written, or written on: only items of the meeting, until it is circulated.
pub fn draft(of: &Meeting, agenda: &[AgendaItem], was: Option<&Minutes>, words: &Drafting, by: AccountId, now: Moment) -> Decided<(Meeting, Minutes), MinutesDrafted> {
    if !matches!(of.state, MeetingState::Closed | MeetingState::Drafted) {
        return Err(vec![Problem::new("not-closed")]);
    }
    let single = words.item.map(|no| ItemText { no, text: words.text.clone() });
    let said: Vec<ItemText> = words.items.iter().cloned().chain(single).collect();
    if said.is_empty() {
        return Err(vec![Problem::at("text", "text-missing")]);
    }
    let mut problems = vec![];
    let mut items: Vec<ItemRecord> = was.map(|m| m.items.clone()).unwrap_or_default();
    for s in said {
        let Some(item) = agenda.iter().find(|i| i.no == s.no) else {
            problems.push(Problem::at("item", "item-unknown"));
            continue;
        };
        match super::said("text", &s.text, MOST_MINUTES) {
            Err(problem) => problems.push(problem),
            Ok(text) => {
                items.retain(|i| i.no != s.no);
                items.push(ItemRecord { no: s.no, title: item.title.clone(), text });
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    items.sort_by_key(|i| i.no);
    let event = MinutesDrafted { meeting: of.id, items: items.len() };
    let minutes = match was {
        Some(was) => Minutes { items, rev: was.rev + 1, ..was.clone() },
        None => Minutes {
            meeting: of.id, items, written_by: by, drafted_at: now, circulated_at: None, amend_until: None, chair: None,
            taker: None, sealed_at: None, rev: 1,
        },
    };
    Ok(((Meeting { state: MeetingState::Drafted, ..touched(of) }, minutes), event))
}

/// Attendees have so many days to confirm or correct.
pub const AMEND_DAYS: i64 = 5;

/// To everybody who was there; every item has its text.
pub fn circulate(of: &Meeting, agenda: &[AgendaItem], was: &Minutes, now: Moment) -> Decided<(Meeting, Minutes), MinutesCirculated> {
    if of.state != MeetingState::Drafted {
        return Err(vec![Problem::new("not-drafted")]);
    }
    let missing = agenda.iter().find(|i| !was.items.iter().any(|m| m.no == i.no));
    if let Some(item) = missing {
        return Err(vec![Problem::at("text", "item-unwritten").with("no", item.no)]);
    }
    let until = now.plus_days(AMEND_DAYS);
    let minutes = Minutes { circulated_at: Some(now), amend_until: Some(until), rev: was.rev + 1, ..was.clone() };
    let event = MinutesCirculated { meeting: of.id, amend_until: until };
    Ok(((Meeting { state: MeetingState::Circulated, ..touched(of) }, minutes), event))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Amending {
    pub item: i32,
    pub text: String,
}

/// A correction, by somebody who was there, while there is time.
pub fn amend(id: Uuid, of: &Meeting, was: &Minutes, words: &Amending, (by, shown_name): (AccountId, String), now: Moment) -> Decided<Amendment, AmendmentProposed> {
    in_time(of, was, now)?;
    let text = said("text", &words.text, 1_000).map_err(|p| vec![p])?;
    if !was.items.iter().any(|i| i.no == words.item) {
        return Err(vec![Problem::at("item", "item-unknown")]);
    }
    let event = AmendmentProposed { meeting: of.id, amendment: id, item: words.item };
    Ok((Amendment { id, meeting: of.id, account: by, shown_name, no: words.item, text, at: now, verdict: None, reason: None }, event))
}

/// Circulated, and the days to answer are not over.
pub fn in_time(of: &Meeting, was: &Minutes, now: Moment) -> Result<(), Vec<Problem>> {
    if of.state != MeetingState::Circulated {
        return Err(vec![Problem::new("not-circulated")]);
    }
    if was.amend_until.is_none_or(|until| now >= until) {
        return Err(vec![Problem::new("amend-late")]);
    }
    Ok(())
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Judging {
    pub verdict: Option<AmendmentVerdict>,
    pub reason: String,
    /// The item's text with the correction in it, where it is accepted.
    pub text: String,
}

/// Each correction gets a verdict with its reason; an accepted one changes the item.
pub fn judge(of: &Meeting, was: &Minutes, on: &Amendment, words: &Judging) -> Decided<(Minutes, Amendment), AmendmentJudged> {
    if of.state != MeetingState::Circulated {
        return Err(vec![Problem::new("not-circulated")]);
    }
    if on.verdict.is_some() {
        return Err(vec![Problem::new("judged-already")]);
    }
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 500).map_err(|p| problems.push(p)).unwrap_or_default();
    let Some(verdict) = words.verdict else {
        problems.push(Problem::at("verdict", "verdict-missing"));
        return Err(problems);
    };
    let mut minutes = Minutes { rev: was.rev + 1, chair: None, taker: None, ..was.clone() };
    if verdict == AmendmentVerdict::Accepted {
        match said("text", &words.text, MOST_MINUTES) {
            Err(problem) => problems.push(problem),
            Ok(text) => minutes.items.iter_mut().filter(|i| i.no == on.no).for_each(|i| i.text.clone_from(&text)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let judged = Amendment { verdict: Some(verdict), reason: Some(reason), ..on.clone() };
    let event = AmendmentJudged { meeting: of.id, amendment: on.id, verdict: verdict.code() };
    Ok(((minutes, judged), event))
}

/// One of the two who seal signs: chair and minute-taker, two persons. After the second the minutes are closed.
pub fn sign(of: &Meeting, was: &Minutes, amendments: &[Amendment], (office, by): (Office, AccountId), now: Moment) -> Result<Minutes, Vec<Problem>> {
    if of.state != MeetingState::Circulated {
        return Err(vec![Problem::new("not-circulated")]);
    }
    if was.amend_until.is_none_or(|until| now < until) {
        return Err(vec![Problem::new("amend-time-runs")]);
    }
    if amendments.iter().any(|a| a.verdict.is_none()) {
        return Err(vec![Problem::new("amendments-open")]);
    }
    let signed = match office {
        Office::Chair => Minutes { chair: Some(by), rev: was.rev + 1, ..was.clone() },
        _ => Minutes { taker: Some(by), rev: was.rev + 1, ..was.clone() },
    };
    if signed.chair.is_some() && signed.chair == signed.taker {
        return Err(vec![Problem::new("two-persons")]);
    }
    let sealed = signed.chair.is_some() && signed.taker.is_some();
    Ok(Minutes { sealed_at: sealed.then_some(now), ..signed })
}

/// Everything the seal closes, before it is a text.
pub struct Sealed<'a> {
    pub meeting: &'a Meeting,
    pub minutes: &'a Minutes,
    pub results: &'a [ItemResult],
    pub amendments: &'a [Amendment],
    /// Token, capacity and door of each who was there; the hash of a name where there is one.
    pub people: Vec<(String, Option<String>, &'static str, &'static str)>,
    pub confirmed: usize,
    pub there: There,
    pub previous: &'a str,
}

/// The canonical form: UTF-8 in NFC, keys sorted, whole numbers only, names as tokens.
pub fn canonical(s: &Sealed<'_>) -> String {
    let m = s.meeting;
    let results = s.results.iter().map(|r| json!({
        "id": r.id.to_string(), "no": r.no, "how": r.how.code(), "rule": r.rule_name, "for": r.hands.yes, "against": r.hands.against,
        "abstain": r.hands.abstain, "objections": r.objections, "present": r.present, "needed": r.needed,
        "verdict": r.verdict.code(), "at": r.at.0,
    }));
    let amendments = s.amendments.iter().map(|a| json!({
        "id": a.id.to_string(), "no": a.no, "text": a.text, "verdict": a.verdict.map(AmendmentVerdict::code), "reason": a.reason,
    }));
    let people = s.people.iter().map(|(token, name, capacity, door)| {
        json!({ "token": token, "name": name, "capacity": capacity, "door": door })
    });
    let whole = json!({
        "v": 1, "body": m.body.to_string(), "meeting": m.id.to_string(), "code": m.code, "call": m.call,
        "opened": m.opened_at.map(|t| t.0), "closed": m.closed_at.map(|t| t.0),
        "items": items_value(&s.minutes.items),
        "results": results.collect::<Vec<_>>(), "amendments": amendments.collect::<Vec<_>>(), "people": people.collect::<Vec<_>>(),
        "there": s.there, "confirmed": s.confirmed, "sealed": s.minutes.sealed_at.map(|t| t.0), "previous": s.previous,
    });
    written(&whole)
}

fn items_value(items: &[ItemRecord]) -> Value {
    items.iter().map(|i| json!({ "no": i.no, "title": i.title, "text": i.text })).collect()
}

/// The canonical form of an addendum.
pub fn canonical_addendum(meeting: MeetingId, text: &str, at: Moment, previous: &str) -> String {
    written(&json!({ "v": 1, "addendum_to": meeting.to_string(), "text": text, "at": at.0, "previous": previous }))
}

/// JSON with sorted keys and strings in NFC, whatever the order of the map.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            let fields: Vec<_> = keys.iter().map(|(k, v)| format!("{}:{}", quoted(k), written(v))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(",")),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}
fn quoted(text: &str) -> String {
    Value::String(text.nfc().collect()).to_string()
}

/// Hex SHA-256 of a text.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A name that only whoever holds the salt can tell.
pub fn hidden_name(salt: &str, name: &str) -> String {
    hash(&format!("{salt}‖{}", name.nfc().collect::<String>()))
}

/// The first link of a body's chain that does not hold, if one does not.
pub fn broken_link(chain: &[Seal]) -> Option<i32> {
    let mut previous = String::new();
    for (seal, no) in chain.iter().zip(1..) {
        let names_previous = serde_json::from_str::<Value>(&seal.canonical).is_ok_and(|v| v["previous"] == previous.as_str());
        if seal.no != no || seal.previous != previous || hash(&seal.canonical) != seal.hash || !names_previous {
            return Some(no);
        }
        previous.clone_from(&seal.hash);
    }
    None
}

/// Whether the record shown is the one that was sealed: items, corrections, and each name that is still known.
pub fn says_the_same(seal: &Seal, minutes: &Minutes, amendments: &[Amendment], cards: &[NameCard]) -> bool {
    let Ok(sealed) = serde_json::from_str::<Value>(&seal.canonical) else { return false };
    let nfc = |v: Value| written(&v);
    let items = nfc(sealed["items"].clone()) == nfc(items_value(&minutes.items));
    let listed = sealed["amendments"].as_array().map_or(&[][..], |a| a);
    let corrections = listed.len() == amendments.len()
        && amendments.iter().all(|a| {
            listed.iter().any(|v| v["id"] == a.id.to_string() && v["text"] == a.text.nfc().collect::<String>() && v["verdict"] == a.verdict.map_or("", AmendmentVerdict::code))
        });
    let people = sealed["people"].as_array().map_or(&[][..], |a| a);
    let names = cards.iter().all(|card| match (&card.salt, &card.shown_name) {
        (Some(salt), Some(name)) => people.iter().any(|p| p["token"] == card.token.as_str() && p["name"] == hidden_name(salt, name)),
        _ => true,
    });
    items && corrections && names
}
