//! Who signs, in which post and for which body, as the street is staffed now.

use crate::rules::{self, COUNTERSIGN, OPEN, Signatory, Standing};
use auth::{Denied, Facts, Role, Viewer};
use db::{Reader, Result};
use kernel::{Moment, Problem};

/// Whoever works at the device, as the first to sign.
pub(super) fn first<T: Facts>(r: &mut Reader<'_>, viewer: &Viewer, thing: &T, now: Moment) -> Result<Signatory> {
    Ok(signatory(r, viewer, OPEN, thing, now)?.ok_or(Denied::Forbidden)?)
}

/// Whoever stands beside, as the second; a problem if no post of theirs lets them sign here.
pub(super) fn second<T: Facts>(r: &mut Reader<'_>, viewer: &Viewer, thing: &T, now: Moment) -> Result<std::result::Result<Signatory, Problem>> {
    Ok(signatory(r, viewer, COUNTERSIGN, thing, now)?.ok_or_else(|| Problem::at("login", "may-not-sign")))
}

/// Units in which cases are handled or reviewed.
const HANDLING: &[Role] = &[Role::Handler, Role::Reviewer];

fn signatory<T: Facts>(r: &mut Reader<'_>, viewer: &Viewer, act: &str, thing: &T, now: Moment) -> Result<Option<Signatory>> {
    let handling = identity::units_with(r, viewer.street, HANDLING, now)?;
    let tree = places::tree(r, viewer.street)?;
    let standing = Standing { handling: &handling, community_of: &|place| tree.path_of(place).community };
    Ok(rules::signatory(viewer, &standing, |post| rules::gives(viewer, post, act, thing, now), now))
}
