//! One order: what it must hold, what it becomes, and how far its answer is.

use super::moment;
use appeals::rules::{CallbackWish, Case, Channel, Intake, Reception, State, VoiceId, judge_reception};
use kernel::{Moment, Problem, uuid::Uuid};
use outside::upper::Order as Sent;

/// Letters of their number, of the name of a tier and of a category.
pub const MOST_NO: usize = 60;

/// A case that was worked on again is answered again, as long as it was first answered within so many days.
pub const AGAIN_DAYS: i64 = 90;

/// An order that was taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: Uuid,
    pub voice: VoiceId,
    pub their_no: String,
    pub tier: String,
    pub their_category: String,
    pub their_due_at: Moment,
    pub taken_at: Moment,
    pub answered_at: Option<Moment>,
    /// The round of the case the last answer spoke of.
    pub answered_round: Option<i32>,
}

/// An order as it was sent, judged by itself.
#[derive(Clone, Debug)]
pub struct Taken {
    pub their_no: String,
    pub tier: String,
    pub their_category: String,
    pub their_due_at: Moment,
    /// Without place and category, which the street knows.
    pub words: Reception,
    pub address: String,
}

/// A problem of a field of an order.
pub type AtField = (&'static str, Problem);

/// How far back and ahead their moment may lie, in days: a slip of the year is no date.
const DUE_WITHIN: [i64; 2] = [366, 3 * 366];

/// What is wrong with a due moment, if it is one.
pub(super) fn due_problem(due_at: Option<Moment>, now: Moment) -> Option<Problem> {
    let [back, ahead] = DUE_WITHIN;
    match due_at {
        None => Some(Problem::new("due-unreadable")),
        Some(due) if due < now.plus_days(-back) || due > now.plus_days(ahead) => Some(Problem::new("due-far")),
        Some(_) => None,
    }
}

/// Reads an order. What is wrong is said by field, all of it at once.
pub fn take(sent: &Sent, now: Moment) -> Result<Taken, Vec<AtField>> {
    let mut problems = vec![];
    let no = sent.their_no.trim();
    let plain = |text: &str| text.chars().count() <= MOST_NO && !text.chars().any(char::is_control);
    if no.is_empty() || !plain(no) {
        problems.push(("their_no", Problem::new("their-no")));
    }
    for (field, text) in [("tier", &sent.tier), ("category", &sent.category)] {
        if !plain(text.trim()) {
            problems.push((field, Problem::new("cell-long").with("most", MOST_NO)));
        }
    }
    let due_at = moment(&sent.due_at);
    problems.extend(due_problem(due_at, now).map(|p| ("due_at", p)));
    let said_at = if sent.said_at.trim().is_empty() { None } else { Some(moment(&sent.said_at)) };
    if said_at == Some(None) {
        problems.push(("said_at", Problem::new("due-unreadable")));
    }
    let words = reception(sent, no, said_at.flatten());
    let intake = Intake { by: None, staff: true, has_photo: false };
    problems.extend(judge_reception(&words, intake, false).into_iter().map(in_our_words));
    match due_at.filter(|_| problems.is_empty()) {
        None => Err(problems),
        Some(their_due_at) => Ok(Taken {
            their_no: no.to_owned(),
            tier: sent.tier.trim().to_owned(),
            their_category: sent.category.trim().to_owned(),
            their_due_at,
            address: words.address_note.clone(),
            words,
        }),
    }
}

/// What the voice says. Without a number nobody here can ask how it went: the upper tier does.
fn reception(sent: &Sent, no: &str, said_at: Option<Moment>) -> Reception {
    let named = !sent.name.trim().is_empty() || !sent.phone.trim().is_empty();
    let wish = if sent.phone.trim().is_empty() { CallbackWish::None } else { CallbackWish::Phone };
    Reception {
        client_key: format!("upper:{no}"),
        channel: Some(Channel::UpperTier),
        text: sent.text.trim().to_owned(),
        address_note: sent.address.trim().to_owned(),
        name: sent.name.trim().to_owned(),
        phone: sent.phone.trim().to_owned(),
        anonymous: !named,
        callback_wish: Some(wish),
        said_at,
        ..Reception::default()
    }
}

/// A problem of the reception, at the field of the order.
fn in_our_words(problem: Problem) -> AtField {
    match problem.code {
        "place-missing" => ("address", Problem::new("address-missing")),
        "text-missing" => ("text", problem),
        "text-too-long" => ("text", problem),
        "phone-malformed" | "phone-for-callback" => ("phone", Problem::new("phone-unreadable")),
        _ => ("their_no", problem),
    }
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Somebody works on it.
    Open,
    /// Their moment has passed without an answer.
    Late,
    /// There is an answer that has not gone up.
    Ready,
    Answered,
}

impl Stands {
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::Ready => "ready",
            Self::Answered => "answered",
        }
    }
}

/// Whether the case has an answer that may go up: its reply was approved, or it was answered or refused.
pub fn has_answer(case: &Case) -> bool {
    let done = matches!(case.state, State::Callback | State::Closed | State::Answered | State::Refused | State::Archived);
    done && case.public_reply.as_ref().is_some_and(|reply| !reply.trim().is_empty())
}

/// A later round has another answer, which goes up as well.
pub fn stands(order: &Order, case: &Case, now: Moment) -> Stands {
    match order.answered_round {
        Some(round) if round >= case.round || !has_answer(case) => Stands::Answered,
        _ if has_answer(case) => Stands::Ready,
        _ if order.their_due_at < now => Stands::Late,
        _ => Stands::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use appeals::rules::CaseId;

    fn now() -> Moment {
        Moment::parse("2026-11-24T09:00").expect("a time")
    }

    fn sent() -> Sent {
        Sent {
            their_no: " S20261124001 ".into(),
            tier: "市12345".into(),
            text: "路灯不亮。".into(),
            due_at: "2026-11-30".into(),
            address: "竹一1幢门口".into(),
            phone: "13900001111".into(),
            ..Sent::default()
        }
    }

    #[test]
    fn an_order_is_a_voice_under_their_number() {
        let taken = take(&sent(), now()).expect("an order");
        assert_eq!((taken.their_no.as_str(), taken.words.client_key.as_str()), ("S20261124001", "upper:S20261124001"));
        assert_eq!(taken.words.callback_wish, Some(CallbackWish::Phone));
        let nameless = take(&Sent { phone: String::new(), ..sent() }, now()).expect("an order");
        assert!(nameless.words.anonymous && nameless.words.callback_wish == Some(CallbackWish::None));
    }

    #[test]
    fn everything_wrong_is_said_at_its_field() {
        let bad = Sent { due_at: "soon".into(), text: " ".into(), address: String::new(), phone: "abc".into(), their_no: String::new(), ..sent() };
        let mut fields: Vec<_> = take(&bad, now()).expect_err("bad").into_iter().map(|(field, _)| field).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields, ["address", "due_at", "phone", "text", "their_no"]);
        for (due_at, code) in [("2099-12-30", "due-far"), ("2016-11-30", "due-far"), ("30.11.2026 x", "due-unreadable")] {
            let told = take(&Sent { due_at: due_at.into(), ..sent() }, now()).expect_err(due_at);
            assert_eq!((told[0].0, told[0].1.code), ("due_at", code));
        }
    }

    #[test]
    fn an_answer_goes_up_once_in_each_round() {
        let now = now();
        let order = Order {
            id: Uuid::now_v7(), voice: VoiceId::fresh(), their_no: "S1".into(), tier: String::new(), their_category: String::new(),
            their_due_at: now.plus_days(1), taken_at: now, answered_at: None, answered_round: None,
        };
        let working = Case { state: State::Handling, public_reply: Some("draft".into()), ..Case::fresh(CaseId::fresh(), "1".into(), now) };
        let answered = Case { state: State::Callback, ..working.clone() };
        assert_eq!(stands(&order, &working, now), Stands::Open);
        assert_eq!(stands(&order, &working, now.plus_days(2)), Stands::Late);
        assert_eq!(stands(&order, &answered, now), Stands::Ready);
        let sent = Order { answered_round: Some(1), answered_at: Some(now), ..order };
        assert_eq!(stands(&sent, &answered, now), Stands::Answered);
        let again = Case { round: 2, ..answered };
        assert_eq!(stands(&sent, &again, now), Stands::Ready);
        assert_eq!(stands(&sent, &Case { state: State::Handling, ..again }, now), Stands::Answered, "nothing new to say yet");
    }
}
