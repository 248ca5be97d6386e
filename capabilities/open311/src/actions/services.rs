//! What is on offer: categories whose cases the public sees.

use crate::rules::{GeoError, Judged, attributes_of};
use crate::views::{Discovery, Service};
use appeals::rules::CaseType;
use appeals::store;
use db::{Reader, Result};
use kernel::{Moment, StreetId};

/// The categories on offer, in the order of the tree. Allegations, and what the public does not see case by case, are
/// told at the desk or on the street's own pages.
pub fn services(r: &mut Reader<'_>, street: StreetId) -> Result<Vec<Service>> {
    let lines = store::service_lines(r, street)?;
    let name = |code: &str| lines.iter().find(|l| l.code == code).map(|l| l.name.clone());
    let is_heading = |code: &str| lines.iter().any(|l| l.parent.as_deref() == Some(code));
    let offered = lines
        .iter()
        .filter(|l| l.public_level.is_listed() && l.case_type != CaseType::Allegation && !is_heading(&l.code))
        .map(|l| Service {
            code: l.code.clone(),
            name: l.name.clone(),
            description: l.description.clone(),
            keywords: l.keywords.clone(),
            group: l.parent.as_deref().and_then(name).unwrap_or_default(),
            attributes: attributes_of(&l.attributes),
        });
    Ok(offered.collect())
}

pub fn service(r: &mut Reader<'_>, street: StreetId, code: &str) -> Result<Judged<Service>> {
    Ok(services(r, street)?.into_iter().find(|s| s.code == code).ok_or_else(GeoError::service))
}

/// Where the interface is, as old as the list of services.
pub fn discover(r: &mut Reader<'_>, street: StreetId, street_name: &str, base: &str) -> Result<Discovery> {
    Ok(Discovery {
        street: street_name.to_owned(),
        hotline: store::setting(r, street, "hotline")?,
        base: base.to_owned(),
        changed_at: store::services_changed_at(r, street)?.unwrap_or(FIRST_OFFERED),
        test: is_exercise(r, street)?,
    })
}

/// A demo street: nothing that is brought here is done.
pub fn is_exercise(r: &mut Reader<'_>, street: StreetId) -> Result<bool> {
    Ok(store::setting(r, street, "demo")?.is_some())
}

/// A street without categories: the day the interface came.
const FIRST_OFFERED: Moment = Moment(1_795_708_800_000_000);

/// Whether this installation answers for a jurisdiction: its domain name, the name of its street, or its code.
pub fn is_ours(r: &mut Reader<'_>, street: StreetId, street_name: &str, host: &str, asked: &str) -> Result<bool> {
    let domain = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(h, _)| h);
    if asked.eq_ignore_ascii_case(domain) || asked == street_name {
        return Ok(true);
    }
    Ok(places::tree(r, street)?.root().is_some_and(|root| root.code == asked))
}
