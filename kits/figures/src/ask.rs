//! Of which place and which time a figure is asked.

use crate::Record;
use auth::PlacePath;
use db::Result;
use kernel::{Day, Moment, PlaceId, StreetId};
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

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

/// Rows that several indicators of a page read, kept while that page is put together: one reading of the database, so that
/// nothing changes meanwhile.
#[derive(Default)]
pub struct Memo(RefCell<BTreeMap<(&'static str, Span), Rc<dyn Any>>>);

/// What is asked: for which places, in one go, of which time.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub street: StreetId,
    pub places: &'a [Where],
    pub span: Span,
    /// Nothing after it is known yet.
    pub now: Moment,
    pub atlas: &'a dyn Atlas,
    pub memo: &'a Memo,
}

impl<'a> Ask<'a> {
    /// The end of the day T, or this moment where that day is still running.
    pub fn until(&self) -> Moment {
        self.span.to.start().min(self.now.plus(1))
    }
    /// The rows of this name and time, read once whoever asks first. They are those of the whole street: places are told
    /// apart afterwards.
    pub fn once<T: 'static>(&self, rows: &'static str, read: impl FnOnce() -> Result<T>) -> Result<Rc<T>> {
        let key = (rows, self.span);
        let known = self.memo.0.borrow().get(&key).cloned();
        if let Some(known) = known.and_then(|rows| rows.downcast::<T>().ok()) {
            return Ok(known);
        }
        let fresh = Rc::new(read()?);
        self.memo.0.borrow_mut().insert(key, fresh.clone());
        Ok(fresh)
    }
    /// As [`once`](Self::once), for rows that are the same whatever time is asked for.
    pub fn always<T: 'static>(&self, rows: &'static str, read: impl FnOnce() -> Result<T>) -> Result<Rc<T>> {
        Ask { span: Span { from: Day(0), to: Day(0) }, ..*self }.once(rows, read)
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

    struct Nowhere;
    impl Atlas for Nowhere {
        fn path(&self, _: PlaceId) -> PlacePath {
            PlacePath::default()
        }
        fn buildings(&self, _: Where) -> i64 {
            0
        }
        fn root(&self) -> Option<PlaceId> {
            None
        }
    }

    #[test]
    fn rows_are_read_once_for_each_time() {
        let (memo, read) = (Memo::default(), std::cell::Cell::new(0));
        let ask = |span| Ask { street: StreetId::named("z"), places: &[Where::Street], span, now: Moment(0), atlas: &Nowhere, memo: &memo };
        let rows = |span: Span| ask(span).once("rows", || Ok({ read.set(read.get() + 1); vec![span.from] })).expect("read");
        let (may, june) = (Span { from: Day::of(2026, 5, 1), to: Day::of(2026, 6, 1) }, Span { from: Day::of(2026, 6, 1), to: Day::of(2026, 7, 1) });
        assert_eq!((rows(may).as_slice(), rows(may).as_slice(), rows(june).as_slice()), ([may.from].as_slice(), [may.from].as_slice(), [june.from].as_slice()));
        assert_eq!(read.get(), 2);
    }

    #[test]
    fn this_year_ends_where_the_period_ends() {
        let november = Span { from: Day::of(2026, 11, 1), to: Day::of(2026, 12, 1) };
        assert_eq!(november.year_to_date(), Span { from: Day::of(2026, 1, 1), to: Day::of(2026, 12, 1) });
        let december = Span { from: Day::of(2026, 12, 1), to: Day::of(2027, 1, 1) };
        assert_eq!((december.last(), december.year_to_date().from), (Day::of(2026, 12, 31), Day::of(2026, 1, 1)));
        assert!(november.holds(Day::of(2026, 11, 30)) && !november.holds(Day::of(2026, 12, 1)));
    }
}
