//! Many voices that look like one problem: found by counting, confirmed by a person.

use super::MatterNamed;
use kernel::{Day, Moment, PlaceId, Problem, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Voices of one category and community within [`CLUSTER_DAYS`] that make a cluster worth a look.
pub const CLUSTER_VOICES: i64 = 5;
pub const CLUSTER_DAYS: i64 = 30;
/// People, from so many buildings, within [`QUESTION_DAYS`], whose question many share: a matter is suggested. The two
/// bars differ on purpose: the first finds work to be done together, the second what should be talked over.
pub const QUESTION_PEOPLE: i64 = 5;
pub const QUESTION_BUILDINGS: i64 = 3;
pub const QUESTION_DAYS: i64 = 90;

#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    pub id: Uuid,
    pub category: String,
    pub community: PlaceId,
    pub state: ClusterState,
    /// When it was last looked at by the timer.
    pub voices: i32,
    /// Who spoke within [`QUESTION_DAYS`], and of how many buildings, as last counted.
    pub people: i32,
    pub buildings: i32,
    pub proposed_at: Moment,
    pub settled_at: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClusterState {
    Proposed,
    Confirmed,
    Dismissed,
}

impl ClusterState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Dismissed => "dismissed",
        }
    }
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Confirmed, Self::Dismissed].into_iter().find(|s| s.code() == code)
    }
}

impl Cluster {
    /// Whether what it is about should be talked over.
    pub fn is_shared(&self) -> bool {
        is_shared(self.people.into(), self.buildings.into())
    }
}

pub fn is_shared(people: i64, buildings: i64) -> bool {
    people >= QUESTION_PEOPLE && buildings >= QUESTION_BUILDINGS
}

/// What the timer does with one kind in one community: the last cluster there, and how many voices there are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A new one is proposed.
    Propose,
    /// The one that waits has another number.
    Count,
    Nothing,
}

/// A cluster that was settled is not proposed again for as long as its voices are counted.
pub fn seen(last: Option<&Cluster>, voices: i64, now: Moment) -> Seen {
    match last {
        Some(c) if c.state == ClusterState::Proposed && i64::from(c.voices) != voices => Seen::Count,
        Some(c) if c.state == ClusterState::Proposed => Seen::Nothing,
        Some(c) if c.settled_at.is_some_and(|at| now < at.plus_days(CLUSTER_DAYS)) => Seen::Nothing,
        _ if voices >= CLUSTER_VOICES => Seen::Propose,
        _ => Seen::Nothing,
    }
}

/// What the nightly count of people finds of one kind in one community: a question many share is proposed even where
/// too few spoke lately to make work of it; what waits is counted anew.
pub fn asked(last: Option<&Cluster>, people: i64, buildings: i64, now: Moment) -> Seen {
    match last {
        Some(c) if c.state != ClusterState::Dismissed && (i64::from(c.people), i64::from(c.buildings)) != (people, buildings) => Seen::Count,
        Some(c) if c.state == ClusterState::Proposed => Seen::Nothing,
        Some(c) if c.settled_at.is_some_and(|at| now < at.plus_days(QUESTION_DAYS)) => Seen::Nothing,
        _ if is_shared(people, buildings) => Seen::Propose,
        _ => Seen::Nothing,
    }
}

/// A cluster becomes its community's topic of the month: the matter it is talked over as.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TopicWords {
    /// Such as `M26-0031-7`.
    pub matter: String,
}

/// The topic a community talks over in a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Topic {
    #[serde(skip)]
    pub cluster: Uuid,
    /// Its first day.
    #[schema(value_type = String)]
    pub month: Day,
    #[schema(value_type = String)]
    pub matter: Uuid,
    /// The matter's short code.
    pub code: String,
    /// Cases whose voices were told.
    pub cases: i32,
}

/// Whether a confirmed cluster may become the topic of this month; `taken` says whether the community has one.
pub fn judge_topic(cluster: &Cluster, named: Option<&MatterNamed>, taken: bool) -> Vec<Problem> {
    if cluster.state != ClusterState::Confirmed {
        return vec![Problem::new("cluster-unconfirmed")];
    }
    if taken {
        return vec![Problem::new("topic-taken")];
    }
    super::matter_unfit(named, Some(cluster.community)).map(|code| Problem::at("matter", code)).into_iter().collect()
}

/// A person says whether it is one problem.
pub fn settle(cluster: &Cluster, to: ClusterState) -> Result<ClusterState, Vec<Problem>> {
    if cluster.state == ClusterState::Proposed { Ok(to) } else { Err(vec![Problem::new("cluster-settled")]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(state: ClusterState, voices: i32, settled_at: Option<Moment>) -> Cluster {
        Cluster { id: Uuid::nil(), category: "lift".into(), community: PlaceId(Uuid::nil()), state, voices, people: 0, buildings: 0, proposed_at: Moment(0), settled_at }
    }

    #[test]
    fn five_make_a_cluster_and_what_was_settled_rests_for_its_days() {
        let now = Moment::parse("2026-11-24T09:00").expect("a time");
        assert_eq!((seen(None, 4, now), seen(None, 5, now)), (Seen::Nothing, Seen::Propose));
        let waits = cluster(ClusterState::Proposed, 5, None);
        assert_eq!((seen(Some(&waits), 5, now), seen(Some(&waits), 6, now)), (Seen::Nothing, Seen::Count));
        let settled = |days: i64| cluster(ClusterState::Dismissed, 5, Some(now.plus_days(-days)));
        assert_eq!((seen(Some(&settled(29)), 9, now), seen(Some(&settled(31)), 9, now)), (Seen::Nothing, Seen::Propose));
        assert_eq!((asked(None, 5, 2, now), asked(None, 4, 9, now), asked(None, 5, 3, now)), (Seen::Nothing, Seen::Nothing, Seen::Propose));
        assert_eq!((asked(Some(&waits), 5, 3, now), asked(Some(&waits), 0, 0, now)), (Seen::Count, Seen::Nothing));
        assert_eq!((asked(Some(&settled(89)), 9, 9, now), asked(Some(&settled(91)), 9, 9, now)), (Seen::Nothing, Seen::Propose));
        assert!(settle(&settled(1), ClusterState::Confirmed).is_err() && settle(&waits, ClusterState::Confirmed).is_ok());
    }
}
