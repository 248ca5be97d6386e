//! Texts that are flagged and moderated, wherever they stand.

use super::changed;
use crate::rules::*;
use db::{Fault, Reader, Result, Row, Tx, args};
use kernel::{AccountId, PersonId, StreetId, uuid::Uuid};

/// Kind, id and matter of a text, as columns beside each other.
pub(super) fn target(r: &mut Row) -> Result<Target> {
    let kind: String = r.next()?;
    let (id, matter): (Uuid, Option<MatterId>) = (r.next()?, r.next()?);
    match (PartKind::from_code(&kind), matter) {
        (Some(kind), Some(matter)) => Ok(Target::Part { matter, kind, part: id }),
        (None, None) => Ok(Target::Proposal { proposal: ProposalId(id) }),
        _ => Err(Fault::other("a text of no kind")),
    }
}

/// Every place where the words of a text stand gets other words: blank ones, covered ones, or those that stood there.
pub fn put_words(tx: &mut Tx<'_>, of: Target, w: &HiddenWords) -> Result<()> {
    let street = tx.street();
    match of {
        Target::Proposal { proposal } => put_proposal(tx, proposal, w),
        Target::Part { matter, kind: PartKind::Argument, part } => {
            changed(tx.exec("update matter_arguments set text = $4 where street_id = $1 and matter_id = $2 and id = $3", args![street, matter, part, &w.text])?)
        }
        Target::Part { matter, kind: PartKind::Answer, part } => changed(tx.exec(
            "update matter_arguments set answer = $4 where street_id = $1 and matter_id = $2 and id = $3 and answer is not null",
            args![street, matter, part, &w.text],
        )?),
        Target::Part { matter, kind: PartKind::Option, part } => changed(tx.exec(
            "update matter_options set title = $4, text = $5 where street_id = $1 and matter_id = $2 and id = $3 and state <> 'frozen'",
            args![street, matter, part, &w.title, &w.text],
        )?),
    }
}

fn put_proposal(tx: &mut Tx<'_>, of: ProposalId, w: &HiddenWords) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update proposals set title = $3, text = $4, offer = $5, rev = rev + 1 where street_id = $1 and id = $2",
        args![street, of, &w.title, &w.text, &w.offer],
    )?)?;
    for (no, title, text, offer) in &w.versions {
        tx.exec(
            "update proposal_versions set title = $4, text = $5, offer = $6 where street_id = $1 and proposal_id = $2 and no = $3",
            args![street, of, *no, title, text, offer],
        )?;
    }
    tx.exec("update matter_sources set title = $3 where street_id = $1 and link_kind = 'proposal' and link_id = $2", args![street, of.uuid(), &w.title])?;
    Ok(())
}

/// An argument stands on another side.
pub fn put_side(tx: &mut Tx<'_>, of: Target, side: Side) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update matter_arguments set side = $4 where street_id = $1 and matter_id = $2 and id = $3", args![street, of.matter(), of.id(), side.code()])?)
}

/// It waits no more: read, or hidden by whoever read it.
pub fn release_argument(tx: &mut Tx<'_>, of: Target) -> Result<()> {
    let street = tx.street();
    tx.exec("update matter_arguments set held_at = null where street_id = $1 and matter_id = $2 and id = $3", args![street, of.matter(), of.id()])?;
    Ok(())
}

/// Whether somebody has said something in the street's matters that stands there for everybody to read.
pub fn has_argued(r: &mut Reader<'_>, street: StreetId, person: PersonId) -> Result<bool> {
    let found: Option<i64> = r.opt("select 1 from matter_arguments where street_id = $1 and person_id = $2 and held_at is null and text <> '' limit 1", args![street, person])?;
    Ok(found.is_some())
}

/// Whether the street has first arguments read before they are shown: `deliberation.first_arguments` is `read`.
pub fn holds_first_arguments(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    let kept: Option<String> = r.opt("select value from settings where street_id = $1 and key = 'deliberation.first_arguments'", args![street])?;
    Ok(kept.as_deref() == Some("read"))
}

/// Who an option came from.
pub fn choice_author(r: &mut Reader<'_>, street: StreetId, of: MatterId, id: Uuid) -> Result<Option<AccountId>> {
    r.opt("select by_account from matter_options where street_id = $1 and matter_id = $2 and id = $3", args![street, of, id])
}
