//! The catalogue's pages, in names.

use super::Names;
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Held, PlacePath, Viewer, WholeStreet};
use db::{Reader, Result};
use kernel::{Moment, StreetId, UnitId, uuid::Uuid};
use std::collections::HashMap;

/// Rows of a rehearsal that are shown.
const MOST_OTHERWISE: usize = 50;

fn may(viewer: &Viewer, now: Moment) -> CatalogueMay {
    let thing = WholeStreet(viewer.street);
    CatalogueMay {
        draft: auth::may::<_, DraftCatalogue>(viewer, &thing, now),
        publish: auth::may::<_, PublishCatalogue>(viewer, &thing, now),
        switch_rule: auth::may::<_, SwitchRule>(viewer, &thing, now),
        sees_cases: auth::reaches(WHO_MAY, super::SEE, viewer, now),
    }
}

/// The version in force, or the one asked for.
pub fn catalogue_page(r: &mut Reader<'_>, viewer: &Viewer, version: Option<i32>, now: Moment) -> Result<CatalogueView> {
    Held::<_, SeeCatalogue>::take(viewer, WholeStreet(viewer.street), now)?;
    let street = viewer.street;
    let names = Names::read(r, street)?;
    let versions = store::catalogue_versions(r, street)?;
    let in_force = |v: &&CatalogueVersion| v.state == VersionState::Published;
    let shown = match version {
        Some(n) => Some(versions.iter().find(|v| v.version == n).ok_or(auth::Denied::Hidden)?),
        None => versions.iter().find(in_force),
    };
    let lines = shown.map(|v| store::catalogue_lines(r, street, v.version)).transpose()?.unwrap_or_default();
    Ok(CatalogueView {
        lines: lines.iter().map(|l| line(&names, l)).collect(),
        shown: shown.map(version_line),
        suggestions: suggestions(r, &names, street)?,
        rules: rules(r, &names, street)?,
        versions: versions.iter().map(version_line).collect(),
        may: may(viewer, now),
        problems: vec![],
    })
}

/// The version being written, rehearsed on the last days.
pub fn catalogue_draft_page(r: &mut Reader<'_>, viewer: &Viewer, changing: Option<Uuid>, now: Moment) -> Result<DraftView> {
    Held::<_, SeeCatalogue>::take(viewer, WholeStreet(viewer.street), now)?;
    let street = viewer.street;
    let names = Names::read(r, street)?;
    let draft = store::catalogue_draft(r, street)?;
    let lines = draft.as_ref().map(|d| store::catalogue_lines(r, street, d.version)).transpose()?.unwrap_or_default();
    let (gaps, rehearsal) = match &draft {
        Some(_) => (crate::actions::draft_problems(&names, &lines, now), rehearsed(r, &names, street, &lines, now)?),
        None => (vec![], RehearsalView::default()),
    };
    let lines: Vec<_> = lines.iter().map(|l| line(&names, l)).collect();
    Ok(DraftView {
        typed: lines.iter().find(|l| Some(l.id) == changing).map(|l| l.words.clone()),
        lines,
        draft: draft.as_ref().map(version_line),
        gaps,
        rehearsal,
        may: may(viewer, now),
        problems: vec![],
        choices: QueueChoices {
            categories: names.leaves().cloned().map(Into::into).collect(),
            communities: names.communities(),
            units: names.unit_choices(),
        },
    })
}

fn rehearsed(r: &mut Reader<'_>, names: &Names, street: StreetId, lines: &[CatalogueItem], now: Moment) -> Result<RehearsalView> {
    let from = now.plus_days(-REHEARSED_DAYS);
    let past = store::past_cases(r, street, from)?;
    let offices: HashMap<_, _> = names.units.iter().filter_map(|u| Some((u.community?, u.id))).collect();
    let done = rehearse(&past, lines, &offices, now.day());
    let otherwise = |o: &Otherwise| OtherwiseLine {
        category_name: names.category(&o.category),
        place: names.place(PlacePath { community: o.community, ..PlacePath::default() }),
        was: names.unit(Some(o.was)).unwrap_or_default(),
        would: names.unit(o.would),
        cases: o.cases,
        href: queue_of(o),
    };
    Ok(RehearsalView {
        from: Some(from.day()),
        cases: done.cases,
        same: done.same,
        unled: done.unled,
        otherwise: done.otherwise.iter().take(MOST_OTHERWISE).map(otherwise).collect(),
    })
}

fn queue_of(o: &Otherwise) -> String {
    let words = QueueWords {
        category: o.category.clone(),
        community: o.community.map(|c| c.to_string()).unwrap_or_default(),
        unit: o.was.to_string(),
        ..QueueWords::default()
    };
    format!("/desk/cases?{}", words.query())
}

fn version_line(v: &CatalogueVersion) -> VersionLine {
    VersionLine {
        version: v.version,
        state: v.state,
        source: v.source.clone(),
        drafted_at: v.drafted_at,
        proposed_at: v.proposed_at,
        published_at: v.published_at,
    }
}

fn line(names: &Names, item: &CatalogueItem) -> CatalogueLine {
    let place = names.place(PlacePath { community: item.community, grid: item.grid, ..PlacePath::default() });
    let called = |unit: UnitId| names.unit(Some(unit)).unwrap_or_default();
    let lead = match item.lead {
        LeadRule::Unit(unit) => Some(unit),
        LeadRule::Community => None,
    };
    CatalogueLine {
        id: item.id,
        category: item.category.clone(),
        category_name: names.category(&item.category),
        lead: lead.map(called),
        assists: item.assists.iter().copied().map(called).collect(),
        fallback: called(item.fallback),
        basis: item.basis.clone(),
        admission: item.admission.clone(),
        until: item.until,
        words: CatalogueWords {
            line: item.id.to_string(),
            category: item.category.clone(),
            place_name: place.clone(),
            lead: lead.map_or("community".into(), |u| u.to_string()),
            assists: item.assists.clone(),
            fallback: Some(item.fallback),
            basis: item.basis.clone(),
            admission: item.admission.clone().unwrap_or_default(),
            until: item.until.map(|d| d.to_string()).unwrap_or_default(),
        },
        place,
    }
}

fn suggestions(r: &mut Reader<'_>, names: &Names, street: StreetId) -> Result<Vec<SuggestionLine>> {
    let found = store::suggestions(r, street)?;
    let of = |s: store::Suggestion| SuggestionLine {
        id: s.id,
        case: s.case.to_string(),
        category_name: names.category(&s.category),
        place: names.place(PlacePath { community: s.community, ..PlacePath::default() }),
        from: names.unit(s.from),
        unit: names.unit(Some(s.unit)).unwrap_or_default(),
        cause: s.cause,
        at: s.at,
    };
    Ok(found.into_iter().map(of).collect())
}

fn rules(r: &mut Reader<'_>, names: &Names, street: StreetId) -> Result<Vec<RuleLine>> {
    let on: HashMap<_, _> = store::rule_categories(r, street)?.into_iter().collect();
    let mut lines = vec![];
    for c in names.leaves() {
        let earned = Earned::of(&store::past_dispatches(r, street, &c.code)?);
        lines.push(RuleLine {
            category: c.code.clone(),
            category_name: (c.name_zh.clone(), c.name_en.clone()),
            suffices: earned.suffices(),
            earned,
            since: on.get(&c.code).copied(),
        });
    }
    Ok(lines)
}
