//! The tree street → community → grid → building, small enough to be held whole.

use super::Wgs84;
use auth::{Level, PlacePath};
use kernel::{Day, PlaceId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    pub id: PlaceId,
    pub parent: Option<PlaceId>,
    pub level: Level,
    pub name: String,
    pub short_name: String,
    /// The installation's own code: what files refer to it by.
    pub code: String,
    pub grid_kind: Option<GridKind>,
    /// Other names people search by.
    pub aliases: Vec<String>,
    /// Where a building stands.
    pub point: Option<Wgs84>,
    pub from: Day,
    pub to: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GridKind {
    Base,
    /// A park, mall, campus or business estate.
    Special,
    /// 30–50 households inside a base grid.
    Micro,
}

impl GridKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Special => "special",
            Self::Micro => "micro",
        }
    }
    pub fn from_code(s: &str) -> Option<Self> {
        Some(match s {
            "base" => Self::Base,
            "special" => Self::Special,
            "micro" => Self::Micro,
            _ => return None,
        })
    }
}

/// The code of a level in files, tables and translations.
pub fn level_code(level: Level) -> &'static str {
    match level {
        Level::Street => "street",
        Level::Community => "community",
        Level::Grid => "grid",
        Level::Building => "building",
    }
}

pub fn level_from_code(s: &str) -> Option<Level> {
    Some(match s {
        "street" => Level::Street,
        "community" => Level::Community,
        "grid" => Level::Grid,
        "building" => Level::Building,
        _ => return None,
    })
}

/// The level a child of this level's parent hangs under.
pub fn level_above(level: Level) -> Option<Level> {
    match level {
        Level::Street => None,
        Level::Community => Some(Level::Street),
        Level::Grid => Some(Level::Community),
        Level::Building => Some(Level::Grid),
    }
}

/// All places in force, by id; children in order of code.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    places: HashMap<PlaceId, Place>,
    children: HashMap<PlaceId, Vec<PlaceId>>,
    codes: HashMap<String, PlaceId>,
    /// All names of a place in lower case, as it is searched by.
    names: HashMap<PlaceId, String>,
    root: Option<PlaceId>,
}

impl Tree {
    pub fn new(places: Vec<Place>) -> Self {
        let mut tree = Self::default();
        let mut places = places;
        places.sort_by(|a, b| a.code.cmp(&b.code).then(a.id.cmp(&b.id)));
        for p in places {
            match p.parent {
                Some(parent) => tree.children.entry(parent).or_default().push(p.id),
                None => tree.root = Some(p.id),
            }
            tree.codes.insert(p.code.clone(), p.id);
            tree.places.insert(p.id, p);
        }
        let names = |p: &Place| format!("{} {} {} {}", tree.name_path(p.id), p.name, p.code, p.aliases.join(" ")).to_lowercase();
        tree.names = tree.places.values().map(|p| (p.id, names(p))).collect();
        tree
    }
    /// The street itself; `None` before the first import.
    pub fn root(&self) -> Option<&Place> {
        self.by_id(self.root?)
    }
    pub fn by_id(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(&id)
    }
    pub fn by_code(&self, code: &str) -> Option<&Place> {
        self.by_id(*self.codes.get(code)?)
    }
    pub fn children(&self, id: PlaceId) -> impl Iterator<Item = &Place> {
        self.children.get(&id).into_iter().flatten().filter_map(|c| self.by_id(*c))
    }
    /// All places of a level, in order of code.
    pub fn level(&self, level: Level) -> Vec<&Place> {
        let mut found: Vec<_> = self.places.values().filter(|p| p.level == level).collect();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }
    pub fn communities(&self) -> Vec<&Place> {
        self.level(Level::Community)
    }
    /// From the street down to the place itself; empty if it is not known.
    pub fn line(&self, id: PlaceId) -> Vec<&Place> {
        let mut line = vec![];
        let mut at = self.by_id(id);
        // Four levels: a longer walk would be a cycle.
        while let Some(p) = at.filter(|_| line.len() < 4) {
            line.push(p);
            at = p.parent.and_then(|id| self.by_id(id));
        }
        line.reverse();
        line
    }
    /// The scope columns of a row that belongs here.
    pub fn path_of(&self, id: PlaceId) -> PlacePath {
        let mut path = PlacePath::default();
        for p in self.line(id) {
            match p.level {
                Level::Street => {}
                Level::Community => path.community = Some(p.id),
                Level::Grid => path.grid = Some(p.id),
                Level::Building => path.building = Some(p.id),
            }
        }
        path
    }
    /// `东湖社区 · 03网格 · 3幢`: without the street, which everyone knows.
    pub fn name_path(&self, id: PlaceId) -> String {
        let names: Vec<_> = self.line(id).into_iter().map(|p| p.short_name.as_str()).collect();
        match names.len() {
            0 | 1 => names.concat(),
            _ => names[1..].join(" · "),
        }
    }
    /// Buildings, grids and communities whose name, alias or code has every word of `query`; buildings first.
    pub fn search(&self, query: &str, limit: usize) -> Vec<&Place> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        if words.is_empty() {
            return vec![];
        }
        let mut found: Vec<&Place> = self
            .names
            .iter()
            .filter(|(_, names)| words.iter().all(|w| names.contains(w.as_str())))
            .filter_map(|(id, _)| self.by_id(*id))
            .collect();
        found.sort_by(|a, b| b.level.cmp(&a.level).then(a.name.chars().count().cmp(&b.name.chars().count())).then(a.code.cmp(&b.code)));
        found.truncate(limit);
        found
    }
    pub fn len(&self) -> usize {
        self.places.len()
    }
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}
