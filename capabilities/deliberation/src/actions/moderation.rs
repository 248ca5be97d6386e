//! Readers flag, somebody of the place folds, hides, covers words or moves, its author objects, another account decides; all of it in a public log.

use super::clock;
use super::shown::place_name;
use super::telling::tell_of_text;
use super::texts::{readable, text, to_moderate};
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Held, Role, Viewer};
use db::{Fault, Reader, Result, Tx};
use kernel::{Moment, Outcome, Purpose};
use std::collections::BTreeMap;
use worktime::Unit;

const WORDS: &str = "moderations.words";
const OBJECTION: &str = "moderations.objection";

pub fn flag_text(tx: &mut Tx<'_>, viewer: &Viewer, of: Target, words: &Flagging) -> Result<Outcome<Text>> {
    let (street, now) = (tx.street(), tx.now());
    let account = viewer.account().ok_or(Denied::Hidden)?;
    match of {
        Target::Proposal { proposal } => drop(store::find_proposal::<Propose>(tx, viewer, proposal, now)?),
        Target::Part { matter, .. } => drop(store::find_matter::<TakePart>(tx, viewer, matter, now)?),
    }
    let found = readable(tx, viewer, of, now)?;
    let had = store::has_flagged(tx, street, of, account)?;
    match rules::flag(&found, words, had) {
        Err(problems) => Ok(Outcome::Refused(found, problems)),
        Ok((ground, event)) => {
            store::insert_flag(tx, of, account, ground)?;
            tx.record(&event)?;
            Ok(Outcome::Done(found))
        }
    }
}

/// The post by which somebody moderates; the log names it, not the person.
pub(super) fn role_of(viewer: &Viewer) -> &'static str {
    let holds = |role: Role| viewer.posts.iter().any(|p| p.role == role);
    let role = [Role::StreetOfficer, Role::Moderator].into_iter().find(|role| holds(*role));
    role.unwrap_or(Role::CommunitySecretary).code()
}

/// Folded, hidden, covered or moved: words that go out of the rows stand sealed beside the log.
pub fn moderate(tx: &mut Tx<'_>, viewer: &Viewer, of: Target, words: &Curbing) -> Result<Outcome<Text>> {
    let (street, now) = (tx.street(), tx.now());
    let was = to_moderate(tx, viewer, of, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let live = store::moderations_of(tx, street, of)?.iter().any(Moderation::stands);
    match rules::curb(ModerationId::fresh(), &was, (words, live), (by, role_of(viewer)), now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(((done, kept), event)) => {
            let mut sealed = None;
            if let Some(kept) = kept {
                store::put_words(tx, of, &kept.shown())?;
                sealed = Some(tx.seal(Purpose::Identity, WORDS, done.id.uuid(), &serde_json::to_string(&kept)?)?);
            }
            if let (Curb::Move, Some(side)) = (done.act, words.to) {
                store::put_side(tx, of, side)?;
            }
            // Whoever dealt with it has read it.
            if was.held_at.is_some() {
                store::release_argument(tx, of)?;
            }
            store::insert_moderation(tx, &done, sealed.as_ref())?;
            tx.record(&event)?;
            tell_of_text(tx, &was, ("moderated", &done.id.to_string(), done.ground), was.authors.clone())?;
            Ok(Outcome::Done(text(tx, street, of)?.ok_or(Denied::Hidden)?))
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
    match was.of {
        Target::Proposal { proposal } => drop(super::proposals::in_authors_hand(tx, viewer, proposal)?),
        Target::Part { .. } => {
            let found = text(tx, street, was.of)?.ok_or(Denied::Hidden)?;
            if !viewer.account().is_some_and(|a| found.is_by(a)) {
                return Err(Denied::Forbidden.into());
            }
        }
    }
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
    to_moderate(r, viewer, was.of, now)?;
    Ok(was)
}

/// The hidden words and the objection, for whoever decides; on record.
pub fn open_moderation(tx: &mut Tx<'_>, viewer: &Viewer, id: ModerationId) -> Result<OpenedWords> {
    let (street, now) = (tx.street(), tx.now());
    let thing = store::moderation(tx, street, id)?.ok_or(Denied::Hidden)?;
    let of = text(tx, street, thing.of)?.ok_or(Denied::Hidden)?;
    let of = Held::<_, OpenModeration>::take(viewer, of, now)?.into_inner();
    let (words, objection) = store::sealed_of(tx, street, id)?;
    let hidden: HiddenWords = match words {
        Some(sealed) => serde_json::from_str(&tx.open_sealed(&sealed, Purpose::Identity, WORDS, id.uuid(), "decide")?)?,
        None => of.words,
    };
    let objection = objection.map(|sealed| tx.open_sealed(&sealed, Purpose::Identity, OBJECTION, id.uuid(), "decide")).transpose()?;
    Ok(OpenedWords { id, title: hidden.title, text: hidden.text, offer: hidden.offer, objection })
}

/// Decided by another account; undone, the words come back where they stood.
pub fn settle_moderation(tx: &mut Tx<'_>, viewer: &Viewer, id: ModerationId, words: &Settling) -> Result<Outcome<Moderation>> {
    let (street, now) = (tx.street(), tx.now());
    let was = to_settle(tx, viewer, id, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    let of = text(tx, street, was.of)?.ok_or(Denied::Hidden)?;
    match rules::settle(&was, words, &of.authors, by, now) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok((settled, event)) => {
            if let (false, Some(side)) = (words.upheld, was.was_side) {
                store::put_side(tx, was.of, side)?;
            }
            if let (false, Some(sealed)) = (words.upheld, store::sealed_of(tx, street, id)?.0) {
                let kept: HiddenWords = serde_json::from_str(&tx.open_sealed(&sealed, Purpose::Identity, WORDS, id.uuid(), "restore")?)?;
                store::put_words(tx, was.of, &kept.back(&of.words))?;
            }
            if let Some(decision) = &settled.decided {
                store::save_decision(tx, &settled, decision)?;
            }
            tx.record(&event)?;
            tell_of_text(tx, &of, ("objection-decided", &id.to_string(), was.ground), of.authors.clone())?;
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
    for (of, flags) in store::flagged(r, viewer, now, 100)? {
        let Some(found) = text(r, street, of)? else { continue };
        let grounds = store::flags_of(r, street, of)?.into_iter().filter_map(|(g, n)| Some((Wrong::from_code(&g)?, n))).collect();
        flagged.push(FlaggedView { id: of.id(), kind: of.kind(), path: of.path(), title: begins(&found), code: found.code, flags, grounds });
    }
    let mut held = vec![];
    for (of, since) in store::held(r, viewer, now, 100)? {
        let Some(found) = text(r, street, of)? else { continue };
        held.push(HeldView { id: of.id(), path: of.path(), title: begins(&found), code: found.code, since });
    }
    let sees_bursts = auth::reaches(WHO_MAY, "see_bursts", viewer, now);
    let bursts = if sees_bursts { bursts_seen(r, viewer, now)? } else { vec![] };
    Ok(ModerationView { log, next, waiting, flagged, held, sees_bursts, bursts, opened: None, settling: None, typed: Settling::default(), problems: vec![] })
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

/// A text by its title, or by how it begins.
fn begins(of: &Text) -> String {
    if of.words.title.is_empty() { of.words.text.chars().take(40).collect() } else { of.words.title.clone() }
}

/// What stands of what was done about a text.
pub(super) fn curb_line(r: &mut Reader<'_>, viewer: &Viewer, of: &Text, now: Moment) -> Result<Option<ModerationLine>> {
    let stands = store::moderations_of(r, viewer.street, of.of)?.into_iter().rfind(Moderation::stands);
    stands.map(|m| line(r, viewer, &m, now)).transpose()
}

pub(super) fn line(r: &mut Reader<'_>, viewer: &Viewer, m: &Moderation, now: Moment) -> Result<ModerationLine> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let of = text(r, street, m.of)?.ok_or(Denied::Hidden)?;
    let reader = viewer.account();
    let another = reader.is_some_and(|a| a != m.by && !of.is_by(a));
    // Of a proposal its first author speaks for all.
    let speaks = match m.of {
        Target::Proposal { .. } => of.author.is_some_and(|(_, account)| Some(account) == reader),
        Target::Part { .. } => reader.is_some_and(|a| of.is_by(a)),
    };
    Ok(ModerationLine {
        id: m.id,
        kind: m.of.kind(),
        of: m.of.id(),
        path: m.of.path(),
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
        may_object: speaks && m.objected_at.is_none() && now <= m.at.plus_days(OBJECT_DAYS),
        may_settle: m.waits() && another && auth::may::<_, ModerateText>(viewer, &of, now),
    })
}

/// Whether what the log says of one text is so: it is bare where it is hidden and nowhere else, and another decided.
fn told_truly(of: &Text, acts: &[Moderation]) -> bool {
    let standing = |act: Curb| acts.iter().filter(|m| m.act == act && m.stands()).count();
    let bare = |w: &HiddenWords| *w == HiddenWords { versions: w.versions.iter().map(|v| (v.0, String::new(), String::new(), String::new())).collect(), ..HiddenWords::default() };
    let one = acts.iter().filter(|m| m.stands()).count() <= 1;
    let by_another = acts.iter().all(|m| m.decided.as_ref().is_none_or(|d| d.by != m.by && m.objected_at.is_some()));
    let covered = standing(Curb::Redact) == 0 || of.words.versions.iter().flat_map(|v| [&v.1, &v.2, &v.3]).chain([&of.words.title, &of.words.text, &of.words.offer]).any(|t| t.contains(COVER));
    one && by_another && covered && (standing(Curb::Hide) == 1) == of.is_hidden() && (!of.is_hidden() || bare(&of.words))
}

/// Hidden words without their one line in the log, lines without hidden words, and objections decided by whoever moderated.
pub fn broken_moderation(r: &mut Reader<'_>, street: kernel::StreetId) -> Result<Vec<String>> {
    let mut broken = vec![];
    let mut before = None;
    loop {
        let page = store::proposals(r, street, (None, None), before, 200)?;
        before = page.last().map(|p| p.id);
        for p in &page {
            check(r, street, (Target::Proposal { proposal: p.id }, &p.code), &mut broken)?;
        }
        if before.is_none() || broken.len() >= 20 {
            break;
        }
    }
    let mut before = None;
    loop {
        let page = store::matters(r, street, None, before, 200)?;
        before = page.last().map(|m| m.id);
        for m in &page {
            let options = store::choices_of(r, street, m.id)?.into_iter().map(|c| (PartKind::Option, c.id));
            let said = store::arguments_of(r, street, m.id)?;
            let answers = said.iter().filter(|a| a.answer.is_some() && a.held_at.is_none()).map(|a| (PartKind::Answer, a.id));
            let parts: Vec<_> = options.chain(answers).chain(said.iter().map(|a| (PartKind::Argument, a.id))).collect();
            for (kind, part) in parts {
                check(r, street, (Target::Part { matter: m.id, kind, part }, &m.code), &mut broken)?;
            }
        }
        if before.is_none() || broken.len() >= 20 {
            return Ok(broken);
        }
    }
}

fn check(r: &mut Reader<'_>, street: kernel::StreetId, (of, code): (Target, &str), broken: &mut Vec<String>) -> Result<()> {
    let acts = store::moderations_of(r, street, of)?;
    if !text(r, street, of)?.is_some_and(|found| told_truly(&found, &acts)) {
        broken.push(format!("{code} {}", of.kind()));
    }
    Ok(())
}
