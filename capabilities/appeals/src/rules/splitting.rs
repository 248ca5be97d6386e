//! One voice that says two things: the part that is another matter becomes a voice and a case of its own.

use crate::rules::*;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is taken out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Splitting {
    pub rev: Option<i32>,
    /// Whose words are split; the only voice of a case need not be named.
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    /// The part, in the speaker's words as far as they go; sealed like all of them.
    pub text: String,
    /// What the part is about, for whoever takes it on.
    pub category: String,
}

/// Row 43. The case stays as it is; `to` is the one the part goes on in.
pub fn split(case: &Case, words: &Splitting, voice: VoiceId, to: CaseId, now: Moment) -> Decided<CaseSplit> {
    check(Verb::Split, case.state)?;
    let mut problems = stale(case, words.rev);
    problems.extend(text_problem("text", &words.text, MOST_TEXT));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((touched(case, now), CaseSplit { case: case.id, voice, to }))
}

/// The case of the part: registered now, at the same place, as closely kept as the one it comes from.
pub fn split_off(case: &Case, id: CaseId, number: String, category: Option<&Category>, now: Moment) -> Case {
    let blank = Case::fresh(id, number, now);
    Case {
        case_type: category.map_or(case.case_type, |c| c.case_type),
        category: category.map_or(blank.category, |c| c.code.clone()),
        urgency: case.urgency,
        place: case.place,
        grid_at_opening: case.grid_at_opening,
        point: case.point,
        title: category.map_or_else(|| UNNAMED.to_owned(), |c| c.name_zh.clone()),
        public_level: category.map_or(case.public_level, |c| c.public_level.max(case.public_level)),
        links: case.links.clone(),
        ..blank
    }
}

/// The key of the voice a part becomes: its receipt's code is drawn from it, so that the first receipt can show it.
pub fn split_key(voice: VoiceId) -> String {
    format!("split:{voice}")
}

/// The voice of the part: the same speaker, asked for on its own.
pub fn split_voice(from: &Voice, id: VoiceId, case: CaseId, now: Moment) -> Voice {
    Voice { id, case, received_at: now, settled: None, withdrawn_at: None, ..from.clone() }
}

/// A case whose only voice has been taken back has nothing to split.
pub fn splittable(voice: Option<&Voice>) -> Result<VoiceId, Vec<Problem>> {
    voice.filter(|v| v.withdrawn_at.is_none()).map(|v| v.id).ok_or_else(|| vec![Problem::new("taken-back")])
}
