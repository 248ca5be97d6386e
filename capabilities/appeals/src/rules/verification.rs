//! A look on the spot by somebody of another unit, before the residents are asked.

use crate::rules::*;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The unit's head has looked; a look on the spot may be asked for.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Approving {
    /// A verifier looks on the spot before the residents are asked; without it, where the category demands it.
    pub verification: bool,
}

/// What comes after the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Somebody looks on the spot.
    Look,
    /// The residents are asked.
    Ask,
    /// There is nobody to ask.
    Close,
}

impl Next {
    pub fn of(looked_at: bool, anybody_to_ask: bool) -> Self {
        match (looked_at, anybody_to_ask) {
            (true, _) => Self::Look,
            (false, true) => Self::Ask,
            (false, false) => Self::Close,
        }
    }
    pub(super) fn reached(self, case: &Case, now: Moment) -> Case {
        let (state, closed_at) = match self {
            Self::Look => (State::Verification, None),
            Self::Ask => (State::Callback, None),
            Self::Close => (State::Closed, Some(now)),
        };
        Case { state, closed_at, ..touched(case, now) }
    }
}

/// Words of a look on the spot, whichever way it went.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Looking {
    pub rev: Option<i32>,
    /// What was seen; needed where the verifier was not at the case's point.
    pub text: String,
    /// Where the verifier stands, WGS-84 degrees; only the distance is kept.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

impl Looking {
    /// Metres from the case's point, where both are known.
    pub fn metres(&self, case: &Case) -> Option<i32> {
        metres_between(self.lat, self.lon, case)
    }
    /// Away from the case, or nobody knows where.
    fn is_away(&self, case: &Case) -> bool {
        case.point.is_some() && self.metres(case).is_none_or(|m| f64::from(m) > FAR_M)
    }
}

/// Metres from where somebody stands to the case's point, where both are known.
pub fn metres_between(lat: Option<f64>, lon: Option<f64>, case: &Case) -> Option<i32> {
    let here = lat.zip(lon).filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0)?;
    case.point.map(|there| metres(here, there).round() as i32)
}

/// Row 34. `photos` are those taken on the spot since the review.
pub fn verify(case: &Case, words: &Looking, photos: usize, anybody_to_ask: bool, now: Moment) -> Decided<CaseVerified> {
    check(Verb::Verification, case.state)?;
    let mut problems = looked(case, words, photos);
    if words.is_away(case) && words.text.trim().is_empty() {
        problems.push(Problem::at("text", "verification-away").with("most", FAR_M));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let away = words.is_away(case);
    Ok((Next::of(false, anybody_to_ask).reached(case, now), CaseVerified { case: case.id, away }))
}

/// Row 33. Back before the resident is asked; the promise does not move. `photos` on the spot are asked of a verifier.
pub fn rework(case: &Case, words: &Looking, photos: usize, now: Moment) -> Decided<ReworkAsked> {
    check(Verb::Rework, case.state)?;
    let mut problems = match case.state {
        State::Verification => looked(case, words, photos),
        _ => stale(case, words.rev),
    };
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((Case { state: State::Handling, completed_by: None, ..touched(case, now) }, ReworkAsked { case: case.id }))
}

/// Whoever looked shows it.
fn looked(case: &Case, words: &Looking, photos: usize) -> Vec<Problem> {
    let mut problems = stale(case, words.rev);
    if photos == 0 {
        problems.push(Problem::new("verification-photo"));
    }
    if words.text.chars().count() > MOST_REASON {
        problems.push(Problem::at("text", "text-too-long").with("most", MOST_REASON));
    }
    problems
}
