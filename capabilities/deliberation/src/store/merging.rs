//! What goes along when a matter is taken up in another.

use crate::rules::*;
use db::{Reader, Result, Tx, args};
use kernel::{AccountId, Moment, PersonId, PlaceId, StreetId, uuid::Uuid};

/// Matters taken up in one.
pub fn matters_into(r: &mut Reader<'_>, street: StreetId, into: MatterId) -> Result<Vec<MatterId>> {
    r.all("select id from matters where street_id = $1 and merged_into = $2 order by id", args![street, into])
}

/// Everybody heard in a round, once: what goes along of those heard in the other, whichever round it was. Answers to other
/// questions stay where they were asked; whoever gave them was heard.
pub fn copy_responses(tx: &mut Tx<'_>, from: MatterId, into: &Matter) -> Result<()> {
    let street = tx.street();
    let said: Vec<(PersonId, String, Option<PlaceId>, String, Moment)> = tx.all(
        "select person_id, door, grid_id, text, at from (
           select person_id, door, grid_id, text, at, round from matter_responses where street_id = $1 and matter_id = $2
           union all
           select person_id, door, grid_id, '', at, round from matter_survey_answers where street_id = $1 and matter_id = $2
         ) said order by round desc, at, person_id",
        args![street, from],
    )?;
    for (person, door, grid, text, at) in said {
        tx.exec(
            "insert into matter_responses (street_id, id, matter_id, round, person_id, door, grid_id, text, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (street_id, matter_id, round, person_id) do nothing",
            args![street, Uuid::now_v7(), into.id, into.round, person, door, grid, text, at],
        )?;
    }
    Ok(())
}

/// Concerns go along with the people behind each; one of the same words is one, each person once. What stood under another
/// stands there still.
pub fn copy_concerns(tx: &mut Tx<'_>, from: MatterId, into: &Matter) -> Result<()> {
    let street = tx.street();
    let read = |tx: &mut Tx<'_>, of: MatterId| -> Result<Vec<(Uuid, String, PersonId, Option<bool>, Option<String>)>> {
        tx.all("select id, text, person_id, taken_up, why_not from matter_concerns where street_id = $1 and matter_id = $2 order by id", args![street, of])
    };
    let mut known: Vec<(Uuid, String)> = read(tx, into.id)?.into_iter().map(|c| (c.0, plain(&c.1))).collect();
    let mut went: Vec<(Uuid, Uuid, bool)> = vec![];
    for (id, text, person, taken_up, why_not) in read(tx, from)? {
        let before = known.len();
        let there = match known.iter().find(|k| k.1 == plain(&text)) {
            Some(same) => same.0,
            None => {
                let fresh = Uuid::now_v7();
                let now = tx.now();
                tx.exec(
                    "insert into matter_concerns (street_id, id, matter_id, text, person_id, taken_up, why_not, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    args![street, fresh, into.id, &text, person, taken_up, why_not, now],
                )?;
                known.push((fresh, plain(&text)));
                fresh
            }
        };
        went.push((id, there, known.len() > before));
        let joined: Vec<(PersonId, Moment)> = tx.all("select person_id, at from matter_joinings where street_id = $1 and concern_id = $2", args![street, id])?;
        for (person, at) in joined {
            tx.exec(
                "insert into matter_joinings (street_id, concern_id, person_id, at) values ($1, $2, $3, $4)
                 on conflict (street_id, concern_id, person_id) do nothing",
                args![street, there, person, at],
            )?;
        }
    }
    copy_groupings(tx, &went)
}

/// Concerns that came along, as (there, here, new here): new ones stand under whatever their head is here.
fn copy_groupings(tx: &mut Tx<'_>, went: &[(Uuid, Uuid, bool)]) -> Result<()> {
    let street = tx.street();
    for (id, here, _) in went.iter().filter(|w| w.2) {
        let grouped: Option<(Uuid, AccountId, Moment)> = tx.opt("select under_id, by_account, at from matter_concern_groupings where street_id = $1 and concern_id = $2", args![street, *id])?;
        let Some((under, by, at)) = grouped else { continue };
        let Some((_, head, _)) = went.iter().find(|w| w.0 == under) else { continue };
        let above: Option<Uuid> = tx.opt("select under_id from matter_concern_groupings where street_id = $1 and concern_id = $2", args![street, *head])?;
        tx.exec(
            "insert into matter_concern_groupings (street_id, concern_id, under_id, by_account, at) values ($1, $2, $3, $4, $5)",
            args![street, *here, above.unwrap_or(*head), by, at],
        )?;
    }
    Ok(())
}
