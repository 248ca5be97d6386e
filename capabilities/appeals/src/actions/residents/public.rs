//! Cases as residents see them, with the names they know things by.

use crate::actions::Names;
use crate::rules::{Case, Category, PublicLevel};
use crate::store;
use crate::views::{CategoryChoice, Choice, MyVoice, PublicCase, PublicFilter, PublicGrid};
use auth::Level;
use db::{Reader, Result};
use kernel::{AccountId, Moment, PlaceId, StreetId};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::LazyLock;

impl Names {
    /// A case for everybody: its place by its public level.
    pub fn public(&self, case: &Case) -> PublicCase {
        let place = match case.public_level {
            PublicLevel::Full => self.place(case.place),
            _ => case.place.community.map(|c| self.tree.name_path(c)).unwrap_or_default(),
        };
        PublicCase::of(case, self.category(&case.category), some(place), self.unit(case.lead), true)
    }
    /// A case for who said it.
    pub fn own(&self, case: &Case) -> PublicCase {
        PublicCase::of(case, self.category(&case.category), some(self.place(case.place)), self.unit(case.lead), false)
    }
    pub fn choices(&self) -> Vec<CategoryChoice> {
        self.leaves().cloned().map(Into::into).collect()
    }
    pub fn chosen_place(&self, id: Option<PlaceId>) -> Option<Choice> {
        let place = self.tree.by_id(id?)?;
        Some(Choice::new(place.id, self.tree.name_path(place.id)))
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|t| !t.is_empty())
}

/// What people tell of most changes slowly: read again after ten minutes.
static USUAL: LazyLock<Mutex<HashMap<StreetId, (Moment, Vec<String>)>>> = LazyLock::new(Mutex::default);
const USUAL_FOR: i64 = 10 * Moment::MINUTE;
const MOST_USUAL: usize = 8;

/// The categories most told of, most first; in a new street the first of the list.
pub fn usual(r: &mut Reader<'_>, street: StreetId, names: &Names, now: Moment) -> Result<Vec<CategoryChoice>> {
    let kept = USUAL.lock().get(&street).filter(|(at, _)| now.since(*at).abs() < USUAL_FOR).map(|(_, codes)| codes.clone());
    let codes = match kept {
        Some(codes) => codes,
        None => {
            let codes: Vec<String> = store::used_categories(r, street)?.into_iter().map(|(code, _)| code).collect();
            USUAL.lock().insert(street, (now, codes.clone()));
            codes
        }
    };
    let leaf = |code: &String| names.leaves().find(|c| c.code == *code);
    let mut usual: Vec<&Category> = codes.iter().filter_map(leaf).take(MOST_USUAL).collect();
    // A new street has told of nothing yet: the first of each heading stands for the rest.
    let mut headings: Vec<_> = usual.iter().map(|c| c.parent.clone()).collect();
    for category in names.leaves() {
        if usual.len() < MOST_USUAL && !headings.contains(&category.parent) {
            headings.push(category.parent.clone());
            usual.push(category);
        }
    }
    Ok(usual.into_iter().cloned().map(Into::into).collect())
}

/// An account's own voices, newest first.
pub fn mine(r: &mut Reader<'_>, street: StreetId, names: &Names, account: AccountId, limit: i64) -> Result<Vec<MyVoice>> {
    let mut mine = vec![];
    for voice in store::voices_by(r, street, account, limit)? {
        let Some(case) = store::load(r, street, voice.case)? else { continue };
        let asked = store::open_question(r, street, case.id)?.is_some();
        let here = voice.withdrawn_at.is_none();
        mine.push(MyVoice { voice: voice.id, waits: waits(&case, &voice, asked).filter(|_| here), case: names.own(&case), withdrawn: !here });
    }
    Ok(mine)
}

fn waits(case: &Case, voice: &crate::rules::Voice, asked: bool) -> Option<&'static str> {
    use crate::rules::{Verb, line_of};
    let answerable = asked && line_of(Verb::Supplement, case.state).is_some();
    let ratable = line_of(Verb::Callback, case.state).is_some() && voice.settled.is_none();
    if answerable { Some("answer") } else { Some("rate").filter(|_| ratable) }
}

/// The grids with their published cases under a filter of category and progress.
pub fn public_map(r: &mut Reader<'_>, street: StreetId, names: &Names, filter: &PublicFilter, now: Moment) -> Result<Vec<PublicGrid>> {
    let category = Some(filter.category.as_str()).filter(|c| !c.is_empty());
    let counts: HashMap<PlaceId, i64> = store::public_by_grid(r, street, &filter.states(), category)?.into_iter().collect();
    let shapes = places::shapes(r, street, Level::Grid, now)?;
    Ok(shapes
        .into_iter()
        .map(|s| PublicGrid {
            id: s.place,
            name: names.tree.name_path(s.place),
            cases: counts.get(&s.place).copied().unwrap_or(0),
            rings: s.rings.into_iter().map(|ring| ring.into_iter().map(|[x, y]| (x, y)).collect()).collect(),
        })
        .collect())
}

impl PublicFilter {
    /// The states this filter lets through; none is all.
    pub fn states(&self) -> Vec<crate::rules::State> {
        let all = crate::rules::State::ALL.iter().copied();
        match self.progress.as_str() {
            "open" => all.filter(|s| s.is_open()).collect(),
            "done" => all.filter(|s| !s.is_open()).collect(),
            _ => vec![],
        }
    }
}
