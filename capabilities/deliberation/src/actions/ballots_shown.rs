//! What the pages of ballots show: nothing of any content before the close, never who chose what in a secret one.

use super::meetings::agenda;
use super::{ballots::{all_votes, voted}, batches_shown::batch_lines, pleas::{earlier_views, plea_views}, rolls::own_line, shown::place_name};
use crate::rules::*;
use crate::store::{self, Pleas};
use crate::views::*;
use auth::{Denied, PlacePath, Viewer};
use db::{Reader, Result};
use kernel::{Moment, StreetId};

/// Ballots of one page of the list, and lines of one page of a roll.
const TOGETHER: i64 = 30;
const LINES: i64 = 100;
/// Turnout of a running ballot is shown from so many electors up.
const SHOWN_FROM: i64 = 30;

pub fn ballots_view(r: &mut Reader<'_>, viewer: &Viewer, of: Option<MatterId>, before: Option<BallotId>, now: Moment) -> Result<BallotsView> {
    let street = viewer.street;
    let matter = of.map(|id| store::find_matter::<SeeMatter>(r, viewer, id, now)).transpose()?.map(|held| held.into_inner());
    let mut found = store::ballots(r, street, of, before, TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let mut view = BallotsView { matter: of, next: found.last().filter(|_| more).map(|b| b.id), ..BallotsView::default() };
    if let Some(m) = &matter {
        let choices = store::choices_of(r, street, m.id)?;
        view.options = choices.into_iter().filter(|c| c.state == OptionState::Frozen).map(|c| (c.id, format!("{} · {}", c.letter, c.title))).collect();
        view.may_draft = auth::may::<_, KeepMatter>(viewer, m, now) && in_step(m, Part::Keeper, "ballot").is_ok();
        view.items = if view.may_draft { items_to_decide(r, street, m, now)? } else { vec![] };
        view.question = m.question.clone();
    }
    view.ballots = found.into_iter().map(BallotLine::from).collect();
    Ok(view)
}

/// Items of coming meetings of the body that are about this matter, or about none that is named.
fn items_to_decide(r: &mut Reader<'_>, street: StreetId, of: &Matter, now: Moment) -> Result<Vec<(String, String)>> {
    let mut items = vec![];
    for m in store::meetings_of(r, street, of.body, 20)?.into_iter().filter(|m| matches!(m.state, MeetingState::Convened | MeetingState::Open) && m.to.plus_days(1) > now) {
        let notices = store::notices_of(r, street, m.id)?;
        let here = agenda(&m, &notices).into_iter().filter(|i| i.kind == ItemKind::Decide && i.matter.is_none_or(|id| id == of.id.uuid()));
        items.extend(here.map(|i| (format!("{}/{}", m.id, i.no), format!("{} · {} {}", m.from.day(), i.no, i.title))));
    }
    Ok(items)
}

/// One ballot, for everybody; for an elector with their own line.
pub fn ballot_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<BallotView> {
    let street = viewer.street;
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    let body = store::body(r, street, b.body)?.ok_or(Denied::Hidden)?;
    let own = own_line(r, street, viewer, id)?;
    let by_door = match &b.kept_doors {
        Some(kept) => kept.clone(),
        None => voted(r, street, id)?,
    };
    let turnout: i64 = by_door.values().sum();
    let electors = electors(r, street, &b)?;
    let closed = matches!(b.state, BallotState::Closed | BallotState::Counted | BallotState::Sealed);
    let counted = b.proof.as_ref().filter(|_| b.is_counted());
    let named = if counted.is_some() && b.rule.secrecy == Secrecy::Named { store::votes_by_line(r, street, id)? } else { vec![] };
    let mut may = may(viewer, &b, own.as_ref(), now);
    let seats = recusing(r, viewer, &b, &mut may, now)?;
    let hands = store::hands_of(r, street, id)?.map(|h| HandsView { needed: h.needed, first_told: h.first.is_some() && !h.is_signed(), signed: h.is_signed() });
    let recusals = store::recusals_of(r, street, id)?.into_iter().map(|x| RecusalView { shown_name: x.shown_name, reason: x.reason, on: x.at.day() }).collect();
    let reasons = if counted.is_some() { store::reasons_of(r, street, id)? } else { vec![] };
    let me = match &own {
        None => None,
        Some(e) => {
            let choice = if b.rule.is_secret() { None } else { store::vote_of(r, street, e)?.map(|(content, _)| content) };
            let place = e.place.map(|p| place_name(&tree, PlacePath { building: Some(p), ..PlacePath::default() })).unwrap_or_default();
            Some(OwnLine { line: e.line, place, weight: e.weight, state: e.state, door: e.door, voted_on: e.voted_on, choice })
        }
    };
    Ok(BallotView {
        id,
        matter: b.matter,
        body: body.name,
        place: place_name(&tree, b.place),
        options_hash: b.options_hash.clone(),
        roll_until: b.roll_until,
        electors,
        turnout: (closed || (b.state == BallotState::Open && electors >= SHOWN_FROM)).then_some(turnout),
        by_door: if closed { by_door.into_iter().map(|(door, n)| (door.code().to_owned(), n)).collect() } else { Default::default() },
        counted: counted.map(|p| p.counted.clone()),
        result_hash: counted.map(|p| p.result_hash.clone()),
        votes_public: counted.is_some() && b.forgotten_at.is_none() && may_publish_votes(b.rule.secrecy, b.roll, b.options.len()),
        named: named.into_iter().map(|(line, choice)| NamedVote { line, choice }).collect(),
        challenges: plea_views(store::pleas_of(r, street, Pleas::Count, id)?),
        objections: plea_views(store::pleas_of(r, street, Pleas::Roll, id)?),
        earlier: earlier_views(store::earlier_counts(r, street, id)?),
        closing_asked: b.closing_by.is_some() && b.state == BallotState::Open,
        me,
        may,
        meeting: b.meeting,
        hands,
        recusals,
        seats,
        follows: b.follows,
        followed_by: store::followed_by(r, street, id)?,
        rewording: b.rewording,
        again: asks_again(&b),
        candidates: candidates(r, viewer, &b, now)?,
        category: b.category.clone(),
        forgotten_at: b.forgotten_at,
        reasons: reasons.into_iter().map(|(stance, reason)| ReasonView { stance, reason }).collect(),
        stage: Stage::Choose,
        marked: vec![],
        reason: String::new(),
        receipt: None,
        problems: vec![],
        code: b.code,
        question: b.question,
        state: b.state,
        rule: b.rule,
        options: b.options,
        scope: b.scope,
        opens: b.opens,
        closes: b.closes,
        roll_hash: b.roll_hash,
        commitment: b.commitment,
        why_void: b.why_void,
    })
}

/// Who stands, and whether this reader may answer for whoever was elected.
fn candidates(r: &mut Reader<'_>, viewer: &Viewer, b: &Ballot, now: Moment) -> Result<Vec<CandidateView>> {
    let winners = b.proof.as_ref().filter(|_| b.is_counted()).map(|p| p.counted.winners.clone()).unwrap_or_default();
    let all = store::candidates_of(r, viewer.street, b.id)?.into_iter().map(|c| {
        let held = InHand { thing: b.clone(), hands: c.account.into_iter().collect() };
        let may_answer = b.state == BallotState::Sealed && auth::may::<_, AnswerSeat>(viewer, &held, now);
        CandidateView { elected: winners.contains(&c.no), no: c.no, shown_name: c.shown_name, state: c.state, reason: c.reason, may_answer }
    });
    Ok(all.collect())
}

/// Who may hold a vote by hands, and for which seats this reader may say that they step aside: the chair for all, a member
/// for their own.
fn recusing(r: &mut Reader<'_>, viewer: &Viewer, b: &Ballot, may: &mut BallotMay, now: Moment) -> Result<Vec<(MembershipId, String)>> {
    let Some(account) = viewer.account() else { return Ok(vec![]) };
    let offices = store::offices_of(r, viewer.street, b.body)?;
    let holds = |which: &[Office]| holders(&offices, which, now.day()).contains(&account);
    may.hold = b.rule.method == BallotMethod::Hands && holds(Office::ALL);
    if b.rule.elector_kind != ElectorKind::Seat || !matches!(b.state, BallotState::Drafted | BallotState::RollOpen) {
        return Ok(vec![]);
    }
    let (memberships, chair) = (store::memberships_of(r, viewer.street, b.body)?, holds(&[Office::Chair]));
    let seated = roster_on(&memberships, now.day());
    let seats: Vec<_> = seated.into_iter().filter(|m| chair || m.account == Some(account)).map(|m| (m.id, m.shown_name.clone())).collect();
    may.recuse = !seats.is_empty();
    Ok(seats)
}

/// How many may vote: as frozen, before that as they are listed now.
fn electors(r: &mut Reader<'_>, street: StreetId, b: &Ballot) -> Result<i64> {
    if b.roll_hash.is_some() {
        return i64::try_from(b.roll.electors).map_err(db::Fault::other);
    }
    Ok(store::roll_by_place(r, street, b.id)?.into_iter().map(|(_, n)| n).sum())
}

fn may(viewer: &Viewer, b: &Ballot, own: Option<&Elector>, now: Moment) -> BallotMay {
    let listed = own.is_some_and(|e| e.state == ElectorState::Listed);
    let voted = own.is_some_and(|e| e.state == ElectorState::Voted && e.door != Some(Way::Paper));
    let open = b.state == BallotState::Open && now < b.closes;
    let counted = b.state == BallotState::Counted && b.counted_at.is_some_and(|at| now < at.plus_days(CHALLENGE_DAYS));
    BallotMay {
        vote: listed && open && b.rule.takes(Way::Web),
        change: voted && open && b.rule.change != Changing::Never,
        object: viewer.account().is_some() && b.state == BallotState::RollOpen,
        challenge: own.is_some() && counted,
        keep: auth::may::<_, KeepBallot>(viewer, b, now),
        take: open && auth::may::<_, TakeVotes>(viewer, b, now),
        hold: false,
        recuse: false,
        see_roll: auth::may::<_, SeeRoll>(viewer, b, now),
        judge: auth::may::<_, JudgeBallot>(viewer, b, now),
    }
}

/// What somebody may do who is met as staff, not as an elector.
pub(super) fn may_on(viewer: &Viewer, b: &Ballot, now: Moment) -> BallotMay {
    may(viewer, b, None, now)
}

/// The desk's page: the roll line by line, papers, bundles.
pub fn roll_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, after: i32, now: Moment) -> Result<RollView> {
    let street = viewer.street;
    let b = store::find_ballot::<SeeRoll>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    // Counts by building are for checking the roll; while votes come in, nobody waits for them.
    let checking = matches!(b.state, BallotState::Drafted | BallotState::RollOpen | BallotState::Frozen);
    let by_place = if checking { store::roll_by_place(r, street, id)? } else { vec![] };
    let electors = electors(r, street, &b)?;
    let name = |place: Option<kernel::PlaceId>| place.map(|p| tree.name_path(p)).unwrap_or_default();
    let mut page = store::roll_page(r, street, id, after, LINES + 1)?;
    let more = page.len() > LINES as usize;
    page.truncate(LINES as usize);
    let sheet = store::sheet_of(r, street, id)?;
    let mut counts = std::collections::BTreeMap::new();
    for (state, door, n) in store::roll_counts(r, street, id)? {
        *counts.entry(door.unwrap_or(state)).or_default() += n;
    }
    Ok(RollView {
        id,
        electors,
        by_place: by_place.into_iter().map(|(place, n)| (name(place), n)).collect(),
        counts,
        next: page.last().filter(|_| more).map(|e| e.line),
        lines: page.into_iter().map(|e| RollLineView { line: e.line, place: name(e.place), state: e.state, door: e.door, voted_on: e.voted_on, counterfoil: e.counterfoil }).collect(),
        counterfoil: None,
        batches: batch_lines(r, viewer, id)?,
        sheet_signed: sheet.as_ref().is_some_and(|(_, _, second)| second.is_some()),
        sheet: sheet.map(|(sheet, ..)| sheet),
        voted_by_paper: voted(r, street, id)?.get(&Way::Paper).copied().unwrap_or(0),
        may: may_on(viewer, &b, now),
        pleas_open: [Pleas::Roll, Pleas::Count].into_iter().map(|kind| Ok(store::pleas_of(r, street, kind, id)?.iter().filter(|p| p.granted.is_none()).count())).sum::<Result<usize>>()?,
        may_read: auth::may::<_, ReadVotes>(viewer, &b, now) && b.state == BallotState::Closed,
        may_settle: auth::may::<_, SettleVotes>(viewer, &b, now) && b.state == BallotState::Closed,
        may_open: auth::may::<_, OpenRollLine>(viewer, &b, now),
        opened: None,
        receipt: String::new(),
        typed: String::new(),
        problems: vec![],
        code: b.code,
        question: b.question,
        state: b.state,
        rule: b.rule,
        options: b.options,
    })
}

/// What everybody may count again with: nothing before the count.
pub fn proof_of(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<Proof> {
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let counted = b.is_counted();
    Ok(b.proof.filter(|_| counted).ok_or(Denied::Hidden)?)
}

/// Every content with how many cast it: for all where that gives nobody away, otherwise for auditors.
pub fn votes_file(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<String> {
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let public = may_publish_votes(b.rule.secrecy, b.roll, b.options.len());
    if !b.is_counted() || b.forgotten_at.is_some() || !(public || auth::may::<_, SettleVotes>(viewer, &b, now)) {
        return Err(Denied::Hidden.into());
    }
    Ok(votes_csv(&all_votes(r, viewer.street, &b)?))
}

/// Marks of all receipts of a secret ballot, after the close, apart from what was chosen.
pub fn receipts_file(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<String> {
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    if !b.rule.is_secret() || matches!(b.state, BallotState::Open) {
        return Err(Denied::Hidden.into());
    }
    Ok(store::marks_of(r, viewer.street, id)?.join("\n"))
}

pub fn receipt_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, typed: &str, now: Moment) -> Result<ReceiptView> {
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let mut view = ReceiptView { ballot: id.to_string(), counted: b.is_counted(), ..ReceiptView::default() };
    match receipt_typed(typed) {
        _ if typed.trim().is_empty() => {}
        Ok(code) => view.found = Some(store::has_mark(r, viewer.street, id, &receipt_hash(id, &code))?),
        Err(problem) => view.problems.push(problem),
    }
    Ok(view)
}
