//! Texts that readers flag and somebody moderates: a proposal, and what people write in a matter.

use super::*;
use crate::rules::codes;
use auth::{Facts, PlacePath};
use kernel::{AccountId, Event, Moment, PersonId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};

codes! {
    /// What people write in a matter. An answer is named by the question it answers.
    PartKind { Argument "argument", Answer "answer", Option "option" }
}

/// Which text. Written out, it is the ids alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Target {
    Proposal { proposal: ProposalId },
    Part { matter: MatterId, kind: PartKind, part: Uuid },
}

impl Target {
    pub fn kind(self) -> &'static str {
        match self {
            Self::Proposal { .. } => "proposal",
            Self::Part { kind, .. } => kind.code(),
        }
    }
    pub fn id(self) -> Uuid {
        match self {
            Self::Proposal { proposal } => proposal.uuid(),
            Self::Part { part, .. } => part,
        }
    }
    pub fn proposal(self) -> Option<ProposalId> {
        match self {
            Self::Proposal { proposal } => Some(proposal),
            Self::Part { .. } => None,
        }
    }
    pub fn matter(self) -> Option<MatterId> {
        match self {
            Self::Proposal { .. } => None,
            Self::Part { matter, .. } => Some(matter),
        }
    }
    /// The page on which it is read, flagged and moderated.
    pub fn path(self) -> String {
        match self {
            Self::Proposal { proposal } => format!("/proposals/{proposal}"),
            Self::Part { matter, kind, part } => format!("/matters/{matter}/texts/{}/{part}", kind.code()),
        }
    }
    pub(super) fn subject(self) -> Subject {
        match self {
            Self::Proposal { proposal } => Subject { kind: "proposal", id: proposal.uuid() },
            Self::Part { matter, .. } => Subject { kind: "matter", id: matter.uuid() },
        }
    }
}

/// A text as it stands, with those whose words they are.
#[derive(Clone, Debug)]
pub struct Text {
    pub of: Target,
    pub place: PlacePath,
    /// The code of the proposal, or of the matter it stands in.
    pub code: String,
    pub words: HiddenWords,
    /// Accounts whose words they are.
    pub authors: Vec<AccountId>,
    /// The first of them, who is told and may pause; nobody where it was written down for somebody without an account.
    pub author: Option<(PersonId, AccountId)>,
    /// Where an argument stands.
    pub side: Option<Side>,
    pub answered: bool,
    /// A ballot may name it: it does not change any more.
    pub frozen: bool,
    /// It waits to be read before it is shown.
    pub held_at: Option<Moment>,
}

impl Text {
    pub fn is_hidden(&self) -> bool {
        self.words.title.is_empty() && self.words.text.is_empty()
    }
    pub fn is_by(&self, account: AccountId) -> bool {
        self.authors.contains(&account)
    }
}

impl Facts for Text {
    fn id(&self) -> Uuid {
        self.of.id()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
}

/// The words of a text as they stood; those of a proposal with its versions: number, title, text, offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HiddenWords {
    pub title: String,
    pub text: String,
    pub offer: String,
    pub versions: Vec<(i32, String, String, String)>,
    /// Only these are covered; empty where the whole text is hidden.
    pub named: Vec<String>,
}

/// What stands where a word is covered, however long the word is.
pub const COVER: &str = "▇▇";

impl HiddenWords {
    /// What everybody reads instead: nothing, or the text with the named words covered.
    pub fn shown(&self) -> Self {
        self.each(|whole| self.covered(whole))
    }

    /// Of what stands now: each place that still reads as it was left comes back as it was; what was changed since stays.
    pub fn back(&self, now: &Self) -> Self {
        let back = |whole: &str, now: &str| if self.covered(whole) == now { whole.to_owned() } else { now.to_owned() };
        let versions = now.versions.iter().map(|v| match self.versions.iter().find(|k| k.0 == v.0) {
            Some(k) => (v.0, back(&k.1, &v.1), back(&k.2, &v.2), back(&k.3, &v.3)),
            None => v.clone(),
        });
        Self { title: back(&self.title, &now.title), text: back(&self.text, &now.text), offer: back(&self.offer, &now.offer), versions: versions.collect(), named: vec![] }
    }

    /// Every place, changed.
    fn each(&self, change: impl Fn(&str) -> String) -> Self {
        let versions = self.versions.iter().map(|v| (v.0, change(&v.1), change(&v.2), change(&v.3)));
        Self { title: change(&self.title), text: change(&self.text), offer: change(&self.offer), versions: versions.collect(), named: vec![] }
    }

    fn covered(&self, whole: &str) -> String {
        if self.named.is_empty() {
            return String::new();
        }
        self.named.iter().fold(whole.to_owned(), |text, word| text.replace(word, COVER))
    }
}

/// Words to cover, a line each, the longest first; all of them stand in the text.
pub fn named_in(words: &HiddenWords, typed: &str) -> Result<Vec<String>, Problem> {
    let mut named: Vec<String> = typed.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    named.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    named.dedup();
    if named.is_empty() {
        return Err(Problem::at("words", "redact-missing"));
    }
    let places = [&words.title, &words.text, &words.offer].into_iter().chain(words.versions.iter().flat_map(|v| [&v.1, &v.2, &v.3]));
    let places: Vec<&String> = places.collect();
    if named.len() > 20 || named.iter().any(|w| COVER.contains(w.as_str()) || !places.iter().any(|p| p.contains(w.as_str()))) {
        return Err(Problem::at("words", "redact-unknown"));
    }
    Ok(named)
}

/// Somebody's first argument waits until it was read, where the street has it so; never that of staff who write for others or moderate.
pub fn is_held(holds: bool, published: bool, trusted: bool) -> bool {
    holds && !published && !trusted
}

/// It was read and is shown from now on.
pub fn release(of: &Text, by: AccountId) -> Decided<(), TextReleased> {
    if of.held_at.is_none() {
        return Err(vec![Problem::new("text-not-held")]);
    }
    if of.is_by(by) {
        return Err(vec![Problem::new("moderate-own")]);
    }
    Ok(((), TextReleased { of: of.of }))
}

macro_rules! text_events {
    ($($name:ident $code:literal $(, $field:ident: $ft:ty)*;)*) => { $(
        #[derive(Clone, Debug, serde::Serialize)]
        pub struct $name { #[serde(flatten)] pub of: Target, $(pub $field: $ft),* }
        impl Event for $name {
            const NAME: &'static str = $code;
            fn subject(&self) -> Subject { self.of.subject() }
        }
    )* };
}
pub(super) use text_events;
text_events! {
    TextReleased "deliberation.text_released" ;
}
