//! What people are troubled by, which of it is the same, and who was heard.

use super::events::events;
use super::*;
use kernel::{Event, PersonId, PlaceId, Problem, Subject, uuid::Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing people are troubled by, with those who say "me too".
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    pub id: Uuid,
    pub text: String,
    /// Distinct people behind it and behind what is put under it.
    pub joined: i64,
    pub taken_up: Option<bool>,
    pub why_not: Option<String>,
    /// The concern that says the same and is answered for both.
    pub under: Option<Uuid>,
}

/// Somebody heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    pub id: Uuid,
    pub person: PersonId,
    pub way: Way,
    pub grid: Option<PlaceId>,
    pub text: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Responding {
    pub text: String,
    /// For somebody else, who asked: by phone, on paper, at a desk.
    pub way: Option<Way>,
    pub place_name: String,
    /// Groups they say they belong to: kept to count people, never shown.
    pub origin: String,
    pub age: String,
}

/// The concern that says the same; none takes a concern out again.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Grouping {
    #[schema(value_type = Option<String>)]
    pub under: Option<Uuid>,
}

/// One concern is put under another of the same matter, or taken out again; one level, and before either has its answer, so that
/// nobody's words get an answer that was given to others.
pub fn group(of: MatterId, concern: &Concern, all: &[Concern], under: Option<Uuid>) -> Result<ConcernGrouped, Vec<Problem>> {
    let refused = |code: &'static str| Err(vec![Problem::at("under", code)]);
    let answered = |id: Uuid| all.iter().any(|c| c.id == id && c.taken_up.is_some());
    if answered(concern.id) || concern.under.is_some_and(answered) || under.is_some_and(answered) {
        return refused("concern-answered");
    }
    if under == concern.under {
        return refused(if under.is_some() { "concern-grouped" } else { "concern-missing" });
    }
    if let Some(head) = under {
        if head == concern.id || !all.iter().any(|c| c.id == head && c.under.is_none()) {
            return refused("concern-missing");
        }
        if all.iter().any(|c| c.under == Some(concern.id)) {
            return refused("concern-heads");
        }
    }
    Ok(ConcernGrouped { matter: of, concern: concern.id, under })
}

events! {
    ConcernGrouped "deliberation.concern_grouped" "matter" matter: MatterId, concern: Uuid, under: Option<Uuid>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concerns_are_grouped_one_level_deep_and_before_they_are_answered() {
        let ids = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
        let concern = |n: usize, under: Option<usize>, taken_up| Concern { id: ids[n], text: String::new(), joined: 1, taken_up, why_not: None, under: under.map(|u| ids[u]) };
        let all = [concern(0, None, None), concern(1, Some(0), None), concern(2, None, None), concern(3, None, Some(false))];
        let put = |n: usize, under: Option<usize>| group(MatterId::fresh(), &all[n], &all, under.map(|u| ids[u])).map(|e| e.under).map_err(|p| p[0].code);
        assert_eq!(put(2, Some(0)), Ok(Some(ids[0])));
        assert_eq!(put(1, None), Ok(None));
        assert_eq!(put(1, Some(2)), Ok(Some(ids[2])), "from one to another");
        assert_eq!(put(1, Some(0)), Err("concern-grouped"));
        assert_eq!(put(2, Some(1)), Err("concern-missing"), "what stands under another heads none");
        assert_eq!(put(0, Some(2)), Err("concern-heads"));
        assert_eq!((put(2, Some(2)), put(2, None)), (Err("concern-missing"), Err("concern-missing")));
        assert_eq!((put(2, Some(3)), put(3, Some(2))), (Err("concern-answered"), Err("concern-answered")));
    }
}
