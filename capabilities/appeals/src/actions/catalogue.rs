//! Writing a version of the dispatch catalogue, putting it in force by another hand, and the rule that acts on it.

use super::{Names, hand, taker};
use crate::rules::{self, *};
use crate::store;
use auth::{Act, Held, Viewer, WholeStreet};
use db::{Reader, Result, Tx};
use kernel::{Outcome, Problem, StreetId, UnitId, uuid::Uuid};

fn may<A: Act<WholeStreet>>(tx: &Tx<'_>, viewer: &Viewer) -> Result<()> {
    Held::<_, A>::take(viewer, WholeStreet(viewer.street), tx.now())?;
    Ok(())
}

fn refused(problem: Problem) -> Result<Outcome<()>> {
    Ok(Outcome::Refused((), vec![problem]))
}

/// The catalogue's proposal for a case.
pub fn proposal(r: &mut Reader<'_>, street: StreetId, case: &Case, now: kernel::Moment) -> Result<Option<Proposal>> {
    let items = store::catalogue(r, street, &case.category)?;
    let office = case.place.community.map(|c| identity::office_of(r, street, c)).transpose()?.flatten();
    Ok(propose(case.spot(), &items, office, now.day()))
}

/// Begins a new version with the lines in force.
pub fn begin_catalogue(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let street = tx.street();
    if store::catalogue_draft(tx, street)?.is_some() {
        return refused(Problem::new("catalogue-being-written"));
    }
    let in_force = store::catalogue_versions(tx, street)?.into_iter().find(|v| v.state == VersionState::Published);
    let lines = in_force.map(|v| store::catalogue_lines(tx, street, v.version)).transpose()?.unwrap_or_default();
    let version = store::begin_catalogue(tx, hand(viewer))?;
    for line in &lines {
        store::put_catalogue_line(tx, version, line)?;
    }
    tx.record(&CatalogueDrafted { street, version })?;
    Ok(Outcome::Done(()))
}

/// The draft, if it may still be written.
fn writable(tx: &mut Tx<'_>) -> Result<std::result::Result<CatalogueVersion, Problem>> {
    let street = tx.street();
    Ok(match store::catalogue_draft(tx, street)? {
        None => Err(Problem::new("catalogue-no-draft")),
        Some(draft) if draft.state != VersionState::Draft => Err(Problem::new("catalogue-proposed")),
        Some(draft) => Ok(draft),
    })
}

/// Writes one line of the draft, new or in another's place.
pub fn write_catalogue_line(tx: &mut Tx<'_>, viewer: &Viewer, words: &CatalogueWords) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let draft = match writable(tx)? {
        Ok(draft) => draft,
        Err(problem) => return refused(problem),
    };
    let street = tx.street();
    let names = Names::read(tx, street)?;
    let units: Vec<UnitId> = names.units.iter().map(|u| u.id).collect();
    let place = names.place_typed(&words.place_name).map(Option::unwrap_or_default);
    let meant = Meant {
        category: names.category_typed(&words.category).filter(|c| c.parent.is_some()).map(|c| c.code.as_str()),
        place: place.as_ref().ok().copied(),
        units: &units,
    };
    let line = match written_line(words, meant) {
        Ok(line) => line,
        Err(mut problems) => {
            // What exactly is wrong with the place says who looked for it.
            if let Err(problem) = place {
                problems.retain(|p| p.field != Some("place_name"));
                problems.push(problem);
            }
            return Ok(Outcome::Refused((), problems));
        }
    };
    store::put_catalogue_line(tx, draft.version, &line)?;
    tx.record(&CatalogueLineWritten { street, version: draft.version, category: line.category })?;
    Ok(Outcome::Done(()))
}

pub fn remove_catalogue_line(tx: &mut Tx<'_>, viewer: &Viewer, line: Uuid) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let draft = match writable(tx)? {
        Ok(draft) => draft,
        Err(problem) => return refused(problem),
    };
    if !store::drop_catalogue_line(tx, draft.version, line)? {
        return Err(auth::Denied::Hidden.into());
    }
    let street = tx.street();
    tx.record(&CatalogueLineRemoved { street, version: draft.version })?;
    Ok(Outcome::Done(()))
}

/// What stands in the way of the draft's publication.
pub(crate) fn draft_problems(names: &Names, lines: &[CatalogueItem], now: kernel::Moment) -> Vec<Problem> {
    let offices: Vec<UnitId> = names.units.iter().filter(|u| u.community.is_some()).map(|u| u.id).collect();
    publication_problems(lines, &names.categories, &offices, now.day())
}

/// Asks that the draft be put in force; only one without gaps is.
pub fn propose_catalogue(tx: &mut Tx<'_>, viewer: &Viewer, words: &Saying) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let draft = match writable(tx)? {
        Ok(draft) => draft,
        Err(problem) => return refused(problem),
    };
    let (street, now) = (tx.street(), tx.now());
    let mut problems: Vec<_> = text_problem("text", &words.text, MOST_REASON).into_iter().collect();
    let lines = store::catalogue_lines(tx, street, draft.version)?;
    let names = Names::read(tx, street)?;
    problems.extend(draft_problems(&names, &lines, now));
    if !problems.is_empty() {
        return Ok(Outcome::Refused((), problems));
    }
    store::mark_catalogue(tx, draft.version, VersionState::Proposed, hand(viewer), Some(words.text.trim()))?;
    tx.record(&CatalogueProposed { street, version: draft.version })?;
    Ok(Outcome::Done(()))
}

/// Puts the proposed version in force: cases handed out from now on read it.
pub fn publish_catalogue(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Outcome<()>> {
    may::<PublishCatalogue>(tx, viewer)?;
    let street = tx.street();
    let Some(draft) = store::catalogue_draft(tx, street)? else { return refused(Problem::new("catalogue-no-draft")) };
    if let Err(problems) = may_publish(&draft, hand(viewer)) {
        return Ok(Outcome::Refused((), problems));
    }
    store::mark_catalogue(tx, draft.version, VersionState::Published, hand(viewer), None)?;
    tx.record(&CataloguePublished { street, version: draft.version })?;
    Ok(Outcome::Done(()))
}

/// Back to whoever writes it.
pub fn send_catalogue_back(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Outcome<()>> {
    may::<PublishCatalogue>(tx, viewer)?;
    let street = tx.street();
    match store::catalogue_draft(tx, street)? {
        Some(draft) if draft.state == VersionState::Proposed => {
            store::mark_catalogue(tx, draft.version, VersionState::Draft, draft.drafted_by, None)?;
            tx.record(&CatalogueSentBack { street, version: draft.version })?;
            Ok(Outcome::Done(()))
        }
        _ => refused(Problem::new("catalogue-not-proposed")),
    }
}

/// Gives the draft up. Its lines stay readable in the journal's order, and are read by nobody.
pub fn drop_catalogue(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let street = tx.street();
    let Some(draft) = store::catalogue_draft(tx, street)? else { return refused(Problem::new("catalogue-no-draft")) };
    store::mark_catalogue(tx, draft.version, VersionState::Dropped, draft.drafted_by, None)?;
    tx.record(&CatalogueDropped { street, version: draft.version })?;
    Ok(Outcome::Done(()))
}

/// Lets the rule hand out a category, while it earns it; or not any more.
pub fn switch_rule(tx: &mut Tx<'_>, viewer: &Viewer, category: &str, on: bool) -> Result<Outcome<()>> {
    may::<SwitchRule>(tx, viewer)?;
    let street = tx.street();
    if store::category(tx, street, category)?.is_none() {
        return Err(auth::Denied::Hidden.into());
    }
    if on && !Earned::of(&store::past_dispatches(tx, street, category)?).suffices() {
        return refused(Problem::new("rule-not-earned").with("least", LOOKED_BACK).with("share", EARNED));
    }
    store::switch_rule(tx, category, on, hand(viewer))?;
    tx.record(&RuleSwitched { street, category: category.to_owned(), on })?;
    Ok(Outcome::Done(()))
}

/// Takes a suggestion into the draft, which is begun if there is none; or sets it aside.
pub fn settle_suggestion(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, adopt: bool) -> Result<Outcome<()>> {
    may::<DraftCatalogue>(tx, viewer)?;
    let street = tx.street();
    let Some(s) = store::suggestions(tx, street)?.into_iter().find(|s| s.id == id) else {
        return Err(auth::Denied::Hidden.into());
    };
    if adopt && let Some(problem) = adopt_suggestion(tx, viewer, &s)? {
        return refused(problem);
    }
    store::settle_suggestion(tx, id, if adopt { "adopted" } else { "dismissed" }, hand(viewer))?;
    tx.record(&SuggestionSettled { street, adopted: adopt })?;
    Ok(Outcome::Done(()))
}

/// The line for the suggestion's place names the unit it turned out to be; the street's own line is left as it is.
fn adopt_suggestion(tx: &mut Tx<'_>, viewer: &Viewer, s: &store::Suggestion) -> Result<Option<Problem>> {
    let street = tx.street();
    if store::catalogue_draft(tx, street)?.is_none() {
        begin_catalogue(tx, viewer)?;
    }
    let draft = match writable(tx)? {
        Ok(draft) => draft,
        Err(problem) => return Ok(Some(problem)),
    };
    let lines = store::catalogue_lines(tx, street, draft.version)?;
    let spot = Spot { category: &s.category, community: s.community, grid: None, accused: &[] };
    let Some(now) = item_for(spot, &lines, tx.now().day()) else { return Ok(Some(Problem::new("catalogue-gap").with("category", &s.category))) };
    // The street's own line has another place: it is not the one that is changed.
    let id = if now.community == s.community { now.id } else { Uuid::nil() };
    let line = CatalogueItem {
        id, community: s.community, grid: None, lead: LeadRule::Unit(s.unit), until: None, ..now.clone()
    };
    store::put_catalogue_line(tx, draft.version, &line)?;
    tx.record(&CatalogueLineWritten { street, version: draft.version, category: line.category })?;
    Ok(None)
}

/// Who hands a case out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handing {
    Desk,
    Rule,
    Return,
    Sitting,
    Fallback,
}

/// Keeps that the case was handed out and what the catalogue said. Where it had gone wrong before, and the catalogue
/// would still say otherwise, that is a suggestion.
pub(super) fn note_dispatch(tx: &mut Tx<'_>, case: &Case, handing: Handing) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    let proposed = proposal(tx, street, case, now)?.map(|p| p.unit);
    let had = store::overturned(tx, street, case.id)?;
    store::keep_dispatch(tx, case, proposed, handing == Handing::Rule)?;
    let cause = if handing == Handing::Sitting { "conferral" } else { "return" };
    match had {
        Some(_) if handing != Handing::Fallback && proposed != case.lead => store::suggest(tx, case, had, cause),
        _ => Ok(()),
    }
}

/// The rule's turn, the timer's: accepted cases of the categories it is switched on for and has earned. Gives how many
/// it handed out; where it has not earned it any more, cases wait for a person.
pub(super) fn dispatch_by_rule(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<usize> {
    let (street, now) = (tx.street(), tx.now());
    let mut earned = std::collections::HashMap::new();
    let mut done = 0;
    for id in store::for_the_rule(tx, street)? {
        let Some(case) = store::load(tx, street, id)? else { continue };
        if !earned.contains_key(&case.category) {
            let past = store::past_dispatches(tx, street, &case.category)?;
            earned.insert(case.category.clone(), Earned::of(&past));
        }
        let Some(proposal) = proposal(tx, street, &case, now)? else { continue };
        let secret = store::voices_of(tx, street, id)?.iter().any(|v| v.secret);
        if !rules::rule_acts(&case, &proposal, earned[&case.category], secret) {
            continue;
        }
        let taker = taker(tx, street, proposal.unit)?;
        let words = Dispatching { unit: Some(proposal.unit), assists: proposal.assists, ..Dispatching::default() };
        done += usize::from(super::dispatch(tx, viewer, id, &words, taker)?.is_done());
    }
    Ok(done)
}
