//! Editions: drafted, reviewed, signed, sent back, counted again.

use super::drafting::{Readers, draft};
use super::{held, may};
use crate::rules::*;
use crate::store;
use crate::views::*;
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

const PAGE: i64 = 30;

pub fn reports_view(r: &mut Reader<'_>, viewer: &Viewer, words: &ReportsWords, now: Moment) -> Result<ReportsView> {
    held::<SeeDrafts>(viewer, now)?;
    let templates = store::templates(r, viewer.street)?;
    let editions = store::editions(r, viewer.street, false, words.after.parse().ok(), PAGE)?;
    let next = editions.last().filter(|_| editions.len() as i64 == PAGE).map(|e| format!("/desk/reports?after={}", e.id));
    let template = |t: Template| TemplateLine { id: t.id.to_string(), name: t.name, version: t.version, at: t.at };
    let edition = |e: Edition| EditionLine {
        id: e.id.to_string(), title: e.content.document.name(), state: e.state, from: e.span.from, until: e.span.last(), drafted_at: e.drafted_at,
        missing: e.content.missing().len(),
    };
    Ok(ReportsView {
        templates: templates.into_iter().map(template).collect(),
        editions: editions.into_iter().map(edition).collect(),
        next,
        may_write: may::<WriteReport>(viewer, now),
        problems: vec![],
    })
}

/// An edition with its figures as they are now. Gives its id; of a refusal the template's.
pub fn draft_report(tx: &mut Tx<'_>, viewer: &Viewer, template: Uuid, words: &Drafting) -> Result<Outcome<Uuid>> {
    let (street, now) = (tx.street(), tx.now());
    held::<WriteReport>(viewer, now)?;
    let template = store::template(tx, street, template)?.ok_or(Denied::Hidden)?;
    let (lines, span) = match (parse(&template.text), report_span(words, now)) {
        (Ok(lines), Ok(span)) => (lines, span),
        (lines, span) => {
            let problems = lines.err().into_iter().chain(span.err()).flatten().collect();
            return Ok(Outcome::Refused(template.id, problems));
        }
    };
    let content = draft(tx, street, &lines, span, Readers::Everybody, now)?;
    let edition = Edition {
        id: Uuid::now_v7(), template: template.id, version: template.version, span, state: EditionState::Drafted, hash: content.hash(), content,
        drafted_by: viewer.account(), drafted_at: now, reviewed_by: None, reviewed_at: None, signed_by: None, signed_at: None, returned_why: None,
        rev: 1,
    };
    store::insert_edition(tx, &edition)?;
    tx.record(&ReportDrafted { edition: edition.id })?;
    Ok(Outcome::Done(edition.id))
}

/// A signed edition for everybody; another for those who work on it.
pub fn find_edition(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid, now: Moment) -> Result<Edition> {
    let edition = store::edition(r, viewer.street, id)?.ok_or(Denied::Hidden)?;
    if edition.state != EditionState::Signed && !may::<SeeDrafts>(viewer, now) {
        return Err(Denied::Hidden.into());
    }
    Ok(edition)
}

pub fn edition_view(r: &mut Reader<'_>, viewer: &Viewer, id: Uuid, now: Moment) -> Result<EditionView> {
    let edition = find_edition(r, viewer, id, now)?;
    let template = store::template(r, viewer.street, edition.template)?.map(|t| t.name).unwrap_or_default();
    let open = matches!(edition.state, EditionState::Drafted | EditionState::Reviewed);
    let me = viewer.account();
    let other = |hand: Option<kernel::AccountId>| me.is_some() && hand != me;
    let may = EditionMay {
        review: edition.state == EditionState::Drafted && other(edition.drafted_by) && may::<ReviewReport>(viewer, now),
        sign: edition.state == EditionState::Reviewed && other(edition.reviewed_by) && other(edition.drafted_by) && may::<SignReport>(viewer, now),
        send_back: open && may::<ReviewReport>(viewer, now),
        recount: edition.state != EditionState::Signed && may::<WriteReport>(viewer, now),
    };
    let missing = edition.content.missing().into_iter().map(str::to_owned).collect();
    Ok(EditionView {
        id: edition.id.to_string(), template, version: edition.version, state: edition.state, from: edition.span.from, until: edition.span.last(), missing,
        document: edition.content.document, figures: edition.content.figures, hash: edition.hash, drafted_at: edition.drafted_at,
        reviewed_at: edition.reviewed_at, signed_at: edition.signed_at, returned_why: edition.returned_why, may, returning: Returning::default(), problems: vec![],
    })
}

fn working(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Edition> {
    let now = tx.now();
    find_edition(tx, viewer, id, now)
}

pub fn review_report(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Outcome<()>> {
    let (now, was) = (tx.now(), working(tx, viewer, id)?);
    held::<ReviewReport>(viewer, now)?;
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    match review(&was, by, now) {
        Ok(edition) => {
            store::save_edition(tx, &was, &edition)?;
            tx.record(&ReportReviewed { edition: id })?;
            Ok(Outcome::Done(()))
        }
        Err(problems) => Ok(Outcome::Refused((), problems)),
    }
}

pub fn sign_report(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Outcome<()>> {
    let (now, was) = (tx.now(), working(tx, viewer, id)?);
    held::<SignReport>(viewer, now)?;
    let by = viewer.account().ok_or(Denied::Forbidden)?;
    match sign(&was, by, now) {
        Ok(edition) => {
            store::save_edition(tx, &was, &edition)?;
            tx.record(&ReportSigned { edition: id })?;
            Ok(Outcome::Done(()))
        }
        Err(problems) => Ok(Outcome::Refused((), problems)),
    }
}

pub fn return_report(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid, words: &Returning) -> Result<Outcome<()>> {
    let (now, was) = (tx.now(), working(tx, viewer, id)?);
    held::<ReviewReport>(viewer, now)?;
    match send_back(&was, words) {
        Ok(edition) => {
            store::save_edition(tx, &was, &edition)?;
            tx.record(&ReportReturned { edition: id })?;
            Ok(Outcome::Done(()))
        }
        Err(problems) => Ok(Outcome::Refused((), problems)),
    }
}

/// The same template and days, with the figures of now.
pub fn recount_report(tx: &mut Tx<'_>, viewer: &Viewer, id: Uuid) -> Result<Outcome<()>> {
    let (street, now) = (tx.street(), tx.now());
    let was = working(tx, viewer, id)?;
    held::<WriteReport>(viewer, now)?;
    let template = store::template(tx, street, was.template)?.ok_or(Denied::Hidden)?;
    let lines = parse(&template.text).map_err(|p| db::Fault::other(format!("a kept template cannot be read: {p:?}")))?;
    let content = draft(tx, street, &lines, was.span, Readers::Everybody, now)?;
    match recount(&was, content, viewer.account(), now) {
        Ok(edition) => {
            store::save_edition(tx, &was, &edition)?;
            tx.record(&ReportRecounted { edition: id })?;
            Ok(Outcome::Done(()))
        }
        Err(problems) => Ok(Outcome::Refused((), problems)),
    }
}

/// What an edition says as a file of this kind, with its media type; `None`: there is no such kind.
pub fn written(content: &Content, kind: &str) -> Option<(&'static str, Vec<u8>)> {
    Some(match kind {
        "docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", documents::to_docx(&content.document)),
        "md" => ("text/markdown; charset=utf-8", documents::to_markdown(&content.document).into_bytes()),
        "json" => ("application/json; charset=utf-8", serde_json::to_vec_pretty(content).ok()?),
        _ => return None,
    })
}
