//! Names of units, categories and places, read once for a page.

use crate::rules::{Case, Category, UNSORTED};
use crate::store;
use crate::views::{CaseLine, Choice};
use auth::PlacePath;
use db::{Reader, Result};
use kernel::{Moment, PlaceId, Problem, StreetId, UnitId};
use places::Tree;
use std::collections::HashMap;
use std::sync::Arc;

pub struct Names {
    pub units: Vec<identity::Unit>,
    pub categories: Vec<Category>,
    pub tree: Arc<Tree>,
    by_code: HashMap<String, usize>,
}

impl Names {
    pub fn read(r: &mut Reader<'_>, street: StreetId) -> Result<Self> {
        let categories = store::categories(r, street)?;
        let by_code = categories.iter().enumerate().map(|(i, c)| (c.code.clone(), i)).collect();
        Ok(Self { units: identity::units(r, street)?, tree: places::tree(r, street)?, categories, by_code })
    }
    pub fn unit(&self, id: Option<UnitId>) -> Option<String> {
        let id = id?;
        self.units.iter().find(|u| u.id == id).map(|u| u.name.clone())
    }
    /// The office of a community: where its own work goes.
    pub fn office(&self, community: Option<PlaceId>) -> Option<UnitId> {
        let community = community?;
        self.units.iter().find(|u| u.community == Some(community)).map(|u| u.id)
    }
    /// Chinese and English; the code itself for one the tree no longer has.
    pub fn category(&self, code: &str) -> (String, String) {
        match self.by_code.get(code).map(|i| &self.categories[*i]) {
            Some(c) => (c.name_zh.clone(), c.name_en.clone()),
            None if code == UNSORTED => ("待分类".into(), "Unsorted".into()),
            None => (code.to_owned(), code.to_owned()),
        }
    }
    /// A category as a clerk types it: its code, or its name in either language.
    pub fn category_typed(&self, text: &str) -> Option<&Category> {
        let text = text.trim();
        let named = |c: &&Category| c.name_zh == text || c.name_en.eq_ignore_ascii_case(text);
        self.by_code.get(text).map(|i| &self.categories[*i]).or_else(|| self.categories.iter().find(named))
    }
    /// Categories a case may have: the leaves of the tree.
    pub fn leaves(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|c| c.parent.is_some())
    }
    pub fn place(&self, path: PlacePath) -> String {
        path.building.or(path.grid).or(path.community).map(|id| self.tree.name_path(id)).unwrap_or_default()
    }
    /// A place as a clerk types it: its full name, its code, or words only one place has. Nothing typed is no place.
    pub fn place_typed(&self, text: &str) -> std::result::Result<Option<PlacePath>, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        // All of them: buildings come first, and a community's own name stands in the name of each of its hundreds.
        let found = self.tree.search(text, usize::MAX);
        let exact = |p: &&&places::Place| self.tree.name_path(p.id) == text || p.name == text || p.code == text;
        let one = found.iter().find(exact).or(if found.len() == 1 { found.first() } else { None });
        match one {
            Some(place) => Ok(Some(self.tree.path_of(place.id))),
            None if found.is_empty() => match self.by_path(text) {
                Some(id) => Ok(Some(self.tree.path_of(id))),
                None => Err(Problem::at("place_name", "place-unknown")),
            },
            None => {
                let names: Vec<_> = found.iter().take(4).map(|p| self.tree.name_path(p.id)).collect();
                Err(Problem::at("place_name", "place-many").with("names", names.join("；")))
            }
        }
    }
    /// A place by the full name a list of suggestions offered.
    fn by_path(&self, text: &str) -> Option<PlaceId> {
        let last = text.rsplit(" · ").next()?;
        self.tree.search(last, 50).into_iter().find(|p| self.tree.name_path(p.id) == text).map(|p| p.id)
    }
    pub fn communities(&self) -> Vec<Choice> {
        self.tree.communities().into_iter().map(|p| Choice::new(p.id, &p.short_name)).collect()
    }
    pub fn unit_choices(&self) -> Vec<Choice> {
        self.units.iter().map(|u| Choice::new(u.id, &u.name)).collect()
    }
    pub fn line(&self, case: &Case, now: Moment) -> CaseLine {
        CaseLine::of(case, self.category(&case.category), self.place(case.place), self.unit(case.lead), now)
    }
}
