//! One case on the desk: the row, its voices, clocks and story, and what this reader may do now.

use super::Names;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Role, Viewer};
use db::{EventRow, Fault, Reader, Result, Tx};
use kernel::{AccountId, Moment, Outcome, StreetId, UnitId, uuid::Uuid};
use std::collections::HashMap;

/// Cases like this one that are shown beside the proposal.
const MOST_SIMILAR: usize = 10;

pub fn desk_case(r: &mut Reader<'_>, viewer: &Viewer, id: CaseId, now: Moment) -> Result<DeskCaseView> {
    let street = viewer.street;
    let case = store::find::<SeeCase>(r, viewer, id, now)?.into_inner();
    let names = Names::read(r, street)?;
    let mut may = possible(viewer, &case, now);
    let voices = voices(r, &case, street)?;
    may.retain(|verb| answers_allow(*verb, &case, &voices));
    let proposal = if may.contains(&Verb::Dispatch) { proposal_view(r, viewer, &case, &names, now)? } else { None };
    let clocks = store::clocks_of(r, street, id)?;
    let choices = CaseChoices {
        categories: if may.contains(&Verb::Acceptance) || may.contains(&Verb::Split) { names.leaves().cloned().map(Into::into).collect() } else { vec![] },
        units: if may.iter().any(|v| NAMES_A_UNIT.contains(v)) { takers(&case, &names) } else { vec![] },
        chairs: if may.contains(&Verb::Conferral) { identity::holders(r, street, CHAIRS, now)? } else { vec![] },
    };
    let helping = store::helping(r, street, id)?;
    let asked = if case.state == State::Handling { store::assistance_asked(r, street, id)? } else { None };
    let here = viewer.units(now);
    may.retain(|verb| help_allows(*verb, &helping, asked.is_some(), &here));
    let helpers = super::helpers(r, &names, street, id, &helping, &clocks)?;
    let commitments = store::commitments(r, street, id)?;
    may.retain(|verb| promises_allow(*verb, &commitments));
    let on_scores = ["request_exclusion", "decide_exclusion", "object_to_exclusion"];
    let about_scores = on_scores.iter().any(|act| auth::decide(WHO_MAY, act, viewer, &case, now));
    let exclusion = if case.links.contested && about_scores { store::exclusion(r, street, id)? } else { None };
    may.retain(|verb| panel_allows(*verb, viewer, exclusion.as_ref(), now));
    let upper = super::super::upper::upper_view(r, street, &case, &clocks, now)?;
    let answers = if voices.iter().any(|v| v.channel == Channel::UpperTier.code()) { super::super::upper::answers_view(r, street, id)? } else { vec![] };
    let waits_upstairs = upper.as_ref().and_then(|u| u.waits);
    may.retain(|verb| upper_allows(*verb, waits_upstairs));
    let so_far = store::returns(r, street, id)?;
    may.retain(|verb| returns_allow(*verb, viewer, &case, &so_far));
    let sitting = if case.state == State::Conferral { store::sitting(r, street, id)? } else { None };
    let alike = if may.contains(&Verb::Merger) { alike(r, viewer, &case, &names, now)? } else { vec![] };
    let pressing = if case.supervision > 0 { store::supervision(r, street, id)? } else { None };
    may.retain(|verb| *verb != Verb::SupervisionReply || pressing.as_ref().is_some_and(|s| s.replied_at.is_none()));
    let chair = match sitting {
        Some(s) => identity::holders(r, street, CHAIRS, now)?.into_iter().find(|h| h.0 == s.chair).map(|h| (h.1, h.2)),
        None => None,
    };
    may.retain(|verb| *verb != Verb::ConferralConclusion || sitting.is_some_and(|s| Some(s.chair) == viewer.account()));
    Ok(DeskCaseView {
        case: names.line(&case, now),
        public_level: case.public_level,
        published: case.published,
        public_reply: case.public_reply.clone(),
        internal_note: case.internal_note.clone().filter(|_| !only_asks(viewer, now)),
        result: case.result.map(CaseResult::code),
        refusal_reason: case.refusal_reason.clone(),
        proposal,
        question: store::open_question(r, street, id)?.map(|(_, text, until)| (text, until)),
        voices_all: voices.len(),
        voices: first_voices(voices),
        opened: vec![],
        notes: vec![],
        upper,
        answers,
        promise: promise_view(r, street, &case)?,
        clocks: clocks.iter().map(clock_line).collect(),
        photos: crate::actions::photos_for(r, viewer, &case, now)?.into_iter().map(PhotoView::of).collect(),
        photo_may: PhotoMay::of(viewer, &case, now),
        story: story(r, &names, street, id)?,
        may_open: auth::decide(WHO_MAY, <OpenSealed as auth::Act<Case>>::NAME, viewer, &case, now),
        may,
        papers: [Role::Clerk, Role::CommunitySecretary, Role::CallbackOfficer].iter().any(|role| viewer.holds(*role, now)),
        extension_days: case.extension_days,
        returning: so_far.pending.map(|p| ReturnView {
            unit: names.unit(Some(p.unit)).unwrap_or_default(),
            basis: p.basis,
            proposed: names.unit(p.proposed),
            proposed_id: p.proposed.map(|u| u.to_string()),
        }),
        exclusion: exclusion.map(|e| ExclusionView {
            agree: e.agree(),
            stands: e.decision.unwrap_or_else(|| "asked".into()),
            reason: e.reason,
        }),
        helpers,
        commitments: commitments.iter().map(|c| CommitmentLine::of(c, now.day())).collect(),
        assistance_asked: asked.map(|a| a.unit.map(|u| u.to_string())),
        returns: so_far.approved,
        chair,
        alike,
        merged_into: match case.merged_into {
            Some(other) => match store::find::<SeeCase>(r, viewer, other, now) {
                Ok(other) => Some(names.line(&other, now)),
                Err(Fault::Denied(_)) => None,
                Err(fault) => return Err(fault),
            },
            None => None,
        },
        supervision: pressing.map(|s| SupervisionView {
            level: s.level,
            replied: s.replied_at.is_some(),
            reply_by: s.reply_by,
            cause: s.cause,
        }),
        deferral: deferral_view(r, street, &case)?,
        rev: case.rev,
        typed: None,
        choices,
        problems: vec![],
    })
}

/// How many cases that may be the same are shown.
const ALIKE: i64 = 6;

/// Open cases of the same kind in the same community, newest first: what the case might go up in.
fn alike(r: &mut Reader<'_>, viewer: &Viewer, case: &Case, names: &Names, now: Moment) -> Result<Vec<CaseLine>> {
    let Some(community) = case.place.community else { return Ok(vec![]) };
    let filter = store::CaseFilter {
        states: State::ALL.iter().copied().filter(|s| s.is_open()).collect(),
        category: Some(case.category.clone()),
        community: Some(community),
        ..store::CaseFilter::default()
    };
    let page = db::Keyset { before: None, limit: ALIKE };
    let found = store::list(r, viewer, <SeeCase as auth::Act<Case>>::NAME, &filter, page, now)?;
    Ok(found.iter().filter(|c| c.id != case.id).map(|c| names.line(c, now)).collect())
}

/// Verbs whose words name a unit.
const NAMES_A_UNIT: &[Verb] = &[
    Verb::Dispatch, Verb::Return, Verb::ReturnApproval, Verb::ConferralConclusion, Verb::Assistance, Verb::AssistanceRequest,
    Verb::Whistle, Verb::Commitment,
];

/// Whoever asked does not decide; a sitting is for what was passed on often.
fn returns_allow(verb: Verb, viewer: &Viewer, case: &Case, so_far: &Returns) -> bool {
    match verb {
        Verb::Return => !case.no_return,
        Verb::ReturnApproval | Verb::ReturnRejection => {
            so_far.pending.as_ref().is_some_and(|p| p.asked_by.is_none() || p.asked_by != viewer.account())
        }
        Verb::Conferral => so_far.approved >= DENIALS || so_far.denied.len() >= DENIALS,
        _ => true,
    }
}

/// What the desk has agreed to is the upper tier's to decide.
fn upper_allows(verb: Verb, waits: Option<UpperAsk>) -> bool {
    match verb {
        Verb::ReturnApproval | Verb::ReturnRejection | Verb::Conferral => waits != Some(UpperAsk::Return),
        Verb::ExtensionApproval | Verb::ExtensionRejection => waits != Some(UpperAsk::Extension),
        _ => true,
    }
}

/// A part is done by the unit that has it; what a unit says is decided while it waits.
fn help_allows(verb: Verb, helping: &[Helper], asked: bool, here: &[UnitId]) -> bool {
    let mine = |help: Help| helping.iter().find(|h| h.help == help && here.contains(&h.unit));
    match verb {
        Verb::AssistanceRequest => !asked,
        Verb::AssistanceRejection => asked,
        Verb::AssistanceCompletion => mine(Help::Assist).is_some(),
        Verb::AssistanceRelease => !helping.is_empty(),
        Verb::Arrival => mine(Help::Whistled).is_some_and(|h| h.arrived_at.is_none()),
        Verb::ArrivalDecline => mine(Help::Whistled).is_some_and(|h| h.arrived_at.is_none() && !h.declining),
        Verb::ArrivalCompletion => mine(Help::Whistled).is_some_and(|h| h.arrived_at.is_some()),
        Verb::DeclineConfirmation | Verb::DeclineRejection => helping.iter().any(|h| h.declining),
        Verb::Completion => helping.is_empty(),
        _ => true,
    }
}

/// What was promised is met, seen or waived once; the work is not done before.
fn promises_allow(verb: Verb, commitments: &[Commitment]) -> bool {
    let open = commitments.iter().any(Commitment::is_open);
    match verb {
        Verb::Completion => !open,
        Verb::CommitmentMet | Verb::CommitmentWaiver => open,
        Verb::CommitmentVerification => commitments.iter().any(|c| c.met_at.is_some() && c.verified_at.is_none()),
        _ => true,
    }
}

/// The panel decides once each; whoever may object does so in time.
fn panel_allows(verb: Verb, viewer: &Viewer, exclusion: Option<&Exclusion>, now: Moment) -> bool {
    let undecided = exclusion.filter(|e| e.decision.is_none());
    match verb {
        Verb::Exclusion => exclusion.is_none(),
        Verb::ExclusionApproval | Verb::ExclusionRejection => {
            undecided.is_some_and(|e| e.votes.iter().all(|v| Some(v.by) != viewer.account()) && e.asked_by != viewer.account())
        }
        Verb::ExclusionObjection => exclusion.is_some_and(|e| {
            let against = if viewer.holds(auth::Role::Supervisor, now) { "approved" } else { "rejected" };
            e.decision.as_deref() == Some(against) && !e.objected && e.objection_by.is_some_and(|until| now <= until)
        }),
        _ => true,
    }
}

/// Closing waits for every answer; a redo for a no.
fn answers_allow(verb: Verb, case: &Case, voices: &[VoiceLine]) -> bool {
    let settled: Vec<_> = voices.iter().filter(|v| v.due).map(|v| v.settled.and_then(Settled::from_code)).collect();
    match (verb, case.state) {
        (Verb::Closure, State::Callback) => verdict(&settled) == Verdict::Close,
        (Verb::Redo, State::Callback) => verdict(&settled) == Verdict::Redo,
        (Verb::Callback, State::Callback) => settled.iter().any(Option::is_none),
        _ => true,
    }
}

/// A callback officer asks without having read what the handlers noted.
fn only_asks(viewer: &Viewer, now: Moment) -> bool {
    let held: Vec<_> = viewer.posts.iter().filter(|p| now < p.until).map(|p| p.role).collect();
    held.iter().all(|role| *role == auth::Role::CallbackOfficer)
}

/// Voices a page of the desk shows of a case that thousands speak about.
const VOICES_SHOWN: usize = 50;

/// Those still to be asked first, then those that said no; all of them where they are few.
fn first_voices(mut voices: Vec<VoiceLine>) -> Vec<VoiceLine> {
    if voices.len() > VOICES_SHOWN {
        let waits = |v: &VoiceLine| match v.settled {
            None if v.due => 0,
            Some("not_accepted") => 1,
            _ => 2,
        };
        voices.sort_by_key(waits);
        voices.truncate(VOICES_SHOWN);
    }
    voices
}

fn voices(r: &mut Reader<'_>, case: &Case, street: StreetId) -> Result<Vec<VoiceLine>> {
    let attempts: HashMap<VoiceId, i64> =
        store::attempts_of(r, street, case.id, case.round)?.into_iter().map(|(v, n, _)| (v, n)).collect();
    let voices = store::voices_of(r, street, case.id)?;
    Ok(voices
        .into_iter()
        .map(|v| VoiceLine {
            id: v.id,
            channel: v.channel.code(),
            anonymous: v.anonymous,
            secret: v.secret,
            callback_wish: v.callback_wish.code(),
            due: v.is_due_for_callback(),
            settled: v.settled.map(Settled::code),
            withdrawn: v.withdrawn_at.is_some(),
            attempts: attempts.get(&v.id).map_or(0, |n| usize::try_from(*n).unwrap_or(0)),
            received_at: v.received_at,
        })
        .collect())
}

fn clock_line(c: &store::Clock) -> ClockLine {
    ClockLine {
        stage: c.stage.clone(),
        round: c.round,
        started_at: c.inputs.started_at,
        due_at: c.due_at,
        stopped_at: c.stopped_at,
        met: c.met,
        paused: c.inputs.pauses.iter().any(|p| p.to.is_none()),
        superseded: c.superseded,
        provisional: c.provisional,
    }
}

/// The promise that counts for a case now, with the days it was counted on.
pub fn promise_view(r: &mut Reader<'_>, street: StreetId, case: &Case) -> Result<Option<PromiseView>> {
    Ok(store::promise(r, street, case)?.map(|(stage, proof)| PromiseView {
        stage,
        unit: proof.inputs.unit.code(),
        amount: proof.inputs.amount,
        due_at: proof.due_at,
        provisional: proof.provisional,
        days: proof
            .steps
            .iter()
            .map(|s| ProofDay { date: s.date, kind: s.kind.code(), counted: s.counted })
            .collect(),
    }))
}

/// Why a case waits in public, while it does.
pub fn deferral_view(r: &mut Reader<'_>, street: StreetId, case: &Case) -> Result<Option<DeferralView>> {
    if case.state != State::Deferred {
        return Ok(None);
    }
    Ok(store::open_deferral(r, street, case.id)?.map(DeferralView::of))
}

fn proposal_view(r: &mut Reader<'_>, viewer: &Viewer, case: &Case, names: &Names, now: Moment) -> Result<Option<ProposalView>> {
    let Some(p) = crate::actions::proposal(r, viewer.street, case, now)? else { return Ok(None) };
    let kept = store::similar_dispatches(r, viewer.street, case, MOST_SIMILAR)?;
    let filter = store::CaseFilter { among: Some(kept.iter().map(|(id, _)| id.uuid()).collect()), ..Default::default() };
    let keyset = db::Keyset { before: None, limit: MOST_SIMILAR as i64 };
    // What this reader may not see is no example for them.
    let cases: HashMap<CaseId, Case> =
        store::list(r, viewer, super::SEE, &filter, keyset, now)?.into_iter().map(|c| (c.id, c)).collect();
    let line = |(id, unit): &(CaseId, UnitId)| {
        Some(SimilarLine { case: names.line(cases.get(id)?, now), unit: names.unit(Some(*unit)).unwrap_or_default() })
    };
    let similar = kept.iter().filter_map(line).collect();
    Ok(Some(ProposalView {
        unit: p.unit.to_string(),
        name: names.unit(Some(p.unit)).unwrap_or_default(),
        assists: p.assists.iter().map(UnitId::to_string).collect(),
        basis: p.basis,
        by_fallback: p.by_fallback,
        similar,
    }))
}

/// Units that could lead: all but those complained about and their holders.
fn takers(case: &Case, names: &Names) -> Vec<Choice> {
    let accused = |unit: UnitId| case.links.accused.contains(&unit);
    let free = |u: &&identity::Unit| !accused(u.id) && !u.organisation.is_some_and(accused);
    names.units.iter().filter(free).map(|u| Choice::new(u.id, &u.name)).collect()
}

/// Row 12 for whoever may leave the unit to the catalogue: then its units assist as well.
pub fn dispatch_named(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Dispatching) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let mut words = words.clone();
    if words.unit.is_none() && let Some(case) = store::load(tx, street, id)? {
        let proposal = crate::actions::proposal(tx, street, &case, now)?;
        words.unit = proposal.as_ref().map(|p| p.unit);
        words.assists.extend(proposal.into_iter().flat_map(|p| p.assists));
        words.assists.sort_unstable();
        words.assists.dedup();
    }
    let taker = named_taker(tx, words.unit)?;
    crate::actions::dispatch(tx, viewer, id, &words, taker)
}

/// A unit by its id, as rules ask for it.
pub(crate) fn taker(r: &mut Reader<'_>, street: StreetId, unit: UnitId) -> Result<Option<Taker>> {
    Ok(identity::unit(r, street, unit)?.map(|u| Taker { unit: u.id, active: true, holder: u.organisation }))
}

/// The unit named in words with its name, if one is.
pub fn named_unit(tx: &mut Tx<'_>, named: Option<UnitId>) -> Result<Option<(Taker, String)>> {
    let street = tx.street();
    let Some(unit) = named.map(|unit| identity::unit(tx, street, unit)).transpose()?.flatten() else { return Ok(None) };
    Ok(Some((Taker { unit: unit.id, active: true, holder: unit.organisation }, unit.name)))
}

/// The unit named in words, if one is.
pub fn named_taker(tx: &mut Tx<'_>, named: Option<UnitId>) -> Result<Option<Taker>> {
    let street = tx.street();
    Ok(named.map(|unit| taker(tx, street, unit)).transpose()?.flatten())
}

/// Accounts that may preside over a sitting: account, role, masked name.
pub fn chairs(tx: &mut Tx<'_>) -> Result<Vec<(AccountId, String, String)>> {
    let (street, now) = (tx.street(), tx.now());
    identity::holders(tx, street, CHAIRS, now)
}

/// Row 9 with names as a clerk types them: the category by name or code, the place by id, name or code.
pub fn accept_named(tx: &mut Tx<'_>, viewer: &Viewer, id: CaseId, words: &Acceptance) -> Result<Outcome<Case>> {
    let (street, now) = (tx.street(), tx.now());
    let names = Names::read(tx, street)?;
    let place = match words.place {
        Some(place) => Ok(Some(names.tree.path_of(place))),
        None => names.place_typed(&words.place_name),
    };
    let place = match place {
        Ok(place) => place,
        Err(problem) => {
            let case = store::find::<Accept>(tx, viewer, id, now)?.into_inner();
            return Ok(Outcome::Refused(case, vec![problem]));
        }
    };
    let category = names.category_typed(&words.category).map_or_else(|| words.category.clone(), |c| c.code.clone());
    crate::actions::accept(tx, viewer, id, &Acceptance { category, ..words.clone() }, place)
}

/// What the speaker did at that moment was written on paper, and keyed by whoever this names.
const ON_PAPER: &str = "papers.paper_keyed";
/// Events readers do not need beside the verbs they follow from.
const QUIET: &[&str] = &["appeals.clock_started"];

fn story(r: &mut Reader<'_>, names: &Names, street: StreetId, id: CaseId) -> Result<Vec<StoryLine>> {
    let events: Vec<_> = journal::timeline(r, street, "case", id.uuid())?
        .into_iter()
        .filter(|e| (e.name.starts_with("appeals.") || e.name == ON_PAPER) && !QUIET.contains(&e.name.as_str()))
        .collect();
    let mut posts: Vec<Uuid> = events.iter().filter_map(|e| e.post_id).collect();
    posts.sort_unstable();
    posts.dedup();
    let posts: HashMap<Uuid, (String, Option<String>)> =
        identity::post_names(r, street, &posts)?.into_iter().map(|(id, role, unit)| (id, (role, unit))).collect();
    Ok(events.iter().map(|e| story_line(e, names, &posts)).collect())
}

fn story_line(e: &EventRow, names: &Names, posts: &HashMap<Uuid, (String, Option<String>)>) -> StoryLine {
    let body: serde_json::Value = serde_json::from_str(&e.body).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let mut args = vec![];
    if let Some(unit) = text("unit").and_then(|u| u.parse::<Uuid>().ok()).and_then(|u| names.unit(Some(UnitId(u)))) {
        args.push(("unit", unit));
    }
    for key in ["result", "satisfaction", "reason", "stage", "means", "source", "channel", "cause"] {
        if let Some(value) = text(key) {
            args.push((key, value));
        }
    }
    for key in ["reached", "solved", "counted"] {
        if let Some(yes) = body.get(key).and_then(|v| v.as_bool()) {
            args.push((key, yes.to_string()));
        }
    }
    let post = e.post_id.and_then(|p| posts.get(&p));
    let who = match (e.actor_kind.as_str(), post) {
        ("account", Some((role, unit))) => {
            if let Some(unit) = unit {
                args.push(("who_unit", unit.clone()));
            }
            role.clone()
        }
        ("account", None) => "speaker".into(),
        ("nobody", _) => "bearer".into(),
        ("client", _) => "client".into(),
        _ => "timer".into(),
    };
    let name = e.name.rsplit('.').next().unwrap_or_default().to_owned();
    StoryLine { at: e.at, name, who, args }
}
