//! "Is it this one?" before anything is sent: published open cases near the place or with like words.

use crate::actions::{Names, whereabouts};
use crate::rules::{self, *};
use crate::store;
use db::{Reader, Result};
use kernel::{Moment, StreetId};

/// So many newest candidates are compared; more would cost time and add nothing.
const CANDIDATES: i64 = 80;
/// The first words of the text are asked of the index.
const WORDS: usize = 4;

/// At most three cases that may be the same, likest first.
pub fn hints(r: &mut Reader<'_>, street: StreetId, names: &Names, words: &Reception, now: Moment) -> Result<Vec<Case>> {
    let mut words = words.clone();
    let place = whereabouts(r, street, &mut words, now)?.path;
    let category = Some(words.category.trim().to_owned()).filter(|c| !c.is_empty());
    let text = words.text.trim().to_owned();
    if text.is_empty() && category.is_none() {
        return Ok(vec![]);
    }
    let siblings = siblings(names, category.as_deref());
    let mut cases = match (place.community, siblings.is_empty()) {
        (None, true) => vec![],
        _ => store::perhaps_same(r, street, place.community, &siblings, CANDIDATES)?,
    };
    let mut ids = vec![];
    for word in db::query_words(&text).iter().filter(|w| w.chars().count() >= 2).take(WORDS) {
        ids.extend(r.find_words(street, "case", word, 30)?);
    }
    cases.extend(store::published_among(r, street, &ids)?);
    cases.sort_by_key(|c| c.id);
    cases.dedup_by_key(|c| c.id);
    let telling = Telling { text, category, place, point: words.lat.zip(words.lon) };
    let named = |case: &Case| format!("{} {}", case.title, names.category(&case.category).0);
    Ok(rules::likest(&telling, &siblings, &cases, named).into_iter().cloned().collect())
}

/// The category and those beside it under the same heading.
fn siblings(names: &Names, code: Option<&str>) -> Vec<String> {
    let Some(chosen) = code.and_then(|c| names.categories.iter().find(|k| k.code == c)) else { return vec![] };
    let beside = names.categories.iter().filter(|k| k.code == chosen.code || k.parent.is_some() && k.parent == chosen.parent);
    beside.map(|k| k.code.clone()).collect()
}
