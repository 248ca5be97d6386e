//! Templates: written, tried on real days, kept in versions.

use super::drafting::{Readers, draft};
use super::held;
use crate::rules::*;
use crate::store;
use crate::views::{CodeLine, PreviewWords, TemplateView};
use auth::{Denied, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, uuid::Uuid};

pub fn has_template(r: &mut Reader<'_>, street: kernel::StreetId) -> Result<bool> {
    Ok(!store::templates(r, street)?.is_empty())
}

/// The shipped template, once. A street that has templates keeps its own.
pub fn plant(tx: &mut Tx<'_>) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    if !store::templates(tx, street)?.is_empty() {
        return Ok(());
    }
    let words = TemplateWords { name: SHIPPED_NAME.into(), text: SHIPPED.into() };
    let written = write_template(Uuid::now_v7(), None, &words, now);
    let template = written.map_err(|p| db::Fault::other(format!("the shipped template: {p:?}")))?;
    store::insert_template(tx, &template, None)?;
    tx.record(&TemplateWritten { template: template.id, version: 1 })?;
    Ok(())
}

/// A new template, or the next version of one. Gives its id.
pub fn keep_template(tx: &mut Tx<'_>, viewer: &Viewer, id: Option<Uuid>, words: &TemplateWords) -> Result<Outcome<Uuid>> {
    let (street, now) = (tx.street(), tx.now());
    held::<WriteReport>(viewer, now)?;
    let before = match id {
        Some(id) => Some(store::template(tx, street, id)?.ok_or(Denied::Hidden)?),
        None => None,
    };
    match write_template(Uuid::now_v7(), before.as_ref(), words, now) {
        Ok(template) => {
            store::insert_template(tx, &template, viewer.account())?;
            tx.record(&TemplateWritten { template: template.id, version: template.version })?;
            Ok(Outcome::Done(template.id))
        }
        Err(problems) => Ok(Outcome::Refused(id.unwrap_or_default(), problems)),
    }
}

/// A template's page: its text, every code it may ask for, and what it would say of this year.
pub fn template_view(r: &mut Reader<'_>, viewer: &Viewer, id: Option<Uuid>, now: Moment) -> Result<TemplateView> {
    held::<WriteReport>(viewer, now)?;
    let template = match id {
        Some(id) => Some(store::template(r, viewer.street, id)?.ok_or(Denied::Hidden)?),
        None => None,
    };
    let year = Period::Year.span(now.day());
    let days = (year.from.to_string(), year.last().to_string());
    let words = match &template {
        Some(t) => PreviewWords { id: t.id.to_string(), name: t.name.clone(), text: t.text.clone(), from: days.0, until: days.1 },
        None => PreviewWords { from: days.0, until: days.1, ..PreviewWords::default() },
    };
    let mut view = match &template {
        Some(_) => preview(r, viewer, &words, now)?.into_inner(),
        None => started(&words),
    };
    view.id = template.as_ref().map(|t| t.id.to_string()).unwrap_or_default();
    view.version = template.map_or(0, |t| t.version);
    Ok(view)
}

/// What a text would say of these days. Nothing is written.
pub fn preview(r: &mut Reader<'_>, viewer: &Viewer, words: &PreviewWords, now: Moment) -> Result<Outcome<TemplateView>> {
    held::<WriteReport>(viewer, now)?;
    let mut view = started(words);
    let (lines, span) = (parse(&words.text), report_span(&view.drafting, now));
    match (lines, span) {
        (Ok(lines), Ok(span)) => {
            let content = draft(r, viewer.street, &lines, span, Readers::Desk, now)?;
            (view.preview, view.figures) = (Some(content.document), content.figures);
            Ok(Outcome::Done(view))
        }
        (lines, span) => {
            let problems = lines.err().into_iter().chain(span.err()).flatten().collect();
            Ok(Outcome::Refused(view, problems))
        }
    }
}

fn started(words: &PreviewWords) -> TemplateView {
    let code = |i: &&figures::Indicator| CodeLine { code: i.code.to_owned(), beside: i.beside.iter().map(|b| b.code.to_owned()).collect() };
    TemplateView {
        id: words.id.clone(),
        words: TemplateWords { name: words.name.clone(), text: words.text.clone() },
        drafting: Drafting { from: words.from.clone(), until: words.until.clone() },
        codes: catalogue().iter().map(code).collect(),
        ..TemplateView::default()
    }
}

/// What a template of this name would say of a time, for the command line.
pub fn report_of(r: &mut Reader<'_>, street: kernel::StreetId, name: &str, words: &Drafting, now: Moment) -> Result<std::result::Result<Content, Vec<kernel::Problem>>> {
    let found = store::templates(r, street)?.into_iter().find(|t| t.name == name || t.id.to_string() == name);
    let Some(template) = found else { return Ok(Err(vec![kernel::Problem::at("template", "template-unknown").with("name", name)])) };
    match (parse(&template.text), report_span(words, now)) {
        (Ok(lines), Ok(span)) => Ok(Ok(draft(r, street, &lines, span, Readers::Desk, now)?)),
        (lines, span) => Ok(Err(lines.err().into_iter().chain(span.err()).flatten().collect())),
    }
}
