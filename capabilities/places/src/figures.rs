//! Indicators of population, from dated and sourced statistics.

use std::rc::Rc;
use crate::rules::statistics::{Measure, Precision, Statistic, latest};
use crate::store;
use db::{Reader, Result};
use figures::{Ask, Behind, Beside, Bound, Change, Counted, Counts, Indicator, Public, Record, Said, Source, Unit, Value, Where};
use kernel::{Day, PlaceId, named_uuid};

/// What this room counts.
pub const INDICATORS: &[Indicator] = &[RESIDENT, REGISTERED, SHARE];

const FIRST: &[Change] = &[Change::first(Day(20_261_128))];
const STATISTIC: Said = Said { zh: "一条带日期和出处的人口数", en: "a dated number with its source" };
const FEWEST: u64 = 5;

const RESIDENT: Indicator = Indicator {
    code: "places.resident",
    version: 1,
    name: Said { zh: "常住人口", en: "Resident population" },
    definition: Said {
        zh: "统计日之前（含当日）最近一次公布的常住人口，连同它自己的日期和精度。",
        en: "The latest number of residents on or before the day, with its own date and precision.",
    },
    records: STATISTIC,
    unit: Unit::People,
    counts: Counts::Day,
    public: Public::AtLeast(FEWEST),
    adds_up: false,
    beside: &[
        Beside::new("present", "实有人口", "people present", Unit::People),
        Beside::new("floating", "流动人口", "floating population", Unit::People),
        Beside::new("households", "户数", "households", Unit::Households),
        Beside::new("difference", "各社区之和减街道数", "sum of the communities less the street's own", Unit::People),
    ],
    changes: FIRST,
    source: Source::Computed { count: resident, behind: Behind::Records(resident_rows) },
};

const REGISTERED: Indicator = Indicator {
    code: "places.registered",
    version: 1,
    name: Said { zh: "户籍人口", en: "Registered population" },
    definition: Said {
        zh: "统计日之前（含当日）最近一次公布的户籍人口。户籍和常住是两个不同的集合，不能相减。",
        en: "The latest number of people registered here on or before the day. Registered and resident are different sets and are never subtracted.",
    },
    beside: &[Beside::new("households", "户数", "households", Unit::Households)],
    source: Source::Computed { count: registered, behind: Behind::Records(registered_rows) },
    ..RESIDENT
};

const SHARE: Indicator = Indicator {
    code: "places.registered_share",
    version: 1,
    name: Said { zh: "户籍占常住之比", en: "Registered over resident" },
    definition: Said {
        zh: "户籍人口除以常住人口，两个数和它们的日期都印在旁边。",
        en: "Registered divided by resident population, printed with both numbers and their days.",
    },
    unit: Unit::Share,
    beside: &[
        Beside::new("registered", "户籍人口", "registered", Unit::People),
        Beside::new("resident", "常住人口", "resident", Unit::People),
    ],
    source: Source::Computed { count: share, behind: Behind::Records(share_rows) },
    ..RESIDENT
};

/// The newest numbers of each place asked for, with the street's communities where the street is.
struct Numbers {
    all: Rc<Vec<Statistic>>,
    by: Day,
}

impl Numbers {
    fn read(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<(Self, Vec<Option<PlaceId>>, Vec<PlaceId>)> {
        let tree = crate::tree(r, ask.street)?;
        let root = tree.root().map(|p| p.id);
        let communities: Vec<PlaceId> = tree.communities().iter().map(|c| c.id).collect();
        let places: Vec<_> = ask.places.iter().map(|w| if *w == Where::Street { root } else { w.place() }).collect();
        let known: Vec<PlaceId> = root.into_iter().chain(communities.iter().copied()).collect();
        let beyond: Vec<PlaceId> = places.iter().flatten().copied().filter(|p| !known.contains(p)).collect();
        // Of the street and its communities they are read once, whatever asks for them.
        let all = if beyond.is_empty() {
            ask.always("places.statistics", || store::statistics(r, ask.street, &known))?
        } else {
            Rc::new(store::statistics(r, ask.street, &[known, beyond].concat())?)
        };
        Ok((Self { all, by: ask.until().plus(-1).day() }, places, communities))
    }
    fn of(&self, place: PlaceId, measure: Measure) -> Option<&Statistic> {
        latest(self.all.as_slice(), place, measure, self.by)
    }
}

fn counted(s: Option<&Statistic>) -> Counted {
    let Some(s) = s else { return Counted::of(Value::Unknown) };
    let bound = if s.precision == Precision::Exact { Bound::Exact } else { Bound::About };
    Counted { bound, on: Some(s.as_of), ..Counted::number(s.value) }
}

fn with(mut counted: Counted, code: &'static str, of: Option<i64>) -> Counted {
    counted.near.extend(of.map(|n| (code, n)));
    counted
}

fn resident(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let (numbers, places, communities) = Numbers::read(r, ask)?;
    let one = |(asked, place): (&Where, Option<PlaceId>)| {
        let Some(place) = place else { return Counted::of(Value::Unknown) };
        let value = |m| numbers.of(place, m).map(|s| s.value);
        let mut counted = counted(numbers.of(place, Measure::Resident));
        for (code, measure) in [("present", Measure::Present), ("floating", Measure::Floating), ("households", Measure::Households)] {
            counted = with(counted, code, value(measure));
        }
        let parts: Option<i64> = communities.iter().map(|c| numbers.of(*c, Measure::Resident).map(|s| s.value)).sum();
        let whole = value(Measure::Resident).filter(|_| *asked == Where::Street && !communities.is_empty());
        with(counted, "difference", parts.zip(whole).map(|(parts, whole)| parts - whole))
    };
    Ok(ask.places.iter().zip(places).map(one).collect())
}

fn registered(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let (numbers, places, _) = Numbers::read(r, ask)?;
    let one = |place: Option<PlaceId>| {
        let of = |m| place.and_then(|p| numbers.of(p, m));
        with(counted(of(Measure::Registered)), "households", of(Measure::Households).map(|s| s.value))
    };
    Ok(places.into_iter().map(one).collect())
}

fn share(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let (numbers, places, _) = Numbers::read(r, ask)?;
    let one = |place: Option<PlaceId>| {
        let of = |m| place.and_then(|p| numbers.of(p, m));
        let (Some(over), Some(under)) = (of(Measure::Registered), of(Measure::Resident)) else { return Counted::of(Value::Unknown) };
        let exact = over.precision == Precision::Exact && under.precision == Precision::Exact;
        let bound = if exact { Bound::Exact } else { Bound::About };
        let counted = Counted { bound, on: Some(under.as_of), ..Counted::of(Value::share(over.value, under.value)) };
        counted.beside("registered", over.value).beside("resident", under.value)
    };
    Ok(places.into_iter().map(one).collect())
}

fn resident_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    rows(r, ask, &[Measure::Resident])
}

fn registered_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    rows(r, ask, &[Measure::Registered])
}

fn share_rows(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Record>> {
    rows(r, ask, &[Measure::Registered, Measure::Resident])
}

fn rows(r: &mut Reader<'_>, ask: &Ask<'_>, measures: &[Measure]) -> Result<Vec<Record>> {
    let (numbers, places, _) = Numbers::read(r, ask)?;
    let record = |s: &Statistic| Record {
        id: named_uuid(&format!("{}/{}/{}", s.place, s.measure.code(), s.as_of)),
        label: format!("{} · {} · {}", s.measure.code(), s.source, s.precision.code()),
        path: format!("/places/{}", s.place),
        day: Some(s.as_of),
    };
    let found = places.iter().flatten().flat_map(|p| measures.iter().filter_map(|m| numbers.of(*p, *m)));
    Ok(found.map(record).collect())
}
