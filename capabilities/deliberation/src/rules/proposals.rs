//! A proposal: put forward by residents, its threshold fixed at publication, its supports counted once a person.

use super::*;
use crate::rules::codes;
use auth::{Facts, PlacePath};
use identity::Residence;
use kernel::{AccountId, Event, Moment, PersonId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use utoipa::ToSchema;

kernel::id!(ProposalId, "a proposal of residents");

codes! {
    ProposalState {
        Gathering "gathering", Reached "reached", Answered "answered", Withdrawn "withdrawn", Merged "merged", Lapsed "lapsed",
    }
}
codes! {
    /// Where a proposal comes from.
    Origin { Plain "plain", YouthCouncil "youth_council", Meeting "meeting", Observer "observer" }
}
codes! {
    /// In whose name somebody puts it forward.
    AuthorKind { Person "person", Organisation "organisation", Team "team", Meeting "meeting" }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: ProposalId,
    pub code: String,
    pub place: PlacePath,
    /// Which body owes the answer; none where the place has none.
    pub body: Option<BodyId>,
    pub title: String,
    pub text: String,
    /// What the authors will do themselves; may be empty.
    pub offer: String,
    pub origin: Origin,
    pub version: i32,
    /// The first author.
    pub author: AccountId,
    /// Distinct people of the place it needs; fixed at publication.
    pub threshold: i64,
    pub inside: i64,
    /// Distinct supporters of other places: shown apart, never counted.
    pub outside: i64,
    pub state: ProposalState,
    pub opened_at: Moment,
    /// Until when a support is taken back after the last edit that matters.
    pub material_until: Option<Moment>,
    pub clock: Option<AnswerClock>,
    pub first_word: Option<(String, Moment)>,
    pub answer: Option<ProposalAnswer>,
    pub warned_at: Option<Moment>,
    pub urged_at: Option<Moment>,
    pub supervised_at: Option<Moment>,
    /// Since when its first author leaves it.
    pub leaving_since: Option<Moment>,
    pub merged_into: Option<ProposalId>,
    pub ended_why: Option<String>,
    pub rev: i32,
}

/// A place as a thing of its own: for what is done there before there is anything else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot(pub PlacePath);

impl Facts for Spot {
    fn id(&self) -> Uuid {
        Uuid::nil()
    }
    fn place(&self) -> PlacePath {
        self.0
    }
}

#[derive(Debug, Deserialize)]
struct ProposalFile {
    threshold: BTreeMap<String, i64>,
    days: BTreeMap<String, i64>,
}

fn file() -> &'static ProposalFile {
    static READ: OnceLock<ProposalFile> = OnceLock::new();
    READ.get_or_init(|| toml::from_str(include_str!("proposals.toml")).unwrap_or_else(|e| unreachable!("the proposals shipped with the house: {e}")))
}

/// Days of a proposal's life by name, as in `proposals.toml`.
pub fn proposal_days(name: &str) -> i64 {
    file().days[name]
}

/// How many people a proposal of a place needs.
pub fn threshold(place: PlacePath, origin: Origin) -> i64 {
    let level = match (origin, place) {
        (Origin::YouthCouncil, _) => "youth_council",
        (_, PlacePath { building: Some(_), .. }) => "building",
        (_, PlacePath { grid: Some(_), .. }) => "grid",
        (_, PlacePath { community: Some(_), .. }) => "community",
        _ => "street",
    };
    file().threshold[level]
}

/// Whether what is at `at` lies within `place`; the whole street holds everything.
pub fn within(place: PlacePath, at: PlacePath) -> bool {
    match place {
        PlacePath { building: Some(b), .. } => at.building == Some(b),
        PlacePath { grid: Some(g), .. } => at.grid == Some(g),
        PlacePath { community: Some(c), .. } => at.community == Some(c),
        _ => true,
    }
}

/// The body that answers: of the smallest place that holds the proposal; a youth proposal's own council first.
pub fn answering(bodies: &[Body], place: PlacePath, origin: Origin) -> Option<BodyId> {
    let size = |p: PlacePath| (p.building.is_some(), p.grid.is_some(), p.community.is_some());
    let open = bodies.iter().filter(|b| b.closed_on.is_none() && within(b.place, place));
    let may = open.filter(|b| match b.kind {
        BodyKind::Youth => origin == Origin::YouthCouncil,
        BodyKind::Community | BodyKind::Grid | BodyKind::PartyMass | BodyKind::Alliance => true,
        _ => false,
    });
    let rank = |b: &&Body| (b.kind == BodyKind::Youth, size(b.place), b.kind == BodyKind::Community, std::cmp::Reverse(b.id));
    may.max_by_key(rank).map(|b| b.id)
}

pub const MOST_TITLE: usize = 40;
pub const MOST_OFFER: usize = 500;

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Proposing {
    pub title: String,
    /// Where it is meant to be: the smallest place that it concerns.
    pub place_name: String,
    pub text: String,
    pub offer: String,
    pub origin: Option<Origin>,
    pub kind: Option<AuthorKind>,
    /// By which name the author is shown.
    pub shown_name: String,
    /// For somebody else, who asked.
    pub way: Option<Way>,
    pub name: String,
    pub phone: String,
    pub home: String,
    pub confirmed: bool,
}

impl Proposing {
    pub fn helped(&self) -> Helped {
        Helped { way: self.way, name: self.name.clone(), phone: self.phone.clone(), home: self.home.clone(), confirmed: self.confirmed, ..Helped::default() }
    }
}

/// Somebody else for whom staff write: by phone, on paper, at a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Helped {
    pub way: Option<Way>,
    pub name: String,
    pub phone: String,
    /// Where they live or work.
    pub home: String,
    /// It was seen that they belong there.
    pub confirmed: bool,
    /// Whether they have always lived here or moved in, where they say it: kept to count people, never shown.
    pub origin: String,
}

/// One text of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub no: i32,
    pub title: String,
    pub text: String,
    pub offer: String,
    /// Where it was meant to be.
    pub place: PlacePath,
    pub material: bool,
    pub at: Moment,
}

fn texts(title: &str, text: &str, offer: &str) -> Result<(String, String, String), Vec<Problem>> {
    let mut problems = vec![];
    let title = said("title", title, MOST_TITLE).map_err(|p| problems.push(p)).unwrap_or_default();
    let text = said("text", text, MOST_TEXT).map_err(|p| problems.push(p)).unwrap_or_default();
    let offer = offer.trim();
    if offer.chars().count() > MOST_OFFER {
        problems.push(Problem::at("offer", "text-long").with("most", MOST_OFFER));
    }
    if problems.is_empty() { Ok((title, text, offer.to_owned())) } else { Err(problems) }
}

/// Put forward: gathering from now on.
pub fn publish((id, code): (ProposalId, String), words: &Proposing, place: PlacePath, body: Option<BodyId>, author: AccountId, now: Moment) -> Decided<Proposal, ProposalMade> {
    let mut problems = said("shown_name", &words.shown_name, MOST_NAME).err().into_iter().collect::<Vec<_>>();
    let said = texts(&words.title, &words.text, &words.offer).map_err(|p| problems.extend(p)).ok();
    let (Some((title, text, offer)), true) = (said, problems.is_empty()) else { return Err(problems) };
    let origin = words.origin.unwrap_or(Origin::Plain);
    let proposal = Proposal {
        id, code, place, body, title, text, offer, origin, version: 1, author, threshold: threshold(place, origin), inside: 0, outside: 0,
        state: ProposalState::Gathering, opened_at: now, material_until: None, clock: None, first_word: None, answer: None, warned_at: None,
        urged_at: None, supervised_at: None, leaving_since: None, merged_into: None, ended_why: None, rev: 1,
    };
    let event = ProposalMade { proposal: id, body, origin: origin.code(), threshold: proposal.threshold };
    Ok((proposal, event))
}

/// Whether it still takes supports, edits and mergers.
pub fn is_open(of: &Proposal) -> bool {
    matches!(of.state, ProposalState::Gathering | ProposalState::Reached)
}

/// A verb on a proposal that is open, or where to go instead.
pub fn open_or(of: &Proposal) -> Result<(), Vec<Problem>> {
    match of.state {
        _ if is_open(of) => Ok(()),
        ProposalState::Merged => Err(vec![Problem::new("proposal-merged")]),
        _ => Err(vec![Problem::new("proposal-over")]),
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Revising {
    pub title: String,
    pub text: String,
    pub offer: String,
    /// Another place; empty leaves it where it is.
    pub place_name: String,
    /// Cost or aim change.
    pub material: bool,
}

/// Before the first support the text is free; after it each edit is a version, and one that matters is told.
pub fn revise(was: &Proposal, words: &Revising, place: PlacePath, supported: bool, now: Moment) -> Decided<(Proposal, Version), ProposalRevised> {
    open_or(was)?;
    if is_hidden(was) {
        return Err(vec![Problem::new("proposal-hidden")]);
    }
    let goes = place != was.place;
    if goes {
        moved(was, place).map_err(|p| vec![p])?;
    }
    let (title, text, offer) = texts(&words.title, &words.text, &words.offer)?;
    if !goes && (&title, &text, &offer) == (&was.title, &was.text, &was.offer) {
        return Err(vec![Problem::at("text", "nothing-changed")]);
    }
    // A place that changes always matters.
    let material = supported && (words.material || goes);
    let no = if supported { was.version + 1 } else { was.version };
    let version = Version { no, title: title.clone(), text: text.clone(), offer: offer.clone(), place, material, at: now };
    let revised = Proposal { title, text, offer, place, version: no, rev: was.rev + 1, ..was.clone() };
    let revised = if material { Proposal { material_until: Some(material_end(now)), ..revised } } else { revised };
    Ok(((revised, version), ProposalRevised { proposal: was.id, version: no, material }))
}

fn material_end(now: Moment) -> Moment {
    now.plus_days(proposal_days("material"))
}

/// Somebody of the place rules that the newest edit matters.
pub fn rule_material(was: &Proposal, newest: &Version, now: Moment) -> Decided<(Proposal, Version), ProposalRevised> {
    open_or(was)?;
    if newest.no == 1 || newest.material {
        return Err(vec![Problem::new("nothing-to-rule")]);
    }
    let ruled = Proposal { material_until: Some(material_end(now)), rev: was.rev + 1, ..was.clone() };
    let version = Version { material: true, ..newest.clone() };
    Ok(((ruled, version), ProposalRevised { proposal: was.id, version: newest.no, material: true }))
}

/// One person standing behind a proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    pub person: PersonId,
    pub account: AccountId,
    pub way: Way,
    /// The newest text they stood behind.
    pub version: i32,
    /// Where they belong.
    pub place: PlacePath,
    pub at: Moment,
    /// Who keyed a line of a sheet, and who keyed it again.
    pub read_by: Option<AccountId>,
    pub read_again_by: Option<AccountId>,
    pub withdrawn_at: Option<Moment>,
}

impl Support {
    /// Counts now: not taken back, and a line of a sheet only once two have read it.
    pub fn stands(&self) -> bool {
        self.withdrawn_at.is_none() && (self.way != Way::Paper || self.read_again_by.is_some())
    }
}

/// Of which confirmed tie a support is: one inside the place before any other.
pub fn tie_for(place: PlacePath, ties: &[Residence]) -> Option<PlacePath> {
    let inside = ties.iter().find(|t| within(place, t.place));
    inside.or(ties.first()).map(|t| t.place)
}

/// Somebody stands behind it: once, over all ways.
pub fn support(of: &Proposal, had: Option<&Support>, who: (PersonId, AccountId), at: Option<PlacePath>, (way, by): (Way, Option<AccountId>), now: Moment) -> Decided<Support, SupportGiven> {
    open_or(of)?;
    if is_hidden(of) {
        return Err(vec![Problem::new("proposal-hidden")]);
    }
    let Some(place) = at else { return Err(vec![Problem::new("residence-missing")]) };
    let fresh = Support {
        person: who.0, account: who.1, way, version: of.version, place, at: now, read_by: by.filter(|_| way == Way::Paper), read_again_by: None, withdrawn_at: None,
    };
    let given = match had {
        Some(had) if had.stands() => return Err(vec![Problem::new("supported-already").with("way", had.way.code())]),
        Some(had) if had.withdrawn_at.is_none() && way == Way::Paper => {
            if had.read_by == by {
                return Err(vec![Problem::new("read-by-another")]);
            }
            Support { read_again_by: by, ..had.clone() }
        }
        _ => fresh,
    };
    let event = SupportGiven { proposal: of.id, way: way.code(), counts: given.stands() };
    Ok((given, event))
}

/// Taken back; what was reached stays reached.
pub fn take_back(of: &Proposal, had: Option<&Support>, now: Moment) -> Decided<Support, SupportWithdrawn> {
    open_or(of)?;
    match had {
        Some(had) if had.withdrawn_at.is_none() => Ok((Support { withdrawn_at: Some(now), ..had.clone() }, SupportWithdrawn { proposal: of.id })),
        _ => Err(vec![Problem::new("not-supported")]),
    }
}

/// Stands behind the newest text too.
pub fn confirm_text(of: &Proposal, had: Option<&Support>) -> Decided<Support, SupportConfirmed> {
    open_or(of)?;
    match had {
        Some(had) if had.stands() && had.version < of.version => {
            Ok((Support { version: of.version, ..had.clone() }, SupportConfirmed { proposal: of.id, version: of.version }))
        }
        _ => Err(vec![Problem::new("nothing-to-confirm")]),
    }
}

/// Who stands behind it now: distinct people, over all it was merged of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub inside: i64,
    pub outside: i64,
}

pub fn standing<'a>(place: PlacePath, supports: impl IntoIterator<Item = &'a Support>) -> Standing {
    let (mut inside, mut all) = (BTreeSet::new(), BTreeSet::new());
    for s in supports.into_iter().filter(|s| s.stands()) {
        all.insert(s.person);
        if within(place, s.place) {
            inside.insert(s.person);
        }
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Standing { inside: count(inside.len()), outside: count(all.len() - inside.len()) }
}

super::events::events! {
    ProposalMade "deliberation.proposal_made" "proposal" proposal: ProposalId, body: Option<BodyId>, origin: &'static str, threshold: i64;
    ProposalRevised "deliberation.proposal_revised" "proposal" proposal: ProposalId, version: i32, material: bool;
    SupportGiven "deliberation.support_given" "proposal" proposal: ProposalId, way: &'static str, counts: bool;
    SupportWithdrawn "deliberation.support_withdrawn" "proposal" proposal: ProposalId;
    SupportConfirmed "deliberation.support_confirmed" "proposal" proposal: ProposalId, version: i32;
    AuthorInvited "deliberation.author_invited" "proposal" proposal: ProposalId, no: i32;
    AuthorConsented "deliberation.author_consented" "proposal" proposal: ProposalId, no: i32;
}
