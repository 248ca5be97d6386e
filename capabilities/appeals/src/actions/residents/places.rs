//! Where it is: a place chosen, a point, or words that only one place has.

use crate::actions::{Names, Whereabouts};
use crate::rules::Reception;
use auth::PlacePath;
use db::{Reader, Result};
use kernel::{Moment, StreetId};
use places::Wgs84;

/// The place of what is told, and the point of a chosen building where none was given.
pub fn whereabouts(r: &mut Reader<'_>, street: StreetId, names: &Names, words: &mut Reception, now: Moment) -> Result<Whereabouts> {
    let chosen = words.place.filter(|id| names.tree.by_id(*id).is_some());
    let point = words.lat.zip(words.lon).and_then(|(lat, lon)| Wgs84::checked(lon, lat));
    let mut path = PlacePath::default();
    if let Some(id) = chosen.or_else(|| said(names, &words.address_note)) {
        path = names.tree.path_of(id);
        let stands = names.tree.by_id(id).and_then(|p| p.point).filter(|_| point.is_none());
        if let Some(stands) = stands {
            (words.lat, words.lon) = (Some(stands.lat), Some(stands.lon));
        }
    } else if let Some(found) = point.map(|p| places::locate(r, street, p, now)).transpose()?.flatten() {
        path = PlacePath { community: Some(found.community), grid: Some(found.place), building: None };
    }
    Ok(Whereabouts { path, office: names.office(path.community) })
}

/// The one place whose own name stands in the note; words that fit several say nothing.
fn said(names: &Names, note: &str) -> Option<kernel::PlaceId> {
    let note = note.trim();
    if note.chars().count() < 2 {
        return None;
    }
    let found = names.tree.search(note, 20);
    let own: Vec<_> = found.iter().filter(|p| p.name == note || p.short_name == note).collect();
    match (own.as_slice(), found.as_slice()) {
        ([one], _) => Some(one.id),
        ([], [one]) => Some(one.id),
        _ => None,
    }
}
