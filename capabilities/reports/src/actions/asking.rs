//! Asking the rooms: one indicator, some places, one time.

use crate::rules::{Recount, catalogue};
use auth::{Level, PlacePath};
use db::{Reader, Result};
use figures::{Ask, Atlas, Behind, Counted, Indicator, Memo, Record, Source, Span, Value, Where, ids_hash};
use kernel::{Moment, PlaceId, StreetId, uuid::Uuid};
use places::Tree;
use std::sync::Arc;

/// The street as figures see it.
pub(super) struct Town {
    pub tree: Arc<Tree>,
    pub street: StreetId,
    pub now: Moment,
    memo: Memo,
}

impl Atlas for Town {
    fn path(&self, place: PlaceId) -> PlacePath {
        self.tree.path_of(place)
    }
    fn buildings(&self, of: Where) -> i64 {
        self.tree.level(Level::Building).into_iter().filter(|b| of.holds(self.tree.path_of(b.id))).count() as i64
    }
    fn root(&self) -> Option<PlaceId> {
        self.tree.root().map(|p| p.id)
    }
}

impl Town {
    pub fn read(r: &mut Reader<'_>, street: StreetId, now: Moment) -> Result<Self> {
        Ok(Self { tree: places::tree(r, street)?, street, now, memo: Memo::default() })
    }

    /// The place under which figures of it are kept.
    pub fn place(&self, of: Where) -> PlaceId {
        // Before the first import the street is a place by its own id.
        of.place().or_else(|| self.root()).unwrap_or(PlaceId(self.street.uuid()))
    }

    /// Where figures of a kept place are counted.
    pub fn of(&self, place: PlaceId) -> Where {
        match self.tree.by_id(place).map(|p| p.level) {
            Some(Level::Community) => Where::Community(place),
            Some(Level::Grid) => Where::Grid(place),
            _ => Where::Street,
        }
    }

    /// The community a reader asks for, else the street.
    pub fn asked(&self, community: &str) -> Where {
        let id = community.parse::<Uuid>().ok().map(PlaceId);
        id.filter(|id| self.tree.by_id(*id).is_some_and(|p| p.level == Level::Community)).map_or(Where::Street, Where::Community)
    }

    pub fn communities(&self) -> Vec<Where> {
        self.tree.communities().into_iter().map(|c| Where::Community(c.id)).collect()
    }

    pub fn name(&self, of: Where) -> String {
        let place = of.place().or_else(|| self.root());
        place.and_then(|p| self.tree.by_id(p)).map(|p| p.name.clone()).unwrap_or_default()
    }

    /// The street, then its communities.
    pub fn all(&self) -> Vec<Where> {
        std::iter::once(Where::Street).chain(self.communities()).collect()
    }

    fn ask<'a>(&'a self, places: &'a [Where], span: Span) -> Ask<'a> {
        Ask { street: self.street, places, span, now: self.now, atlas: self, memo: &self.memo }
    }

    /// Counted for each of these places; nothing of what no room counts.
    pub fn count(&self, r: &mut Reader<'_>, i: &Indicator, places: &[Where], span: Span) -> Result<Vec<Counted>> {
        match i.source {
            Source::Computed { count, .. } => count(r, &self.ask(places, span)),
            Source::Declared => Ok(places.iter().map(|_| Counted::of(Value::Unknown)).collect()),
        }
    }

    /// The same of one place.
    pub fn one(&self, r: &mut Reader<'_>, i: &Indicator, of: Where, span: Span) -> Result<Counted> {
        Ok(self.count(r, i, &[of], span)?.pop().unwrap_or(Counted::of(Value::Unknown)))
    }

    /// The rows behind one figure; of kept sums the page that lists them.
    pub fn behind(&self, r: &mut Reader<'_>, i: &Indicator, of: Where, span: Span) -> Result<(Vec<Record>, Option<String>)> {
        let places = [of];
        let ask = self.ask(&places, span);
        match i.source {
            Source::Computed { behind: Behind::Records(rows), .. } => Ok((rows(r, &ask)?, None)),
            Source::Computed { behind: Behind::Kept { page, .. }, .. } => Ok((vec![], Some(page(&ask)))),
            Source::Declared => Ok((vec![], None)),
        }
    }

    /// The hash of what stands behind one figure.
    pub fn hash(&self, r: &mut Reader<'_>, i: &Indicator, of: Where, span: Span) -> Result<String> {
        let places = [of];
        let ask = self.ask(&places, span);
        Ok(match i.source {
            Source::Computed { behind: Behind::Records(rows), .. } => ids_hash(rows(r, &ask)?.into_iter().map(|x| x.id)),
            Source::Computed { behind: Behind::Kept { lines, .. }, .. } => {
                let lines = lines(r, &ask)?;
                ids_hash(lines.iter().map(|line| kernel::named_uuid(line)))
            }
            Source::Declared => String::new(),
        })
    }

    /// A figure counted again, as it would be kept.
    pub fn recount(&self, r: &mut Reader<'_>, i: &Indicator, of: Where, span: Span) -> Result<Recount> {
        let counted = self.one(r, i, of, span)?;
        let ids_hash = self.hash(r, i, of, span)?;
        Ok(kept(counted, ids_hash))
    }
}

/// What is kept of a count.
pub(super) fn kept(c: Counted, ids_hash: String) -> Recount {
    Recount {
        value: c.value.kept(),
        bound: c.bound,
        near: c.near.into_iter().map(|(code, n)| (code.to_owned(), n)).collect(),
        groups: c.groups.into_iter().map(|g| (g.name, g.value)).collect(),
        ids_hash,
    }
}

/// What the rooms count.
pub(super) fn counted_ones() -> impl Iterator<Item = &'static Indicator> {
    catalogue().iter().copied().filter(|i| i.is_computed())
}
