//! Reading the kept counts, as one reader may know them.

use super::counting::read;
use crate::rules::counting::{Added, COUNTED_STAGES, Counts, Measure};
use crate::rules::figures::Territory;
use crate::rules::slices::{Slice, Window};
use crate::rules::{Case, CaseId, State};
use auth::Viewer;
use db::{FromRow, Keyset, Reader, Result, Row, Sql, args};
use kernel::{Day, Moment, PlaceId, StreetId, UnitId, uuid::Uuid};
use std::collections::BTreeMap;

/// The kept counts without the cases about the reader's own units: those show up in no count either.
pub struct Insight {
    street: StreetId,
    now: Moment,
    hidden: Vec<(CaseId, Added)>,
}

/// Sums by what they are of: an id, and a category where the slice has one.
pub type Sums = BTreeMap<(Uuid, String), Counts>;

impl Insight {
    pub fn of(r: &mut Reader<'_>, viewer: &Viewer, now: Moment) -> Result<Self> {
        let units = viewer.units(now);
        let mut hidden = vec![];
        if !units.is_empty() {
            let mut sql = Sql::new(
                "select distinct c.id, c.counted from case_accused a
                 join cases c on c.street_id = a.street_id and c.id = a.case_id
                 where a.street_id = ",
            );
            sql.bind(viewer.street).push("\n  and ").within("a.unit_id", units);
            for (id, counted) in r.list::<(CaseId, Option<String>)>(&sql)? {
                hidden.extend(counted.as_deref().map(read).transpose()?.map(|added| (id, added)));
            }
        }
        Ok(Self { street: viewer.street, now, hidden })
    }

    /// What happened in a window, by the things of a slice or for one of them. Nothing later than today is read, and
    /// a promise that still runs is not judged yet.
    pub fn sums(
        &self,
        r: &mut Reader<'_>,
        slice: Slice,
        of: Option<Uuid>,
        window: Window,
        which: &[Measure],
    ) -> Result<Sums> {
        let window = window.until(self.now.day());
        let mut sums = Sums::new();
        if window.days() == 0 {
            return Ok(sums);
        }
        let mut sql = self.select("of_id, category", which);
        sql.and("slice =", Some(slice.code())).and("of_id =", of);
        within(&mut sql, window);
        sql.push("\ngroup by of_id, category");
        for Summed(of, category, counts) in r.list::<Summed>(&sql)? {
            sums.insert((of, category), spread(&counts, which));
        }
        for (line, counts) in self.hidden.iter().flat_map(|h| h.1.lines()) {
            if line.slice == slice && of.is_none_or(|of| of == line.of) && window.holds(&line) {
                sums.entry((line.of, line.category)).or_default().plus(&counts, -1);
            }
        }
        let judged = |m: &Measure| *m == Measure::CommitmentDue || COUNTED_STAGES.iter().any(|(_, due, _)| due == m);
        if which.iter().any(judged) && window.to > self.now.day() {
            self.take_out_running(r, slice, of, window, &mut sums)?;
        }
        Ok(sums)
    }

    /// What cases left out of scores add, as far as this window can hold any of it.
    pub fn left_out(&self, r: &mut Reader<'_>, window: Window) -> Result<Vec<Added>> {
        let found = super::left_out(r, self.street, window.from.start(), window.to.start())?;
        let seen = found.into_iter().filter(|(id, _)| self.hidden.iter().all(|h| h.0 != *id));
        seen.filter_map(|(_, counted)| counted).map(|counted| read(&counted)).collect()
    }

    /// As [`sums`](Self::sums), of one thing.
    pub fn sum(&self, r: &mut Reader<'_>, slice: (Slice, Uuid), window: Window, which: &[Measure]) -> Result<Counts> {
        let sums = self.sums(r, slice.0, Some(slice.1), window, which)?;
        Ok(sums.into_values().next().unwrap_or_default())
    }

    /// Day by day, or month by month; each as a window of its own.
    pub fn trend(
        &self,
        r: &mut Reader<'_>,
        (slice, of): (Slice, Uuid),
        window: Window,
        monthly: bool,
        which: &[Measure],
    ) -> Result<BTreeMap<i32, Counts>> {
        let window = window.until(self.now.day());
        let (from, to) = if monthly { (window.from.0 / 100, window.to.plus(-1).0 / 100 + 1) } else { (window.from.0, window.to.0) };
        let own = if monthly { "since = 0 or since / 100 >= period" } else { "since = 0 or since = period" };
        let mut sql = self.select("cast(period as bigint)", which);
        sql.and("slice =", Some(slice.code())).and("period >=", Some(from)).and("period <", Some(to));
        sql.and("of_id =", Some(of)).push("\n  and (").push(own).push(")\ngroup by period");
        let mut days = BTreeMap::new();
        for Dated(period, counts) in r.list::<Dated>(&sql)? {
            days.insert(period, spread(&counts, which));
        }
        for (line, counts) in self.hidden.iter().flat_map(|h| h.1.lines()) {
            let since = if monthly { line.since.0 / 100 } else { line.since.0 };
            if (line.slice, line.of) == (slice, of) && (from..to).contains(&line.period) && (since == 0 || since >= line.period) {
                days.entry(line.period).or_default().plus(&counts, -1);
            }
        }
        Ok(days)
    }

    /// How many cases stand in each state, by the things of a slice or for one of them.
    pub fn standing(&self, r: &mut Reader<'_>, slice: Slice, of: Option<Uuid>) -> Result<BTreeMap<(Uuid, State), i64>> {
        let mut sql = Sql::new("select of_id, state, cast(sum(n) as bigint) from state_counts where street_id = ");
        sql.bind(self.street).and("slice =", Some(slice.code())).and("of_id =", of);
        sql.push("\ngroup by of_id, state\nhaving sum(n) <> 0");
        let mut standing = BTreeMap::new();
        for (of, state, n) in r.list::<(Uuid, String, i64)>(&sql)? {
            standing.extend(State::from_code(&state).map(|s| ((of, s), n)));
        }
        for added in self.hidden.iter().map(|h| &h.1) {
            for (_, at) in added.stands().into_iter().filter(|s| s.0 == slice && of.is_none_or(|of| of == s.1)) {
                *standing.entry((at, added.state)).or_default() -= 1;
            }
        }
        Ok(standing)
    }

    /// Open cases whose date falls into a span, by community.
    pub fn due_between(
        &self,
        r: &mut Reader<'_>,
        territory: Territory,
        from: Option<Moment>,
        to: Moment,
    ) -> Result<BTreeMap<PlaceId, i64>> {
        let mut sql = Sql::new("select community_id, count(*) from cases where street_id = ");
        sql.bind(self.street).and("due_at <", Some(to)).and("due_at >=", from);
        sql.and("community_id =", territory.community());
        if !self.hidden.is_empty() {
            sql.push("\n  and not ").within("id", self.hidden.iter().map(|h| h.0));
        }
        sql.push("\ngroup by community_id");
        let rows: Vec<(Option<PlaceId>, i64)> = r.list(&sql)?;
        Ok(rows.into_iter().map(|(of, n)| (of.unwrap_or(crate::rules::counting::UNPLACED), n)).collect())
    }

    fn select(&self, columns: &str, which: &[Measure]) -> Sql {
        let sums: Vec<_> = which.iter().map(|m| format!("cast(sum({}) as bigint)", m.code())).collect();
        let mut sql = Sql::new("select ");
        sql.push(columns).push(", ").push(&sums.join(", ")).push("\nfrom figure_counts\nwhere street_id = ");
        sql.bind(self.street);
        sql
    }

    /// Promises and commitments that run and are due later in the window are in the kept counts already.
    fn take_out_running(&self, r: &mut Reader<'_>, slice: Slice, of: Option<Uuid>, window: Window, sums: &mut Sums) -> Result<()> {
        let mut running = self.promises_running(r, window)?;
        running.extend(self.commitments_running(r, window)?);
        for Running { stage, community, grid, category, unit, extended } in running {
            let counted = COUNTED_STAGES.iter().find(|s| s.0 == stage).map(|s| s.1);
            let Some(due) = counted.or_else(|| (stage == COMMITMENT).then_some(Measure::CommitmentDue)) else { continue };
            let community = community.map_or(Uuid::nil(), PlaceId::uuid);
            let key = match slice {
                Slice::Street => (Uuid::nil(), String::new()),
                Slice::Community => (community, String::new()),
                Slice::Grid => (grid.map_or(community, PlaceId::uuid), String::new()),
                Slice::Category => (Uuid::nil(), category),
                Slice::CommunityCategory => (community, category),
                Slice::Unit => match unit.filter(|_| stage != "intake") {
                    Some(unit) => (unit.uuid(), String::new()),
                    None => continue,
                },
            };
            if of.is_none_or(|of| of == key.0) {
                let sum = sums.entry(key).or_default();
                sum.add(due, -1);
                if extended && due == Measure::HandleDue {
                    sum.add(Measure::HandleExtended, -1);
                }
            }
        }
        Ok(())
    }

    fn promises_running(&self, r: &mut Reader<'_>, window: Window) -> Result<Vec<Running>> {
        let mut sql = Sql::new(
            "select k.stage, c.community_id, c.grid_id, c.category,
               coalesce(
                 (select h.unit_id from case_assignments h where h.street_id = k.street_id and h.id = k.assignment_id),
                 (select a.unit_id from case_assignments a
                  where a.street_id = k.street_id and a.case_id = k.case_id and a.role = 'lead'
                    and a.dispatched_at <= k.started_at
                  order by a.id desc
                  limit 1)),
               k.extensions <> '[]'
             from clocks k
             join cases c on c.street_id = k.street_id and c.id = k.case_id
             where k.street_id = ",
        );
        sql.bind(self.street).push("\n  and k.stopped_at is null");
        sql.and("k.due_at >=", Some(self.now)).and("k.due_at <", Some(window.to.start()));
        sql.push("\n  and not k.superseded");
        self.still_counted(&mut sql);
        r.list(&sql)
    }

    /// A commitment runs until the end of its day.
    fn commitments_running(&self, r: &mut Reader<'_>, window: Window) -> Result<Vec<Running>> {
        let mut sql = Sql::new(&format!(
            "select '{COMMITMENT}', c.community_id, c.grid_id, c.category,
               coalesce(
                 k.unit_id,
                 (select a.unit_id from case_assignments a
                  where a.street_id = k.street_id and a.case_id = k.case_id and a.role = 'lead'
                    and a.dispatched_at <= k.due_at + {}
                  order by a.id desc
                  limit 1)),
               1 = 0
             from case_commitments k
             join cases c on c.street_id = k.street_id and c.id = k.case_id
             where k.street_id = ",
            Moment::DAY
        ));
        sql.bind(self.street).push("\n  and k.met_at is null and k.waived_at is null");
        sql.and("k.due_at >=", Some(self.now.day().start())).and("k.due_at <", Some(window.to.start()));
        self.still_counted(&mut sql);
        r.list(&sql)
    }

    /// Cases that wait for their conditions today: since when, and the day to look at them again.
    pub fn deferred(&self, r: &mut Reader<'_>, territory: Territory) -> Result<Vec<(Moment, Day)>> {
        let mut sql = Sql::new(
            "select d.asked_at, d.review_on
             from case_deferrals d
             join cases c on c.street_id = d.street_id and c.id = d.case_id
             where d.street_id = ",
        );
        sql.bind(self.street).push("\n  and d.ended_at is null").and("c.community_id =", territory.community());
        self.still_counted(&mut sql);
        sql.push("\norder by d.asked_at, d.id");
        r.list(&sql)
    }

    fn still_counted(&self, sql: &mut Sql) {
        sql.push("\n  and c.state not in ('withdrawn', 'merged', 'archived')");
        if !self.hidden.is_empty() {
            sql.push("\n  and not ").within("c.id", self.hidden.iter().map(|h| h.0));
        }
    }
}

const COMMITMENT: &str = "commitment";

/// What is counted already and not judged yet.
struct Running {
    stage: String,
    community: Option<PlaceId>,
    grid: Option<PlaceId>,
    category: String,
    unit: Option<UnitId>,
    extended: bool,
}
impl FromRow for Running {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self {
            stage: row.next()?,
            community: row.next()?,
            grid: row.next()?,
            category: row.next()?,
            unit: row.next()?,
            extended: row.next()?,
        })
    }
}

/// The periods of a window, each on its own range of the key, and what is only counted in long enough windows.
fn within(sql: &mut Sql, window: Window) {
    sql.push("\n  and (");
    for (n, (from, to)) in window.periods().into_iter().enumerate() {
        sql.push(if n > 0 { " or " } else { "" });
        sql.push("period >= ").bind(from).push(" and period < ").bind(to);
    }
    sql.push(")\n  and (since = 0 or since >= ").bind(window.from).push(")");
}

/// The same sums without those cases.
pub fn without(sums: &Sums, left_out: &[Added], slice: Slice, window: Window) -> Sums {
    let mut adjusted = sums.clone();
    for (line, counts) in left_out.iter().flat_map(Added::lines) {
        if line.slice == slice && window.holds(&line) && let Some(sum) = adjusted.get_mut(&(line.of, line.category)) {
            sum.plus(&counts, -1);
        }
    }
    adjusted
}

struct Summed(Uuid, String, Vec<i64>);
impl FromRow for Summed {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self(row.next()?, row.next()?, rest(row)?))
    }
}
struct Dated(i32, Vec<i64>);
impl FromRow for Dated {
    fn from_row(row: &mut Row) -> Result<Self> {
        Ok(Self(row.next()?, rest(row)?))
    }
}
fn rest(row: &mut Row) -> Result<Vec<i64>> {
    let mut found = vec![];
    while let Some(n) = row.more()? {
        found.push(n);
    }
    Ok(found)
}

fn spread(found: &[i64], which: &[Measure]) -> Counts {
    let mut counts = Counts::default();
    for (m, n) in which.iter().zip(found) {
        counts.add(*m, *n);
    }
    counts
}

/// Open cases of a territory that are late, soon due or urgent, as far as this reader sees them: the latest first.
pub fn attention(r: &mut Reader<'_>, viewer: &Viewer, territory: Territory, soon: Moment, now: Moment) -> Result<Vec<Case>> {
    // Few more of each kind than a page shows: those this reader may not see fall out.
    const EACH: i64 = 16;
    let of = territory.community();
    let mut ids: Vec<Uuid> = vec![];
    let mut sql = Sql::new("select id from cases where street_id = ");
    sql.bind(viewer.street).and("due_at <", Some(soon)).and("community_id =", of);
    sql.push("\norder by due_at\nlimit ").bind(EACH);
    ids.extend(r.list::<Uuid>(&sql)?);
    for unit in viewer.units(now) {
        ids.extend(r.all::<Uuid>(
            "select id from cases where street_id = $1 and lead_unit_id = $2 and due_at < $3 order by due_at limit $4",
            args![viewer.street, unit, soon, EACH],
        )?);
    }
    let mut sql = Sql::new("select id from cases where street_id = ");
    sql.bind(viewer.street).push("\n  and urgency in ('life', 'utility', 'urgent') and due_at is not null");
    sql.and("community_id =", of).push("\norder by due_at\nlimit ").bind(EACH);
    ids.extend(r.list::<Uuid>(&sql)?);
    let filter = super::CaseFilter { among: Some(ids), community: of, ..super::CaseFilter::default() };
    let keyset = Keyset { before: None, limit: 3 * EACH };
    let mut cases = super::list(r, viewer, "see_case", &filter, keyset, now)?;
    cases.sort_by_key(|c| c.due_at);
    Ok(cases)
}

/// Open and closed cases by state, from the kept counts.
pub fn by_state(r: &mut Reader<'_>, street: StreetId, community: Option<PlaceId>) -> Result<Vec<(String, i64)>> {
    let (slice, of) = community.map_or(Territory::Street, Territory::Community).slice();
    r.all(
        "select state, cast(sum(n) as bigint) from state_counts
         where street_id = $1 and slice = $2 and of_id = $3
         group by state
         having sum(n) <> 0
         order by state",
        args![street, slice.code(), of],
    )
}

/// The three questions over the days of a window, for the whole street.
pub fn tally(r: &mut Reader<'_>, street: StreetId, from: Day, to: Day) -> Result<crate::rules::scoring::Tally> {
    let all = Insight { street, now: to.start(), hidden: vec![] };
    let counts = all.sum(r, Territory::Street.slice(), Window { from, to }, Measure::ALL)?;
    Ok(crate::rules::scoring::Tally::of(&counts))
}
