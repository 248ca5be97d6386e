//! Texts of proposals and matters as moderation sees them: found, shown on a page of their own, told about.

use super::moderation::curb_line;
use super::proposals::authors;
use crate::rules::{self, *};
use crate::store;
use crate::views::*;
use auth::{Denied, Held, Viewer};
use db::{Reader, Result, Tx};
use kernel::{Moment, Outcome, StreetId, uuid::Uuid};

/// A text wherever it stands; none where there is no such.
pub(super) fn text(r: &mut Reader<'_>, street: StreetId, of: Target) -> Result<Option<Text>> {
    match of {
        Target::Proposal { proposal } => proposal_text(r, street, proposal),
        Target::Part { matter, kind, part } => part_text(r, street, (matter, kind, part)),
    }
}

fn proposal_text(r: &mut Reader<'_>, street: StreetId, id: ProposalId) -> Result<Option<Text>> {
    let Some(p) = store::proposal(r, street, id)? else { return Ok(None) };
    let person = store::author_person(r, street, id, p.author)?;
    let versions = store::versions_of(r, street, id)?.into_iter().map(|v| (v.no, v.title, v.text, v.offer)).collect();
    Ok(Some(Text {
        of: Target::Proposal { proposal: id },
        place: p.place,
        code: p.code,
        words: HiddenWords { title: p.title, text: p.text, offer: p.offer, versions, named: vec![] },
        authors: authors(r, street, id)?,
        author: person.map(|person| (person, p.author)),
        side: None,
        answered: false,
        frozen: false,
        held_at: None,
    }))
}

fn part_text(r: &mut Reader<'_>, street: StreetId, (matter, kind, part): (MatterId, PartKind, Uuid)) -> Result<Option<Text>> {
    let Some(m) = store::matter(r, street, matter)? else { return Ok(None) };
    let text = Text {
        of: Target::Part { matter, kind, part },
        place: m.place,
        code: m.code,
        words: HiddenWords::default(),
        authors: vec![],
        author: None,
        side: None,
        answered: false,
        frozen: false,
        held_at: None,
    };
    if kind == PartKind::Option {
        let Some(c) = store::choices_of(r, street, matter)?.into_iter().find(|c| c.id == part) else { return Ok(None) };
        let author = store::choice_author(r, street, matter, part)?;
        let known = author.map(|a| identity::find_account(r, street, a)).transpose()?.flatten();
        return Ok(Some(Text {
            words: HiddenWords { title: c.title, text: c.text, ..HiddenWords::default() },
            authors: author.into_iter().collect(),
            author: known.map(|a| (a.person, a.id)),
            frozen: c.state == OptionState::Frozen,
            ..text
        }));
    }
    let Some(a) = store::arguments_of(r, street, matter)?.into_iter().find(|a| a.id == part) else { return Ok(None) };
    if kind == PartKind::Answer {
        let Some(answer) = a.answer.filter(|_| a.held_at.is_none()) else { return Ok(None) };
        return Ok(Some(Text { words: HiddenWords { text: answer, ..HiddenWords::default() }, authors: vec![a.answered_by.unwrap_or(m.owner)], ..text }));
    }
    let authors = identity::accounts_of(r, street, &[a.person])?;
    Ok(Some(Text {
        words: HiddenWords { text: a.text, ..HiddenWords::default() },
        author: authors.first().map(|account| (a.person, *account)),
        authors,
        side: Some(a.side),
        answered: a.answer.is_some(),
        held_at: a.held_at,
        ..text
    }))
}

/// A text for a reader: one that waits to be read is there for its author and for those who moderate alone.
pub(super) fn readable(r: &mut Reader<'_>, viewer: &Viewer, of: Target, now: Moment) -> Result<Text> {
    let found = text(r, viewer.street, of)?.ok_or(Denied::Hidden)?;
    let reads = found.held_at.is_none() || viewer.account().is_some_and(|a| found.is_by(a)) || auth::may::<_, ModerateText>(viewer, &found, now);
    if reads { Ok(found) } else { Err(Denied::Hidden.into()) }
}

/// A text for those who moderate it.
pub(super) fn to_moderate(r: &mut Reader<'_>, viewer: &Viewer, of: Target, now: Moment) -> Result<Text> {
    let found = readable(r, viewer, of, now)?;
    Ok(Held::<_, ModerateText>::take(viewer, found, now)?.into_inner())
}

/// Somebody's first argument was read by whoever moderates and is shown from now on.
pub fn release_text(tx: &mut Tx<'_>, viewer: &Viewer, of: Target) -> Result<Outcome<Text>> {
    let now = tx.now();
    let was = to_moderate(tx, viewer, of, now)?;
    let by = viewer.account().ok_or(Denied::Hidden)?;
    match rules::release(&was, by) {
        Err(problems) => Ok(Outcome::Refused(was, problems)),
        Ok(((), event)) => {
            store::release_argument(tx, of)?;
            tx.record(&event)?;
            Ok(Outcome::Done(Text { held_at: None, ..was }))
        }
    }
}

/// One text of a matter with what can be done about it.
pub fn text_view(r: &mut Reader<'_>, viewer: &Viewer, (matter, kind, part): (MatterId, PartKind, Uuid), now: Moment) -> Result<TextView> {
    let street = viewer.street;
    let of = Target::Part { matter, kind, part };
    let m = store::find_matter::<SeeMatter>(r, viewer, matter, now)?.into_inner();
    let found = readable(r, viewer, of, now)?;
    let curbed = curb_line(r, viewer, &found, now)?;
    let account = viewer.account();
    let (own, hidden) = (account.is_some_and(|a| found.is_by(a)), found.is_hidden());
    let moderates = account.is_some() && !own && auth::may::<_, ModerateText>(viewer, &found, now);
    let paused = match found.author {
        Some((person, _)) => store::pauses_of(r, street, person, now)?.iter().any(|p| p.runs(now)),
        None => true,
    };
    let may = TextMay {
        flag: account.is_some() && !own && !hidden && curbed.is_none() && found.held_at.is_none() && !account.map(|a| store::has_flagged(r, street, of, a)).transpose()?.unwrap_or_default(),
        moderate: moderates && curbed.is_none() && !hidden,
        pause: moderates && !paused,
        release: moderates && found.held_at.is_some(),
    };
    Ok(TextView {
        matter,
        code: m.code,
        question: m.question,
        kind,
        id: part,
        title: found.words.title,
        text: found.words.text,
        side: found.side,
        frozen: found.frozen,
        held: found.held_at.is_some(),
        curbed,
        may,
        typed: Curbing::default(),
        problems: vec![],
    })
}
