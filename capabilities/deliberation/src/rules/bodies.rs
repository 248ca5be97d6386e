//! A body: a standing organisation that deliberates, at a place, since a day.

use super::{BodyFounded, Decided, codes, said};
use auth::{Facts, PlacePath};
use kernel::{AccountId, Day, Moment, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::id!(BodyId, "a body that deliberates");

codes! {
    /// What a body is: community council, grid council, party-and-mass council, youth council, alliance council,
    /// fund committee, for one subject, or by statute.
    BodyKind {
        Community "community", Grid "grid", PartyMass "party_mass", Youth "youth", Alliance "alliance",
        Fund "fund", Thematic "thematic", Statutory "statutory",
    }
}
codes! {
    /// Posts at a body: the chair, the convenor, the minute-taker.
    Office { Chair "chair", Convenor "convenor", MinuteTaker "minute_taker" }
}

/// One body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub id: BodyId,
    pub place: PlacePath,
    pub name: String,
    pub kind: BodyKind,
    pub purpose: String,
    pub opened_on: Day,
    pub closed_on: Option<Day>,
    pub closing_reason: Option<String>,
    pub made_at: Moment,
    pub rev: i32,
}

/// A post at a body, held by an account for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeHeld {
    pub office: Office,
    pub account: AccountId,
    pub shown_name: String,
    pub from: Day,
    pub until: Option<Day>,
}

impl Facts for Body {
    fn id(&self) -> Uuid {
        self.id.uuid()
    }
    fn place(&self) -> PlacePath {
        self.place
    }
}

/// What is said of a body when it is founded.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Founding {
    /// Name or code of the place it stands for.
    pub place_name: String,
    pub name: String,
    pub kind: Option<BodyKind>,
    pub purpose: String,
    #[schema(value_type = Option<String>)]
    pub opened_on: Option<Day>,
    /// Its first charter, in TOML.
    pub charter: String,
}

pub const MOST_NAME: usize = 40;
pub const MOST_TEXT: usize = 2_000;

/// A body as the words say; its charter is read beside.
pub fn found(id: BodyId, words: &Founding, place: PlacePath, now: Moment) -> Decided<Body, BodyFounded> {
    let mut problems = vec![];
    let name = said("name", &words.name, MOST_NAME).map_err(|p| problems.push(p)).unwrap_or_default();
    let purpose = said("purpose", &words.purpose, MOST_TEXT).map_err(|p| problems.push(p)).unwrap_or_default();
    let opened_on = words.opened_on.unwrap_or_else(|| now.day());
    if opened_on > now.day() {
        problems.push(Problem::at("opened_on", "day-coming"));
    }
    match words.kind {
        None => problems.push(Problem::at("kind", "kind-missing")),
        Some(kind) if problems.is_empty() => {
            let body = Body {
                id, place, name, kind, purpose, opened_on, closed_on: None, closing_reason: None, made_at: now, rev: 1,
            };
            return Ok((body, BodyFounded { body: id, kind: kind.code(), community: place.community }));
        }
        Some(_) => {}
    }
    Err(problems)
}

/// Accounts that hold one of these offices on a day.
pub fn holders(offices: &[OfficeHeld], which: &[Office], day: Day) -> Vec<AccountId> {
    let held = offices.iter().filter(|o| which.contains(&o.office) && o.from <= day && o.until.is_none_or(|u| day < u));
    held.map(|o| o.account).collect()
}

/// Who takes an office: by sign-in name, shown by this name.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OfficeWords {
    pub office: Option<Office>,
    pub login: String,
    pub shown_name: String,
}
