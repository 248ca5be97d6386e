//! Asking the resident, by somebody who did not do the work; and letting "no" reopen the case.

use crate::rules::*;
use kernel::{Moment, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One attempt to ask one speaker, by staff or by the speaker's own link.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CallingBack {
    #[schema(value_type = Option<String>)]
    pub voice: Option<VoiceId>,
    pub reached: bool,
    pub contacted: Option<bool>,
    pub solved: Option<bool>,
    pub explained_ok: Option<bool>,
    pub satisfaction: Option<Satisfaction>,
    pub declined: bool,
    pub reason: String,
}

/// One earlier attempt, as the rule about "unreached" needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub at: Moment,
    pub reached: bool,
}

/// Row 35. Says how the voice's callback now stands, or why the words will not do.
pub fn call_back(
    case: &Case,
    words: &CallingBack,
    earlier: &[Attempt],
    by_speaker: bool,
    now: Moment,
) -> Result<Option<Settled>, Vec<Problem>> {
    check(Verb::Callback, case.state)?;
    let mut problems = vec![];
    if words.reason.chars().count() > MOST_REASON {
        problems.push(Problem::at("reason", "text-too-long").with("most", MOST_REASON));
    }
    let reached = words.reached || by_speaker;
    if reached && !words.declined {
        if words.solved.is_none() {
            problems.push(Problem::at("solved", "solved-missing"));
        }
        if words.satisfaction.is_none() {
            problems.push(Problem::at("satisfaction", "satisfaction-missing"));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if words.declined {
        return Ok(Some(Settled::Declined));
    }
    if reached {
        let accepted = words.solved == Some(true) || words.explained_ok == Some(true);
        return Ok(Some(if accepted { Settled::Accepted } else { Settled::NotAccepted }));
    }
    let mut attempts = earlier.to_vec();
    attempts.push(Attempt { at: now, reached: false });
    Ok(is_unreached(&attempts, now).then_some(Settled::Unreached))
}

/// Three attempts on two days and in two bands of the day, and the link unanswered for three days.
pub fn is_unreached(attempts: &[Attempt], now: Moment) -> bool {
    let band = |m: Moment| {
        let minutes = i32::from(m.civil().hour()) * 60 + i32::from(m.civil().minute());
        match minutes {
            540..720 => Some(0),
            720..1080 => Some(1),
            1080..1230 => Some(2),
            _ => None,
        }
    };
    let distinct = |mut v: Vec<i32>| {
        v.sort_unstable();
        v.dedup();
        v.len()
    };
    let days = distinct(attempts.iter().map(|a| a.at.day().0).collect());
    let bands = distinct(attempts.iter().filter_map(|a| band(a.at)).collect());
    let waited = attempts.iter().map(|a| a.at).min().is_some_and(|first| now.since(first) >= 3 * Moment::DAY);
    attempts.len() >= 3 && days >= 2 && bands >= 2 && waited
}

/// What the answers of all due voices ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Somebody has still to be asked.
    Waiting,
    Close,
    Redo,
}

/// §5.1 of the handbook: one voice decides alone; of several, as many as the larger of 2 and a tenth of those reached.
pub fn verdict(due: &[Option<Settled>]) -> Verdict {
    let refused = due.iter().filter(|s| **s == Some(Settled::NotAccepted)).count();
    let reached = due.iter().filter(|s| matches!(s, Some(Settled::Accepted | Settled::NotAccepted))).count();
    let enough = if due.len() <= 1 { refused >= 1 } else { refused >= 2 && refused * 10 >= reached };
    match () {
        () if due.iter().any(Option::is_none) => Verdict::Waiting,
        () if enough => Verdict::Redo,
        () => Verdict::Close,
    }
}

/// Row 36.
pub fn close(case: &Case, due: &[Option<Settled>], now: Moment) -> Decided<CaseClosed> {
    check(Verb::Closure, case.state)?;
    match verdict(due) {
        Verdict::Waiting => return Err(vec![Problem::new("callbacks-open")]),
        Verdict::Redo => return Err(vec![Problem::new("redo-due")]),
        Verdict::Close => {}
    }
    let result = case.result.unwrap_or(CaseResult::Unsolved);
    let closed = Case { state: State::Closed, closed_at: Some(now), ..touched(case, now) };
    Ok((closed, CaseClosed { case: case.id, result: result.code() }))
}

/// The case that goes on for one voice that said no where the others said yes: the same unit, another round.
pub fn separated(case: &Case, id: CaseId, number: String, now: Moment) -> Case {
    Case {
        id,
        case_no: number,
        redos: case.redos + 1,
        published: false,
        public_reply: None,
        result: None,
        voices: 1,
        urgings: 0,
        due_at: None,
        due_stage: None,
        opened_at: now,
        extension_days: None,
        supervision: 0,
        rev: 1,
        ..next_round(case, now)
    }
}

pub const REDOS_BY_OFFICER: i32 = 2;

/// Row 37. Because enough of those asked said no. By the callback officer while redos < 2, then by the supervisor only.
pub fn redo(
    case: &Case,
    words: &Saying,
    due: &[Option<Settled>],
    by_supervisor: bool,
    now: Moment,
) -> Decided<RedoAsked> {
    check(Verb::Redo, case.state)?;
    let mut problems = vec![];
    if verdict(due) != Verdict::Redo {
        problems.push(Problem::new("nobody-said-no"));
    }
    problems.extend(text_problem("text", &words.text, MOST_REASON));
    if case.redos >= REDOS_BY_OFFICER && !by_supervisor {
        problems.push(Problem::new("redo-needs-supervisor"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let again = next_round(case, now);
    let event = RedoAsked { case: case.id, round: again.round };
    Ok((Case { redos: case.redos + 1, ..again }, event))
}

/// Rows 38 and 39. Thirty days, same facts.
pub fn reopen(case: &Case, words: &Saying, now: Moment) -> Decided<CaseReopened> {
    check(Verb::Reopening, case.state)?;
    if let Some(p) = text_problem("text", &words.text, MOST_REASON) {
        return Err(vec![p]);
    }
    if case.closed_at.is_some_and(|at| now.since(at) > REOPEN_DAYS * Moment::DAY) {
        return Err(vec![Problem::new("too-late").with("days", REOPEN_DAYS)]);
    }
    let again = match case.state {
        State::Answered => Case { state: State::Registered, no_return: case.no_return, ..next_round(case, now) },
        _ => next_round(case, now),
    };
    let event = CaseReopened { case: case.id, round: again.round };
    Ok((again, event))
}

fn next_round(case: &Case, now: Moment) -> Case {
    Case {
        state: State::Handling,
        round: case.round + 1,
        no_return: true,
        contacted: false,
        questions: 0,
        completed_by: None,
        closed_at: None,
        ..touched(case, now)
    }
}

/// Row 40. Counted once per voice and working day; the caller knows whether this day has one already.
pub fn urge(case: &Case, voice: VoiceId, counted_today: bool, now: Moment) -> Decided<CaseUrged> {
    check(Verb::Urging, case.state)?;
    let counted = !counted_today;
    let urged = Case { urgings: case.urgings + i32::from(counted), ..touched(case, now) };
    Ok((urged, CaseUrged { case: case.id, voice, counted }))
}

/// Row 42. `others` are the voices that stay.
pub fn withdraw(case: &Case, voice: VoiceId, others: usize, now: Moment) -> Decided<VoiceWithdrawn> {
    check(Verb::Withdrawal, case.state)?;
    let last = others == 0;
    let state = if last { State::Withdrawn } else { case.state };
    let closed_at = if last { Some(now) } else { case.closed_at };
    let mut withdrawn = Case { state, closed_at, ..touched(case, now) };
    if last {
        // What nobody approved or confirmed is never read by anyone, and what was not public stays so.
        (withdrawn.result, withdrawn.public_reply, withdrawn.refusal_reason) = (None, None, None);
        withdrawn.published_at = case.published_at.filter(|_| case.published);
    }
    Ok((withdrawn, VoiceWithdrawn { case: case.id, voice, last }))
}

/// Row 45. Thirty quiet days.
pub fn archive(case: &Case, now: Moment) -> Decided<CaseArchived> {
    check(Verb::Archive, case.state)?;
    if now.since(case.touched_at) < REOPEN_DAYS * Moment::DAY {
        return Err(vec![Problem::new("not-yet")]);
    }
    Ok((Case { state: State::Archived, ..touched(case, now) }, CaseArchived { case: case.id }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Settled::{Accepted, NotAccepted, Unreached};

    #[test]
    fn one_no_is_enough_alone_and_a_tenth_among_many() {
        assert_eq!(verdict(&[Some(NotAccepted)]), Verdict::Redo);
        assert_eq!(verdict(&[Some(Unreached)]), Verdict::Close);
        assert_eq!(verdict(&[None, Some(NotAccepted)]), Verdict::Waiting);
        let thirty = |no: usize| {
            let mut due = vec![Some(Unreached); 3];
            due.extend(vec![Some(NotAccepted); no]);
            due.extend(vec![Some(Accepted); 27 - no]);
            due
        };
        assert_eq!(verdict(&thirty(3)), Verdict::Redo, "3 of 27 is at least 2.7");
        assert_eq!(verdict(&thirty(2)), Verdict::Close, "2 of 27 is less than 2.7");
    }

    #[test]
    fn unreached_takes_three_attempts_two_days_two_bands_and_three_days() {
        let at = |s: &str| Attempt { at: Moment::parse(s).expect("a time"), reached: false };
        let now = Moment::parse("2026-03-13T10:00").expect("a time");
        let tries = [at("2026-03-09T10:00"), at("2026-03-10T15:00"), at("2026-03-10T19:00")];
        assert!(is_unreached(&tries, now));
        assert!(!is_unreached(&tries[..2], now));
        assert!(!is_unreached(&tries, Moment::parse("2026-03-10T20:00").expect("a time")));
        let same_band = [at("2026-03-09T10:00"), at("2026-03-10T10:00"), at("2026-03-10T11:00")];
        assert!(!is_unreached(&same_band, now));
    }
}
