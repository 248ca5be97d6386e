//! Mergers: which voices went where, and what stood before.

use super::{Clock, clock::CLOCK};
use crate::rules::{CaseId, ClockId, Merged, State, VoiceId};
use db::{FromRow, Reader, Result, Row, Sql, Tx, args};
use kernel::{AccountId, Moment, StreetId, uuid::Uuid};

/// A merger as it is kept.
#[derive(Clone, Debug)]
pub struct MergerRow {
    pub id: Uuid,
    pub from: CaseId,
    pub merged: Merged,
    /// Earlier mergers into the case that went: they point to where it went.
    pub pointed: Vec<Uuid>,
}

impl FromRow for MergerRow {
    fn from_row(r: &mut Row) -> Result<Self> {
        let (id, from, into) = (r.next()?, r.next()?, r.next()?);
        let voices: Vec<Uuid> = serde_json::from_str(&r.next::<String>()?)?;
        let state = super::code(r, State::from_code)?;
        let published = r.next()?;
        let pointed = serde_json::from_str(&r.next::<String>()?)?;
        let at = r.next()?;
        Ok(Self {
            id,
            from,
            merged: Merged { into, voices: voices.into_iter().map(VoiceId).collect(), state, published, at },
            pointed,
        })
    }
}

/// Rows moved by one statement: each of three thousand by its own takes seconds on PostgreSQL.
const TOGETHER: usize = 500;

const MERGER: &str = "id, from_id, into_id, voices, state_before, published_before, pointed, at";

/// The merger by which a case went up in another.
pub fn merger_of(r: &mut Reader<'_>, street: StreetId, from: CaseId) -> Result<Option<MergerRow>> {
    let sql = format!("select {MERGER} from case_mergers where street_id = $1 and from_id = $2 and undone_at is null");
    r.opt(&sql, args![street, from])
}

/// Clocks that stand still because their cases went up in this one.
pub fn held_by_mergers(r: &mut Reader<'_>, street: StreetId, into: CaseId) -> Result<Vec<Clock>> {
    let sql = format!(
        "select {CLOCK} from (select from_id, at from case_mergers
                              where street_id = $1 and into_id = $2 and undone_at is null) m
         join clocks k on k.street_id = $1 and k.case_id = m.from_id and k.stopped_at = m.at
         where k.met is null and k.superseded = $3
         order by k.id"
    );
    r.all(&sql, args![street, into, false])
}

pub fn insert_merger(tx: &mut Tx<'_>, from: CaseId, m: &Merged, by: Option<AccountId>) -> Result<()> {
    let street = tx.street();
    let pointed: Vec<Uuid> = tx.all(
        "select id from case_mergers where street_id = $1 and into_id = $2 and undone_at is null order by id",
        args![street, from],
    )?;
    point(tx, &pointed, from, m.into)?;
    let voices: Vec<Uuid> = m.voices.iter().map(|v| v.uuid()).collect();
    tx.exec(
        "insert into case_mergers (street_id, id, from_id, into_id, voices, state_before, published_before, pointed,
           at, by_account)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            street,
            Uuid::now_v7(),
            from,
            m.into,
            serde_json::to_string(&voices)?,
            m.state.code(),
            m.published,
            serde_json::to_string(&pointed)?,
            m.at,
            by
        ],
    )?;
    Ok(())
}

/// Notes that a clock's promise came with a merger, and whose place it takes.
pub fn insert_carried(tx: &mut Tx<'_>, clock: ClockId, own: ClockId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into clocks_carried (street_id, clock_id, own_id) values ($1, $2, $3)",
        args![street, clock, own],
    )?;
    Ok(())
}

/// The case's own clock behind one whose promise came with a merger.
pub fn own_clock(r: &mut Reader<'_>, street: StreetId, clock: ClockId) -> Result<Option<ClockId>> {
    r.opt("select own_id from clocks_carried where street_id = $1 and clock_id = $2", args![street, clock])
}

/// Mergers that stand and point to `from`, and the aliases they made, point to `to`: no merged case points to a merged one.
fn point(tx: &mut Tx<'_>, mergers: &[Uuid], from: CaseId, to: CaseId) -> Result<()> {
    let street = tx.street();
    for some in mergers.chunks(TOGETHER) {
        let stand = |sql: &mut Sql| {
            sql.push(" where street_id = ").bind(street).push(" and into_id = ").bind(from).push(" and undone_at is null and ");
            sql.within("id", some.iter().copied());
        };
        let mut aliases = Sql::new("update cases set merged_into = ");
        aliases.bind(to).push(" where street_id = ").bind(street).push(" and id in (select from_id from case_mergers");
        stand(&mut aliases);
        aliases.push(")");
        tx.exec(aliases.text(), aliases.args())?;
        let mut pointers = Sql::new("update case_mergers set into_id = ");
        pointers.bind(to);
        stand(&mut pointers);
        tx.exec(pointers.text(), pointers.args())?;
    }
    Ok(())
}

/// The case is by itself again; what had come to it before points to it again.
pub fn undo_merger(tx: &mut Tx<'_>, row: &MergerRow, by: Option<AccountId>) -> Result<()> {
    let (street, now, id) = (tx.street(), tx.now(), row.id);
    point(tx, &row.pointed, row.merged.into, row.from)?;
    tx.exec(
        "update case_mergers set undone_at = $3, undone_by = $4 where street_id = $1 and id = $2",
        args![street, id, now, by],
    )?;
    Ok(())
}

/// Every voice of one case goes to another, with its photos. Gives which they were.
pub fn move_voices(tx: &mut Tx<'_>, from: CaseId, into: CaseId) -> Result<Vec<VoiceId>> {
    let street = tx.street();
    let voices: Vec<VoiceId> =
        tx.all("select id from voices where street_id = $1 and case_id = $2 order by id", args![street, from])?;
    tx.exec("update voices set case_id = $3 where street_id = $1 and case_id = $2", args![street, from, into])?;
    tx.exec(
        "update photos set case_id = $3 where street_id = $1 and case_id = $2 and voice_id is not null",
        args![street, from, into],
    )?;
    tx.exec("update case_callbacks set case_id = $3 where street_id = $1 and case_id = $2", args![street, from, into])?;
    Ok(voices)
}

/// One voice goes to a case made for it, unasked; what it answered before goes along.
pub fn separate_voice(tx: &mut Tx<'_>, voice: VoiceId, from: CaseId, to: CaseId) -> Result<()> {
    let street = tx.street();
    return_voices(tx, &[voice], from, to)?;
    tx.exec("update cases set parent_id = $3 where street_id = $1 and id = $2", args![street, to, from])?;
    Ok(())
}

/// The number of the case this one was taken out of.
pub fn parent_number(r: &mut Reader<'_>, street: StreetId, case: CaseId) -> Result<Option<String>> {
    r.opt(
        "select p.case_no from cases c join cases p on p.street_id = c.street_id and p.id = c.parent_id
         where c.street_id = $1 and c.id = $2",
        args![street, case],
    )
}

/// These voices go back, unasked as they came. Gives how many still were there.
pub fn return_voices(tx: &mut Tx<'_>, voices: &[VoiceId], from: CaseId, back: CaseId) -> Result<i32> {
    let street = tx.street();
    let mut moved = 0;
    for some in voices.chunks(TOGETHER) {
        let mut back_to = |table: &str, also: &str, voice: &str| {
            let mut sql = Sql::new("update ");
            sql.push(table).push(" set case_id = ").bind(back).push(also).push(" where street_id = ").bind(street);
            sql.push(" and case_id = ").bind(from).push(" and ").within(voice, some.iter().copied());
            tx.exec(sql.text(), sql.args())
        };
        moved += back_to("voices", ", settled = null", "id")?;
        back_to("photos", "", "voice_id")?;
        back_to("case_callbacks", "", "voice_id")?;
    }
    Ok(i32::try_from(moved).unwrap_or(i32::MAX))
}

/// What stood still since that moment runs again, as if it had never stopped.
pub fn release_clocks(tx: &mut Tx<'_>, case: CaseId, since: Moment) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update clocks set stopped_at = null
         where street_id = $1 and case_id = $2 and stopped_at = $3 and met is null and superseded = $4",
        args![street, case, since, false],
    )?;
    Ok(())
}

/// The lead's time ends with the case going up in another, and goes on if it comes back.
pub fn reopen_lead(tx: &mut Tx<'_>, case: CaseId) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "update case_assignments set ended_at = null, end_reason = null
         where street_id = $1 and case_id = $2 and end_reason = 'merged'",
        args![street, case],
    )?;
    Ok(())
}
