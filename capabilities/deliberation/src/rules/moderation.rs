//! Moderation: readers flag, somebody of the place folds, hides, covers words or moves, the public log says so without the words, and
//! an objection is decided by another account. Criticism of an office is no ground.

use super::*;
use crate::rules::codes;
use kernel::{AccountId, Event, Moment, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(ModerationId, "one act of moderation");

codes! {
    Wrong {
        Insult "insult", PersonalData "personal_data", Advertising "advertising", OffQuestion "off_question", Repeated "repeated",
        Unlawful "unlawful",
    }
}
codes! {
    /// Folded is one tap away; hidden, and covered in single words, is read by nobody but whoever decides; moved stands on another side.
    Curb { Fold "fold", Hide "hide", Redact "redact", Move "move" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moderation {
    pub id: ModerationId,
    pub of: Target,
    pub act: Curb,
    pub ground: Wrong,
    pub by: AccountId,
    pub by_role: String,
    pub at: Moment,
    /// Where a moved argument stood before.
    pub was_side: Option<Side>,
    pub objected_at: Option<Moment>,
    /// By when an objection is decided.
    pub decide_by: Option<Moment>,
    pub decided: Option<Decision>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub at: Moment,
    pub by: AccountId,
    /// The act stands; otherwise it is undone.
    pub upheld: bool,
    pub reason: String,
}

impl Moderation {
    /// In force: not undone by whoever decided an objection.
    pub fn stands(&self) -> bool {
        self.decided.as_ref().is_none_or(|d| d.upheld)
    }
    pub fn waits(&self) -> bool {
        self.objected_at.is_some() && self.decided.is_none()
    }
}

/// Days in which its author may object.
pub const OBJECT_DAYS: i64 = 7;
/// Working days in which an objection is decided.
pub const DECIDE_DAYS: i64 = 5;

/// Hidden words are nowhere in the row.
pub fn is_hidden(of: &Proposal) -> bool {
    of.title.is_empty()
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Flagging {
    pub ground: Option<Wrong>,
}

pub fn flag(of: &Text, words: &Flagging, had: bool) -> Decided<Wrong, ContentFlagged> {
    let Some(ground) = words.ground else { return Err(vec![Problem::at("ground", "ground-missing")]) };
    if had {
        return Err(vec![Problem::new("flagged-already")]);
    }
    if of.is_hidden() {
        return Err(vec![Problem::new("proposal-hidden")]);
    }
    Ok((ground, ContentFlagged { of: of.of, ground: ground.code() }))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Curbing {
    pub act: Option<Curb>,
    pub ground: Option<Wrong>,
    /// Words to cover, a line each.
    pub words: String,
    /// The side an argument is moved to.
    pub to: Option<Side>,
}

/// What was done, and the words that go out of the rows by it; how they are shown instead they say themselves.
pub type Curbed = (Moderation, Option<HiddenWords>);

/// One act stands at a time, and nobody moderates their own words.
pub fn curb(id: ModerationId, of: &Text, (words, live): (&Curbing, bool), (by, role): (AccountId, &str), now: Moment) -> Decided<Curbed, ContentHidden> {
    let mut problems = vec![];
    if live {
        problems.push(Problem::new("moderated-already"));
    }
    if of.is_by(by) {
        problems.push(Problem::new("moderate-own"));
    }
    let act = words.act.ok_or_else(|| Problem::at("act", "curb-missing")).map_err(|p| problems.push(p)).ok();
    let ground = words.ground.ok_or_else(|| Problem::at("ground", "ground-missing")).map_err(|p| problems.push(p)).ok();
    if of.frozen && act.is_some_and(|a| a != Curb::Fold) {
        problems.push(Problem::at("act", "option-frozen"));
    }
    let kept = match act {
        Some(Curb::Hide) => Some(of.words.clone()),
        Some(Curb::Redact) => named_in(&of.words, &words.words).map(|named| HiddenWords { named, ..of.words.clone() }).map_err(|p| problems.push(p)).ok(),
        Some(Curb::Move) => {
            problems.extend(unmoved(of, words.to));
            None
        }
        _ => None,
    };
    let (Some(act), Some(ground), true) = (act, ground, problems.is_empty()) else { return Err(problems) };
    let was_side = of.side.filter(|_| act == Curb::Move);
    let done = Moderation { id, of: of.of, act, ground, by, by_role: role.to_owned(), at: now, was_side, objected_at: None, decide_by: None, decided: None };
    Ok(((done, kept), ContentHidden { of: of.of, moderation: id.uuid(), act: act.code(), ground: ground.code() }))
}

/// Why a text cannot be moved there.
fn unmoved(of: &Text, to: Option<Side>) -> Option<Problem> {
    match (of.side, to) {
        (None, _) => Some(Problem::at("act", "move-nowhere")),
        (Some(side), to) if to.is_none_or(|to| to == side) => Some(Problem::at("to", "move-side")),
        (Some(_), _) if of.answered => Some(Problem::at("act", "move-answered")),
        _ => None,
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Objecting {
    pub text: String,
}

/// An author objects, once and in time; `decide_by` is when it is owed a decision.
pub fn object(was: &Moderation, words: &Objecting, decide_by: Moment, now: Moment) -> Decided<(Moderation, String), ModerationObjected> {
    let text = said("text", &words.text, 500).map_err(|p| vec![p])?;
    if was.objected_at.is_some() {
        return Err(vec![Problem::new("objected-already")]);
    }
    if now > was.at.plus_days(OBJECT_DAYS) {
        return Err(vec![Problem::new("objection-late").with("days", OBJECT_DAYS)]);
    }
    let objected = Moderation { objected_at: Some(now), decide_by: Some(decide_by), ..was.clone() };
    Ok(((objected, text), ModerationObjected { of: was.of, moderation: was.id.uuid() }))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settling {
    /// The act stands; otherwise the words come back.
    pub upheld: bool,
    pub reason: String,
}

/// Decided by somebody else than who moderated, and never by an author.
pub fn settle(was: &Moderation, words: &Settling, authors: &[AccountId], by: AccountId, now: Moment) -> Decided<Moderation, ModerationDecided> {
    let mut problems = vec![];
    let reason = said("reason", &words.reason, 300).map_err(|p| problems.push(p)).unwrap_or_default();
    if !was.waits() {
        problems.push(Problem::new("no-objection-waits"));
    }
    if was.by == by || authors.contains(&by) {
        problems.push(Problem::new("moderated-by-you"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let decided = Decision { at: now, by, upheld: words.upheld, reason };
    let event = ModerationDecided { of: was.of, moderation: was.id.uuid(), upheld: words.upheld };
    Ok((Moderation { decided: Some(decided), ..was.clone() }, event))
}

/// So many supports from one device's address within so many minutes are a burst.
pub const BURST_SUPPORTS: usize = 5;
pub const BURST_MINUTES: i64 = 10;

/// A run of supports from one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    pub from: Moment,
    pub to: Moment,
    pub supports: usize,
}

/// Bursts among the supports of one proposal: `marks` are moments with the mark each came from. The longest runs, none twice.
pub fn bursts(marks: &[(Vec<u8>, Moment)]) -> Vec<Burst> {
    let mut by_mark: std::collections::BTreeMap<&[u8], Vec<Moment>> = std::collections::BTreeMap::new();
    for (mark, at) in marks {
        by_mark.entry(mark).or_default().push(*at);
    }
    let mut all = vec![];
    for mut times in by_mark.into_values() {
        times.sort_unstable();
        // Windows that are full within the minutes; those that overlap are one run, from its first to its last index.
        let full = (0..(times.len() + 1).saturating_sub(BURST_SUPPORTS)).map(|n| (n, n + BURST_SUPPORTS - 1));
        let mut runs: Vec<(usize, usize)> = vec![];
        for (first, last) in full.filter(|(a, b)| times[*b].since(times[*a]) <= BURST_MINUTES * Moment::MINUTE) {
            match runs.last_mut() {
                Some(run) if first <= run.1 => run.1 = last,
                _ => runs.push((first, last)),
            }
        }
        all.extend(runs.into_iter().map(|(a, b)| Burst { from: times[a], to: times[b], supports: b - a + 1 }));
    }
    all.sort_by_key(|b| b.from);
    all
}

super::texts::text_events! {
    ContentFlagged "deliberation.content_flagged", ground: &'static str;
    ContentHidden "deliberation.content_hidden", moderation: Uuid, act: &'static str, ground: &'static str;
    ModerationObjected "deliberation.moderation_objected", moderation: Uuid;
    ModerationDecided "deliberation.moderation_decided", moderation: Uuid, upheld: bool;
}
