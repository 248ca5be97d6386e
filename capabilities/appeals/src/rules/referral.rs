//! A case whose question needs common consent goes on to a deliberating body; the work on it stays where it is.

use crate::rules::*;
use kernel::{Moment, PlaceId, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A matter is named by its short code, with why.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Referral {
    pub rev: Option<i32>,
    /// Such as `M26-0031-7`.
    pub matter: String,
    pub text: String,
}

/// What is known of the matter that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterNamed {
    pub code: String,
    /// The community it is of; none for the whole street.
    pub community: Option<PlaceId>,
    pub walks: bool,
    /// The case is behind it already.
    pub tied: bool,
}

/// Why a matter cannot take what a community says; none if it can.
pub(super) fn matter_unfit(named: Option<&MatterNamed>, community: Option<PlaceId>) -> Option<&'static str> {
    match named {
        None => Some("matter-unknown"),
        Some(m) if !m.walks => Some("matter-ended"),
        Some(m) if m.community.is_some() && m.community != community => Some("matter-elsewhere"),
        Some(m) if m.tied => Some("matter-already"),
        Some(_) => None,
    }
}

/// Row 30. The matter is one that is talked over where the case is.
pub fn refer(case: &Case, words: &Referral, named: Option<&MatterNamed>, now: Moment) -> Decided<MatterReferred> {
    check(Verb::MatterReferral, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    problems.extend(matter_unfit(named, case.place.community).map(|code| Problem::at("matter", code)));
    let Some(named) = named.filter(|_| problems.is_empty()) else { return Err(problems) };
    Ok((touched(case, now), MatterReferred { case: case.id, matter: named.code.clone() }))
}
