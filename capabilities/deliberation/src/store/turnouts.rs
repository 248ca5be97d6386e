//! Lines of a roll by state and door, kept beside the roll.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::StreetId;

/// A roll is kept in so many parts, by line: two who vote at once seldom write the same one.
const PARTS: i32 = 16;

/// Lines by state and door.
pub type Turnout = Vec<(String, Option<String>, i64)>;

/// As it is kept.
pub fn roll_counts(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Turnout> {
    r.all(
        "select state, nullif(door, ''), cast(sum(lines) as bigint) from ballot_turnouts where street_id = $1 and ballot_id = $2
         group by state, door having sum(lines) <> 0 order by state, door",
        args![street, of],
    )
}

/// As the roll itself says.
pub fn roll_recounted(r: &mut Reader<'_>, street: StreetId, of: BallotId) -> Result<Turnout> {
    r.all(
        "select state, door, count(*) from ballot_electors where street_id = $1 and ballot_id = $2 group by state, door order by state, coalesce(door, '')",
        args![street, of],
    )
}

/// Counts the whole roll anew, after many lines have come at once.
pub fn count_roll(tx: &mut Tx<'_>, of: BallotId) -> Result<()> {
    let street = tx.street();
    tx.exec("delete from ballot_turnouts where street_id = $1 and ballot_id = $2", args![street, of])?;
    tx.exec(
        "insert into ballot_turnouts (street_id, ballot_id, part, state, door, lines)
         select street_id, ballot_id, line % $3, state, coalesce(door, ''), count(*) from ballot_electors
         where street_id = $1 and ballot_id = $2 group by street_id, ballot_id, line % $3, state, coalesce(door, '')",
        args![street, of, PARTS],
    )?;
    Ok(())
}

/// A line stood one way and stands another.
pub fn count_change(tx: &mut Tx<'_>, was: &Elector, is: &Elector) -> Result<()> {
    for (line, by) in [(was, -1i64), (is, 1)] {
        let street = tx.street();
        tx.exec(
            "insert into ballot_turnouts (street_id, ballot_id, part, state, door, lines) values ($1, $2, $3, $4, $5, $6)
             on conflict (street_id, ballot_id, part, state, door) do update set lines = ballot_turnouts.lines + excluded.lines",
            args![street, line.ballot, line.line % PARTS, line.state.code(), line.door.map_or("", Way::code), by],
        )?;
    }
    Ok(())
}
