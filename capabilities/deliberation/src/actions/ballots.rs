//! A ballot from its draft to its sealed count: votes by every door, the close, the count, the challenge.

use super::matters::on_matter_ballots;
use super::room_votes::room_rule;
use crate::rules::{self, *};
use crate::store::{self, Pleas};
use auth::{Act, Denied, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{AccountId, Event, Moment, Outcome, Problem, Purpose, StreetId, uuid::Uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What an elector marks, or staff at a desk for one who is there.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Casting {
    /// `for`, `against`, `abstain`; numbers of options; in order for a ranking; a mark for each option.
    pub choice: Vec<String>,
    /// Made with the form: a vote sent again is found by it.
    pub receipt: String,
    /// Why somebody objects or is concerned, where agreement is asked for.
    pub reason: String,
    /// What was marked has been looked at once more.
    pub checked: bool,
    /// At a desk: the elector's key on the roll, and by which door they came.
    pub key: String,
    pub door: Option<Way>,
}

/// Votes are sealed at this length, whatever they say.
const PADDED: usize = 128;

/// Put to a roll: the options as the matter froze them, the rule as it will stay.
pub fn draft_ballot(tx: &mut Tx<'_>, viewer: &Viewer, of: MatterId, words: &Drawing, as_is: &str) -> Result<Outcome<Option<Ballot>>> {
    let (street, now) = (tx.street(), tx.now());
    let matter = on_matter_ballots(tx, viewer, of, now)?;
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    if let Err(problems) = in_step(&matter, Part::Keeper, "ballot") {
        return Ok(Outcome::Refused(None, problems));
    }
    let choices = store::choices_of(tx, street, of)?;
    let mut drawn = rule_of(words, &choices, as_is);
    let in_room = words.method == Some(BallotMethod::Hands);
    let mut sitting = None;
    if in_room {
        match room_rule(tx, street, (matter.body, of), &words.meeting_item)? {
            Err(problem) => drawn = Err(drawn.err().unwrap_or_default().into_iter().chain([problem]).collect()),
            Ok((meeting, item, rule)) => {
                drawn = drawn.and_then(|(drawn, options)| Ok((in_the_room(measured(drawn, &rule).map_err(|p| vec![p])?, meeting.mode), options)));
                sitting = Some((meeting, item));
            }
        }
    }
    // A body's own seats are public anyway.
    let seated = words.elector_kind.map_or(words.method == Some(BallotMethod::Consent), |kind| kind == ElectorKind::Seat);
    let days = BallotDays::said(words.check_days, seated, (words.opens, words.closes), now);
    // A vote by hands opens when it is called and is over when it is counted; the meeting's evening bounds it.
    let days = sitting.as_ref().map_or(days, |(m, _)| BallotDays { check: 0, opens: m.from, closes: m.to.plus_days(1) });
    let mut problems = if in_room { vec![] } else { days.problems(now) };
    let scope = said("scope", &words.scope, 120).map_err(|p| problems.push(p)).unwrap_or_default();
    let (rule, options) = match drawn {
        Ok(drawn) if problems.is_empty() => drawn,
        Ok(_) => return Ok(Outcome::Refused(None, problems)),
        Err(more) => {
            problems.extend(more);
            return Ok(Outcome::Refused(None, problems));
        }
    };
    let named = (BallotId::fresh(), short_code('B', now.day(), store::next_number(tx, 'B', now.day())?));
    let drawn = Ballot::drafted(named, (matter.body, matter.place), (matter.question.clone(), scope), (rule, options), days, by);
    let (meeting, item) = sitting.map(|(m, item)| (m.id, item)).unzip();
    let ballot = Ballot { matter: Some(of), round: matter.round, meeting, item, ..drawn };
    keep_draft(tx, &ballot)?;
    Ok(Outcome::Done(Some(ballot)))
}

/// A draft is kept, and on record.
pub(super) fn keep_draft(tx: &mut Tx<'_>, ballot: &Ballot) -> Result<()> {
    store::insert_ballot(tx, ballot)?;
    tx.record(&BallotDrafted { ballot: ballot.id, matter: ballot.matter, method: ballot.rule.method.code(), secrecy: ballot.rule.secrecy.code() }).map(|_| ())
}

/// The walk of a verb that changes the ballot's own row: the ballot, the decision, the row, its event.
pub(super) fn on_ballot<A: Act<Ballot>, E: Event>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: BallotId,
    decision: impl FnOnce(&mut Tx<'_>, &Ballot) -> Result<Decided<Ballot, E>>,
) -> Result<Outcome<Ballot>> {
    let now = tx.now();
    let was = store::find_ballot::<A>(tx, viewer, id, now)?.into_inner();
    saved(tx, was, decision)
}

pub(super) fn saved<E: Event>(tx: &mut Tx<'_>, was: Ballot, decision: impl FnOnce(&mut Tx<'_>, &Ballot) -> Result<Decided<Ballot, E>>) -> Result<Outcome<Ballot>> {
    match decision(tx, &was)? {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((ballot, event)) => {
            store::save_ballot(tx, &was, &ballot)?;
            tx.record(&event)?;
            Ok(Outcome::Done(ballot))
        }
    }
}

/// Votes are taken from now on; the secret of the lot is drawn and its hash shown.
pub fn open_ballot(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    on_ballot::<KeepBallot, _>(tx, viewer, id, opening)
}

fn opening(tx: &mut Tx<'_>, was: &Ballot) -> Result<Decided<Ballot, BallotOpened>> {
    let (commitment, sealed) = opening_secret(tx, was.id)?;
    let opened = rules::open_ballot(was, commitment, tx.now());
    if opened.is_ok() {
        store::keep_secret(tx, was.id, &sealed)?;
    }
    Ok(opened)
}

/// A secret for the lot: its hash, and itself sealed.
pub(super) fn opening_secret(tx: &Tx<'_>, of: BallotId) -> Result<(String, kernel::Sealed)> {
    let secret = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    Ok((commitment(secret.as_bytes()), tx.seal(Purpose::Identity, "ballots.secret", of.uuid(), &secret)?))
}

/// One's own vote, on the web.
pub fn vote(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &Casting) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<CastVote>(tx, viewer, id, now)?.into_inner();
    if let Err(problem) = super::helping::in_person(viewer) {
        return Ok(Outcome::Refused(of, vec![problem]));
    }
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let phone = identity::phone_mark_of(tx, street, account)?;
    let Some(elector) = store::elector_of(tx, street, id, account, phone)? else {
        return Ok(Outcome::Refused(of, vec![Problem::new("not-on-roll")]));
    };
    cast(tx, of, &elector, Way::Web, None, words)
}

/// At a desk or by a call back: staff find the line, the elector marks.
pub fn take_vote(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, words: &Casting) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<TakeVotes>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let door = words.door.filter(|d| *d == Way::Phone).unwrap_or(Way::Desk);
    let key = roll_key(tx, &of, &words.key)?;
    let Some(elector) = store::elector_by_key(tx, street, id, &key)? else {
        return Ok(Outcome::Refused(of, vec![Problem::at("key", "not-on-roll")]));
    };
    cast(tx, of, &elector, door, Some(by), words)
}

/// The blind mark of what was written as a key.
pub(super) fn roll_key(r: &mut Reader<'_>, of: &Ballot, typed: &str) -> Result<Vec<u8>> {
    r.blind(Purpose::Identity, "ballot_electors.key", &format!("{}/{}", of.roll_of(), plain(typed)))
}

/// One elector, one vote: the line turns and the vote is stored in one transaction. The same vote sent again finds itself
/// by its receipt; whoever comes second by another door is told by which the first came.
fn cast(tx: &mut Tx<'_>, of: Ballot, elector: &Elector, door: Way, taken_by: Option<AccountId>, words: &Casting) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let read = of.rule.vote(&words.choice, of.options.len());
    let receipt = receipt_typed(&words.receipt);
    let (content, mark) = match (read, receipt) {
        (Ok(content), Ok(code)) => (content, receipt_hash(of.id, &code)),
        (choice, receipt) => {
            let problems = [choice.err(), receipt.err()].into_iter().flatten().collect();
            return Ok(Outcome::Refused(of, problems));
        }
    };
    let reason = match of.rule.reason(&content, &words.reason) {
        Ok(reason) => reason,
        Err(problem) => return Ok(Outcome::Refused(of, vec![problem])),
    };
    if elector.state == ElectorState::Voted {
        return again(tx, of, elector, (&content, &reason), &mark);
    }
    if let Err(problems) = may_vote(&of, elector, door) {
        return Ok(Outcome::Refused(of, problems));
    }
    if store::has_mark(tx, street, of.id, &mark)? {
        return Ok(Outcome::Refused(of, vec![Problem::at("receipt", "receipt-used")]));
    }
    let voted = Elector { state: ElectorState::Voted, door: Some(door), voted_on: Some(now.day()), taken_by, ..elector.clone() };
    if !store::save_elector(tx, elector, &voted, None)? {
        let now_there = store::elector_by_key(tx, street, of.id, &elector.key)?.ok_or(Fault::Busy)?;
        return Ok(Outcome::Refused(of, vec![voted_already(&now_there)]));
    }
    if of.rule.is_secret() {
        // No event: its id alone would tell the millisecond.
        let sealed = sealed_vote(tx, &of, &content)?;
        store::put_in_box(tx, of.id, &mark, sealed)?;
    } else {
        store::insert_vote(tx, &voted, &content, &mark)?;
        store::put_reason(tx, elector, &reason)?;
        tx.record(&VoteAccepted { ballot: of.id, door: door.code() })?;
    }
    Ok(Outcome::Done(of))
}

fn sealed_vote(tx: &Tx<'_>, of: &Ballot, content: &str) -> Result<Vec<u8>> {
    if content.len() > PADDED {
        return Err(Fault::other("a vote longer than any paper"));
    }
    tx.seal_vote(tx.street(), of.id.uuid(), format!("{content:PADDED$}").as_bytes())
}

fn opened_vote(r: &Reader<'_>, street: StreetId, of: BallotId, sealed: &[u8]) -> Result<String> {
    let plain = String::from_utf8(r.open_vote(street, of.uuid(), sealed)?).map_err(Fault::other)?;
    Ok(plain.trim_end().to_owned())
}

/// Somebody whose line says "voted" sends a vote: the same one again, a changed one where the rule lets them, or a second.
fn again(tx: &mut Tx<'_>, of: Ballot, elector: &Elector, (content, reason): (&str, &str), mark: &str) -> Result<Outcome<Ballot>> {
    let street = tx.street();
    let open = of.state == BallotState::Open && elector.door != Some(Way::Paper);
    let may_change = open && of.rule.change != Changing::Never;
    if of.rule.is_secret() {
        let own = store::in_box(tx, street, of.id, mark)?;
        let same = own.as_ref().map(|sealed| opened_vote(tx, street, of.id, sealed)).transpose()?.is_some_and(|had| had == content);
        if same {
            return Ok(Outcome::Done(of));
        }
        if may_change && own.is_some() {
            let sealed = sealed_vote(tx, &of, content)?;
            store::replace_in_box(tx, of.id, mark, sealed)?;
            return Ok(Outcome::Done(of));
        }
    } else if let Some((had, kept)) = store::vote_of(tx, street, elector)? {
        if kept == mark && had == content {
            return Ok(Outcome::Done(of));
        }
        if may_change && (of.rule.change == Changing::UntilClose || kept == mark) {
            store::change_vote(tx, elector, content)?;
            store::put_reason(tx, elector, reason)?;
            tx.record(&VoteAccepted { ballot: of.id, door: elector.door.map_or("", Way::code) })?;
            return Ok(Outcome::Done(of));
        }
    }
    Ok(Outcome::Refused(of, vec![voted_already(elector)]))
}

/// Closed: at its hour, or earlier by two hands.
pub fn close_ballot(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    let now = tx.now();
    let was = store::find_ballot::<KeepBallot>(tx, viewer, id, now)?.into_inner();
    closing(tx, was, viewer.account())
}

fn closing(tx: &mut Tx<'_>, was: Ballot, by: Option<AccountId>) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    match rules::close_ballot(&was, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((asked, false)) => {
            store::save_ballot(tx, &was, &asked)?;
            tx.record(&BallotClosing { ballot: was.id })?;
            Ok(Outcome::Done(asked))
        }
        Ok((closed, true)) => {
            store::save_ballot(tx, &was, &closed)?;
            if was.rule.is_secret() {
                let held = store::box_of(tx, street, was.id)?;
                let contents = held.iter().map(|(_, sealed)| opened_vote(tx, street, was.id, sealed)).collect::<Result<Vec<_>>>()?;
                store::empty_box(tx, was.id, contents, held.into_iter().map(|(mark, _)| mark).collect())?;
            }
            let accepted = voted(tx, street, was.id)?.values().sum();
            tx.record(&BallotClosed { ballot: was.id, matter: was.matter, accepted })?;
            Ok(Outcome::Done(closed))
        }
    }
}

/// Lines of the roll that have voted, by door.
pub(super) fn voted(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<BTreeMap<Way, i64>> {
    Ok(by_door(store::roll_counts(r, street, of)?))
}

fn by_door(counts: store::Turnout) -> BTreeMap<Way, i64> {
    counts.into_iter().filter_map(|(_, door, n)| Some((Way::from_code(&door?)?, n))).collect()
}

/// All votes: kept one by one, and in bundles that were read twice. Weight stands only where the rule asks for it.
pub(super) fn all_votes(r: &mut Reader<'_>, street: StreetId, of: &Ballot) -> Result<Votes> {
    let mut votes = Votes::new();
    for (content, weight, times) in store::contents_of(r, street, of.id)? {
        let weight = if of.by_weight() { weight } else { 1 };
        *votes.entry((content, weight)).or_default() += times.unsigned_abs();
    }
    for (side, n) in store::hands_of(r, street, of.id)?.filter(HandCount::is_signed).into_iter().flat_map(|h| hands_as_votes(h.hands)) {
        *votes.entry((side.to_owned(), 1)).or_default() += n;
    }
    for content in store::batches_of(r, street, of.id)?.into_iter().filter_map(|b| b.contents).flatten() {
        *votes.entry((content, 1)).or_default() += 1;
    }
    Ok(votes)
}

/// Counted once everything on paper is read and accounted for.
pub fn count_ballot(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    on_ballot::<KeepBallot, _>(tx, viewer, id, counted_now)
}

/// The count of a closed ballot, or what is missing to it.
pub(super) fn counted_now(tx: &mut Tx<'_>, was: &Ballot) -> Result<Decided<Ballot, BallotCounted>> {
    let (street, now, id) = (tx.street(), tx.now(), was.id);
    if let Err(problems) = may_be_counted(was) {
        return Ok(Err(problems));
    }
    if was.rule.method == BallotMethod::Hands && !store::hands_of(tx, street, id)?.is_some_and(|h| h.is_signed()) {
        return Ok(Err(vec![Problem::new("hands-missing")]));
    }
    let by_paper = voted(tx, street, id)?.get(&Way::Paper).copied().unwrap_or(0);
    let batches = store::batches_of(tx, street, id)?;
    let sheet = store::sheet_of(tx, street, id)?;
    let signed = sheet.as_ref().is_some_and(|(_, _, second)| second.is_some());
    let issued = store::papers_issued(tx, street, id)?;
    if issued > 0 && !signed {
        return Ok(Err(vec![Problem::new("sheet-missing")]));
    }
    let variance = sheet.map_or(0, |(sheet, ..)| sheet.variance(by_paper));
    let in_batches: i64 = batches.iter().filter(|b| !b.is_aside()).map(|b| i64::from(b.slips)).sum();
    let unread = batches.iter().filter(|b| b.is_unread()).map(|b| i64::from(b.slips)).sum::<i64>();
    let missing = if variance == 0 { (by_paper - in_batches).abs() } else { 0 };
    let sealed = store::secret_of(tx, street, id)?;
    let secret = tx.open_sealed(&sealed, Purpose::Identity, "ballots.secret", id.uuid(), "count")?;
    let votes = all_votes(tx, street, was)?;
    let of = counting(was, secret.as_bytes());
    if variance_decides(&of, &votes, variance) {
        return Ok(Err(vec![Problem::new("variance-decides").with("n", variance)]));
    }
    Ok(rules::count_ballot(was, prove(&of, &votes), unread + missing, now))
}

fn counting<'a>(of: &'a Ballot, secret: &'a [u8]) -> Counting<'a> {
    Counting { ballot: &of.code, rule: &of.rule, options: &of.options, roll: of.roll, roll_hash: of.roll_hash.as_deref().unwrap_or_default(), secret }
}

/// Why the count should not stand: an elector, within three days.
pub fn challenge_count(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, typed: &str) -> Result<Outcome<Ballot>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_ballot::<CastVote>(tx, viewer, id, now)?.into_inner();
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let phone = identity::phone_mark_of(tx, street, account)?;
    let mut problems = vec![];
    let text = said("text", typed, 500).map_err(|p| problems.push(p)).unwrap_or_default();
    if of.state != BallotState::Counted || of.counted_at.is_none_or(|at| now >= at.plus_days(CHALLENGE_DAYS)) {
        problems.push(Problem::new("challenge-late"));
    }
    if store::elector_of(tx, street, id, account, phone)?.is_none_or(|e| e.state == ElectorState::Struck) {
        problems.push(Problem::new("not-on-roll"));
    }
    if !problems.is_empty() {
        return Ok(Outcome::Refused(of, problems));
    }
    let plea = plead(tx, Pleas::Count, id, account, &text)?;
    tx.record(&CountChallenged { ballot: id, challenge: plea })?;
    Ok(Outcome::Done(of))
}

/// Somebody's words about a roll or a count, sealed.
pub(super) fn plead(tx: &mut Tx<'_>, kind: Pleas, of: BallotId, by: AccountId, text: &str) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let sealed = tx.seal(Purpose::Identity, kind.column(), id, text)?;
    store::insert_plea(tx, kind, of, id, by, &sealed)?;
    Ok(id)
}

pub fn seal_count(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId) -> Result<Outcome<Ballot>> {
    on_ballot::<KeepBallot, _>(tx, viewer, id, sealing)
}

fn sealing(tx: &mut Tx<'_>, was: &Ballot) -> Result<Decided<Ballot, CountSealed>> {
    let (street, now) = (tx.street(), tx.now());
    let open = store::pleas_of(tx, street, Pleas::Count, was.id)?.iter().filter(|p| p.granted.is_none()).count();
    Ok(rules::seal_count(was, open, now))
}

pub fn void_ballot(tx: &mut Tx<'_>, viewer: &Viewer, id: BallotId, reason: &str) -> Result<Outcome<Ballot>> {
    on_ballot::<JudgeBallot, _>(tx, viewer, id, |_, was| Ok(rules::void_ballot(was, reason)))
}

/// What the clock does: opens what is due, closes what is over, seals what nobody challenged.
pub fn tend_ballots(tx: &mut Tx<'_>, most: i64) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let due = store::ballots_due(tx, street, now, most)?;
    let mut done = 0;
    for was in due {
        let outcome = match was.state {
            BallotState::Frozen => saved(tx, was, opening)?,
            BallotState::Open => closing(tx, was, None)?,
            _ => saved(tx, was, sealing)?,
        };
        done += usize::from(outcome.is_done());
    }
    Ok(done)
}

/// Whether the clock has something to do.
pub fn any_ballot_due(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<bool> {
    Ok(!store::ballots_due(r, street, now, 1)?.is_empty())
}

/// Ballots whose votes are not as many as their roll says, whose turnout is kept otherwise than the roll has it, whose roll
/// changed after it was frozen, or whose count does not repeat from what is kept.
pub fn broken_ballots(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<String>> {
    let (mut broken, mut before) = (vec![], None);
    loop {
        let page = store::ballots(r, street, None, before, 100)?;
        before = page.last().map(|b| b.id);
        for b in page.iter().filter(|b| b.state != BallotState::Void && b.forgotten_at.is_none()) {
            let counts = store::roll_recounted(r, street, b.id)?;
            if counts != store::roll_counts(r, street, b.id)? {
                broken.push(format!("{} (turnout)", b.code));
            }
            let by_door = by_door(counts);
            let singly: i64 = by_door.iter().filter(|(door, _)| **door != Way::Paper).map(|(_, n)| n).sum();
            let hands = store::hands_of(r, street, b.id)?.map_or(0, |h| h.hands.cast());
            if hands + singly > i64::try_from(b.roll.electors).unwrap_or(i64::MAX) && b.roll_hash.is_some() {
                broken.push(format!("{} (hands)", b.code));
            }
            if store::votes_kept(r, street, b.id)? != singly {
                broken.push(format!("{} (votes)", b.code));
            }
            if b.roll_hash.is_some() && b.roll_hash != Some(roll_hash(&store::electors_of(r, street, b.id)?)) {
                broken.push(format!("{} (roll)", b.code));
            }
            if let Some(proof) = &b.proof
                && verify_proof(proof, &votes_csv(&all_votes(r, street, b)?)).is_err()
            {
                broken.push(format!("{} (count)", b.code));
            }
            for earlier in store::earlier_counts(r, street, b.id)? {
                if verify_proof(&earlier.proof, &earlier.votes).is_err() {
                    broken.push(format!("{} (count {})", b.code, earlier.no));
                }
            }
        }
        if page.len() < 100 || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}
