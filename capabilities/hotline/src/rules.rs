//! What is true about calls. Pure.

use auth::{Act, By, May, Reach, Role, WholeStreet};
use kernel::{AccountId, Day, Moment, Problem, uuid::Uuid};
use outside::exchange::What;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Seconds within which a call should be answered, and the share of calls for which it should be so, in hundredths.
/// Source: GB/T 33358-2016.
pub const ANSWER_S: i64 = 15;
pub const ANSWER_SHARE: i64 = 80;
/// The share of calls that should be connected within the day, in hundredths.
pub const CONNECT_SHARE: i64 = 95;
/// The clock policy a missed call is returned by.
pub const MISSED: &str = "missed_call";
/// A ringing call nobody hears of for so long is not ringing any more.
pub const RINGS: i64 = 10 * Moment::MINUTE;
/// The scope a telephone exchange's key carries.
pub const SCOPE: &str = "exchange";
pub const MOST_OUTCOME: usize = 200;
/// Days for which it is known where a recording lies (verify locally; keep it configurable).
pub const RECORDING_DAYS: i64 = 365;

pub const WHO_MAY: &[May] = &[
    May::post(Role::Clerk, "take_calls", Reach::Street),
    May::post(Role::Clerk, "see_calls", Reach::Street),
    May::post(Role::Supervisor, "see_calls", Reach::Street),
    May::post(Role::StreetLeader, "see_calls", Reach::Street),
    May::post(Role::StreetOfficer, "see_calls", Reach::Street),
    May::by(By::Client, "signal_calls", Reach::Street),
];

pub enum TakeCalls {}
impl Act<WholeStreet> for TakeCalls {
    const NAME: &'static str = "take_calls";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "see_calls";
}
pub enum SeeCalls {}
impl Act<WholeStreet> for SeeCalls {
    const NAME: &'static str = "see_calls";
    const RULES: &'static [May] = WHO_MAY;
    const SEE: &'static str = "see_calls";
}

/// The desk's page of the line, for those who hear of it.
pub fn desk_entries(viewer: &auth::Viewer, now: Moment) -> Option<&'static str> {
    auth::reaches(WHO_MAY, "see_calls", viewer, now).then_some("/desk/calls")
}

/// One call, without its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub id: Uuid,
    /// The exchange's name for it, else the desk's.
    pub reference: String,
    pub line: String,
    pub queued_at: Moment,
    pub answered_at: Option<Moment>,
    pub clerk: Option<AccountId>,
    pub ended_at: Option<Moment>,
    pub missed_at: Option<Moment>,
    pub return_due_at: Option<Moment>,
    pub returned_at: Option<Moment>,
    /// Whether somebody was reached when it was returned.
    pub return_reached: Option<bool>,
    pub transferred_to: Option<String>,
    pub transferred_at: Option<Moment>,
    pub transferred_by: Option<AccountId>,
    /// The digest of its recording, if the exchange kept one.
    pub recording_digest: Option<String>,
    /// Whether the caller showed a number.
    pub has_number: bool,
}

impl Call {
    pub fn fresh(reference: &str, line: &str, now: Moment) -> Self {
        Self {
            id: Uuid::now_v7(),
            reference: reference.to_owned(),
            line: line.to_owned(),
            queued_at: now,
            answered_at: None,
            clerk: None,
            ended_at: None,
            missed_at: None,
            return_due_at: None,
            returned_at: None,
            return_reached: None,
            transferred_to: None,
            transferred_at: None,
            transferred_by: None,
            recording_digest: None,
            has_number: false,
        }
    }
    pub fn rings(&self, now: Moment) -> bool {
        self.answered_at.is_none() && self.missed_at.is_none() && self.ended_at.is_none() && now.since(self.queued_at) < RINGS
    }
    pub fn waits_for_return(&self) -> bool {
        self.missed_at.is_some() && self.returned_at.is_none()
    }
}

/// What a signal of the exchange makes of a call; signals may come twice, late or out of order.
pub fn heard(call: &Call, what: &What, at: Moment) -> Call {
    let mut call = call.clone();
    match what {
        What::Ringing => call.queued_at = call.queued_at.min(at),
        What::Answered => call.answered_at = call.answered_at.or(Some(at)),
        What::Ended => call.ended_at = call.ended_at.or(Some(at)),
        What::Transferred { to } => {
            call.transferred_at = call.transferred_at.filter(|_| call.transferred_to.as_ref() == Some(to)).or(Some(at));
            call.transferred_to = Some(to.clone());
        }
        What::Recorded { sha256, .. } => call.recording_digest = Some(sha256.clone()),
        // Somebody who was spoken to was not missed.
        What::Missed | What::Message { .. } => {
            call.missed_at = call.missed_at.or(Some(at)).filter(|_| call.answered_at.is_none());
            call.ended_at = call.ended_at.or(Some(at));
        }
    }
    call
}

/// A call a clerk writes down where no exchange tells of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CallWords {
    /// The caller's number; empty if it was withheld.
    pub phone: String,
    /// It was not answered: somebody shall call back.
    pub missed: bool,
}

/// How calling back went, or to whom a call was passed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Outcome {
    pub reached: bool,
    /// The number or desk it was passed to.
    pub to: String,
    /// What came of it.
    pub text: String,
}

/// Takes a ringing call.
pub fn answer(call: &Call, by: Option<AccountId>, now: Moment) -> Result<Call, Vec<Problem>> {
    if call.answered_at.is_some() && call.clerk.is_some() && call.clerk != by {
        return Err(vec![Problem::new("call-taken")]);
    }
    if call.missed_at.is_some() {
        return Err(vec![Problem::new("call-missed")]);
    }
    Ok(Call { answered_at: call.answered_at.or(Some(now)), clerk: call.clerk.or(by), ..call.clone() })
}

/// Calls back. Not reached counts as done: the row says so, and the day's figures too.
pub fn give_back(call: &Call, words: &Outcome, now: Moment) -> Result<Call, Vec<Problem>> {
    if call.missed_at.is_none() {
        return Err(vec![Problem::new("call-not-missed")]);
    }
    if call.returned_at.is_some() {
        return Err(vec![Problem::new("call-returned")]);
    }
    Ok(Call { returned_at: Some(now), return_reached: Some(words.reached), ..call.clone() })
}

/// Passes a call on while three are on the line: who, when and what came of it are kept.
pub fn pass_on(call: &Call, words: &Outcome, by: Option<AccountId>, now: Moment) -> Result<Call, Vec<Problem>> {
    let mut problems = vec![];
    if call.answered_at.is_none() {
        problems.push(Problem::new("call-not-answered"));
    }
    for (field, text) in [("to", &words.to), ("text", &words.text)] {
        match text.trim().chars().count() {
            0 => problems.push(Problem::at(field, "words-missing")),
            n if n > MOST_OUTCOME => problems.push(Problem::at(field, "text-too-long").with("most", MOST_OUTCOME)),
            _ => {}
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let to = Some(words.to.trim().to_owned());
    Ok(Call { transferred_to: to, transferred_at: Some(now), transferred_by: by, ..call.clone() })
}

/// How the line was served in one span of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Service {
    /// Calls that came in.
    pub calls: i64,
    pub answered: i64,
    /// Of them within [`ANSWER_S`] seconds.
    pub quickly: i64,
    /// Answered, or returned and reached on the same day.
    pub connected: i64,
    pub missed: i64,
    /// Missed calls whose time to be returned has passed or that were returned; and of them those returned in time.
    pub to_return: i64,
    pub in_time: i64,
}

impl Service {
    pub fn add(&mut self, call: &Call, now: Moment) {
        let one = i64::from;
        self.calls += 1;
        self.answered += one(call.answered_at.is_some());
        self.quickly += one(call.answered_at.is_some_and(|at| at.since(call.queued_at) <= ANSWER_S * 1_000_000));
        let back = call.returned_at.is_some_and(|at| at.day() == call.queued_at.day()) && call.return_reached == Some(true);
        self.connected += one(call.answered_at.is_some() || back);
        self.missed += one(call.missed_at.is_some());
        let decided = call.returned_at.is_some() || call.return_due_at.is_some_and(|due| due < now);
        if call.missed_at.is_some() && decided {
            self.to_return += 1;
            self.in_time += one(call.returned_at.zip(call.return_due_at).is_some_and(|(at, due)| at <= due));
        }
    }
    /// Hundredths of a percent; nothing counted is undefined.
    pub fn share(part: i64, whole: i64) -> Option<i64> {
        (whole > 0).then(|| (part * 20_000 + whole) / (2 * whole))
    }
}

/// A day's service, whole and by the hour the calls came in.
pub fn served(calls: &[Call], now: Moment) -> (Service, Vec<(i8, Service)>) {
    let (mut all, mut hours) = (Service::default(), std::collections::BTreeMap::<i8, Service>::new());
    for call in calls {
        all.add(call, now);
        hours.entry(call.queued_at.civil().hour()).or_default().add(call, now);
    }
    (all, hours.into_iter().collect())
}

/// The day asked for, else today.
pub fn day_of(text: &str, now: Moment) -> Day {
    Day::parse(text.trim()).unwrap_or(now.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a time")
    }

    #[test]
    fn signals_may_come_twice_and_out_of_order() {
        let call = Call::fresh("a1", "1", at("2026-11-24T09:00:10"));
        let ended = heard(&call, &What::Ended, at("2026-11-24T09:03"));
        let answered = heard(&ended, &What::Answered, at("2026-11-24T09:00:20"));
        let rung = heard(&answered, &What::Ringing, at("2026-11-24T09:00"));
        let again = heard(&rung, &What::Answered, at("2026-11-24T09:02"));
        assert_eq!(again.queued_at, at("2026-11-24T09:00"));
        assert_eq!((again.answered_at, again.ended_at), (Some(at("2026-11-24T09:00:20")), Some(at("2026-11-24T09:03"))));
        assert_eq!(heard(&again, &What::Missed, at("2026-11-24T09:04")).missed_at, None, "who was spoken to was not missed");
    }

    #[test]
    fn the_line_is_counted_from_its_calls() {
        let call = |wait: i64, answered: bool| {
            let queued = at("2026-11-24T09:00");
            let answered_at = answered.then(|| queued.plus(wait * 1_000_000));
            Call { answered_at, missed_at: (!answered).then_some(queued), ..Call::fresh("x", "1", queued) }
        };
        let back = Call {
            return_due_at: Some(at("2026-11-24T11:00")), returned_at: Some(at("2026-11-24T10:59")), return_reached: Some(true),
            ..call(0, false)
        };
        let late = Call { return_due_at: Some(at("2026-11-24T11:00")), ..call(0, false) };
        let waits = Call { return_due_at: Some(at("2026-11-24T14:00")), ..call(0, false) };
        let (all, hours) = served(&[call(15, true), call(16, true), back, late, waits], at("2026-11-24T12:00"));
        assert_eq!(all, Service { calls: 5, answered: 2, quickly: 1, connected: 3, missed: 3, to_return: 2, in_time: 1 });
        assert_eq!(hours, [(9, all)]);
        assert_eq!((Service::share(2, 3), Service::share(0, 0)), (Some(6_667), None));
    }
}
