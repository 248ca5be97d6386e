//! Many voices that look like one problem: found by counting, confirmed by a person.

use kernel::{Moment, PlaceId, Problem, uuid::Uuid};

/// Voices of one category and community within [`CLUSTER_DAYS`] that make a cluster worth a look.
pub const CLUSTER_VOICES: i64 = 5;
pub const CLUSTER_DAYS: i64 = 30;

#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    pub id: Uuid,
    pub category: String,
    pub community: PlaceId,
    pub state: ClusterState,
    /// When it was last looked at by the timer.
    pub voices: i32,
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

/// A person says whether it is one problem.
pub fn settle(cluster: &Cluster, to: ClusterState) -> Result<ClusterState, Vec<Problem>> {
    if cluster.state == ClusterState::Proposed { Ok(to) } else { Err(vec![Problem::new("cluster-settled")]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(state: ClusterState, voices: i32, settled_at: Option<Moment>) -> Cluster {
        Cluster { id: Uuid::nil(), category: "lift".into(), community: PlaceId(Uuid::nil()), state, voices, proposed_at: Moment(0), settled_at }
    }

    #[test]
    fn five_make_a_cluster_and_what_was_settled_rests_for_its_days() {
        let now = Moment::parse("2026-11-24T09:00").expect("a time");
        assert_eq!((seen(None, 4, now), seen(None, 5, now)), (Seen::Nothing, Seen::Propose));
        let waits = cluster(ClusterState::Proposed, 5, None);
        assert_eq!((seen(Some(&waits), 5, now), seen(Some(&waits), 6, now)), (Seen::Nothing, Seen::Count));
        let settled = |days: i64| cluster(ClusterState::Dismissed, 5, Some(now.plus_days(-days)));
        assert_eq!((seen(Some(&settled(29)), 9, now), seen(Some(&settled(31)), 9, now)), (Seen::Nothing, Seen::Propose));
        assert!(settle(&settled(1), ClusterState::Confirmed).is_err() && settle(&waits, ClusterState::Confirmed).is_ok());
    }
}
