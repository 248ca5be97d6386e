//! Where it is: a place chosen, a point, or words that only one place has.

use crate::actions::Whereabouts;
use crate::rules::Reception;
use auth::PlacePath;
use db::{Reader, Result};
use kernel::{Moment, StreetId};
use places::{Tree, Wgs84};

/// The place of what is told, and the point of a chosen building where none was given.
pub fn whereabouts(r: &mut Reader<'_>, street: StreetId, words: &mut Reception, now: Moment) -> Result<Whereabouts> {
    let tree = places::tree(r, street)?;
    let chosen = words.place.filter(|id| tree.by_id(*id).is_some());
    let point = words.lat.zip(words.lon).and_then(|(lat, lon)| Wgs84::checked(lon, lat));
    let mut path = PlacePath::default();
    if let Some(id) = chosen.or_else(|| said(&tree, &words.address_note)) {
        path = tree.path_of(id);
        let stands = tree.by_id(id).and_then(|p| p.point).filter(|_| point.is_none());
        if let Some(stands) = stands {
            (words.lat, words.lon) = (Some(stands.lat), Some(stands.lon));
        }
    } else if let Some(found) = point.map(|p| places::locate(r, street, p, now)).transpose()?.flatten() {
        path = PlacePath { community: Some(found.community), grid: Some(found.place), building: None };
    }
    Ok(Whereabouts { path, office: path.community.map(|c| identity::office_of(r, street, c)).transpose()?.flatten() })
}

/// The one place whose own name stands in the note; words that fit several say nothing.
fn said(tree: &Tree, note: &str) -> Option<kernel::PlaceId> {
    let note = note.trim();
    if note.chars().count() < 2 {
        return None;
    }
    let found = tree.search(note, 20);
    let own: Vec<_> = found.iter().filter(|p| p.name == note || p.short_name == note).collect();
    match (own.as_slice(), found.as_slice()) {
        ([one], _) => Some(one.id),
        ([], [one]) => Some(one.id),
        _ => None,
    }
}
