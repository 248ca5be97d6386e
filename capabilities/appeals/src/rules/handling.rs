//! Doing the work: contact, completion, and the look of the unit's own head.

use crate::rules::*;
use kernel::{AccountId, Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One attempt to reach a speaker.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Contacting {
    pub rev: Option<i32>,
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    pub means: Option<Means>,
    pub reached: bool,
    pub note: String,
}

/// Row 20. `attempts` are those since the last dispatch, this one not counted.
pub fn contact(case: &Case, words: &Contacting, attempts: usize, anonymous: bool, now: Moment) -> Decided<ContactMade> {
    check(Verb::Contact, case.state)?;
    let mut problems = vec![];
    let Some(means) = words.means else { return Err(vec![Problem::at("means", "means-missing")]) };
    if words.note.chars().count() > MOST_REASON {
        problems.push(Problem::at("note", "text-too-long").with("most", MOST_REASON));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let told = anonymous && means == Means::Message;
    let contacted = case.contacted || contacted(attempts + 1, words.reached, anonymous, told);
    let event = ContactMade { case: case.id, reached: words.reached, means: means.code() };
    Ok((Case { contacted, ..touched(case, now) }, event))
}

/// The unit says it is done.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Completion {
    pub rev: Option<i32>,
    pub result: Option<CaseResult>,
    /// What every speaker and the public will read.
    pub public_reply: String,
    pub internal_note: String,
}

/// Row 31. "Solved" needs that somebody was reached, or the proof of trying; whoever helps has finished, and of what
/// was promised for the case nothing is `open`.
pub fn complete(case: &Case, words: &Completion, open: usize, by: Option<AccountId>, now: Moment) -> Decided<CaseCompleted> {
    check(Verb::Completion, case.state)?;
    let mut problems = stale(case, words.rev);
    if words.result.is_none() {
        problems.push(Problem::at("result", "result-missing"));
    }
    problems.extend(text_problem("public_reply", &words.public_reply, MOST_REPLY));
    problems.extend(personal_words("public_reply", &words.public_reply));
    if !case.contacted {
        problems.push(Problem::new("contact-first"));
    }
    if !case.links.assists.is_empty() {
        problems.push(Problem::new("helpers-open").with("n", case.links.assists.len()));
    }
    if open > 0 {
        problems.push(Problem::new("commitments-open").with("n", open));
    }
    let Some(result) = words.result.filter(|_| problems.is_empty()) else { return Err(problems) };
    let note = words.internal_note.trim();
    let completed = Case {
        state: State::Review,
        result: Some(result),
        public_reply: Some(words.public_reply.trim().to_owned()),
        internal_note: if note.is_empty() { case.internal_note.clone() } else { Some(note.to_owned()) },
        completed_by: by,
        ..touched(case, now)
    };
    Ok((completed, CaseCompleted { case: case.id, result: result.code() }))
}

/// A reply the public reads carries no telephone number and no identity number.
pub fn personal_words(field: &'static str, text: &str) -> Option<Problem> {
    let mut run = 0;
    let longest = text.chars().fold(0, |longest: usize, c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        longest.max(run)
    });
    (longest >= 11).then(|| Problem::at(field, "personal-words"))
}

/// Row 32. By another person than the handler.
pub fn approve(case: &Case, by: Option<AccountId>, next: Next, now: Moment) -> Decided<CompletionApproved> {
    check(Verb::Approval, case.state)?;
    if by.is_some() && by == case.completed_by {
        return Err(vec![Problem::new("other-hand")]);
    }
    let result = case.result.unwrap_or(CaseResult::Unsolved);
    Ok((next.reached(case, now), CompletionApproved { case: case.id, result: result.code(), look: next == Next::Look }))
}
