//! Readers flag, somebody of the place folds or hides, its author objects, another account decides; all of it in a public log.

use super::clock;
use super::proposals::authors;
use super::shown::place_name;
use super::telling::tell;
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Held, Role, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{Moment, Outcome, Purpose};
use messages::Kind;
use std::collections::BTreeMap;
use worktime::Unit;

const WORDS: &str = "moderations.words";
const OBJECTION: &str = "moderations.objection";

pub fn flag_proposal(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, words: &Flagging) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_proposal::<Propose>(tx, viewer, id, now)?.into_inner();
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let had = store::has_flagged(tx, street, id, account)?;
    match rules::flag(&of, words, had) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((ground, event)) => {
            store::insert_flag(tx, id, account, ground)?;
            tx.record(&event)?;
            Ok(Outcome::Done(of))
        }
    }
}

/// The post by which somebody moderates; the log names it, not the person.
pub(super) fn role_of(viewer: &Viewer) -> &'static str {
    let street = viewer.posts.iter().any(|p| p.role == Role::StreetOfficer);
    if street { Role::StreetOfficer.code() } else { Role::CommunitySecretary.code() }
}

/// Folded or hidden: what is hidden goes out of every row and stands sealed beside the log.
pub fn moderate(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, words: &Curbing) -> Result<Outcome<Proposal>> {
    let (street, now) = (tx.street(), tx.now());
    let of = store::find_proposal::<Moderate>(tx, viewer, id, now)?.into_inner();
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let live = store::moderations_of(tx, street, id)?.iter().any(Moderation::stands);
    let own = authors(tx, street, id)?;
    match rules::curb(ModerationId::fresh(), &of, (words, live), &own, (by, role_of(viewer)), now) {
        Err(problems) => Ok(Outcome::Refused(of, problems)),
        Ok((done, event)) => {
            let sealed = match done.act {
                Curb::Fold => None,
                Curb::Hide => {
                    let versions = store::versions_of(tx, street, id)?;
                    let kept = HiddenWords {
                        title: of.title.clone(), text: of.text.clone(), offer: of.offer.clone(),
                        versions: versions.iter().map(|v| (v.no, v.title.clone(), v.text.clone(), v.offer.clone())).collect(),
                    };
                    let blank = |no: i32| (no, String::new(), String::new(), String::new());
                    store::put_words(tx, id, &HiddenWords { versions: versions.iter().map(|v| blank(v.no)).collect(), ..HiddenWords::default() })?;
                    Some(tx.seal(Purpose::Identity, WORDS, done.id.uuid(), &serde_json::to_string(&kept)?)?)
                }
            };
            store::insert_moderation(tx, &done, sealed.as_ref())?;
            tx.record(&event)?;
            tell(tx, &of, (Kind::Office, "proposal-moderated", &done.id.to_string()), own)?;
            let stands = store::proposal(tx, street, id)?.ok_or(Denied::Hidden)?;
            Ok(Outcome::Done(stands))
        }
    }
}

pub(super) fn decide_by(now: Moment) -> Result<Moment> {
    let due = clock(now, (DECIDE_DAYS, Unit::WorkDays), vec![], now)?;
    due.due_at.ok_or_else(|| Fault::other("a clock without an end"))
}

/// Its first author objects.
pub fn object_to_moderation(tx: &mut Tx<'_>, viewer: &Viewer, id: ModerationId, words: &Objecting) -> Result<Outcome<Moderation>> {
    let (street, now) = (tx.street(), tx.now());
    let was = store::moderation(tx, street, id)?.ok_or(Denied::Hidden)?;
    super::proposals::in_authors_hand(tx, viewer, was.proposal)?;
    match rules::object(&was, words, decide_by(now)?, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(((objected, text), event)) => {
            let sealed = tx.seal(Purpose::Identity, OBJECTION, id.uuid(), &text)?;
            store::save_objection(tx, &objected, &sealed)?;
            tx.record(&event)?;
            Ok(Outcome::Done(objected))
        }
    }
}

/// One act, for whoever may decide an objection to it.
fn to_settle(r: &mut Reader<'_>, viewer: &Viewer, id: ModerationId, now: Moment) -> Result<Moderation> {
    let was = store::moderation(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    store::find_proposal::<Moderate>(r, viewer, was.proposal, now)?;
    Ok(was)
}

/// The hidden words and the objection, for whoever decides; on record.
pub fn open_moderation(tx: &mut Tx<'_>, viewer: &Viewer, id: ModerationId) -> Result<OpenedWords> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::moderation(tx, street, id)?.ok_or(Denied::Hidden)?;
    let of = store::proposal(tx, street, thing.proposal)?.ok_or(Denied::Hidden)?;
    Held::<_, OpenModeration>::take(viewer, of.clone(), now)?;
    let (words, objection) = store::sealed_of(tx, street, id)?;
    let hidden: HiddenWords = match words {
        Some(sealed) => serde_json::from_str(&tx.open_sealed(&sealed, Purpose::Identity, WORDS, id.uuid(), "decide")?)?,
        None => HiddenWords { title: of.title, text: of.text, offer: of.offer, versions: vec![] },
    };
    let objection = objection.map(|sealed| tx.open_sealed(&sealed, Purpose::Identity, OBJECTION, id.uuid(), "decide")).transpose()?;
    Ok(OpenedWords { id, title: hidden.title, text: hidden.text, offer: hidden.offer, objection })
}

/// Decided by another account; undone, the words come back where they stood.
pub fn settle_moderation(tx: &mut Tx<'_>, viewer: &Viewer, id: ModerationId, words: &Settling) -> Result<Outcome<Moderation>> {
    let (street, now) = (tx.street(), tx.now());
    let was = to_settle(tx, viewer, id, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let own = authors(tx, street, was.proposal)?;
    match rules::settle(&was, words, &own, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((settled, event)) => {
            let of = store::proposal(tx, street, was.proposal)?.ok_or(Denied::Hidden)?;
            if let (false, Some(sealed)) = (words.upheld, store::sealed_of(tx, street, id)?.0) {
                let kept: HiddenWords = serde_json::from_str(&tx.open_sealed(&sealed, Purpose::Identity, WORDS, id.uuid(), "restore")?)?;
                store::put_words(tx, was.proposal, &kept)?;
            }
            if let Some(decision) = &settled.decided {
                store::save_decision(tx, &settled, decision)?;
            }
            tx.record(&event)?;
            tell(tx, &of, (Kind::Office, "proposal-objection-decided", &id.to_string()), own)?;
            Ok(Outcome::Done(settled))
        }
    }
}

/// A support on the web leaves a blind mark of its address, of that day alone.
pub fn mark_support(tx: &mut Tx<'_>, viewer: &Viewer, id: ProposalId, address: &str) -> Result<()> {
    let account = viewer.account().ok_or(Denied::Hidden)?;
    let day = tx.now().day();
    let mark = tx.blind(Purpose::Identity, "proposal_supports.from_mark", &format!("{}/{address}", day.0))?;
    store::mark_support(tx, id, account, mark)
}

/// Lines of one page of the log, and what stands beside it.
const TOGETHER: i64 = 30;
/// Days that the list of bursts looks back, and supports it looks at.
const BURST_DAYS: i64 = 30;
const BURST_ROWS: i64 = 5_000;

/// The public log; beside it what waits for those who moderate, and bursts for the auditor.
pub fn moderation_view(r: &mut Reader<'_>, viewer: &Viewer, before: Option<ModerationId>, now: Moment) -> Result<ModerationView> {
    let street = viewer.street;
    let mut found = store::moderations(r, street, before, TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let next = found.last().filter(|_| more).map(|m| m.id);
    let mut log = vec![];
    for m in found {
        log.push(line(r, viewer, &m, now)?);
    }
    let mut waiting = vec![];
    for m in store::objections(r, viewer, now, 100)? {
        let line = line(r, viewer, &m, now)?;
        waiting.extend(Some(line).filter(|l| l.may_settle));
    }
    let mut flagged = vec![];
    for (id, flags) in store::flagged(r, viewer, now, 100)? {
        let Some(p) = store::proposal(r, street, id)? else { continue };
        let grounds = store::flags_of(r, street, id)?.into_iter().filter_map(|(g, n)| Some((Wrong::from_code(&g)?, n))).collect();
        flagged.push(FlaggedView { id, code: p.code, title: p.title, flags, grounds });
    }
    let sees_bursts = auth::reaches(WHO_MAY, "see_bursts", viewer, now);
    let bursts = if sees_bursts { bursts_seen(r, viewer, now)? } else { vec![] };
    Ok(ModerationView { log, next, waiting, flagged, sees_bursts, bursts, opened: None, settling: None, typed: Settling::default(), problems: vec![] })
}

fn bursts_seen(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Vec<BurstView>> {
    let street = viewer.street;
    let mut by: BTreeMap<ProposalId, Vec<(Vec<u8>, Moment)>> = BTreeMap::new();
    for (id, mark, at) in store::marks_since(r, street, now.plus_days(-BURST_DAYS), BURST_ROWS)? {
        by.entry(id).or_default().push((mark, at));
    }
    let mut all = vec![];
    for (id, marks) in by {
        let Some(p) = store::proposal(r, street, id)? else { continue };
        all.extend(rules::bursts(&marks).into_iter().map(|b| BurstView { id, code: p.code.clone(), from: b.from, to: b.to, supports: b.supports }));
    }
    all.sort_by_key(|b| std::cmp::Reverse(b.from));
    Ok(all)
}

pub(super) fn line(r: &mut Reader<'_>, viewer: &Viewer, m: &Moderation, now: Moment) -> Result<ModerationLine> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let of = store::proposal(r, street, m.proposal)?.ok_or(Denied::Hidden)?;
    let own = authors(r, street, of.id)?;
    let reader = viewer.account();
    let another = reader.is_some_and(|a| a != m.by && !own.contains(&a));
    Ok(ModerationLine {
        id: m.id,
        proposal: of.id,
        code: of.code.clone(),
        place: place_name(&tree, of.place),
        act: m.act,
        ground: m.ground,
        role: m.by_role.clone(),
        on: m.at.day(),
        objected_on: m.objected_at.map(Moment::day),
        decide_by: m.decide_by.filter(|_| m.decided.is_none()),
        upheld: m.decided.as_ref().map(|d| d.upheld),
        reason: m.decided.as_ref().map(|d| d.reason.clone()),
        may_object: reader == Some(of.author) && m.objected_at.is_none() && now <= m.at.plus_days(OBJECT_DAYS),
        may_settle: m.waits() && another && auth::may::<_, Moderate>(viewer, &of, now),
    })
}

/// Hidden words without their one line in the log, lines without hidden words, and objections decided by whoever moderated.
pub fn broken_moderation(r: &mut Reader<'_>, street: kernel::StreetId) -> Result<Vec<String>> {
    let (mut broken, mut before) = (vec![], None);
    loop {
        let page = store::proposals(r, street, (None, None), before, 200)?;
        before = page.last().map(|p| p.id);
        for p in &page {
            let acts = store::moderations_of(r, street, p.id)?;
            let hiding = acts.iter().filter(|m| m.act == Curb::Hide && m.stands()).count();
            let bare = p.title.is_empty() && p.text.is_empty() && p.offer.is_empty() && store::versions_of(r, street, p.id)?.iter().all(|v| v.title.is_empty() && v.text.is_empty() && v.offer.is_empty());
            let by_another = acts.iter().all(|m| m.decided.as_ref().is_none_or(|d| d.by != m.by && m.objected_at.is_some()));
            if hiding > 1 || (hiding == 1) != is_hidden(p) || (hiding == 1 && !bare) || !by_another {
                broken.push(p.code.clone());
            }
        }
        if before.is_none() || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}
