//! Of which place and which time a figure is asked.

use crate::Record;
use auth::PlacePath;
use kernel::{Day, Moment, PlaceId, StreetId};

/// The part of the street a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Where {
    Street,
    Community(PlaceId),
    Grid(PlaceId),
}

impl Where {
    /// Whether a thing at `path` lies in it.
    pub fn holds(self, path: PlacePath) -> bool {
        match self {
            Self::Street => true,
            Self::Community(id) => path.community == Some(id),
            Self::Grid(id) => path.grid == Some(id),
        }
    }
    /// The place itself; `None` is the street.
    pub fn place(self) -> Option<PlaceId> {
        match self {
            Self::Street => None,
            Self::Community(id) | Self::Grid(id) => Some(id),
        }
    }
}

/// Half-open: from the beginning of `from` up to the beginning of `to`. What is of a day is as of the end of the day before
/// `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }
    pub fn has(self, at: Moment) -> bool {
        self.from.start() <= at && at < self.to.start()
    }
    /// The last day in it: T, closed at midnight.
    pub fn last(self) -> Day {
        self.to.plus(-1)
    }
    pub fn days(self) -> i64 {
        self.to.since(self.from)
    }
    /// The same year up to `to`: `this year` is never said of anything else.
    pub fn year_to_date(self) -> Self {
        Self { from: Day::of(self.last().civil().year(), 1, 1), to: self.to }
    }
}

/// Where places lie, as far as a figure has to know.
pub trait Atlas {
    fn path(&self, place: PlaceId) -> PlacePath;
    /// How many buildings it has.
    fn buildings(&self, of: Where) -> i64;
    /// The place of the whole street, before the first import none.
    fn root(&self) -> Option<PlaceId>;
}

/// What is asked: for which places, in one go, of which time.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub street: StreetId,
    pub places: &'a [Where],
    pub span: Span,
    /// Nothing after it is known yet.
    pub now: Moment,
    pub atlas: &'a dyn Atlas,
}

impl<'a> Ask<'a> {
    /// The end of the day T, or this moment where that day is still running.
    pub fn until(&self) -> Moment {
        self.span.to.start().min(self.now.plus(1))
    }
    /// The same question for other places.
    pub fn at(self, places: &'a [Where]) -> Self {
        Self { places, ..self }
    }
    /// Whether a thing at `path` lies in a place that is asked for.
    pub fn holds(&self, path: PlacePath) -> bool {
        self.places.iter().any(|place| place.holds(path))
    }
    /// The records of the things that lie there.
    pub fn listed<T>(&self, things: impl IntoIterator<Item = T>, path: impl Fn(&T) -> PlacePath, record: impl Fn(T) -> Record) -> Vec<Record> {
        things.into_iter().filter(|t| self.holds(path(t))).map(record).collect()
    }
    /// For each place what `count` makes of the things that lie in it.
    pub fn fold<T, C>(&self, things: &[T], path: impl Fn(&T) -> PlacePath, count: impl Fn(Vec<&T>) -> C) -> Vec<C> {
        self.places.iter().map(|place| count(things.iter().filter(|t| place.holds(path(t))).collect())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_year_ends_where_the_period_ends() {
        let november = Span { from: Day::of(2026, 11, 1), to: Day::of(2026, 12, 1) };
        assert_eq!(november.year_to_date(), Span { from: Day::of(2026, 1, 1), to: Day::of(2026, 12, 1) });
        let december = Span { from: Day::of(2026, 12, 1), to: Day::of(2027, 1, 1) };
        assert_eq!((december.last(), december.year_to_date().from), (Day::of(2026, 12, 31), Day::of(2026, 1, 1)));
        assert!(november.holds(Day::of(2026, 11, 30)) && !november.holds(Day::of(2026, 12, 1)));
    }
}
