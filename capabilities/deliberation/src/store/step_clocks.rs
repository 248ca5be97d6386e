//! More time for a step, urgings of late ones, and tries at invitation codes.

use super::changed;
use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, PersonId, StreetId};

db::row!(StepExtension { no, days, reason, was_due, by, at });

/// Extensions of a matter's stays, the first first.
pub fn extensions_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<StepExtension>> {
    r.all(
        "select no, days, reason, was_due, by_account, at from matter_extensions where street_id = $1 and matter_id = $2 order by no",
        args![street, of],
    )
}

/// Once a stay: the key says so. The open stay is due at another moment, with its proof.
pub fn extend_stretch(tx: &mut Tx<'_>, of: MatterId, x: &StepExtension, due: Moment, proof: &str) -> Result<()> {
    let street = tx.street();
    tx.exec(
        "insert into matter_extensions (street_id, matter_id, no, days, reason, was_due, by_account, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![street, of, x.no, x.days, &x.reason, x.was_due, x.by, x.at],
    )?;
    changed(tx.exec(
        "update matter_steps set due_at = $4, proof = $5 where street_id = $1 and matter_id = $2 and no = $3 and to_at is null",
        args![street, of, x.no, due, proof],
    )?)
}

/// One more urging of a late stay.
pub fn count_urging(tx: &mut Tx<'_>, of: MatterId, no: i32) -> Result<()> {
    let street = tx.street();
    changed(tx.exec("update matter_steps set urged = urged + 1 where street_id = $1 and matter_id = $2 and no = $3", args![street, of, no])?)
}

/// Matters whose open stay began before a moment and was urged so often: their ids with the urgings.
pub fn idle_matters(r: &mut Reader<'_>, street: StreetId, (before, urged): (Moment, i32), limit: i64) -> Result<Vec<(MatterId, i32)>> {
    r.all(
        "select m.id, s.urged from matter_steps s join matters m on m.street_id = s.street_id and m.id = s.matter_id
         where s.street_id = $1 and s.to_at is null and s.from_at <= $2 and s.urged >= $3 and m.state = 'walking'
         order by s.from_at, m.id limit $4",
        args![street, before, urged, limit],
    )
}

/// People who said something, answered, joined, argued or rated.
pub fn people_of(r: &mut Reader<'_>, street: StreetId, of: MatterId) -> Result<Vec<PersonId>> {
    r.all(
        "select person_id from matter_responses where street_id = $1 and matter_id = $2
         union select person_id from matter_survey_answers where street_id = $1 and matter_id = $2
         union select j.person_id from matter_joinings j join matter_concerns c on c.street_id = j.street_id and c.id = j.concern_id
           where c.street_id = $1 and c.matter_id = $2
         union select person_id from matter_arguments where street_id = $1 and matter_id = $2
         union select person_id from matter_ratings where street_id = $1 and matter_id = $2",
        args![street, of],
    )
}

/// One more try of an account today; how many it then has made.
pub fn count_try(tx: &mut Tx<'_>, account: AccountId) -> Result<i32> {
    let (street, today) = (tx.street(), tx.now().day());
    tx.exec("delete from invitation_tries where street_id = $1 and account_id = $2 and day < $3", args![street, account, today])?;
    tx.exec(
        "insert into invitation_tries (street_id, account_id, day, tries) values ($1, $2, $3, 1)
         on conflict (street_id, account_id, day) do update set tries = invitation_tries.tries + 1",
        args![street, account, today],
    )?;
    tx.one("select tries from invitation_tries where street_id = $1 and account_id = $2 and day = $3", args![street, account, today])
}
