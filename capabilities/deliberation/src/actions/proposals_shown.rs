//! What the pages of proposals show.

use super::helping::shown_to;
use super::proposals::{family, family_supports, officers_of};
use super::{place_typed, shown::place_name};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::Viewer;
use db::{Reader, Result};
use kernel::{AccountId, Moment, Problem, StreetId};
use places::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Proposals of one page of the list.
const TOGETHER: i64 = 30;
/// Open proposals and walking matters that a new title is compared with.
const COMPARED: i64 = 500;
/// Like ones that are shown.
const MOST_ALIKE: usize = 4;
/// Late proposals of the whole street that the page shows.
const MOST_LATE: i64 = 500;

pub fn proposals_view(r: &mut Reader<'_>, viewer: &Viewer, (state, of): (Option<ProposalState>, Option<BodyId>), before: Option<ProposalId>, now: Moment) -> Result<ProposalsView> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let mut found = store::proposals(r, street, (state, of), before, TOGETHER + 1)?;
    let more = found.len() > TOGETHER as usize;
    found.truncate(TOGETHER as usize);
    let next = found.last().filter(|_| more).map(|p| p.id);
    let proposals = found.iter().map(|p| line(p, &tree, now)).collect();
    let may_confirm = auth::reaches(WHO_MAY, "confirm_residence", viewer, now);
    Ok(ProposalsView { proposals, state, next, may_confirm })
}

fn line(p: &Proposal, tree: &Tree, now: Moment) -> ProposalLine {
    let days = |to: Moment| to.day().since(now.day());
    let days_left = match p.state {
        ProposalState::Gathering => Some(days(lapses_at(p))),
        ProposalState::Reached => p.clock.as_ref().map(|c| days(c.answer_due)),
        _ => None,
    };
    ProposalLine {
        id: p.id, code: p.code.clone(), title: p.title.clone(), place: place_name(tree, p.place), state: p.state, inside: p.inside,
        outside: p.outside, threshold: p.threshold, days_left,
    }
}

fn lapses_at(p: &Proposal) -> Moment {
    p.opened_at.plus_days(proposal_days("lapse"))
}

/// The way to a proposal; what is like its title stands beside the text.
pub fn proposal_form_view(r: &mut Reader<'_>, viewer: &Viewer, words: Proposing, now: Moment) -> Result<ProposalFormView> {
    let street = viewer.street;
    let tree = places::tree(r, street)?;
    let asked = !words.title.trim().is_empty() || !words.place_name.trim().is_empty();
    let mut problems: Vec<Problem> = vec![];
    let mut at = None;
    if asked {
        problems.extend(said("title", &words.title, MOST_TITLE).err());
        match place_typed(&tree, "place_name", &words.place_name) {
            Ok(Some(place)) => at = Some(tree.path_of(place)),
            Ok(None) => problems.push(Problem::at("place_name", "place-missing")),
            Err(problem) => problems.push(problem),
        }
    }
    let second = asked && problems.is_empty();
    let bodies = if second { store::bodies(r, street)? } else { vec![] };
    let origin = words.origin.unwrap_or(Origin::Plain);
    let body = at.and_then(|at| answering(&bodies, at, origin)).and_then(|id| bodies.iter().find(|b| b.id == id)).map(|b| b.name.clone());
    Ok(ProposalFormView {
        alike: if second { alike_to(r, street, &words.title)? } else { vec![] },
        threshold: at.map(|at| threshold(at, origin)),
        body,
        second,
        signed_in: viewer.account().is_some(),
        may_help: viewer.helping.is_none() && auth::reaches(WHO_MAY, "take_part_for", viewer, now),
        words,
        made: None,
        problems,
    })
}

/// Open proposals and walking matters like a title, the likest first.
fn alike_to(r: &mut Reader<'_>, street: StreetId, title: &str) -> Result<Vec<AlikeView>> {
    let mut known = vec![];
    for state in [ProposalState::Gathering, ProposalState::Reached] {
        for p in store::proposals(r, street, (Some(state), None), None, COMPARED)?.into_iter().filter(|p| !is_hidden(p)) {
            let shown = AlikeView { title: p.title.clone(), path: format!("/proposals/{}", p.id), is_proposal: true, inside: p.inside, threshold: p.threshold };
            known.push(((p.title, p.text), shown));
        }
    }
    for m in store::matters(r, street, None, None, COMPARED)?.into_iter().filter(|m| m.state == MatterState::Walking) {
        let shown = AlikeView { title: m.question.clone(), path: format!("/matters/{}", m.id), is_proposal: false, inside: 0, threshold: 0 };
        known.push(((m.question, m.topic), shown));
    }
    let (texts, shown): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    Ok(alike(title, &texts, MOST_ALIKE).into_iter().map(|n| shown[n].clone()).collect())
}

fn reference(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Option<ProposalRef>> {
    Ok(store::proposal(r, street, id)?.map(|p| ProposalRef { id: p.id, code: p.code, title: p.title }))
}

/// One proposal: everybody sees all of it but who stands behind it.
pub fn proposal_view(r: &mut Reader<'_>, viewer: &Viewer, id: ProposalId, now: Moment) -> Result<ProposalView> {
    let street = viewer.street;
    let p = store::find_proposal::<SeeProposal>(r, viewer, id, now)?.into_inner();
    let tree = places::tree(r, street)?;
    let body = p.body.map(|b| store::body(r, street, b)).transpose()?.flatten();
    let account = viewer.account();
    let supports = family_supports(r, street, id)?;
    let all = family_authors(r, street, id)?;
    let own_authors = store::authors_of(r, street, id)?;
    let is_first = account == Some(p.author);
    let own: Vec<Support> = supports.iter().map(|(_, s)| s.clone()).collect();
    let whom = account.map(|_| shown_to(r, viewer, now)).transpose()?.map(|(_, account)| account);
    let mine = own.iter().filter(|s| Some(s.account) == whom && s.withdrawn_at.is_none()).max_by_key(|s| s.stands());
    let hands = officers_of(r, street, &p, now)?;
    let answers = auth::may::<_, AnswerProposal>(viewer, &InHand { thing: p.clone(), hands }, now);
    let merged_from = merged_refs(r, street, id)?;
    let mergers = mergers_view(r, street, &p, now)?;
    let versions = store::versions_of(r, street, id)?;
    let other_author = own_authors.iter().find(|a| a.account.is_some() && a.account == account && !is_first);
    let open = is_open(&p);
    let curbed = store::moderations_of(r, street, Target::Proposal { proposal: id })?.into_iter().rfind(Moderation::stands);
    let curbed = curbed.map(|m| super::moderation::line(r, viewer, &m, now)).transpose()?;
    let may = ProposalMay {
        support: open && account.is_some() && mine.is_none() && !is_hidden(&p),
        flag: account.is_some() && !is_hidden(&p) && curbed.is_none() && !all.iter().any(|(a, _)| a.account == account),
        moderate: curbed.is_none() && !all.iter().any(|(a, _)| a.account == account) && auth::may::<_, Moderate>(viewer, &p, now),
        sign_in: open && account.is_none(),
        help: open && viewer.helping.is_none() && auth::reaches(WHO_MAY, "take_part_for", viewer, now),
        author: open && is_first && !is_hidden(&p),
        be_author: open && account.is_some() && !is_first && other_author.is_none() && own_authors.iter().any(|a| a.invitation.is_some()),
        answer: answers && matches!(p.state, ProposalState::Reached | ProposalState::Lapsed),
        rule_edit: open && answers && versions.last().is_some_and(|v| v.no > 1 && !v.material),
        adopt: account.is_some_and(|a| may_adopt(&p, &own_authors, &own, a, now)),
        agree_to_end: open && p.leaving_since.is_some() && other_author.is_some_and(|a| a.leaving_at.is_none()),
        split: p.state == ProposalState::Merged && (is_first || answers),
    };
    Ok(ProposalView {
        id,
        place: place_name(&tree, p.place),
        body: p.body,
        body_name: body.map(|b| b.name).unwrap_or_default(),
        authors: all.iter().filter(|(a, _)| a.consented_at.is_some() || is_first).map(|(a, of)| AuthorView {
            name: a.shown_name.clone(),
            kind: a.kind,
            first: *of == id && a.account == Some(p.author),
            consented: a.consented_at.is_some(),
            invitation: a.invitation.clone().filter(|_| is_first && *of == id),
        }).collect(),
        confirmed: confirmed(&own, p.version),
        lapses_at: lapses_at(&p),
        owed: p.clock.as_ref().map(|c| OwedView {
            reached_at: c.reached_at, first_due: c.first_due, answer_due: c.answer_due, day: now.day().since(c.reached_at.day()),
            of_days: c.answer_due.day().since(c.reached_at.day()), urged_at: p.urged_at, supervised_at: p.supervised_at,
        }),
        first_word_at: p.first_word.as_ref().map(|w| w.1),
        first_word: p.first_word.as_ref().map(|w| w.0.clone()),
        answer: p.answer.as_ref().map(|a| AnswerView {
            verdict: a.verdict, reason: a.reason.clone(), would_change: a.would_change.clone(), matter: a.matter, link: a.link.clone(), at: a.at,
            late: p.clock.as_ref().is_some_and(|c| a.at > c.answer_due),
        }),
        leaving_until: p.leaving_since.filter(|_| open).map(|since| since.plus_days(proposal_days("adoption"))),
        merged_into: p.merged_into.map(|into| reference(r, street, into)).transpose()?.flatten(),
        merged_from,
        mergers,
        versions: changes(&versions, &tree),
        mine: mine.map(|s| MineView { newest: s.version >= p.version, waits: !s.stands() }),
        curbed,
        material_until: p.material_until.filter(|until| *until > now && open),
        code: p.code,
        title: p.title,
        text: p.text,
        offer: p.offer,
        origin: p.origin,
        state: p.state,
        version: p.version,
        threshold: p.threshold,
        inside: p.inside,
        outside: p.outside,
        opened_at: p.opened_at,
        ended_why: p.ended_why,
        may,
        typed: ProposalTyped::default(),
        problems: vec![],
    })
}

/// Authors of the proposal and of all it was merged of, each with the one they wrote.
fn family_authors(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<(Author, ProposalId)>> {
    let (mut all, mut known) = (vec![], BTreeSet::<AccountId>::new());
    for of in family(r, street, id)? {
        for author in store::authors_of(r, street, of)? {
            if author.account.is_none_or(|a| known.insert(a)) {
                all.push((author, of));
            }
        }
    }
    // Invitations of another are its own author's.
    all.retain(|(a, of)| *of == id || a.consented_at.is_some());
    Ok(all)
}

fn confirmed(supports: &[Support], version: i32) -> i64 {
    let people: BTreeSet<_> = supports.iter().filter(|s| s.stands() && s.version >= version).map(|s| s.person).collect();
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

fn merged_refs(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Vec<ProposalRef>> {
    let mut all = vec![];
    for from in store::merged_into(r, street, id)? {
        all.extend(reference(r, street, from)?);
    }
    Ok(all)
}

fn mergers_view(r: &mut Reader<'_>, street: StreetId, p: &Proposal, now: Moment) -> Result<Vec<MergerView>> {
    let mut all = vec![];
    for m in store::mergers_of(r, street, p.id)?.into_iter().filter(Merger::is_asked) {
        let outgoing = m.from == p.id;
        let silent = now >= m.asked_at.plus_days(proposal_days("silence"));
        let with = reference(r, street, if outgoing { m.into } else { m.from })?;
        all.extend(with.map(|with| MergerView { with, outgoing, asked_at: m.asked_at, silent }));
    }
    Ok(all)
}

/// Each later text beside the one before it, the newest first.
fn changes(versions: &[Version], tree: &Tree) -> Vec<VersionView> {
    let pairs = versions.windows(2).rev().map(|pair| {
        let whole = |v: &Version| format!("{}\n{}\n{}\n{}", v.title, place_name(tree, v.place), v.text, v.offer);
        VersionView { no: pair[1].no, at: pair[1].at, material: pair[1].material, pieces: diff(&whole(&pair[0]), &whole(&pair[1])) }
    });
    pairs.collect()
}

/// Late answers and first words, body by body.
pub fn overdue_view(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<OverdueView> {
    let names: BTreeMap<BodyId, String> = store::bodies(r, street)?.into_iter().map(|b| (b.id, b.name)).collect();
    let mut by_body: BTreeMap<Option<BodyId>, Vec<LateLine>> = BTreeMap::new();
    for p in store::late_proposals(r, street, now, MOST_LATE)? {
        let Some(clock) = &p.clock else { continue };
        let first_word = now <= clock.answer_due;
        let due = if first_word { clock.first_due } else { clock.answer_due };
        let days_late = now.day().since(due.day()).max(1);
        let late = LateLine { id: p.id, code: p.code, title: p.title, due, days_late, first_word, urged_at: p.urged_at, supervised_at: p.supervised_at };
        by_body.entry(p.body).or_default().push(late);
    }
    let bodies = by_body.into_iter().map(|(body, late)| LateBody { body: body.map(BodyId::uuid), name: body.and_then(|b| names.get(&b).cloned()).unwrap_or_default(), late });
    Ok(OverdueView { bodies: bodies.collect(), matters: super::late_matters(r, street, now)? })
}
