//! Requests to have a settled matter walked again, and second looks.

use super::changed;
use crate::rules::*;
use db::{FromRow, Reader, Result, Row, Tx, args};
use kernel::{AccountId, Moment, PersonId, StreetId};

/// How many people asked in this round.
pub fn reopening_requests(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<i64> {
    r.one("select count(*) from reopening_requests where street_id = $1 and matter_id = $2 and round = $3", args![street, of, round])
}

pub fn has_asked_reopening(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32, person: PersonId) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from reopening_requests where street_id = $1 and matter_id = $2 and round = $3 and person_id = $4",
        args![street, of, round, person],
    )?;
    Ok(n > 0)
}

/// Reasons given in a round, without who gave them; in no order of theirs.
pub fn reopening_reasons(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Vec<String>> {
    r.all(
        "select reason from reopening_requests where street_id = $1 and matter_id = $2 and round = $3 order by reason limit 200",
        args![street, of, round],
    )
}

pub fn insert_reopening_request(tx: &mut Tx<'_>, of: &Matter, person: PersonId, (way, by): (Way, Option<AccountId>), reason: &str) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into reopening_requests (street_id, matter_id, round, person_id, door, reason, taken_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, of.id, of.round, person, way.code(), reason, by, now],
    )?;
    Ok(())
}

impl FromRow for Reopening {
    fn from_row(r: &mut Row) -> Result<Self> {
        Ok(Self { round: r.next()?, at: r.next()?, why: db::code(r, ReopeningWhy::from_code)?, reason: r.next()?, by: r.next()? })
    }
}

/// How a matter came to walk again, the first first.
pub fn reopenings_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<Reopening>> {
    r.all(
        "select round, at, why, reason, by_account from matter_reopenings where street_id = $1 and matter_id = $2 order by round",
        args![street, of],
    )
}

pub fn insert_reopening(tx: &mut Tx<'_>, of: MatterId, x: &Reopening) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_reopenings (street_id, matter_id, round, at, why, reason, by_account) values ($1, $2, $3, $4, $5, $6, $7)",
        args![street, of, x.round, x.at, x.why.code(), x.reason.clone(), x.by],
    )?;
    Ok(())
}

/// Matters settled between two moments whose round was not looked at again.
pub fn matters_to_look_at(r: &mut Reader<'_>, street: StreetId, (from, until): (Moment, Moment), limit: i64) -> Result<Vec<MatterId>> {
    r.all(
        "select m.id from matters m join matter_steps s on s.street_id = m.street_id and s.matter_id = m.id and s.round = m.round
         where m.street_id = $1 and m.state = 'settled' and s.step = 'evaluation' and s.to_at > $2 and s.to_at <= $3
           and not exists (select 1 from second_looks l where l.street_id = m.street_id and l.matter_id = m.id and l.round = m.round)
         group by m.id order by m.id limit $4",
        args![street, from, until, limit],
    )
}

/// Open looks whose last day is over.
pub fn looks_to_close(r: &mut Reader<'_>, street: StreetId, now: Moment, limit: i64) -> Result<Vec<(MatterId, i32)>> {
    r.all(
        "select matter_id, round from second_looks where street_id = $1 and closed_at is null and until_at <= $2 order by until_at, matter_id limit $3",
        args![street, now, limit],
    )
}

/// Looks at a matter, the first first.
pub fn looks_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<SecondLook>> {
    let rows: Vec<(i32, Moment, Moment, Option<Moment>, i64, i64, i64, Option<String>)> = r.all(
        "select round, opened_at, until_at, closed_at, yes, partly, no, outcome from second_looks where street_id = $1 and matter_id = $2 order by round",
        args![street, of],
    )?;
    let look = |(round, opened_at, until, closed_at, yes, partly, no, outcome): (i32, Moment, Moment, Option<Moment>, i64, i64, i64, Option<String>)| SecondLook {
        matter: of, round, opened_at, until, closed_at, found: Found { yes, partly, no }, outcome: outcome.as_deref().and_then(LookOutcome::from_code),
    };
    Ok(rows.into_iter().map(look).collect())
}

pub fn insert_look(tx: &mut Tx<'_>, look: &SecondLook) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into second_looks (street_id, matter_id, round, opened_at, until_at, closed_at, yes, partly, no, outcome)
         values ($1, $2, $3, $4, $5, null, 0, 0, 0, null)",
        args![street, look.matter, look.round, look.opened_at, look.until],
    )?;
    Ok(())
}

/// Closed: the counts stay, who answered what goes.
pub fn save_look_closed(tx: &mut Tx<'_>, look: &SecondLook) -> Result<()> {
    let street = tx.street();
    changed(tx.exec(
        "update second_looks set closed_at = $4, yes = $5, partly = $6, no = $7, outcome = $8
         where street_id = $1 and matter_id = $2 and round = $3 and closed_at is null",
        args![street, look.matter, look.round, look.closed_at, look.found.yes, look.found.partly, look.found.no, look.outcome.map(LookOutcome::code)],
    )?)?;
    tx.exec("delete from second_look_answers where street_id = $1 and matter_id = $2 and round = $3", args![street, look.matter, look.round])?;
    Ok(())
}

pub fn has_answered_look(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32, person: PersonId) -> Result<bool> {
    let n: i64 = r.one(
        "select count(*) from second_look_answers where street_id = $1 and matter_id = $2 and round = $3 and person_id = $4",
        args![street, of, round, person],
    )?;
    Ok(n > 0)
}

pub fn insert_look_answer(tx: &mut Tx<'_>, look: &SecondLook, person: PersonId, solved: Solved, (way, by): (Way, Option<AccountId>)) -> Result<()> {
    let (street, now) = (tx.street(), tx.now());
    tx.exec(
        "insert into second_look_answers (street_id, matter_id, round, person_id, solved, door, taken_by, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, look.matter, look.round, person, solved.code(), way.code(), by, now],
    )?;
    Ok(())
}

/// Answers of an open look, counted.
pub fn look_answers(r: &mut Reader<'_>, street: StreetId, of: MatterId, round: i32) -> Result<Found> {
    let rows: Vec<(String, i64)> = r.all(
        "select solved, count(*) from second_look_answers where street_id = $1 and matter_id = $2 and round = $3 group by solved",
        args![street, of, round],
    )?;
    let of = |solved: Solved| rows.iter().filter(|(s, _)| Solved::from_code(s) == Some(solved)).map(|(_, n)| n).sum();
    Ok(Found { yes: of(Solved::Yes), partly: of(Solved::Partly), no: of(Solved::No) })
}
