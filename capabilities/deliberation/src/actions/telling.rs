//! Who is told: the seated of a notice, each change of it, a cancellation and the day before; who was drawn; people behind a
//! proposal of what happens to it. One message for each thing that happened, never twice.

use crate::rules::*;
use crate::store;
use db::{Result, Tx};
use kernel::{AccountId, uuid::Uuid};
use messages::{Kind, Telling, To};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The name of this room's messages.
pub const ROOM: &str = "deliberation";
/// A meeting is reminded of so many hours ahead.
const REMIND_HOURS: i64 = 24;

/// What is told of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Notice,
    Changed,
    Cancelled,
    Reminder,
}

impl Word {
    fn code(self) -> &'static str {
        match self {
            Self::Notice => "meeting-notice",
            Self::Changed => "meeting-changed",
            Self::Cancelled => "meeting-cancelled",
            Self::Reminder => "meeting-reminder",
        }
    }
}

/// Everybody with an account who sits in the body on the day of the meeting, or holds an office there. `times` tells one
/// notice from the next.
pub fn tell_seated(tx: &mut Tx<'_>, m: &Meeting, word: Word, times: i64) -> Result<usize> {
    let (street, day) = (tx.street(), m.from.day());
    let memberships = store::memberships_of(tx, street, m.body)?;
    let offices = store::offices_of(tx, street, m.body)?;
    let seated = roster_on(&memberships, day).into_iter().filter_map(|s| s.account);
    let people: BTreeSet<AccountId> = seated.chain(holders(&offices, Office::ALL, day)).collect();
    let (facts, link) = (json!({ "code": m.code, "from": m.from }), format!("/meetings/{}", m.id));
    let mut told = 0;
    for account in people {
        let told_of = format!("{}/{}/{times}/{account}", m.id, word.code());
        told += usize::from(tell_one(tx, account, &told_of, (Kind::Office, word.code()), &facts, &link)?);
    }
    Ok(told)
}

/// Meetings of the coming day are reminded of, each once for its time.
pub fn remind(tx: &mut Tx<'_>) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut told = 0;
    for m in store::meetings_between(tx, street, now, now.plus_minutes(REMIND_HOURS * 60))? {
        if m.state == MeetingState::Convened {
            told += tell_seated(tx, &m, Word::Reminder, m.from.0)?;
        }
    }
    Ok(told)
}

/// Who was drawn or called is told where they have an account; the others are called by whoever keeps the draw.
pub fn tell_drawn(tx: &mut Tx<'_>, of: &Draw, line: &DrawLine) -> Result<bool> {
    let Some(account) = line.account else { return Ok(false) };
    let until = answer_by(of, line);
    let facts = json!({ "code": of.code, "until": until });
    let (told_of, link) = (format!("{}/{}", of.id, line.id), format!("/draws/{}", of.id));
    tell_one(tx, account, &told_of, (Kind::Office, "drawn"), &facts, &link)
}

/// Tells some people what happened to a proposal; `key` tells happenings of one kind apart.
pub(super) fn tell(tx: &mut Tx<'_>, of: &Proposal, (kind, code, key): (Kind, &str, &str), to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let facts = json!({ "code": of.code });
    let link = format!("/proposals/{}", of.id);
    for account in to.into_iter().collect::<BTreeSet<_>>() {
        let told_of = format!("{}/{code}/{key}/{account}", of.id);
        tell_one(tx, account, &told_of, (kind, code), &facts, &link)?;
    }
    Ok(())
}

/// What was done about a text, told to those whose words it is; `key` tells happenings of one kind apart.
pub(super) fn tell_of_text(tx: &mut Tx<'_>, of: &Text, (what, key, ground): (&str, &str, Wrong), to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let code = match of.of {
        Target::Proposal { .. } => format!("proposal-{what}"),
        Target::Part { .. } => format!("text-{what}"),
    };
    let (path, pauses) = (of.of.path(), "/moderation/pauses");
    let link = if what.contains("pause") && of.of.matter().is_some() { pauses } else { &path };
    for account in to.into_iter().collect::<BTreeSet<_>>() {
        let told_of = format!("{}/{code}/{key}/{account}", of.of.id());
        tell_one(tx, account, &told_of, (Kind::Office, &code), &json!({ "code": of.code, "ground": ground.code() }), link)?;
    }
    Ok(())
}

/// Somebody who keeps a matter is told that its step is late.
pub(super) fn tell_late(tx: &mut Tx<'_>, late: &LateStep, account: AccountId, urging: i64) -> Result<bool> {
    let facts = json!({ "code": late.code, "until": late.due });
    let told_of = format!("{}/late/{}/{}/{urging}/{account}", late.matter, late.no, late.due.0);
    tell_one(tx, account, &told_of, (Kind::Office, "matter-late"), &facts, &format!("/matters/{}", late.matter))
}

/// Whoever is named as the owner of a task is asked to accept it.
pub(super) fn tell_asked(tx: &mut Tx<'_>, of: &Matter, task: &Task) -> Result<bool> {
    let Some(account) = task.owner else { return Ok(false) };
    let told_of = format!("{}/task/{}/{account}", of.id, task.id);
    tell_one(tx, account, &told_of, (Kind::Office, "task-asked"), &json!({ "code": of.code }), &format!("/matters/{}", of.id))
}

/// What became of a task; `key` tells happenings of one kind apart.
pub(super) fn tell_task(tx: &mut Tx<'_>, of: &Matter, (task, code, key): (Uuid, &str, &str), to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    for account in to.into_iter().collect::<BTreeSet<_>>() {
        let told_of = format!("{}/{code}/{task}/{key}/{account}", of.id);
        tell_one(tx, account, &told_of, (Kind::Office, code), &json!({ "code": of.code }), &format!("/matters/{}", of.id))?;
    }
    Ok(())
}

/// A task was not accepted in its days: somebody else may be named.
pub(super) fn tell_unaccepted(tx: &mut Tx<'_>, of: &Matter, task: &Task, to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    tell_task(tx, of, (task.id, "task-unaccepted", &task.asked_at.map_or_else(String::new, |at| at.0.to_string())), to)
}

/// Somebody who took part in a matter is told that it ended; each end of it once.
pub(super) fn tell_ended(tx: &mut Tx<'_>, of: &Matter, account: AccountId) -> Result<bool> {
    let told_of = format!("{}/ended/{}/{account}", of.id, of.rev);
    let code = format!("matter-{}", of.state.code());
    tell_one(tx, account, &told_of, (Kind::Office, &code), &json!({ "code": of.code }), &format!("/matters/{}", of.id))
}

/// Somebody who took part is told that two matters go on apart.
pub(super) fn tell_split(tx: &mut Tx<'_>, of: &Matter, merger: &MatterMerger, account: AccountId) -> Result<bool> {
    let told_of = format!("{}/split/{}/{account}", of.id, merger.id);
    tell_one(tx, account, &told_of, (Kind::Office, "matter-split"), &json!({ "code": of.code }), &format!("/matters/{}", of.id))
}

/// Somebody who took part is told that a settled matter walks again; each round once.
pub(super) fn tell_reopened(tx: &mut Tx<'_>, of: &Matter, account: AccountId) -> Result<bool> {
    let told_of = format!("{}/reopened/{}/{account}", of.id, of.round);
    tell_one(tx, account, &told_of, (Kind::Office, "matter-reopened"), &json!({ "code": of.code }), &format!("/matters/{}", of.id))
}

/// Chair and convenor hear that a seat's holder has missed too many meetings without a word.
pub(super) fn tell_vacancy(tx: &mut Tx<'_>, seat: &Membership, (meeting, missed): (MeetingId, usize), to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    for account in to {
        let told_of = format!("{}/vacancy-moved/{meeting}/{account}", seat.id);
        tell_one(tx, account, &told_of, (Kind::Office, "vacancy-moved"), &json!({ "n": missed }), &format!("/bodies/{}", seat.body))?;
    }
    Ok(())
}

/// Whoever plans hears that a meeting is owed or late; whoever put a name to it, that it is convened.
pub(super) fn tell_requisition(tx: &mut Tx<'_>, of: &Requisition, code: &'static str, to: impl IntoIterator<Item = AccountId>) -> Result<()> {
    let link = of.meeting.map_or_else(|| format!("/bodies/{}/requisitions", of.body), |m| format!("/meetings/{m}"));
    for account in to {
        tell_one(tx, account, &format!("{}/{code}/{account}", of.id), (Kind::Office, code), &json!({ "topic": of.topic }), &link)?;
    }
    Ok(())
}

/// Somebody who took part is asked whether it lasted.
pub(super) fn tell_look(tx: &mut Tx<'_>, of: &Matter, look: &SecondLook, account: AccountId) -> Result<bool> {
    let told_of = format!("{}/look/{}/{account}", of.id, look.round);
    let facts = json!({ "code": of.code, "until": look.until });
    tell_one(tx, account, &told_of, (Kind::Office, "second-look"), &facts, &format!("/matters/{}", of.id))
}

/// Whoever was helped is told what was done for them, each act once.
pub(super) fn tell_helped(tx: &mut Tx<'_>, (helping, no): (Uuid, i64), (verb, link): (&str, &str), whom: AccountId) -> Result<()> {
    let told_of = format!("helping/{helping}/{no}");
    tell_one(tx, whom, &told_of, (Kind::Office, "helped"), &json!({ "verb": verb }), link)?;
    Ok(())
}

/// One message to one account; whether it is new.
fn tell_one(tx: &mut Tx<'_>, account: AccountId, told_of: &str, (kind, code): (Kind, &str), facts: &Value, link: &str) -> Result<bool> {
    let telling = Telling { room: ROOM, told_of, code, kind, facts, link, urgent: None };
    messages::tell(tx, To { account: Some(account), guest: None }, &telling)
}
