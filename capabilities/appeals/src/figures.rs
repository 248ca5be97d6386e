//! Indicators of voices and cases, from the counts that are kept along with every change of a case.

use crate::rules::counting::{Counts as Kept, Measure};
use crate::rules::figures::Figure;
use crate::rules::slices::{Slice, Window};
use crate::store::Insight;
use auth::Viewer;
use db::{Reader, Result};
use figures::{Ask, Behind, Beside, Change, Counted, Counts, Indicator, Public, Said, Source, Unit, Value, Where};
use kernel::{Day, uuid::Uuid};

/// What this room counts for the catalogue of the street. Its own pages know more figures.
pub const INDICATORS: &[Indicator] = &[VOICES, SETTLED, SATISFACTION, ON_TIME];

const FIRST: &[Change] = &[Change::first(Day(20_261_128))];
const FEWEST: u64 = 5;

const VOICES: Indicator = Indicator {
    code: "appeals.voices",
    version: 1,
    name: Said { zh: "群众来声", en: "Voices" },
    definition: Said {
        zh: "时段内收到的诉求，一人一次一件；合并到同一张工单的仍各算一件。",
        en: "What people said in the period, each once; voices joined in one case still count one by one.",
    },
    records: Said { zh: "一件来声", en: "a voice" },
    unit: Unit::Voices,
    counts: Counts::Period,
    public: Public::AtLeast(FEWEST),
    adds_up: true,
    beside: &[
        Beside::new("residents", "其中居民和企业说的", "of them said by residents and enterprises", Unit::Voices),
        Beside::new("cases", "立为工单", "cases accepted", Unit::Matters),
    ],
    changes: FIRST,
    source: Source::Computed { count: voices, behind: Behind::Kept { lines: voices_kept, page: |ask| page("received", ask) } },
};

const SETTLED: Indicator = Indicator {
    code: "appeals.settled",
    version: 1,
    name: Said { zh: "办结诉求", en: "Cases settled" },
    definition: Said {
        zh: "时段内办结或当场答复清楚的工单，重新打开的那一次不算。",
        en: "Cases closed in the period, or answered in words and not reopened since.",
    },
    records: Said { zh: "一张工单的办结", en: "the closing of a case" },
    unit: Unit::Matters,
    beside: &[
        Beside::new("answered", "其中当场答复", "of them answered in words", Unit::Matters),
        Beside::new("reopened", "三十天内又打开的", "reopened within thirty days", Unit::Matters),
    ],
    source: Source::Computed { count: settled, behind: Behind::Kept { lines: settled_kept, page: |ask| page("settled", ask) } },
    ..VOICES
};

const SATISFACTION: Indicator = Indicator {
    code: "appeals.satisfaction",
    version: 1,
    name: Said { zh: "满意率", en: "Satisfaction" },
    definition: Said {
        zh: "回访中对结果打了分的来声里，满意和很满意算一，基本满意算零点九，其余算零。",
        en: "Over voices that rated the result when asked: satisfied and very satisfied count one, basically satisfied nine tenths, others nothing.",
    },
    records: Said { zh: "一次回访的评价", en: "a rating given when asked" },
    unit: Unit::Share,
    adds_up: false,
    beside: &[
        Beside::new("rated", "打了分的", "rated", Unit::Voices),
        Beside::new("unrated", "问到了没打分的", "reached and not rated", Unit::Voices),
    ],
    source: Source::Computed { count: satisfaction, behind: Behind::Kept { lines: satisfaction_kept, page: |ask| page("satisfaction", ask) } },
    ..VOICES
};

const ON_TIME: Indicator = Indicator {
    code: "appeals.on_time",
    version: 1,
    name: Said { zh: "按时办结率", en: "Settled in time" },
    definition: Said {
        zh: "时段内到期的办理时限中，按时办好的占比；合并、撤回的不算。",
        en: "Of the promises to settle that fell due in the period, those kept in time; merged and withdrawn cases are left out.",
    },
    records: Said { zh: "一个到期的办理时限", en: "a promise that fell due" },
    unit: Unit::Share,
    adds_up: false,
    beside: &[
        Beside::new("due", "到期的时限", "promises due", Unit::Matters),
        Beside::new("late", "没有按时办好的", "not kept in time", Unit::Matters),
        Beside::new("extended", "其中延过期的", "of them given more time", Unit::Matters),
    ],
    source: Source::Computed { count: on_time, behind: Behind::Kept { lines: on_time_kept, page: |ask| page("on-time", ask) } },
    ..VOICES
};

/// The page that lists the rows, for those who may see them.
fn page(code: &str, ask: &Ask<'_>) -> String {
    let of = ask.places.first().and_then(|w| w.place()).map(|p| format!("&community={p}")).unwrap_or_default();
    format!("/desk/figures/{code}?from={}&to={}{of}", ask.span.from, ask.span.to)
}

/// Every measure that an indicator here asks for: one reading of a span serves them all.
const MEASURES: [&[Measure]; 4] = [OF_VOICES, OF_SETTLED, OF_SATISFACTION, OF_ON_TIME];

/// The kept counts of each place asked for. Nobody stands behind the question, so nothing is kept back.
fn kept(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Kept>> {
    let insight = Insight::of(r, &Viewer::nobody(ask.street), ask.now)?;
    let (window, which) = (Window { from: ask.span.from, to: ask.span.to }, MEASURES.concat());
    let several = |slice| ask.places.iter().filter(|w| slice_of(**w).0 == slice).count() > 1;
    let (communities, grids) = (several(Slice::Community), several(Slice::Grid));
    let mut all = vec![];
    for place in ask.places {
        let (slice, of) = slice_of(*place);
        let together = match slice {
            Slice::Community if communities => Some("appeals.communities"),
            Slice::Grid if grids => Some("appeals.grids"),
            _ => None,
        };
        all.push(match together {
            Some(rows) => ask.once(rows, || insight.sums(r, slice, None, window, &which))?.get(&(of, String::new())).copied().unwrap_or_default(),
            None if slice == Slice::Street => *ask.once("appeals.street", || insight.sum(r, (slice, of), window, &which))?,
            None => insight.sum(r, (slice, of), window, &which)?,
        });
    }
    Ok(all)
}

fn slice_of(place: Where) -> (Slice, Uuid) {
    match place {
        Where::Street => (Slice::Street, Uuid::nil()),
        Where::Community(id) => (Slice::Community, id.uuid()),
        Where::Grid(id) => (Slice::Grid, id.uuid()),
    }
}

const OF_VOICES: &[Measure] = &[Measure::Voices, Measure::Residents, Measure::Accepted];
const OF_SETTLED: &[Measure] = &[Measure::Closed, Measure::Answered, Measure::ClosedReopened];
const OF_SATISFACTION: &[Measure] = &[Measure::Valid, Measure::Rated, Measure::Satisfied, Measure::Basically];
const OF_ON_TIME: &[Measure] = &[Measure::HandleDue, Measure::HandleMet, Measure::HandleExtended];

fn voices(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let one = |c: Kept| {
        let counted = Counted::number(c.get(Measure::Voices));
        counted.beside("residents", c.get(Measure::Residents)).beside("cases", c.get(Measure::Accepted))
    };
    Ok(kept(r, ask)?.into_iter().map(one).collect())
}

fn settled(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let one = |c: Kept| {
        let counted = Counted::number(c.get(Measure::Closed) + c.get(Measure::Answered));
        counted.beside("answered", c.get(Measure::Answered)).beside("reopened", c.get(Measure::ClosedReopened))
    };
    Ok(kept(r, ask)?.into_iter().map(one).collect())
}

fn satisfaction(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let one = |c: Kept| {
        let rated = c.get(Measure::Rated);
        let counted = Counted::of(share("satisfaction", &c, rated));
        counted.beside("rated", rated).beside("unrated", c.get(Measure::Valid) - rated)
    };
    Ok(kept(r, ask)?.into_iter().map(one).collect())
}

fn on_time(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<Counted>> {
    let one = |c: Kept| {
        let due = c.get(Measure::HandleDue);
        let counted = Counted::of(share("on-time", &c, due)).beside("due", due).beside("late", due - c.get(Measure::HandleMet));
        counted.beside("extended", c.get(Measure::HandleExtended))
    };
    Ok(kept(r, ask)?.into_iter().map(one).collect())
}

/// By the room's own formula of that name.
fn share(code: &str, c: &Kept, under: i64) -> Value {
    Figure::named(code).map_or(Value::Unknown, |f| Value::Share { over: f.thousandths(c), under })
}

/// The sums as text, to tell whether they are still the same.
fn lines(r: &mut Reader<'_>, ask: &Ask<'_>, which: &[Measure]) -> Result<Vec<String>> {
    let all = kept(r, ask)?;
    Ok(all.iter().flat_map(|c| which.iter().map(|m| format!("{}={}", m.code(), c.get(*m)))).collect())
}
fn voices_kept(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<String>> {
    lines(r, ask, &[Measure::Voices])
}
fn settled_kept(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<String>> {
    lines(r, ask, &[Measure::Closed, Measure::Answered])
}
fn satisfaction_kept(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<String>> {
    lines(r, ask, &[Measure::Rated, Measure::Satisfied, Measure::Basically])
}
fn on_time_kept(r: &mut Reader<'_>, ask: &Ask<'_>) -> Result<Vec<String>> {
    lines(r, ask, &[Measure::HandleDue, Measure::HandleMet])
}
