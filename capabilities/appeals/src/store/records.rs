//! The records behind a figure: the rows it is counted from, newest first, paged by key.

use super::counting::ANSWER;
use crate::rules::counting::{AnswerGiven, standing};
use crate::rules::figures::Records;
use crate::rules::slices::Window;
use crate::rules::{CaseId, REOPEN_DAYS, VoiceId};
use db::{Reader, Result, Sql};
use kernel::{Moment, PlaceId, StreetId, UnitId, uuid::Uuid};

/// One row behind a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: Uuid,
    pub case: CaseId,
    pub at: Moment,
    /// The answer it is, of a voice that was asked.
    pub answer: Option<AnswerGiven>,
    /// Kept in time, closed in the first round …: what the numerator asks of a row that is no answer.
    pub mark: Mark,
}

/// What the numerator may ask of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Kept in time; said by a resident; closed in a first round that never went back; held; found first.
    pub met: bool,
    /// Settled by words; of an answer: speaks for its voice in the three rates; of a promise: given more time.
    pub answered: bool,
    /// Reopened within thirty days.
    pub reopened: bool,
}

/// Which rows are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    pub street: StreetId,
    pub window: Window,
    pub community: Option<PlaceId>,
    pub unit: Option<UnitId>,
    /// The last row of the page before.
    pub before: Option<(Moment, Uuid)>,
    pub limit: i64,
    pub now: Moment,
}

type Line = (Uuid, CaseId, Moment, bool, bool, bool);

/// A page of rows; an answer that no longer stands is left out, so a page may be shorter than its limit. With it the
/// key of the last row read, where there may be more.
pub fn records(r: &mut Reader<'_>, of: Records, asking: Asking) -> Result<(Vec<Record>, Option<(Moment, Uuid)>)> {
    let sql = match of {
        Records::Voices => asking.voices(),
        Records::Answers => asking.answers(),
        Records::Promises(stage) => asking.promises(stage),
        Records::Endings => asking.endings(),
        Records::Notes(kind) => asking.notes(kind),
        Records::Dispatches => asking.dispatches(),
        Records::Firsts => asking.firsts(),
        Records::Commitments => asking.commitments(),
        Records::FirstDispatches => asking.first_dispatches(),
        Records::Sorted => asking.sorted(),
    };
    let lines: Vec<Line> = r.list(&sql)?;
    let last = lines.last().filter(|_| lines.len() as i64 == asking.limit).map(|l| (l.2, l.0));
    let record = |(id, case, at, met, answered, reopened): Line| {
        Record { id, case, at, answer: None, mark: Mark { met, answered, reopened } }
    };
    let mut found: Vec<Record> = lines.into_iter().map(record).collect();
    if of == Records::Answers {
        found = keep_standing(r, asking, found)?;
    }
    Ok((found, last))
}

/// Who led a case at a moment.
const LEAD: &str = "(select a.unit_id from case_assignments a where a.street_id = c.street_id and a.case_id = c.id
     and a.role = 'lead' and a.dispatched_at <= {at} order by a.id desc limit 1)";
/// The helping unit whose part a clock is.
const HELPER: &str = "(select h.unit_id from case_assignments h where h.street_id = t.street_id and h.id = t.assignment_id)";

/// Neither merged nor withdrawn, also where the case has come to rest since.
const NOT_LEFT_OUT: &str = "
  and c.state not in ('withdrawn', 'merged')
  and (c.state <> 'archived' or c.result is not null or c.refused_by is not null)";

impl Asking {
    fn voices(&self) -> Sql {
        let select = "t.speaker in ('resident', 'enterprise'), 1 = 0, 1 = 0 from voices t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.received_at");
        self.end(&mut sql, "t.received_at", "t.received_at");
        sql
    }

    fn answers(&self) -> Sql {
        let select = "t.reached, v.speaker in ('resident', 'enterprise')
               and c.case_type not in ('consultation', 'praise'), 1 = 0 from case_callbacks t
             join voices v on v.street_id = t.street_id and v.id = t.voice_id
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.at");
        sql.push("\n  and t.source <> 'upper'");
        self.end(&mut sql, "t.at", "t.at");
        sql
    }

    fn promises(&self, stage: &str) -> Sql {
        let select = "coalesce(t.met, 1 = 0), t.extensions <> '[]', 1 = 0 from clocks t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.due_at");
        sql.and("t.stage =", Some(stage)).push("\n  and not t.superseded");
        sql.push("\n  and (t.met is not null or t.stopped_at is null and t.due_at < ").bind(self.now).push(")");
        sql.push(NOT_LEFT_OUT);
        self.end_with(&mut sql, &format!("coalesce({HELPER}, {LEAD})"), "t.started_at", "t.due_at");
        sql
    }

    fn commitments(&self) -> Sql {
        let next = format!("t.due_at + {}", Moment::DAY);
        let select = format!(
            "coalesce(t.met_at < {next}, 1 = 0), 1 = 0, 1 = 0 from case_commitments t
             join cases c on c.street_id = t.street_id and c.id = t.case_id"
        );
        let mut sql = Sql::default();
        self.begin(&mut sql, &select, "t.due_at");
        sql.push("\n  and t.waived_at is null and (t.met_at is not null or t.due_at < ").bind(self.now.day().start()).push(")");
        sql.push(NOT_LEFT_OUT);
        self.end_with(&mut sql, &format!("coalesce(t.unit_id, {LEAD})"), &next, "t.due_at");
        sql
    }

    fn first_dispatches(&self) -> Sql {
        let select = "(select count(*) from case_dispatches o where o.street_id = t.street_id and o.case_id = t.case_id
               and o.overturned) >= 2, 1 = 0, 1 = 0 from case_dispatches t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.at");
        sql.push("\n  and not exists (select 1 from case_dispatches e where e.street_id = t.street_id");
        sql.push(" and e.case_id = t.case_id and e.id < t.id)");
        self.end(&mut sql, "t.at", "t.at");
        sql
    }

    fn sorted(&self) -> Sql {
        let select = "t.repeats, 1 = 0, 1 = 0 from cases t join cases c on c.street_id = t.street_id and c.id = t.id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.opened_at");
        sql.push("\n  and t.repeats is not null").push(NOT_LEFT_OUT);
        self.end(&mut sql, "t.opened_at", "t.opened_at");
        sql
    }

    fn dispatches(&self) -> Sql {
        let select = "not t.overturned, 1 = 0, 1 = 0 from case_dispatches t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.at");
        self.end_with(&mut sql, "t.unit_id", "t.at", "t.at");
        sql
    }

    /// First voices, except what a post or a unit said and nobody has looked at yet.
    fn firsts(&self) -> Sql {
        let select = "t.speaker in ('post', 'unit'), 1 = 0, 1 = 0 from voices t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.received_at");
        sql.push("\n  and not exists (select 1 from voices e where e.street_id = t.street_id and e.case_id = t.case_id");
        sql.push(" and (e.received_at < t.received_at or e.received_at = t.received_at and e.id < t.id))");
        sql.push("\n  and (t.speaker in ('resident', 'enterprise') or exists (select 1 from case_verifications l");
        sql.push(" where l.street_id = t.street_id and l.case_id = t.case_id and l.stands))");
        self.end(&mut sql, "t.received_at", "t.received_at");
        sql
    }

    /// Closings by the lead that ended with them; answers by the case, whose end ended no lead. Each is cut to a page
    /// on its own index before the two are one list.
    fn endings(&self) -> Sql {
        let closings = format!(
            "not exists (select 1 from case_notes n where n.street_id = t.street_id and n.case_id = t.case_id
               and n.kind in ('redo', 'rework', 'reopening') and n.at <= t.ended_at),
             1 = 0,
             exists (select 1 from case_notes n where n.street_id = t.street_id and n.case_id = t.case_id
               and n.kind = 'reopening' and n.at > t.ended_at and n.at <= t.ended_at + {})
             from case_assignments t
             join cases c on c.street_id = t.street_id and c.id = t.case_id",
            REOPEN_DAYS * Moment::DAY
        );
        let answers = "1 = 0, 1 = 1, 1 = 0 from cases t join cases c on c.street_id = t.street_id and c.id = t.id";
        let mut sql = Sql::new("select * from (");
        self.begin(&mut sql, &closings, "t.ended_at");
        sql.push("\n  and t.end_reason = 'closed'");
        self.end(&mut sql, "t.ended_at", "t.ended_at");
        sql.push(") closings\nunion all\nselect * from (");
        self.begin(&mut sql, answers, "t.closed_at");
        sql.push("\n  and t.result = 'explained' and (t.state = 'answered' or t.state = 'archived'");
        sql.push(" and not exists (select 1 from case_assignments e");
        sql.push(" where e.street_id = t.street_id and e.case_id = t.id and e.ended_at = t.closed_at))");
        self.end(&mut sql, "t.closed_at", "t.closed_at");
        sql.push(") answers\norder by 3 desc, 1 desc\nlimit ").bind(self.limit);
        sql
    }

    fn notes(&self, kind: &str) -> Sql {
        let select = "1 = 1, 1 = 0, 1 = 0 from case_notes t
             join cases c on c.street_id = t.street_id and c.id = t.case_id";
        let mut sql = Sql::default();
        self.begin(&mut sql, select, "t.at");
        sql.and("t.kind =", Some(kind));
        self.end(&mut sql, "t.at", "t.at");
        sql
    }

    /// The row's id, its case and its moment, what `select` adds, and the window.
    fn begin(&self, sql: &mut Sql, select: &str, key: &str) {
        sql.push("select t.id, c.id as case_id, ").push(key).push(" as at, ").push(select);
        sql.push("\nwhere t.street_id = ").bind(self.street);
        sql.and(&format!("{key} >="), Some(self.window.from.start()));
        sql.and(&format!("{key} <"), Some(self.window.to.start()));
    }

    /// The case's place, the unit that led at the moment, the key.
    fn end(&self, sql: &mut Sql, at: &str, key: &str) {
        self.end_with(sql, LEAD, at, key);
    }

    /// The same, where `unit` says whose row it is; `{at}` in it is the moment.
    fn end_with(&self, sql: &mut Sql, unit_is: &str, at: &str, key: &str) {
        sql.and("c.community_id =", self.community);
        if let Some(unit) = self.unit {
            sql.push("\n  and ").push(&unit_is.replace("{at}", at)).push(" = ").bind(unit);
        }
        if let Some((moment, id)) = self.before {
            sql.push("\n  and (").push(key).push(" < ").bind(moment).push(" or ").push(key).push(" = ").bind(moment);
            sql.push(" and t.id < ").bind(id).push(")");
        }
        sql.push("\norder by ").push(key).push(" desc, t.id desc\nlimit ").bind(self.limit);
    }
}

/// Of the tries on this page, those that stand in their round.
fn keep_standing(r: &mut Reader<'_>, asking: Asking, found: Vec<Record>) -> Result<Vec<Record>> {
    let mut sql = Sql::new("select ");
    sql.push(ANSWER).push(" from case_callbacks\nwhere street_id = ").bind(asking.street);
    sql.push("\n  and source <> 'upper' and ").within("case_id", found.iter().map(|f| f.case));
    let tries: Vec<AnswerGiven> = r.list(&sql)?;
    let of = |voice: VoiceId| standing(tries.iter().filter(|a| a.voice == voice));
    Ok(found
        .into_iter()
        .filter_map(|record| {
            let mine = tries.iter().find(|a| a.id == record.id)?;
            let rounds = of(mine.voice);
            let place = rounds.iter().position(|a| a.id == mine.id)?;
            let day = asking.window.to;
            let replaced = rounds[place + 1..].iter().any(|later| later.reached && later.at.day() < day);
            // A later round of the same window speaks for this voice in the three rates.
            let mark = Mark { answered: record.mark.answered && mine.reached && !replaced, ..record.mark };
            Some(Record { answer: Some(mine.clone()), mark, ..record })
        })
        .collect())
}
