//! What the pages of ballots show: nothing of any content before the close, never who chose what in a secret one.

use super::{ballots::{all_votes, voted}, pleas::{earlier_views, plea_views}, rolls::own_line, shown::place_name};
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
        view.question = m.question.clone();
    }
    view.ballots = found.into_iter().map(|b| BallotLine {
        outcome: b.proof.as_ref().filter(|_| b.is_counted()).map(|p| p.counted.outcome),
        id: b.id, code: b.code, question: b.question, method: b.rule.method, state: b.state, opens: b.opens, closes: b.closes,
    }).collect();
    Ok(view)
}

/// One ballot, for everybody; for an elector with their own line.
pub fn ballot_view(r: &mut Reader<'_>, viewer: &Viewer, id: BallotId, now: Moment) -> Result<BallotView> {
    let street = viewer.street;
    let b = store::find_ballot::<SeeBallot>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    let body = store::body(r, street, b.body)?.ok_or(Denied::Hidden)?;
    let own = own_line(r, street, viewer, id)?;
    let by_door = voted(r, street, id)?;
    let turnout: i64 = by_door.values().sum();
    let electors = electors(r, street, &b)?;
    let closed = matches!(b.state, BallotState::Closed | BallotState::Counted | BallotState::Sealed);
    let counted = b.proof.as_ref().filter(|_| b.is_counted());
    let named = if counted.is_some() && b.rule.secrecy == Secrecy::Named { store::votes_by_line(r, street, id)? } else { vec![] };
    let may = may(viewer, &b, own.as_ref(), now);
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
        votes_public: counted.is_some() && may_publish_votes(b.rule.secrecy, b.roll, b.options.len()),
        named: named.into_iter().map(|(line, choice)| NamedVote { line, choice }).collect(),
        challenges: plea_views(store::pleas_of(r, street, Pleas::Count, id)?),
        objections: plea_views(store::pleas_of(r, street, Pleas::Roll, id)?),
        earlier: earlier_views(store::earlier_counts(r, street, id)?),
        closing_asked: b.closing_by.is_some() && b.state == BallotState::Open,
        me,
        may,
        stage: Stage::Choose,
        marked: vec![],
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
    let mut batches = vec![];
    for batch in store::batches_of(r, street, id)? {
        let readings = store::readings_of(r, street, id, batch.no)?;
        batches.push(BatchView {
            read_by_me: readings.iter().any(|x| Some(x.reader) == viewer.account()),
            differing: if batch.state == BatchState::Unequal { differing(&readings) } else { vec![] },
            no: batch.no,
            slips: batch.slips,
            state: batch.state,
        });
    }
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
        batches,
        sheet_signed: sheet.as_ref().is_some_and(|(_, _, second)| second.is_some()),
        sheet: sheet.map(|(sheet, ..)| sheet),
        voted_by_paper: voted(r, street, id)?.get(&Way::Paper).copied().unwrap_or(0),
        may: may_on(viewer, &b, now),
        pleas_open: [Pleas::Roll, Pleas::Count].into_iter().map(|kind| Ok(store::pleas_of(r, street, kind, id)?.iter().filter(|p| p.granted.is_none()).count())).sum::<Result<usize>>()?,
        may_read: auth::may::<_, ReadVotes>(viewer, &b, now) && b.state == BallotState::Closed,
        may_settle: auth::may::<_, SettleVotes>(viewer, &b, now) && b.state == BallotState::Closed,
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
    if !b.is_counted() || !(public || auth::may::<_, SettleVotes>(viewer, &b, now)) {
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
