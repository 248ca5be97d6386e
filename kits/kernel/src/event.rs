//! Something that happened, written in the same transaction as the change.

use crate::{AccountId, PostId};
use serde::Serialize;
use uuid::Uuid;

/// An event body: ids, codes and instants, never text of people.
pub trait Event: Serialize {
    /// `appeals.case_dispatched`: the capability, a dot, the past tense in snake case.
    const NAME: &'static str;
    /// What it happened to; the journal keeps order per subject.
    fn subject(&self) -> Subject;
    /// Who may read it in a timeline.
    fn audience(&self) -> Audience {
        Audience::Staff
    }
}

/// What an event happened to: a table-like noun and an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub kind: &'static str,
    pub id: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anyone who may see the thing, residents included.
    Public,
    /// The speaker and staff.
    Speaker,
    Staff,
    Audit,
}

impl Audience {
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Speaker => "speaker",
            Self::Staff => "staff",
            Self::Audit => "audit",
        }
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A visitor without an account, or the bearer of a receipt code.
    Nobody,
    Account { account: AccountId, post: Option<PostId>, on_behalf_of: Option<AccountId> },
    Client(Uuid),
    /// The program itself, with the reason: `timer`, `demo`, `follow` …
    System(&'static str),
}
